//! Push messages: what the platform posts to the developer's address when something changes
//! (spec/platform.md).

use pandapon::event::{Platform, Push};
use pandapon::schema::Json;
use pandapon::signature;
use serde::{Deserialize, Serialize};

use crate::auth::Account;
use crate::clock;
use crate::model::alibaba::messages::Topic;
use crate::model::alibaba::order::{ClosedBy, Order, State};
use crate::money::fen;

/// The messages that wait to be collected.
#[derive(Debug, Serialize, Deserialize)]
pub struct Outbox {
    account: Account,
    waiting: Vec<Push>,
}

impl Outbox {
    pub fn new(account: Account) -> Self {
        Self { account, waiting: Vec::new() }
    }

    /// Sends the status of an order, or of its refund with `more` about it: in KA's form if it was created there.
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
        if self.send_ka_message(topic, order, refund_id, now) {
            return;
        }
        let common = [
            ("orderId", Json::from(order.id)),
            ("currentStatus", status.into()),
            ("msgSendTime", clock::text(now).into()),
            ("buyerMemberId", order.buyer_member_id().into()),
            ("sellerMemberId", order.seller.member_id.as_str().into()),
        ];
        let fields = common.into_iter().chain(more);
        self.send(topic, Json::Object(fields.map(|(name, value)| (name.to_owned(), value)).collect()), now);
    }

    /// Sends a message about an order with a body of its own: in KA's form if it was created there.
    pub fn with_body(&mut self, topic: Topic, order: &Order, body: Json, now: u64) {
        if !self.send_ka_message(topic, order, None, now) {
            self.send(topic, body, now);
        }
    }

    /// Says it in KA's form, if the order was made there and KA has such a message; whether no other form has to.
    fn send_ka_message(&mut self, topic: Topic, order: &Order, refund_id: Option<&Json>, now: u64) -> bool {
        let Some(number) = &order.purchase_number else {
            return false;
        };
        if let Some((kind, body)) = message(topic, order, number, refund_id) {
            // Its type has no prefix, and its body is JSON text.
            self.wrap(Platform::Alibaba, kind.to_owned(), body.to_string().into(), now);
        }
        true
    }

    /// Says something about 1688.
    pub fn send(&mut self, topic: Topic, message: Json, now: u64) {
        self.post(Platform::Alibaba, topic.as_str(), message, now);
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
        let parts = [self.account.access_key.as_str(), &body];
        let authorization = signature::authorize(self.account.access_secret.as_bytes(), &parts);
        self.waiting
            .push(Push { authorization: authorization.iter().copied().map(char::from).collect(), body });
    }

    pub fn collect(&mut self) -> Vec<Push> {
        std::mem::take(&mut self.waiting)
    }
}

/// Type and body of a message about an order, or its refund, with this number of KA's; none if KA has no such message.
pub fn message(
    topic: Topic,
    order: &Order,
    number: &str,
    refund_id: Option<&Json>,
) -> Option<(&'static str, Json)> {
    let kind = match topic {
        Topic::Made => "ORDER_CREATE",
        Topic::PriceChanged => "ORDER_BUYER_VIEW_ORDER_PRICE_MODIFY",
        Topic::Paid => "ORDER_PAY_SUCCESS",
        Topic::ClosedByBuyer | Topic::ClosedBySeller | Topic::ClosedByPlatform => "ORDER_CANCEL",
        Topic::RefundInSale | Topic::RefundAfterSale => {
            let body = [("refundId", refund_id?.clone()), ("orderId", order.id.to_string().into())];
            return Some(("ORDER_BUYER_VIEW_ORDER_BUYER_REFUND", Json::from(body)));
        }
        _ => return None,
    };
    Some((kind, order_body(order, number)))
}

/// The status of an order; amounts in fen, as in KA's preview (inferred).
fn order_body(order: &Order, number: &str) -> Json {
    let status = match order.state {
        State::WaitBuyerPay => "WAITING_FOR_PAYMENT",
        State::Cancel => "CANCEL",
        _ => "WAITING_FOR_SENT",
    };
    // The vendor's sample; other reasons are not documented.
    let by_buyer = order.closed_by == Some(ClosedBy::Buyer);
    let close_reason = if by_buyer { Some("buyer_cancel") } else { order.close_reason.as_deref() };
    Json::from([
        ("orderId", order.id.to_string().into()),
        ("orderNo", number.into()),
        ("orderStatus", status.into()),
        ("payStatus", (1 + i64::from(order.paid.is_some())).into()),
        ("totalAmount", fen(order.total())),
        ("shippingFee", fen(order.freight)),
        ("productAmount", fen(order.goods())),
        ("refundAmount", fen(order.refunded())),
        ("refundStatus", Json::Null),
        ("closeReason", close_reason.into()),
        ("tbCreateTime", clock::text(order.created).into()),
        ("payTime", order.paid.map(clock::text).into()),
    ])
}
