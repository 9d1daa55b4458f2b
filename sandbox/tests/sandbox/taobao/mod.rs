//! Tests of Taobao.

mod cart;
mod controls;
mod model;
mod observed;
mod orders;
mod product;
pub mod refunds;
pub mod shopper;
