//! Products on 1688: found by words, by a picture or in a store, and read in detail.
//!
//! How the goods of an order are found:
//!
//! 1. [`SearchByKeyword`] finds products by words, [`SearchByImage`] by a picture, [`SearchInStore`] among those of one
//!    seller. [`Related`] shows what resembles a product, [`Recommend`] what may please a user. [`Categories`] lists
//!    the categories that a search can be kept to.
//! 2. [`Get`] reads one of them with its SKUs. An order ([`super::order`]) needs the product's `offerId`, the `specId`
//!    of the SKU and, in a batch, the seller's `sellerOpenId`.
//! 3. [`DecryptOpenUid`] opens a chat with the seller, for people.
//!
//! Prices here are in **yuan**, as text; orders are made in fen. What is to be paid in the end only the preview of
//! the order says.
//!
//! Sources: the vendor's pages, and for meaning and limits 1688's own documentation of the endpoints that they wrap,
//! and that of another reseller where 1688's is silent (spec/semantics.md, section 3).

use pandapon_derive::{endpoint, params, response, string_enum};

use crate::endpoint::{Descriptor, Endpoint};
use crate::scalar::{Id, TextId, Yuan};
use crate::schema::Json;
use crate::schema::JsonText;

/// The endpoints of this group.
pub const ENDPOINTS: &[&Descriptor] = &[
    SearchByKeyword::DESCRIPTOR,
    SearchByImage::DESCRIPTOR,
    SearchInStore::DESCRIPTOR,
    Related::DESCRIPTOR,
    Recommend::DESCRIPTOR,
    Categories::DESCRIPTOR,
    Get::DESCRIPTOR,
    DecryptOpenUid::DESCRIPTOR,
];

/// A language to translate to; the vendor calls the member `country`, and says to send `en` for now. The other codes
/// are in a reseller's documentation, so other words pass.
#[string_enum(open)]
pub enum Language {
    /// English.
    #[wire("en")]
    English,
    /// Russian.
    #[wire("ru")]
    Russian,
    /// Vietnamese.
    #[wire("vi")]
    Vietnamese,
    /// Japanese.
    #[wire("ja")]
    Japanese,
    /// Korean.
    #[wire("ko")]
    Korean,
    /// French.
    #[wire("fr")]
    French,
    /// Portuguese.
    #[wire("pt")]
    Portuguese,
    /// Spanish.
    #[wire("es")]
    Spanish,
    /// Thai.
    #[wire("th")]
    Thai,
    /// Indonesian.
    #[wire("id")]
    Indonesian,
    /// Arabic.
    #[wire("ar")]
    Arabic,
}

/// Which way a list is sorted.
#[string_enum(open)]
pub enum Direction {
    /// The smallest first.
    #[wire("asc")]
    Ascending,
    /// The largest first.
    #[wire("desc")]
    Descending,
}

/// What a seller is. An open set.
#[string_enum(open)]
pub enum SellerIdentity {
    /// Super factory.
    #[wire("super_factory")]
    SuperFactory,
    /// Powerful merchant.
    #[wire("powerful_merchants")]
    PowerfulMerchant,
    /// `tp_member`; its meaning is not documented.
    #[wire("tp_member")]
    TpMember,
}

/// What a product is. An open set.
#[string_enum(open)]
pub enum OfferIdentity {
    /// `yx`; its meaning is not documented.
    #[wire("yx")]
    Yx,
    /// `select`; its meaning is not documented.
    #[wire("select")]
    Select,
}

/// Whether a product is on sale. An open set.
#[string_enum(open)]
pub enum ProductStatus {
    /// On sale.
    Published,
    /// Withdrawn with its seller's membership.
    #[wire("member expired")]
    MemberExpired,
    /// Its time ran out.
    #[wire("auto expired")]
    AutoExpired,
    /// Its time ran out, or it was taken off.
    Expired,
    /// Deleted by its seller.
    #[wire("member deleted")]
    MemberDeleted,
    /// Changed.
    Modified,
    /// New.
    New,
    /// Deleted.
    Deleted,
    /// To be deleted.
    #[wire("TBD")]
    ToBeDeleted,
    /// Approved.
    Approved,
    /// Being examined.
    Auditing,
    /// Not approved.
    Untread,
}

