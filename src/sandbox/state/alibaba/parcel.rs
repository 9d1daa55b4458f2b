//! Parcels to the buyer.

use serde::{Deserialize, Serialize};

/// A parcel to the buyer.
#[derive(Debug, Serialize, Deserialize)]
pub struct Parcel {
    pub id: String,
    pub waybill: String,
    /// When it was shipped, in milliseconds since 1970.
    pub shipped: u64,
    /// The sub-orders in it.
    pub item_ids: Vec<i64>,
}
