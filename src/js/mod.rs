//! The wasm-bindgen surface of the npm package, and nothing else.
//!
//! Of the client, only what decides is in its wasm: JavaScript reads what the user passes, sends and waits, and asks at each
//! step what to do. JSON text goes in and out; failures leave as JSON text, too, and the package makes classes of them.
//! So nothing that JavaScript does can stop in the middle of Rust, and an endpoint adds data and no code.

mod call;
mod catalogue;
mod core;
mod decode;
mod event;
mod failure;
mod money;
mod options;
mod runtime;
mod signer;

/// For the fuzz targets in `fuzz/`, which reach what is private otherwise.
#[cfg(fuzzing)]
pub mod fuzzing {
    pub use super::event::read_event;
    pub use super::options::{call_options, settings, Options};
    pub use super::signer::Signer;
}

/// Half as large as the default allocator, and faster.
#[cfg(all(target_family = "wasm", not(target_feature = "atomics")))]
#[global_allocator]
static ALLOCATOR: talc::wasm::WasmDynamicTalc = talc::wasm::new_wasm_dynamic_allocator();
