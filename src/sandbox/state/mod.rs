//! What the sandbox knows, and how it changes. Nothing here answers a request.

pub mod book;
pub mod cart;
pub mod catalogue;
pub mod market;
pub mod order;
pub mod outbox;
pub mod parcel;
mod progress;
pub mod refund;
pub mod topic;
