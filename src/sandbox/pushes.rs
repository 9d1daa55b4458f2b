//! Push messages: what the platform posts to the developer's address when something changes
//! (spec/platform.md).

use super::clock;
use super::keys::Keys;
use super::orders::Order;
use crate::schema::Json;
use crate::signature;

/// A push message as it is posted.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Push {
    /// The envelope as JSON text. Its `messageBody` is an object, as on the pages of generation 1.
    pub body: String,
    /// The `Authorization` header.
    pub authorization: String,
}

/// The messages about 1688 that this sandbox sends, without the prefix of generation 1.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Topic {
    Made,
    Paid,
    Shipped,
    Received,
    Succeeded,
    ClosedByBuyer,
    ClosedBySeller,
    ClosedByPlatform,
    RefundInSale,
    RefundAfterSale,
    BatchPaid,
}

impl Topic {
    const fn word(self) -> &'static str {
        match self {
            Topic::Made => "ORDER_BUYER_VIEW_BUYER_MAKE",
            Topic::Paid => "ORDER_BUYER_VIEW_ORDER_PAY",
            Topic::Shipped => "ORDER_BUYER_VIEW_ANNOUNCE_SENDGOODS",
            Topic::Received => "ORDER_BUYER_VIEW_ORDER_COMFIRM_RECEIVEGOODS",
            Topic::Succeeded => "ORDER_BUYER_VIEW_ORDER_SUCCESS",
            Topic::ClosedByBuyer => "ORDER_BUYER_VIEW_ORDER_BUYER_CLOSE",
            Topic::ClosedBySeller => "ORDER_BUYER_VIEW_ORDER_SELLER_CLOSE",
            Topic::ClosedByPlatform => "ORDER_BUYER_VIEW_ORDER_BOPS_CLOSE",
            Topic::RefundInSale => "ORDER_BUYER_VIEW_ORDER_BUYER_REFUND_IN_SALES",
            Topic::RefundAfterSale => "ORDER_BUYER_VIEW_ORDER_REFUND_AFTER_SALES",
            Topic::BatchPaid => "ORDER_BATCH_PAY",
        }
    }
}

/// 1688, in `messagePlatform`.
const PLATFORM: i64 = 1;

/// The messages that wait to be collected.
#[derive(Debug)]
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

    pub fn send(&mut self, topic: Topic, message: Json, now: u64) {
        let body = Json::from([
            ("messageType", format!("1688_{}", topic.word()).into()),
            ("messageBody", message),
            ("messagePlatform", PLATFORM.into()),
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
