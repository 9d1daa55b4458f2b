//! The shopping cart of 1688.

use pandapon::schema::Json;

use crate::error::{ApiError, NOT_THERE};
use crate::handlers::alibaba::basket::{find, pieces, Line, MAX_PIECES, NOT_PIECES};
use crate::handlers::alibaba::order::{check_terms, keep_each, make_each, preview_each};
use crate::handlers::alibaba::product::ProductRef;
use crate::model::alibaba::product::{Catalogue, Seller};
use crate::model::cart::{CartItem, Carts};
use crate::model::market::Market;
use crate::money::yuan;
use crate::request_context::RequestContext;

/// Puts goods into the cart: `offerId` or, as the list shows it in either generation, `offerMapId`; `specId`;
/// `quantity`. Goods that are in it become more. Answers the item as the list shows it.
pub fn add(market: &mut Market, context: &RequestContext<'_>) -> Result<Json, ApiError> {
    let line = find(&market.catalogue, ProductRef::by_either(context.params), context.params)?;
    let (offer_id, sku_id, added) = (line.offer.id, line.sku.id, line.quantity);
    let cart = market.carts.of_user(context.user);
    let existing = cart.iter().find(|item| item.sku_id == sku_id).map(|item| (item.id, item.quantity));
    let (id, before) = existing.unwrap_or_else(|| (market.ids.next(), 0));
    let item = CartItem { id, product_id: offer_id, sku_id, quantity: before + added };
    if item.quantity > MAX_PIECES {
        return Err(ApiError::new("500_004", format!("more than {MAX_PIECES} are in no stock")));
    }
    market.carts.put(context.user, item.clone());
    Ok(item_view(&market.catalogue, market.carts.of_user(context.user), &item).into())
}

/// Sets how many of an item are in the cart: whole pieces, at least one. Whether they can be ordered the preview
/// tells.
pub fn set_quantity(market: &mut Market, context: &RequestContext<'_>) -> Result<Json, ApiError> {
    let existing = find_item(&market.carts, context)?;
    let quantity = context.params.0.get("quantity").and_then(pieces);
    let quantity = quantity.ok_or_else(|| ApiError::new("500_005", NOT_PIECES))?;
    let item = CartItem { quantity, ..existing.clone() };
    market.carts.put(context.user, item);
    Ok(true.into())
}

/// Takes items out of the cart: one by its `id`, or several by their `cartIds`. All of them or none.
pub fn remove(market: &mut Market, context: &RequestContext<'_>) -> Result<Json, ApiError> {
    let items = match context.params.0.get("id") {
        Some(_) => vec![find_item(&market.carts, context)?],
        None => chosen(&market.carts, context)?,
    };
    let ids: Vec<_> = items.iter().map(|item| item.id).collect();
    if ids.is_empty() {
        return Err(missing());
    }
    market.carts.remove(context.user, &ids);
    Ok(true.into())
}

/// Previews the orders that these items would make. What one seller cannot deliver does not hinder the others.
pub fn preview_order(market: &mut Market, context: &RequestContext<'_>) -> Result<Json, ApiError> {
    let items = chosen(&market.carts, context)?;
    preview_each(lines(&market.catalogue, &items), context.generation)
}

/// Makes an order for each seller of these items, which leave the cart. What the vendor answers is on no page: the
/// sandbox answers the orders, as a batch without the cart does.
pub fn create_order(market: &mut Market, context: &RequestContext<'_>) -> Result<Json, ApiError> {
    check_terms(context)?;
    let items = chosen(&market.carts, context)?;
    let orders = make_each(lines(&market.catalogue, &items), &mut market.ids, context)?;
    let ids: Vec<_> = items.iter().map(|item| item.id).collect();
    market.carts.remove(context.user, &ids);
    Ok(keep_each(market, orders, context.now))
}

/// The user's cart: what can be ordered, and what cannot in any quantity.
pub fn list(market: &mut Market, context: &RequestContext<'_>) -> Result<Json, ApiError> {
    let cart = market.carts.of_user(context.user);
    let shops = |enabled| shops(&market.catalogue, cart, enabled);
    Ok(Json::from([("disableList", shops(false)), ("enableList", shops(true))]))
}

fn shops(catalogue: &Catalogue, cart: &[CartItem], enabled: bool) -> Json {
    let mut shops: Vec<(&Seller, Vec<Json>)> = Vec::new();
    for existing in cart {
        let Some((offer, sku)) = catalogue.goods(existing.product_id, existing.sku_id) else {
            continue;
        };
        if offer.sells(sku) != enabled {
            continue;
        }
        let view = item_view(catalogue, cart, existing).unwrap_or_default();
        match shops.iter_mut().find(|(seller, _)| **seller == offer.seller) {
            Some((_, items)) => items.push(view),
            None => shops.push((&offer.seller, vec![view])),
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
pub fn item_view(catalogue: &Catalogue, cart: &[CartItem], item: &CartItem) -> Option<Json> {
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

/// The item with this `id`.
pub fn find_item<'a>(carts: &'a Carts, context: &RequestContext<'_>) -> Result<&'a CartItem, ApiError> {
    context.params.id("id").and_then(|id| carts.item(context.user, id)).ok_or_else(missing)
}

/// The items with these `cartIds`, each once.
pub fn chosen<'a>(carts: &'a Carts, context: &RequestContext<'_>) -> Result<Vec<&'a CartItem>, ApiError> {
    carts.pick(context.user, &context.params.ids("cartIds")).ok_or_else(missing)
}

/// What these items ask for.
pub fn lines<'a>(catalogue: &'a Catalogue, items: &[&CartItem]) -> Vec<Line<'a>> {
    let line = |item: &&CartItem| {
        let (offer, sku) = catalogue.goods(item.product_id, item.sku_id)?;
        Some(Line { offer, sku, quantity: item.quantity, called: offer.map_id.clone() })
    };
    items.iter().filter_map(line).collect()
}

/// The cart has no such item. It may be another user's.
pub fn missing() -> ApiError {
    ApiError::new(NOT_THERE, "the cart has no such item")
}
