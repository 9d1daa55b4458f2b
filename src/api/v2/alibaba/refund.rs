//! After-sales on 1688 in generation 2: as [in generation 1](crate::api::alibaba::refund).

use crate::api::alibaba::refund;
use crate::api::v2::derived_endpoints;
use crate::endpoint::{Descriptor, Endpoint};

/// The endpoints of this group.
pub const ENDPOINTS: &[&Descriptor] = &[
    Reasons::DESCRIPTOR,
    UploadVoucher::DESCRIPTOR,
    Create::DESCRIPTOR,
    Get::DESCRIPTOR,
    Carriers::DESCRIPTOR,
    SubmitReturn::DESCRIPTOR,
];

derived_endpoints! {
    Reasons(refund::Reasons), Unrouted;
    UploadVoucher(refund::UploadVoucher), Unrouted;
    Create(refund::Create), Documented,
        "1688 Create refund return application", "https://doc-env2.pandapon.com/api-289121047";
    Get(refund::Get), Derived;
    Carriers(refund::Carriers), Unrouted;
    SubmitReturn(refund::SubmitReturn), Derived;
}
