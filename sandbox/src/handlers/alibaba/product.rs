//! Handlers for products of 1688: search, recommendations, categories, details.

use std::collections::BTreeSet;

use pandapon::endpoint::Generation;
use pandapon::scalar::{yuan_to_fen, Fen};
use pandapon::schema::Json;

use crate::error::{ApiError, NOT_FOUND};
use crate::model::alibaba::product::{Catalogue, Offer, Packed, Sku};
use crate::model::alibaba::product_data::{Category, Obstacle, Pricing, CATEGORIES};
use crate::model::market::Market;
use crate::money::yuan_text;
use crate::random::SeededOrder;
use crate::request_context::{number, Params, RequestContext};

/// Number of products that a search by image finds.
const IMAGE_RESULTS: usize = 12;

/// Searches for products with all words in the Chinese or the English title.
///
/// All searches ignore `filter`. Without `sort`, the order is that of the catalogue.
pub fn search_by_keyword(market: &mut Market, context: &RequestContext<'_>) -> Result<Json, ApiError> {
    Ok(page(with_words(&market.catalogue, context.params), context))
}

/// Searches for products of one seller.
pub fn search_in_store(market: &mut Market, context: &RequestContext<'_>) -> Result<Json, ApiError> {
    let seller = context.params.text("sellerOpenId");
    let mut offers = with_words(&market.catalogue, context.params);
    offers.retain(|offer| Some(offer.seller.open_id.as_str()) == seller);
    Ok(page(offers, context))
}

/// Searches for products by a picture. The picture is not analysed: the same picture always finds the same products, and
/// another picture finds others. The address of a picture of the sandbox's own finds its product first.
pub fn search_by_image(market: &mut Market, context: &RequestContext<'_>) -> Result<Json, ApiError> {
    let text = |name| context.params.text(name).unwrap_or_default();
    let (picture, address) = (text("imageBase64"), text("imageAddress"));
    let region = text("region");
    let ranking = SeededOrder::new(&[picture, address, region]);
    let mut offers: Vec<_> = market.catalogue.tradable().collect();
    ranking.sort(&mut offers, |offer| offer.id);
    offers.sort_by_key(|offer| offer.image() != address);
    offers.truncate(IMAGE_RESULTS);
    let mut data = page(offers, context);
    if let Json::Object(fields) = &mut data {
        fields.push(("picRegionInfo".to_owned(), regions(region, SeededOrder::new(&[picture, address]))));
    }
    Ok(data)
}

/// The regions of a picture: two that were detected, of which the first is current unless another was requested.
fn regions(region: &str, ranking: SeededOrder) -> Json {
    let detected = ranking.regions();
    let current = if region.is_empty() { detected.split(';').next().unwrap_or_default() } else { region };
    Json::from([("currentRegion", current.into()), ("yoloCropRegion", detected.as_str().into())])
}

fn with_words<'a>(catalogue: &'a Catalogue, params: Params<'_>) -> Vec<&'a Offer> {
    let words = params.text("keyword").unwrap_or_default().to_ascii_lowercase();
    // Without duplicates: a text can repeat a word a million times.
    let words: BTreeSet<_> = words.split_whitespace().collect();
    let has_words = |offer: &&Offer| {
        let titles = format!("{}\n{}", offer.subject, offer.subject_trans).to_ascii_lowercase();
        words.iter().all(|word| titles.contains(word))
    };
    catalogue.tradable().filter(has_words).collect()
}

/// Filters by price and category, sorts, and returns the requested page.
fn page(mut offers: Vec<&Offer>, context: &RequestContext<'_>) -> Json {
    let params = context.params;
    let bound = |name| yuan_to_fen(params.text(name)?).ok();
    let (lowest, highest) = (bound("priceStart"), bound("priceEnd"));
    let category = params.0.get("categoryId").and_then(number).filter(|id| *id != 0);
    offers.retain(|offer| {
        let price = offer.search_price();
        lowest.is_none_or(|lowest| price >= lowest)
            && highest.is_none_or(|highest| price <= highest)
            && category.is_none_or(|category| offer.category.id == category)
    });
    sort(&mut offers, params);
    let page = params.page("beginPage", "pageSize");
    let products: Vec<_> =
        page.slice(offers.iter()).map(|offer| search_result_view(offer, context.generation)).collect();
    Json::from([
        ("totalRecords", Json::from(offers.len() as i64)),
        ("totalPage", page.count(offers.len()).into()),
        ("pageSize", page.size.into()),
        ("currentPage", page.number.into()),
        ("data", products.into()),
    ])
}

