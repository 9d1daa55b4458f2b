//! [`Json`] from and to other formats, by serde.

use std::fmt::{self, Formatter};

use pandapon_lossless::is_exact_double;
use serde::de::{Deserialize, Deserializer, Error, MapAccess, SeqAccess, Visitor};
use serde::ser::{Serialize, SerializeMap, Serializer};

use super::Json;

impl Serialize for Json {
    /// A number that neither an integer type nor a double holds becomes text, digit for digit.
    fn serialize<S: Serializer>(&self, target: S) -> Result<S::Ok, S::Error> {
        match self {
            Json::Null => target.serialize_unit(),
            Json::Bool(flag) => target.serialize_bool(*flag),
            Json::Number(digits) => serialize_number(digits, target),
            Json::Text(text) => target.serialize_str(text),
            Json::List(items) => target.collect_seq(items),
            Json::Object(members) => {
                let mut map = target.serialize_map(Some(members.len()))?;
                for (name, value) in members {
                    map.serialize_entry(name, value)?;
                }
                map.end()
            }
        }
    }
}

fn serialize_number<S: Serializer>(digits: &str, target: S) -> Result<S::Ok, S::Error> {
    // No integer is -0.
    if let Some(number) = digits.parse::<i64>().ok().filter(|number| *number != 0 || digits == "0") {
        return target.serialize_i64(number);
    }
    if let Ok(number) = digits.parse::<u64>() {
        return target.serialize_u64(number);
    }
    match digits.parse::<f64>() {
        Ok(number) if is_exact_double(digits.as_bytes()) => target.serialize_f64(number),
        _ => target.serialize_str(digits),
    }
}

impl<'de> Deserialize<'de> for Json {
    fn deserialize<D: Deserializer<'de>>(source: D) -> Result<Self, D::Error> {
        source.deserialize_any(AnyValue)
    }
}

/// Reads any value.
struct AnyValue;

impl<'de> Visitor<'de> for AnyValue {
    type Value = Json;

    fn expecting(&self, out: &mut Formatter<'_>) -> fmt::Result {
        out.write_str("a JSON value")
    }

    fn visit_unit<E: Error>(self) -> Result<Json, E> {
        Ok(Json::Null)
    }

    fn visit_none<E: Error>(self) -> Result<Json, E> {
        Ok(Json::Null)
    }

    fn visit_some<D: Deserializer<'de>>(self, source: D) -> Result<Json, D::Error> {
        Json::deserialize(source)
    }

    fn visit_bool<E: Error>(self, flag: bool) -> Result<Json, E> {
        Ok(Json::Bool(flag))
    }

    fn visit_i64<E: Error>(self, number: i64) -> Result<Json, E> {
        Ok(Json::Number(number.to_string()))
    }

    fn visit_u64<E: Error>(self, number: u64) -> Result<Json, E> {
        Ok(Json::Number(number.to_string()))
    }

    fn visit_f64<E: Error>(self, number: f64) -> Result<Json, E> {
        // As serde_json does: infinities and NaN are no JSON.
        Ok(serde_json::Number::from_f64(number).map_or(Json::Null, |number| Json::Number(number.to_string())))
    }

    fn visit_str<E: Error>(self, text: &str) -> Result<Json, E> {
        Ok(Json::Text(text.to_owned()))
    }

    fn visit_string<E: Error>(self, text: String) -> Result<Json, E> {
        Ok(Json::Text(text))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut source: A) -> Result<Json, A::Error> {
        let mut items = Vec::new();
        while let Some(item) = source.next_element()? {
            items.push(item);
        }
        Ok(Json::List(items))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut source: A) -> Result<Json, A::Error> {
        let mut members = Vec::new();
        while let Some(member) = source.next_entry()? {
            members.push(member);
        }
        Ok(Json::Object(members))
    }
}

impl From<serde_json::Value> for Json {
    fn from(value: serde_json::Value) -> Self {
        use serde_json::Value;
        match value {
            Value::Null => Json::Null,
            Value::Bool(flag) => Json::Bool(flag),
            Value::Number(number) => Json::Number(number.to_string()),
            Value::String(text) => Json::Text(text),
            Value::Array(items) => Json::List(items.into_iter().map(Json::from).collect()),
            Value::Object(members) => {
                Json::Object(members.into_iter().map(|(name, value)| (name, value.into())).collect())
            }
        }
    }
}
