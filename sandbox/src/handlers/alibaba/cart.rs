//! Handlers for the cart of 1688.

use pandapon::schema::Json;

use crate::error::{ApiError, NOT_FOUND};
use crate::handlers::alibaba::basket::{find, pieces, Line, INVALID_QUANTITY};
use crate::handlers::alibaba::order::{check_terms, keep_each, make_each, preview_each};
use crate::handlers::alibaba::product::ProductRef;
use crate::model::alibaba::product::MAX_PIECES;
use crate::model::alibaba::product::{Catalogue, Seller};
use crate::model::cart::{CartItem, Carts};
use crate::model::market::Market;
use crate::money::yuan;
use crate::request_context::RequestContext;

/// Adds goods to the cart: `offerId` or, as the list shows it in both generations, `offerMapId`; `specId`; `quantity`. Adds
/// to the quantity of goods that are in the cart already. Returns the item as in the list.
pub fn add(market: &mut Market, context: &RequestContext<'_>) -> Result<Json, ApiError> {
    let line = find(&market.catalogue, ProductRef::by_either(context.params), context.params)?;
    let (offer_id, sku_id, added) = (line.offer.id, line.sku.id, line.quantity);
    let cart = market.carts.of_user(context.user);
    let existing = cart.iter().find(|item| item.sku_id == sku_id).map(|item| (item.id, item.quantity));
    let (id, before) = existing.unwrap_or_else(|| (market.ids.next(), 0));
    let item = CartItem { id, product_id: offer_id, sku_id, quantity: before + added };
    if item.quantity > MAX_PIECES {
        return Err(ApiError::new("500_004", format!("a cart item has at most {MAX_PIECES} pieces")));
    }
    market.carts.put(context.user, item.clone());
    Ok(item_view(&market.catalogue, market.carts.of_user(context.user), &item).into())
}

/// Sets the quantity of a cart item: whole pieces, at least one. Whether they can be ordered is checked by the preview.
pub fn set_quantity(market: &mut Market, context: &RequestContext<'_>) -> Result<Json, ApiError> {
    let existing = find_item(&market.carts, context)?;
    let quantity = context.params.0.get("quantity").and_then(pieces);
    let quantity = quantity.ok_or_else(|| ApiError::new("500_005", INVALID_QUANTITY))?;
    let item = CartItem { quantity, ..existing.clone() };
    market.carts.put(context.user, item);
    Ok(true.into())
}

/// Removes items from the cart: one by its `id`, or several by their `cartIds`. Removes all of them, or none.
pub fn remove(market: &mut Market, context: &RequestContext<'_>) -> Result<Json, ApiError> {
    let items = match context.params.0.get("id") {
        Some(_) => vec![find_item(&market.carts, context)?],
        None => find_items(&market.carts, context)?,
    };
    let ids: Vec<_> = items.iter().map(|item| item.id).collect();
    if ids.is_empty() {
        return Err(missing());
    }
    market.carts.remove(context.user, &ids);
    Ok(true.into())
}

/// Previews the orders of these items. Goods that one seller cannot deliver do not affect the others.
pub fn preview_order(market: &mut Market, context: &RequestContext<'_>) -> Result<Json, ApiError> {
    let items = find_items(&market.carts, context)?;
    preview_each(lines(&market.catalogue, &items), context.generation)
}

/// Creates an order for each seller of these items, and removes them from the cart. The vendor's response is not
/// documented: the sandbox returns the orders, as `createBatch` does.
pub fn create_order(market: &mut Market, context: &RequestContext<'_>) -> Result<Json, ApiError> {
    check_terms(context)?;
    let items = find_items(&market.carts, context)?;
    let orders = make_each(lines(&market.catalogue, &items), &mut market.ids, context)?;
    let ids: Vec<_> = items.iter().map(|item| item.id).collect();
    market.carts.remove(context.user, &ids);
    Ok(keep_each(market, orders, context.now))
}

/// Lists the user's cart: the items that can be ordered, and those that cannot in any quantity.
pub fn list(market: &mut Market, context: &RequestContext<'_>) -> Result<Json, ApiError> {
    let cart = market.carts.of_user(context.user);
    let shops = |enabled| shops(&market.catalogue, cart, enabled);
    Ok(Json::from([("disableList", shops(false)), ("enableList", shops(true))]))
}

fn shops(catalogue: &Catalogue, cart: &[CartItem], enabled: bool) -> Json {
    let mut shops: Vec<(&Seller, Vec<Json>)> = Vec::new();
    for item in cart {
        let Some((offer, sku)) = catalogue.goods(item.product_id, item.sku_id) else {
            continue;
        };
        if offer.is_available(sku) != enabled {
            continue;
        }
        let view = item_view(catalogue, cart, item).unwrap_or_default();
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

/// A cart item. In both generations it has the mapped id of the product, as on the only page that shows an item.
fn item_view(catalogue: &Catalogue, cart: &[CartItem], item: &CartItem) -> Option<Json> {
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

/// Returns the item with the requested `id`.
fn find_item<'a>(carts: &'a Carts, context: &RequestContext<'_>) -> Result<&'a CartItem, ApiError> {
    context.params.id("id").and_then(|id| carts.item(context.user, id)).ok_or_else(missing)
}

/// Returns the items with the requested `cartIds`, without duplicates.
fn find_items<'a>(carts: &'a Carts, context: &RequestContext<'_>) -> Result<Vec<&'a CartItem>, ApiError> {
    carts.pick(context.user, &context.params.ids("cartIds")).ok_or_else(missing)
}

/// Returns the lines of these items.
fn lines<'a>(catalogue: &'a Catalogue, items: &[&CartItem]) -> Vec<Line<'a>> {
    let line = |item: &&CartItem| {
        let (offer, sku) = catalogue.goods(item.product_id, item.sku_id)?;
        Some(Line { offer, sku, quantity: item.quantity, requested_id: offer.map_id.clone() })
    };
    items.iter().filter_map(line).collect()
}

/// An error for an item that is not in the user's cart.
fn missing() -> ApiError {
    ApiError::new(NOT_FOUND, "cart item not found")
}
