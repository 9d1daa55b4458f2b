//! Products as the vendor answers them: prices in yuan, as text.

use crate::money::yuan_text;
use crate::state::alibaba::catalogue::{Obstacle, Offer, Packed, Pricing, Sku};
use pandapon::endpoint::Generation;
use pandapon::schema::Json;

/// A product in a list of what was found, under the one name that the generation calls it by.
pub fn found(offer: &Offer, generation: Generation) -> Json {
    let name = match generation {
        Generation::V2 => ("offerMapId", Json::from(offer.map_id.as_str())),
        _ => ("offerId", Json::from(offer.id)),
    };
    Json::from([
        name,
        ("imageUrl", offer.image().into()),
        ("subject", offer.subject.as_str().into()),
        ("subjectTrans", offer.subject_trans.as_str().into()),
        ("priceInfo", Json::from([("price", yuan_text(offer.shown_price()))])),
        ("monthSold", offer.month_sold.into()),
        ("repurchaseRate", format!("{}%", offer.repurchase_percent).into()),
        ("isJxhy", false.into()),
        ("isOnePsale", (offer.minimum == 1).into()),
        ("sellerIdentities", vec![offer.seller.identity.as_str().into()].into()),
        ("minOrderQuantity", offer.minimum.into()),
    ])
}

/// A product in full.
pub fn product(offer: &Offer) -> Json {
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

/// Weight and size: in kilograms for the product, that is its first SKU, in grams for each SKU.
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
