//! A request as an endpoint sees it.

use super::members::Members;
use pandapon::endpoint::Generation;

/// What an endpoint is asked, by whom and when. The members are validated.
pub struct Asked<'a> {
    pub user: &'a str,
    pub now: u64,
    /// Which tells what products are called.
    pub generation: Generation,
    pub members: Members<'a>,
}
