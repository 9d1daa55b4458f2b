//! Times of the platform: date and time of China, UTC+8 (spec/platform.md, "Numbers, money, time").

use std::fmt::{self, Display, Formatter};
use std::str::FromStr;
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use thiserror::Error;

use crate::excerpt::{Excerpt, VALUE};

/// Offset of China time, UTC+8, in milliseconds.
pub(crate) const OFFSET: u64 = 8 * HOUR;

const HOUR: u64 = 3_600_000;
const DAY: u64 = 24 * HOUR;

/// End of the times that four digits can count the years of, in milliseconds: the year 10000 in China.
const END: u64 = 253_402_300_800_000 - OFFSET;

/// Offset of China time, UTC+8, in minutes.
const CHINA: u32 = 8 * 60;

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

/// A point in time, to the millisecond, which is written as date and time of China (UTC+8): `2026-05-20 15:21:09`.
///
/// Of the years 1970 to 9999. Declared members that are times are text, since the vendor's forms vary; this reads and writes them:
///
/// ```
/// use std::time::Duration;
///
/// use pandapon::api::alibaba::order;
/// use pandapon::ChinaTime;
///
/// // As 1688 writes it, and as the platform's samples show it.
/// let paid: ChinaTime = "20260520152109123+0800".parse()?;
/// assert_eq!(paid.to_string(), "2026-05-20 15:21:09");
/// assert!(paid > "2026-05-20 15:21:09".parse()?);
/// assert_eq!(paid.milliseconds(), 1_779_261_669_123);
///
/// let from = paid.checked_sub(Duration::from_secs(86_400)).unwrap_or(paid);
/// let orders = order::List::new().create_start_time(from).create_end_time(paid);
/// assert_eq!(orders.create_start_time.as_deref(), Some("2026-05-19 15:21:09"));
/// # Ok::<(), pandapon::TimeError>(())
/// ```
///
/// With the feature `jiff` or `chrono` it converts from and to the types of these crates.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ChinaTime(u64);

/// A text that is not a time of the platform, or a time that is not of the years 1970 to 9999.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[error("\"{}\" is not a time of the years 1970 to 9999, such as \"2026-05-20 15:21:09\"", Excerpt(.0, VALUE))]
pub struct TimeError(
    /// The text, or the milliseconds since 1970.
    pub String,
);

impl ChinaTime {
    /// Takes milliseconds since 1970 (UTC), as push messages and Taobao's endpoints count.
    ///
    /// # Errors
    /// [`TimeError`] after the year 9999.
    pub fn from_milliseconds(milliseconds: u64) -> Result<Self, TimeError> {
        if milliseconds < END {
            return Ok(Self(milliseconds));
        }
        Err(TimeError(milliseconds.to_string()))
    }

    /// Returns the milliseconds since 1970 (UTC).
    pub const fn milliseconds(self) -> u64 {
        self.0
    }

    /// Returns the time so much later; `None` after the year 9999.
    pub fn checked_add(self, duration: Duration) -> Option<Self> {
        let milliseconds = u64::try_from(duration.as_millis()).ok()?;
        Self::from_milliseconds(self.0.checked_add(milliseconds)?).ok()
    }

    /// Returns the time so much earlier; `None` before 1970.
    pub fn checked_sub(self, duration: Duration) -> Option<Self> {
        let milliseconds = u64::try_from(duration.as_millis()).ok()?;
        self.0.checked_sub(milliseconds).map(Self)
    }

    /// Returns the time that has passed since an earlier point; `None` if that is later.
    pub fn since(self, earlier: Self) -> Option<Duration> {
        self.0.checked_sub(earlier.0).map(Duration::from_millis)
    }

    /// Returns the form of 1688, with milliseconds and offset: `20260520152109123+0800`.
    pub fn to_compact(self) -> String {
        let [millisecond, second, minute, hour, day, month, year] = self.parts();
        format!("{year:04}{month:02}{day:02}{hour:02}{minute:02}{second:02}{millisecond:03}+0800")
    }

    /// Returns the parts of date and time in China: milliseconds to year, in the order of [`PARTS`].
    fn parts(self) -> [u64; PARTS.len()] {
        let local = self.0 + OFFSET;
        let time = local % DAY;
        // Years that begin in March, so that a leap day ends its year; 400 of them are as long as any other 400.
        let days = local / DAY + 719_468;
        let (era, day_of_era) = (days / 146_097, days % 146_097);
        let year_of_era =
            (day_of_era - day_of_era / 1_460 + day_of_era / 36_524 - day_of_era / 146_096) / 365;
        let day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
        let month = (5 * day_of_year + 2) / 153;
        let day = day_of_year - (153 * month + 2) / 5 + 1;
        let year = era * 400 + year_of_era;
        let (year, month) = if month < 10 { (year, month + 3) } else { (year + 1, month - 9) };
        [time % 1000, time / 1000 % 60, time / 60_000 % 60, time / HOUR, day, month, year]
    }
}

