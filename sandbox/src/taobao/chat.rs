//! Links to chats with sellers.

use crate::asked::Asked;
use crate::envelope::{Failure, NOT_THERE};
use crate::state::market::Market;
use crate::taste::Taste;
use pandapon::schema::Json;

/// A link on a host that never resolves: there is nobody to chat with. Name and password are not looked at, and what
/// the chat is about only if it is a product: the vendor's sample shows no other kind.
pub fn link(market: &mut Market, asked: &Asked<'_>) -> Result<Json, Failure> {
    let members = asked.members;
    let page = members.text("pageParamMap").and_then(|text| Json::parse(text).ok()).unwrap_or_default();
    let about = |name| members.text(name).or_else(|| page.get(name)?.as_digits());
    let (kind, id) = (about("sourceType"), about("bizId").unwrap_or_default());
    if kind == Some("item") {
        let is_product = |id: i64| market.taobao.catalogue.item(id).is_some();
        if !id.parse().is_ok_and(is_product) && market.taobao.catalogue.mapped(id).is_none() {
            return Err(Failure::new(NOT_THERE, "there is no such product"));
        }
    }
    let token = Taste::of(&[asked.user, kind.unwrap_or_default(), id]).token();
    Ok(format!("https://im.sandbox.invalid/imchat?loginToken={token}").into())
}
