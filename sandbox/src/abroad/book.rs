//! Ordering the transport.

use super::line::{country, lines, needed_country, service_id};
use super::order::bought;
use super::refuse;
use super::show::booking as show;
use crate::asked::Asked;
use crate::envelope::{Failure, NOT_THERE};
use crate::members::Members;
use crate::state::market::Market;
use crate::state::transport::{Booking, Freight, FreightLine};
use pandapon::schema::Json;

/// Books what was previewed under `renderId`, or else these lines to this address. Lines and address that are given
/// beside a `renderId` must be the preview's. Goods whose order is not named are taken to be bought elsewhere.
pub fn book(market: &mut Market, asked: &Asked<'_>) -> Result<Json, Failure> {
    let members = asked.members;
    let render_id = members.text("renderId").filter(|id| !id.is_empty());
    let freight = match render_id {
        Some(id) => previewed(market, id, asked)?,
        None => priced(market, asked)?,
    };
    let order = members.0.get("tmallOrderInfo").and_then(|order| order.get("tmallOrderId"));
    let order_id = bought(market, order, &freight)?;
    let id = market.ids.next();
    let booking = Booking { id, render_id: render_id.map(str::to_owned), order_id, freight };
    let answer = show(&booking);
    if let Some(id) = render_id {
        market.transports.previews.remove(id);
    }
    market.transports.bookings.insert(id, booking);
    Ok(answer)
}

fn priced(market: &Market, asked: &Asked<'_>) -> Result<Freight, Failure> {
    let country = needed_country(asked.members)?;
    let lines = lines(&market.catalogue, "lineItems", country, asked)?;
    Ok(Freight { user: asked.user.to_owned(), country: country.to_owned(), lines })
}

fn previewed(market: &Market, id: &str, asked: &Asked<'_>) -> Result<Freight, Failure> {
    let previewed = market.transports.previews.get(id).filter(|preview| preview.user == asked.user);
    let previewed = previewed.ok_or_else(|| {
        Failure::new(NOT_THERE, format!("there is no preview {id:?}, or it was booked before"))
    })?;
    if country(asked.members).is_some_and(|country| !country.eq_ignore_ascii_case(&previewed.country)) {
        return Err(refuse("the goods go to another country than in the preview"));
    }
    let given = asked.members.list("lineItems");
    let same = given.len() == previewed.lines.len()
        && given.iter().map(Members).zip(&previewed.lines).all(|(given, line)| is_same(given, line));
    match given.is_empty() || same {
        true => Ok(previewed.clone()),
        false => Err(refuse("the lines are not those of the preview")),
    }
}

/// Whether whatever a line says is so in the preview.
fn is_same(given: Members<'_>, previewed: &FreightLine) -> bool {
    given.text("itemId").is_none_or(|id| id == previewed.item_id)
        && given.id("skuId").is_none_or(|id| id == previewed.sku_id)
        && given.id("quantity").is_none_or(|quantity| quantity == previewed.quantity)
        && service_id(given).is_none_or(|id| id == previewed.service_id)
}