/// Finds products by words.
///
/// Wraps 1688's `product.search.keywordQuery`.
#[endpoint(
    name = "alibaba.product.searchByKeyword",
    route = Post "/alibaba/product/keywords/query",
    safety = Read,
    provenance = Documented,
    title = "Commodity keyword query",
    page = "https://doc-en.pandapon.com/api-263477640",
    response = ProductPage,
)]
pub struct SearchByKeyword {
    /// The words. Chinese ones find most; 1688 translates others.
    pub keyword: Option<String>,
    /// Page, from 1.
    #[sensible(least = 1)]
    pub begin_page: Option<i64>,
    /// Products a page. The most is not certain: 50 by one reseller, 20 by another's notes; 20 is safe.
    #[sensible(least = 1)]
    pub page_size: Option<i64>,
    /// Language of the answer's translations; the vendor says always `en` for now.
    pub country: Option<Language>,
    /// Filters, separated by commas, such as `shipInToday,certifiedFactory`. A reseller lists among others
    /// `shipInToday`, `shipIn24Hours`, `shipIn48Hours`, `noReason7DReturn`, `certifiedFactory`, `isOnePsale`,
    /// `isOnePsaleFreePost`, `jxhy`, `new7`, `new30`, `isQqyx`, `isSelect`, and scores such as `totalEpScoreLv1`.
    pub filter: Option<String>,
    /// What to sort by; JSON text on the wire.
    pub sort: Option<JsonText<Sort>>,
    /// Your own id of the user who searches.
    pub out_member_id: Option<String>,
    /// Lowest wholesale price, in yuan.
    pub price_start: Option<Yuan>,
    /// Highest wholesale price, in yuan.
    pub price_end: Option<Yuan>,
    /// Category of 1688, a number as text.
    #[sensible(zero)]
    pub category_id: Option<TextId>,
}

/// What to sort by: one of these, as the vendor's sample does. Others pass. All but `price` are known from a
/// reseller.
#[params(open)]
pub struct Sort {
    /// By price.
    #[wire(upstream)]
    pub price: Option<Direction>,
    /// By the share of buyers who come back.
    #[wire(upstream, name = "rePurchaseRate")]
    pub repurchase_rate: Option<Direction>,
    /// By pieces sold in 30 days.
    #[wire(upstream)]
    pub month_sold: Option<Direction>,
}

/// Finds products by a picture.
///
/// Wraps two steps of 1688, `product.image.upload` and `product.search.imageQuery`. How large a picture may be is not
/// certain: 1688 states nothing, a reseller's notes say 3 MB of JPG, PNG or WEBP.
#[endpoint(
    name = "alibaba.product.searchByImage",
    route = Post "/alibaba/product/image/query",
    safety = Read,
    provenance = Documented,
    title = "Commodity picture search",
    page = "https://doc.pandapon.com/api-250313105",
    response = ProductPage,
)]
pub struct SearchByImage {
    /// The picture. Bytes, or base64 text without a `data:` prefix.
    #[wire(kind = crate::schema::Kind::Bytes)]
    pub image_base64: String,
    /// Page, from 1.
    #[sensible(least = 1)]
    pub begin_page: Option<i64>,
    /// Products a page. 1688 advises 20 and says at most 50; whether more fails is not stated.
    #[sensible(least = 1)]
    pub page_size: Option<i64>,
    /// Language of the answer's translations; the vendor says always `en` for now.
    pub country: Option<Language>,
    /// The part of the picture to look for: four numbers such as `266,799,48,581`. Their order is not documented, so
    /// take one that an answer shows in its `picRegionInfo`.
    pub region: Option<String>,
    /// Filters, separated by commas, as in [`SearchByKeyword`].
    pub filter: Option<String>,
    /// What to sort by; JSON text on the wire.
    pub sort: Option<JsonText<Sort>>,
    /// Lowest wholesale price, in yuan.
    pub price_start: Option<Yuan>,
    /// Highest wholesale price, in yuan.
    pub price_end: Option<Yuan>,
    /// Category of 1688.
    #[sensible(zero)]
    pub category_id: Option<Id>,
    /// Address of a picture. Only those of 1688 are sure to find something.
    pub image_address: Option<String>,
    /// Your own id of the user who searches.
    pub out_member_id: Option<String>,
}

