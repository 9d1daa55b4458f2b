//! Handlers for products on Taobao: search, recommendations, details, distribution, chat link.

use std::collections::BTreeSet;

use pandapon::endpoint::Generation;
use pandapon::schema::Json;

use crate::error::{ApiError, NOT_FOUND};
use crate::handlers::taobao::basket::records;
use crate::model::market::Market;
use crate::model::taobao::product::{Catalogue, Product, Sale, Sku};
use crate::money::{fen, yuan_text};
use crate::random::SeededOrder;
use crate::request_context::{number, Page, Params, RequestContext};

/// Default page size, as in Taobao Global.
const PAGE_SIZE: i64 = 10;
/// Number of products that a search by image finds.
const IMAGE_RESULTS: usize = 12;

/// Searches for products with all words in the Chinese or the English title. With an unknown `sort`, the order is that of
/// the catalogue.
pub fn search_by_keyword(market: &mut Market, context: &RequestContext<'_>) -> Result<Json, ApiError> {
    let catalogue = &market.taobao.catalogue;
    let words = context.params.text("keyword").unwrap_or_default().to_lowercase();
    // Without duplicates: a text can repeat a word a million times.
    let words: BTreeSet<_> = words.split_whitespace().collect();
    let has_words = |product: &&Product| {
        let titles = format!("{}\n{}", product.title, product.title_trans).to_lowercase();
        words.iter().all(|word| titles.contains(word))
    };
    let mut products: Vec<_> = catalogue.on_sale().filter(has_words).collect();
    match context.params.text("sort") {
        Some("PRICE_ASC") => products.sort_by_key(|product| product.search_price()),
        Some("PRICE_DESC") => products.sort_by_key(|product| std::cmp::Reverse(product.search_price())),
        Some("SALE_QTY_ASC") => products.sort_by_key(|product| product.sold),
        Some("SALE_QTY_DESC") => products.sort_by_key(|product| -product.sold),
        _ => {}
    }
    Ok(page_with_total(catalogue, &products, context))
}

/// Searches for products by a picture. The picture is not analysed: the same picture always finds the same products, and
/// another picture finds others.
pub fn search_by_image(market: &mut Market, context: &RequestContext<'_>) -> Result<Json, ApiError> {
    let catalogue = &market.taobao.catalogue;
    let mut products: Vec<_> = catalogue.on_sale().collect();
    let picture = context.params.text("imageBase64").unwrap_or_default();
    SeededOrder::new(&[picture]).sort(&mut products, |product| product.item_id);
    products.truncate(IMAGE_RESULTS);
    Ok(page_with_total(catalogue, &products, context))
}

/// Returns all products, in an order that is constant for each user.
pub fn recommend(market: &mut Market, context: &RequestContext<'_>) -> Result<Json, ApiError> {
    let catalogue = &market.taobao.catalogue;
    let mut products: Vec<_> = catalogue.on_sale().collect();
    SeededOrder::new(&[context.user]).sort(&mut products, |product| product.item_id);
    Ok(Json::Object(page(catalogue, &products, context)))
}

fn page_with_total(catalogue: &Catalogue, products: &[&Product], context: &RequestContext<'_>) -> Json {
    let mut fields = page(catalogue, products, context);
    fields.insert(2, ("total".to_owned(), (products.len() as i64).into()));
    Json::Object(fields)
}

fn page(catalogue: &Catalogue, products: &[&Product], context: &RequestContext<'_>) -> Vec<(String, Json)> {
    let page: Page = context.params.page_or("pageNo", "pageSize", PAGE_SIZE);
    let views =
        page.slice(products.iter()).map(|product| search_result_view(catalogue, product, context.generation));
    let fields = [
        ("pageNo", Json::from(page.number)),
        ("pageSize", page.size.into()),
        ("data", views.collect::<Vec<_>>().into()),
    ];
    fields.map(|(name, value)| (name.to_owned(), value)).into()
}

/// Returns a product with its SKUs. If the platform does not distribute it, the data is null in generation 1, as its page
/// says, and generation 2 reports an error.
pub fn get(market: &mut Market, context: &RequestContext<'_>) -> Result<Json, ApiError> {
    let catalogue = &market.taobao.catalogue;
    let product = find_product(catalogue, context, "itemId");
    match product.filter(|product| product.sale != Sale::NotDistributed) {
        Some(product) => Ok(product_view(catalogue, product)),
        None if context.generation != Generation::V2 => Ok(Json::Null),
        None => Err(missing()),
    }
}

