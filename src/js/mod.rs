//! The wasm-bindgen surface of the npm package, and nothing else: reads what JavaScript gives, hands it to the client, and
//! gives back what JavaScript understands. Errors leave as plain objects; the package makes classes of them.

mod catalogue;
mod client;
mod decode;
mod failure;
mod money;
mod options;
mod read;
mod signer;
mod transport;

use serde::Serialize;
use wasm_bindgen::JsValue;

/// A Rust value as the plain object that its JSON would be.
fn json(value: &impl Serialize) -> Result<JsValue, JsValue> {
    Ok(value.serialize(&serde_wasm_bindgen::Serializer::json_compatible())?)
}
