//! The sandbox from outside: requests in, answers and push messages out.
#![allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing, reason = "a test fails by panicking")]

#[path = "sandbox/abroad.rs"]
mod abroad;
#[path = "sandbox/addresses.rs"]
mod addresses;
#[path = "sandbox/cart.rs"]
mod cart;
#[path = "sandbox/contract.rs"]
mod contract;
#[path = "sandbox/controls.rs"]
mod controls;
#[path = "sandbox/decoders.rs"]
mod decoders;
#[path = "sandbox/deliveries.rs"]
mod deliveries;
#[path = "sandbox/driver.rs"]
mod driver;
#[path = "sandbox/faults.rs"]
mod faults;
#[path = "sandbox/gate.rs"]
mod gate;
#[path = "sandbox/goods.rs"]
mod goods;
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
#[path = "sandbox/refunds.rs"]
mod refunds;
#[path = "sandbox/second.rs"]
mod second;
#[path = "sandbox/snapshot.rs"]
mod snapshot;
#[path = "sandbox/story.rs"]
mod story;
#[path = "sandbox/taobao/mod.rs"]
mod taobao;
#[path = "sandbox/transport.rs"]
mod transport;
