//! Ids: increasing ids of records, and the mapped ids of products.

use serde::{Deserialize, Serialize};

use crate::clock;
use crate::random::Random;

const FIRST: i64 = 3_300_000_000_000_000_001;

/// Maximum of the last id in a restored state: far above what a sandbox ever generates, and far below the limit of 64 bits.
const LAST: i64 = 9_000_000_000_000_000_000;
/// Maximum number of purchase orders in a restored state.
const MAX_PURCHASES: u64 = 1_000_000_000_000;

/// Generates unique ids.
#[derive(Debug, Serialize, Deserialize)]
pub struct Ids {
    random: Random,
    last: i64,
    /// Number of purchase order numbers generated so far.
    purchases: u64,
}

impl Ids {
    pub fn new(mut random: Random) -> Self {
        let last = FIRST + 2 * random.below(5_000_000_000_000_000);
        Self { random, last, purchases: 0 }
    }

    /// Returns whether all future ids will be above `highest` and fit in 64 bits.
    pub fn is_consistent(&self, highest: i64) -> bool {
        (highest.max(FIRST)..=LAST).contains(&self.last) && self.purchases <= MAX_PURCHASES
    }

    /// Generates the id of an order, a sub-order or another record.
    pub fn next(&mut self) -> i64 {
        self.last += 2 * self.random.between(1, 500_000_000);
        self.last
    }

    /// Generates the id of a refund, `TQ…`.
    pub fn refund(&mut self) -> String {
        format!("TQ{}", self.next())
    }

    /// Generates a waybill number.
    pub fn waybill(&mut self) -> String {
        format!("SANDBOX{:010}", self.random.below(10_000_000_000))
    }

    /// Generates the number of a purchase order in KA: the date and an increasing number, as in the vendor's sample.
    pub fn purchase(&mut self, now: u64) -> String {
        self.purchases += 1;
        let day: String = clock::digits(&clock::format(now)).chars().take(8).collect();
        format!("PO{day}{:04}", self.purchases)
    }

    /// Generates the id of a freight preview, in the form of the vendor's sample.
    pub fn render(&mut self) -> String {
        format!("FF{}", self.next())
    }

    /// Generates the id of a parcel.
    pub fn parcel(&mut self) -> String {
        format!("LP{:014}", self.random.below(100_000_000_000_000))
    }
}

/// The digits of URL-safe base64.
const DIGITS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
/// Number of whole digits in 16 bytes: 21 of six bits; the last digit holds the remaining two.
const WHOLE_DIGITS: usize = 21;

/// Returns the mapped id of a product: 16 bytes derived from its number, such as `L0PTnwSnx_dWNZWCtgK7Gg`.
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

/// Returns the base64 digit of a number below 64.
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
