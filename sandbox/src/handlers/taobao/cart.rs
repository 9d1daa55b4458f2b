//! Handlers for the cart of Taobao. Goods are identified by the ids of the distributing platform. Only the params of `add`
//! and `createOrder` are documented. All other params and all data are the emulator's own: `id` and `quantity` of an item,
//! `ids` for several as in `createOrder`, and items with the fields that `add` takes.

use pandapon::endpoint::Generation;
use pandapon::schema::Json;

use crate::error::{ApiError, INVALID_FIELD, NOT_FOUND};
use crate::handlers::taobao::basket::{by_shop, RequestedLine};
use crate::handlers::taobao::order::{create_each, preview_view, read_receiver};
use crate::handlers::taobao::product::{find_product, properties};
use crate::model::cart::CartItem;
use crate::model::market::Market;
use crate::model::taobao::product::Catalogue;
use crate::model::taobao::product::MAX_PIECES;
use crate::money::fen;
use crate::request_context::{Params, RequestContext};

/// Adds goods to the cart, or to the quantity of goods that are in it already. Params that repeat data of the product are
/// ignored, except for its other id, which must match.
pub fn add(market: &mut Market, context: &RequestContext<'_>) -> Result<Json, ApiError> {
    let params = context.params;
    let catalogue = &market.taobao.catalogue;
    let goods = params.id("mpId").zip(params.id("mpSkuId"));
    let goods = goods.and_then(|(product, sku)| catalogue.goods(product, sku));
    let (product, sku) = goods.ok_or_else(|| missing("no product has this mpId and mpSkuId"))?;
    let other_id = if context.generation == Generation::V2 { "itemMapId" } else { "itemId" };
    let is_another =
        || find_product(catalogue, context, other_id).is_none_or(|other| other.mp_id != product.mp_id);
    if params.0.get(other_id).is_some() && is_another() {
        return Err(missing(&format!("{other_id} does not match mpId")));
    }
    let (product_id, sku_id) = (product.mp_id, sku.mp_sku_id);
    let added = pieces(params.id("quantity").unwrap_or(1))?;
    let cart = market.taobao.carts.of_user(context.user);
    let existing = cart.iter().find(|item| item.sku_id == sku_id).map(|item| (item.id, item.quantity));
    let (id, before) = existing.unwrap_or_else(|| (market.ids.next(), 0));
    let item = CartItem { id, product_id, sku_id, quantity: pieces(before + added)? };
    market.taobao.carts.put(context.user, item.clone());
    Ok(item_view(&market.taobao.catalogue, &item).into())
}

/// Lists the user's cart.
pub fn list(market: &mut Market, context: &RequestContext<'_>) -> Result<Json, ApiError> {
    let items = market.taobao.carts.of_user(context.user).iter();
    Ok(items.filter_map(|item| item_view(&market.taobao.catalogue, item)).collect::<Vec<_>>().into())
}

/// Sets the quantity of a cart item.
pub fn set_quantity(market: &mut Market, context: &RequestContext<'_>) -> Result<Json, ApiError> {
    let quantity = pieces(context.params.id("quantity").unwrap_or_default())?;
    let existing = context.params.id("id").and_then(|id| market.taobao.carts.item(context.user, id));
    let existing = existing.ok_or_else(|| missing("cart item not found"))?;
    let item = CartItem { quantity, ..existing.clone() };
    market.taobao.carts.put(context.user, item);
    Ok(true.into())
}

/// Removes items from the cart: all of them, or none.
pub fn remove(market: &mut Market, context: &RequestContext<'_>) -> Result<Json, ApiError> {
    let ids: Vec<_> = find_items(market, context)?.iter().map(|item| item.id).collect();
    market.taobao.carts.remove(context.user, &ids);
    Ok(true.into())
}

/// Previews the orders of these items.
pub fn preview_order(market: &mut Market, context: &RequestContext<'_>) -> Result<Json, ApiError> {
    let lines = find_items(market, context)?.into_iter().map(requested_line).collect();
    Ok(preview_view(&by_shop(&market.taobao.catalogue, lines)))
}

/// Creates an order for each shop of these items, and removes them from the cart.
pub fn create_order(market: &mut Market, context: &RequestContext<'_>) -> Result<Json, ApiError> {
    let items = find_items(market, context)?;
    let ids: Vec<_> = items.iter().map(|item| item.id).collect();
    let lines = items.into_iter().map(requested_line).collect();
    let receiver = context.params.0.get("orderAddress").map(|address| read_receiver(Params(address)));
    let data = create_each(market, lines, &receiver.unwrap_or_default(), None, context)?;
    market.taobao.carts.remove(context.user, &ids);
    Ok(data)
}

/// Returns the requested items, without duplicates; at least one.
fn find_items<'a>(market: &'a Market, context: &RequestContext<'_>) -> Result<Vec<&'a CartItem>, ApiError> {
    let items = market.taobao.carts.pick(context.user, &context.params.ids("ids"));
    items.filter(|items| !items.is_empty()).ok_or_else(|| missing("cart item not found"))
}

fn requested_line(item: &CartItem) -> RequestedLine {
    RequestedLine {
        mp_id: Some(item.product_id),
        mp_sku_id: Some(item.sku_id),
        quantity: item.quantity,
        ..RequestedLine::default()
    }
}

fn pieces(quantity: i64) -> Result<i64, ApiError> {
    match quantity {
        1..=MAX_PIECES => Ok(quantity),
        _ => Err(ApiError::new(INVALID_FIELD, "quantity must be a whole number of pieces, at least 1")),
    }
}

fn missing(message: &str) -> ApiError {
    ApiError::new(NOT_FOUND, message)
}

fn item_view(catalogue: &Catalogue, item: &CartItem) -> Option<Json> {
    let (product, sku) = catalogue.goods(item.product_id, item.sku_id)?;
    let shop = catalogue.shop(product.shop_id)?;
    Some(Json::from([
        ("id", item.id.to_string().into()),
        ("itemId", product.item_id.to_string().into()),
        ("itemMapId", product.map_id().into()),
        ("skuId", sku.sku_id.to_string().into()),
        ("itemTitle", product.title.as_str().into()),
        ("itemPic", product.picture_of(sku).into()),
        ("mpId", product.mp_id.to_string().into()),
        ("mpSkuId", sku.mp_sku_id.to_string().into()),
        ("price", fen(sku.list_price)),
        ("promotionPrice", sku.promotion_price.map(fen).into()),
        ("properties", properties(sku).to_string().into()),
        ("quantity", item.quantity.into()),
        ("shopId", shop.id.to_string().into()),
        ("shopName", shop.name.as_str().into()),
        ("skuQuantity", sku.stock.to_string().into()),
        ("userNick", shop.nick.as_str().into()),
    ]))
}
