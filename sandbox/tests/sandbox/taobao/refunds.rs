//! Refunds on Taobao: what they may be, and every way that they go.

use serde_json::{json, Value};

use super::shopper::Shopper;

/// The members of an application; the most money, by the preview.
fn application(shopper: &mut Shopper, sub: &str, kind: i64, goods: i64) -> Value {
    let asked = json!({ "subOrderId": sub, "refundType": kind, "goodsStatus": goods });
    let template = shopper.ask("refund.preview", asked.clone())["refundOrderTemplate"].clone();
    let mut members = asked;
    members["reasonId"] = template["refundReasons"][0]["reasonId"].clone();
    members["refundFee"] = template["maxRefundFee"]["refundFee"].clone();
    members
}

/// Applies for all that can be had; gives the refund.
pub fn apply(shopper: &mut Shopper, sub: &str, kind: i64, goods: i64) -> String {
    let members = application(shopper, sub, kind, goods);
    shopper.ask("refund.create", members)["refundId"].as_str().unwrap().to_owned()
}

fn status(shopper: &mut Shopper, refund: &str) -> i64 {
    shopper.refund(refund)["refundOrder"]["refundStatus"].as_i64().unwrap()
}

#[test]
fn money_comes_back_before_the_seller_ships_and_all_of_it() {
    let mut shopper = Shopper::new();
    let left = shopper.product("scarf")["quantity"].clone();
    let (id, subs) = shopper.paid_order();
    let paid = shopper.driver.sandbox.ledger().paid;
    let mut members = application(&mut shopper, &subs[0], 1, 1);
    let most = members["refundFee"].as_i64().unwrap();
    for fee in [0, most - 1, most + 1] {
        members["refundFee"] = json!(fee);
        assert_eq!(shopper.code("refund.create", members.clone()), 990_016);
    }
    shopper.driver.messages();
    let refunds: Vec<_> = subs.iter().map(|sub| apply(&mut shopper, sub, 1, 1)).collect();
    assert_eq!(shopper.read(&id)["subOrders"][0]["refund_status"], 10);
    for refund in &refunds {
        shopper.driver.sandbox.seller_agrees(refund, shopper.driver.now).unwrap();
        assert_eq!(status(&mut shopper, refund), 100);
    }
    let book = shopper.driver.sandbox.ledger();
    assert_eq!((book.refunded, book.held.0, book.settled.0), (paid, 0, 0));
    assert_eq!(shopper.status(&id), "TRADE_CLOSED");
    assert_eq!(shopper.product("scarf")["quantity"], left, "what was not shipped is for sale again");
    let topics: Vec<_> =
        shopper.told().into_iter().map(|(topic, state)| format!("{topic} {state}")).collect();
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
fn goods_go_back_and_the_seller_keeps_the_rest() {
    let mut shopper = Shopper::new();
    let (id, subs) = shopper.shipped_order();
    let mut members = application(&mut shopper, &subs[0], 2, 4);
    let most = members["refundFee"].as_i64().unwrap();
    members["refundFee"] = json!(most - 7);
    members["refundDesc"] = json!("不合适");
    let refund = shopper.ask("refund.create", members)["refundId"].as_str().unwrap().to_owned();
    let asked = json!({ "refundId": refund });
    assert_eq!(shopper.code("refund.previewReturn", asked.clone()), 990_014);
    shopper.driver.sandbox.seller_agrees(&refund, shopper.driver.now).unwrap();
    assert_eq!(status(&mut shopper, &refund), 20);
    assert!(shopper.ask("refund.previewReturn", asked)["receiverAddress"]["detailAddress"].is_string());
    let back = |waybill: &str| json!({ "refundId": refund, "logisticsCompanyCode": "SF", "logisticsNo": waybill, "phone": "138" });
    assert_eq!(shopper.code("refund.submitReturn", back("?")), 990_011);
    assert_eq!(shopper.ask("refund.submitReturn", back("SF1234567890")), true);
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
    let book = shopper.driver.sandbox.ledger();
    assert_eq!((book.refunded.0, book.settled.0), (most - 7, 7));
    let order = shopper.read(&id);
    assert_eq!(order["subOrders"][0]["status"], "TRADE_CLOSED");
    assert_eq!(order["status"], "WAIT_BUYER_CONFIRM_GOODS", "the other line goes on");
    let again = json!({ "subOrderId": subs[0], "refundType": 1, "goodsStatus": 4 });
    assert_eq!(shopper.code("refund.preview", again), 990_014);
}

#[test]
fn a_part_of_the_money_comes_back_and_another_later() {
    let mut shopper = Shopper::new();
    let (id, subs) = shopper.shipped_order();
    let mut members = application(&mut shopper, &subs[0], 1, 4);
    let most = members["refundFee"].as_i64().unwrap();
    members["refundFee"] = json!(100);
    let refund = shopper.ask("refund.create", members)["refundId"].as_str().unwrap().to_owned();
    shopper.driver.sandbox.seller_agrees(&refund, shopper.driver.now).unwrap();
    assert_eq!(application(&mut shopper, &subs[0], 1, 4)["refundFee"], most - 100);
    let rest = apply(&mut shopper, &subs[0], 1, 4);
    shopper.driver.sandbox.seller_agrees(&rest, shopper.driver.now).unwrap();
    assert_eq!(shopper.read(&id)["subOrders"][0]["status"], "TRADE_CLOSED");
    assert_eq!(shopper.driver.sandbox.ledger().refunded.0, most);
}

#[test]
fn a_get_takes_an_application_back() {
    let mut shopper = Shopper::new();
    let (_, subs) = shopper.shipped_order();
    let refund = apply(&mut shopper, &subs[0], 2, 4);
    shopper.driver.sandbox.seller_agrees(&refund, shopper.driver.now).unwrap();
    shopper.driver.messages();
    let cancelled = shopper.ask("refund.cancel", json!({ "refundId": refund }));
    assert_eq!(cancelled["cancelSuccess"], true);
    assert_eq!(
        cancelled["refundOrderAggregate"]["purchaseOrderLine"]["purchaseOrderLineId"].to_string(),
        subs[0]
    );
    assert_eq!(status(&mut shopper, &refund), -20);
    assert_eq!(shopper.told().len(), 1);
    assert_eq!(shopper.code("refund.cancel", json!({ "refundId": refund })), 990_014);
    apply(&mut shopper, &subs[0], 1, 3);
}

#[test]
fn a_refused_refund_gives_way_to_another() {
    let mut shopper = Shopper::new();
    let (_, subs) = shopper.shipped_order();
    let refund = apply(&mut shopper, &subs[0], 1, 4);
    let again = json!({ "subOrderId": subs[0], "refundType": 1, "goodsStatus": 4 });
    assert_eq!(shopper.code("refund.preview", again), 990_014, "one is under way");
    shopper.driver.sandbox.seller_refuses(&refund, "已发货", shopper.driver.now).unwrap();
    let read = shopper.refund(&refund)["refundOrder"].clone();
    assert_eq!((&read["refundStatus"], &read["sellerRefuseReason"]), (&json!(-10), &json!("已发货")));
    let other = apply(&mut shopper, &subs[0], 1, 4);
    assert_eq!((status(&mut shopper, &refund), status(&mut shopper, &other)), (-20, 10));
    assert!(shopper.driver.sandbox.seller_agrees(&refund, shopper.driver.now).is_err());
    assert!(shopper.driver.sandbox.seller_receives(&other, shopper.driver.now).is_err());
}

#[test]
fn shipping_closes_what_was_asked_for_before() {
    let mut shopper = Shopper::new();
    let (id, subs) = shopper.paid_order();
    let refund = apply(&mut shopper, &subs[0], 1, 1);
    shopper.driver.sandbox.ship(&id, shopper.driver.now).unwrap();
    assert_eq!(status(&mut shopper, &refund), -20);
}

#[test]
fn what_does_not_fit_is_refused() {
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
        let members = json!({ "subOrderId": sub, "refundType": kind, "goodsStatus": goods });
        assert_eq!(shopper.code("refund.preview", members.clone()), 990_014, "{members}");
        assert_eq!(shopper.code("refund.create", members), 990_014);
    }
    let mut members = application(&mut shopper, &shipped[0], 1, 4);
    members["reasonId"] = json!(1);
    assert_eq!(shopper.code("refund.create", members), 990_011);
}

