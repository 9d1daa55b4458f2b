//! What the orders that a look has read say of a call.

use std::collections::{BTreeMap, BTreeSet};

use crate::intent::Look;
use crate::mark::Mark;

/// How far an order's time may be from the attempt's, in milliseconds: clocks differ.
const WINDOW: u64 = 600_000;

/// An order as a list shows it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Order {
    /// The platform's id.
    pub id: String,
    /// The buyer's note.
    pub note: Option<String>,
    /// When it was made, in milliseconds since 1970.
    pub created_at: Option<u64>,
    /// What was ordered; empty if the list does not say.
    pub lines: Vec<Line>,
}

/// Goods of an order.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Line {
    /// The SKU, by any one of its ids, the same in all lines that are compared.
    pub sku: String,
    /// Number of pieces.
    pub quantity: u64,
}

/// What a call should have made.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Expectation {
    /// The mark in the call's note, if it takes one.
    pub mark: Option<Mark>,
    /// When the attempt was stored, in milliseconds since 1970.
    pub sent_at: u64,
    /// All goods of the call.
    pub lines: Vec<Line>,
    /// Orders that other intents are known to have made.
    pub claimed: BTreeSet<String>,
}

/// Returns what the orders of all pages of a list say of a call; `complete` says whether these are all orders of the time
/// in question. An order that appears on two pages, because the pages shifted, counts once.
///
/// With a mark, an order is the call's if its note begins with it, and no other is. Without one, orders of the time of the
/// attempt that nobody claims and that hold nothing but goods of the call are candidates: they may be another call's, so
/// a person decides.
#[must_use]
pub fn judge(expectation: &Expectation, orders: &[Order], complete: bool) -> Look {
    let orders: BTreeMap<&str, &Order> = orders.iter().map(|order| (order.id.as_str(), order)).collect();
    let ids = |fits: &dyn Fn(&Order) -> bool| -> Vec<String> {
        orders.values().filter(|order| fits(order)).map(|order| order.id.clone()).collect()
    };
    let nothing = Look::Nothing { complete };
    match &expectation.mark {
        Some(mark) => {
            let is_marked = |order: &Order| order.note.as_deref().and_then(Mark::find).as_ref() == Some(mark);
            let found = ids(&is_marked);
            if found.is_empty() {
                nothing
            } else {
                Look::Found(found)
            }
        }
        None => {
            let candidates = ids(&|order| expectation.fits(order));
            if candidates.is_empty() {
                nothing
            } else {
                Look::Candidates(candidates)
            }
        }
    }
}

impl Expectation {
    /// Whether an order without a mark could be the call's.
    fn fits(&self, order: &Order) -> bool {
        let marked = order.note.as_deref().and_then(Mark::find).is_some();
        let in_time = order.created_at.is_none_or(|created| created.abs_diff(self.sent_at) <= WINDOW);
        !marked && in_time && !self.claimed.contains(&order.id) && self.covers(&order.lines)
    }

    /// Whether all these goods are among the call's. A list that shows no goods contradicts nothing.
    fn covers(&self, lines: &[Line]) -> bool {
        let (mine, theirs) = (pieces(&self.lines), pieces(lines));
        theirs.iter().all(|(sku, quantity)| mine.get(sku).is_some_and(|all| quantity <= all))
    }
}

fn pieces(lines: &[Line]) -> BTreeMap<&str, u64> {
    let mut pieces = BTreeMap::new();
    for line in lines {
        let quantity: &mut u64 = pieces.entry(line.sku.as_str()).or_default();
        *quantity = quantity.saturating_add(line.quantity);
    }
    pieces
}
