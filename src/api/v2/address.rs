//! The account's addresses in generation 2: as [in generation 1](crate::api::address).

use crate::api::address;
use crate::api::v2::derived_endpoints;
use crate::endpoint::{Descriptor, Endpoint};

/// The endpoints of this group.
pub const ENDPOINTS: &[&Descriptor] = &[Save::DESCRIPTOR];

derived_endpoints! {
    Save(address::Save), Documented,
        "Address addition and update", "https://doc-env2.pandapon.com/api-289121051";
}
