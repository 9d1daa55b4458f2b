//! Snapshots: any text, and a real one with changed values.

use std::sync::LazyLock;

use pandapon_sandbox::Sandbox;
use serde_json::{json, Value};

use crate::sandbox::{story, World};
use crate::source::Source;

static STORY: LazyLock<Value> = LazyLock::new(|| serde_json::from_str(story()).expect("it is JSON"));

/// A snapshot is refused without effect, or restores a sandbox that works.
pub fn run(data: &[u8]) {
    let mut source = Source::new(data);
    let text = match source.below(4) {
        0 => String::from_utf8_lossy(source.rest()).into_owned(),
        1 => cut(&mut source),
        _ => changed(&mut source).to_string(),
    };
    let mut sandbox = Sandbox::restored(story()).expect("it is its own snapshot");
    match sandbox.restore(&text) {
        Err(error) => {
            assert!(error.to_string().len() < 1000, "{error}");
            assert_eq!(sandbox.snapshot().as_deref(), Ok(story()));
        }
        Ok(()) => {
            sandbox.snapshot().expect("it can be written");
            let mut world = World::of(sandbox);
            world.tell_story();
            for _ in 0..12 {
                if source.is_empty() {
                    break;
                }
                world.step(&mut source);
            }
            world.sandbox.snapshot().expect("it can be written");
        }
    }
}

/// Removes a piece of the text, and sometimes inserts another.
fn cut(source: &mut Source<'_>) -> String {
    let mut bytes = story().as_bytes().to_vec();
    let start = (source.below(65_536) * 256 + source.below(256)) % bytes.len();
    let end = (start + source.below(256)).min(bytes.len());
    bytes.splice(start..end, source.bytes().iter().copied());
    String::from_utf8_lossy(&bytes).into_owned()
}

fn changed(source: &mut Source<'_>) -> Value {
    let mut state = STORY.clone();
    for _ in 0..=source.below(4) {
        let mut place = &mut state;
        // Follows a random path, which ends at a leaf or before.
        while has_members(place) && !source.chance(12) {
            place = match place {
                Value::Array(items) => {
                    let index = source.below(items.len());
                    &mut items[index]
                }
                Value::Object(members) => {
                    let index = source.below(members.len());
                    members.values_mut().nth(index).expect("it has so many")
                }
                _ => break,
            };
        }
        change(place, source);
    }
    state
}

fn has_members(value: &Value) -> bool {
    match value {
        Value::Array(items) => !items.is_empty(),
        Value::Object(members) => !members.is_empty(),
        _ => false,
    }
}

fn change(place: &mut Value, source: &mut Source<'_>) {
    match (source.below(6), &mut *place) {
        (0, Value::Array(items)) => {
            let item = items.first().cloned().unwrap_or_default();
            items.extend(vec![item; source.below(40)]);
        }
        (1, Value::Array(items)) => {
            items.pop();
        }
        (0 | 1, Value::Object(members)) => {
            let name = members.keys().nth(source.below(members.len())).cloned().unwrap_or_default();
            let member = members.shift_remove(&name).unwrap_or_default();
            if source.chance(128) {
                members.insert((*source.pick(&["0", "-1", "x", "9223372036854775807"])).to_owned(), member);
            }
        }
        (0 | 1, Value::Number(number)) => {
            let near = number.as_i64().unwrap_or_default();
            *place = json!(near.wrapping_add(i64::from(source.byte()) - 128));
        }
        (2, Value::String(text)) => *place = json!(text.to_uppercase()),
        (3, Value::Number(number)) => *place = json!(number.to_string()),
        _ => {
            let odd = [
                json!(null),
                json!(0),
                json!(1),
                json!(-1),
                json!(i64::MAX),
                json!(i64::MIN),
                json!(u64::MAX),
                json!(1e300),
                json!(0.5),
                json!(""),
                json!("0"),
                json!("-1"),
                json!("x"),
                json!([]),
                json!({}),
                json!(true),
                json!("9223372036854775807"),
                json!("商"),
            ];
            *place = source.pick(&odd).clone();
        }
    }
}
