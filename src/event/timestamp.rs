//! When a push message was pushed, in whichever form its time is written, and whether that is long ago.

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
    /// - A number, also with a fraction or an exponent. Its magnitude tells the unit: seconds below 10^11 (the year 5138),
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

/// The time in a text, as [`Timestamp::milliseconds`] says.
pub(super) fn milliseconds(text: &str) -> Option<u64> {
    let text = text.trim_ascii();
    if text.len() > MAX_LENGTH {
        return None;
    }
    since_1970(text).or_else(|| date_time(text))
}

/// Whether a text counts milliseconds or smaller units: two messages on one subject hardly have the same.
pub(super) fn is_precise(text: &str) -> bool {
    (13..=19).contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_digit())
}

/// A number of seconds, milliseconds, microseconds or nanoseconds.
fn since_1970(text: &str) -> Option<u64> {
    let (decimal, exponent) = text.split_once(['e', 'E']).unwrap_or((text, "0"));
    let (whole, fraction) = decimal.split_once('.').unwrap_or((decimal, ""));
    let digits = [whole, fraction].concat();
    let is_date = digits.len() == text.len() && matches!(text.len(), 14 | 17);
    if is_date || whole.is_empty() || !digits.bytes().all(|byte| byte.is_ascii_digit()) {
        return None;
    }
    let shift = exponent.parse::<i32>().ok()?.checked_sub(i32::try_from(fraction.len()).ok()?)?;
    let digits = digits.parse::<u64>().ok()?;
    let factor = 10_u64.checked_pow(shift.unsigned_abs())?;
    let number = if shift < 0 { digits.checked_div(factor)? } else { digits.checked_mul(factor)? };
    Some(match number {
        seconds @ ..100_000_000_000 => seconds * 1000,
        milliseconds @ ..100_000_000_000_000 => milliseconds,
        microseconds @ ..100_000_000_000_000_000 => microseconds / 1000,
        nanoseconds => nanoseconds / 1_000_000,
    })
}

/// Date and time, with or without separators, fraction and offset.
fn date_time(text: &str) -> Option<u64> {
    let mut rest = text;
    let year = number(&mut rest, 4)?;
    skip(&mut rest, &['-', '/']);
    let month = number(&mut rest, 2)?;
    skip(&mut rest, &['-', '/']);
    let day = number(&mut rest, 2)?;
    skip(&mut rest, &[' ', 'T', 't']);
    let hour = number(&mut rest, 2)?;
    skip(&mut rest, &[':']);
    let minute = number(&mut rest, 2)?;
    skip(&mut rest, &[':']);
    let second = number(&mut rest, 2).unwrap_or_default();
    skip(&mut rest, &['.', ',']);
    let after = rest.trim_start_matches(|character: char| character.is_ascii_digit());
    let fraction = rest.bytes().take(rest.len() - after.len()).chain(std::iter::repeat(b'0'));
    let fraction = fraction.take(3).fold(0, |sum, digit| sum * 10 + u64::from(digit - b'0'));
    let days = days_since_1970(year, month, day)?;
    if hour > 23 || minute > 59 || second > 60 {
        return None;
    }
    let minutes = in_utc(days * 1440 + hour * 60 + minute, after.trim_ascii_start())?;
    Some((minutes * 60 + second) * 1000 + fraction)
}

/// Minutes that are told in the time of an offset, in UTC.
fn in_utc(minutes: u64, offset: &str) -> Option<u64> {
    let mut rest = offset;
    if offset.is_empty() {
        return minutes.checked_sub(CHINA);
    }
    if offset.eq_ignore_ascii_case("z") {
        return Some(minutes);
    }
    let is_east = offset.starts_with('+');
    if !skip(&mut rest, &['+', '-']) {
        return None;
    }
    let hours = number(&mut rest, 2)?;
    skip(&mut rest, &[':']);
    let offset = hours * 60 + number(&mut rest, 2).unwrap_or_default();
    let utc = if is_east { minutes.checked_sub(offset) } else { Some(minutes + offset) };
    utc.filter(|_| rest.is_empty())
}

/// Days from 1970-01-01 to a date; `None` before 1970 and for what is not a date.
fn days_since_1970(year: u64, month: u64, day: u64) -> Option<u64> {
    let is_leap_year = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
    let length = match month {
        4 | 6 | 9 | 11 => 30,
        2 => 28 + u64::from(is_leap_year),
        1..=12 => 31,
        _ => return None,
    };
    if !(1..=length).contains(&day) {
        return None;
    }
    // Years that begin in March, so that a leap day ends its year.
    let (year, month) = if month > 2 { (year, month - 3) } else { (year.checked_sub(1)?, month + 9) };
    let days = 365 * year + year / 4 - year / 100 + year / 400 + (153 * month + 2) / 5 + day;
    days.checked_sub(719_469)
}

/// Steps over a number of so many digits.
fn number(rest: &mut &str, length: usize) -> Option<u64> {
    let (digits, after) = rest.split_at_checked(length)?;
    let number = digits.bytes().all(|byte| byte.is_ascii_digit()).then(|| digits.parse().ok())??;
    *rest = after;
    Some(number)
}

/// Steps over one of these characters, if one comes next.
fn skip(rest: &mut &str, any: &[char]) -> bool {
    let after = rest.strip_prefix(any);
    *rest = after.unwrap_or(rest);
    after.is_some()
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
