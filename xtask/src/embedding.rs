//! A wasm module as a JavaScript module: for where no file can be found at run time.

use anyhow::{Context, Result};
use lzma_rust2::{LzmaOptions, LzmaWriter};
use std::fmt::Write;
use std::fs;
use std::io::Write as _;
use std::path::Path;

/// Writes `NAME.wasm.js` beside `NAME.wasm`: its bytes, packed by LZMA, as text. So a browser downloads a tenth less than it
/// would of the wasm itself, gzipped. `pkg-template/loading/` counts on these settings.
pub fn pack(wasm: &Path) -> Result<()> {
    let bytes = read(wasm)?;
    let options = LzmaOptions { pb: 0, nice_len: LzmaOptions::NICE_LEN_MAX, ..LzmaOptions::with_preset(9) };
    let mut writer = LzmaWriter::new_no_header(Vec::new(), &options, false)?;
    writer.write_all(&bytes)?;
    let text = as_text(&writer.finish()?);
    write(wasm, &format!("export const size = {};\nexport const packed =\n  \"{text}\";\n", bytes.len()))
}

/// How many of the characters stand for 6 bits. The other 48 stand for 7.
const SHORT: usize = 40;

/// Bytes as printable characters of 6 and of 7 bits. The more characters there are, the fewer repetitions gzip finds in what
/// has none, and each of those costs it more than it saves: a fiftieth of what it makes of base64.
fn as_text(bytes: &[u8]) -> String {
    // A quote or a backslash would need another before it; "$", "`" and "<" mean something where scripts are inside others.
    let alphabet: Vec<char> = (' '..='~').filter(|character| !"\"'\\`$<~".contains(*character)).collect();
    let bit = |index: usize| bytes.get(index / 8).map_or(0, |byte| usize::from(byte >> (7 - index % 8) & 1));
    let mut text = String::new();
    let mut at = 0;
    while at < bytes.len() * 8 {
        let short = (at..at + 6).fold(0, |value, index| value * 2 + bit(index));
        let (value, length) = if short < SHORT { (short, 6) } else { (short * 2 + bit(at + 6) - SHORT, 7) };
        text.extend(alphabet.get(value));
        at += length;
    }
    text
}

/// Writes `NAME.wasm.js` beside `NAME.wasm`: its bytes in hexadecimal. A small module needs no other code to be read, and
/// compresses better on its way than in base64.
pub fn to_hex_module(wasm: &Path) -> Result<()> {
    let mut hexadecimal = String::new();
    for byte in read(wasm)? {
        write!(hexadecimal, "{byte:02x}")?;
    }
    write(wasm, &format!("export const hexadecimal =\n  \"{hexadecimal}\";\n"))
}

fn write(wasm: &Path, script: &str) -> Result<()> {
    let path = wasm.with_extension("wasm.js");
    fs::write(&path, script).with_context(|| format!("cannot write {}", path.display()))
}

fn read(wasm: &Path) -> Result<Vec<u8>> {
    fs::read(wasm).with_context(|| format!("cannot read {}", wasm.display()))
}
