//! Refunds on Taobao: all limits and transitions.

use serde_json::{json, Value};

use super::shopper::Shopper;

/// Returns an application for the maximum amount of the preview.
fn application(shopper: &mut Shopper, sub: &str, kind: i64, goods: i64) -> Value {
    let mut params = json!({ "subOrderId": sub, "refundType": kind, "goodsStatus": goods });
    let template = shopper.data("refund.preview", params.clone())["refundOrderTemplate"].clone();
    params["reasonId"] = template["refundReasons"][0]["reasonId"].clone();
    params["refundFee"] = template["maxRefundFee"]["refundFee"].clone();
    params
}

/// Applies for the maximum amount. Returns the refund's id.
pub fn apply(shopper: &mut Shopper, sub: &str, kind: i64, goods: i64) -> String {
    let params = application(shopper, sub, kind, goods);
    shopper.data("refund.create", params)["refundId"].as_str().unwrap().to_owned()
}

fn status(shopper: &mut Shopper, refund: &str) -> i64 {
    shopper.refund(refund)["refundOrder"]["refundStatus"].as_i64().unwrap()
}

#[test]
fn a_refund_before_shipping_is_of_the_whole_amount() {
    let mut shopper = Shopper::new();
    let left = shopper.product("scarf")["quantity"].clone();
    let (id, subs) = shopper.paid_order();
    let paid = shopper.driver.sandbox.ledger().paid;
    let mut params = application(&mut shopper, &subs[0], 1, 1);
    let max = params["refundFee"].as_i64().unwrap();
    for fee in [0, max - 1, max + 1] {
        params["refundFee"] = json!(fee);
        assert_eq!(shopper.code("refund.create", params.clone()), 990_016);
    }
    shopper.driver.messages();
    let refunds: Vec<_> = subs.iter().map(|sub| apply(&mut shopper, sub, 1, 1)).collect();
    assert_eq!(shopper.read(&id)["subOrders"][0]["refund_status"], 10);
    for refund in &refunds {
        shopper.driver.sandbox.seller_agrees(refund, shopper.driver.now).unwrap();
        assert_eq!(status(&mut shopper, refund), 100);
    }
    let ledger = shopper.driver.sandbox.ledger();
    assert_eq!((ledger.refunded, ledger.held.0, ledger.settled.0), (paid, 0, 0));
    assert_eq!(shopper.status(&id), "TRADE_CLOSED");
    assert_eq!(shopper.product("scarf")["quantity"], left, "unshipped goods return to stock");
    let topics: Vec<_> =
        shopper.statuses().into_iter().map(|(topic, state)| format!("{topic} {state}")).collect();
    let refund = "ORDER_BUYER_VIEW_ORDER_BUYER_REFUND_IN_SALES";
    let expected = [
        format!("{refund} 10"),
        format!("{refund} 10"),
        format!("{refund} 100"),
        format!("ORDER_BUYER_VIEW_ORDER_PRICE_MODIFY {}", paid.0),
        format!("{refund} 100"),
        "ORDER_BUYER_VIEW_ORDER_SELLER_CLOSE TRADE_CLOSED".to_owned(),
    ];
    assert_eq!(topics, expected);
}

#[test]
fn the_seller_keeps_the_rest_of_a_partial_refund_with_return() {
    let mut shopper = Shopper::new();
    let (id, subs) = shopper.shipped_order();
    let mut params = application(&mut shopper, &subs[0], 2, 4);
    let max = params["refundFee"].as_i64().unwrap();
    params["refundFee"] = json!(max - 7);
    params["refundDesc"] = json!("不合适");
    let refund = shopper.data("refund.create", params)["refundId"].as_str().unwrap().to_owned();
    let params = json!({ "refundId": refund });
    assert_eq!(shopper.code("refund.previewReturn", params.clone()), 990_014);
    shopper.driver.sandbox.seller_agrees(&refund, shopper.driver.now).unwrap();
    assert_eq!(status(&mut shopper, &refund), 20);
    assert!(shopper.data("refund.previewReturn", params)["receiverAddress"]["detailAddress"].is_string());
    let back = |waybill: &str| json!({ "refundId": refund, "logisticsCompanyCode": "SF", "logisticsNo": waybill, "phone": "138" });
    assert_eq!(shopper.code("refund.submitReturn", back("?")), 990_011);
    assert_eq!(shopper.data("refund.submitReturn", back("SF1234567890")), true);
    assert_eq!(shopper.code("refund.submitReturn", back("SF1234567890")), 990_014);
    let read = shopper.refund(&refund);
    assert_eq!(
        (&read["refundOrder"]["refundStatus"], &read["refundOrder"]["goodsStatus"]),
        (&json!(30), &json!(5))
    );
    assert_eq!(read["logistics"]["logisticsNo"], "SF1234567890");
    assert_eq!(shopper.code("refund.cancel", json!({ "refundId": refund })), 990_014);
    shopper.driver.sandbox.seller_receives(&refund, shopper.driver.now).unwrap();
    let read = shopper.refund(&refund);
    assert_eq!(
        (&read["refundOrder"]["refundStatus"], &read["refundOrder"]["goodsStatus"]),
        (&json!(100), &json!(6))
    );
    let ledger = shopper.driver.sandbox.ledger();
    assert_eq!((ledger.refunded.0, ledger.settled.0), (max - 7, 7));
    let order = shopper.read(&id);
    assert_eq!(order["subOrders"][0]["status"], "TRADE_CLOSED");
    assert_eq!(order["status"], "WAIT_BUYER_CONFIRM_GOODS", "the other line is not affected");
    let again = json!({ "subOrderId": subs[0], "refundType": 1, "goodsStatus": 4 });
    assert_eq!(shopper.code("refund.preview", again), 990_014);
}

