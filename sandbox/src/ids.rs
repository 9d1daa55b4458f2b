//! Ids: 19 digits, rising, and odd.
//!
//! Odd, so that whoever reads them as doubles gets a wrong one: above 2^53 a double holds even numbers alone.

use serde::{Deserialize, Serialize};

use super::clock;
use super::random::Random;

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
