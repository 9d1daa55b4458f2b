//! What the sandbox knows, and how it changes. Nothing here answers a request.

pub mod alibaba;
pub mod book;
mod map_id;
pub mod market;
pub mod outbox;
pub mod transport;
