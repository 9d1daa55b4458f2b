//! A rewriter of JSON text: [`exact`] makes it safe for parsers whose numbers are doubles, and leaves the parsing to others.
//!
//! A crate of its own because every byte of every answer goes through it: it is compiled for speed where the rest of the
//! wasm is compiled for size.

mod double;
mod exact;
mod names;
mod numbers;
pub mod token;

pub use double::is_exact_double;
pub use exact::exact;
pub use names::Names;
