//! Push messages about orders, refunds and parcels on 1688 (spec/platform.md): in KA's form for orders that were created
//! there, otherwise in that of generation 1.

use pandapon::event::{Platform, Topic};
use pandapon::schema::Json;

use crate::clock;
use crate::model::alibaba::order::{ClosedBy, Order, State};
use crate::model::alibaba::shipment::{Node, Parcel, CARRIER};
use crate::model::outbox::Outbox;
use crate::money::fen;

/// Sends the status of an order, or of a refund, whose fields are then in `refund_fields`.
pub fn order(
    outbox: &mut Outbox,
    topic: &Topic,
    order: &Order,
    status: &str,
    refund_fields: impl IntoIterator<Item = (&'static str, Json)>,
    now: u64,
) {
    let refund_fields: Vec<_> = refund_fields.into_iter().collect();
    if let Some(number) = &order.purchase_number {
        let refund_id = refund_fields.iter().find(|(name, _)| *name == "refundId").map(|(_, id)| id);
        return ka(outbox, topic, order, number, refund_id, now);
    }
    let common = [
        ("orderId", Json::from(order.id)),
        ("currentStatus", status.into()),
        ("msgSendTime", clock::format(now).into()),
        ("buyerMemberId", order.buyer_member_id().into()),
        ("sellerMemberId", order.seller.member_id.as_str().into()),
    ];
    let fields = common.into_iter().chain(refund_fields).map(|(name, value)| (name.to_owned(), value));
    outbox.post(Platform::Alibaba, topic.as_str(), Json::Object(fields.collect()), now);
}

/// Sends a message about an order that has a body of its own in generation 1.
pub fn with_body(outbox: &mut Outbox, topic: &Topic, order: &Order, body: Json, now: u64) {
    match &order.purchase_number {
        Some(number) => ka(outbox, topic, order, number, None, now),
        None => outbox.post(Platform::Alibaba, topic.as_str(), body, now),
    }
}

/// Sends a message that a parcel has reached a node at this time.
pub fn parcel(outbox: &mut Outbox, order: &Order, parcel: &Parcel, node: &Node, time: u64) {
    let items = parcel
        .item_ids
        .iter()
        .map(|item| Json::from([("orderId", order.id.into()), ("orderEntryId", (*item).into())]));
    let body = Json::from([
        ("logisticsId", parcel.id.as_str().into()),
        ("cpCode", CARRIER.into()),
        ("mailNo", parcel.waybill.as_str().into()),
        ("statusChanged", node.status.into()),
        ("changeTime", clock::format(time).into()),
        ("orderLogsItems", items.collect::<Vec<_>>().into()),
    ]);
    let body = Json::from([("OrderLogisticsTracingModel", body)]);
    with_body(outbox, &Topic::ParcelMoved, order, body, time);
}

/// Sends a message in KA's form, if KA has such a message. Its type has no prefix, and its body is JSON text.
fn ka(outbox: &mut Outbox, topic: &Topic, order: &Order, number: &str, refund_id: Option<&Json>, now: u64) {
    if let Some((message_type, body)) = ka_message(topic, order, number, refund_id) {
        outbox.post_unprefixed(Platform::Alibaba, message_type.to_owned(), body.to_string().into(), now);
    }
}

/// Returns type and body of KA's message about an order with this number, or about its refund; none if KA has no such
/// message.
fn ka_message(
    topic: &Topic,
    order: &Order,
    number: &str,
    refund_id: Option<&Json>,
) -> Option<(&'static str, Json)> {
    let message_type = match topic {
        Topic::Created => "ORDER_CREATE",
        Topic::PriceChanged => "ORDER_BUYER_VIEW_ORDER_PRICE_MODIFY",
        Topic::Paid => "ORDER_PAY_SUCCESS",
        Topic::ClosedByBuyer | Topic::ClosedBySeller | Topic::ClosedByPlatform => "ORDER_CANCEL",
        Topic::RefundInSale | Topic::RefundAfterSale => {
            let body = [("refundId", refund_id?.clone()), ("orderId", order.id.to_string().into())];
            return Some(("ORDER_BUYER_VIEW_ORDER_BUYER_REFUND", Json::from(body)));
        }
        _ => return None,
    };
    Some((message_type, ka_order(order, number)))
}

/// Returns the status of an order in KA's form. Amounts are in fen, as in KA's preview (inferred).
fn ka_order(order: &Order, number: &str) -> Json {
    let status = match order.state {
        State::WaitBuyerPay => "WAITING_FOR_PAYMENT",
        State::Cancel => "CANCEL",
        _ => "WAITING_FOR_SENT",
    };
    // From the vendor's sample; other reasons are not documented.
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
        ("tbCreateTime", clock::format(order.created).into()),
        ("payTime", order.paid.map(clock::format).into()),
    ])
}