/// Sorts by the first field of `sort`, JSON text such as `{"price":"asc"}`.
fn sort(offers: &mut [&Offer], params: Params<'_>) {
    let Some(Ok(Json::Object(sort))) = params.text("sort").map(Json::parse) else {
        return;
    };
    let Some((name, direction)) = sort.first() else {
        return;
    };
    let key: fn(&Offer) -> i64 = match name.as_str() {
        "price" => |offer| {
            let Fen(price) = offer.search_price();
            price
        },
        "monthSold" => |offer| offer.month_sold,
        "rePurchaseRate" => |offer| offer.repurchase_percent,
        _ => return,
    };
    let sign = if direction.as_text() == Some("desc") { -1 } else { 1 };
    offers.sort_by_key(|offer| sign * key(offer));
}

/// Number of months in the sales figure of [`related`]: 90 days.
const MONTHS: i64 = 3;

/// Returns products of the same category. In generation 2, `offerId` is the mapped id.
pub fn related(market: &mut Market, context: &RequestContext<'_>) -> Result<Json, ApiError> {
    let id = context.params.text("offerId").unwrap_or_default();
    let offer = match context.generation {
        Generation::V2 => market.catalogue.mapped(id),
        _ => id.parse().ok().and_then(|id| market.catalogue.offer(id)),
    };
    let offer = offer.ok_or_else(missing)?;
    let tradable = market.catalogue.tradable();
    let related = tradable.filter(|other| other.category.id == offer.category.id && other.id != offer.id);
    let page = context.params.page("pageNo", "pageSize");
    let views = page.slice(related).map(|offer| {
        let mut view = search_result_view(offer, context.generation);
        if let Json::Object(fields) = &mut view {
            fields.retain(|(name, _)| name != "monthSold");
            fields.push(("monthSold".to_owned(), (offer.month_sold * MONTHS).into()));
        }
        view
    });
    Ok(views.collect::<Vec<_>>().into())
}

/// Returns all products, in an order that is constant for each user.
pub fn recommend(market: &mut Market, context: &RequestContext<'_>) -> Result<Json, ApiError> {
    let member = context.params.text("outMemberId").unwrap_or(context.user);
    let mut offers: Vec<_> = market.catalogue.tradable().collect();
    SeededOrder::new(&[member]).sort(&mut offers, |offer| offer.id);
    let page = context.params.page("beginPage", "pageSize");
    let views = page.slice(offers.into_iter()).map(|offer| search_result_view(offer, context.generation));
    Ok(views.collect::<Vec<_>>().into())
}

const ROOT: i64 = 0;

/// Returns a category and its direct children. The translation is English, whatever the language.
pub fn categories(_: &mut Market, context: &RequestContext<'_>) -> Result<Json, ApiError> {
    let id = context.params.id("categoryId");
    if id == Some(ROOT) {
        let children: Vec<_> = CATEGORIES.iter().map(|category| Json::Object(leaf(category))).collect();
        return Ok(Json::from([
            ("categoryId", ROOT.into()),
            ("chineseName", "全部类目".into()),
            ("translatedName", "All categories".into()),
            ("leaf", false.into()),
            ("level", "0".into()),
            ("children", children.into()),
        ]));
    }
    let category = CATEGORIES.iter().find(|category| Some(category.id) == id);
    let category = category.ok_or_else(|| ApiError::new(NOT_FOUND, "category not found"))?;
    let mut fields = leaf(category);
    fields.push(("children".to_owned(), Vec::new().into()));
    Ok(Json::Object(fields))
}