#[test]
fn the_buyer_talks_to_the_seller() {
    let mut shopper = Shopper::new();
    let (_, subs) = shopper.shipped_order();
    let refund = apply(&mut shopper, &subs[0], 1, 4);
    shopper.driver.messages();
    assert_eq!(shopper.code("refund.sendMessage", json!({ "refundId": refund })), 990_013);
    let said =
        json!({ "refundId": refund, "refundMessage": "请看图", "refundImages": "https://a.invalid/1.jpg" });
    assert_eq!(shopper.ask("refund.sendMessage", said.clone()), json!({}));
    assert_eq!(shopper.told().len(), 1);
    let messages = shopper.ask("refund.messages", json!({ "refundId": refund }));
    assert_eq!((&messages[0]["refundMessage"], messages.as_array().unwrap().len()), (&json!("请看图"), 1));
    shopper.ask("refund.cancel", json!({ "refundId": refund }));
    assert_eq!(shopper.code("refund.sendMessage", said), 990_014);
}

#[test]
fn refunds_are_listed_by_what_is_known_of_them_and_belong_to_their_user() {
    let mut shopper = Shopper::new();
    let (order, subs) = shopper.shipped_order();
    let first = apply(&mut shopper, &subs[0], 1, 4);
    let between = shopper.driver.now + 500;
    let other = apply(&mut shopper, &subs[1], 1, 4);
    shopper.driver.sandbox.seller_refuses(&first, "x", shopper.driver.now).unwrap();
    let mut ids = |members: Value| -> Vec<String> {
        let mut members = members;
        members["pageSize"] = json!(10);
        let page = shopper.ask("refund.list", members);
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
    assert_eq!(shopper.ask("refund.list", json!({ "pageSize": 1 }))["total"], 2);
    shopper.driver.user = "2100007340000".to_owned();
    assert_eq!(shopper.ask("refund.list", json!({ "pageSize": 1 }))["total"], 0);
    for name in ["refund.get", "refund.cancel", "refund.messages", "refund.previewReturn"] {
        assert_eq!(shopper.code(name, json!({ "refundId": first })), 990_011, "{name}");
    }
}
