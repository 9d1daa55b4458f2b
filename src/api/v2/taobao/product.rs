//! Products on Taobao in generation 2: as [in generation 1](crate::api::taobao::product), but with a mapped id for a
//! product, which is opaque text, and without recommendations.

use pandapon_derive::endpoint;

use crate::api::taobao::product::{self, TaobaoProduct};
use crate::api::v2::derived_endpoints;
use crate::endpoint::{Descriptor, Endpoint};
use crate::scalar::TextId;

/// The endpoints of this group.
pub const ENDPOINTS: &[&Descriptor] = &[
    SearchByKeyword::DESCRIPTOR,
    SearchByImage::DESCRIPTOR,
    Query::DESCRIPTOR,
    CheckBatch::DESCRIPTOR,
    Get::DESCRIPTOR,
    GetSource::DESCRIPTOR,
];

derived_endpoints! {
    SearchByKeyword(product::SearchByKeyword), Documented;
    SearchByImage(product::SearchByImage), Unrouted;
    Query(product::Query), Unrouted;
    CheckBatch(product::CheckBatch), Derived;
    GetSource(product::GetSource), Derived;
}

/// Reads a product and its SKUs. Its `mpId` and the `mpSkuId` of a SKU are what preview and order need.
///
/// Wraps Taobao Global's `/product/get`. The vendor's page of the answer is cut after its first member: the others
/// are those of generation 1 (inferred).
#[endpoint(
    name = "v2.taobao.product.get",
    route = Get "/v2/taobao/product/get",
    safety = Read,
    provenance = Documented,
    title = "Taobao product search (query by Taobao item id)",
    page = "https://doc-env2.pandapon.com/api-289120986",
    response = TaobaoProduct,
)]
pub struct Get {
    /// Product, by its mapped id, such as `WUnUC1cILiBjt-Jv3lDdlQ`: not by Taobao's own.
    pub item_id: TextId,
}
