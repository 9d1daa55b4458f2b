//! Reading what JavaScript gives: anything at all, into JSON or a list of what is wrong with it.

use base64::engine::general_purpose::STANDARD;
use base64::Engine;
use js_sys::{Array, ArrayBuffer, Number, Reflect, Uint8Array};
use wasm_bindgen::prelude::*;

use crate::schema::{Issue, Json, Path};

#[wasm_bindgen]
extern "C" {
    /// Throws for proxies that do.
    #[wasm_bindgen(js_namespace = Object, js_name = keys, catch)]
    fn keys(object: &JsValue) -> Result<Array, JsValue>;

    /// Throws for proxies that are revoked.
    #[wasm_bindgen(js_namespace = Array, js_name = isArray, catch)]
    fn is_array(value: &JsValue) -> Result<bool, JsValue>;

    type DataView;

    /// Throws unless there are that many bytes: for a proxy of a buffer, or a buffer that was transferred.
    #[wasm_bindgen(constructor, catch)]
    fn new(buffer: &JsValue, start: f64, length: f64) -> Result<DataView, JsValue>;
}

/// No request is nested half as deep. Without a bound, a value whose getters go on for ever would exhaust the stack,
/// which would leave the whole module broken.
const DEEPEST: usize = 32;

/// 64 MiB. No picture is a tenth as large. Copies of a gigabyte would exhaust the module's memory.
const MOST_BYTES: f64 = 67_108_864.0;

/// What was read, and what could not be: a `null` stands in its place.
pub struct Reading {
    /// The value.
    pub value: Json,
    /// What is wrong, by path.
    pub issues: Vec<Issue>,
}

/// Reads a value. Every member is read once; whatever its getter throws becomes an issue.
pub fn read(value: &JsValue) -> Reading {
    let mut reader = Reader { path: Path::default(), issues: Vec::new(), ancestors: Vec::new() };
    let value = reader.value(value);
    Reading { value, issues: reader.issues }
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
            Number::from(number).to_string_with_radix(10).map_or(Json::Null, |text| Json::Number(text.into()))
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
        if self.ancestors.len() == DEEPEST {
            return self.refuse("deep", &format!("is nested deeper than {DEEPEST} levels"));
        }
        let Ok(is_list) = is_array(value) else {
            return self.refuse("unreadable", "could not be read: it is a revoked proxy");
        };
        self.ancestors.push(value.clone());
        let read = match bytes(value) {
            _ if is_list => self.list(value),
            Some(Ok(bytes)) => Json::Text(STANDARD.encode(bytes)),
            Some(Err(TooMany)) => self.refuse("most", "has more than 64 MiB: too much to be sent"),
            None => self.members(value),
        };
        self.ancestors.pop();
        read
    }

    fn list(&mut self, list: &JsValue) -> Json {
        let Some(length) = member(list, "length").and_then(|length| length.as_f64()) else {
            return self.refuse("unreadable", "could not be read: its getter threw");
        };
        let mut items = Vec::new();
        for index in 0..length as u32 {
            self.path.enter_item(index as usize);
            let item = Reflect::get_u32(list, index);
            let is_hole = matches!(&item, Ok(item) if item.is_undefined());
            items.push(match item {
                // The rest is not read: an array may have four billion of them.
                Ok(_) if is_hole => self.refuse("missing", "is missing: the array has a hole"),
                Ok(item) => self.value(&item),
                Err(_) => self.refuse("unreadable", "could not be read: its getter threw"),
            });
            self.path.leave();
            if is_hole {
                break;
            }
        }
        Json::List(items)
    }

    fn members(&mut self, object: &JsValue) -> Json {
        let Ok(names) = keys(object) else {
            return self.refuse("unreadable", "could not be read: listing its members threw");
        };
        if names.length() == 0 {
            if let Some(class) = class_of(object) {
                return self.refuse("type", &format!("is a {class}, not a plain object{}", advice(&class)));
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
pub fn class_of(object: &JsValue) -> Option<String> {
    let name = member(&member(object, "constructor")?, "name")?.as_string()?;
    (name != "Object").then_some(name)
}

/// There are more bytes than could be copied. Without their number: to print a double costs as much wasm as the decoder.
struct TooMany;

/// The bytes of a buffer or of a view of one, of any realm.
fn bytes(value: &JsValue) -> Option<Result<Vec<u8>, TooMany>> {
    let (buffer, start) = if ArrayBuffer::is_view(value) {
        (member(value, "buffer")?, member(value, "byteOffset")?.as_f64()?)
    } else if value.is_instance_of::<ArrayBuffer>() {
        (value.clone(), 0.0)
    } else {
        return None;
    };
    let length = member(value, "byteLength")?.as_f64()?;
    DataView::new(&buffer, start, length).ok()?;
    if length > MOST_BYTES {
        return Some(Err(TooMany));
    }
    Some(Ok(Uint8Array::new_with_byte_offset_and_length(&buffer, start as u32, length as u32).to_vec()))
}

fn member(object: &JsValue, name: &str) -> Option<JsValue> {
    Reflect::get(object, &name.into()).ok()
}
