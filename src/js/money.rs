//! Money helpers.

use wasm_bindgen::prelude::*;

use super::failure::thrown;
use crate::error::Error;
use crate::excerpt::{Excerpt, VALUE};
use crate::scalar;

/// The largest integer up to which doubles count every one.
const LARGEST_SAFE: i64 = (1 << 53) - 1;

/// `"12.34"` to 1234.
#[wasm_bindgen(js_name = yuanToFen)]
pub fn yuan_to_fen(yuan: &str) -> Result<f64, JsValue> {
    let fen = scalar::yuan_to_fen(yuan).map_err(|error| refuse(error.to_string()))?;
    if fen.0.abs() > LARGEST_SAFE {
        let yuan = Excerpt(yuan, VALUE);
        return Err(refuse(format!("\"{yuan}\" is more money than a number can count in fen")));
    }
    Ok(fen.0 as f64)
}

/// `"1234"` to `"12.34"`.
#[wasm_bindgen(js_name = fenToYuan)]
pub fn fen_to_yuan(fen: &str) -> Result<String, JsValue> {
    match fen.parse() {
        Ok(fen) => Ok(scalar::fen_to_yuan(scalar::Fen(fen))),
        Err(_) => Err(refuse("fen must be a whole number, a safe integer or a bigint".to_owned())),
    }
}

fn refuse(message: String) -> JsValue {
    thrown(&Error::Config(message))
}
