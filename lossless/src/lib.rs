//! Rewriters of JSON text: [`exact`] makes it safe for parsers whose numbers are doubles, [`structures`] puts structures in
//! the place of their text. Both leave the parsing to others.
//!
//! A crate of its own because every byte of every answer goes through it: it is compiled for speed where the rest of the
//! wasm is compiled for size.

mod double;
mod exact;
mod names;
mod numbers;
mod structures;
pub mod token;
mod unescape;

pub use exact::exact;
pub use structures::structures;
pub use unescape::{unescape, BrokenString};
