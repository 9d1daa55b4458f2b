//! How heavy and how large goods are as they are packed.

use serde::{Deserialize, Serialize};

/// A packed piece.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Packed {
    pub grams: i64,
    /// Length, width and height, in centimetres.
    pub size: [i64; 3],
}

pub const fn packed(grams: i64, size: [i64; 3]) -> Packed {
    Packed { grams, size }
}

impl Packed {
    /// Whether it weighs at most a ton and is at most ten metres long.
    pub fn is_consistent(self) -> bool {
        (0..=1_000_000).contains(&self.grams) && self.size.iter().all(|side| (0..=1000).contains(side))
    }

    pub fn cubic_centimetres(self) -> i64 {
        self.size.iter().product()
    }

    /// The same, but for a twentieth of the weight more for each variant before it.
    pub fn of_variant(self, number: usize) -> Packed {
        Packed { grams: self.grams + self.grams * number as i64 / 20, ..self }
    }
}
