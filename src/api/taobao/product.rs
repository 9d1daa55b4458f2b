//! Products on Taobao: found by words or by a picture, and read in detail.
//!
//! How the goods of an order are found:
//!
//! 1. [`SearchByKeyword`] finds products by words, [`SearchByImage`] by a picture; [`Recommend`] shows what sells
//!    well.
//! 2. [`Get`] reads one of them with its SKUs. A product has two ids: Taobao's own (`itemId`, `skuId`) and those of
//!    the platform that distributes it (`mpId` of the product, `mpSkuId` of the SKU). Preview and order
//!    ([`super::order`]) need the latter: `mpId` as their `itemId`, `mpSkuId` as their `skuId`. So read a product
//!    before ordering it.
//! 3. [`CheckBatch`] tells of several products at once which of them the platform has at all, [`GetSource`] reads a
//!    product as Taobao itself shows it.
//!
//! Prices are in **yuan**, as text, where products are found. Where they are read in detail the vendor states no
//! unit; Taobao Global counts in **fen** there. What is to be paid in the end only the preview of the order says.
//!
//! Sources: the vendor's pages, a public client of the API where they are cut, and for meaning and limits a public
//! client of the platform that they wrap (spec/semantics.md, section 5).

use pandapon_derive::{endpoint, params, response, string_enum};

use crate::endpoint::{Descriptor, Endpoint};
use crate::scalar::{Fen, Id, TextId, Yuan};
use crate::schema::Json;
use crate::schema::{JsonText, Kind};

/// The endpoints of this group.
pub const ENDPOINTS: &[&Descriptor] = &[
    SearchByKeyword::DESCRIPTOR,
    SearchByImage::DESCRIPTOR,
    Recommend::DESCRIPTOR,
    Query::DESCRIPTOR,
    CheckBatch::DESCRIPTOR,
    Get::DESCRIPTOR,
    GetSource::DESCRIPTOR,
];

/// A language to translate to. The vendor's sample has `vi`; the others are those of Taobao Global's search, so other
/// words pass.
#[string_enum(open)]
pub enum TaobaoLanguage {
    /// English.
    #[wire("en")]
    English,
    /// Vietnamese.
    #[wire("vi")]
    Vietnamese,
    /// Russian.
    #[wire("ru")]
    Russian,
    /// Korean.
    #[wire("ko")]
    Korean,
    /// Japanese.
    #[wire("ja")]
    Japanese,
}

/// What found products are sorted by. The vendor's sample has the first word; the others are those of Taobao Global,
/// and it is not known whether they work here. Other words pass.
#[string_enum(open)]
pub enum TaobaoSort {
    /// `tk_rate_desc`; its meaning is not documented.
    #[wire("tk_rate_desc")]
    TkRateDescending,
    /// Price, the lowest first.
    #[wire("PRICE_ASC")]
    PriceAscending,
    /// Price, the highest first.
    #[wire("PRICE_DESC")]
    PriceDescending,
    /// Pieces sold, the fewest first.
    #[wire("SALE_QTY_ASC")]
    SalesAscending,
    /// Pieces sold, the most first.
    #[wire("SALE_QTY_DESC")]
    SalesDescending,
}

/// Finds products by words.
///
/// The path is that of generation 2 by the rule that derives paths. Wraps Taobao Global's `/traffic/item/search`, which answers
/// with prices in yuan, as text. No page that could be read shows the answer: it comes as it is.
#[endpoint(
    name = "taobao.product.searchByKeyword",
    route = Post "/open/product/item/search",
    safety = Read,
    provenance = Derived,
    title = "Taobao commodity search interface",
    page = "https://doc-env2.pandapon.com/api-289120988",
    response = Json,
)]
pub struct SearchByKeyword {
    /// The words.
    pub keyword: Option<String>,
    /// Products a page, 1 to 40. Taobao Global itself gives 10 if nothing is said, and says at most 20.
    #[wire(least = 1, most = 40)]
    pub page_size: Option<i64>,
    /// Page, from 1.
    #[sensible(least = 1)]
    pub page_no: Option<i64>,
    /// What to sort by.
    pub sort: Option<TaobaoSort>,
}

