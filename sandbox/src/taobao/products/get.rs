//! One product in full.

use super::name::asked_for;
use super::show::{description, product as show};
use crate::asked::Asked;
use crate::envelope::{Failure, NOT_THERE};
use crate::state::market::Market;
use crate::state::taobao::catalogue::{Product, Sale};
use pandapon::endpoint::Generation;
use pandapon::schema::Json;

/// A product with its SKUs. If the platform does not distribute it no data comes in generation 1, whose page promises
/// none, and a failure in generation 2.
pub fn get(market: &mut Market, asked: &Asked<'_>) -> Result<Json, Failure> {
    let catalogue = &market.taobao.catalogue;
    let product = asked_for(catalogue, asked, "itemId");
    match product.filter(|product| product.sale != Sale::NotDistributed) {
        Some(product) => Ok(show(catalogue, product)),
        None if asked.generation != Generation::V2 => Ok(Json::Null),
        None => Err(missing()),
    }
}

fn missing() -> Failure {
    Failure::new(NOT_THERE, "there is no such product")
}

/// A product as it stands on Taobao itself, distributed or not. No page tells by which name generation 2 calls it: it
/// takes either.
pub fn get_source(market: &mut Market, asked: &Asked<'_>) -> Result<Json, Failure> {
    let catalogue = &market.taobao.catalogue;
    let by_number = || catalogue.item(asked.members.id("itemId")?);
    let product: Option<&Product> = asked_for(catalogue, asked, "itemId").or_else(by_number);
    let product = product.ok_or_else(missing)?;
    Ok(Json::from([("description", description(product).into()), ("itemId", product.item_id.into())]))
}
