//! From a Rust type to what its values are on the wire.

use std::collections::BTreeMap;

use serde::de::DeserializeOwned;
use serde::{Deserialize, Deserializer, Serialize};

use super::{Json, Kind};
use crate::scalar::{Fen, Id, TextId, Yuan};

/// A type whose values stand on the wire.
pub trait Wire {
    /// What they are there.
    const KIND: Kind;
}

macro_rules! wire {
    ($($type:ty => $kind:expr),* $(,)?) => {
        $(impl Wire for $type { const KIND: Kind = $kind; })*
    };
}

wire! {
    Id => Kind::Id,
    TextId => Kind::TextId,
    String => Kind::Text,
    i64 => Kind::Integer,
    Fen => Kind::Fen,
    Yuan => Kind::Yuan,
    f64 => Kind::Number,
    bool => Kind::Boolean,
    serde_json::Value => Kind::Any,
}

impl<T: Wire> Wire for Option<T> {
    const KIND: Kind = T::KIND;
}

impl<T: Wire> Wire for Vec<T> {
    const KIND: Kind = Kind::List(&T::KIND);
}

impl<T: Wire> Wire for BTreeMap<String, T> {
    const KIND: Kind = Kind::Map(&T::KIND);
}

/// A structure that the vendor keeps as JSON text inside a string.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct JsonText<T>(pub T);

impl<T: Wire> Wire for JsonText<T> {
    const KIND: Kind = Kind::JsonText(&T::KIND);
}

impl<T: Serialize> Serialize for JsonText<T> {
    fn serialize<S: serde::Serializer>(&self, target: S) -> Result<S::Ok, S::Error> {
        self.0.serialize(target)
    }
}

impl<'de, T: DeserializeOwned> Deserialize<'de> for JsonText<T> {
    fn deserialize<D: Deserializer<'de>>(source: D) -> Result<Self, D::Error> {
        // The decoder has put the structure in the place of its text, unless the text is no structure.
        let structure = match serde_json::Value::deserialize(source)? {
            serde_json::Value::String(text) => serde_json::from_str(&text),
            structure => serde_json::from_value(structure),
        };
        structure.map(JsonText).map_err(serde::de::Error::custom)
    }
}

impl From<serde_json::Value> for Json {
    fn from(value: serde_json::Value) -> Self {
        use serde_json::Value;
        match value {
            Value::Null => Json::Null,
            Value::Bool(value) => Json::Bool(value),
            Value::Number(number) => Json::Number(number.to_string()),
            Value::String(text) => Json::Text(text),
            Value::Array(items) => Json::List(items.into_iter().map(Json::from).collect()),
            Value::Object(members) => {
                Json::Object(members.into_iter().map(|(name, value)| (name, value.into())).collect())
            }
        }
    }
}
