//! Xport KA: the platform for key accounts, at `https://www.xportcn.com/api`.
//!
//! Hardly any of its pages could be read: of nine endpoints the path is known, of some of these members of the request,
//! of one the answer; of the others no more than the title. So every request takes members that are not listed and
//! sends them as they are given, and nearly every answer comes as it is. In Rust such members go through
//! [`Client::prepare`](crate::client::Client::prepare), with the endpoint's descriptor.
//!
//! Its 1688 endpoints have paths like those of [generation 1](crate::api::alibaba), behind `/alibaba/ka`, and what
//! could be seen of their requests agrees with it. Their answers do not: the preview's is a list with names of its own.
//! So members of generation 1 are offered only for requests whose path is known, and no answer is concluded from it.

pub mod address;
pub mod im;
pub mod logistics;
pub mod order;
pub mod product;
pub mod purchase;
pub mod refund;
pub mod taobao;
pub mod wms;

use crate::endpoint::Descriptor;

/// The endpoints of Xport KA, a list for each group.
pub(super) const GROUPS: &[&[&Descriptor]] = &[
    product::ENDPOINTS,
    order::ENDPOINTS,
    refund::ENDPOINTS,
    im::ENDPOINTS,
    taobao::product::ENDPOINTS,
    taobao::order::ENDPOINTS,
    purchase::ENDPOINTS,
    address::ENDPOINTS,
    logistics::ENDPOINTS,
    wms::ENDPOINTS,
];
