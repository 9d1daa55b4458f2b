//! Transports abroad: freight that was previewed, transports that were booked, parcels that come to the warehouse.

use std::collections::BTreeMap;

use pandapon::scalar::Fen;
use serde::{Deserialize, Serialize};

use crate::money::sum;

/// All that is known of transports.
#[derive(Debug, Default, Serialize, Deserialize)]
pub struct Logistics {
    /// What was previewed and not booked yet, by `renderId`.
    pub previews: BTreeMap<String, Freight>,
    /// By id, which rises with time.
    pub bookings: BTreeMap<i64, Booking>,
}

/// What the transport of some goods costs.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Freight {
    /// The user-id that asked.
    pub user: String,
    /// Where the goods go, as the request has it.
    pub country: String,
    pub lines: Vec<FreightLine>,
}

/// Pieces of a SKU, and the service that carries them.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct FreightLine {
    /// The product, as the request calls it.
    pub item_id: String,
    pub sku_id: i64,
    pub quantity: i64,
    pub service_id: String,
    pub freight: Fen,
    /// What was reported of its way to the warehouse.
    pub report: Report,
}

/// The parcels by which a line comes to the warehouse.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub struct Report {
    /// The waybill abroad.
    pub waybill: Option<String>,
    pub parcels: Vec<DomesticParcel>,
}

/// A parcel on its way to the warehouse, as it was reported.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct DomesticParcel {
    pub waybill: Option<String>,
    pub carrier: Option<String>,
    pub time: Option<String>,
}

/// A transport that was booked.
#[derive(Debug, Serialize, Deserialize)]
pub struct Booking {
    pub id: i64,
    /// The preview that it was booked by.
    pub render_id: Option<String>,
    /// The order by which the goods were bought.
    pub order_id: Option<i64>,
    pub freight: Freight,
}

impl Freight {
    pub fn total(&self) -> Fen {
        sum(self.lines.iter().map(|line| line.freight))
    }

    /// How many pieces of a SKU go.
    pub fn pieces(&self, sku_id: i64) -> i64 {
        self.lines.iter().filter(|line| line.sku_id == sku_id).map(|line| line.quantity).sum()
    }
}

impl Logistics {
    /// How many pieces of a SKU of this order go abroad.
    pub fn booked(&self, order_id: i64, sku_id: i64) -> i64 {
        let of_order = self.bookings.values().filter(|booking| booking.order_id == Some(order_id));
        of_order.map(|booking| booking.freight.pieces(sku_id)).sum()
    }
}

/// A parcel that was announced, or came in.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct WarehouseParcel {
    /// The user-id that reported it.
    pub user: String,
    pub order_id: i64,
    /// The developer's own number of the order.
    pub out_order_id: Option<String>,
    /// What was found when it came in.
    pub inspection: Option<Inspection>,
}

/// What an inspection found.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Inspection {
    pub status: Option<String>,
    pub failed_remark: Option<String>,
}
