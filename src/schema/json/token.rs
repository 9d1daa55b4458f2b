//! The two tokens of JSON that take some reading: strings and numbers. Both the parser and the rewriter stand on them.

/// Where the string ends whose content starts at `start`: at its closing quote. None if it has none.
pub(super) fn string_end(text: &[u8], start: usize) -> Option<usize> {
    let mut at = start;
    loop {
        at = find_quote_or_backslash(text, at)?;
        if text.get(at) == Some(&b'"') {
            return Some(at);
        }
        // A backslash: whatever follows belongs to it, be it a quote or another backslash.
        at += 2;
    }
}

/// A number that keeps to JSON's grammar.
pub(super) struct Number {
    /// Where it ends: the first byte that is no part of it.
    pub end: usize,
    /// Whether it is written without a fraction and without an exponent.
    pub is_integer: bool,
}

/// The number that starts at `start`. None if the text there breaks JSON's grammar: `-`, `01`, `1.`, `1e`.
pub(super) fn number(text: &[u8], start: usize) -> Option<Number> {
    let first = start + usize::from(text.get(start) == Some(&b'-'));
    let whole = digits_end(text, first)?;
    if whole > first + 1 && text.get(first) == Some(&b'0') {
        return None;
    }
    let mut end = whole;
    if text.get(end) == Some(&b'.') {
        end = digits_end(text, end + 1)?;
    }
    if let Some(b'e' | b'E') = text.get(end) {
        let has_sign = matches!(text.get(end + 1), Some(b'+' | b'-'));
        end = digits_end(text, end + 1 + usize::from(has_sign))?;
    }
    Some(Number {
        end,
        is_integer: end == whole,
    })
}

/// Where the digits end that start at `start`. None if there is none.
fn digits_end(text: &[u8], start: usize) -> Option<usize> {
    let count = text
        .get(start..)?
        .iter()
        .take_while(|byte| byte.is_ascii_digit())
        .count();
    (count > 0).then_some(start + count)
}

/// Eight bytes are looked at together: strings are most of a text.
fn find_quote_or_backslash(text: &[u8], start: usize) -> Option<usize> {
    let mut at = start;
    while let Some(chunk) = text.get(at..)?.first_chunk() {
        let word = u64::from_le_bytes(*chunk);
        let found = bytes_equal(word, b'"') | bytes_equal(word, b'\\');
        if found != 0 {
            return Some(at + found.trailing_zeros() as usize / 8);
        }
        at += 8;
    }
    let tail = text.get(at..)?.iter();
    let offset = tail.take_while(|byte| !matches!(byte, b'"' | b'\\')).count();
    (at + offset < text.len()).then_some(at + offset)
}

/// The highest bit of each byte of `word` that is `byte`. Exact up to and including the first such byte, which is the
/// lowest; above it a borrow may set others.
fn bytes_equal(word: u64, byte: u8) -> u64 {
    const LOWEST: u64 = u64::from_le_bytes([1; 8]);
    const HIGHEST: u64 = u64::from_le_bytes([0x80; 8]);
    let zero_where_equal = word ^ (LOWEST * byte as u64);
    zero_where_equal.wrapping_sub(LOWEST) & !zero_where_equal & HIGHEST
}

pub(super) fn find_non_ascii(text: &[u8], start: usize) -> Option<usize> {
    let mut at = start;
    while let Some(chunk) = text.get(at..)?.first_chunk() {
        let word = u64::from_le_bytes(*chunk) & u64::from_le_bytes([0x80; 8]);
        if word != 0 {
            return Some(at + word.trailing_zeros() as usize / 8);
        }
        at += 8;
    }
    let offset = text.get(at..)?.iter().take_while(|byte| byte.is_ascii()).count();
    (at + offset < text.len()).then_some(at + offset)
}