/// Finds products of one seller by words.
///
/// Wraps 1688's `product.search.querySellerOfferList`, which requires `beginPage`, `pageSize`, `country` and
/// `sellerOpenId`; the vendor's page does not say.
#[endpoint(
    name = "alibaba.product.searchInStore",
    route = Post "/alibaba/product/query/selleroffer",
    safety = Read,
    provenance = Documented,
    title = "Commodity store search",
    page = "https://doc-en.pandapon.com/api-263477642",
    response = ProductPage,
)]
pub struct SearchInStore {
    /// The words.
    pub keyword: Option<String>,
    /// Page, from 1.
    #[sensible(least = 1)]
    pub begin_page: Option<i64>,
    /// Products a page, 20 in a sample; the most is not stated.
    #[sensible(least = 1)]
    pub page_size: Option<i64>,
    /// Filters, separated by commas, as in [`SearchByKeyword`].
    pub filter: Option<String>,
    /// What to sort by; JSON text on the wire.
    pub sort: Option<JsonText<Sort>>,
    /// Your own id of the user who searches.
    pub out_member_id: Option<String>,
    /// Lowest wholesale price, in yuan.
    pub price_start: Option<Yuan>,
    /// Highest wholesale price, in yuan.
    pub price_end: Option<Yuan>,
    /// Category of 1688.
    #[sensible(zero)]
    pub category_id: Option<Id>,
    /// Language of the answer's translations, `en` if left out.
    pub country: Option<Language>,
    /// The seller: the encrypted shop id that [`Product`] shows.
    #[sensible(required)]
    pub seller_open_id: Option<String>,
}

/// A page of products. The vendor's pages of generation 2 show its frame, and of each product the picture and the
/// title; what follows is known from 1688.
#[response]
pub struct ProductPage {
    /// How many there are in all.
    pub total_records: Option<i64>,
    /// How many pages there are.
    pub total_page: Option<i64>,
    /// Products a page.
    pub page_size: Option<i64>,
    /// This page, from 1.
    pub current_page: Option<i64>,
    /// The products.
    pub data: Option<Vec<FoundProduct>>,
    /// What was seen in the picture. Only from [`SearchByImage`].
    #[wire(upstream)]
    pub pic_region_info: Option<PictureRegions>,
}

/// The things that were seen in a picture, each a box of four numbers such as `266,799,48,581`. Their order is not
/// documented.
#[response]
pub struct PictureRegions {
    /// The one that was looked for.
    #[wire(upstream)]
    pub current_region: Option<String>,
    /// All that could be looked for, separated by semicolons.
    #[wire(upstream)]
    pub yolo_crop_region: Option<String>,
}

/// A product that was found.
#[response]
pub struct FoundProduct {
    /// The product.
    #[wire(upstream)]
    pub offer_id: Option<Id>,
    /// The product in generation 2: its mapped id (inferred from the requests that take it).
    #[wire(upstream)]
    pub offer_map_id: Option<String>,
    /// Main picture.
    pub image_url: Option<String>,
    /// Title in Chinese.
    pub subject: Option<String>,
    /// Title, translated.
    #[wire(upstream)]
    pub subject_trans: Option<String>,
    /// Its prices.
    #[wire(upstream)]
    pub price_info: Option<PriceInfo>,
    /// Pieces sold in 30 days; in 90 days from [`Related`].
    #[wire(upstream)]
    pub month_sold: Option<i64>,
    /// The share of buyers who come back, such as `13%`.
    #[wire(upstream)]
    pub repurchase_rate: Option<String>,
    /// Whether it is of the select source.
    #[wire(upstream)]
    pub is_jxhy: Option<bool>,
    /// Whether single pieces are sold.
    #[wire(upstream)]
    pub is_one_psale: Option<bool>,
    /// What its seller is.
    #[wire(upstream)]
    pub seller_identities: Option<Vec<SellerIdentity>>,
    /// What it is.
    #[wire(upstream)]
    pub offer_identities: Option<Vec<OfferIdentity>>,
    /// Score of its trades.
    #[wire(upstream)]
    pub trade_score: Option<String>,
    /// Text by which 1688 follows a product through its reports.
    #[wire(upstream)]
    pub trace_info: Option<String>,
    /// The least that can be ordered.
    #[wire(upstream)]
    pub min_order_quantity: Option<i64>,
}

/// The prices of a product, in yuan.
#[response]
pub struct PriceInfo {
    /// Wholesale.
    #[wire(upstream)]
    pub price: Option<Yuan>,
    /// Select source, single pieces.
    #[wire(upstream)]
    pub jxhy_price: Option<Yuan>,
    /// Select source, wholesale.
    #[wire(upstream)]
    pub pf_jxhy_price: Option<Yuan>,
    /// Single pieces.
    #[wire(upstream)]
    pub consign_price: Option<Yuan>,
    /// During a promotion.
    #[wire(upstream)]
    pub promotion_price: Option<Yuan>,
}

