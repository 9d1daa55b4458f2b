//! Putting goods into the cart and taking them out.
//!
//! No page shows the members of [`add`] and [`remove`], nor what they answer: both are the emulator's own. They take
//! what the list of the cart shows and what its sisters want.

use super::choice::{chosen, item, missing};
use super::show::item as show;
use crate::alibaba::catalogue::Called;
use crate::alibaba::orders::basket::{find, pieces, MOST_PIECES, NOT_PIECES};
use crate::asked::Asked;
use crate::envelope::Failure;
use crate::state::cart::CartItem;
use crate::state::market::Market;
use pandapon::schema::Json;

/// Puts goods into the cart: `offerId` or, as the list shows it in either generation, `offerMapId`; `specId`;
/// `quantity`. Goods that are in it become more. Answers the item as the list shows it.
pub fn add(market: &mut Market, asked: &Asked<'_>) -> Result<Json, Failure> {
    let line = find(&market.catalogue, Called::by_either(asked.members), asked.members)?;
    let (offer_id, sku_id, added) = (line.offer.id, line.sku.id, line.quantity);
    let cart = market.carts.of(asked.user);
    let known = cart.iter().find(|item| item.sku_id == sku_id).map(|item| (item.id, item.quantity));
    let (id, before) = known.unwrap_or_else(|| (market.ids.next(), 0));
    let item = CartItem { id, product_id: offer_id, sku_id, quantity: before + added };
    if item.quantity > MOST_PIECES {
        return Err(Failure::new("500_004", format!("more than {MOST_PIECES} are in no stock")));
    }
    market.carts.put(asked.user, item.clone());
    Ok(show(&market.catalogue, market.carts.of(asked.user), &item).into())
}

/// Sets how many of an item are in the cart: whole pieces, at least one. Whether they can be ordered the preview
/// tells.
pub fn set_quantity(market: &mut Market, asked: &Asked<'_>) -> Result<Json, Failure> {
    let known = item(&market.carts, asked)?;
    let quantity = asked.members.0.get("quantity").and_then(pieces);
    let quantity = quantity.ok_or_else(|| Failure::new("500_005", NOT_PIECES))?;
    let item = CartItem { quantity, ..known.clone() };
    market.carts.put(asked.user, item);
    Ok(true.into())
}

/// Takes items out of the cart: one by its `id`, or several by their `cartIds`. All of them or none.
pub fn remove(market: &mut Market, asked: &Asked<'_>) -> Result<Json, Failure> {
    let items = match asked.members.0.get("id") {
        Some(_) => vec![item(&market.carts, asked)?],
        None => chosen(&market.carts, asked)?,
    };
    let ids: Vec<_> = items.iter().map(|item| item.id).collect();
    if ids.is_empty() {
        return Err(missing());
    }
    market.carts.remove(asked.user, &ids);
    Ok(true.into())
}
