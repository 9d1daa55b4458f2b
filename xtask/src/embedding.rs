//! A wasm module as a JavaScript module: for where no file can be found at run time.

use anyhow::{Context, Result};
use base64::prelude::{Engine, BASE64_STANDARD};
use lzma_rust2::{LzmaOptions, LzmaWriter};
use std::fmt::Write;
use std::fs;
use std::io::Write as _;
use std::path::Path;

/// Writes `NAME.wasm.js` beside `NAME.wasm`: its bytes, packed by LZMA, as base64. So a browser downloads a tenth less than it
/// would of the wasm itself, gzipped. `pkg-template/loading/unpack.js` counts on these settings.
pub fn pack(wasm: &Path) -> Result<()> {
    let bytes = read(wasm)?;
    let options = LzmaOptions { pb: 0, nice_len: LzmaOptions::NICE_LEN_MAX, ..LzmaOptions::with_preset(9) };
    let mut writer = LzmaWriter::new_no_header(Vec::new(), &options, false)?;
    writer.write_all(&bytes)?;
    let text = BASE64_STANDARD.encode(writer.finish()?);
    write(wasm, &format!("export const size = {};\nexport const packed =\n  \"{text}\";\n", bytes.len()))
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
