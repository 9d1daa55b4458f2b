//! What the runtime has and Rust has not: a clock, a reader of dates, randomness.

use wasm_bindgen::prelude::*;

use crate::call::machine::Runtime;
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

/// The runtime as the machine of a call sees it.
pub struct Js;

impl Runtime for Js {
    fn now(&self) -> u64 {
        date_now() as u64
    }

    fn fill(&self, entropy: &mut [u8]) -> Result<(), Error> {
        get_random_values(entropy)
            .map_err(|_| Error::Config("this runtime has no crypto.getRandomValues".to_owned()))
    }

    fn read_date(&self, text: &str) -> Option<u64> {
        let milliseconds = date_parse(text);
        (milliseconds >= 0.0).then_some(milliseconds as u64)
    }
}
