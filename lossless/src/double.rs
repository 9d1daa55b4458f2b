//! Which numbers a double holds, so that a parser whose numbers are doubles reads them without loss.

use std::ops::RangeInclusive;

/// Up to here a double holds every integer: 2^53 - 1, JavaScript's `Number.MAX_SAFE_INTEGER`.
const MAX_SAFE_INTEGER: &[u8] = b"9007199254740991";

/// This many significant digits come back from any double whose magnitude is in [`MAGNITUDES`].
const SIGNIFICANT_DIGITS: usize = 15;

/// The powers of ten that a number's first significant digit may count: beyond them, doubles lose digits or overflow.
const MAGNITUDES: RangeInclusive<i64> = -307..=307;

/// Returns whether a double holds the value of `number` without loss. `number` must keep to the grammar of JSON.
pub fn is_exact_double(number: &[u8]) -> bool {
    let unsigned = number.strip_prefix(b"-").unwrap_or(number);
    if unsigned.iter().all(u8::is_ascii_digit) {
        // There are no leading zeros: the longer is the larger.
        return (unsigned.len(), unsigned) <= (MAX_SAFE_INTEGER.len(), MAX_SAFE_INTEGER);
    }
    let (decimal, exponent) = split(unsigned, |byte| matches!(byte, b'e' | b'E'));
    let (whole, fraction) = split(decimal, |byte| byte == b'.');
    let digits = whole.iter().chain(fraction);
    let zeros = digits.take_while(|digit| **digit == b'0').count();
    let significant = whole.len() + fraction.len() - zeros;
    let first_digit = whole.len() as i64 - 1 - zeros as i64;
    let magnitude = exponent_value(exponent).map(|exponent| first_digit + exponent);
    match magnitude {
        _ if significant == 0 => true,
        Some(magnitude) => significant <= SIGNIFICANT_DIGITS && MAGNITUDES.contains(&magnitude),
        None => false,
    }
}

/// What stands before the first byte that `is_separator` accepts, and what stands after it.
fn split(text: &[u8], is_separator: impl Fn(u8) -> bool) -> (&[u8], &[u8]) {
    let mut parts = text.splitn(2, |byte| is_separator(*byte));
    (parts.next().unwrap_or_default(), parts.next().unwrap_or_default())
}

/// None for an exponent beyond 32 bits: no double goes as far.
fn exponent_value(exponent: &[u8]) -> Option<i64> {
    if exponent.is_empty() {
        return Some(0);
    }
    let value: i32 = std::str::from_utf8(exponent).ok()?.parse().ok()?;
    Some(value.into())
}