fn leaf(category: &Category) -> Vec<(String, Json)> {
    let fields = [
        ("categoryId", category.id.into()),
        ("chineseName", category.name.into()),
        ("translatedName", category.name_trans.into()),
        ("leaf", true.into()),
        ("level", "1".into()),
        ("parentCateId", ROOT.into()),
    ];
    fields.map(|(name, value)| (name.to_owned(), value)).into()
}

/// Returns a product with its SKUs and stock.
pub fn get(market: &mut Market, context: &RequestContext<'_>) -> Result<Json, ApiError> {
    find_product(&market.catalogue, context).map(product_view)
}

/// Returns the chat name of a product's seller. The field is 1688's; that of the vendor is not documented. Nor is which id
/// of the product generation 2 expects: both are accepted.
pub fn decrypt_open_uid(market: &mut Market, context: &RequestContext<'_>) -> Result<Json, ApiError> {
    let id = context.params.text("offerId").unwrap_or_default();
    let offer = find_by_ref(&market.catalogue, id, context.generation).ok_or_else(missing)?;
    if context.params.text("openUid") != Some(&offer.seller.open_id) {
        return Err(ApiError::new(NOT_FOUND, "openUid does not belong to the seller of the product"));
    }
    Ok(Json::from([("wangwangNick", offer.seller.name.as_str().into())]))
}

/// A product in search results, with the id of the generation.
fn search_result_view(offer: &Offer, generation: Generation) -> Json {
    let id = match generation {
        Generation::V2 => ("offerMapId", Json::from(offer.map_id.as_str())),
        _ => ("offerId", Json::from(offer.id)),
    };
    Json::from([
        id,
        ("imageUrl", offer.image().into()),
        ("subject", offer.subject.as_str().into()),
        ("subjectTrans", offer.subject_trans.as_str().into()),
        ("priceInfo", Json::from([("price", yuan_text(offer.search_price()))])),
        ("monthSold", offer.month_sold.into()),
        ("repurchaseRate", format!("{}%", offer.repurchase_percent).into()),
        ("isJxhy", false.into()),
        ("isOnePsale", (offer.minimum == 1).into()),
        ("sellerIdentities", vec![offer.seller.identity.as_str().into()].into()),
        ("minOrderQuantity", offer.minimum.into()),
    ])
}

/// A product with all fields.
pub fn product_view(offer: &Offer) -> Json {
    let status = match offer.obstacle {
        Obstacle::NotTradable => "expired",
        _ => "published",
    };
    let skus = match offer.pricing {
        Pricing::Quantity => Vec::new(),
        _ => offer.skus.iter().map(|sku| sku_info(offer, sku)).collect(),
    };
    let mix = Json::from([
        ("generalHunpi", offer.seller.mix.is_some().into()),
        ("mixNumber", offer.seller.mix.into()),
    ]);
    Json::from([
        ("offerId", offer.id.into()),
        ("categoryId", offer.category.id.into()),
        ("categoryName", offer.category.name.into()),
        ("subject", offer.subject.as_str().into()),
        ("subjectTrans", offer.subject_trans.as_str().into()),
        ("description", format!("<img src=\"{}\">", offer.image()).into()),
        ("productSkuInfos", skus.into()),
        ("productSaleInfo", sale_info(offer)),
        ("productShippingInfo", shipping_info(offer)),
        ("isJxhy", false.into()),
        ("sellerOpenId", offer.seller.open_id.as_str().into()),
        ("minOrderQuantity", offer.minimum.into()),
        ("batchNumber", offer.lot.into()),
        ("status", status.into()),
        ("sellerMixSetting", mix),
    ])
}

fn sale_info(offer: &Offer) -> Json {
    let stock: i64 = offer.skus.iter().map(|sku| sku.stock).sum();
    let ranges: Vec<_> = offer
        .tiers
        .iter()
        .map(|tier| Json::from([("startQuantity", tier.start.into()), ("price", yuan_text(tier.price))]))
        .collect();
    let ranges = match offer.pricing {
        Pricing::Sku => Vec::new(),
        _ => ranges,
    };
    Json::from([
        ("amountOnSale", stock.into()),
        ("priceRangeList", ranges.into()),
        ("quoteType", (offer.pricing as i64).into()),
    ])
}

