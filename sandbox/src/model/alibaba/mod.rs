//! What 1688 knows: its goods, and the carts, orders and refunds of its buyers.

pub mod messages;
pub mod order;
pub mod product;
pub mod product_data;
pub mod refund;
pub mod shipment;
pub mod transitions;
