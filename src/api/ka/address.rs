//! The account's addresses, for key accounts.

use pandapon_derive::endpoint;

use crate::endpoint::{Descriptor, Endpoint};
use crate::schema::Json;

/// The endpoints of this group.
pub const ENDPOINTS: &[&Descriptor] = &[Get::DESCRIPTOR];

/// Reads the user's addresses.
///
/// The vendor's page could not be read: not even the method is known. Members are sent as they are given, and the
/// answer comes as it is.
#[endpoint(
    name = "ka.address.get",
    route = Get,
    safety = Read,
    provenance = Unrouted,
    title = "Get user address information",
    page = "https://doc-en-ka.xportcn.com/api-338074933",
    response = Json,
    open,
)]
pub struct Get {}
