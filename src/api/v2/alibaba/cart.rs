//! The shopping cart on 1688 in generation 2: as [in generation 1](crate::api::alibaba::cart). Its items have mapped
//! ids (`offerMapId`); orders name them by their cart ids.

use crate::api::alibaba::cart;
use crate::api::v2::derived_endpoints;
use crate::endpoint::{Descriptor, Endpoint};

/// The endpoints of this group.
pub const ENDPOINTS: &[&Descriptor] = &[
    Add::DESCRIPTOR,
    List::DESCRIPTOR,
    SetQuantity::DESCRIPTOR,
    Remove::DESCRIPTOR,
    PreviewOrder::DESCRIPTOR,
    CreateOrder::DESCRIPTOR,
];

derived_endpoints! {
    Add(cart::Add), Unrouted;
    List(cart::List), Documented;
    SetQuantity(cart::SetQuantity), Derived;
    Remove(cart::Remove), Unrouted;
    PreviewOrder(cart::PreviewOrder), Derived;
    CreateOrder(cart::CreateOrder), Derived;
}
