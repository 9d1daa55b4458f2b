//! Parcels that come to the vendor's warehouse, as KA's developers report them.

use serde::{Deserialize, Serialize};

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
