//! pandapon
#![cfg_attr(not(feature = "client"), no_std)]
pub mod signature;
