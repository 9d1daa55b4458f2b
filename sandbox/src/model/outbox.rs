//! The outbox of push messages: what the platform posts to the developer's address when something changes
//! (spec/platform.md).

use pandapon::event::{Platform, Push};
use pandapon::schema::Json;
use pandapon::signature;
use serde::{Deserialize, Serialize};

use crate::auth::Account;

/// Signed push messages that wait to be collected.
#[derive(Debug, Serialize, Deserialize)]
pub struct Outbox {
    account: Account,
    waiting: Vec<Push>,
}

impl Outbox {
    pub fn new(account: Account) -> Self {
        Self { account, waiting: Vec::new() }
    }

    /// Posts a message of generation 1: its type has the platform's prefix, and its body is an object.
    pub fn post(&mut self, platform: Platform, topic: &str, body: Json, now: u64) {
        self.post_unprefixed(platform, format!("{}{topic}", platform.prefix()), body, now);
    }

    /// Posts a message whose type has no prefix.
    pub fn post_unprefixed(&mut self, platform: Platform, message_type: String, body: Json, now: u64) {
        let body = Json::from([
            ("messageType", message_type.into()),
            ("messageBody", body),
            ("messagePlatform", platform.number().into()),
            ("timestamp", now.to_string().into()),
        ])
        .to_string();
        let parts = [self.account.access_key.as_str(), &body];
        let authorization = signature::authorize(self.account.access_secret.as_bytes(), &parts);
        self.waiting
            .push(Push { authorization: authorization.iter().copied().map(char::from).collect(), body });
    }

    pub fn collect(&mut self) -> Vec<Push> {
        std::mem::take(&mut self.waiting)
    }
}
