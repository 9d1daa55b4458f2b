//! The marketplace that a push message is about.

use serde::de::{Deserialize, Deserializer, Error};
use serde::{Serialize, Serializer};

use crate::schema::{Json, Kind, Lenient, Misfits, Wire};

/// The marketplace, a number in `messagePlatform`. An open set.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Platform {
    /// Taobao: 0.
    Taobao,
    /// 1688: 1.
    Alibaba,
    /// A number that this version does not know.
    Other(i64),
}

/// The prefixes of the types of generation 1. Those of KA have none.
const PREFIXES: [(&str, Platform); 2] = [("TAOBAO_", Platform::Taobao), ("1688_", Platform::Alibaba)];

impl Platform {
    /// Returns its number on the wire.
    pub const fn number(self) -> i64 {
        match self {
            Platform::Taobao => 0,
            Platform::Alibaba => 1,
            Platform::Other(number) => number,
        }
    }

    /// Returns what the types of generation 1 begin with; empty if that is not known.
    pub fn prefix(self) -> &'static str {
        let known = PREFIXES.iter().find(|(_, platform)| *platform == self);
        known.map(|(prefix, _)| *prefix).unwrap_or_default()
    }

    /// Returns the marketplace that the prefix of a message type names.
    pub fn from_prefix(message_type: &str) -> Option<Platform> {
        let known = PREFIXES.iter().find(|(prefix, _)| message_type.starts_with(prefix));
        known.map(|(_, platform)| *platform)
    }

    /// Returns a message type without its prefix.
    pub(super) fn strip_prefix(message_type: &str) -> &str {
        let mut stripped = PREFIXES.iter().filter_map(|(prefix, _)| message_type.strip_prefix(prefix));
        stripped.next().unwrap_or(message_type)
    }
}

impl From<i64> for Platform {
    fn from(number: i64) -> Self {
        match number {
            0 => Platform::Taobao,
            1 => Platform::Alibaba,
            other => Platform::Other(other),
        }
    }
}

impl Wire for Platform {
    const KIND: Kind = Kind::Integer;
}

impl Serialize for Platform {
    fn serialize<S: Serializer>(&self, target: S) -> Result<S::Ok, S::Error> {
        target.serialize_i64(self.number())
    }
}

impl Lenient for Platform {
    const EXPECTED: &'static str = "the number of a marketplace";

    fn read(value: Json, _: &mut Misfits) -> Result<Self, Json> {
        let number = value.as_digits().and_then(|digits| digits.parse::<i64>().ok());
        number.map(Platform::from).ok_or(value)
    }
}

impl<'de> Deserialize<'de> for Platform {
    /// From a number, or its text.
    fn deserialize<D: Deserializer<'de>>(source: D) -> Result<Self, D::Error> {
        Self::read(Json::deserialize(source)?, &mut Misfits::default())
            .map_err(|_| D::Error::custom("expected a whole number"))
    }
}
