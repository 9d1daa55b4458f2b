//! The vendor's endpoints, a file for each group. This page is the catalogue of all.

pub mod address;
pub mod alibaba;
pub mod ka;
pub mod logistics;
pub mod packed;
pub mod taobao;
pub mod v2;

use crate::endpoint::Descriptor;

/// Every generation, a list of groups for each.
const GENERATIONS: &[&[&[&Descriptor]]] = &[
    &[
        alibaba::product::ENDPOINTS,
        alibaba::order::ENDPOINTS,
        alibaba::refund::ENDPOINTS,
        alibaba::cart::ENDPOINTS,
        taobao::product::ENDPOINTS,
        taobao::order::ENDPOINTS,
        taobao::refund::ENDPOINTS,
        taobao::cart::ENDPOINTS,
        address::ENDPOINTS,
        logistics::ENDPOINTS,
    ],
    v2::GROUPS,
    ka::GROUPS,
];

/// Every endpoint, in the order of the groups.
pub fn catalogue() -> impl Iterator<Item = &'static Descriptor> {
    GENERATIONS.iter().flat_map(|groups| groups.iter().flat_map(|group| group.iter().copied()))
}

/// The endpoint of this name.
pub fn find(name: &str) -> Option<&'static Descriptor> {
    catalogue().find(|endpoint| endpoint.name == name)
}