/// Finds products by a picture.
///
/// Wraps Taobao Global's `/traffic/item/imgsearch`, which answers with at most 100 products. The vendor's page could
/// not be read: the answer comes as it is.
#[endpoint(
    name = "taobao.product.searchByImage",
    route = Post,
    safety = Read,
    provenance = Unrouted,
    title = "Taobao commodity picture search interface",
    page = "https://doc-en.pandapon.com/api-263477605",
    response = Json,
)]
pub struct SearchByImage {
    /// The picture: JPG, PNG or WEBP. Bytes, or base64 text without a `data:` prefix. Taobao Global says at most 3
    /// MB.
    #[sensible(required)]
    #[wire(upstream, kind = Kind::Bytes)]
    pub image_base64: Option<String>,
}

/// Shows products that sell well.
///
/// Seen in a public client of the API: members and types are those of that client.
#[endpoint(
    name = "taobao.product.recommend",
    route = Post "/open/product/recommend",
    safety = Read,
    provenance = Client,
    title = "Taobao Hot product recommendation (XPort docs title)",
    page = "",
    response = RecommendedProducts,
)]
pub struct Recommend {
    /// Page, from 1.
    #[sensible(least = 1)]
    pub page_no: Option<i64>,
    /// Products a page; the most is not stated.
    #[sensible(least = 1)]
    pub page_size: Option<i64>,
    /// Language of the answer's texts.
    pub language: Option<TaobaoLanguage>,
}

/// A page of recommended products. Nothing counts them all.
#[response]
pub struct RecommendedProducts {
    /// The page, from 1.
    pub page_no: Option<i64>,
    /// Products a page.
    pub page_size: Option<i64>,
    /// The products.
    pub data: Option<Vec<RecommendedProduct>>,
}

/// A recommended product.
#[response]
pub struct RecommendedProduct {
    /// Product, by Taobao's own id: [`Get`] tells the id that orders need.
    pub item_id: Option<Id>,
    /// Title in Chinese.
    pub title: Option<String>,
    /// Its texts in other languages; in which form is not documented.
    pub multi_language_info: Option<Json>,
    /// Picture.
    pub main_image_url: Option<String>,
    /// Price, in yuan (inferred: Taobao Global's search counts so).
    pub price: Option<Yuan>,
    /// Price with a coupon, in yuan (inferred as for `price`).
    pub coupon_price: Option<Yuan>,
    /// How many; by its name the stock.
    pub quantity: Option<i64>,
    /// The shop's name.
    pub shop_name: Option<String>,
    /// Tags.
    pub tags: Option<Vec<String>>,
    /// Promotions; in which form is not documented.
    pub promotion_displays: Option<Json>,
}

/// Asks about products. What [`Get`], [`CheckBatch`] and the searches leave to it is not known.
///
/// The vendor names the endpoint; its page could not be read. Members pass as they are given, and the answer comes as
/// it is.
#[endpoint(
    name = "taobao.product.query",
    route = Get,
    safety = Read,
    provenance = Unrouted,
    title = "Taobao commodity inquiry",
    page = "https://doc-en.pandapon.com/api-263477609",
    response = Json,
    open,
    not_empty,
)]
pub struct Query {}

/// Asks which of several products and SKUs of Taobao the platform distributes.
#[endpoint(
    name = "taobao.product.checkBatch",
    route = Post "/open/product/batch/check",
    safety = Read,
    provenance = Documented,
    title = "Batch query goods according to Taobao commodity id",
    page = "https://doc-en.pandapon.com/api-263477607",
    response = CheckedProducts,
)]
pub struct CheckBatch {
    /// The products; JSON text on the wire.
    #[sensible(least = 1)]
    pub params: JsonText<Vec<ProductToCheck>>,
}

/// A product to check. The vendor's page shows its members in a sample only: others pass.
#[params(open)]
pub struct ProductToCheck {
    /// Product, by Taobao's own id.
    pub item_id: Option<TextId>,
    /// SKUs of it, by Taobao's own ids.
    pub sku_ids: Option<Vec<TextId>>,
}

/// Which products the platform distributes. What the two lists of structures hold is on no page that could be read.
#[response]
pub struct CheckedProducts {
    /// The products that it distributes. By the name of the list, this is where their `mpId` is.
    pub mp_products: Option<Vec<Json>>,
    /// The products that it does not, by Taobao's own ids.
    pub no_mp_product_item_ids: Option<Vec<TextId>>,
    /// Why it does not.
    pub no_mp_reason_list: Option<Vec<Json>>,
}

/// Reads a product and its SKUs. Its `mpId` and the `mpSkuId` of a SKU are what preview and order need.
///
/// Wraps Taobao Global's `/product/get`. The vendor's page does not promise any data: none comes, it seems, where there is no
/// such product.
#[endpoint(
    name = "taobao.product.get",
    route = Get "/open/product/get",
    safety = Read,
    provenance = Documented,
    title = "Query goods according to Taobao commodity id",
    page = "https://doc-vnm.pandapon.com/api-250496531",
    response = Option<TaobaoProduct>,
)]
pub struct Get {
    /// Product, by Taobao's own id.
    #[sensible(required)]
    pub item_id: Option<TextId>,
}

