//! Push messages about parcels on their way.

use super::order::Order;
use super::parcel::{Node, Parcel};
use super::topic::Topic;
use crate::clock;
use crate::state::market::Market;
use pandapon::schema::Json;

/// The only carrier of the sandbox's sellers on 1688, a code.
const CARRIER: &str = "ZTO";

impl Market {
    /// Says of every parcel which nodes it has reached that nothing was said of, in the order of time.
    pub fn tell_of_parcels(&mut self, now: u64) {
        let mut news = Vec::new();
        for order in self.orders.values_mut() {
            for (index, parcel) in order.parcels.iter_mut().enumerate() {
                let reached = parcel.reached(now).skip(parcel.told);
                let before = news.len();
                news.extend(reached.map(|(time, node)| (time, order.id, index, node)));
                parcel.told += news.len() - before;
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
