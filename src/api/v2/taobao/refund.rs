//! After-sales on Taobao in generation 2: as [in generation 1](crate::api::taobao::refund).

use crate::api::taobao::refund;
use crate::api::v2::derived_endpoints;
use crate::endpoint::{Descriptor, Endpoint};

/// The endpoints of this group.
pub const ENDPOINTS: &[&Descriptor] = &[
    Preview::DESCRIPTOR,
    Create::DESCRIPTOR,
    Update::DESCRIPTOR,
    Cancel::DESCRIPTOR,
    Get::DESCRIPTOR,
    List::DESCRIPTOR,
    Messages::DESCRIPTOR,
    SendMessage::DESCRIPTOR,
    PreviewReturn::DESCRIPTOR,
    SubmitReturn::DESCRIPTOR,
];

derived_endpoints! {
    Preview(refund::Preview), Documented;
    Create(refund::Create), Unrouted;
    Update(refund::Update), Unrouted;
    Cancel(refund::Cancel), Documented,
        "Reverse Order Cancellation", "https://doc-env2.pandapon.com/api-289121008";
    Get(refund::Get), Documented,
        "Detailed interface of reverse order", "https://doc-env2.pandapon.com/api-289121013";
    List(refund::List), Derived;
    Messages(refund::Messages), Unrouted;
    SendMessage(refund::SendMessage), Derived;
    PreviewReturn(refund::PreviewReturn), Unrouted;
    SubmitReturn(refund::SubmitReturn), Unrouted;
}
