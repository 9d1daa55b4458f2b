//! Taobao: retail, by way of Taobao Global, which distributes Taobao's products to buyers abroad.

pub mod cart;
pub mod order;
pub mod product;
pub mod refund;