fn missing() -> ApiError {
    ApiError::new(NOT_FOUND, "product not found")
}

/// Returns a product of Taobao itself, distributed or not. Which id generation 2 expects is not documented: both are
/// accepted.
pub fn get_source(market: &mut Market, context: &RequestContext<'_>) -> Result<Json, ApiError> {
    let catalogue = &market.taobao.catalogue;
    let by_number = || catalogue.item(context.params.id("itemId")?);
    let product: Option<&Product> = find_product(catalogue, context, "itemId").or_else(by_number);
    let product = product.ok_or_else(missing)?;
    Ok(Json::from([("description", description(product).into()), ("itemId", product.item_id.into())]))
}

/// Checks which products the platform distributes. Of the lists in the data only the number of fields is documented: their
/// names are those of the same values in the data of a product.
pub fn check_batch(market: &mut Market, context: &RequestContext<'_>) -> Result<Json, ApiError> {
    let catalogue = &market.taobao.catalogue;
    let (mut distributed_products, mut missing, mut reasons) = (Vec::new(), Vec::new(), Vec::new());
    for line in records(context.params, "params")? {
        let line = Params(&line);
        let id = line.0.get("itemId").and_then(Json::as_digits).unwrap_or_default();
        match find(catalogue, id, context.generation) {
            Some(product) => distributed_products.push(distributed(product, id, line)),
            None => {
                missing.push(Json::from(id));
                reasons.push(Json::from([
                    ("itemId", id.into()),
                    ("reason", "the platform does not distribute it".into()),
                ]));
            }
        }
    }
    Ok(Json::from([
        ("mpProducts", distributed_products.into()),
        ("noMpProductItemIds", missing.into()),
        ("noMpReasonList", reasons.into()),
    ]))
}

/// Finds a distributed product by an id in text. In generation 2 both kinds of ids are accepted, as it is not documented
/// which is expected.
fn find<'a>(catalogue: &'a Catalogue, id: &str, generation: Generation) -> Option<&'a Product> {
    let mapped = catalogue.mapped(id).filter(|_| generation == Generation::V2);
    let product = mapped.or_else(|| catalogue.item(id.parse().ok()?));
    product.filter(|product| product.sale != Sale::NotDistributed)
}

/// A distributed product with the requested SKUs, or all of them.
fn distributed(product: &Product, id: &str, line: Params<'_>) -> Json {
    let sku_ids: Vec<_> = line.list("skuIds").iter().filter_map(number).collect();
    let skus = product.skus.iter().filter(|sku| sku_ids.is_empty() || sku_ids.contains(&sku.sku_id));
    let skus = skus.map(|sku| {
        Json::from([("skuId", sku.sku_id.to_string().into()), ("mpSkuId", sku.mp_sku_id.to_string().into())])
    });
    Json::from([
        ("itemId", id.into()),
        ("mpId", product.mp_id.to_string().into()),
        ("skuList", skus.collect::<Vec<_>>().into()),
    ])
}

/// A product in search results, with the id of the generation. The translated texts are English, whatever the language.
fn search_result_view(catalogue: &Catalogue, product: &Product, generation: Generation) -> Json {
    let id = match generation {
        Generation::V2 => ("itemMapId", Json::from(product.map_id())),
        _ => ("itemId", product.item_id.into()),
    };
    let shop = catalogue.shop(product.shop_id);
    Json::from([
        id,
        ("title", product.title.as_str().into()),
        ("multiLanguageInfo", Json::from([("title", product.title_trans.as_str().into())])),
        ("mainImageUrl", product.picture().into()),
        ("price", yuan_text(product.search_list_price())),
        ("couponPrice", yuan_text(product.search_price())),
        ("quantity", product.stock().into()),
        ("shopName", shop.map(|shop| shop.name.as_str()).into()),
        ("tags", Vec::new().into()),
    ])
}

