//! What 1688 knows: its goods, and the carts, orders and refunds of its buyers.

pub mod catalogue;
pub mod order;
pub mod parcel;
mod progress;
pub mod refund;
pub mod topic;
mod trace;
