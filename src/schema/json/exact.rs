//! Rewriting JSON so that a parser whose numbers are doubles loses nothing.

use std::borrow::Cow;
use std::ops::Range;

use super::names::Names;
use super::token;

/// The same document, with numbers quoted wherever a double could not hold them exactly, and, whatever their size, as
/// values of the members called `names` (ids and prices), so that those always come out as text.
pub fn exact<'a>(text: &'a [u8], names: &[&str]) -> Cow<'a, [u8]> {
    let names = Names::new(names);
    let mut rewritten = Vec::new();
    let mut copied = 0;
    let mut string = 0..0;
    let mut member = 0..0;
    let mut at = 0;
    while let Some(byte) = text.get(at) {
        match byte {
            b'"' => {
                let Some(end) = token::string_end(text, at + 1) else {
                    break;
                };
                string = at + 1..end;
                at = end;
            }
            b':' => member = string.clone(),
            b'{' | b'}' | b']' => member = 0..0,
            b'-' | b'0'..=b'9' => {
                let Some(number) = token::number(text, at) else {
                    break;
                };
                let span = at..number.end;
                let digits = slice(text, &span);
                let quote = !is_safe(digits, number.is_integer) || names.contains(slice(text, &member));
                if quote && !is_followed_by_colon(text, number.end) {
                    if rewritten.is_empty() {
                        rewritten.reserve(text.len() + text.len() / 4);
                    }
                    rewritten.extend_from_slice(slice(text, &(copied..at)));
                    rewritten.push(b'"');
                    rewritten.extend_from_slice(digits);
                    rewritten.push(b'"');
                    copied = number.end;
                }
                at = number.end;
                continue;
            }
            _ => {}
        }
        at += 1;
    }
    if copied == 0 {
        return Cow::Borrowed(text);
    }
    rewritten.extend_from_slice(slice(text, &(copied..text.len())));
    Cow::Owned(rewritten)
}

fn slice<'a>(text: &'a [u8], range: &Range<usize>) -> &'a [u8] {
    text.get(range.clone()).unwrap_or_default()
}

fn is_followed_by_colon(text: &[u8], end: usize) -> bool {
    let rest = text.get(end..).unwrap_or_default();
    rest.iter().find(|b| !matches!(b, b' ' | b'\t' | b'\r' | b'\n')) == Some(&b':')
}

fn is_safe(number: &[u8], is_integer: bool) -> bool {
    let digits = number.strip_prefix(b"-").unwrap_or(number);
    if is_integer {
        return digits.len() < 16 || digits.len() == 16 && digits <= b"9007199254740991".as_slice();
    }
    digits.len() < 16 && !digits.iter().any(|b| matches!(b, b'e' | b'E'))
}
