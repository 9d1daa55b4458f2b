//! Parcels to the buyer, and their way, which time alone takes them along.

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};

use crate::ids::Ids;

const HOUR: u64 = 3_600_000;

/// A parcel to the buyer.
#[derive(Debug, Serialize, Deserialize)]
pub struct Parcel {
    pub id: String,
    pub waybill: String,
    /// When it was shipped, in milliseconds since 1970.
    pub shipped: u64,
    /// The sub-orders in it.
    pub item_ids: Vec<i64>,
    /// Of so many nodes of its way a push message told.
    pub told: usize,
}

/// A node of a parcel's way.
pub struct Node {
    /// How long after the parcel was shipped it is reached. The emulator's own.
    after: u64,
    /// What a push message calls it (spec/semantics.md, section 4).
    pub word: &'static str,
    /// What tracking says of it.
    pub remark: &'static str,
}

const fn node(after: u64, word: &'static str, remark: &'static str) -> Node {
    Node { after, word, remark }
}

const WAY: [Node; 5] = [
    node(0, "CONSIGN", "卖家已发货"),
    node(2 * HOUR, "ACCEPT", "快件已揽收"),
    node(12 * HOUR, "TRANSPORT", "快件运输中"),
    node(36 * HOUR, "DELIVERING", "快件派送中"),
    node(40 * HOUR, "SIGN", "快件已签收"),
];

impl Parcel {
    /// Whether it holds sub-orders of an order, and no more was told of its way than there is.
    pub fn is_consistent(&self, items: &BTreeSet<i64>) -> bool {
        self.told <= WAY.len() && self.item_ids.iter().all(|id| items.contains(id))
    }

    /// A parcel that is shipped now. All go with one carrier.
    pub fn new(ids: &mut Ids, item_ids: Vec<i64>, now: u64) -> Self {
        Self { id: ids.parcel(), waybill: ids.waybill(), shipped: now, item_ids, told: 0 }
    }

    /// The nodes that it has reached, and when.
    pub fn reached(&self, now: u64) -> impl Iterator<Item = (u64, &'static Node)> {
        let shipped = self.shipped;
        let nodes = WAY.iter().map(move |node| (shipped.saturating_add(node.after), node));
        nodes.take_while(move |(time, _)| *time <= now)
    }
}
