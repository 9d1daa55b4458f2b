//! Unofficial client for PandaPon OpenAPI (also sold as Xport): search, order, pay, ship, refund and return goods on Taobao
//! and 1688.
//!
//! It is built from the vendor's public documents and tested against an emulation, not yet against the live API.
//!
//! ```no_run
//! # #[cfg(feature = "reqwest")]
//! # async fn example() -> Result<(), pandapon::Error> {
//! use pandapon::api::alibaba::product;
//! use pandapon::client::reqwest::Reqwest;
//! use pandapon::{Client, Credentials, Settings};
//!
//! let credentials = Credentials::new("your access key", "your access secret")?;
//! let client = Client::new(Reqwest::new()?, credentials, Settings::new("your user id"))?;
//!
//! let page = client.send(product::SearchByKeyword::new().keyword("mug")).await?;
//! for product in page.data.unwrap_or_default() {
//!     println!("{:?} {:?}", product.offer_id, product.subject);
//! }
//! # Ok(())
//! # }
//! ```
//!
//! - [`api`]: the endpoints. Each is the struct of its request: required members are the arguments of `new`, the others have
//!   setters. [`api::alibaba`] shows a purchase from search to refund.
//! - [`Client`] signs, sends, retries what may be repeated, and reads the answers; [`client`] holds its transports.
//! - [`Error`]: what can go wrong, and whether the request may have reached the vendor.
//! - [`event`]: push messages.
//! - [`state`]: states of orders and refunds, such as `order.is_paid()`, for every marketplace.
//!
//! For tests, the crate `pandapon-sandbox` emulates the vendor in memory.
//!
//! # Features
//!
//! | feature        | adds                                                                                                     |
//! | -------------- | -------------------------------------------------------------------------------------------------------- |
//! | `client`       | everything but signing; on by default. Without it the crate is `no_std` and has [`signature`] alone        |
//! | `reqwest`      | the transport for native programs: reqwest on tokio, TLS by rustls and aws-lc                              |
//! | `reqwest-ring` | the same, TLS by rustls and ring                                                                           |
//! | `reqwest-core` | the same, with the TLS that the program's own dependency on reqwest chooses                                |
//! | `fetch`        | the transport for programs compiled to wasm32                                                              |
//!
//! `describe` and `js` serve the generators and the npm package of this repository.

#![cfg_attr(not(feature = "client"), no_std)]
// This page is about the whole crate.
#![cfg_attr(not(feature = "client"), allow(rustdoc::broken_intra_doc_links))]
#![cfg_attr(docsrs, feature(doc_cfg))]

pub mod signature;

#[cfg(feature = "client")]
pub mod api;
#[cfg(feature = "client")]
#[doc(hidden)]
pub mod call;
#[cfg(feature = "client")]
pub mod client;
#[cfg(feature = "client")]
#[doc(hidden)]
pub mod credentials;
#[cfg(feature = "client")]
#[doc(hidden)]
pub mod endpoint;
#[cfg(feature = "client")]
#[doc(hidden)]
pub mod error;
#[cfg(feature = "client")]
pub mod event;
#[cfg(feature = "client")]
mod excerpt;
#[cfg(feature = "js")]
mod js;
#[cfg(feature = "client")]
mod maybe_send;
#[cfg(feature = "client")]
#[doc(hidden)]
pub mod scalar;
#[cfg(feature = "client")]
#[doc(hidden)]
pub mod schema;
#[cfg(feature = "client")]
pub mod state;

#[cfg(all(fuzzing, feature = "js"))]
#[doc(hidden)]
pub use js::fuzzing;

#[cfg(feature = "client")]
#[doc(inline)]
pub use self::{
    call::headers::Headers,
    call::request::{Call, Request, TimestampUnit, PANDAPON, XPORT},
    call::response::{Meta, Response},
    call::route::Routes,
    client::{CallOptions, Client, DynTransport, Failure, OnDropped, Pages, Reply, Settings, Transport},
    credentials::{Credentials, DynSign, Sign, Unsigned},
    endpoint::{Descriptor, Endpoint, Generation, Method, Paging, Provenance, Safety},
    error::{ApiError, ApiErrorKind, Error},
    maybe_send::{BoxFuture, MaybeSend, MaybeSync},
    scalar::{fen_to_yuan, yuan_to_fen, Fen, Id, MoneyError, TextId, Yuan},
    schema::{Allow, Issue, Json, JsonText, Misfit, Misfits},
};

/// The examples of README.md.
#[cfg(all(doctest, feature = "reqwest"))]
#[doc = include_str!("README.md")]
mod readme {}
