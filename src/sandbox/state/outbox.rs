//! Push messages: what the platform posts to the developer's address when something changes
//! (spec/platform.md).

use serde::{Deserialize, Serialize};

use super::alibaba::order::Order;
use super::alibaba::topic::Topic;
use crate::event::Platform;
use crate::sandbox::clock;
use crate::sandbox::keys::Keys;
use crate::schema::Json;
use crate::signature;

pub use crate::event::Push;

/// The messages that wait to be collected.
#[derive(Debug, Serialize, Deserialize)]
pub struct Outbox {
    keys: Keys,
    waiting: Vec<Push>,
}

impl Outbox {
    pub fn new(keys: Keys) -> Self {
        Self { keys, waiting: Vec::new() }
    }

    /// Says how an order stands, or its refund with `more` about it.
    pub fn order(
        &mut self,
        topic: Topic,
        order: &Order,
        status: &str,
        more: impl IntoIterator<Item = (&'static str, Json)>,
        now: u64,
    ) {
        let common = [
            ("orderId", Json::from(order.id)),
            ("currentStatus", status.into()),
            ("msgSendTime", clock::text(now).into()),
            ("buyerMemberId", order.buyer_member_id().into()),
            ("sellerMemberId", order.seller.member_id.as_str().into()),
        ];
        let members = common.into_iter().chain(more);
        self.send(topic, Json::Object(members.map(|(name, value)| (name.to_owned(), value)).collect()), now);
    }

    /// Says something about 1688.
    pub fn send(&mut self, topic: Topic, message: Json, now: u64) {
        self.post(Platform::Alibaba, topic.word(), message, now);
    }

    /// The message is an object, as on the pages of generation 1.
    pub fn post(&mut self, platform: Platform, topic: &str, message: Json, now: u64) {
        let body = Json::from([
            ("messageType", format!("{}{topic}", platform.prefix()).into()),
            ("messageBody", message),
            ("messagePlatform", platform.number().into()),
            ("timestamp", now.to_string().into()),
        ])
        .to_string();
        let parts = [self.keys.access_key.as_str(), &body];
        let authorization = signature::authorize(self.keys.access_secret.as_bytes(), &parts);
        self.waiting
            .push(Push { authorization: authorization.iter().copied().map(char::from).collect(), body });
    }

    pub fn collect(&mut self) -> Vec<Push> {
        std::mem::take(&mut self.waiting)
    }
}
