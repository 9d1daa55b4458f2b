//! Rewrites JSON so that the engine's `JSON.parse`, which is faster than any parser in wasm, reads it without loss.

use wasm_bindgen::prelude::*;

use crate::schema::json::{exact, expand_nested};
use crate::schema::Json;

/// The text for JSON.parse to read without loss: numbers beyond a double, and those of members called one of `exact_names`,
/// stand there as strings, members called one of `json_names`, which are JSON text, as structures.
pub fn lossless(text: &[u8], exact_names: &[&str], json_names: &[&str]) -> Vec<u8> {
    exact(&expand_nested(text, json_names, Json::is_valid), exact_names).into_owned()
}

/// JSON text that a person or a program wrote, for JSON.parse to read without loss: numbers beyond a double stand there as
/// strings, as ids may.
#[wasm_bindgen(js_name = exactNumbers)]
pub fn exact_numbers(text: &[u8]) -> Vec<u8> {
    exact(text, &[]).into_owned()
}
