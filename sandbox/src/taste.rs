//! Choices that look like a taste: the same text always chooses the same products.

use super::random::Random;

/// The start and the factor of FNV-1a, a hash that is the same on every machine.
const START: u64 = 0xcbf2_9ce4_8422_2325;
const FACTOR: u64 = 0x0100_0000_01b3;

/// What a text makes one like.
#[derive(Clone, Copy)]
pub struct Taste(u64);

impl Taste {
    pub fn of(texts: &[&str]) -> Self {
        let bytes = texts.iter().flat_map(|text| text.bytes().chain([0]));
        Self(bytes.fold(START, |hash, byte| (hash ^ u64::from(byte)).wrapping_mul(FACTOR)))
    }

    /// Sorts products by their ids, the most liked first.
    pub fn sort<T>(self, products: &mut [&T], id: impl Fn(&T) -> i64) {
        products.sort_by_key(|product| Random::new(self.0 ^ id(product).unsigned_abs()).next());
    }

    /// Text that looks as if nobody could guess it.
    pub fn token(self) -> String {
        Random::new(self.0).hexadecimal(32)
    }

    /// Two boxes, each of four numbers such as `266,799,48,581`, with a semicolon between them.
    pub fn regions(self) -> String {
        let mut random = Random::new(self.0);
        let mut span = || {
            let least = random.below(300);
            format!("{least},{}", least + random.between(100, 500))
        };
        format!("{},{};{},{}", span(), span(), span(), span())
    }
}
