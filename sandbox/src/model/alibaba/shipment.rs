//! Parcels to the buyer, and their way, which time alone takes them along.

use std::collections::BTreeSet;

use pandapon::schema::Json;
use serde::{Deserialize, Serialize};

use crate::clock;
use crate::ids::Ids;
use crate::model::alibaba::messages::Topic;
use crate::model::alibaba::order::Order;
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
    /// Number of nodes that a push message was sent about.
    pub announced: usize,
}

/// A node of a parcel's way.
pub struct Node {
    /// How long after the parcel was shipped it is reached. The emulator's own.
    after: u64,
    /// What a push message calls it (spec/semantics.md, section 4).
    pub word: &'static str,
    /// The remark in tracking.
    pub remark: &'static str,
}

const fn node(after: u64, word: &'static str, remark: &'static str) -> Node {
    Node { after, word, remark }
}

const NODES: [Node; 5] = [
    node(0, "CONSIGN", "卖家已发货"),
    node(2 * HOUR, "ACCEPT", "快件已揽收"),
    node(12 * HOUR, "TRANSPORT", "快件运输中"),
    node(36 * HOUR, "DELIVERING", "快件派送中"),
    node(40 * HOUR, "SIGN", "快件已签收"),
];

impl Parcel {
    /// Whether it holds sub-orders of an order, and no more nodes were announced than there are.
    pub fn is_consistent(&self, items: &BTreeSet<i64>) -> bool {
        self.announced <= NODES.len() && self.item_ids.iter().all(|id| items.contains(id))
    }

    /// A parcel that is shipped now. All go with one carrier.
    pub fn new(ids: &mut Ids, item_ids: Vec<i64>, now: u64) -> Self {
        Self { id: ids.parcel(), waybill: ids.waybill(), shipped: now, item_ids, announced: 0 }
    }

    /// The nodes that it has reached, and when.
    pub fn reached(&self, now: u64) -> impl Iterator<Item = (u64, &'static Node)> {
        let shipped = self.shipped;
        let nodes = NODES.iter().map(move |node| (shipped.saturating_add(node.after), node));
        nodes.take_while(move |(time, _)| *time <= now)
    }
}

/// The only carrier of the sandbox's sellers on 1688, a code.
const CARRIER: &str = "ZTO";

impl Market {
    /// Sends a push message about each node that a parcel has reached since the last call, in the order of time.
    pub fn announce_parcels(&mut self, now: u64) {
        let mut news = Vec::new();
        for order in self.orders.values_mut() {
            for (index, parcel) in order.parcels.iter_mut().enumerate() {
                let reached = parcel.reached(now).skip(parcel.announced);
                let before = news.len();
                news.extend(reached.map(|(time, node)| (time, order.id, index, node)));
                parcel.announced += news.len() - before;
            }
        }
        news.sort_by_key(|(time, order, index, _)| (*time, *order, *index));
        for (time, order, index, node) in news {
            let Some(order) = self.orders.get(&order) else { continue };
            let Some(parcel) = order.parcels.get(index) else { continue };
            // Sent when it was reached: what tells two messages about a parcel apart is their time.
            self.outbox.with_body(Topic::ParcelMoved, order, message(order, parcel, node, time), time);
        }
    }
}

fn message(order: &Order, parcel: &Parcel, node: &Node, time: u64) -> Json {
    let items = parcel
        .item_ids
        .iter()
        .map(|item| Json::from([("orderId", order.id.into()), ("orderEntryId", (*item).into())]));
    let parcel = Json::from([
        ("logisticsId", parcel.id.as_str().into()),
        ("cpCode", CARRIER.into()),
        ("mailNo", parcel.waybill.as_str().into()),
        ("statusChanged", node.word.into()),
        ("changeTime", clock::text(time).into()),
        ("orderLogsItems", items.collect::<Vec<_>>().into()),
    ]);
    Json::from([("OrderLogisticsTracingModel", parcel)])
}
