//! The vendor's endpoints, a file for each group. This page is the catalogue of all.

pub mod alibaba;

use crate::endpoint::Descriptor;

/// Every group of endpoints.
const GROUPS: &[&[&Descriptor]] =
    &[alibaba::product::ENDPOINTS, alibaba::order::ENDPOINTS, alibaba::refund::ENDPOINTS];

/// Every endpoint, in the order of the groups.
pub fn catalogue() -> impl Iterator<Item = &'static Descriptor> {
    GROUPS.iter().flat_map(|group| group.iter().copied())
}

/// The endpoint of this name.
pub fn find(name: &str) -> Option<&'static Descriptor> {
    catalogue().find(|endpoint| endpoint.name == name)
}
