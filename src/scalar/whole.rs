//! Whole numbers, which the vendor may write as numbers, as decimals or as text.

use std::fmt::{self, Formatter};

use serde::de::{Error, Visitor};

/// The whole number that a plain decimal is: `600`, `-5`, `5800.00`. None for any other text, and beyond 64 bits.
pub(crate) fn whole(decimal: &str) -> Option<i64> {
    let (whole, decimals) = decimal.split_once('.').unwrap_or((decimal, "0"));
    let digits = whole.strip_prefix('-').unwrap_or(whole);
    let is_plain = !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit());
    let is_whole = !decimals.is_empty() && decimals.bytes().all(|byte| byte == b'0');
    if is_plain && is_whole {
        whole.parse().ok()
    } else {
        None
    }
}

/// Reads a whole number in any of these forms.
pub(super) struct Whole;

impl Visitor<'_> for Whole {
    type Value = i64;

    fn expecting(&self, out: &mut Formatter<'_>) -> fmt::Result {
        out.write_str("a whole number")
    }

    fn visit_str<E: Error>(self, text: &str) -> Result<i64, E> {
        whole(text).ok_or_else(|| E::custom("expected a whole number"))
    }

    fn visit_i64<E: Error>(self, number: i64) -> Result<i64, E> {
        Ok(number)
    }

    fn visit_u64<E: Error>(self, number: u64) -> Result<i64, E> {
        i64::try_from(number).map_err(E::custom)
    }

    fn visit_f64<E: Error>(self, number: f64) -> Result<i64, E> {
        // Of doubles, only whole numbers below 2^53 are sure to be the number that was written.
        if number.fract() == 0.0 && number.abs() < 9_007_199_254_740_992.0 {
            Ok(number as i64)
        } else {
            Err(E::custom("expected a whole number"))
        }
    }
}
