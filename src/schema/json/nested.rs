//! JSON text inside strings of a JSON text, replaced by the structures that it contains.

use std::borrow::Cow;

use pandapon_lossless::{token, Names};

use super::unescape::unescape;

/// Returns the same document, in which the string of each member called one of `names` is replaced by the array or object
/// whose JSON text it is. A string that is anything else stays as it is.
///
/// `is_json` decides whether a text is JSON. It must not accept anything else: a text could end the object around it.
pub fn expand_nested<'a>(text: &'a [u8], names: &[&str], is_json: impl Fn(&str) -> bool) -> Cow<'a, [u8]> {
    if names.is_empty() {
        return Cow::Borrowed(text);
    }
    let names = Names::new(names);
    let mut rewritten = Vec::new();
    let mut copied = 0;
    for Value { start, end, member } in (Values { text, at: 0, string: &[], member: &[] }) {
        if !names.contains(member) {
            continue;
        }
        let content = text.get(start + 1..end - 1).and_then(|content| std::str::from_utf8(content).ok());
        let content = content.and_then(|content| unescape(content).ok());
        if let Some(structure) =
            content.filter(|text| text.trim_ascii().starts_with(['{', '[']) && is_json(text))
        {
            if copied == 0 {
                // The text of a structure is shorter than the string that holds it.
                rewritten = Vec::with_capacity(text.len());
            }
            rewritten.extend_from_slice(text.get(copied..start).unwrap_or_default());
            rewritten.extend_from_slice(structure.as_bytes());
            copied = end;
        }
    }
    if copied == 0 {
        return Cow::Borrowed(text);
    }
    rewritten.extend_from_slice(text.get(copied..).unwrap_or_default());
    Cow::Owned(rewritten)
}

/// A string that is the value of a member.
struct Value<'a> {
    /// Where it starts: at its opening quote.
    start: usize,
    /// Where it ends: behind its closing quote.
    end: usize,
    /// The name of the member, as it is written.
    member: &'a [u8],
}

/// Goes from member to member whose value is a string.
struct Values<'a> {
    text: &'a [u8],
    at: usize,
    /// The latest string.
    string: &'a [u8],
    /// The name of the member whose value comes next; empty where none does.
    member: &'a [u8],
}

impl<'a> Iterator for Values<'a> {
    type Item = Value<'a>;

    fn next(&mut self) -> Option<Value<'a>> {
        loop {
            let start = self.at;
            match self.text.get(start)? {
                b'"' => {
                    let end = token::string_end(self.text, start + 1)?;
                    self.string = self.text.get(start + 1..end)?;
                    self.at = end + 1;
                    let member = std::mem::take(&mut self.member);
                    if !member.is_empty() {
                        return Some(Value { start, end: self.at, member });
                    }
                }
                b':' => {
                    self.member = self.string;
                    self.at += 1;
                }
                b' ' | b'\t' | b'\n' | b'\r' => self.at += 1,
                _ => {
                    self.member = &[];
                    self.at += 1;
                }
            }
        }
    }
}