impl Display for ChinaTime {
    /// Date and time of China, to the second.
    fn fmt(&self, out: &mut Formatter<'_>) -> fmt::Result {
        let [_, second, minute, hour, day, month, year] = self.parts();
        out.pad(&format!("{year:04}-{month:02}-{day:02} {hour:02}:{minute:02}:{second:02}"))
    }
}

impl FromStr for ChinaTime {
    type Err = TimeError;

    /// Reads any form that the platform, 1688 or Taobao are known to write.
    /// - Date and time as in `2026-05-20 15:21:09`, `2026-05-20T07:21:09.913Z`, `2026/05/20 15:21`, `20260520152109` or
    ///   `20260520152109123+0800`. Without an offset it is China time.
    /// - A number, whose length decides the unit, as in [`Timestamp::milliseconds`](crate::event::Timestamp::milliseconds).
    fn from_str(text: &str) -> Result<Self, TimeError> {
        let time = read(text).and_then(|(time, _)| Self::from_milliseconds(time).ok());
        time.ok_or_else(|| TimeError(text.to_owned()))
    }
}

impl From<ChinaTime> for String {
    /// Date and time of China, for the members of requests that are text.
    fn from(time: ChinaTime) -> Self {
        time.to_string()
    }
}

impl From<ChinaTime> for i64 {
    /// Milliseconds since 1970, for the members of requests that are numbers.
    fn from(time: ChinaTime) -> Self {
        // Far below the end of 64 bits.
        time.0 as i64
    }
}

impl From<ChinaTime> for SystemTime {
    fn from(time: ChinaTime) -> Self {
        UNIX_EPOCH + Duration::from_millis(time.0)
    }
}

impl TryFrom<SystemTime> for ChinaTime {
    type Error = TimeError;

    fn try_from(time: SystemTime) -> Result<Self, TimeError> {
        let since =
            time.duration_since(UNIX_EPOCH).map_err(|_| TimeError("a time before 1970".to_owned()))?;
        signed(since.as_millis() as i128)
    }
}

/// Takes milliseconds since 1970 that may be too few or too many.
fn signed(milliseconds: i128) -> Result<ChinaTime, TimeError> {
    let error = || TimeError(milliseconds.to_string());
    ChinaTime::from_milliseconds(u64::try_from(milliseconds).map_err(|_| error())?)
}

#[cfg(feature = "jiff")]
mod with_jiff {
    use jiff::tz::{Offset, TimeZone};
    use jiff::{Timestamp, Zoned};

    use super::{signed, ChinaTime, TimeError};

    impl From<ChinaTime> for Timestamp {
        fn from(time: ChinaTime) -> Self {
            // Times end before those of jiff do.
            Timestamp::from_millisecond(time.into()).unwrap_or(Timestamp::MAX)
        }
    }

    impl From<ChinaTime> for Zoned {
        /// At the offset of China.
        fn from(time: ChinaTime) -> Self {
            Timestamp::from(time).to_zoned(TimeZone::fixed(Offset::constant(8)))
        }
    }

    impl TryFrom<Timestamp> for ChinaTime {
        type Error = TimeError;

        /// Leaves out what is below a millisecond.
        fn try_from(time: Timestamp) -> Result<Self, TimeError> {
            signed(time.as_nanosecond().div_euclid(1_000_000))
        }
    }

    impl TryFrom<&Zoned> for ChinaTime {
        type Error = TimeError;

        /// Leaves out what is below a millisecond.
        fn try_from(time: &Zoned) -> Result<Self, TimeError> {
            time.timestamp().try_into()
        }
    }
}

#[cfg(feature = "chrono")]
mod with_chrono {
    use chrono::{DateTime, FixedOffset, TimeZone, Utc};

    use super::{signed, ChinaTime, TimeError, OFFSET};

    impl From<ChinaTime> for DateTime<Utc> {
        fn from(time: ChinaTime) -> Self {
            // Times end before those of chrono do.
            DateTime::from_timestamp_millis(time.into()).unwrap_or(DateTime::<Utc>::MAX_UTC)
        }
    }

    impl From<ChinaTime> for DateTime<FixedOffset> {
        /// At the offset of China.
        fn from(time: ChinaTime) -> Self {
            let utc = DateTime::<Utc>::from(time);
            let china = FixedOffset::east_opt((OFFSET / 1000) as i32);
            china.map_or_else(|| utc.fixed_offset(), |china| utc.with_timezone(&china))
        }
    }

    impl<Z: TimeZone> TryFrom<DateTime<Z>> for ChinaTime {
        type Error = TimeError;

        /// Leaves out what is below a millisecond.
        fn try_from(time: DateTime<Z>) -> Result<Self, TimeError> {
            signed(time.timestamp_millis().into())
        }
    }
}

