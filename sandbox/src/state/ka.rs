//! Push messages in KA's form: about orders that were made through it. Only what the vendor's page shows is told.

use super::alibaba::order::{ClosedBy, Order, State};
use super::alibaba::topic::Topic;
use crate::clock;
use crate::money::fen;
use pandapon::schema::Json;

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

/// How an order stands; amounts in fen, as in KA's preview (inferred).
fn order_body(order: &Order, number: &str) -> Json {
    let status = match order.state {
        State::WaitBuyerPay => "WAITING_FOR_PAYMENT",
        State::Cancel => "CANCEL",
        _ => "WAITING_FOR_SENT",
    };
    // The vendor's sample; what it says of other reasons is not known.
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
