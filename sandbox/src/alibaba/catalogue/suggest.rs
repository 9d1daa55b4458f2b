//! Products that nobody searched for: what resembles one, what may please a user.

use super::name::missing;
use super::show::found;
use crate::asked::Asked;
use crate::envelope::Failure;
use crate::state::market::Market;
use crate::taste::Taste;
use pandapon::endpoint::Generation;
use pandapon::schema::Json;

/// Months that [`related`] counts sales of: 90 days.
const MONTHS: i64 = 3;

/// The products of the same category. Generation 2 wants the mapped id in `offerId`, too.
pub fn related(market: &mut Market, asked: &Asked<'_>) -> Result<Json, Failure> {
    let id = asked.members.text("offerId").unwrap_or_default();
    let offer = match asked.generation {
        Generation::V2 => market.catalogue.mapped(id),
        _ => id.parse().ok().and_then(|id| market.catalogue.offer(id)),
    };
    let offer = offer.ok_or_else(missing)?;
    let tradable = market.catalogue.tradable();
    let alike = tradable.filter(|other| other.category.id == offer.category.id && other.id != offer.id);
    let page = asked.members.page("pageNo", "pageSize");
    let shown = page.of(alike).map(|offer| {
        let mut shown = found(offer, asked.generation);
        if let Json::Object(members) = &mut shown {
            members.retain(|(name, _)| name != "monthSold");
            members.push(("monthSold".to_owned(), (offer.month_sold * MONTHS).into()));
        }
        shown
    });
    Ok(shown.collect::<Vec<_>>().into())
}

/// All products, what this user likes first: everybody has a taste, and keeps it.
pub fn recommend(market: &mut Market, asked: &Asked<'_>) -> Result<Json, Failure> {
    let whose = asked.members.text("outMemberId").unwrap_or(asked.user);
    let mut offers: Vec<_> = market.catalogue.tradable().collect();
    Taste::of(&[whose]).sort(&mut offers, |offer| offer.id);
    let page = asked.members.page("beginPage", "pageSize");
    let shown = page.of(offers.into_iter()).map(|offer| found(offer, asked.generation));
    Ok(shown.collect::<Vec<_>>().into())
}
