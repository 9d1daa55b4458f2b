//! The state of the emulated marketplaces, and how it changes. Nothing here knows requests or responses.

pub mod alibaba;
pub mod cart;
pub mod error;
pub mod logistics;
pub mod market;
pub mod outbox;
pub mod picture;
pub mod taobao;
