//! International freight: previews, bookings, and parcels on their way to the warehouse.

use std::collections::BTreeMap;

use pandapon::scalar::Fen;
use serde::{Deserialize, Serialize};

use crate::money::sum;

/// Previews and bookings of freight.
#[derive(Debug, Default, Serialize, Deserialize)]
pub struct Logistics {
    /// Previews that are not booked yet, by `renderId`.
    pub previews: BTreeMap<String, Freight>,
    /// Bookings by id, oldest first.
    pub bookings: BTreeMap<i64, Booking>,
}

/// Goods and the price of shipping them.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Freight {
    /// The user-id of the caller.
    pub user: String,
    /// The country of destination, as in the request.
    pub country: String,
    pub lines: Vec<FreightLine>,
}

/// Pieces of a SKU, and the service that ships them.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct FreightLine {
    /// The product, as identified in the request.
    pub item_id: String,
    pub sku_id: i64,
    pub quantity: i64,
    pub service_id: String,
    pub freight: Fen,
    /// Its parcels to the warehouse, as reported.
    pub report: Report,
}

/// A report of the parcels in which a line is sent to the warehouse.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub struct Report {
    /// The international waybill.
    pub waybill: Option<String>,
    pub parcels: Vec<DomesticParcel>,
}

/// A reported parcel to the warehouse.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct DomesticParcel {
    pub waybill: Option<String>,
    pub carrier: Option<String>,
    pub time: Option<String>,
}

/// A freight booking.
#[derive(Debug, Serialize, Deserialize)]
pub struct Booking {
    pub id: i64,
    /// The preview that was booked.
    pub render_id: Option<String>,
    /// The order with which the goods were bought.
    pub order_id: Option<i64>,
    pub freight: Freight,
}

impl Freight {
    pub fn total(&self) -> Fen {
        sum(self.lines.iter().map(|line| line.freight))
    }

    /// Returns the number of pieces of a SKU.
    pub fn pieces(&self, sku_id: i64) -> i64 {
        self.lines.iter().filter(|line| line.sku_id == sku_id).map(|line| line.quantity).sum()
    }
}

impl Logistics {
    /// Returns how many pieces of a SKU of this order are booked.
    pub fn booked_pieces(&self, order_id: i64, sku_id: i64) -> i64 {
        let of_order = self.bookings.values().filter(|booking| booking.order_id == Some(order_id));
        of_order.map(|booking| booking.freight.pieces(sku_id)).sum()
    }
}

/// A parcel that was announced to the warehouse, or received there.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct WarehouseParcel {
    /// The user-id that reported it.
    pub user: String,
    pub order_id: i64,
    /// The developer's own order number.
    pub out_order_id: Option<String>,
    /// The result of the inspection on arrival.
    pub inspection: Option<Inspection>,
}

/// The result of an inspection.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Inspection {
    pub status: Option<String>,
    pub failed_remark: Option<String>,
}
