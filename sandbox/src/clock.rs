//! Formats times as the platform writes them: in China time, which is UTC+8 all year round.
//!
//! Not worth a crate: one fixed offset, one format, no parsing.

const MILLISECONDS_A_DAY: u64 = 86_400_000;
const CHINA: u64 = 8 * 3_600_000;

/// Formats milliseconds since 1970 as `yyyy-MM-dd HH:mm:ss`.
pub fn format(now: u64) -> String {
    let china = now.saturating_add(CHINA);
    let (year, month, day) = date(china / MILLISECONDS_A_DAY);
    let seconds = china % MILLISECONDS_A_DAY / 1000;
    let (hour, minute, second) = (seconds / 3600, seconds / 60 % 60, seconds % 60);
    format!("{year:04}-{month:02}-{day:02} {hour:02}:{minute:02}:{second:02}")
}

/// Converts days since 1970 to year, month and day of the Gregorian calendar. Counts in eras of 400 years that begin in
/// March, so that a leap day is the last of its year (the algorithm known as `civil_from_days`).
fn date(days: u64) -> (u64, u64, u64) {
    let days = days + 719_468;
    let (era, day_of_era) = (days / 146_097, days % 146_097);
    let year_of_era = (day_of_era - day_of_era / 1460 + day_of_era / 36_524 - day_of_era / 146_096) / 365;
    let day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    let month_from_march = (5 * day_of_year + 2) / 153;
    let day = day_of_year - (153 * month_from_march + 2) / 5 + 1;
    let month = if month_from_march < 10 { month_from_march + 3 } else { month_from_march - 9 };
    let year = era * 400 + year_of_era + u64::from(month <= 2);
    (year, month, day)
}

/// Returns the digits of a time down to the second, to compare times in different formats: `yyyy-MM-dd HH:mm:ss` and
/// 1688's `yyyyMMddHHmmssSSSZ`. A time zone is ignored: all times are China time.
pub fn digits(text: &str) -> String {
    text.chars().filter(char::is_ascii_digit).take(14).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn formats_china_time() {
        for (now, written) in [
            (0, "1970-01-01 08:00:00"),
            (951_753_599_999, "2000-02-28 23:59:59"),
            (951_839_999_000, "2000-02-29 23:59:59"),
            (951_840_000_000, "2000-03-01 00:00:00"),
            (1_779_263_269_913, "2026-05-20 15:47:49"),
            // 2100 is not a leap year.
            (4_107_513_599_000, "2100-02-28 23:59:59"),
            (4_107_513_600_000, "2100-03-01 00:00:00"),
        ] {
            assert_eq!(format(now), written);
        }
    }

    #[test]
    fn both_formats_compare() {
        assert_eq!(digits("2018-06-14 10:19:42"), digits("20180614101942000+0800"));
    }
}
