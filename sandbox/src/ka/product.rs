//! Several products at once, and the freight of goods within China.

use super::order::baskets;
use crate::alibaba::catalogue::product;
use crate::asked::Asked;
use crate::envelope::Failure;
use crate::money::fen;
use crate::state::market::Market;
use pandapon::schema::Json;

/// The products of these `offerIds`, each as generation 1 shows it. One that is not there is left out.
pub fn get_many(market: &mut Market, asked: &Asked<'_>) -> Result<Json, Failure> {
    let ids = asked.members.ids("offerIds").into_iter();
    let products = ids.filter_map(|id| market.catalogue.offer(id)).map(product);
    Ok(products.collect::<Vec<_>>().into())
}

/// The freight of these goods: takes the members of the preview, and answers its freight.
pub fn estimate_freight(market: &mut Market, asked: &Asked<'_>) -> Result<Json, Failure> {
    let baskets = baskets(market, asked)?;
    let freight = baskets.iter().map(|basket| Json::from([("sumCarriage", fen(basket.freight()))]));
    Ok(freight.collect::<Vec<_>>().into())
}
