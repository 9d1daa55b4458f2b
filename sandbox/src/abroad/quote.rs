//! What freight would be. Estimates, previews and bookings cost the same, to the fen.

use super::line::{goods, lines, needed_country};
use super::show::{freight, services};
use super::tariff::SERVICES;
use crate::asked::Asked;
use crate::envelope::Failure;
use crate::state::market::Market;
use crate::state::transport::Freight;
use pandapon::schema::Json;

/// What each service would take for a product.
pub fn estimate(market: &mut Market, asked: &Asked<'_>) -> Result<Json, Failure> {
    let country = needed_country(asked.members)?;
    let goods = goods(&market.catalogue, asked.members, asked.generation)?;
    let carried = SERVICES.iter().map(|service| goods.carried(service, country));
    Ok(services(&carried.collect::<Vec<_>>()))
}

/// What these lines would cost, under a `renderId` by which they can be booked, once.
pub fn preview(market: &mut Market, asked: &Asked<'_>) -> Result<Json, Failure> {
    let country = needed_country(asked.members)?;
    let lines = lines(&market.catalogue, "renderItems", country, asked)?;
    let previewed = Freight { user: asked.user.to_owned(), country: country.to_owned(), lines };
    let render_id = market.ids.render();
    let mut shown = vec![("renderId".to_owned(), render_id.as_str().into())];
    shown.extend(freight(&previewed, "renderItems"));
    market.transports.previews.insert(render_id, previewed);
    Ok(Json::Object(shown))
}