/// A product. The vendor's pages are cut; what they do not show, from `quantity` on, is known from a public client of
/// the API, whose author chose the types.
#[response]
pub struct TaobaoProduct {
    /// Where the amount begins; the page does not say of what.
    pub begin_amount: Option<i64>,
    /// Its category.
    pub category_id: Option<TextId>,
    /// Its category's name.
    pub category_name: Option<String>,
    /// Its category's path.
    pub category_path: Option<String>,
    /// Description: text or HTML.
    pub description: Option<String>,
    /// Product, by Taobao's own id.
    pub item_id: Option<Id>,
    /// What kind of product it is. A reseller knows `HAVE_MATERIAL` and `WITHOUT_MATERIAL`, and does not say what
    /// they mean.
    pub item_type: Option<String>,
    /// Product, by the distributing platform's id: preview and order need it as their `itemId`, and the cart as its
    /// `mpId`.
    pub mp_id: Option<TextId>,
    /// Pictures.
    pub pic_urls: Option<Vec<String>>,
    /// Price, in fen (inferred: the vendor states no unit, Taobao Global counts so).
    pub price: Option<Fen>,
    /// The unit that it is sold by.
    pub product_unit: Option<String>,
    /// Stock.
    pub quantity: Option<i64>,
    /// The shop's name.
    pub shop_name: Option<String>,
    /// Title in Chinese.
    pub title: Option<String>,
    /// The seller's nick.
    pub user_nick: Option<String>,
    /// Whether it is on sale; the words are not documented.
    pub status: Option<String>,
    /// Price during a promotion. The vendor states no unit; Taobao Global counts in fen.
    pub promotion_price: Option<f64>,
    /// The shop.
    pub shop_id: Option<Id>,
    /// Its page on Taobao.
    pub item_url: Option<String>,
    /// Its SKUs.
    pub sku_list: Option<Vec<TaobaoSku>>,
}

/// One SKU of a product, as a public client of the API knows it.
#[response]
pub struct TaobaoSku {
    /// SKU, by Taobao's own id.
    pub sku_id: Option<TextId>,
    /// SKU, by the distributing platform's id: preview and order need it as their `skuId`, and the cart as its
    /// `mpSkuId`.
    pub mp_sku_id: Option<Id>,
    /// What distinguishes it: colour, size.
    pub properties: Option<Vec<TaobaoSkuProperty>>,
    /// Picture.
    pub pic_url: Option<String>,
    /// Stock.
    pub quantity: Option<i64>,
    /// Whether it is on sale; the words are not documented.
    pub status: Option<String>,
    /// Price. The vendor states no unit; Taobao Global counts in fen.
    pub price: Option<f64>,
    /// Price during a promotion. The vendor states no unit; Taobao Global counts in fen.
    pub promotion_price: Option<String>,
    /// Freight; the unit is not stated.
    pub post_fee: Option<f64>,
}

/// What distinguishes a SKU, such as its colour.
#[response]
pub struct TaobaoSkuProperty {
    /// The property, by its id.
    pub prop_id: Option<Id>,
    /// The property's name, such as 颜色分类.
    pub prop_name: Option<String>,
    /// Its value, by its id.
    pub value_id: Option<Id>,
    /// Its value's name, such as 黄色.
    pub value_name: Option<String>,
}

/// Reads a product as Taobao itself shows it. For what orders need, ask [`Get`].
///
/// Its page exists in Vietnamese only.
#[endpoint(
    name = "taobao.product.getSource",
    route = Post "/open/product/source/get",
    safety = Read,
    provenance = Documented,
    title = "Taobao source item query (Vietnamese docs only)",
    page = "https://doc-vnm.pandapon.com/api-250496526",
    response = SourceProduct,
)]
pub struct GetSource {
    /// Language of the answer's texts.
    pub language: Option<TaobaoLanguage>,
    /// Product, by Taobao's own id.
    pub item_id: TextId,
}

/// A product as Taobao itself shows it. The vendor's page is cut after these members.
#[response]
pub struct SourceProduct {
    /// Description.
    #[wire(always)]
    pub description: Option<String>,
    /// Product, by Taobao's own id.
    #[wire(always)]
    pub item_id: Option<Id>,
}
