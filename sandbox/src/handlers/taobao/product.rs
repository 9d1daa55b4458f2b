//! Products on Taobao: search, recommendations, details, distribution, the chat with the shop.

use std::collections::BTreeSet;

use pandapon::endpoint::Generation;
use pandapon::schema::Json;

use crate::handlers::taobao::basket::records;
use crate::http::{Failure, NOT_THERE};
use crate::model::market::Market;
use crate::model::taobao::product::{Catalogue, Product, Sale, Sku};
use crate::money::{fen, yuan_text};
use crate::random::Taste;
use crate::request_context::{number, Asked, Members, Page};

/// Products a page if nothing is said: as Taobao Global.
const PAGE_SIZE: i64 = 10;
/// How many products a picture is like.
const ALIKE: usize = 12;

/// The page of products that have every word in the Chinese or the English title. A word to sort by that is not
/// known leaves the order of the catalogue.
pub fn by_keyword(market: &mut Market, asked: &Asked<'_>) -> Result<Json, Failure> {
    let catalogue = &market.taobao.catalogue;
    let words = asked.members.text("keyword").unwrap_or_default().to_lowercase();
    // Each once: a text can repeat a word a million times.
    let words: BTreeSet<_> = words.split_whitespace().collect();
    let has_words = |product: &&Product| {
        let titles = format!("{}\n{}", product.title, product.title_trans).to_lowercase();
        words.iter().all(|word| titles.contains(word))
    };
    let mut products: Vec<_> = catalogue.on_sale().filter(has_words).collect();
    match asked.members.text("sort") {
        Some("PRICE_ASC") => products.sort_by_key(|product| product.shown_price()),
        Some("PRICE_DESC") => products.sort_by_key(|product| std::cmp::Reverse(product.shown_price())),
        Some("SALE_QTY_ASC") => products.sort_by_key(|product| product.sold),
        Some("SALE_QTY_DESC") => products.sort_by_key(|product| -product.sold),
        _ => {}
    }
    Ok(counted(catalogue, &products, asked))
}

/// Products that a picture is like. What lies in the picture is not looked at: another picture is like other
/// products, and the same one always like the same.
pub fn by_image(market: &mut Market, asked: &Asked<'_>) -> Result<Json, Failure> {
    let catalogue = &market.taobao.catalogue;
    let mut products: Vec<_> = catalogue.on_sale().collect();
    let picture = asked.members.text("imageBase64").unwrap_or_default();
    Taste::of(&[picture]).sort(&mut products, |product| product.item_id);
    products.truncate(ALIKE);
    Ok(counted(catalogue, &products, asked))
}

/// All products, what this user likes first.
pub fn recommend(market: &mut Market, asked: &Asked<'_>) -> Result<Json, Failure> {
    let catalogue = &market.taobao.catalogue;
    let mut products: Vec<_> = catalogue.on_sale().collect();
    Taste::of(&[asked.user]).sort(&mut products, |product| product.item_id);
    Ok(Json::Object(page(catalogue, &products, asked)))
}

fn counted(catalogue: &Catalogue, products: &[&Product], asked: &Asked<'_>) -> Json {
    let mut members = page(catalogue, products, asked);
    members.insert(2, ("total".to_owned(), (products.len() as i64).into()));
    Json::Object(members)
}

fn page(catalogue: &Catalogue, products: &[&Product], asked: &Asked<'_>) -> Vec<(String, Json)> {
    let page: Page = asked.members.page_of("pageNo", "pageSize", PAGE_SIZE);
    let shown =
        page.of(products.iter()).map(|product| search_result_view(catalogue, product, asked.generation));
    let members = [
        ("pageNo", Json::from(page.number)),
        ("pageSize", page.size.into()),
        ("data", shown.collect::<Vec<_>>().into()),
    ];
    members.map(|(name, value)| (name.to_owned(), value)).into()
}

/// A product with its SKUs. If the platform does not distribute it no data comes in generation 1, whose page promises
/// none, and a failure in generation 2.
pub fn get(market: &mut Market, asked: &Asked<'_>) -> Result<Json, Failure> {
    let catalogue = &market.taobao.catalogue;
    let product = asked_for(catalogue, asked, "itemId");
    match product.filter(|product| product.sale != Sale::NotDistributed) {
        Some(product) => Ok(product_view(catalogue, product)),
        None if asked.generation != Generation::V2 => Ok(Json::Null),
        None => Err(missing()),
    }
}

fn missing() -> Failure {
    Failure::new(NOT_THERE, "there is no such product")
}

/// A product as it stands on Taobao itself, distributed or not. No page tells by which name generation 2 calls it: it
/// takes either.
pub fn get_source(market: &mut Market, asked: &Asked<'_>) -> Result<Json, Failure> {
    let catalogue = &market.taobao.catalogue;
    let by_number = || catalogue.item(asked.members.id("itemId")?);
    let product: Option<&Product> = asked_for(catalogue, asked, "itemId").or_else(by_number);
    let product = product.ok_or_else(missing)?;
    Ok(Json::from([("description", description(product).into()), ("itemId", product.item_id.into())]))
}