/// Weight and size. The weight of the product, which is that of its first SKU, is in kilograms, that of each SKU in grams.
fn shipping_info(offer: &Offer) -> Json {
    let first = offer.skus.first().map(|sku| sku.packed);
    let kilograms = first.map(|packed| Json::Number(thousandths(packed.grams)));
    let skus = offer.skus.iter().map(|sku| {
        let names = [("skuId", sku.id.into()), ("specId", sku.spec_id.as_deref().into())];
        measures(&sku.packed, names.into_iter().chain([("weight", sku.packed.grams.into())]))
    });
    let skus: Vec<_> = skus.collect();
    let whole = [("weight", kilograms.into()), ("skuShippingInfoList", skus.into())];
    first.map(|packed| measures(&packed, whole)).unwrap_or_default()
}

fn measures(packed: &Packed, more: impl IntoIterator<Item = (&'static str, Json)>) -> Json {
    let sizes = ["length", "width", "height"].into_iter().zip(packed.size.map(Json::from));
    Json::Object(more.into_iter().chain(sizes).map(|(name, value)| (name.to_owned(), value)).collect())
}

fn thousandths(number: i64) -> String {
    format!("{}.{:03}", number / 1000, number % 1000)
}

fn sku_info(offer: &Offer, sku: &Sku) -> Json {
    let attributes: Vec<_> = sku.attributes().into_iter().collect();
    Json::from([
        ("skuId", sku.id.into()),
        ("specId", sku.spec_id.as_deref().into()),
        ("amountOnSale", sku.stock.into()),
        ("price", yuan_text(offer.unit_price(sku, offer.minimum))),
        ("skuAttributes", attributes.into()),
    ])
}

/// A reference to a product in a request or in a line: `offerMapId` in generation 2, `offerId` otherwise. Some endpoints of
/// generation 2 accept both, as it is not documented which they expect.
#[derive(Clone, Copy)]
pub enum ProductRef<'a> {
    MapId(&'a str),
    Number(&'a Json),
    None,
}

impl<'a> ProductRef<'a> {
    pub fn new(generation: Generation, params: Params<'a>) -> Self {
        match generation {
            Generation::V2 => Self::by_either(params),
            _ => Self::by_number(params),
        }
    }

    /// Refers to a product by its mapped id if present, by its number otherwise.
    pub fn by_either(params: Params<'a>) -> Self {
        let map_id = params.text("offerMapId").filter(|id| !id.is_empty());
        map_id.map_or_else(|| Self::by_number(params), ProductRef::MapId)
    }

    fn by_number(params: Params<'a>) -> Self {
        params.0.get("offerId").map_or(ProductRef::None, ProductRef::Number)
    }

    /// Finds the product.
    pub fn find(self, catalogue: &Catalogue) -> Option<&Offer> {
        match self {
            ProductRef::MapId(id) => catalogue.mapped(id),
            ProductRef::Number(number) => catalogue.offer(number.as_digits()?.parse().ok()?),
            ProductRef::None => None,
        }
    }

    /// Returns the id as in the request.
    pub fn text(self) -> &'a str {
        match self {
            ProductRef::MapId(id) => id,
            ProductRef::Number(number) => number.as_digits().unwrap_or_default(),
            ProductRef::None => "",
        }
    }
}

/// Finds a product by an id in text. In generation 2 both kinds of ids are accepted, as it is not documented which is
/// expected.
pub fn find_by_ref<'a>(catalogue: &'a Catalogue, id: &str, generation: Generation) -> Option<&'a Offer> {
    let mapped = catalogue.mapped(id).filter(|_| generation == Generation::V2);
    mapped.or_else(|| catalogue.offer(id.parse().ok()?))
}

/// Finds the product of a request.
fn find_product<'a>(catalogue: &'a Catalogue, context: &RequestContext<'_>) -> Result<&'a Offer, ApiError> {
    ProductRef::new(context.generation, context.params).find(catalogue).ok_or_else(missing)
}

/// An error for an unknown product.
fn missing() -> ApiError {
    ApiError::new("PRODUCT_NOT_EXIST", "product not found")
}
