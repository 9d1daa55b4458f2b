//! Taobao's half of the sandbox.

mod cart;
mod controls;
mod goods;
mod model;
mod orders;
pub mod refunds;
pub mod shopper;
mod sight;
