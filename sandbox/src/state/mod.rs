//! What the sandbox knows, and how it changes. Nothing here answers a request.

pub mod address;
pub mod alibaba;
pub mod book;
pub mod cart;
mod json_text;
mod ka;
mod map_id;
pub mod market;
pub mod outbox;
pub mod picture;
pub mod taobao;
pub mod transport;
pub mod warehouse;
