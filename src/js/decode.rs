//! Bytes of an answer to a JavaScript object, without loss: one pass in Rust that quotes what a double cannot hold, then the
//! engine's own JSON.parse, which nothing written here would beat.

use js_sys::{JsString, Object, Reflect};
use wasm_bindgen::prelude::*;

use crate::schema::json::exact;

#[wasm_bindgen]
extern "C" {
    type TextDecoder;

    #[wasm_bindgen(constructor, catch)]
    fn new(encoding: &str, options: &Object) -> Result<TextDecoder, JsValue>;

    #[wasm_bindgen(method, catch)]
    fn decode(this: &TextDecoder, bytes: &[u8]) -> Result<JsString, JsValue>;

    #[wasm_bindgen(js_namespace = JSON, js_name = parse, catch)]
    fn parse_json(text: &JsString) -> Result<JsValue, JsValue>;
}

/// Decodes a JSON text; numbers beyond a double, and those of members called `names`, come out as strings.
///
/// # Errors
/// What JSON.parse throws, or TextDecoder on bytes that are not UTF-8: replaced ones would be lost unnoticed.
pub fn parse(text: &[u8], names: &[&str]) -> Result<JsValue, JsValue> {
    let fatal = Object::new();
    Reflect::set(&fatal, &"fatal".into(), &true.into())?;
    parse_json(&TextDecoder::new("utf-8", &fatal)?.decode(&exact(text, names))?)
}

/// [`parse`] by itself, for the benchmark to hold against other parsers.
///
/// # Errors
/// As [`parse`].
#[wasm_bindgen]
pub fn decode(bytes: &[u8], names: Vec<String>) -> Result<JsValue, JsValue> {
    let names: Vec<&str> = names.iter().map(String::as_str).collect();
    parse(bytes, &names)
}

/// The text of bytes that need not be UTF-8, for people to read; empty if the runtime cannot tell.
pub fn text(bytes: &[u8]) -> String {
    let decoder = TextDecoder::new("utf-8", &Object::new());
    decoder.and_then(|decoder| decoder.decode(bytes)).map_or_else(|_| String::new(), String::from)
}
