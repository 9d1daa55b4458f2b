//! Client for PandaPon OpenAPI (also sold as Xport): search, order, pay, ship, refund and return goods on Taobao and 1688.
//!
//! The same code is a native Rust client and, compiled to wasm, the npm package `pandapon`. What decides (what a request
//! looks like, whether it is valid, how it is signed, what an answer means, whether to send again) is pure; the clock,
//! randomness and the wire are handed in by a [`client::Transport`].
//!
//! ```
//! use pandapon::api::alibaba::refund::{Create, DisputeRequest, GoodsStatus};
//! use pandapon::endpoint::Endpoint;
//! use pandapon::scalar::{Fen, Id};
//!
//! let request = Create {
//!     order_entry_ids: Some(vec![Id::from("3305075341149134261")]),
//!     ..Create::new(
//!         "3305075341149134260",
//!         DisputeRequest::Refund,
//!         Fen(1234),
//!         Fen(0),
//!         20028,
//!         "agreed with the seller",
//!         GoodsStatus::RefundWaitSellerSend,
//!     )
//! };
//! assert_eq!(Create::DESCRIPTOR.name, "alibaba.refund.create");
//! # let _ = request;
//! ```
//!
//! - [`client`]: sends requests; and makes them ready without sending.
//! - [`api`]: the endpoints, generations, and what to do without a public path.
//! - [`event`]: push messages: verified, read, told apart.
//! - [`scalar`]: ids and money.
//! - [`error`]: what can go wrong, and whether to try again.
//!
//! # The house
//!
//! Arrows run one way: [`scalar`] ← [`schema`] ← [`endpoint`] ← [`api`] ← [`call`] ← [`client`] ← `js`.
//! [`signature`] stands alone. [`event`] stands on it, on [`schema`], and on the orders of [`api`], which messages hold. `js` holds what decides and nothing that waits: in the npm
//! package JavaScript sends, and asks at each step what to do.
//!
//! Beside this crate, in a crate each: the attributes by which endpoints are declared (`derive/`), the rewriters of answers
//! (`lossless/`), which are compiled for speed where the rest of the wasm is compiled for size, and the vendor in memory
//! (`sandbox/`), which depends on this crate.

#![cfg_attr(not(feature = "client"), no_std)]

pub mod signature;

#[cfg(feature = "client")]
pub mod api;
#[cfg(feature = "client")]
pub mod call;
#[cfg(feature = "client")]
pub mod client;
#[cfg(feature = "client")]
pub mod credentials;
#[cfg(feature = "client")]
pub mod endpoint;
#[cfg(feature = "client")]
pub mod error;
#[cfg(feature = "client")]
pub mod event;
#[cfg(feature = "client")]
mod excerpt;
#[cfg(feature = "js")]
mod js;
#[cfg(all(fuzzing, feature = "js"))]
#[doc(hidden)]
pub use js::fuzzing;
#[cfg(feature = "client")]
pub mod scalar;
#[cfg(feature = "client")]
pub mod schema;
