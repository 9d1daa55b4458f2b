//! Push messages: verification, decoding without loss, dedup keys, and comparison with spec/ and the sandbox.
#![cfg(not(target_arch = "wasm32"))]
#![allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing, reason = "a test fails by panicking")]

#[cfg(feature = "describe")]
#[path = "event/contract.rs"]
mod contract;
#[path = "event/identity.rs"]
mod identity;
#[path = "event/reading.rs"]
mod reading;
#[path = "event/receiver.rs"]
mod receiver;
#[path = "event/sandbox.rs"]
mod sandbox;
#[cfg(feature = "describe")]
#[allow(dead_code, reason = "the contract test of the endpoints uses the rest")]
#[path = "contract/spec.rs"]
mod spec;
#[path = "event/support.rs"]
mod support;
#[path = "event/verification.rs"]
mod verification;
