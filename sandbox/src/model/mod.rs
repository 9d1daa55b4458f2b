//! What the sandbox knows, and how it changes. Nothing here answers a request.

pub mod alibaba;
pub mod cart;
pub mod error;
pub mod json_text;
pub mod ledger;
pub mod logistics;
pub mod market;
pub mod outbox;
pub mod picture;
pub mod taobao;
