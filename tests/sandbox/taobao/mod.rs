//! Taobao's half of the sandbox.

mod cart;
mod controls;
mod goods;
mod model;
mod orders;
mod refunds;
mod shopper;
mod sight;
