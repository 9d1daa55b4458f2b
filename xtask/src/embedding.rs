//! A wasm module as a JavaScript module: for where no file can be found at run time.

use anyhow::{Context, Result};
use base64::prelude::{Engine, BASE64_STANDARD};
use std::fmt::Write;
use std::fs;
use std::path::Path;

/// Writes `NAME.wasm.js` beside `NAME.wasm`: its bytes, deflated, as base64. Zopfli deflates better than gzip does, so that
/// a browser downloads less than it would of the wasm itself.
pub fn compress(wasm: &Path) -> Result<()> {
    let bytes = read(wasm)?;
    let mut deflated = Vec::new();
    zopfli::compress(zopfli::Options::default(), zopfli::Format::Deflate, &*bytes, &mut deflated)?;
    let text = BASE64_STANDARD.encode(deflated);
    write(wasm, &format!("export const size = {};\nexport const compressed =\n  \"{text}\";\n", bytes.len()))
}

/// Writes `NAME.wasm.js` beside `NAME.wasm`: its bytes in hexadecimal. A small module needs no other code to be read, and
/// compresses better on its way than in base64.
pub fn spell_out(wasm: &Path) -> Result<()> {
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
