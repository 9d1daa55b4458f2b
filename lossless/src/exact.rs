//! Rewriting JSON so that a parser whose numbers are doubles loses nothing.

use std::borrow::Cow;

use crate::double::is_exact_double;
use crate::names::Names;
use crate::numbers::{Number, Numbers};

const BYTE_ORDER_MARK: &[u8] = b"\xef\xbb\xbf";

/// The same document, with numbers as strings, digit for digit, wherever
/// - a double does not hold them: integers beyond ±(2^53 - 1), other numbers of more than 15 significant digits or with a
///   first digit beyond 10^±307;
/// - they are the value of a member called one of `names` (ids and prices), or stand in its array, so that those are
///   always text. A name is compared as it is written: `"\u0069d"` is not found as `id`.
///
/// Strings stay as they are, whatever they contain. Nothing is copied when nothing changes. A byte order mark at the
/// front is left out.
///
/// Text that is not JSON is the parser's to refuse: it may be rewritten in part, but never becomes JSON by that.
pub fn exact<'a>(text: &'a [u8], names: &[&str]) -> Cow<'a, [u8]> {
    let text = text.strip_prefix(BYTE_ORDER_MARK).unwrap_or(text);
    let names = Names::new(names);
    let mut rewritten = None;
    let mut copied = 0;
    for Number { start, digits, member } in Numbers::new(text) {
        let end = start + digits.len();
        let becomes_text = names.contains(member) || !is_exact_double(digits);
        if !becomes_text || is_before_colon(text, end) {
            continue;
        }
        let out = rewritten.get_or_insert_with(|| Vec::with_capacity(text.len() + text.len() / 8));
        out.extend_from_slice(text.get(copied..start).unwrap_or_default());
        out.push(b'"');
        out.extend_from_slice(digits);
        out.push(b'"');
        copied = end;
    }
    match rewritten {
        None => Cow::Borrowed(text),
        Some(mut out) => {
            out.extend_from_slice(text.get(copied..).unwrap_or_default());
            Cow::Owned(out)
        }
    }
}

/// Whether a colon comes next. That is never so in JSON, where names are strings: a quoted number would be a name.
fn is_before_colon(text: &[u8], at: usize) -> bool {
    let rest = text.get(at..).unwrap_or_default();
    rest.trim_ascii_start().first() == Some(&b':')
}