/// Returns the time in a text, in the forms of [`ChinaTime::from_str`], and whether it has an offset or needs none.
pub(crate) fn read(text: &str) -> Option<(u64, bool)> {
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

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "a test fails by panicking")]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn known_forms_are_read_and_the_usual_ones_are_written() {
        let time = ChinaTime::from_milliseconds(1_779_261_669_123).unwrap();
        assert_eq!(time.to_string(), "2026-05-20 15:21:09");
        assert_eq!(time.to_compact(), "20260520152109123+0800");
        for text in ["20260520152109123+0800", "2026-05-20T07:21:09.123Z", "1779261669123"] {
            assert_eq!(text.parse(), Ok(time), "{text}");
        }
        let second = ChinaTime::from_milliseconds(1_779_261_669_000).unwrap();
        for text in ["2026-05-20 15:21:09", "20260520152109", "2026-05-20 07:21:09Z", "1779261669"] {
            assert_eq!(text.parse(), Ok(second), "{text}");
        }
    }

    #[test]
    fn what_is_no_time_is_refused() {
        for text in ["", "soon", "2026-13-01 00:00:00", "1970-01-01 07:59:59", "2026-05-20", "99999999999999"]
        {
            assert_eq!(text.parse::<ChinaTime>(), Err(TimeError(text.to_owned())), "{text:?}");
        }
        assert!(ChinaTime::from_milliseconds(END).is_err());
        assert!(ChinaTime::try_from(UNIX_EPOCH - Duration::from_millis(1)).is_err());
    }

    #[test]
    fn times_end_where_their_calendar_does() {
        let first = ChinaTime::from_milliseconds(0).unwrap();
        let last = ChinaTime::from_milliseconds(END - 1).unwrap();
        assert_eq!(
            (first.to_string(), last.to_compact()),
            ("1970-01-01 08:00:00".to_owned(), "99991231235959999+0800".to_owned())
        );
        assert_eq!(first.checked_sub(Duration::from_millis(1)), None);
        assert_eq!(last.checked_add(Duration::from_millis(1)), None);
        assert_eq!(last.checked_add(Duration::MAX), None);
        assert_eq!(first.since(last), None);
    }

    #[test]
    fn leap_days_are_where_the_calendar_has_them() {
        for (before, after) in [
            ("2024-02-28 23:59:59", "2024-02-29 00:00:00"),
            ("2026-02-28 23:59:59", "2026-03-01 00:00:00"),
            ("2000-02-29 23:59:59", "2000-03-01 00:00:00"),
            ("2100-02-28 23:59:59", "2100-03-01 00:00:00"),
            ("2025-12-31 23:59:59", "2026-01-01 00:00:00"),
        ] {
            let time: ChinaTime = before.parse().unwrap();
            assert_eq!(time.checked_add(Duration::from_secs(1)).unwrap().to_string(), after);
        }
    }

    fn times() -> impl Strategy<Value = ChinaTime> {
        (0..END).prop_map(|milliseconds| ChinaTime::from_milliseconds(milliseconds).unwrap())
    }

    proptest! {
        #[test]
        fn what_is_written_is_read_again(time in times()) {
            prop_assert_eq!(time.to_compact().parse(), Ok(time));
            let to_the_second = time.milliseconds() / 1000 * 1000;
            prop_assert_eq!(time.to_string().parse(), ChinaTime::from_milliseconds(to_the_second));
            prop_assert_eq!(ChinaTime::try_from(SystemTime::from(time)), Ok(time));
        }

        #[test]
        fn texts_are_ordered_as_their_times_are(one in times(), other in times()) {
            prop_assert_eq!(one.to_compact().cmp(&other.to_compact()), one.cmp(&other));
        }

        #[test]
        fn times_and_the_time_between_them_fit(one in times(), other in times()) {
            let (earlier, later) = (one.min(other), one.max(other));
            let between = later.since(earlier).unwrap();
            prop_assert_eq!(earlier.checked_add(between), Some(later));
            prop_assert_eq!(later.checked_sub(between), Some(earlier));
        }

        #[test]
        fn any_text_is_read_or_refused(text: String) {
            let _ = text.parse::<ChinaTime>();
        }

        #[cfg(feature = "jiff")]
        #[test]
        fn jiff_has_the_same_calendar(time in times()) {
            let zoned = jiff::Zoned::from(time);
            prop_assert_eq!(zoned.strftime("%Y-%m-%d %H:%M:%S").to_string(), time.to_string());
            prop_assert_eq!(ChinaTime::try_from(&zoned), Ok(time));
            prop_assert_eq!(ChinaTime::try_from(jiff::Timestamp::from(time)), Ok(time));
        }

        #[cfg(feature = "chrono")]
        #[test]
        fn chrono_has_the_same_calendar(time in times()) {
            let local = chrono::DateTime::<chrono::FixedOffset>::from(time);
            prop_assert!(local.naive_local().to_string().starts_with(&time.to_string()));
            prop_assert_eq!(ChinaTime::try_from(local), Ok(time));
            prop_assert_eq!(ChinaTime::try_from(chrono::DateTime::<chrono::Utc>::from(time)), Ok(time));
        }
    }

    #[cfg(all(feature = "jiff", feature = "chrono"))]
    #[test]
    fn times_before_1970_are_refused_from_other_crates_too() {
        assert!(ChinaTime::try_from(jiff::Timestamp::from_nanosecond(-1).unwrap()).is_err());
        assert!(ChinaTime::try_from(chrono::DateTime::from_timestamp_millis(-1).unwrap()).is_err());
    }
}
