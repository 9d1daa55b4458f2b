//! Deterministic pseudo-randomness: numbers from a seed, and rankings from a text.

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

    /// Returns a number from 0 to `bound`, exclusive; `bound` is at most 2^63. Slightly uneven, which does not matter for
    /// sample data.
    pub fn below(&mut self, bound: u64) -> i64 {
        (self.next() % bound.max(1)) as i64
    }

    /// Returns a number from `min` to `max`, inclusive.
    pub fn between(&mut self, min: i64, max: i64) -> i64 {
        min + self.below(max.abs_diff(min) + 1)
    }

    /// Returns true with this probability, from 0 to 1.
    pub fn chance(&mut self, probability: f64) -> bool {
        // 53 bits: the precision of a double.
        ((self.next() >> 11) as f64) < probability * (1_u64 << 53) as f64
    }

    /// Returns `length` lower-case hexadecimal digits.
    pub fn hexadecimal(&mut self, length: usize) -> String {
        let mut text = String::new();
        while text.len() < length {
            text += &format!("{:016x}", self.next());
        }
        text.truncate(length);
        text
    }
}

/// Offset basis and prime of FNV-1a, a hash that is the same on every machine.
const FNV_OFFSET: u64 = 0xcbf2_9ce4_8422_2325;
const FNV_PRIME: u64 = 0x0100_0000_01b3;

/// A deterministic ranking derived from a text.
#[derive(Clone, Copy)]
pub struct SeededOrder(u64);

impl SeededOrder {
    pub fn new(texts: &[&str]) -> Self {
        let bytes = texts.iter().flat_map(|text| text.bytes().chain([0]));
        Self(bytes.fold(FNV_OFFSET, |hash, byte| (hash ^ u64::from(byte)).wrapping_mul(FNV_PRIME)))
    }

    /// Sorts products by a hash of the text and their ids.
    pub fn sort<T>(self, products: &mut [&T], id: impl Fn(&T) -> i64) {
        products.sort_by_key(|product| Random::new(self.0 ^ id(product).unsigned_abs()).next());
    }

    /// Returns text that looks like a secret token.
    pub fn token(self) -> String {
        Random::new(self.0).hexadecimal(32)
    }

    /// Returns two regions of a picture, separated by a semicolon, each of four numbers such as `266,799,48,581`.
    pub fn regions(self) -> String {
        let mut random = Random::new(self.0);
        let mut span = || {
            let start = random.below(300);
            format!("{start},{}", start + random.between(100, 500))
        };
        format!("{},{};{},{}", span(), span(), span(), span())
    }
}
