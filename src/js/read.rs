//! Reading what JavaScript gives: anything at all, into JSON or a list of what is wrong with it.

use base64::engine::general_purpose::STANDARD;
use base64::Engine;
use js_sys::{Array, Number, Reflect, Uint8Array};
use wasm_bindgen::prelude::*;

use crate::schema::{Issue, Json, Path};

#[wasm_bindgen]
extern "C" {
    /// Throws for proxies that do.
    #[wasm_bindgen(js_namespace = Object, js_name = keys, catch)]
    fn keys(object: &JsValue) -> Result<Array, JsValue>;
}

/// What was read, and what could not be: a `null` stands in its place.
pub struct Reading {
    /// The value.
    pub value: Json,
    /// What is wrong, by path.
    pub issues: Vec<Issue>,
}

/// Reads a value. Every member is read once; whatever its getter throws becomes an issue.
pub fn read(value: &JsValue) -> Reading {
    let mut reader = Reader {
        path: Path::default(),
        issues: Vec::new(),
        ancestors: Vec::new(),
    };
    let value = reader.value(value);
    Reading {
        value,
        issues: reader.issues,
    }
}

struct Reader {
    path: Path,
    issues: Vec<Issue>,
    /// The objects around the present one, to notice cycles.
    ancestors: Vec<JsValue>,
}

impl Reader {
    fn value(&mut self, value: &JsValue) -> Json {
        if value.is_null() || value.is_undefined() {
            Json::Null
        } else if let Some(value) = value.as_bool() {
            Json::Bool(value)
        } else if let Some(text) = value.as_string() {
            Json::Text(text)
        } else if let Some(number) = value.as_f64() {
            self.number(number)
        } else if value.is_bigint() {
            self.bigint(value)
        } else if value.is_object() {
            self.object(value)
        } else {
            self.refuse("type", "is a function or a symbol, which cannot be sent")
        }
    }

    fn number(&mut self, number: f64) -> Json {
        if !number.is_finite() {
            self.refuse("type", "is not a finite number")
        } else if !Number::is_integer(&number.into()) {
            Number::from(number)
                .to_string_with_radix(10)
                .map_or(Json::Null, |text| Json::Number(text.into()))
        } else if Number::is_safe_integer(&number.into()) {
            Json::Number((number as i64).to_string())
        } else {
            self.refuse(
                "unsafe",
                "is a number beyond 2^53-1, where JavaScript has rounded it already: pass ids as strings or bigints",
            )
        }
    }

    fn bigint(&mut self, value: &JsValue) -> Json {
        let digits = value.unchecked_ref::<js_sys::BigInt>().to_string(10);
        digits.map_or(Json::Null, |digits| Json::Number(digits.into()))
    }

    fn object(&mut self, value: &JsValue) -> Json {
        if self.ancestors.contains(value) {
            return self.refuse("cyclic", "contains itself");
        }
        self.ancestors.push(value.clone());
        let read = if Array::is_array(value) {
            self.list(value)
        } else if let Some(bytes) = bytes(value) {
            Json::Text(STANDARD.encode(bytes))
        } else {
            self.members(value)
        };
        self.ancestors.pop();
        read
    }

    fn list(&mut self, list: &JsValue) -> Json {
        let length = list.unchecked_ref::<Array>().length();
        let items = (0..length).map(|index| {
            self.path.enter_item(index as usize);
            let item = match Reflect::get_u32(list, index) {
                Ok(item) => self.value(&item),
                Err(_) => self.refuse("unreadable", "could not be read: its getter threw"),
            };
            self.path.leave();
            item
        });
        Json::List(items.collect())
    }

    fn members(&mut self, object: &JsValue) -> Json {
        let Ok(names) = keys(object) else {
            return self.refuse("unreadable", "could not be read: listing its members threw");
        };
        if names.length() == 0 {
            if let Some(class) = class_of(object) {
                return self.refuse(
                    "type",
                    &format!("is a {class}, not a plain object{}", advice(&class)),
                );
            }
        }
        let mut members = Vec::with_capacity(names.length() as usize);
        for name in names.iter() {
            let text = name.as_string().unwrap_or_default();
            self.path.enter_member(&text);
            match Reflect::get(object, &name) {
                Ok(member) if member.is_undefined() => {}
                Ok(member) => members.push((text, self.value(&member))),
                Err(_) => {
                    let unread = self.refuse("unreadable", "could not be read: its getter threw");
                    members.push((text, unread));
                }
            }
            self.path.leave();
        }
        Json::Object(members)
    }

    fn refuse(&mut self, code: &'static str, says: &str) -> Json {
        self.issues.push(self.path.issue(code, says));
        Json::Null
    }
}

fn advice(class: &str) -> &'static str {
    match class {
        "Date" => ": write the time as text, yyyy-MM-dd HH:mm:ss in China time (UTC+8)",
        _ => "",
    }
}

/// The class of an object without members of its own, such as a Date, a Map or a Promise; none for a plain object.
fn class_of(object: &JsValue) -> Option<String> {
    let constructor = Reflect::get(object, &"constructor".into()).ok()?;
    let name = Reflect::get(&constructor, &"name".into()).ok()?.as_string()?;
    (name != "Object").then_some(name)
}

fn bytes(value: &JsValue) -> Option<Vec<u8>> {
    if value.is_instance_of::<Uint8Array>() {
        return Some(value.unchecked_ref::<Uint8Array>().to_vec());
    }
    value
        .is_instance_of::<js_sys::ArrayBuffer>()
        .then(|| Uint8Array::new(value).to_vec())
}
