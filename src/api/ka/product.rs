//! Products on 1688, for key accounts.
//!
//! [`SearchByKeyword`] has a path; its request is that of [generation 1](crate::api::alibaba::product) (inferred). Of
//! the others only the titles are known.

use pandapon_derive::endpoint;

use crate::api::alibaba::product::{Language, Sort};
use crate::endpoint::{Descriptor, Endpoint};
use crate::scalar::{TextId, Yuan};
use crate::schema::Json;
use crate::schema::JsonText;

/// The endpoints of this group.
pub const ENDPOINTS: &[&Descriptor] = &[
    SearchByKeyword::DESCRIPTOR,
    SearchByImage::DESCRIPTOR,
    Get::DESCRIPTOR,
    GetMany::DESCRIPTOR,
    Categories::DESCRIPTOR,
    EstimateFreight::DESCRIPTOR,
    PoolList::DESCRIPTOR,
];

/// Finds products by words.
///
/// What could be read of the vendor's page begins with values of a filter, as in generation 1. Its members are
/// those of generation 1 (inferred); others pass. The answer is on no page that could be read.
#[endpoint(
    name = "ka.product.searchByKeyword",
    route = Post "/alibaba/ka/product/keywords/query",
    safety = Read,
    provenance = Documented,
    title = "AlibabaProductKeywordsQuery",
    page = "https://doc-en-ka.xportcn.com/api-350614857",
    response = Json,
    open,
)]
pub struct SearchByKeyword {
    /// The words. Chinese ones find most; 1688 translates others.
    #[wire(upstream)]
    pub keyword: Option<String>,
    /// Page, from 1.
    #[sensible(least = 1)]
    #[wire(upstream)]
    pub begin_page: Option<i64>,
    /// Products a page. The most is not certain: 50 by one reseller of 1688, 20 by another's notes; 20 is safe.
    #[sensible(least = 1)]
    #[wire(upstream)]
    pub page_size: Option<i64>,
    /// Language of the answer's translations.
    #[wire(upstream)]
    pub country: Option<Language>,
    /// Filters, separated by commas: the vendor's page begins its list with `totalEpScoreLv1`. For more see
    /// [`crate::api::alibaba::product::SearchByKeyword`].
    #[wire(upstream)]
    pub filter: Option<String>,
    /// What to sort by; JSON text on the wire.
    #[wire(upstream)]
    pub sort: Option<JsonText<Sort>>,
    /// Your own id of the user who searches.
    #[wire(upstream)]
    pub out_member_id: Option<String>,
    /// Lowest wholesale price, in yuan.
    #[wire(upstream)]
    pub price_start: Option<Yuan>,
    /// Highest wholesale price, in yuan.
    #[wire(upstream)]
    pub price_end: Option<Yuan>,
    /// Category of 1688, a number as text.
    #[sensible(zero)]
    #[wire(upstream)]
    pub category_id: Option<TextId>,
}

/// Finds products by a picture.
///
/// The vendor's page could not be read: members are sent as they are given, and the answer comes as it is.
#[endpoint(
    name = "ka.product.searchByImage",
    route = Post,
    safety = Read,
    provenance = Unrouted,
    title = "AlibabaProductImageQuery",
    page = "https://doc-en-ka.xportcn.com/api-350614857",
    response = Json,
    open,
    not_empty,
)]
pub struct SearchByImage {}

/// Reads a product.
///
/// The vendor's page could not be read: members are sent as they are given, and the answer comes as it is.
#[endpoint(
    name = "ka.product.get",
    route = Post,
    safety = Read,
    provenance = Unrouted,
    title = "AlibabaProductDetail",
    page = "https://doc-en-ka.xportcn.com/api-350614857",
    response = Json,
    open,
    not_empty,
)]
pub struct Get {}

/// Reads several products.
///
/// The vendor's page could not be read: members are sent as they are given, and the answer comes as it is.
#[endpoint(
    name = "ka.product.getMany",
    route = Post,
    safety = Read,
    provenance = Unrouted,
    title = "AlibabaProductDetailMulti",
    page = "https://doc-en-ka.xportcn.com/api-350614857",
    response = Json,
    open,
    not_empty,
)]
pub struct GetMany {}

/// Reads categories.
///
/// The vendor's page could not be read: members are sent as they are given, and the answer comes as it is.
#[endpoint(
    name = "ka.product.categories",
    route = Post,
    safety = Read,
    provenance = Unrouted,
    title = "AlibabaProductCategory",
    page = "https://doc-en-ka.xportcn.com/api-350614857",
    response = Json,
    open,
)]
pub struct Categories {}

/// Asks what the freight of products would be.
///
/// The vendor's page could not be read: members are sent as they are given, and the answer comes as it is.
#[endpoint(
    name = "ka.product.estimateFreight",
    route = Post,
    safety = Read,
    provenance = Unrouted,
    title = "AlibabaProductFreightEstimateGet",
    page = "https://doc-en-ka.xportcn.com/api-350614857",
    response = Json,
    open,
    not_empty,
)]
pub struct EstimateFreight {}

/// Lists the pools of products.
///
/// The vendor's page could not be read: not even the method is known. Members are sent as they are given, and the
/// answer comes as it is.
#[endpoint(
    name = "ka.product.poolList",
    route = Get,
    safety = Read,
    provenance = Unrouted,
    title = "AlibabaProductPoolList",
    page = "https://doc-en-ka.xportcn.com/api-338074933",
    response = Json,
    open,
)]
pub struct PoolList {}