/// A product with all fields.
fn product_view(catalogue: &Catalogue, product: &Product) -> Json {
    let shop = catalogue.shop(product.shop_id);
    let freight = shop.map(|shop| fen(shop.freight));
    let skus = product.skus.iter().map(|variant| sku(product, variant, freight.clone()));
    let promotion = product.skus.iter().filter_map(|sku| sku.promotion_price).min();
    without_nulls(Json::from([
        ("beginAmount", 1.into()),
        ("categoryId", product.category.id().into()),
        ("categoryName", product.category.name().into()),
        ("categoryPath", product.category.name().into()),
        ("description", description(product).into()),
        ("itemId", product.item_id.into()),
        ("itemType", "WITHOUT_MATERIAL".into()),
        ("mpId", product.mp_id.to_string().into()),
        ("picUrls", vec![product.picture().into()].into()),
        ("price", fen(product.search_list_price())),
        ("productUnit", "件".into()),
        ("quantity", product.stock().into()),
        ("shopName", shop.map(|shop| shop.name.as_str()).into()),
        ("title", product.title.as_str().into()),
        ("userNick", shop.map(|shop| shop.nick.as_str()).into()),
        ("status", status(product).into()),
        ("promotionPrice", promotion.map(fen).into()),
        ("shopId", product.shop_id.into()),
        ("skuList", skus.collect::<Vec<_>>().into()),
    ]))
}

/// Removes fields without a value: where the page has a number, there must be no null.
fn without_nulls(product: Json) -> Json {
    match product {
        Json::Object(fields) => {
            Json::Object(fields.into_iter().filter(|(_, value)| !value.is_null()).collect())
        }
        other => other,
    }
}

fn description(product: &Product) -> String {
    format!("<img src=\"{}\">", product.picture())
}

/// The status of a product. The values are the emulator's own: the vendor's are not documented.
fn status(product: &Product) -> &'static str {
    match product.sale {
        Sale::Open => "ON_SALE",
        Sale::OffShelf | Sale::NotDistributed => "OFF_SHELF",
    }
}

fn sku(product: &Product, sku: &Sku, freight: Option<Json>) -> Json {
    without_nulls(Json::from([
        ("skuId", sku.sku_id.to_string().into()),
        ("mpSkuId", sku.mp_sku_id.into()),
        ("properties", properties(sku)),
        ("picUrl", product.picture_of(sku).into()),
        ("quantity", sku.stock.into()),
        ("status", status(product).into()),
        ("price", fen(sku.list_price)),
        ("promotionPrice", sku.promotion_price.map(|price| price.0.to_string()).into()),
        ("postFee", freight.into()),
    ]))
}

pub fn properties(sku: &Sku) -> Json {
    let properties = sku.properties.iter().map(|property| {
        Json::from([
            ("propId", property.id.into()),
            ("propName", property.name.as_str().into()),
            ("valueId", property.value_id.into()),
            ("valueName", property.value.as_str().into()),
        ])
    });
    properties.collect::<Vec<_>>().into()
}

/// Finds the product of a param, distributed or not. In generation 2 the param is a mapped id.
pub fn find_product<'a>(
    catalogue: &'a Catalogue,
    context: &RequestContext<'_>,
    param: &str,
) -> Option<&'a Product> {
    let id = context.params.0.get(param)?;
    match context.generation {
        Generation::V2 => id.as_text().and_then(|id| catalogue.mapped(id)),
        _ => catalogue.item(number(id)?),
    }
}

/// Returns a chat link with a host that never resolves. User name and password are ignored. The subject of the chat is
/// checked only if it is a product, the only kind in the vendor's sample.
pub fn chat_link(market: &mut Market, context: &RequestContext<'_>) -> Result<Json, ApiError> {
    let params = context.params;
    let page = params.text("pageParamMap").and_then(|text| Json::parse(text).ok()).unwrap_or_default();
    let param = |name| params.text(name).or_else(|| page.get(name)?.as_digits());
    let (kind, id) = (param("sourceType"), param("bizId").unwrap_or_default());
    if kind == Some("item") {
        let is_product = |id: i64| market.taobao.catalogue.item(id).is_some();
        if !id.parse().is_ok_and(is_product) && market.taobao.catalogue.mapped(id).is_none() {
            return Err(missing());
        }
    }
    let token = SeededOrder::new(&[context.user, kind.unwrap_or_default(), id]).token();
    Ok(format!("https://im.sandbox.invalid/imchat?loginToken={token}").into())
}
