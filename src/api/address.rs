//! The account's addresses.
//!
//! [`Save`] adds an address, and changes it if its `id` is given. The vendor's page tells nothing of how to read
//! addresses back, nor of what the call answers besides its code: a new address's id is on no page.

use pandapon_derive::endpoint;

use crate::endpoint::{Descriptor, Endpoint};
use crate::scalar::Id;
use crate::schema::Json;

/// The endpoints of this group.
pub const ENDPOINTS: &[&Descriptor] = &[Save::DESCRIPTOR];

/// Adds an address, or changes the one whose `id` is given.
///
/// Without an `id` each call may add an address of its own, so it is never sent again by itself; with one, repeating
/// it changes nothing more. The vendor's page does not say which members it requires.
#[endpoint(
    name = "address.save",
    route = Post "/open/address/addOrUpdate",
    safety = Once,
    evidence = Nothing,
    repetition = Creates,
    idempotent_with = "id",
    provenance = Documented,
    title = "Address addition and update",
    page = "https://doc-en.pandapon.com/api-263477669",
    response = Json,
    not_empty,
)]
pub struct Save {
    /// The address to change. Leave it out to add one: that this is the difference is concluded from its name. The `0`
    /// of the vendor's sample means any number.
    #[sensible(zero)]
    pub id: Option<Id>,
    /// Who receives the goods.
    pub name: Option<String>,
    /// Province.
    pub province: Option<String>,
    /// City.
    pub city: Option<String>,
    /// District.
    pub district: Option<String>,
    /// Street and number.
    pub address: Option<String>,
    /// Mobile number.
    pub phone: Option<String>,
}