/// Shows products that resemble one.
///
/// Wraps 1688's `product.related.recommend`, which requires all members; the vendor's page, of generation 2, does not
/// say. No page that could be read shows the answer: it is taken to be the list that 1688 answers, without a count of
/// pages.
#[endpoint(
    name = "alibaba.product.related",
    route = Post "/alibaba/product/productRelatedRecommendQuery",
    safety = Read,
    provenance = Derived,
    title = "Related product recommendation",
    page = "https://doc-env2.pandapon.com/api-289121023",
    response = Vec<FoundProduct>,
)]
pub struct Related {
    /// The product. Generation 2 wants its mapped id here.
    #[sensible(required)]
    pub offer_id: Option<TextId>,
    /// Page, from 1.
    #[sensible(least = 1)]
    pub page_no: Option<i64>,
    /// Products a page. 1688 says at most 10; whether more fails is not stated.
    #[sensible(least = 1)]
    pub page_size: Option<i64>,
    /// Language of the answer's translations: the page names `en` and `vi`.
    pub language: Option<Language>,
}

/// Shows products that may please a user.
///
/// Wraps 1688's `product.search.offerRecommend`. The vendor's page could not be read: members and answer, a list
/// without a count of pages, are those of 1688.
#[endpoint(
    name = "alibaba.product.recommend",
    route = Post,
    safety = Read,
    provenance = Unrouted,
    title = "Product recommendation inquiry",
    page = "https://doc-en.pandapon.com/api-269244511",
    response = Vec<FoundProduct>,
)]
pub struct Recommend {
    /// Language of the answer's translations.
    #[wire(upstream)]
    pub country: Option<Language>,
    /// Your own id of the user.
    #[wire(upstream)]
    pub out_member_id: Option<String>,
    /// Page, from 1.
    #[sensible(least = 1)]
    #[wire(upstream)]
    pub begin_page: Option<i64>,
    /// Products a page; the most is not stated.
    #[sensible(least = 1)]
    #[wire(upstream)]
    pub page_size: Option<i64>,
}

/// Reads a category and those right below it.
///
/// Wraps 1688's `category.translation.getById`. The vendor's page could not be read.
#[endpoint(
    name = "alibaba.product.categories",
    route = Post,
    safety = Read,
    provenance = Unrouted,
    title = "Query multilingual categories according to category ID",
    page = "https://doc-en.pandapon.com/api-263477642",
    response = ProductCategory,
)]
pub struct Categories {
    /// Category of 1688; 0 is the root.
    #[sensible(zero)]
    #[wire(upstream)]
    pub category_id: Id,
    /// Language of `translatedName`; sister endpoints call it `country`.
    #[wire(upstream)]
    pub language: Option<Language>,
    /// Your own id of the user: letters and digits, at most 64.
    #[wire(upstream)]
    pub out_member_id: Option<String>,
}

/// A category and those right below it.
#[response]
pub struct ProductCategory {
    /// The category.
    #[wire(upstream)]
    pub category_id: Option<Id>,
    /// Its name in Chinese.
    #[wire(upstream)]
    pub chinese_name: Option<String>,
    /// Its name, translated.
    #[wire(upstream)]
    pub translated_name: Option<String>,
    /// Whether there are none below it.
    #[wire(upstream)]
    pub leaf: Option<bool>,
    /// How far below the root it is, a number as text.
    #[wire(upstream)]
    pub level: Option<String>,
    /// The category above it.
    #[wire(upstream)]
    pub parent_cate_id: Option<Id>,
    /// The categories below it.
    #[wire(upstream)]
    pub children: Option<Vec<ProductSubcategory>>,
}

/// A category, without those below it: ask [`Categories`] for them.
#[response]
pub struct ProductSubcategory {
    /// The category.
    #[wire(upstream)]
    pub category_id: Option<Id>,
    /// Its name in Chinese.
    #[wire(upstream)]
    pub chinese_name: Option<String>,
    /// Its name, translated.
    #[wire(upstream)]
    pub translated_name: Option<String>,
    /// Whether there are none below it.
    #[wire(upstream)]
    pub leaf: Option<bool>,
    /// How far below the root it is, a number as text.
    #[wire(upstream)]
    pub level: Option<String>,
    /// The category above it.
    #[wire(upstream)]
    pub parent_cate_id: Option<Id>,
}

