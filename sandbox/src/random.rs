//! Everything that looks random: numbers from a seed, and rankings from a text.

use serde::{Deserialize, Serialize};

/// SplitMix64: small, fast, and the same on every machine.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Random(u64);

impl Random {
    pub fn new(seed: u64) -> Self {
        Self(seed)
    }

    pub fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }

    /// A number from 0 up to but without `bound`, which must not be above 2^63. Slightly uneven, which no
    /// sample minds.
    pub fn below(&mut self, bound: u64) -> i64 {
        (self.next() % bound.max(1)) as i64
    }

    /// A number from `least` to `most`, both included.
    pub fn between(&mut self, least: i64, most: i64) -> i64 {
        least + self.below(most.abs_diff(least) + 1)
    }

    /// Whether something happens that is so likely, from 0 to 1.
    pub fn chance(&mut self, probability: f64) -> bool {
        // As many bits as a double holds.
        ((self.next() >> 11) as f64) < probability * (1_u64 << 53) as f64
    }

    /// Lower-case hexadecimal digits.
    pub fn hexadecimal(&mut self, length: usize) -> String {
        let mut text = String::new();
        while text.len() < length {
            text += &format!("{:016x}", self.next());
        }
        text.truncate(length);
        text
    }
}

/// The start and the factor of FNV-1a, a hash that is the same on every machine.
const START: u64 = 0xcbf2_9ce4_8422_2325;
const FACTOR: u64 = 0x0100_0000_01b3;

/// A deterministic ranking derived from a text.
#[derive(Clone, Copy)]
pub struct SeededOrder(u64);

impl SeededOrder {
    pub fn new(texts: &[&str]) -> Self {
        let bytes = texts.iter().flat_map(|text| text.bytes().chain([0]));
        Self(bytes.fold(START, |hash, byte| (hash ^ u64::from(byte)).wrapping_mul(FACTOR)))
    }

    /// Sorts products by a hash of the text and their ids.
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
