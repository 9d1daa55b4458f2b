//! Handlers for the account's addresses.

use pandapon::schema::Json;

use crate::error::{ApiError, NOT_FOUND};
use crate::model::market::{Address, Market};
use crate::request_context::RequestContext;

/// The params of an address that are stored.
const PARTS: [&str; 6] = ["name", "province", "city", "district", "address", "phone"];

/// Adds an address, or changes the one with this `id`; the `0` in the vendor's sample means none. The data, its `id`, is
/// the emulator's own: the page shows none.
pub fn save(market: &mut Market, context: &RequestContext<'_>) -> Result<Json, ApiError> {
    let id = match context.params.id("id").filter(|id| *id != 0) {
        Some(id) if market.addresses.get(&id).is_some_and(|address| address.user == context.user) => id,
        Some(_) => return Err(ApiError::new(NOT_FOUND, "address not found")),
        None => market.ids.next(),
    };
    let address = market.addresses.entry(id).or_default();
    context.user.clone_into(&mut address.user);
    let parts =
        PARTS.iter().filter_map(|name| Some(((*name).to_owned(), context.params.text(name)?.to_owned())));
    address.parts.extend(parts);
    Ok(Json::from([("id", id.into())]))
}

/// Lists the user's addresses, in KA only. Their fields are those that they were saved with: no page shows them.
pub fn list(market: &mut Market, context: &RequestContext<'_>) -> Result<Json, ApiError> {
    let own = market.addresses.iter().filter(|(_, address)| address.user == context.user);
    Ok(own.map(|(id, address)| address_view(*id, address)).collect::<Vec<_>>().into())
}

fn address_view(id: i64, address: &Address) -> Json {
    let parts =
        PARTS.iter().map(|name| ((*name).to_owned(), address.parts.get(*name).map(String::as_str).into()));
    Json::Object(std::iter::once(("id".to_owned(), id.into())).chain(parts).collect())
}
