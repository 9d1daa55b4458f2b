//! Parcels to the buyer, which move as time passes.

use serde::{Deserialize, Serialize};

const HOUR: u64 = 3_600_000;

/// The only carrier of the sandbox's shops on Taobao.
pub const CARRIER: &str = "顺丰速运";

/// A parcel to the buyer.
#[derive(Debug, Serialize, Deserialize)]
pub struct Parcel {
    pub waybill: String,
    /// When it was shipped, in milliseconds since 1970.
    pub shipped: u64,
    /// The sub-orders in it.
    pub line_ids: Vec<i64>,
}

/// A node on the route of a parcel.
pub struct Node {
    /// When it is reached, in milliseconds after the parcel was shipped. The emulator's own.
    after: u64,
    pub status: &'static str,
    pub text: &'static str,
    /// Whether it is near the receiver; otherwise it is near the seller.
    pub is_near_receiver: bool,
}

const fn node(after: u64, status: &'static str, text: &'static str, is_near_receiver: bool) -> Node {
    Node { after, status, text, is_near_receiver }
}

const NODES: [Node; 5] = [
    node(0, "WAITING_COLLECT", "等待揽收", false),
    node(2 * HOUR, "COLLECTED", "快件已揽收", false),
    node(12 * HOUR, "TRANSPORT", "快件运输中", false),
    node(36 * HOUR, "DELIVERING", "快件派送中", true),
    node(40 * HOUR, "SIGNED", "快件已签收", true),
];

impl Parcel {
    /// Returns the nodes that it has reached, each with the time.
    pub fn reached(&self, now: u64) -> impl Iterator<Item = (u64, &'static Node)> {
        let shipped = self.shipped;
        let nodes = NODES.iter().map(move |node| (shipped.saturating_add(node.after), node));
        nodes.take_while(move |(time, _)| *time <= now)
    }
}
