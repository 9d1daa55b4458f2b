//! Handlers for endpoints of 1688.

pub mod basket;
pub mod cart;
pub mod order;
pub mod order_view;
pub mod product;
pub mod refund;
pub mod shipment;
