//! JSON without loss: the one type of JSON values in this crate, its parser and writer.
//!
//! Requests, answers and push messages are all [`Json`] between their text and their types. For JavaScript, whose own
//! `JSON.parse` is faster than any parser in wasm, [`exact`] and [`expand_nested`] rewrite a text instead of parsing it.

mod nested;
mod parse;
mod serde;
mod text_members;
mod unescape;
mod write;

use std::ops::Index;

pub use nested::expand_nested;
pub use pandapon_lossless::exact;
pub(crate) use parse::TOO_MANY_VALUES;
pub use parse::{ParseError, MAX_DEPTH};
pub use write::ObjectText;

/// A JSON value. Numbers are the very text that stood in the document, members keep their order.
///
/// It converts from and to the types of other crates by serde; from a `serde_json::Value` also by `into`.
///
/// ```
/// use pandapon::schema::Json;
///
/// let order = Json::parse(r#"{ "id": 3305075341149134261, "items": [{ "price": 12.30 }] }"#)?;
/// assert_eq!(order["id"].as_digits(), Some("3305075341149134261"));
/// assert_eq!(order["items"][0]["price"].as_digits(), Some("12.30"));
/// assert_eq!(Json::from(serde_json::json!({ "id": 7 })), Json::parse(r#"{"id":7}"#)?);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub enum Json {
    /// `null`
    #[default]
    Null,
    /// `true` or `false`
    Bool(bool),
    /// A number, as its text: digits are never rounded.
    Number(String),
    /// A string, unescaped.
    Text(String),
    /// An array.
    List(Vec<Json>),
    /// An object, its members in the order of the text.
    Object(Vec<(String, Json)>),
}

impl Json {
    /// The value of a member. The last one of that name, as JavaScript reads it; none if this is no object.
    pub fn get(&self, name: &str) -> Option<&Json> {
        let members = self.as_object()?;
        members.iter().rev().find(|(key, _)| key == name).map(|(_, value)| value)
    }

    /// The members, if this is an object.
    pub fn as_object(&self) -> Option<&[(String, Json)]> {
        match self {
            Json::Object(members) => Some(members),
            _ => None,
        }
    }

    /// The items, if this is an array.
    pub fn as_list(&self) -> Option<&[Json]> {
        match self {
            Json::List(items) => Some(items),
            _ => None,
        }
    }

    /// The text, if this is a string.
    pub fn as_text(&self) -> Option<&str> {
        match self {
            Json::Text(text) => Some(text),
            _ => None,
        }
    }

    /// The text of a scalar that may come as a string or as a number: ids and prices.
    pub fn as_digits(&self) -> Option<&str> {
        match self {
            Json::Text(text) | Json::Number(text) => Some(text),
            _ => None,
        }
    }

    /// The value of a boolean.
    pub fn as_bool(&self) -> Option<bool> {
        match self {
            Json::Bool(value) => Some(*value),
            _ => None,
        }
    }

    /// Whether this is `null`.
    pub fn is_null(&self) -> bool {
        matches!(self, Json::Null)
    }

    /// Puts a member into the object, in the place of one of that name.
    pub(crate) fn set(&mut self, name: &str, value: Json) {
        if let Json::Object(members) = self {
            members.retain(|(key, _)| key != name);
            members.push((name.to_owned(), value));
        }
    }

    /// Takes the value of a member out of the object, and leaves `null` in its place.
    pub(crate) fn take(&mut self, name: &str) -> Option<Json> {
        let Json::Object(members) = self else { return None };
        members.iter_mut().rev().find(|(key, _)| key == name).map(|(_, value)| std::mem::take(value))
    }
}

impl Index<&str> for Json {
    type Output = Json;

    /// The value of a member, or `null` if there is none.
    fn index(&self, name: &str) -> &Json {
        self.get(name).unwrap_or(&Json::Null)
    }
}

impl Index<usize> for Json {
    type Output = Json;

    /// An item of a list, or `null` if there is none.
    fn index(&self, index: usize) -> &Json {
        self.as_list().and_then(|items| items.get(index)).unwrap_or(&Json::Null)
    }
}

impl From<&str> for Json {
    fn from(text: &str) -> Self {
        Json::Text(text.to_owned())
    }
}

impl From<String> for Json {
    fn from(text: String) -> Self {
        Json::Text(text)
    }
}

impl From<bool> for Json {
    fn from(value: bool) -> Self {
        Json::Bool(value)
    }
}

impl From<i64> for Json {
    fn from(value: i64) -> Self {
        Json::Number(value.to_string())
    }
}

impl From<Vec<Json>> for Json {
    fn from(items: Vec<Json>) -> Self {
        Json::List(items)
    }
}

impl<T: Into<Json>> From<Option<T>> for Json {
    fn from(value: Option<T>) -> Self {
        value.map_or(Json::Null, Into::into)
    }
}

impl<const N: usize> From<[(&str, Json); N]> for Json {
    fn from(members: [(&str, Json); N]) -> Self {
        Json::Object(members.map(|(name, value)| (name.to_owned(), value)).into())
    }
}
