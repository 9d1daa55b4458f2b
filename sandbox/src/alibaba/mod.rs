//! What can be asked of 1688.

pub mod cart;
pub mod catalogue;
pub mod orders;
pub mod refunds;
pub mod shipping;
pub mod vouchers;
