//! 1688: wholesale.

pub mod order;
pub mod product;
pub mod refund;
