//! Ordering from the cart: by the same rules as without it.

use super::choice::{chosen, lines};
use crate::alibaba::orders::{check_terms, keep_each, make_each, preview_each};
use crate::asked::Asked;
use crate::envelope::Failure;
use crate::state::market::Market;
use pandapon::schema::Json;

/// Previews the orders that these items would make. What one seller cannot deliver does not hinder the others.
pub fn preview_order(market: &mut Market, asked: &Asked<'_>) -> Result<Json, Failure> {
    let items = chosen(&market.carts, asked)?;
    preview_each(lines(&market.catalogue, &items), asked.generation)
}

/// Makes an order for each seller of these items, which leave the cart. What the vendor answers is on no page: the
/// sandbox answers the orders, as a batch without the cart does.
pub fn create_order(market: &mut Market, asked: &Asked<'_>) -> Result<Json, Failure> {
    check_terms(asked)?;
    let items = chosen(&market.carts, asked)?;
    let orders = make_each(lines(&market.catalogue, &items), &mut market.ids, asked)?;
    let ids: Vec<_> = items.iter().map(|item| item.id).collect();
    market.carts.remove(asked.user, &ids);
    Ok(keep_each(market, orders, asked.now))
}
