//! From a Rust type to what its values are on the wire.

use std::collections::BTreeMap;

use serde::de::DeserializeOwned;
use serde::{Deserialize, Deserializer, Serialize};
use serde_json::Value;

use super::{read_item, Json, Kind, Lenient, Misfits};
use crate::scalar::{whole, Fen, Id, TextId, Yuan};

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
    Value => Kind::Any,
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

macro_rules! lenient {
    ($($type:ty, $expected:literal => $read:expr;)*) => {
        $(impl Lenient for $type {
            const EXPECTED: &'static str = $expected;

            fn read(value: Value, _: &mut Misfits) -> Result<Self, Value> {
                let read: fn(Value) -> Result<Self, Value> = $read;
                read(value)
            }
        })*
    };
}

lenient! {
    Value, "a value" => Ok;
    String, "text" => |value| match value {
        Value::String(text) => Ok(text),
        Value::Number(_) | Value::Bool(_) => Ok(value.to_string()),
        other => Err(other),
    };
    Id, "an id" => |value| match value {
        Value::String(digits) => Ok(digits.into()),
        other => whole_digits(other).map(Id::from),
    };
    TextId, "an id" => |value| match value {
        Value::String(text) => Ok(text.into()),
        other => whole_digits(other).map(TextId::from),
    };
    Yuan, "an amount in yuan" => |value| match value {
        Value::String(amount) => Ok(amount.into()),
        // The digits of a number that is written without an exponent are those that came, but for zeros at the end.
        Value::Number(ref number) => {
            let digits = number.to_string();
            if digits.contains(['e', 'E']) { Err(value) } else { Ok(digits.into()) }
        }
        other => Err(other),
    };
    Fen, "a whole number of fen" => |value| read_whole(value).map(Fen);
    i64, "a whole number" => read_whole;
    f64, "a number" => |value| match value {
        Value::Number(ref number) => number.as_f64().ok_or(value),
        Value::String(ref text) if is_decimal(text) => {
            text.parse().ok().filter(|number: &f64| number.is_finite()).ok_or(value)
        }
        other => Err(other),
    };
    bool, "true or false" => |value| match value {
        Value::Bool(flag) => Ok(flag),
        Value::String(ref text) if text.eq_ignore_ascii_case("true") => Ok(true),
        Value::String(ref text) if text.eq_ignore_ascii_case("false") => Ok(false),
        other => match read_whole(other) {
            Ok(0) => Ok(false),
            Ok(1) => Ok(true),
            Ok(number) => Err(number.into()),
            Err(other) => Err(other),
        },
    };
}

/// The digits of an integer.
fn whole_digits(value: Value) -> Result<String, Value> {
    if value.is_i64() || value.is_u64() {
        Ok(value.to_string())
    } else {
        Err(value)
    }
}

/// Reads a whole number: a number, also with decimals that are zero, or the text of one.
fn read_whole(value: Value) -> Result<i64, Value> {
    let number = match &value {
        Value::Number(number) => {
            number.as_i64().or_else(|| Fen::deserialize(&value).map(|Fen(number)| number).ok())
        }
        Value::String(text) => whole(text),
        _ => None,
    };
    number.ok_or(value)
}

/// Whether text may be a number in JSON: `f64` reads words, too.
fn is_decimal(text: &str) -> bool {
    text.bytes().all(|byte| byte.is_ascii_digit() || matches!(byte, b'+' | b'-' | b'.' | b'e' | b'E'))
}

impl<T: Lenient> Lenient for Option<T> {
    const EXPECTED: &'static str = T::EXPECTED;

    fn read(value: Value, misfits: &mut Misfits) -> Result<Self, Value> {
        if value.is_null() {
            return Ok(None);
        }
        T::read(value, misfits).map(Some)
    }
}

impl<T: Lenient> Lenient for Vec<T> {
    const EXPECTED: &'static str = "a list";

    fn read(value: Value, misfits: &mut Misfits) -> Result<Self, Value> {
        let Value::Array(values) = value else { return Err(value) };
        let mut items = Vec::with_capacity(values.len());
        for (index, value) in values.into_iter().enumerate() {
            items.extend(misfits.in_item(index, |misfits| read_item(value, misfits)));
        }
        Ok(items)
    }
}

impl<T: Lenient> Lenient for BTreeMap<String, T> {
    const EXPECTED: &'static str = "an object";

    fn read(value: Value, misfits: &mut Misfits) -> Result<Self, Value> {
        let Value::Object(fields) = value else { return Err(value) };
        let mut values = BTreeMap::new();
        for (name, value) in fields {
            let value = misfits.in_field(&name, |misfits| read_item(value, misfits));
            values.extend(value.map(|value| (name, value)));
        }
        Ok(values)
    }
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
        let structure = match Value::deserialize(source)? {
            Value::String(text) => serde_json::from_str(&text),
            structure => serde_json::from_value(structure),
        };
        structure.map(JsonText).map_err(serde::de::Error::custom)
    }
}

impl<T: Lenient> Lenient for JsonText<T> {
    const EXPECTED: &'static str = "JSON text";

    fn read(value: Value, misfits: &mut Misfits) -> Result<Self, Value> {
        // The decoder has put the structure in the place of its text, unless the text is no structure.
        match value {
            Value::String(text) => match serde_json::from_str(&text) {
                Ok(structure) => T::read(structure, misfits).map(JsonText).map_err(|_| Value::String(text)),
                Err(_) => Err(Value::String(text)),
            },
            structure => T::read(structure, misfits).map(JsonText),
        }
    }
}

impl From<Value> for Json {
    fn from(value: Value) -> Self {
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
