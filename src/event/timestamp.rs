//! The time of a push message in all its forms, and whether it is recent.

use std::time::Duration;

use serde::de::{Deserialize, Deserializer, Error};

use super::Event;
use crate::schema::{Json, Kind, Lenient, Misfits, Wire};

/// The time during which an unanswered message is sent again: 5 times, half an hour apart (spec/platform.md).
///
/// Whether a repeated message has the time of its first delivery is not documented, but likely, since messages are to be
/// distinguished by their timestamps. Then a tolerance below this refuses messages that were never received.
pub const REPEATED_FOR: Duration = Duration::from_secs(5 * 30 * 60);

/// Offset of China time, UTC+8, in minutes.
const CHINA: u32 = 8 * 60;

/// Earliest time that can be meant, in milliseconds: 2010.
const EARLIEST: u64 = 1_262_304_000_000;

/// End of the times that are taken to be exact in a key, in milliseconds: 2050.
const LATEST: u64 = 2_524_608_000_000;

/// Maximum time ahead of now that can be meant, in milliseconds: a year.
const AHEAD: u64 = 365 * 86_400_000;

/// Parts of a date and time from the last to the first: milliseconds to year. Each with the number after its largest digits,
/// its minimum and its maximum.
const PARTS: [(u64, u32, u32); 7] = [
    (1000, 0, 999),
    (100, 0, 60),
    (100, 0, 59),
    (100, 0, 23),
    (100, 1, 31),
    (100, 1, 12),
    (10_000, 1970, 9999),
];

/// The time of a push message, as the text that came.
///
/// Documented are milliseconds since 1970 (UTC). The other forms that [`Timestamp::milliseconds`] reads are inferred from
/// what the sources of the messages are known to write: seconds (the upstream of Taobao), China time (all other times of
/// the platform), and 1688's `20260520152109123+0800`.
#[derive(Debug, Clone, Default, PartialEq, Eq, Hash, serde::Serialize)]
#[serde(transparent)]
pub struct Timestamp(String);

impl Timestamp {
    /// Returns the text as it came.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Returns the milliseconds since 1970, from any of these forms; `None` for any other text.
    /// - A number, also with a fraction, which is left out. Its length decides the unit: seconds up to 11 digits (the year 5138),
    ///   milliseconds of 12 and 13, microseconds of 15 and 16, nanoseconds of 19. 14 and 17 digits are a date, as below.
    /// - Date and time as in `2026-05-20 15:21:09`, `2026-05-20T07:21:09.913Z`, `2026/05/20 15:21`, `20260520152109` or
    ///   `20260520152109123+0800`. Without an offset it is China time (UTC+8).
    pub fn milliseconds(&self) -> Option<u64> {
        milliseconds(&self.0)
    }
}

impl Event {
    /// Returns whether its time is at most `tolerance` before or after `now`, in milliseconds since 1970.
    ///
    /// A message without a readable time counts as fresh: refusing it would lose it, and its repetitions still have the same
    /// [`Event::key`]. So does one with a time that cannot be meant: before 2010, or more than a year ahead. Text without an
    /// offset may be China time or UTC: it is fresh if either is. Together with the key this protects against replays of what somebody has recorded. A tolerance of more
    /// than [`REPEATED_FOR`] lets every repeated message pass.
    pub fn is_fresh(&self, now: u64, tolerance: Duration) -> bool {
        let tolerance = u64::try_from(tolerance.as_millis()).unwrap_or(u64::MAX);
        is_fresh(self.timestamp.as_ref().map(Timestamp::as_str), now, tolerance)
    }
}

/// Returns whether this time is at most `tolerance` from `now`, all in milliseconds; true where it is not readable, or cannot
/// be meant.
pub(crate) fn is_fresh(timestamp: Option<&str>, now: u64, tolerance: u64) -> bool {
    let Some((pushed, has_offset)) = timestamp.and_then(read) else { return true };
    let in_utc = if has_offset { pushed } else { pushed + u64::from(CHINA) * 60_000 };
    pushed < EARLIEST
        || pushed > now.saturating_add(AHEAD)
        || pushed.abs_diff(now).min(in_utc.abs_diff(now)) <= tolerance
}

/// Returns the same as [`Timestamp::milliseconds`], for the time that a text holds.
pub(crate) fn milliseconds(text: &str) -> Option<u64> {
    read(text).map(|(time, _)| time)
}

