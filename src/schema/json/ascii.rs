//! ascii
use super::token;
use std::borrow::Cow;
/// ascii
pub fn ascii(text: &[u8]) -> Cow<'_, [u8]> {
    let Some(first) = token::find_non_ascii(text, 0) else {
        return Cow::Borrowed(text);
    };
    let mut out = Vec::with_capacity(text.len() * 2);
    let mut copied = 0;
    let mut next = Some(first);
    while let Some(start) = next {
        out.extend_from_slice(text.get(copied..start).unwrap_or_default());
        let rest = text.get(start..).unwrap_or_default();
        let n = rest.iter().take_while(|b| !b.is_ascii()).count();
        for chunk in rest.get(..n).unwrap_or_default().utf8_chunks() {
            for unit in chunk.valid().encode_utf16() {
                escape(&mut out, unit);
            }
            if !chunk.invalid().is_empty() {
                escape(&mut out, 0xfffd);
            }
        }
        copied = start + n;
        next = token::find_non_ascii(text, copied);
    }
    out.extend_from_slice(text.get(copied..).unwrap_or_default());
    Cow::Owned(out)
}
fn escape(out: &mut Vec<u8>, unit: u16) {
    const HEX: [u8; 16] = *b"0123456789abcdef";
    let hex = |shift: u16| {
        let d = (unit >> shift & 15) as u8;
        d + if d < 10 { b'0' } else { b'a' - 10 }
    };
    out.extend_from_slice(&[b'\\', b'u', hex(12), hex(8), hex(4), hex(0)]);
}
