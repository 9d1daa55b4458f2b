//! One product in full.

use super::name::asked_for;
use super::show::product;
use crate::asked::Asked;
use crate::envelope::Failure;
use crate::state::market::Market;
use pandapon::schema::Json;

/// A product, with its SKUs and its stock.
pub fn get(market: &mut Market, asked: &Asked<'_>) -> Result<Json, Failure> {
    asked_for(&market.catalogue, asked).map(product)
}
