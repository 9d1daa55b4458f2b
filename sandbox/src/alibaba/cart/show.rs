//! The cart as the vendor answers it: shop by shop, prices in yuan.

use crate::asked::Asked;
use crate::envelope::Failure;
use crate::money::yuan;
use crate::state::alibaba::catalogue::{Catalogue, Seller};
use crate::state::cart::CartItem;
use crate::state::market::Market;
use pandapon::schema::Json;

/// The user's cart: what can be ordered, and what cannot in any quantity.
pub fn list(market: &mut Market, asked: &Asked<'_>) -> Result<Json, Failure> {
    let cart = market.carts.of(asked.user);
    let shops = |enabled| shops(&market.catalogue, cart, enabled);
    Ok(Json::from([("disableList", shops(false)), ("enableList", shops(true))]))
}

fn shops(catalogue: &Catalogue, cart: &[CartItem], enabled: bool) -> Json {
    let mut shops: Vec<(&Seller, Vec<Json>)> = Vec::new();
    for known in cart {
        let Some((offer, sku)) = catalogue.goods(known.product_id, known.sku_id) else {
            continue;
        };
        if offer.sells(sku) != enabled {
            continue;
        }
        let shown = item(catalogue, cart, known).unwrap_or_default();
        match shops.iter_mut().find(|(seller, _)| **seller == offer.seller) {
            Some((_, items)) => items.push(shown),
            None => shops.push((&offer.seller, vec![shown])),
        }
    }
    let shops = shops.into_iter().map(|(seller, items)| {
        Json::from([
            ("sellerOpenId", seller.open_id.as_str().into()),
            ("sellerNickName", seller.name.as_str().into()),
            ("cartItemInfos", items.into()),
        ])
    });
    shops.collect::<Vec<_>>().into()
}

/// An item. Both generations call the product by its mapped id, for the only page that shows one does.
pub fn item(catalogue: &Catalogue, cart: &[CartItem], item: &CartItem) -> Option<Json> {
    let (offer, sku) = catalogue.goods(item.product_id, item.sku_id)?;
    let same_product = cart.iter().filter(|other| other.product_id == item.product_id);
    let price = offer.unit_price(sku, same_product.map(|item| item.quantity).sum());
    let attributes: Vec<_> = sku.attributes().into_iter().collect();
    Some(Json::from([
        ("id", item.id.into()),
        ("offerMapId", offer.map_id.as_str().into()),
        ("specId", sku.spec_id.as_deref().unwrap_or_default().into()),
        ("skuId", sku.id.to_string().into()),
        ("itemTitle", offer.subject.as_str().into()),
        ("itemPic", offer.image().into()),
        ("price", yuan(price)),
        ("quantity", item.quantity.into()),
        ("amountOnSale", sku.stock.into()),
        ("properties", Json::List(attributes).to_string().into()),
    ]))
}
