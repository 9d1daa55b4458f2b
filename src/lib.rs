//! pandapon
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
#[cfg(any(feature = "js", feature = "js-sandbox"))]
mod js;
#[cfg(feature = "sandbox")]
pub mod sandbox;
#[cfg(feature = "client")]
pub mod scalar;
#[cfg(feature = "client")]
pub mod schema;
