//! Push messages about orders and refunds on Taobao, in the forms that [`pandapon::event::taobao`] reads.
//!
//! Only one type is documented: that of a changed price, which is 1688's name with the prefix `TAOBAO_`. The other types are
//! the emulator's own, formed in the same way. The body of a message about a refund is not documented either: this one has
//! fields of the response that reads a refund.

use pandapon::event::{Platform, Topic};
use pandapon::schema::Json;

use crate::clock;
use crate::model::outbox::Outbox;
use crate::model::taobao::order::{Line, Order};
use crate::model::taobao::refund::{Refund, Refunds};
use crate::model::taobao::shipment::CARRIER;
use crate::money::fen;

/// Name of the field with the status of a sub-order's last refund.
pub const REFUND_STATUS: &str = "refund_status";

const CURRENCY: &str = "CNY";

/// Sends the status of an order, or its changed price.
pub fn order(outbox: &mut Outbox, topic: &Topic, order: &Order, refunds: &Refunds, now: u64) {
    let message = match topic {
        Topic::PriceChanged => price(order, refunds),
        _ => status(order, now),
    };
    outbox.post(Platform::Taobao, topic.as_str(), message, now);
}

fn status(order: &Order, now: u64) -> Json {
    let lines = order.lines.iter().map(|line| {
        let waybill = waybill(order, line);
        Json::from([
            ("item_id", line.mp_id.to_string().into()),
            ("sku_id", line.mp_sku_id.to_string().into()),
            ("order_line_no", line.line_no.as_deref().into()),
            ("logistic_company_name", waybill.map(|_| CARRIER).into()),
            ("logistic_number", waybill.into()),
            ("status", line.status.as_str().into()),
        ])
    });
    Json::from([
        ("purchase_id", order.id.to_string().into()),
        ("status", order.status().as_str().into()),
        ("business_time", Json::Number(now.to_string())),
        ("sku_list", lines.collect::<Vec<_>>().into()),
    ])
}

fn price(order: &Order, refunds: &Refunds) -> Json {
    let lines = order.open_lines().map(|line| sub_order(order, line, refunds));
    let total = Json::from([
        ("purchaseCurrency", CURRENCY.into()),
        ("purchaseTotalFee", fen(order.total())),
        ("purchaseProductFee", fen(order.product_fee())),
        ("purchaseShippingFee", fen(order.post_fee())),
    ]);
    Json::from([
        ("salesOrderId", order.outer_id.to_string().into()),
        ("purchaseOrderId", order.id.to_string().into()),
        ("subOrders", lines.collect::<Vec<_>>().into()),
        ("purchaseOrderPriceDTO", total),
    ])
}

/// Returns a sub-order with the fields that the vendor's page of the price change and the upstream show.
pub fn sub_order(order: &Order, line: &Line, refunds: &Refunds) -> Json {
    let refund = line.refund.and_then(|id| refunds.get(&id));
    let waybill = waybill(order, line);
    let close_time = (!line.paid).then(|| clock::format(order.pay_by()));
    Json::from([
        ("purchase_order_outer_id", order.outer_id.to_string().into()),
        ("purchase_order_line_outer_id", line.outer_id.to_string().into()),
        ("close_time_without_payment", close_time.into()),
        ("product_amount", line.product_fee.0.to_string().into()),
        ("domestic_post_fee", fen(line.post_fee)),
        ("hongbao_deduction_amount", 0.into()),
        ("refund_id", refund.map(|refund| refund.id.to_string()).into()),
        (REFUND_STATUS, refund.map_or(0, |refund| refund.status as i64).into()),
        ("can_confirm_receipt", false.into()),
        ("sku_info", line.label.as_str().into()),
        ("title", line.title.as_str().into()),
        ("quantity", line.quantity.into()),
        ("logistic_company_name", waybill.map(|_| CARRIER).into()),
        ("logistic_number", waybill.into()),
    ])
}

/// Returns the waybill of a line's parcel.
fn waybill<'a>(order: &'a Order, line: &Line) -> Option<&'a str> {
    order.parcel(line.id).map(|parcel| parcel.waybill.as_str())
}

/// Sends the status of a refund.
pub fn refund(outbox: &mut Outbox, refund: &Refund, now: u64) {
    let message = Json::from([
        ("refundId", refund.id.to_string().into()),
        ("refundStatus", (refund.status as i64).into()),
        ("purchaseOrderId", refund.order_id.to_string().into()),
        ("purchaseOrderLineId", refund.line_id.to_string().into()),
    ]);
    outbox.post(Platform::Taobao, Topic::RefundInSale.as_str(), message, now);
}
