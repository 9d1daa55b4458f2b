//! JSON in a snapshot: its text, which loses no digit.

use pandapon::schema::Json;
use serde::de::Error;
use serde::{Deserialize, Deserializer, Serializer};

pub fn serialize<S: Serializer>(json: &Json, target: S) -> Result<S::Ok, S::Error> {
    target.collect_str(json)
}

pub fn deserialize<'de, D: Deserializer<'de>>(source: D) -> Result<Json, D::Error> {
    Json::parse(&String::deserialize(source)?).map_err(D::Error::custom)
}
