//! When a push message was pushed, and whether that is long ago.

use std::time::Duration;

use serde::de::{Deserialize, Deserializer, Error};
use serde_json::Value;

use super::Event;
use crate::schema::{Kind, Wire};

/// For how long a message is sent again that was not answered: 5 times, half an hour apart (spec/platform.md).
///
/// Whether a repeated message has the time of its first delivery is not documented. That messages are to be told apart
/// by their timestamps says so, and then a tolerance below this refuses messages that were never received.
pub const REPEATED_FOR: Duration = Duration::from_secs(5 * 30 * 60);

/// When a push message was pushed: milliseconds since 1970 (UTC), as the text that came.
#[derive(Debug, Clone, Default, PartialEq, Eq, Hash, serde::Serialize)]
#[serde(transparent)]
pub struct Timestamp(String);

impl Timestamp {
    /// As it came.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Milliseconds since 1970; none if the text is no such number.
    pub fn milliseconds(&self) -> Option<u64> {
        self.0.parse().ok()
    }
}

impl Event {
    /// Whether it was pushed at most `tolerance` before or after `now`, in milliseconds since 1970. Not so if nothing
    /// says when it was pushed.
    ///
    /// Against replays of what somebody has recorded, together with [`Event::key`]. A tolerance of more than
    /// [`REPEATED_FOR`] lets every repeated message pass.
    pub fn is_fresh(&self, now: u64, tolerance: Duration) -> bool {
        let pushed = self.timestamp.as_ref().and_then(Timestamp::milliseconds);
        pushed.is_some_and(|pushed| u128::from(pushed.abs_diff(now)) <= tolerance.as_millis())
    }
}

impl From<u64> for Timestamp {
    fn from(milliseconds: u64) -> Self {
        Self(milliseconds.to_string())
    }
}

impl From<&str> for Timestamp {
    fn from(text: &str) -> Self {
        Self(text.to_owned())
    }
}

impl Wire for Timestamp {
    const KIND: Kind = Kind::Text;
}

impl<'de> Deserialize<'de> for Timestamp {
    /// From text, or a number.
    fn deserialize<D: Deserializer<'de>>(source: D) -> Result<Self, D::Error> {
        match Value::deserialize(source)? {
            Value::String(text) => Ok(Self(text)),
            Value::Number(number) => Ok(Self(number.to_string())),
            _ => Err(D::Error::custom("text or a number is expected")),
        }
    }
}
