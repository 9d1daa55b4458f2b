//! The state of 1688: its products, and the orders and refunds of its buyers.

pub mod messages;
pub mod order;
pub mod product;
pub mod product_data;
pub mod refund;
pub mod shipment;
pub mod transitions;
