//! Parcels to the buyer, which move as time passes.

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};

use crate::ids::Ids;
use crate::model::alibaba::messages;
use crate::model::market::Market;

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
    /// Number of nodes about which a push message was sent.
    pub announced: usize,
}

/// A node on the route of a parcel.
pub struct Node {
    /// When it is reached, in milliseconds after the parcel was shipped. The emulator's own.
    after: u64,
    /// The status in a push message (spec/semantics.md, section 4).
    pub status: &'static str,
    /// The remark in tracking.
    pub remark: &'static str,
}

const fn node(after: u64, status: &'static str, remark: &'static str) -> Node {
    Node { after, status, remark }
}

const NODES: [Node; 5] = [
    node(0, "CONSIGN", "卖家已发货"),
    node(2 * HOUR, "ACCEPT", "快件已揽收"),
    node(12 * HOUR, "TRANSPORT", "快件运输中"),
    node(36 * HOUR, "DELIVERING", "快件派送中"),
    node(40 * HOUR, "SIGN", "快件已签收"),
];

impl Parcel {
    /// Returns whether its sub-orders are among these, and no more nodes were announced than exist.
    pub fn is_consistent(&self, items: &BTreeSet<i64>) -> bool {
        self.announced <= NODES.len() && self.item_ids.iter().all(|id| items.contains(id))
    }

    /// Creates a parcel that is shipped now. All parcels have the same carrier.
    pub fn new(ids: &mut Ids, item_ids: Vec<i64>, now: u64) -> Self {
        Self { id: ids.parcel(), waybill: ids.waybill(), shipped: now, item_ids, announced: 0 }
    }

    /// Returns the nodes that it has reached, each with the time.
    pub fn reached(&self, now: u64) -> impl Iterator<Item = (u64, &'static Node)> {
        let shipped = self.shipped;
        let nodes = NODES.iter().map(move |node| (shipped.saturating_add(node.after), node));
        nodes.take_while(move |(time, _)| *time <= now)
    }
}

/// Code of the only carrier of the sandbox's sellers on 1688.
pub const CARRIER: &str = "ZTO";

impl Market {
    /// Sends a push message about each node that a parcel has reached since the last call, ordered by time.
    pub fn announce_parcels(&mut self, now: u64) {
        let mut arrivals = Vec::new();
        for order in self.orders.values_mut() {
            for (index, parcel) in order.parcels.iter_mut().enumerate() {
                let reached = parcel.reached(now).skip(parcel.announced);
                let before = arrivals.len();
                arrivals.extend(reached.map(|(time, node)| (time, order.id, index, node)));
                parcel.announced += arrivals.len() - before;
            }
        }
        arrivals.sort_by_key(|(time, order, index, _)| (*time, *order, *index));
        for (time, order, index, node) in arrivals {
            let Some(order) = self.orders.get(&order) else { continue };
            let Some(parcel) = order.parcels.get(index) else { continue };
            // With the time of the arrival, which is all that distinguishes two messages about a parcel.
            messages::parcel(&mut self.outbox, order, parcel, node, time);
        }
    }
}
