//! Taobao in generation 2.

pub mod cart;
pub mod order;
pub mod product;
pub mod refund;
