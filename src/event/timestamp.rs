//! When a push message was pushed, in whichever form its time is written, and whether that is long ago.

use std::time::Duration;

use serde::de::{Deserialize, Deserializer, Error};
use serde_json::Value;

use super::Event;
use crate::schema::{by_serde, Kind, Lenient, Misfits, Wire};

/// For how long a message is sent again that was not answered: 5 times, half an hour apart (spec/platform.md).
///
/// Whether a repeated message has the time of its first delivery is not documented. That messages are to be told apart
/// by their timestamps says so, and then a tolerance below this refuses messages that were never received.
pub const REPEATED_FOR: Duration = Duration::from_secs(5 * 30 * 60);

/// Maximum length of the text of a time, in bytes. The longest form below has 35.
const MAX_LENGTH: usize = 48;

/// Offset of a time that names none: China time, UTC+8, in minutes.
const CHINA: u64 = 8 * 60;

/// When a push message was pushed, as the text that came.
///
/// Documented are milliseconds since 1970 (UTC). The other forms that [`Timestamp::milliseconds`] reads are inferred from
/// what the sources of the messages are known to write: seconds (the upstream of Taobao), China time (all other times of
/// the platform), and 1688's `20260520152109123+0800`.
#[derive(Debug, Clone, Default, PartialEq, Eq, Hash, serde::Serialize)]
#[serde(transparent)]
pub struct Timestamp(String);

impl Timestamp {
    /// As it came.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Milliseconds since 1970, from any of these forms; `None` for any other text.
    /// - A number, also with a fraction, which is left out. Its magnitude tells the unit: seconds below 10^11 (the year 5138),
    ///   milliseconds below 10^14, microseconds below 10^17, and else nanoseconds. 14 and 17 digits are a date, as below.
    /// - Date and time as in `2026-05-20 15:21:09`, `2026-05-20T07:21:09.913Z`, `2026/05/20 15:21`, `20260520152109` or
    ///   `20260520152109123+0800`. Without an offset it is China time (UTC+8).
    pub fn milliseconds(&self) -> Option<u64> {
        milliseconds(&self.0)
    }
}

impl Event {
    /// Whether nothing says that it was pushed more than `tolerance` before or after `now`, in milliseconds since 1970.
    ///
    /// A message without a readable time counts as fresh: refusing it would lose it, and [`Event::key`] still tells its
    /// repetitions. Together with the key this protects against replays of what somebody has recorded. A tolerance of more
    /// than [`REPEATED_FOR`] lets every repeated message pass.
    pub fn is_fresh(&self, now: u64, tolerance: Duration) -> bool {
        let tolerance = u64::try_from(tolerance.as_millis()).unwrap_or(u64::MAX);
        is_fresh(self.timestamp.as_ref().map(Timestamp::as_str), now, tolerance)
    }
}

/// Whether nothing says that a message with this time was pushed more than `tolerance` from `now`, all in milliseconds.
pub(crate) fn is_fresh(timestamp: Option<&str>, now: u64, tolerance: u64) -> bool {
    timestamp.and_then(milliseconds).is_none_or(|pushed| pushed.abs_diff(now) <= tolerance)
}

/// Whether a text counts milliseconds or smaller units: two messages on one subject hardly have the same.
pub(super) fn is_precise(text: &str) -> bool {
    matches!(text.len(), 13 | 16 | 17 | 19) && text.bytes().all(|byte| byte.is_ascii_digit())
}

/// The time in a text, as [`Timestamp::milliseconds`] says.
fn milliseconds(text: &str) -> Option<u64> {
    let text = text.trim_ascii();
    if text.len() > MAX_LENGTH {
        return None;
    }
    let mut digits = Digits::default();
    let mut is_date = false;
    let mut rest = text.as_bytes();
    while let [byte, after @ ..] = rest {
        match (byte, digits.count) {
            (b'0'..=b'9', _) => digits.add(*byte),
            (b'-' | b'/', 4 | 6) | (b' ' | b'T' | b't', 8) | (b':', 10 | 12) | (b'.' | b',', 14) => {
                is_date = true
            }
            _ => break,
        }
        rest = after;
    }
    match (is_date, digits.count) {
        (true, 12 | 14..) | (false, 14 | 17) => date_time(digits, rest),
        (false, 1..=19) if is_fraction(rest) => Some(match digits.value {
            seconds @ ..100_000_000_000 => seconds * 1000,
            milliseconds @ ..100_000_000_000_000 => milliseconds,
            microseconds @ ..100_000_000_000_000_000 => microseconds / 1000,
            nanoseconds => nanoseconds / 1_000_000,
        }),
        _ => None,
    }
}

/// Digits and the number that the first 19 of them are: as many as 64 bits always hold.
#[derive(Default)]
struct Digits {
    value: u64,
    count: usize,
}

impl Digits {
    fn add(&mut self, digit: u8) {
        if self.count < 19 {
            self.value = self.value * 10 + u64::from(digit - b'0');
        }
        self.count += 1;
    }
}

fn is_fraction(text: &[u8]) -> bool {
    let digits = text.strip_prefix(b".").unwrap_or(text);
    digits.len() < text.len().max(1) && digits.iter().all(u8::is_ascii_digit)
}

/// Date and time, given the digits of `yyyyMMddHHmm[ss[SSS…]]` and the offset.
fn date_time(Digits { mut value, count }: Digits, offset: &[u8]) -> Option<u64> {
    // To milliseconds, whose digits are 17.
    for _ in 17..count.min(19) {
        value /= 10;
    }
    for _ in count..17 {
        value *= 10;
    }
    let mut last = |digits: u64| {
        let number = value % digits;
        value /= digits;
        number
    };
    let (millisecond, second, minute, hour) = (last(1000), last(100), last(100), last(100));
    let (day, month, year) = (last(100), last(100), last(10_000));
    if second > 60 || minute > 59 || hour > 23 || !(1..=31).contains(&day) || !(1..=12).contains(&month) {
        return None;
    }
    // Years that begin in March, so that a leap day ends its year.
    let (year, month) = if month > 2 { (year, month - 3) } else { (year.checked_sub(1)?, month + 9) };
    let days = 365 * year + year / 4 - year / 100 + year / 400 + (153 * month + 2) / 5 + day;
    let minutes = in_utc(days.checked_sub(719_469)? * 1440 + hour * 60 + minute, offset.trim_ascii_start())?;
    Some((minutes * 60 + second) * 1000 + millisecond)
}

/// Minutes that are told in the time of an offset (`Z`, `+08`, `+0800`, `+08:00`, or none), in UTC.
fn in_utc(minutes: u64, offset: &[u8]) -> Option<u64> {
    let [sign, digits @ ..] = offset else { return minutes.checked_sub(CHINA) };
    let mut number = Digits::default();
    for byte in digits.iter().filter(|byte| **byte != b':') {
        byte.is_ascii_digit().then(|| number.add(*byte))?;
    }
    let offset = match number.count {
        2 => number.value * 60,
        4 => number.value / 100 * 60 + number.value % 100,
        _ => 0,
    };
    match (sign, number.count) {
        (b'Z' | b'z', 0) => Some(minutes),
        (b'+', 2 | 4) => minutes.checked_sub(offset),
        (b'-', 2 | 4) => Some(minutes + offset),
        _ => None,
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

impl Lenient for Timestamp {
    const EXPECTED: &'static str = "a time in milliseconds";

    fn read(value: Value, _: &mut Misfits) -> Result<Self, Value> {
        by_serde(value)
    }
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
