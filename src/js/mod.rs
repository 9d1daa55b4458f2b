//! The wasm-bindgen surface of the npm package, and nothing else: reads what JavaScript gives, hands it on, and gives back
//! what JavaScript understands. Failures leave as plain objects; the package makes classes of them.

#[cfg(feature = "js")]
mod catalogue;
#[cfg(feature = "js")]
mod client;
#[cfg(feature = "js")]
mod decode;
#[cfg(feature = "js")]
mod failure;
#[cfg(feature = "js")]
mod money;
#[cfg(feature = "js")]
mod options;
#[cfg(feature = "js")]
mod read;
#[cfg(feature = "js")]
mod signer;
#[cfg(feature = "js")]
mod transport;

#[cfg(feature = "js-sandbox")]
mod sandbox;

use serde::Serialize;
use wasm_bindgen::JsValue;

/// A Rust value as the plain object that its JSON would be.
fn json(value: &impl Serialize) -> Result<JsValue, JsValue> {
    Ok(value.serialize(&serde_wasm_bindgen::Serializer::json_compatible())?)
}
