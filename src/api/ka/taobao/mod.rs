//! Taobao, for key accounts. Only the titles of these endpoints are known.

pub mod order;
pub mod product;