#[test]
fn the_rest_can_be_refunded_after_a_partial_refund() {
    let mut shopper = Shopper::new();
    let (id, subs) = shopper.shipped_order();
    let mut params = application(&mut shopper, &subs[0], 1, 4);
    let max = params["refundFee"].as_i64().unwrap();
    params["refundFee"] = json!(100);
    let refund = shopper.data("refund.create", params)["refundId"].as_str().unwrap().to_owned();
    shopper.driver.sandbox.seller_agrees(&refund, shopper.driver.now).unwrap();
    assert_eq!(application(&mut shopper, &subs[0], 1, 4)["refundFee"], max - 100);
    let rest = apply(&mut shopper, &subs[0], 1, 4);
    shopper.driver.sandbox.seller_agrees(&rest, shopper.driver.now).unwrap();
    assert_eq!(shopper.read(&id)["subOrders"][0]["status"], "TRADE_CLOSED");
    assert_eq!(shopper.driver.sandbox.ledger().refunded.0, max);
}

#[test]
fn cancel_withdraws_an_application() {
    let mut shopper = Shopper::new();
    let (_, subs) = shopper.shipped_order();
    let refund = apply(&mut shopper, &subs[0], 2, 4);
    shopper.driver.sandbox.seller_agrees(&refund, shopper.driver.now).unwrap();
    shopper.driver.messages();
    let cancelled = shopper.data("refund.cancel", json!({ "refundId": refund }));
    assert_eq!(cancelled["cancelSuccess"], true);
    assert_eq!(
        cancelled["refundOrderAggregate"]["purchaseOrderLine"]["purchaseOrderLineId"].to_string(),
        subs[0]
    );
    assert_eq!(status(&mut shopper, &refund), -20);
    assert_eq!(shopper.statuses().len(), 1);
    assert_eq!(shopper.code("refund.cancel", json!({ "refundId": refund })), 990_014);
    apply(&mut shopper, &subs[0], 1, 3);
}

#[test]
fn a_new_application_replaces_a_refused_refund() {
    let mut shopper = Shopper::new();
    let (_, subs) = shopper.shipped_order();
    let refund = apply(&mut shopper, &subs[0], 1, 4);
    let again = json!({ "subOrderId": subs[0], "refundType": 1, "goodsStatus": 4 });
    assert_eq!(shopper.code("refund.preview", again), 990_014, "a refund is in progress");
    shopper.driver.sandbox.seller_refuses(&refund, "已发货", shopper.driver.now).unwrap();
    let read = shopper.refund(&refund)["refundOrder"].clone();
    assert_eq!((&read["refundStatus"], &read["sellerRefuseReason"]), (&json!(-10), &json!("已发货")));
    let other = apply(&mut shopper, &subs[0], 1, 4);
    assert_eq!((status(&mut shopper, &refund), status(&mut shopper, &other)), (-20, 10));
    assert!(shopper.driver.sandbox.seller_agrees(&refund, shopper.driver.now).is_err());
    assert!(shopper.driver.sandbox.seller_receives(&other, shopper.driver.now).is_err());
}

#[test]
fn shipping_closes_active_refunds() {
    let mut shopper = Shopper::new();
    let (id, subs) = shopper.paid_order();
    let refund = apply(&mut shopper, &subs[0], 1, 1);
    shopper.driver.sandbox.ship(&id, shopper.driver.now).unwrap();
    assert_eq!(status(&mut shopper, &refund), -20);
}

