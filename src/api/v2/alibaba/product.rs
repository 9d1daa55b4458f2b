//! Products on 1688 in generation 2: as [in generation 1](crate::api::alibaba::product), but with mapped ids
//! (`offerMapId`), and with lists that generation 1 has not: [`SearchGlobalSelect`], [`SearchSelect`], [`HotList`].

use pandapon_derive::{endpoint, string_enum};

use crate::api::alibaba::product::{self, Language, Product};
use crate::api::v2::derived_endpoints;
use crate::endpoint::{Descriptor, Endpoint};
use crate::scalar::{Id, TextId};
use crate::schema::Json;

/// The endpoints of this group.
pub const ENDPOINTS: &[&Descriptor] = &[
    SearchByKeyword::DESCRIPTOR,
    SearchByImage::DESCRIPTOR,
    SearchInStore::DESCRIPTOR,
    SearchGlobalSelect::DESCRIPTOR,
    SearchSelect::DESCRIPTOR,
    HotList::DESCRIPTOR,
    Related::DESCRIPTOR,
    Recommend::DESCRIPTOR,
    Categories::DESCRIPTOR,
    Get::DESCRIPTOR,
    DecryptOpenUid::DESCRIPTOR,
];

derived_endpoints! {
    SearchByKeyword(product::SearchByKeyword), Documented,
        "1688 Product keyword query", "https://doc-env2.pandapon.com/api-289121018";
    SearchByImage(product::SearchByImage), Documented,
        "1688 Product image search", "https://doc-env2.pandapon.com/api-289121019";
    SearchInStore(product::SearchInStore), Documented,
        "1688 multilingual store search", "https://doc-env2.pandapon.com/api-289121020";
    Related(product::Related), Documented;
    Recommend(product::Recommend), Unrouted;
    Categories(product::Categories), Unrouted;
    DecryptOpenUid(product::DecryptOpenUid), Derived;
}

/// Reads a product and its SKUs.
///
/// Path and members are those of generation 1 by the rule that derives paths. Whether the vendor still wants the `offerId` or the
/// mapped id here is on no page that could be read.
#[endpoint(
    name = "v2.alibaba.product.get",
    route = Post "/v2/alibaba/product/detail/get",
    safety = Read,
    provenance = Derived,
    title = "Commodity details inquiry",
    page = "https://doc-vnm.pandapon.com/api-250496562",
    response = Product,
)]
pub struct Get {
    /// The product, by 1688's own number.
    #[sensible(required, or = "offerMapId")]
    pub offer_id: Option<Id>,
    /// The product, by its mapped id (inferred from the orders of generation 2, which want it).
    #[wire(upstream)]
    pub offer_map_id: Option<String>,
    /// Language of the answer's translations; the vendor says always `en` for now.
    pub country: Option<Language>,
    /// Your own id of the user who looks at it.
    pub out_member_id: Option<String>,
}

/// Finds products by words, among those selected for buyers all over the world.
///
/// The vendor names the endpoint; its page could not be read. Its members are presumably those of [`SearchByKeyword`];
/// they pass as they are given.
#[endpoint(
    name = "v2.alibaba.product.searchGlobalSelect",
    route = Post,
    safety = Read,
    provenance = Unrouted,
    title = "Global strictly selected keyword query",
    page = "https://doc-env2.pandapon.com/api-289121023",
    response = Json,
    open,
)]
pub struct SearchGlobalSelect {}

/// Finds products by words, among those that 1688 selected.
///
/// The vendor names the endpoint; its page could not be read. Its members are presumably those of [`SearchByKeyword`];
/// they pass as they are given.
#[endpoint(
    name = "v2.alibaba.product.searchSelect",
    route = Post,
    safety = Read,
    provenance = Unrouted,
    title = "1688 Strictly select keyword query",
    page = "https://doc-env2.pandapon.com/api-289121023",
    response = Json,
    open,
)]
pub struct SearchSelect {}

/// Shows the products at the top of a list.
///
/// Wraps 1688's `product.topList.query`, which requires all members. The vendor's page could not be read, and what it
/// makes of 1688's answer is not known.
#[endpoint(
    name = "v2.alibaba.product.hotList",
    route = Post,
    safety = Read,
    provenance = Unrouted,
    title = "Hot list query",
    page = "https://doc-env2.pandapon.com/api-289121023",
    response = Json,
)]
pub struct HotList {
    /// The list: a category of 1688.
    #[sensible(required)]
    #[wire(upstream)]
    pub rank_id: Option<TextId>,
    /// What the list goes by.
    #[wire(upstream)]
    pub rank_type: Option<RankType>,
    /// How many products. 1688 says at most 20; whether more fails is not stated.
    #[sensible(least = 1)]
    #[wire(upstream)]
    pub limit: Option<i64>,
    /// Language of the answer's translations.
    #[wire(upstream)]
    pub language: Option<Language>,
}

/// What a list goes by. 1688 has the first three; the others are known from a reseller, so other words pass.
#[string_enum(open)]
pub enum RankType {
    /// All together.
    Complex,
    /// Most sold.
    Hot,
    /// Best priced.
    GoodPrice,
    /// `anchorHot`; its meaning is not documented.
    AnchorHot,
    /// `anchorNew`; its meaning is not documented.
    AnchorNew,
    /// `anchorRecommend`; its meaning is not documented.
    AnchorRecommend,
    /// `VNHot`; its meaning is not documented.
    #[wire("VNHot")]
    VnHot,
    /// `VNTrend`; its meaning is not documented.
    #[wire("VNTrend")]
    VnTrend,
}
