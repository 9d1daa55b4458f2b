//! What the runtime has and Rust has not: a clock, a reader of dates, randomness.

use wasm_bindgen::prelude::*;

use crate::error::Error;

#[wasm_bindgen]
extern "C" {
    #[wasm_bindgen(js_namespace = Date, js_name = now)]
    fn date_now() -> f64;

    #[wasm_bindgen(js_namespace = Date, js_name = parse)]
    fn date_parse(text: &str) -> f64;

    #[wasm_bindgen(js_namespace = crypto, js_name = getRandomValues, catch)]
    fn get_random_values(entropy: &mut [u8]) -> Result<(), JsValue>;
}

/// Milliseconds since 1970, UTC.
pub fn now() -> u64 {
    date_now() as u64
}

/// A date as it stands in HTTP headers, in milliseconds since 1970.
pub fn read_date(text: &str) -> Option<u64> {
    let milliseconds = date_parse(text);
    (milliseconds >= 0.0).then_some(milliseconds as u64)
}

/// Fills `entropy` with bytes that nobody can predict.
///
/// # Errors
/// [`Error::Config`] if the runtime has none.
pub fn fill(entropy: &mut [u8]) -> Result<(), Error> {
    get_random_values(entropy)
        .map_err(|_| Error::Config("this runtime has no crypto.getRandomValues".to_owned()))
}
