//! The account's addresses.

use pandapon::schema::Json;

use crate::error::{ApiError, NOT_THERE};
use crate::model::market::{Address, Market};
use crate::request_context::RequestContext;

/// What is kept of an address.
const PARTS: [&str; 6] = ["name", "province", "city", "district", "address", "phone"];

/// Adds an address, or changes the one whose `id` is given; the `0` of the vendor's sample is none. The answer, its
/// `id`, is the emulator's own: the page shows none.
pub fn save(market: &mut Market, context: &RequestContext<'_>) -> Result<Json, ApiError> {
    let id = match context.params.id("id").filter(|id| *id != 0) {
        Some(id) if market.addresses.get(&id).is_some_and(|address| address.user == context.user) => id,
        Some(_) => return Err(ApiError::new(NOT_THERE, "there is no such address")),
        None => market.ids.next(),
    };
    let address = market.addresses.entry(id).or_default();
    context.user.clone_into(&mut address.user);
    let parts =
        PARTS.iter().filter_map(|name| Some(((*name).to_owned(), context.params.text(name)?.to_owned())));
    address.parts.extend(parts);
    Ok(Json::from([("id", id.into())]))
}

/// The user's addresses, in KA alone. No page shows them: they have the fields that they were saved with.
pub fn list(market: &mut Market, context: &RequestContext<'_>) -> Result<Json, ApiError> {
    let own = market.addresses.iter().filter(|(_, address)| address.user == context.user);
    Ok(own.map(|(id, address)| address_view(*id, address)).collect::<Vec<_>>().into())
}

fn address_view(id: i64, address: &Address) -> Json {
    let parts =
        PARTS.iter().map(|name| ((*name).to_owned(), address.parts.get(*name).map(String::as_str).into()));
    Json::Object(std::iter::once(("id".to_owned(), id.into())).chain(parts).collect())
}
