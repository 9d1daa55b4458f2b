//! Who sells.

use super::name::{missing, named};
use crate::asked::Asked;
use crate::envelope::{Failure, NOT_THERE};
use crate::state::market::Market;
use pandapon::schema::Json;

/// The name by which a seller of a product chats. 1688 answers it in this member; what the vendor makes of it is
/// on no page. Nor is which name of the product generation 2 wants: it takes either.
pub fn decrypt_open_uid(market: &mut Market, asked: &Asked<'_>) -> Result<Json, Failure> {
    let id = asked.members.text("offerId").unwrap_or_default();
    let offer = named(&market.catalogue, id, asked.generation).ok_or_else(missing)?;
    if asked.members.text("openUid") != Some(&offer.seller.open_id) {
        return Err(Failure::new(NOT_THERE, "the product has no such seller"));
    }
    Ok(Json::from([("wangwangNick", offer.seller.name.as_str().into())]))
}
