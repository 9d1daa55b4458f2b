//! The Rust client: delivery over a transport with scripted outcomes and a virtual clock, compared with a model, and typed
//! calls with the sandbox as the transport.
#![cfg(not(target_arch = "wasm32"))]
#![allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing, reason = "a test fails by panicking")]

#[path = "client/answers.rs"]
mod answers;
#[path = "client/delivery.rs"]
mod delivery;
#[path = "client/errors.rs"]
mod errors;
#[path = "client/machine.rs"]
mod machine;
#[path = "client/misfits.rs"]
mod misfits;
#[path = "client/observer.rs"]
mod observer;
#[path = "client/pages.rs"]
mod pages;
#[path = "client/raw.rs"]
mod raw;
#[path = "client/sandbox.rs"]
mod sandbox;
#[path = "client/shared.rs"]
mod shared;
#[cfg(feature = "tracing")]
#[path = "client/tracing.rs"]
mod tracing;
#[path = "client/waiting.rs"]
mod waiting;
#[path = "client/wire.rs"]
mod wire;
