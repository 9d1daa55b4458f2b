//! Push messages: what the platform posts to the developer's address when something changes
//! (spec/platform.md).

use serde::{Deserialize, Serialize};

use super::alibaba::order::Order;
use super::alibaba::topic::Topic;
use super::ka;
use crate::clock;
use crate::keys::Keys;
use pandapon::event::Platform;
use pandapon::schema::Json;
use pandapon::signature;

pub use pandapon::event::Push;

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

    /// Says how an order stands, or its refund with `more` about it: in KA's form if it was made there.
    pub fn order(
        &mut self,
        topic: Topic,
        order: &Order,
        status: &str,
        more: impl IntoIterator<Item = (&'static str, Json)>,
        now: u64,
    ) {
        let more: Vec<_> = more.into_iter().collect();
        let refund_id = more.iter().find(|(name, _)| *name == "refundId").map(|(_, id)| id);
        if self.told_in_ka(topic, order, refund_id, now) {
            return;
        }
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

    /// Says something about an order in a body of its own: in KA's form if it was made there.
    pub fn with_body(&mut self, topic: Topic, order: &Order, body: Json, now: u64) {
        if !self.told_in_ka(topic, order, None, now) {
            self.send(topic, body, now);
        }
    }

    /// Says it in KA's form, if the order was made there and KA has such a message; whether no other form has to.
    fn told_in_ka(&mut self, topic: Topic, order: &Order, refund_id: Option<&Json>, now: u64) -> bool {
        let Some(number) = &order.purchase_number else {
            return false;
        };
        if let Some((kind, body)) = ka::message(topic, order, number, refund_id) {
            // Its type has no prefix, and its body is JSON text.
            self.wrap(Platform::Alibaba, kind.to_owned(), body.to_string().into(), now);
        }
        true
    }

    /// Says something about 1688.
    pub fn send(&mut self, topic: Topic, message: Json, now: u64) {
        self.post(Platform::Alibaba, topic.word(), message, now);
    }

    /// The message is an object, as on the pages of generation 1.
    pub fn post(&mut self, platform: Platform, topic: &str, message: Json, now: u64) {
        self.wrap(platform, format!("{}{topic}", platform.prefix()), message, now);
    }

    fn wrap(&mut self, platform: Platform, message_type: String, message: Json, now: u64) {
        let body = Json::from([
            ("messageType", message_type.into()),
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
