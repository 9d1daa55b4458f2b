//! What an endpoint of generation 1 is called in generation 2, and where it lies there.
//!
//! Every pair that was observed obeys it (spec/README.md): v2 = "/v2" + v1, but for Taobao "/open/" becomes
//! "/v2/taobao/". Texts are made while the crate is compiled, so that a derived endpoint costs a line.

use super::Descriptor;

/// A text of an endpoint of generation 2, in two parts that are yet to be joined.
pub(crate) struct DerivedText(&'static str, &'static str);

impl DerivedText {
    /// The name in generation 2.
    pub const fn name(name: &'static str) -> Self {
        Self("v2.", name)
    }

    /// The path in generation 2; empty if none is known.
    pub const fn path(first: &Descriptor) -> Self {
        match (first.path, first.name.as_bytes()) {
            (Some(path), [b't', b'a', b'o', b'b', b'a', b'o', b'.', ..]) => {
                Self("/v2/taobao", path.split_at("/open".len()).1)
            }
            (Some(path), _) => Self("/v2", path),
            (None, _) => Self("", ""),
        }
    }

    /// How long the text is, in bytes.
    pub const fn len(&self) -> usize {
        self.0.len() + self.1.len()
    }

    /// The bytes of the text; `N` is their number.
    #[allow(
        clippy::indexing_slicing,
        reason = "runs while the crate is compiled, where an index out of bounds is an error of compilation"
    )]
    pub const fn join<const N: usize>(&self) -> [u8; N] {
        let (first, second) = (self.0.as_bytes(), self.1.as_bytes());
        let mut text = [0; N];
        let mut index = 0;
        while index < N {
            text[index] = if index < first.len() { first[index] } else { second[index - first.len()] };
            index += 1;
        }
        text
    }

    /// The text of bytes that [`DerivedText::join`] made of whole texts.
    pub const fn read(text: &'static [u8]) -> &'static str {
        match core::str::from_utf8(text) {
            Ok(text) => text,
            Err(_) => "",
        }
    }
}
