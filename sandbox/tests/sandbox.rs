//! Tests of the sandbox through its public API: requests, controls, responses and push messages.
#![allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing, reason = "a test fails by panicking")]

#[path = "sandbox/abroad.rs"]
mod abroad;
#[path = "sandbox/addresses.rs"]
mod addresses;
#[path = "sandbox/auth.rs"]
mod auth;
#[path = "sandbox/cart.rs"]
mod cart;
#[path = "sandbox/contract.rs"]
mod contract;
#[path = "sandbox/controls.rs"]
mod controls;
#[path = "sandbox/decoders.rs"]
mod decoders;
#[path = "sandbox/driver.rs"]
mod driver;
#[path = "sandbox/faults.rs"]
mod faults;
#[path = "sandbox/generation2.rs"]
mod generation2;
#[path = "sandbox/hostile.rs"]
mod hostile;
#[path = "sandbox/ka.rs"]
mod ka;
#[path = "sandbox/log.rs"]
mod log;
#[path = "sandbox/model.rs"]
mod model;
#[path = "sandbox/orders.rs"]
mod orders;
#[path = "sandbox/parcels.rs"]
mod parcels;
#[path = "sandbox/product.rs"]
mod product;
#[path = "sandbox/refunds.rs"]
mod refunds;
#[path = "sandbox/snapshot.rs"]
mod snapshot;
#[path = "sandbox/story.rs"]
mod story;
#[path = "sandbox/taobao/mod.rs"]
mod taobao;
#[path = "sandbox/transport.rs"]
mod transport;
#[path = "sandbox/webhooks.rs"]
mod webhooks;
