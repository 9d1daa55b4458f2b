//! Ids: 64 bits wide, kept as text digit for digit.

use std::cmp::Ordering;
use std::fmt::{self, Display, Formatter};
use std::str::FromStr;

use serde::de::{Deserialize, Deserializer, Error, Visitor};

use crate::excerpt::{Excerpt, VALUE};

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

        /// Shorter ids first, and those of one length by their digits: the order of numbers, if all are.
        impl Ord for $name {
            fn cmp(&self, other: &Self) -> Ordering {
                self.0.len().cmp(&other.0.len()).then_with(|| self.0.cmp(&other.0))
            }
        }

        impl PartialOrd for $name {
            fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
                Some(self.cmp(other))
            }
        }

        impl Display for $name {
            fn fmt(&self, out: &mut Formatter<'_>) -> fmt::Result {
                out.pad(&self.0)
            }
        }

        impl AsRef<str> for $name {
            fn as_ref(&self) -> &str {
                &self.0
            }
        }

        impl PartialEq<str> for $name {
            fn eq(&self, other: &str) -> bool {
                self.0 == other
            }
        }

        impl PartialEq<&str> for $name {
            fn eq(&self, other: &&str) -> bool {
                self.0 == *other
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

        impl From<&$name> for $name {
            fn from(id: &$name) -> Self {
                id.clone()
            }
        }

        impl From<$name> for String {
            fn from(id: $name) -> Self {
                id.0
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
    ///
    /// ```
    /// use pandapon::{Id, TextId};
    ///
    /// let order: Id = "3305075341149134260".parse()?;
    /// assert_eq!(order.to_i64(), Some(3305075341149134260));
    ///
    /// // Some endpoints want the same id as text.
    /// let text = TextId::from(&order);
    /// assert_eq!(text, order);
    /// assert_eq!(Id::try_from(&text)?, order);
    /// assert!(Id::try_from(&TextId::from("TQ1")).is_err());
    /// # Ok::<(), pandapon::IdError>(())
    /// ```
    Id
}

id! {
    /// An id that the vendor wants as a string. It may be digits or not (`TQ…` of refunds, map ids of generation 2).
    TextId
}

/// A text that is not an id in digits.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("\"{}\" is not an id in digits, a 64-bit integer", Excerpt(.0, VALUE))]
pub struct IdError(
    /// The text.
    pub String,
);

impl Id {
    /// Returns the id as a number; `None` if it is not a 64-bit integer.
    pub fn to_i64(&self) -> Option<i64> {
        is_digits(&self.0).then(|| self.0.parse().ok())?
    }
}

fn is_digits(text: &str) -> bool {
    let unsigned = text.strip_prefix('-').unwrap_or(text);
    !unsigned.is_empty() && unsigned.bytes().all(|byte| byte.is_ascii_digit())
}

impl FromStr for Id {
    type Err = IdError;

    /// Reads a 64-bit integer. Unlike `From`, this refuses any other text.
    fn from_str(text: &str) -> Result<Self, IdError> {
        let id = Self(text.to_owned());
        match id.to_i64() {
            Some(_) => Ok(id),
            None => Err(IdError(id.0)),
        }
    }
}

impl From<Id> for TextId {
    fn from(id: Id) -> Self {
        Self(id.0)
    }
}

impl From<&Id> for TextId {
    fn from(id: &Id) -> Self {
        Self(id.0.clone())
    }
}

impl TryFrom<TextId> for Id {
    type Error = IdError;

    fn try_from(id: TextId) -> Result<Self, IdError> {
        id.0.parse()
    }
}

impl TryFrom<&TextId> for Id {
    type Error = IdError;

    fn try_from(id: &TextId) -> Result<Self, IdError> {
        id.0.parse()
    }
}

impl PartialEq<TextId> for Id {
    fn eq(&self, other: &TextId) -> bool {
        self.0 == other.0
    }
}

impl PartialEq<Id> for TextId {
    fn eq(&self, other: &Id) -> bool {
        self.0 == other.0
    }
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

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn only_64_bit_integers_are_read_as_ids() {
        for text in ["", "-", "TQ1", "1.0", "+1", " 1", "9223372036854775808", "１"] {
            assert_eq!(text.parse::<Id>(), Err(IdError(text.to_owned())), "{text:?}");
            assert_eq!(Id::try_from(TextId::from(text)), Err(IdError(text.to_owned())), "{text:?}");
            assert_eq!(Id::from(text).to_i64(), None, "{text:?}");
        }
    }

    proptest! {
        #[test]
        fn ids_keep_their_digits_through_every_conversion(number: i64) {
            let id = Id::from(number);
            prop_assert_eq!(id.to_i64(), Some(number));
            prop_assert_eq!(id.as_str().parse(), Ok(id.clone()));
            let text = TextId::from(&id);
            prop_assert_eq!(&text, &id);
            prop_assert_eq!(Id::try_from(text), Ok(id));
        }

        #[test]
        fn ids_are_ordered_as_numbers(one in 0..i64::MAX, other in 0..i64::MAX, small in 0..1000_i64) {
            prop_assert_eq!(Id::from(one).cmp(&Id::from(other)), one.cmp(&other));
            prop_assert_eq!(TextId::from(one).cmp(&TextId::from(small)), one.cmp(&small));
        }
    }
}
