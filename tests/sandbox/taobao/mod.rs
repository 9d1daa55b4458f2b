//! Taobao's half of the sandbox.

mod cart;
mod goods;
mod orders;
mod refunds;
mod shopper;
