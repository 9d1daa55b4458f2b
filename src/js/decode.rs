//! Bytes of an answer to a JavaScript object, without loss: one pass in Rust that quotes what a double cannot hold, then the
//! engine's own JSON.parse, which nothing written here would beat.

use js_sys::JsString;
use wasm_bindgen::prelude::*;

use crate::schema::json::exact;

#[wasm_bindgen]
extern "C" {
    type TextDecoder;

    #[wasm_bindgen(constructor, catch)]
    fn new() -> Result<TextDecoder, JsValue>;

    #[wasm_bindgen(method, catch)]
    fn decode(this: &TextDecoder, bytes: &[u8]) -> Result<JsString, JsValue>;

    #[wasm_bindgen(js_namespace = JSON, js_name = parse, catch)]
    fn parse_json(text: &JsString) -> Result<JsValue, JsValue>;
}

/// Decodes a JSON text; numbers beyond a double, and those of members called `names`, come out as strings.
///
/// # Errors
/// What JSON.parse throws.
pub fn parse(text: &[u8], names: &[&str]) -> Result<JsValue, JsValue> {
    parse_json(&TextDecoder::new()?.decode(&exact(text, names))?)
}
