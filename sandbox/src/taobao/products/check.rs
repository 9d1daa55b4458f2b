//! Which products the platform distributes.

use crate::asked::Asked;
use crate::envelope::Failure;
use crate::members::{number, Members};
use crate::state::market::Market;
use crate::state::taobao::catalogue::{Catalogue, Product, Sale};
use crate::taobao::orders::records;
use pandapon::endpoint::Generation;
use pandapon::schema::Json;

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
