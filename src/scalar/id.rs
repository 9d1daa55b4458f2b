//! Ids: 64 bits wide, kept as text digit for digit.

use std::fmt::{self, Display, Formatter};

use serde::de::{Deserialize, Deserializer, Error, Visitor};

macro_rules! id {
    ($(#[$doc:meta])* $name:ident) => {
        $(#[$doc])*
        #[derive(Debug, Clone, Default, PartialEq, Eq, Hash, serde::Serialize)]
        #[serde(transparent)]
        pub struct $name(String);

        impl $name {
            /// The digits.
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl Display for $name {
            fn fmt(&self, out: &mut Formatter<'_>) -> fmt::Result {
                out.write_str(&self.0)
            }
        }

        impl From<i64> for $name {
            fn from(id: i64) -> Self {
                Self(id.to_string())
            }
        }

        impl From<&str> for $name {
            fn from(id: &str) -> Self {
                Self(id.to_owned())
            }
        }

        impl From<String> for $name {
            fn from(id: String) -> Self {
                Self(id)
            }
        }

        impl<'de> Deserialize<'de> for $name {
            fn deserialize<D: Deserializer<'de>>(source: D) -> Result<Self, D::Error> {
                source.deserialize_any(Digits).map(Self)
            }
        }
    };
}

id! {
    /// An id that the vendor wants as a JSON integer (`integer`, `int64`), such as `3305075341149134260`.
    ///
    /// Ids exceed 2^53, so they are text everywhere but on the wire. What is sent is checked to be a 64-bit integer; what is
    /// received is kept as it came, number or string (spec/platform.md, "Numbers, money, time").
    Id
}

id! {
    /// An id that the vendor wants as a string. It may be digits or not (`TQ…` of refunds, map ids of generation 2).
    TextId
}

/// Reads text or an integer as text: the vendor types the same id integer here and string there.
pub(super) struct Digits;

impl Visitor<'_> for Digits {
    type Value = String;

    fn expecting(&self, out: &mut Formatter<'_>) -> fmt::Result {
        out.write_str("text or a number")
    }

    fn visit_str<E: Error>(self, text: &str) -> Result<String, E> {
        Ok(text.to_owned())
    }

    fn visit_i64<E: Error>(self, number: i64) -> Result<String, E> {
        Ok(number.to_string())
    }

    fn visit_u64<E: Error>(self, number: u64) -> Result<String, E> {
        Ok(number.to_string())
    }
}
