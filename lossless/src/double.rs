//! Which numbers a double holds, so that a parser whose numbers are doubles reads them without loss.

use std::ops::RangeInclusive;

/// Up to here a double holds every integer: 2^53 - 1, JavaScript's `Number.MAX_SAFE_INTEGER`.
const MAX_SAFE_INTEGER: &[u8] = b"9007199254740991";

/// This many significant digits come back from any double whose magnitude is in [`MAGNITUDES`].
const SIGNIFICANT_DIGITS: usize = 15;

/// The powers of ten that a number's first significant digit may count: beyond them, doubles lose digits or overflow.
const MAGNITUDES: RangeInclusive<i64> = -307..=307;

/// Exponents are counted up to here: beyond it no double goes, however many zeros a number has.
const MAX_EXPONENT: i64 = 1 << 40;

/// Returns whether a double holds the value of `number` without loss. `number` must keep to the grammar of JSON.
pub fn is_exact_double(number: &[u8]) -> bool {
    let unsigned = number.strip_prefix(b"-").unwrap_or(number);
    if unsigned.iter().all(u8::is_ascii_digit) {
        // There are no leading zeros: the longer is the larger.
        return (unsigned.len(), unsigned) <= (MAX_SAFE_INTEGER.len(), MAX_SAFE_INTEGER);
    }
    let mut significant = 0;
    // The power of ten that the first significant digit counts.
    let mut magnitude = -1;
    let mut is_fraction = false;
    let mut digits = unsigned.iter();
    while let Some(byte) = digits.next() {
        match byte {
            b'.' => is_fraction = true,
            b'e' | b'E' => {
                magnitude += exponent(digits.as_slice());
                break;
            }
            b'0' if significant == 0 => magnitude -= i64::from(is_fraction),
            _ => {
                significant += 1;
                magnitude += i64::from(!is_fraction);
            }
        }
    }
    significant == 0 || significant <= SIGNIFICANT_DIGITS && MAGNITUDES.contains(&magnitude)
}

fn exponent(text: &[u8]) -> i64 {
    let mut value = 0;
    for byte in text {
        if byte.is_ascii_digit() && value < MAX_EXPONENT {
            value = value * 10 + i64::from(byte - b'0');
        }
    }
    if text.first() == Some(&b'-') {
        -value
    } else {
        value
    }
}
