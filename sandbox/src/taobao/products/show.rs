//! Products as the vendor answers them: prices in yuan, as text, where they are found, and in fen in detail.

use crate::money::{fen, yuan_text};
use crate::state::taobao::catalogue::{Catalogue, Product, Sale, Sku};
use pandapon::endpoint::Generation;
use pandapon::schema::Json;

/// A product in a list of what was found, under the one name that the generation calls it by. Its texts in another
/// language are English, whatever the language.
pub fn found(catalogue: &Catalogue, product: &Product, generation: Generation) -> Json {
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
pub fn product(catalogue: &Catalogue, product: &Product) -> Json {
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