/// Reads a product and its SKUs.
///
/// Wraps 1688's `product.search.queryProductDetail`, which requires `offerId` and `country`; the vendor's page does
/// not say.
#[endpoint(
    name = "alibaba.product.get",
    route = Post "/alibaba/product/detail/get",
    safety = Read,
    provenance = Documented,
    title = "Commodity details inquiry",
    page = "https://doc-vnm.pandapon.com/api-250496562",
    response = Product,
)]
pub struct Get {
    /// The product.
    #[sensible(required)]
    pub offer_id: Option<Id>,
    /// Language of the answer's translations; the vendor says always `en` for now.
    pub country: Option<Language>,
    /// Your own id of the user who looks at it.
    pub out_member_id: Option<String>,
}

/// A product. The vendor's page names six members; it lists the others by their titles only, and they are known from
/// 1688.
#[response]
pub struct Product {
    /// The product.
    pub offer_id: Option<Id>,
    /// Its category.
    pub category_id: Option<Id>,
    /// Its category's name.
    pub category_name: Option<String>,
    /// Title in Chinese.
    pub subject: Option<String>,
    /// Title, translated.
    pub subject_trans: Option<String>,
    /// Description: HTML.
    pub description: Option<String>,
    /// Its attributes, with translations.
    #[wire(upstream)]
    pub product_attribute: Option<Json>,
    /// Its SKUs. Empty if it has none.
    #[wire(upstream)]
    pub product_sku_infos: Option<Vec<Sku>>,
    /// Stock and prices by quantity.
    #[wire(upstream)]
    pub product_sale_info: Option<SaleInfo>,
    /// Weight and size.
    #[wire(upstream)]
    pub product_shipping_info: Option<ShippingInfo>,
    /// Whether it is of the select source.
    #[wire(upstream)]
    pub is_jxhy: Option<bool>,
    /// Its seller: the encrypted shop id, for batches of orders and the search in a store.
    #[wire(upstream)]
    pub seller_open_id: Option<String>,
    /// The least that can be ordered.
    #[wire(upstream)]
    pub min_order_quantity: Option<i64>,
    /// Pieces in a lot.
    #[wire(upstream)]
    pub batch_number: Option<i64>,
    /// Whether it is on sale.
    #[wire(upstream)]
    pub status: Option<ProductStatus>,
    /// Text by which 1688 follows a product through its reports.
    #[wire(upstream)]
    pub trace_info: Option<String>,
    /// When the seller's products may be mixed to reach the minimum.
    #[wire(upstream)]
    pub seller_mix_setting: Option<MixSetting>,
    /// Score of its trades.
    #[wire(upstream)]
    pub trade_score: Option<String>,
    /// What it is.
    #[wire(upstream)]
    pub offer_identities: Option<Vec<OfferIdentity>>,
}

/// One SKU of a product.
#[response]
pub struct Sku {
    /// SKU, unique everywhere.
    #[wire(upstream)]
    pub sku_id: Option<Id>,
    /// SKU, unique within its product: what an order needs.
    #[wire(upstream)]
    pub spec_id: Option<String>,
    /// Stock.
    #[wire(upstream)]
    pub amount_on_sale: Option<i64>,
    /// Price, in yuan.
    #[wire(upstream)]
    pub price: Option<Yuan>,
    /// Price during a promotion, in yuan.
    #[wire(upstream)]
    pub promotion_price: Option<Yuan>,
    /// Prices for distribution.
    #[wire(upstream)]
    pub fenxiao_price_info: Option<FenxiaoPriceInfo>,
    /// What distinguishes it: colour, size, with translations.
    #[wire(upstream)]
    pub sku_attributes: Option<Json>,
    /// Deprecated by 1688.
    #[wire(upstream)]
    pub jxhy_price: Option<Yuan>,
    /// Deprecated by 1688.
    #[wire(upstream)]
    pub pf_jxhy_price: Option<Yuan>,
    /// Deprecated by 1688.
    #[wire(upstream)]
    pub consign_price: Option<Yuan>,
}

/// Prices for distribution, in yuan.
#[response]
pub struct FenxiaoPriceInfo {
    /// One piece, freight included.
    #[wire(upstream)]
    pub one_piece_price: Option<Yuan>,
    /// For distribution.
    #[wire(upstream)]
    pub offer_price: Option<Yuan>,
}

