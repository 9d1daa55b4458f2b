//! pandapon
#![cfg_attr(not(feature = "client"), no_std)]
#[cfg(feature = "client")]
pub mod api;
#[cfg(feature = "client")]
pub mod endpoint;
#[cfg(feature = "client")]
pub mod scalar;
#[cfg(feature = "client")]
pub mod schema;
pub mod signature;
