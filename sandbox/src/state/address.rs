//! The users' addresses.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

/// An address.
#[derive(Debug, Default, Serialize, Deserialize)]
pub struct Address {
    /// The user-id that it belongs to.
    pub user: String,
    /// What was saved, by the names of the request.
    pub parts: BTreeMap<String, String>,
}
