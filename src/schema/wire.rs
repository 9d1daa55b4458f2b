//! Rust types of members: their form on the wire, and how they are read from answers.

use std::collections::BTreeMap;

use serde::{Deserialize, Deserializer, Serialize};

use super::{read_item, Json, Kind, Lenient, Misfits};
use crate::scalar::{whole, Fen, Id, TextId, Yuan};

/// A type of members.
pub trait Wire {
    /// The kind of its values.
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
    Json => Kind::Any,
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

            fn read(value: Json, _: &mut Misfits) -> Result<Self, Json> {
                let read: fn(Json) -> Result<Self, Json> = $read;
                read(value)
            }
        })*
    };
}

lenient! {
    Json, "a value" => Ok;
    String, "text" => |value| match value {
        Json::Text(text) | Json::Number(text) => Ok(text),
        Json::Bool(flag) => Ok(flag.to_string()),
        other => Err(other),
    };
    Id, "an id" => |value| match value {
        Json::Text(id) => Ok(id.into()),
        Json::Number(digits) if is_integer(&digits) => Ok(digits.into()),
        other => Err(other),
    };
    TextId, "an id" => |value| match value {
        Json::Text(id) => Ok(id.into()),
        Json::Number(digits) if is_integer(&digits) => Ok(digits.into()),
        other => Err(other),
    };
    Yuan, "an amount in yuan" => |value| match value {
        Json::Text(amount) => Ok(amount.into()),
        Json::Number(digits) if !digits.contains(['e', 'E']) => Ok(digits.into()),
        other => Err(other),
    };
    Fen, "a whole number of fen" => |value| read_whole(&value).map(Fen).ok_or(value);
    i64, "a whole number" => |value| read_whole(&value).ok_or(value);
    f64, "a number" => |value| {
        let digits = value.as_digits().filter(|text| is_decimal(text));
        digits.and_then(|digits| digits.parse().ok()).filter(|number: &f64| number.is_finite()).ok_or(value)
    };
    bool, "true or false" => |value| match &value {
        Json::Bool(flag) => Ok(*flag),
        Json::Text(text) if text.eq_ignore_ascii_case("true") => Ok(true),
        Json::Text(text) if text.eq_ignore_ascii_case("false") => Ok(false),
        other => match read_whole(other) {
            Some(0) => Ok(false),
            Some(1) => Ok(true),
            _ => Err(value),
        },
    };
}

/// Returns whether a number is written without decimals and exponent.
fn is_integer(digits: &str) -> bool {
    digits.bytes().all(|byte| byte.is_ascii_digit() || byte == b'-')
}

/// Reads a whole number: a number, also with decimals that are zero, or the text of one.
fn read_whole(value: &Json) -> Option<i64> {
    match value {
        Json::Number(digits) if digits.contains(['e', 'E']) => {
            // Of doubles, only whole numbers below 2^53 are sure to be the number that was written.
            let number = digits.parse().ok().filter(|number: &f64| number.fract() == 0.0)?;
            (number.abs() < 9_007_199_254_740_992.0).then_some(number as i64)
        }
        Json::Text(digits) | Json::Number(digits) => whole(digits),
        _ => None,
    }
}

/// Returns whether text may be a number in JSON: `f64` reads words, too.
fn is_decimal(text: &str) -> bool {
    text.bytes().all(|byte| byte.is_ascii_digit() || matches!(byte, b'+' | b'-' | b'.' | b'e' | b'E'))
}

impl<T: Lenient> Lenient for Option<T> {
    const EXPECTED: &'static str = T::EXPECTED;

    fn read(value: Json, misfits: &mut Misfits) -> Result<Self, Json> {
        if value.is_null() {
            return Ok(None);
        }
        T::read(value, misfits).map(Some)
    }
}

impl<T: Lenient> Lenient for Vec<T> {
    const EXPECTED: &'static str = "a list";

    fn read(value: Json, misfits: &mut Misfits) -> Result<Self, Json> {
        let Json::List(values) = value else { return Err(value) };
        let mut items = Vec::with_capacity(values.len());
        for (index, value) in values.into_iter().enumerate() {
            items.extend(misfits.in_item(index, |misfits| read_item(value, misfits)));
        }
        Ok(items)
    }
}

impl<T: Lenient> Lenient for BTreeMap<String, T> {
    const EXPECTED: &'static str = "an object";

    fn read(value: Json, misfits: &mut Misfits) -> Result<Self, Json> {
        let Json::Object(fields) = value else { return Err(value) };
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

impl<'de, T: Lenient> Deserialize<'de> for JsonText<T> {
    fn deserialize<D: Deserializer<'de>>(source: D) -> Result<Self, D::Error> {
        let read = Self::read(Json::deserialize(source)?, &mut Misfits::default());
        read.map_err(|_| serde::de::Error::custom(format!("expected {}", T::EXPECTED)))
    }
}

impl<T: Lenient> Lenient for JsonText<T> {
    const EXPECTED: &'static str = "JSON text";

    fn read(value: Json, misfits: &mut Misfits) -> Result<Self, Json> {
        // The decoder has put the structure in the place of its text, unless the text is no structure.
        match value {
            Json::Text(text) => match Json::parse(&text) {
                Ok(structure) => T::read(structure, misfits).map(JsonText).map_err(|_| Json::Text(text)),
                Err(_) => Err(Json::Text(text)),
            },
            structure => T::read(structure, misfits).map(JsonText),
        }
    }
}
