//! The text of a JSON string.

/// Where in a string an escape is broken, and why.
pub struct BrokenString {
    /// Where, in bytes.
    pub offset: usize,
    /// What is wrong there.
    pub reason: &'static str,
}

/// The text of a string, given what stands between its quotes.
///
/// # Errors
/// An escape that JSON does not know, or a control character.
pub fn unescape(content: &str) -> Result<String, BrokenString> {
    if let Some(offset) = content.bytes().position(|byte| byte < b' ') {
        let reason = "a control character must be escaped";
        return Err(BrokenString { offset, reason });
    }
    let mut text = String::with_capacity(content.len());
    let mut rest = content;
    while let Some((plain, escaped)) = rest.split_once('\\') {
        text.push_str(plain);
        let Some((character, after)) = escape(escaped) else {
            let offset = content.len() - escaped.len() - 1;
            let reason = "an escape is broken";
            return Err(BrokenString { offset, reason });
        };
        text.push(character);
        rest = after;
    }
    text.push_str(rest);
    Ok(text)
}

/// The character of an escape, given what follows its backslash, and what follows the escape.
fn escape(escaped: &str) -> Option<(char, &str)> {
    let mut characters = escaped.chars();
    let character = match characters.next()? {
        plain @ ('"' | '\\' | '/') => plain,
        'b' => '\u{8}',
        'f' => '\u{c}',
        'n' => '\n',
        'r' => '\r',
        't' => '\t',
        'u' => return code_point(characters.as_str()),
        _ => return None,
    };
    Some((character, characters.as_str()))
}

/// The character of a `\u` escape, given its digits and what follows. A pair of surrogates takes two escapes; half of one
/// becomes U+FFFD.
fn code_point(digits: &str) -> Option<(char, &str)> {
    let (unit, rest) = code_unit(digits)?;
    if let Some((second, after)) = rest.strip_prefix("\\u").and_then(code_unit) {
        let mut characters = char::decode_utf16([unit, second]);
        if let (Some(Ok(character)), None) = (characters.next(), characters.next()) {
            return Some((character, after));
        }
    }
    let character = char::from_u32(unit.into()).unwrap_or(char::REPLACEMENT_CHARACTER);
    Some((character, rest))
}

/// The UTF-16 code unit of four hexadecimal digits.
fn code_unit(digits: &str) -> Option<(u16, &str)> {
    let (digits, rest) = digits.split_at_checked(4)?;
    let is_hex = digits.bytes().all(|byte| byte.is_ascii_hexdigit());
    let unit = u16::from_str_radix(digits, 16).ok()?;
    is_hex.then_some((unit, rest))
}