/// Returns whether a text counts milliseconds or smaller units, and can be meant: two messages on one subject hardly have the same.
pub(super) fn is_precise(text: &str) -> bool {
    matches!(text.len(), 13 | 16 | 17 | 19)
        && text.bytes().all(|byte| byte.is_ascii_digit())
        && read(text).is_some_and(|(time, _)| (EARLIEST..LATEST).contains(&time))
}

/// Returns the time in a text, in the forms of [`Timestamp::milliseconds`], and whether it has an offset or needs none.
fn read(text: &str) -> Option<(u64, bool)> {
    let mut rest = text.trim_ascii().as_bytes();
    // Of the first 17 digits, which are all that a date has.
    let mut value = 0;
    let mut count = 0_u32;
    let mut is_date = false;
    while let [byte, after @ ..] = rest {
        match (byte, count) {
            (b'0'..=b'9', _) => {
                if count < 17 {
                    value = value * 10 + u64::from(byte - b'0');
                }
                count += 1;
            }
            (b'-' | b'/', 4 | 6) | (b' ' | b'T' | b't', 8) | (b':', 10 | 12) | (b'.' | b',', 14) => {
                is_date = true
            }
            _ => break,
        }
        rest = after;
    }
    let time = match (is_date, count) {
        (true, 12 | 14..) | (false, 14 | 17) => {
            let time = date_time(value * 10_u64.pow(17_u32.saturating_sub(count)), rest)?;
            return Some((time, !rest.is_empty()));
        }
        _ if !is_fraction(rest) => return None,
        (false, 1..=11) => value * 1000,
        (false, 12..=13) => value,
        (false, 15..=16) => value / 1000,
        (false, 19) => value / 10_000,
        _ => return None,
    };
    Some((time, true))
}

/// Returns whether this is empty, or a point and digits.
fn is_fraction(text: &[u8]) -> bool {
    let [point, digits @ ..] = text else { return true };
    *point == b'.' && digits.iter().all(u8::is_ascii_digit)
}

/// Returns the time of a date, from the digits of `yyyyMMddHHmmssSSS` as a number, and the offset.
fn date_time(mut digits: u64, offset: &[u8]) -> Option<u64> {
    let mut parts = [0; PARTS.len()];
    for (part, (base, min, max)) in parts.iter_mut().zip(PARTS) {
        *part = (digits % base) as u32;
        digits /= base;
        if *part < min || *part > max {
            return None;
        }
    }
    let [millisecond, second, minute, hour, day, month, year] = parts;
    // Years that begin in March, so that a leap day ends its year.
    let (year, month) = if month > 2 { (year, month - 3) } else { (year - 1, month + 9) };
    let days = 365 * year + year / 4 - year / 100 + year / 400 + (153 * month + 2) / 5 + day - 719_469;
    let minutes = in_utc((days * 24 + hour) * 60 + minute, offset.trim_ascii_start())?;
    Some((u64::from(minutes) * 60 + u64::from(second)) * 1000 + u64::from(millisecond))
}

/// Returns minutes of a clock with an offset (`Z`, `+0800`, `+08:00`, or none) in UTC.
fn in_utc(minutes: u32, offset: &[u8]) -> Option<u32> {
    let (sign, digits) = match offset {
        [] => return minutes.checked_sub(CHINA),
        [b'Z' | b'z'] => return Some(minutes),
        [sign, a, b, b':', c, d] | [sign, a, b, c, d] => (sign, [a, b, c, d]),
        _ => return None,
    };
    let [a, b, c, d] = digits.map(|digit| u32::from(digit.wrapping_sub(b'0')));
    if a.max(b).max(c).max(d) > 9 {
        return None;
    }
    let offset = (a * 10 + b) * 60 + c * 10 + d;
    match sign {
        b'+' => minutes.checked_sub(offset),
        b'-' => Some(minutes + offset),
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

    fn read(value: Json, _: &mut Misfits) -> Result<Self, Json> {
        match value {
            Json::Text(text) | Json::Number(text) => Ok(Self(text)),
            other => Err(other),
        }
    }
}

impl<'de> Deserialize<'de> for Timestamp {
    /// From text, or a number.
    fn deserialize<D: Deserializer<'de>>(source: D) -> Result<Self, D::Error> {
        Self::read(Json::deserialize(source)?, &mut Misfits::default())
            .map_err(|_| D::Error::custom("expected text or a number"))
    }
}