#[test]
fn invalid_applications_are_refused() {
    let mut shopper = Shopper::new();
    let (_, paid) = shopper.paid_order();
    let (_, shipped) = shopper.shipped_order();
    let unpaid = shopper.line("scarf", 0, 1);
    let unpaid = shopper.order(&[unpaid]).remove(0);
    let unpaid = shopper.read(&unpaid)["subOrders"][0]["sub_purchase_order_id"].as_str().unwrap().to_owned();
    for (sub, kind, goods) in [
        (&unpaid, 1, 1),
        (&paid[0], 1, 2),
        (&paid[0], 2, 1),
        (&paid[0], 3, 1),
        (&shipped[0], 1, 1),
        (&shipped[0], 2, 3),
        (&shipped[0], 1, 5),
        (&shipped[0], 1, 6),
        (&shipped[0], 1, 7),
    ] {
        let params = json!({ "subOrderId": sub, "refundType": kind, "goodsStatus": goods });
        assert_eq!(shopper.code("refund.preview", params.clone()), 990_014, "{params}");
        assert_eq!(shopper.code("refund.create", params), 990_014);
    }
    let mut params = application(&mut shopper, &shipped[0], 1, 4);
    params["reasonId"] = json!(1);
    assert_eq!(shopper.code("refund.create", params), 990_011);
}

#[test]
fn the_buyer_sends_messages_to_the_seller() {
    let mut shopper = Shopper::new();
    let (_, subs) = shopper.shipped_order();
    let refund = apply(&mut shopper, &subs[0], 1, 4);
    shopper.driver.messages();
    assert_eq!(shopper.code("refund.sendMessage", json!({ "refundId": refund })), 990_013);
    let message =
        json!({ "refundId": refund, "refundMessage": "请看图", "refundImages": "https://a.invalid/1.jpg" });
    assert_eq!(shopper.data("refund.sendMessage", message.clone()), json!({}));
    assert_eq!(shopper.statuses().len(), 1);
    let messages = shopper.data("refund.messages", json!({ "refundId": refund }));
    assert_eq!((&messages[0]["refundMessage"], messages.as_array().unwrap().len()), (&json!("请看图"), 1));
    shopper.data("refund.cancel", json!({ "refundId": refund }));
    assert_eq!(shopper.code("refund.sendMessage", message), 990_014);
}

#[test]
fn refunds_are_filtered_and_belong_to_their_user() {
    let mut shopper = Shopper::new();
    let (order, subs) = shopper.shipped_order();
    let first = apply(&mut shopper, &subs[0], 1, 4);
    let between = shopper.driver.now + 500;
    let other = apply(&mut shopper, &subs[1], 1, 4);
    shopper.driver.sandbox.seller_refuses(&first, "x", shopper.driver.now).unwrap();
    let mut ids = |params: Value| -> Vec<String> {
        let mut params = params;
        params["pageSize"] = json!(10);
        let page = shopper.data("refund.list", params);
        let refunds = page["data"].as_array().unwrap().iter();
        refunds.map(|refund| refund["refundOrder"]["refundId"].as_str().unwrap().to_owned()).collect()
    };
    let both = vec![other.clone(), first.clone()];
    assert_eq!(ids(json!({})), both);
    assert_eq!(ids(json!({ "purchaseOrderId": order })), both);
    assert_eq!(ids(json!({ "salesOrderId": "SO-1" })), both);
    assert_eq!(ids(json!({ "salesOrderId": "SO-2" })), Vec::<String>::new());
    assert_eq!(ids(json!({ "refundStatus": -10 })), [first.as_str()]);
    assert_eq!(ids(json!({ "refundId": other })), [other.as_str()]);
    assert_eq!(ids(json!({ "refundStartTime": between })), [other.as_str()]);
    assert_eq!(ids(json!({ "refundEndTime": between })), [first.as_str()]);
    shopper.group = "v2.taobao";
    assert_eq!(shopper.data("refund.list", json!({ "pageSize": 1 }))["total"], 2);
    shopper.driver.user = "2100007340000".to_owned();
    assert_eq!(shopper.data("refund.list", json!({ "pageSize": 1 }))["total"], 0);
    for name in ["refund.get", "refund.cancel", "refund.messages", "refund.previewReturn"] {
        assert_eq!(shopper.code(name, json!({ "refundId": first })), 990_011, "{name}");
    }
}
