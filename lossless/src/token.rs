//! The two tokens of JSON that take some reading, strings and numbers: where they end.
//!
//! All is inlined by hand. A compiler that is asked for small code would not, and an answer has thousands of tokens, most
//! of them short: calls would add a quarter to the time of the whole rewriting.

const QUOTE: u8 = b'"';
const BACKSLASH: u8 = b'\\';

/// Where the number ends that starts at `start`. None where the text breaks the grammar, as `-`, `01`, `1.` and `1e` do.
#[inline(always)]
pub fn number_end(text: &[u8], start: usize) -> Option<usize> {
    let first = start + usize::from(text.get(start) == Some(&b'-'));
    let mut end = digits_end(text, first)?;
    if text.get(first) == Some(&b'0') && end > first + 1 {
        return None;
    }
    if text.get(end) == Some(&b'.') {
        end = digits_end(text, end + 1)?;
    }
    if matches!(text.get(end), Some(b'e' | b'E')) {
        let is_signed = matches!(text.get(end + 1), Some(b'+' | b'-'));
        end = digits_end(text, end + 1 + usize::from(is_signed))?;
    }
    Some(end)
}

/// Where the digits end that start at `start`. None if there are none.
#[inline(always)]
fn digits_end(text: &[u8], start: usize) -> Option<usize> {
    let rest = text.get(start..)?.iter();
    let count = rest.take_while(|byte| byte.is_ascii_digit()).count();
    (count > 0).then_some(start + count)
}

/// Where the string ends whose content starts at `start`: at its closing quote. None if it has none.
#[inline(always)]
pub fn string_end(text: &[u8], start: usize) -> Option<usize> {
    let mut at = start;
    loop {
        at = find_quote_or_backslash(text, at)?;
        if text.get(at) == Some(&QUOTE) {
            return Some(at);
        }
        // What follows a backslash belongs to it, be it a quote or another backslash.
        at += 2;
    }
}

/// The first quote or backslash from `start` on. Most of a text is in strings: eight bytes are looked at together.
#[inline(always)]
fn find_quote_or_backslash(text: &[u8], start: usize) -> Option<usize> {
    let mut at = start;
    while let Some(bytes) = text.get(at..)?.first_chunk() {
        let word = u64::from_le_bytes(*bytes);
        let marks = mark(word, QUOTE) | mark(word, BACKSLASH);
        if marks != 0 {
            return Some(at + marks.trailing_zeros() as usize / 8);
        }
        at += 8;
    }
    let mut rest = text.get(at..)?.iter();
    let offset = rest.position(|byte| matches!(*byte, QUOTE | BACKSLASH))?;
    Some(at + offset)
}

/// Marks, by its highest bit, the first byte of `word` that is `byte`; the first is the lowest. Nothing below it is
/// marked; what is marked above it has no meaning, because taking one from a zero borrows from the next.
#[inline(always)]
fn mark(word: u64, byte: u8) -> u64 {
    const LOWEST_BITS: u64 = u64::from_le_bytes([0x01; 8]);
    const HIGHEST_BITS: u64 = u64::from_le_bytes([0x80; 8]);
    let zero_where_equal = word ^ (LOWEST_BITS * u64::from(byte));
    zero_where_equal.wrapping_sub(LOWEST_BITS) & !zero_where_equal & HIGHEST_BITS
}
