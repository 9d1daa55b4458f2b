//! x
use crate::endpoint::Descriptor;
/// x
pub const ENDPOINTS: &[&Descriptor] = &[];
