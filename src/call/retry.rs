//! Whether a call is retried, and when.

use std::time::Duration;

use crate::endpoint::Safety;

/// The first pause is at most this; each further one at most twice as long.
const FIRST_PAUSE: Duration = Duration::from_millis(500);
/// No pause of our own is longer.
const LONGEST_PAUSE: Duration = Duration::from_secs(8);
/// A vendor that asks for a longer pause gets no further try: the caller should know rather than hang.
const LONGEST_RETRY_AFTER: Duration = Duration::from_secs(60);

/// How a try ended, as far as a further one depends on it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Outcome {
    /// No answer came.
    NoAnswer,
    /// An answer came, with this status and, where the vendor sent one, the pause of its `Retry-After` header.
    Answered {
        /// HTTP status.
        status: u16,
        /// How long the vendor asks to wait.
        retry_after: Option<Duration>,
    },
}

/// The pause before the next try; none if there is to be none.
///
/// Only calls that may be repeated are: a `Once` call never. Pauses are random between nothing and an exponentially growing
/// bound ("full jitter"), so that many clients do not come back at once; `Retry-After` takes precedence.
///
/// `tried` counts from 1; `random` lies in 0..=u32::MAX.
pub fn pause(
    safety: Safety,
    outcome: Outcome,
    tried: u32,
    max_retries: u32,
    random: u32,
) -> Option<Duration> {
    if safety == Safety::Once || tried > max_retries {
        return None;
    }
    match outcome {
        Outcome::NoAnswer => Some(jitter(tried, random)),
        Outcome::Answered { status: 408 | 429 | 500 | 502 | 503 | 504, retry_after } => match retry_after {
            Some(pause) if pause > LONGEST_RETRY_AFTER => None,
            Some(pause) => Some(pause),
            None => Some(jitter(tried, random)),
        },
        Outcome::Answered { .. } => None,
    }
}

fn jitter(tried: u32, random: u32) -> Duration {
    let doubled = FIRST_PAUSE.saturating_mul(1 << tried.saturating_sub(1).min(16));
    let bound = doubled.min(LONGEST_PAUSE).as_millis() as u64;
    Duration::from_millis((bound * u64::from(random)) >> 32)
}

/// The pause that a `Retry-After` header asks for: seconds, of which the first counts where the header came several times, or a
/// date, which `read_date` returns in milliseconds since 1970.
pub fn retry_after(header: &str, now: u64, read_date: impl Fn(&str) -> Option<u64>) -> Option<Duration> {
    let header = header.trim_ascii();
    let seconds = header.split(',').next().unwrap_or_default().trim_ascii_end();
    if !seconds.is_empty() && seconds.bytes().all(|byte| byte.is_ascii_digit()) {
        // Seconds beyond the range of numbers are too many in any case.
        return Some(Duration::from_secs(seconds.parse().unwrap_or(u64::MAX)));
    }
    let date = Some(header).filter(|header| is_http_date(header))?;
    Some(Duration::from_millis(read_date(date)?.saturating_sub(now)))
}

/// Whether a text has the form of a date in HTTP (RFC 9110, IMF-fixdate). The readers of some runtimes take nearly any number for
/// one, of a time long ago.
fn is_http_date(text: &str) -> bool {
    const FORM: &[u8] = b"Sun, 06 Nov 1994 08:49:37 GMT";
    text.len() == FORM.len()
        && text.bytes().zip(FORM).enumerate().all(|(index, (byte, form))| match form {
            b'0'..=b'9' => byte.is_ascii_digit(),
            b'a'..=b'z' | b'A'..=b'Z' if index < 26 => byte.is_ascii_alphabetic(),
            _ => byte == *form,
        })
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn outcomes() -> impl Strategy<Value = Outcome> {
        let pause = proptest::option::of((0..100_u64).prop_map(Duration::from_secs));
        prop_oneof![
            Just(Outcome::NoAnswer),
            (100..600_u16, pause).prop_map(|(status, retry_after)| Outcome::Answered { status, retry_after }),
        ]
    }

    proptest! {
        #[test]
        fn a_once_call_is_never_repeated(outcome in outcomes(), tried in 1..10_u32, random: u32) {
            prop_assert_eq!(pause(Safety::Once, outcome, tried, 10, random), None);
        }

        #[test]
        fn no_call_is_repeated_more_often_than_allowed(outcome in outcomes(), allowed in 0..5_u32, random: u32) {
            prop_assert_eq!(pause(Safety::Read, outcome, allowed + 1, allowed, random), None);
        }

        #[test]
        fn pauses_stay_below_a_doubling_bound(tried in 1..40_u32, random: u32) {
            let pause = pause(Safety::Read, Outcome::NoAnswer, tried, 40, random).unwrap_or(Duration::MAX);
            let bound = 500_u128 << (tried - 1).min(4);
            prop_assert!(pause.as_millis() < bound.min(8000));
        }

        #[test]
        fn the_vendors_own_pause_takes_precedence(seconds in 0..=60_u64, random: u32) {
            let retry_after = Some(Duration::from_secs(seconds));
            let outcome = Outcome::Answered { status: 429, retry_after };
            prop_assert_eq!(pause(Safety::Idempotent, outcome, 1, 2, random), retry_after);
        }
    }

    #[test]
    fn refusals_are_not_repeated() {
        for status in [200, 302, 400, 401, 403, 404, 409, 422, 501] {
            let outcome = Outcome::Answered { status, retry_after: None };
            assert_eq!(pause(Safety::Read, outcome, 1, 2, 0), None, "{status}");
        }
    }

    #[test]
    fn a_pause_of_hours_is_no_pause() {
        let outcome = Outcome::Answered { status: 503, retry_after: Some(Duration::from_secs(3600)) };
        assert_eq!(pause(Safety::Read, outcome, 1, 2, 0), None);
    }

    #[test]
    fn retry_after_is_seconds_or_a_date() {
        const DATE: &str = "Thu, 01 Jan 1970 00:16:50 GMT";
        let pause = |header| retry_after(header, 1_000_000, |_| Some(1_010_000));
        assert_eq!(pause(" 7 "), Some(Duration::from_secs(7)));
        assert_eq!(pause("120, 5"), Some(Duration::from_secs(120)));
        assert_eq!(pause(DATE), Some(Duration::from_secs(10)));
        assert_eq!(retry_after(DATE, 1_000_000, |_| Some(0)), Some(Duration::ZERO));
    }

    #[test]
    fn seconds_beyond_all_numbers_are_no_pause() {
        let retry_after = retry_after("99999999999999999999999", 0, |_| None);
        let outcome = Outcome::Answered { status: 503, retry_after };
        assert_eq!(pause(Safety::Read, outcome, 1, 2, 0), None);
    }

    #[test]
    fn what_is_neither_seconds_nor_a_date_of_http_is_not_read() {
        for header in [
            "",
            ",",
            ", 5",
            "-5",
            "+5",
            "1.5",
            "5;",
            "12/31",
            "10 11",
            "soon",
            "1994-11-06",
            "Sunday, 06-Nov-94 08:49:37 GMT",
            "Sun, 06 Nov 1994 08:49:37 UTC",
            "Sun, 06 Nov 1994 08:49:37  GMT",
        ] {
            assert_eq!(retry_after(header, 0, |_| Some(1000)), None, "{header}");
        }
    }
}
