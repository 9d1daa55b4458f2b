//! Parcels to the buyer.

/// A parcel to the buyer.
#[derive(Debug)]
pub struct Parcel {
    pub id: String,
    pub waybill: String,
    /// When it was shipped, in milliseconds since 1970.
    pub shipped: u64,
    /// The sub-orders in it.
    pub item_ids: Vec<i64>,
}
