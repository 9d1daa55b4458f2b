//! Orders on Taobao in generation 2: as [in generation 1](crate::api::taobao::order), step by step. [`Tracking`]
//! requires the sub-order.

use pandapon_derive::endpoint;

use crate::api::taobao::order::{self, TaobaoTracking};
use crate::api::v2::derived_endpoints;
use crate::endpoint::{Descriptor, Endpoint};
use crate::scalar::TextId;

/// The endpoints of this group.
pub const ENDPOINTS: &[&Descriptor] = &[
    Preview::DESCRIPTOR,
    Create::DESCRIPTOR,
    Pay::DESCRIPTOR,
    UploadPaymentVoucher::DESCRIPTOR,
    SetWarehouse::DESCRIPTOR,
    Cancel::DESCRIPTOR,
    Get::DESCRIPTOR,
    List::DESCRIPTOR,
    Tracking::DESCRIPTOR,
    ChatLink::DESCRIPTOR,
];

derived_endpoints! {
    Preview(order::Preview), Derived;
    Create(order::Create), Derived;
    Pay(order::Pay), Unrouted;
    UploadPaymentVoucher(order::UploadPaymentVoucher), Unrouted;
    SetWarehouse(order::SetWarehouse), Derived;
    Cancel(order::Cancel), Unrouted;
    Get(order::Get), Unrouted;
    List(order::List), Unrouted;
    ChatLink(order::ChatLink), Derived;
}

/// Shows the way of a sub-order's parcels.
///
/// Wraps Taobao Global's `/logistics/detail/get`.
#[endpoint(
    name = "v2.taobao.order.tracking",
    route = Get "/v2/taobao/order/logistics/detail/get",
    safety = Read,
    provenance = Documented,
    title = "Get logistics details",
    page = "https://doc-env2.pandapon.com/api-289120997",
    response = TaobaoTracking,
)]
pub struct Tracking {
    /// Sub-order of the purchase, by the distributing platform's id.
    pub sub_purchase_order_id: TextId,
}
