//! A request as an endpoint sees it.

use super::members::Members;

/// What an endpoint is asked, by whom and when. The members are validated.
pub struct Asked<'a> {
    pub user: &'a str,
    pub now: u64,
    pub members: Members<'a>,
}
