//! One product in full.

use super::name::asked_for;
use super::show::product;
use crate::sandbox::asked::Asked;
use crate::sandbox::envelope::Failure;
use crate::sandbox::state::market::Market;
use crate::schema::Json;

/// A product, with its SKUs and its stock.
pub fn get(market: &mut Market, asked: &Asked<'_>) -> Result<Json, Failure> {
    asked_for(&market.catalogue, asked).map(product)
}
