//! Which items of the cart a request names.

use crate::alibaba::orders::basket::Line;
use crate::asked::Asked;
use crate::envelope::{Failure, NOT_THERE};
use crate::state::alibaba::catalogue::Catalogue;
use crate::state::cart::{CartItem, Carts};

/// The item with this `id`.
pub fn item<'a>(carts: &'a Carts, asked: &Asked<'_>) -> Result<&'a CartItem, Failure> {
    asked.members.id("id").and_then(|id| carts.item(asked.user, id)).ok_or_else(missing)
}

/// The items with these `cartIds`, each once.
pub fn chosen<'a>(carts: &'a Carts, asked: &Asked<'_>) -> Result<Vec<&'a CartItem>, Failure> {
    carts.pick(asked.user, &asked.members.ids("cartIds")).ok_or_else(missing)
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
pub fn missing() -> Failure {
    Failure::new(NOT_THERE, "the cart has no such item")
}
