//! Ids: those that rise with time, and the mapped ids of products.

use serde::{Deserialize, Serialize};

use crate::clock;
use crate::random::Random;

const FIRST: i64 = 3_300_000_000_000_000_001;

/// Maximum that a state may have reached: far above what a sandbox ever hands out, and far below the end of 64 bits.
const LAST: i64 = 9_000_000_000_000_000_000;
/// Maximum number of purchase orders that a state may have reached.
const MAX_PURCHASES: u64 = 1_000_000_000_000;

/// Hands out ids that were never handed out before.
#[derive(Debug, Serialize, Deserialize)]
pub struct Ids {
    random: Random,
    last: i64,
    /// How many numbers of purchase orders were given.
    purchases: u64,
}

impl Ids {
    pub fn new(mut random: Random) -> Self {
        let last = FIRST + 2 * random.below(5_000_000_000_000_000);
        Self { random, last, purchases: 0 }
    }

    /// Whether no id that is to come was handed out before, and the next ones fit 64 bits.
    pub fn is_consistent(&self, highest: i64) -> bool {
        (highest.max(FIRST)..=LAST).contains(&self.last) && self.purchases <= MAX_PURCHASES
    }

    /// The id of an order, a sub-order or a record.
    pub fn next(&mut self) -> i64 {
        self.last += 2 * self.random.between(1, 500_000_000);
        self.last
    }

    /// The id of a refund, `TQ…`.
    pub fn refund(&mut self) -> String {
        format!("TQ{}", self.next())
    }

    /// The number of a parcel, as its carrier writes it.
    pub fn waybill(&mut self) -> String {
        format!("SANDBOX{:010}", self.random.below(10_000_000_000))
    }

    /// A number of a purchase order in KA: the day, and a number that rises, as in the vendor's sample.
    pub fn purchase(&mut self, now: u64) -> String {
        self.purchases += 1;
        let day: String = clock::digits(&clock::text(now)).chars().take(8).collect();
        format!("PO{day}{:04}", self.purchases)
    }

    /// The id of a freight preview, as the vendor's sample has it.
    pub fn render(&mut self) -> String {
        format!("FF{}", self.next())
    }

    /// The id of a parcel.
    pub fn parcel(&mut self) -> String {
        format!("LP{:014}", self.random.below(100_000_000_000_000))
    }
}

/// The digits of base64 for addresses.
const DIGITS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
/// As many as 16 bytes take: 21 of six bits, and one that has two bits left.
const WHOLE_DIGITS: usize = 21;

/// The mapped id of a product: 16 bytes that follow from its number, such as `L0PTnwSnx_dWNZWCtgK7Gg`.
pub fn map_id(offer_id: i64) -> String {
    let mut random = Random::new(offer_id.unsigned_abs());
    let mut bits = (u128::from(random.next()) << 64) | u128::from(random.next());
    let mut digits = String::with_capacity(WHOLE_DIGITS + 1);
    for _ in 0..WHOLE_DIGITS {
        digits.push(digit(bits >> 122));
        bits <<= 6;
    }
    digits.push(digit(bits >> 122));
    digits
}

/// The digit for a number below 64.
fn digit(number: u128) -> char {
    usize::try_from(number).ok().and_then(|index| DIGITS.get(index)).copied().map_or('A', char::from)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn mapped_ids_look_like_the_vendors() {
        let id = map_id(610_947_572_360);
        assert_eq!(id.len(), "L0PTnwSnx_dWNZWCtgK7Gg".len());
        assert!(id.bytes().all(|digit| DIGITS.contains(&digit)));
        // The last digit holds two bits of the 16 bytes; the others are zero.
        assert!(id.ends_with(['A', 'Q', 'g', 'w']));
        assert_ne!(id, map_id(610_947_572_361));
    }
}
