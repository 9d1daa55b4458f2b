//! Which order is asked for: its site, and the codes if it is not there.

use crate::asked::Asked;
use crate::envelope::Failure;

/// The codes for an order that does not exist, and for one of another user.
pub const CODES: [&str; 2] = ["ORDER_NOT_EXIST", "400_3"];

/// Refuses a site on which this sandbox has no orders.
pub fn check_site(asked: &Asked<'_>) -> Result<(), Failure> {
    match asked.members.text("webSite") {
        None | Some("1688") => Ok(()),
        Some(site) => Err(Failure::new(
            "ORDER_NOT_EXIST",
            format!("there are no orders on the site {site}: webSite must be 1688"),
        )),
    }
}