/// Stock and prices by quantity.
#[response]
pub struct SaleInfo {
    /// Stock.
    #[wire(upstream)]
    pub amount_on_sale: Option<i64>,
    /// Prices by quantity.
    #[wire(upstream)]
    pub price_range_list: Option<Vec<PriceRange>>,
    /// How it is priced: 0 no SKUs, by quantity · 1 by SKU · 2 has SKUs, by quantity.
    #[wire(upstream)]
    pub quote_type: Option<i64>,
}

/// The price from a quantity on.
#[response]
pub struct PriceRange {
    /// From this quantity on.
    #[wire(upstream)]
    pub start_quantity: Option<i64>,
    /// Price, in yuan.
    #[wire(upstream)]
    pub price: Option<Yuan>,
    /// Price during a promotion, in yuan.
    #[wire(upstream)]
    pub promotion_price: Option<Yuan>,
}

/// Weight and size of a product.
#[response]
pub struct ShippingInfo {
    /// Weight, in kilograms.
    #[wire(upstream)]
    pub weight: Option<f64>,
    /// Width, in centimetres.
    #[wire(upstream)]
    pub width: Option<f64>,
    /// Height, in centimetres.
    #[wire(upstream)]
    pub height: Option<f64>,
    /// Length, in centimetres.
    #[wire(upstream)]
    pub length: Option<f64>,
    /// Weight and size of each SKU, the weight in **grams**.
    #[wire(upstream)]
    pub sku_shipping_info_list: Option<Vec<SkuShippingInfo>>,
    /// Weight and size of each SKU, the weight in kilograms.
    #[wire(upstream)]
    pub sku_shipping_details: Option<Vec<SkuShippingDetail>>,
}

/// Weight and size of a SKU, the weight in grams.
#[response]
pub struct SkuShippingInfo {
    /// SKU, unique everywhere.
    #[wire(upstream)]
    pub sku_id: Option<Id>,
    /// SKU, unique within its product.
    #[wire(upstream)]
    pub spec_id: Option<String>,
    /// Weight, in **grams**.
    #[wire(upstream)]
    pub weight: Option<f64>,
    /// Width, in centimetres.
    #[wire(upstream)]
    pub width: Option<f64>,
    /// Height, in centimetres.
    #[wire(upstream)]
    pub height: Option<f64>,
    /// Length, in centimetres.
    #[wire(upstream)]
    pub length: Option<f64>,
}

/// Weight and size of a SKU, the weight in kilograms.
#[response]
pub struct SkuShippingDetail {
    /// SKU, unique everywhere.
    #[wire(upstream)]
    pub sku_id: Option<TextId>,
    /// Weight, in kilograms.
    #[wire(upstream)]
    pub weight: Option<f64>,
    /// Width, in centimetres.
    #[wire(upstream)]
    pub width: Option<f64>,
    /// Height, in centimetres.
    #[wire(upstream)]
    pub height: Option<f64>,
    /// Length, in centimetres.
    #[wire(upstream)]
    pub length: Option<f64>,
}

/// When a seller's products may be mixed to reach the minimum.
#[response]
pub struct MixSetting {
    /// Whether they may.
    #[wire(upstream)]
    pub general_hunpi: Option<bool>,
    /// From this amount on; the unit is not stated.
    #[wire(upstream)]
    pub mix_amount: Option<i64>,
    /// From this number of pieces on.
    #[wire(upstream)]
    pub mix_number: Option<i64>,
}

/// Turns a seller's encrypted id into what opens a chat with them on Wangwang. For people who want to talk to a
/// seller: 1688 watches it, and forbids batches and showing what it answers.
///
/// Seen in a public client of the API. Wraps 1688's `wangwangnick.openuid.decrypt`. What it answers is on no page:
/// 1688 answers a `wangwangNick`, the vendor's title speaks of a URL.
#[endpoint(
    name = "alibaba.product.decryptOpenUid",
    route = Post "/alibaba/product/openuid/decrypt",
    safety = Read,
    provenance = Client,
    title = "Convert and decrypt to Wangwang URL",
    page = "a public client of this API",
    response = Json,
)]
pub struct DecryptOpenUid {
    /// The product.
    pub offer_id: TextId,
    /// The seller: their encrypted id.
    pub open_uid: String,
}
