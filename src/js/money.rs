//! Money helpers.

use wasm_bindgen::prelude::*;

use super::failure::thrown;
use crate::error::Error;
use crate::scalar;

/// The largest integer up to which doubles count every one.
const LARGEST_SAFE: i64 = (1 << 53) - 1;

/// `"12.34"` to 1234.
#[wasm_bindgen(js_name = yuanToFen)]
pub fn yuan_to_fen(yuan: &JsValue) -> Result<f64, JsValue> {
    let text = yuan
        .as_string()
        .ok_or_else(|| refuse("yuan must be text such as \"12.34\": numbers round".to_owned()))?;
    let fen = scalar::yuan_to_fen(&text).map_err(|error| refuse(error.to_string()))?;
    if fen.0.abs() > LARGEST_SAFE {
        return Err(refuse(format!("\"{text}\" is more money than a number can count in fen")));
    }
    Ok(fen.0 as f64)
}

/// 1234 to `"12.34"`.
#[wasm_bindgen(js_name = fenToYuan)]
pub fn fen_to_yuan(fen: &JsValue) -> Result<String, JsValue> {
    let whole = match fen.as_f64() {
        Some(number) if number.trunc() == number && number.abs() <= LARGEST_SAFE as f64 => {
            Some(number as i64)
        }
        Some(_) => None,
        None => i64::try_from(fen.clone()).ok(),
    };
    let whole =
        whole.ok_or_else(|| refuse("fen must be a whole number, a safe integer or a bigint".to_owned()))?;
    Ok(scalar::fen_to_yuan(scalar::Fen(whole)))
}

fn refuse(message: String) -> JsValue {
    thrown(&Error::Config(message))
}