/// Tells products that the platform distributes from others. What its lists hold is on no page but for how many
/// members: the names are those by which reading a product shows the same.
pub fn check_batch(market: &mut Market, asked: &Asked<'_>) -> Result<Json, Failure> {
    let catalogue = &market.taobao.catalogue;
    let (mut found, mut missing, mut reasons) = (Vec::new(), Vec::new(), Vec::new());
    for asked_product in records(asked.members, "params")? {
        let asked_product = Members(&asked_product);
        let name = asked_product.0.get("itemId").and_then(Json::as_digits).unwrap_or_default();
        match find(catalogue, name, asked.generation) {
            Some(product) => found.push(distributed(product, name, asked_product)),
            None => {
                missing.push(Json::from(name));
                reasons.push(Json::from([
                    ("itemId", name.into()),
                    ("reason", "the platform does not distribute it".into()),
                ]));
            }
        }
    }
    Ok(Json::from([
        ("mpProducts", found.into()),
        ("noMpProductItemIds", missing.into()),
        ("noMpReasonList", reasons.into()),
    ]))
}

/// Generation 2 takes a mapped id, too: no page tells which it wants.
fn find<'a>(catalogue: &'a Catalogue, name: &str, generation: Generation) -> Option<&'a Product> {
    let mapped = catalogue.mapped(name).filter(|_| generation == Generation::V2);
    let product = mapped.or_else(|| catalogue.item(name.parse().ok()?));
    product.filter(|product| product.sale != Sale::NotDistributed)
}

/// A product with those of its SKUs that were asked for, or all if none was.
fn distributed(product: &Product, name: &str, asked: Members<'_>) -> Json {
    let wanted: Vec<_> = asked.list("skuIds").iter().filter_map(number).collect();
    let skus = product.skus.iter().filter(|sku| wanted.is_empty() || wanted.contains(&sku.sku_id));
    let skus = skus.map(|sku| {
        Json::from([("skuId", sku.sku_id.to_string().into()), ("mpSkuId", sku.mp_sku_id.to_string().into())])
    });
    Json::from([
        ("itemId", name.into()),
        ("mpId", product.mp_id.to_string().into()),
        ("skuList", skus.collect::<Vec<_>>().into()),
    ])
}

/// A product in a list of what was found, under the one name that the generation calls it by. Its texts in another
/// language are English, whatever the language.
pub fn search_result_view(catalogue: &Catalogue, product: &Product, generation: Generation) -> Json {
    let name = match generation {
        Generation::V2 => ("itemMapId", Json::from(product.map_id())),
        _ => ("itemId", product.item_id.into()),
    };
    let shop = catalogue.shop(product.shop_id);
    Json::from([
        name,
        ("title", product.title.as_str().into()),
        ("multiLanguageInfo", Json::from([("title", product.title_trans.as_str().into())])),
        ("mainImageUrl", product.picture().into()),
        ("price", yuan_text(product.shown_list_price())),
        ("couponPrice", yuan_text(product.shown_price())),
        ("quantity", product.stock().into()),
        ("shopName", shop.map(|shop| shop.name.as_str()).into()),
        ("tags", Vec::new().into()),
    ])
}

/// A product in full.
pub fn product_view(catalogue: &Catalogue, product: &Product) -> Json {
    let shop = catalogue.shop(product.shop_id);
    let freight = shop.map(|shop| fen(shop.freight));
    let skus = product.skus.iter().map(|known| sku(product, known, freight.clone()));
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
        ("price", fen(product.shown_list_price())),
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

/// Only the members that have a value: what the page types as a number is no null.
fn without_nulls(product: Json) -> Json {
    match product {
        Json::Object(members) => {
            Json::Object(members.into_iter().filter(|(_, value)| !value.is_null()).collect())
        }
        other => other,
    }
}

pub fn description(product: &Product) -> String {
    format!("<img src=\"{}\">", product.picture())
}

/// Words of the emulator's own: the vendor's are not documented.
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

/// The product that a member of a request names, distributed or not. In generation 2 the member is a mapped id; a
/// number passes where no page says which of the two is wanted.
pub fn asked_for<'a>(catalogue: &'a Catalogue, asked: &Asked<'_>, member: &str) -> Option<&'a Product> {
    let name = asked.members.0.get(member)?;
    match asked.generation {
        Generation::V2 => name.as_text().and_then(|id| catalogue.mapped(id)),
        _ => catalogue.item(number(name)?),
    }
}

/// A link on a host that never resolves: there is nobody to chat with. Name and password are not looked at, and what
/// the chat is about only if it is a product: the vendor's sample shows no other kind.
pub fn link(market: &mut Market, asked: &Asked<'_>) -> Result<Json, Failure> {
    let members = asked.members;
    let page = members.text("pageParamMap").and_then(|text| Json::parse(text).ok()).unwrap_or_default();
    let about = |name| members.text(name).or_else(|| page.get(name)?.as_digits());
    let (kind, id) = (about("sourceType"), about("bizId").unwrap_or_default());
    if kind == Some("item") {
        let is_product = |id: i64| market.taobao.catalogue.item(id).is_some();
        if !id.parse().is_ok_and(is_product) && market.taobao.catalogue.mapped(id).is_none() {
            return Err(Failure::new(NOT_THERE, "there is no such product"));
        }
    }
    let token = Taste::of(&[asked.user, kind.unwrap_or_default(), id]).token();
    Ok(format!("https://im.sandbox.invalid/imchat?loginToken={token}").into())
}
