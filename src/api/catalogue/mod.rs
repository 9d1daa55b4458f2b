//! The catalogue in few bytes, as programs carry it that find endpoints by name.
//!
//! The declarations are constants full of pointers, which compress badly: in a wasm they would cost three times as much. So
//! they are written as one text of bytes while the crate is compiled, and read once when a program first asks. What
//! only people and generators need (names of types, words of open vocabularies, doc comments) is left out.

mod decode;
mod encode;

use std::sync::LazyLock;

use crate::endpoint::Descriptor;

static BYTES: [u8; LENGTH] = encode::catalogue();
const LENGTH: usize = encode::length();

static ENDPOINTS: LazyLock<Vec<Descriptor>> = LazyLock::new(|| decode::catalogue(&BYTES));

/// Every endpoint, in the order of [`super::catalogue()`].
pub fn endpoints() -> &'static [Descriptor] {
    &ENDPOINTS
}

/// The endpoint of this name.
pub fn find(name: &str) -> Option<&'static Descriptor> {
    endpoints().iter().find(|endpoint| endpoint.name == name)
}
