//! The account's addresses. No endpoint reads them back, so what stands in them is forgotten at once; only whose
//! they are is kept.

use super::asked::Asked;
use super::envelope::{Failure, NOT_THERE};
use super::state::market::Market;
use crate::schema::Json;

/// Adds an address, or changes the one whose `id` is given; the `0` of the vendor's sample is none. The answer, its
/// `id`, is the emulator's own: the page shows none.
pub fn save(market: &mut Market, asked: &Asked<'_>) -> Result<Json, Failure> {
    let id = match asked.members.id("id").filter(|id| *id != 0) {
        Some(id) if market.addresses.get(&id).is_some_and(|user| user == asked.user) => id,
        Some(_) => return Err(Failure::new(NOT_THERE, "there is no such address")),
        None => market.ids.next(),
    };
    market.addresses.insert(id, asked.user.to_owned());
    Ok(Json::from([("id", id.into())]))
}
