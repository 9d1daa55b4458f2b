//! Freight abroad in generation 2: as [in generation 1](crate::api::logistics).

use crate::api::logistics;
use crate::api::v2::derived_endpoints;
use crate::endpoint::{Descriptor, Endpoint};

/// The endpoints of this group.
pub const ENDPOINTS: &[&Descriptor] =
    &[Estimate::DESCRIPTOR, Preview::DESCRIPTOR, Book::DESCRIPTOR, UpdateDomestic::DESCRIPTOR];

derived_endpoints! {
    Estimate(logistics::Estimate), Documented;
    Preview(logistics::Preview), Documented,
        "Order overseas freight preview", "https://doc-env2.pandapon.com/api-289121053";
    Book(logistics::Book), Derived;
    UpdateDomestic(logistics::UpdateDomestic), Derived;
}
