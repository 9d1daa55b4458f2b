//! Orders on Taobao: previewed, made for each shop, paid, cancelled, shipped and followed.

use serde_json::{json, Value};

use super::shopper::{create, price, receiver, Shopper};
use crate::driver::{HOUR, SECOND};

/// The goods of the first SKU of a product that are in stock.
fn stock(shopper: &mut Shopper, keyword: &str) -> i64 {
    shopper.product(keyword)["skuList"][0]["quantity"].as_i64().unwrap()
}

fn preview(lines: &[Value]) -> Value {
    json!({ "orderLineList": json!(lines).to_string(), "receiver": receiver().to_string() })
}

#[test]
fn an_order_costs_what_the_preview_said_to_the_fen() {
    let mut shopper = Shopper::new();
    let product = shopper.product("camping lantern");
    let lines = [shopper.line("camping lantern", 0, 2), shopper.line("camping lantern", 1, 1)];
    let previewed = shopper.ask("order.preview", preview(&lines));
    let shop = &previewed["renderItemList"][0];
    let total = previewed["totalRealPayPrice"]["amount"].as_i64().unwrap();
    let goods = 2 * price(&product["skuList"][0]) + price(&product["skuList"][1]);
    let freight = shop["mainlandShippingFee"]["amount"].as_i64().unwrap();
    assert_eq!((total, &shop["orderFee"]), (goods + freight, &json!({ "amount": total, "currency": "CNY" })));
    assert_eq!(previewed["unavailableSkuList"], json!([]));
    assert_eq!(shopper.code("order.create", create(&lines, total - 1)), 990_016);
    let made = shopper.ask("order.create", create(&lines, total));
    let order = &made["orderList"][0];
    assert_eq!(order["estimateAmount"], total);
    assert_eq!(order["orderLineList"][1]["orderLineNo"], "line-1");
    let read = shopper.read(order["purchaseId"].as_str().unwrap());
    assert_eq!((&read["purchaseAmount"], &read["status"]), (&json!(total), &json!("WAIT_BUYER_P")));
    let subs = read["subOrders"].as_array().unwrap();
    let amounts = subs.iter().map(|sub| {
        let product: i64 = sub["product_amount"].as_str().unwrap().parse().unwrap();
        product + sub["domestic_post_fee"].as_i64().unwrap()
    });
    assert_eq!(amounts.sum::<i64>(), total);
}

#[test]
fn goods_of_two_shops_make_two_orders() {
    let mut shopper = Shopper::new();
    let lines = [shopper.line("mouse", 0, 1), shopper.line("scarf", 0, 1)];
    let previewed = shopper.ask("order.preview", preview(&lines));
    assert_eq!(previewed["renderItemList"].as_array().unwrap().len(), 2);
    let orders = shopper.order(&lines);
    assert_eq!(orders.len(), 2);
    let total: i64 = orders.iter().map(|id| shopper.read(id)["purchaseAmount"].as_i64().unwrap()).sum();
    assert_eq!(previewed["totalRealPayPrice"]["amount"], total);
    let told = shopper.told();
    assert_eq!(told.len(), 2);
    assert!(told
        .iter()
        .all(|(topic, state)| topic == "ORDER_BUYER_VIEW_BUYER_MAKE" && state == "WAIT_BUYER_P"));
}

#[test]
fn what_cannot_be_had_is_named_by_the_preview_and_hinders_the_order() {
    let mut shopper = Shopper::new();
    let good = shopper.line("mouse", 0, 1);
    let left = stock(&mut shopper, "scarf");
    let too_many = shopper.line("scarf", 0, left + 1);
    let unknown = json!({ "itemId": "1", "skuId": "1", "quantity": "1" });
    // Taobao's own ids will not do.
    let product = shopper.product("mouse");
    let own =
        json!({ "itemId": product["itemId"], "skuId": product["skuList"][0]["skuId"], "quantity": "1" });
    for bad in [too_many, unknown, own] {
        let lines = [good.clone(), bad.clone()];
        let previewed = shopper.ask("order.preview", preview(&lines));
        assert_eq!(previewed["renderItemList"].as_array().unwrap().len(), 1);
        let missing = &previewed["unavailableSkuList"];
        assert_eq!(
            (missing[0]["errorCode"].as_str(), missing.as_array().unwrap().len()),
            (Some("990015"), 1)
        );
        assert_eq!(shopper.code("order.create", create(&lines, 10_000_000)), 990_015);
    }
    // Two lines of one SKU share its stock.
    let lines = [shopper.line("scarf", 0, left), shopper.line("scarf", 0, 1)];
    assert_eq!(shopper.code("order.create", create(&lines, 100_000_000)), 990_015);
    assert_eq!(stock(&mut shopper, "scarf"), left);
    assert_eq!(shopper.ask("order.list", json!({}))["total"], 0);
}

#[test]
fn texts_that_cannot_be_read_are_refused() {
    let mut shopper = Shopper::new();
    let line = shopper.line("mouse", 0, 1);
    let mut broken = vec![create(&[], 1000)];
    for quantity in ["0", "-1", "1.5", "", "x"] {
        let mut line = line.clone();
        line["quantity"] = json!(quantity);
        broken.push(create(&[line], 1000));
    }
    for (member, text) in
        [("orderLineList", "["), ("orderLineList", "{}"), ("receiver", "[]"), ("receiver", "x")]
    {
        let mut members = create(std::slice::from_ref(&line), 1000);
        members[member] = json!(text);
        broken.push(members);
    }
    for members in broken {
        assert_eq!(shopper.code("order.create", members.clone()), 990_013, "{members}");
        assert_eq!(shopper.code("order.preview", members), 990_013);
    }
}

#[test]
fn orders_are_paid_in_part_and_ten_at_once() {
    let mut shopper = Shopper::new();
    let line = shopper.line("mouse", 0, 1);
    let first = shopper.order(std::slice::from_ref(&line)).remove(0);
    let other = shopper.order(&[line]).remove(0);
    shopper.driver.messages();
    let paid = shopper.ask("order.pay", json!({ "orderIds": [first, "1"] }));
    assert_eq!(paid["payFailedResults"][0]["purchaseId"], "1");
    assert_eq!(paid["payFailedResults"][0]["errorCode"], "990011");
    assert_eq!(
        shopper.told(),
        [("ORDER_BUYER_VIEW_ORDER_PAY".to_owned(), "WAIT_SELLER_SEND_GOODS".to_owned())]
    );
    let again = shopper.ask("order.pay", json!({ "orderIds": [first, other] }));
    assert_eq!(again["payFailedResults"].as_array().unwrap().len(), 1, "nothing is paid twice");
    let (first, other) = (shopper.read(&first), shopper.read(&other));
    let total = first["purchaseAmount"].as_i64().unwrap() + other["purchaseAmount"].as_i64().unwrap();
    assert_eq!(shopper.driver.sandbox.ledger().paid.0, total);
    let eleven: Vec<_> = (0..11).map(|id| id.to_string()).collect();
    assert_eq!(shopper.code("order.pay", json!({ "orderIds": eleven })), 990_017);
}

#[test]
fn cancelling_is_a_task_that_ends_later() {
    let mut shopper = Shopper::new();
    let before = stock(&mut shopper, "mouse");
    let line = shopper.line("mouse", 0, 3);
    let id = shopper.order(&[line]).remove(0);
    shopper.driver.messages();
    let cancel = json!({ "orderId": id, "cancelReason": "不想要了" });
    assert_eq!(shopper.ask("order.cancel", cancel.clone()), true);
    assert_eq!((shopper.status(&id).as_str(), shopper.told().len()), ("WAIT_BUYER_P", 0));
    assert_eq!(shopper.code("order.cancel", cancel.clone()), 990_014);
    assert_eq!(
        shopper.ask("order.pay", json!({ "orderIds": [id] }))["payFailedResults"][0]["errorCode"],
        "990014"
    );
    shopper.driver.now += 5 * SECOND;
    assert_eq!(shopper.status(&id), "TRADE_CLOSED");
    assert_eq!(
        shopper.told(),
        [("ORDER_BUYER_VIEW_ORDER_BUYER_CLOSE".to_owned(), "TRADE_CLOSED".to_owned())]
    );
    assert_eq!(stock(&mut shopper, "mouse"), before);
    assert_eq!(shopper.code("order.cancel", cancel), 990_014);
}

#[test]
fn a_part_of_an_order_is_cancelled_and_the_rest_costs_less() {
    let mut shopper = Shopper::new();
    let lines = [shopper.line("scarf", 0, 1), shopper.line("scarf", 1, 1)];
    let id = shopper.order(&lines).remove(0);
    let subs = shopper.read(&id)["subOrders"].clone();
    shopper.driver.messages();
    let first = &subs[0]["sub_purchase_order_id"];
    let members = json!({ "orderId": id, "subOrderIds": [first], "cancelReason": "x" });
    shopper.ask("order.cancel", members.clone());
    shopper.driver.now += 5 * SECOND;
    let read = shopper.read(&id);
    let rest = &subs[1];
    let amount: i64 = rest["product_amount"].as_str().unwrap().parse().unwrap();
    let left = amount + rest["domestic_post_fee"].as_i64().unwrap();
    assert_eq!((&read["status"], &read["purchaseAmount"]), (&json!("WAIT_BUYER_P"), &json!(left)));
    assert_eq!(read["subOrders"][0]["status"], "TRADE_CLOSED");
    assert_eq!(shopper.told(), [("ORDER_BUYER_VIEW_ORDER_PRICE_MODIFY".to_owned(), left.to_string())]);
    assert_eq!(shopper.code("order.cancel", members), 990_014);
    let foreign = json!({ "orderId": id, "subOrderIds": ["1"], "cancelReason": "x" });
    assert_eq!(shopper.code("order.cancel", foreign), 990_011);
    shopper.ask("order.pay", json!({ "orderIds": [id] }));
    assert_eq!(shopper.driver.sandbox.ledger().paid.0, left);
}

#[test]
fn what_is_not_paid_in_time_is_closed() {
    let mut shopper = Shopper::new();
    let before = stock(&mut shopper, "mouse");
    let line = shopper.line("mouse", 0, 1);
    let id = shopper.order(&[line]).remove(0);
    let due = shopper.read(&id)["subOrders"][0]["close_time_without_payment"].clone();
    assert_eq!(due, "2026-05-21 15:47:54");
    shopper.driver.messages();
    shopper.driver.now += 24 * HOUR;
    assert_eq!(shopper.status(&id), "TRADE_CLOSED");
    assert_eq!(shopper.told(), [("ORDER_BUYER_VIEW_ORDER_BOPS_CLOSE".to_owned(), "TRADE_CLOSED".to_owned())]);
    assert_eq!(stock(&mut shopper, "mouse"), before);
}

#[test]
fn a_sub_order_is_followed_to_the_door() {
    let mut shopper = Shopper::new();
    let (id, subs) = shopper.paid_order();
    let asked = json!({ "subPurchaseOrderId": subs[0] });
    assert_eq!(shopper.ask("order.tracking", asked.clone())["pnmLogisticsDetails"], json!([]));
    shopper.driver.messages();
    shopper.driver.sandbox.ship(&id, shopper.driver.now).unwrap();
    assert!(shopper.driver.sandbox.ship(&id, shopper.driver.now).is_err());
    let parcel = |tracked: Value| tracked["pnmLogisticsDetails"][0].clone();
    let shipped = parcel(shopper.ask("order.tracking", asked.clone()));
    assert_eq!(shipped["logisticsTraces"].as_array().unwrap().len(), 1);
    assert_eq!(shipped["receiver"]["phone"], "13800000000");
    let line = shopper.read(&id)["subOrders"][0].clone();
    assert_eq!(
        (&line["logistic_number"], &line["status"]),
        (&shipped["mailNo"], &json!("WAIT_BUYER_CONFIRM_GOODS"))
    );
    let told = shopper.told();
    assert_eq!(
        told,
        [("ORDER_BUYER_VIEW_ANNOUNCE_SENDGOODS".to_owned(), "WAIT_BUYER_CONFIRM_GOODS".to_owned())]
    );
    shopper.driver.now += 48 * HOUR;
    let signed = parcel(shopper.ask("order.tracking", asked));
    assert_eq!(signed["logisticsTraces"][4]["status"], "SIGNED");
    assert_eq!(shopper.code("order.tracking", json!({ "subPurchaseOrderId": id })), 990_011);
}

#[test]
fn a_warehouse_is_named_until_the_seller_ships() {
    let mut shopper = Shopper::new();
    let (id, _) = shopper.paid_order();
    let members = json!({ "orderId": id, "warehouseName": "杭州仓", "warehouseAddress": "余杭区" });
    assert_eq!(shopper.ask("order.setWarehouse", members.clone()), json!({}));
    assert_eq!(shopper.read(&id)["warehouseName"], "杭州仓");
    shopper.driver.sandbox.ship(&id, shopper.driver.now).unwrap();
    assert_eq!(shopper.code("order.setWarehouse", members), 990_014);
}

#[test]
fn a_chat_is_about_a_product_that_is_there() {
    let mut shopper = Shopper::new();
    let mut members = json!({ "loginName": "name", "password": "secret", "pageName": "chat" });
    let id = shopper.product("mouse")["itemId"].to_string();
    members["pageParamMap"] = json!(json!({ "sourceType": "item", "bizId": id }).to_string());
    let link = shopper.ask("order.chatLink", members.clone());
    assert!(link.as_str().unwrap().starts_with("https://im.sandbox.invalid/imchat?loginToken="));
    assert!(!link.to_string().contains("secret"));
    members["bizId"] = json!("1");
    assert_eq!(shopper.code("order.chatLink", members), 990_011);
}

#[test]
fn orders_are_listed_by_state_and_time_and_belong_to_their_user() {
    let mut shopper = Shopper::new();
    let line = shopper.line("mouse", 0, 1);
    let first = shopper.order(std::slice::from_ref(&line)).remove(0);
    let between = shopper.driver.now + SECOND / 2;
    let other = shopper.order(&[line]).remove(0);
    let mut ids = |members: Value| -> Vec<String> {
        let page = shopper.ask("order.list", members);
        let orders = page["data"].as_array().unwrap().iter();
        orders.map(|order| order["purchaseId"].as_str().unwrap().to_owned()).collect()
    };
    assert_eq!(ids(json!({})), [other.clone(), first.clone()]);
    assert_eq!(ids(json!({ "modifyStartTime": between })), [other.as_str()]);
    assert_eq!(ids(json!({ "modifyEndTime": between })), [first.as_str()]);
    assert_eq!(ids(json!({ "pageSize": 1, "pageNo": 2 })), [first.as_str()]);
    assert_eq!(ids(json!({ "status": "WAIT_SELLER_SEND_GOODS" })), Vec::<String>::new());
    shopper.driver.user = "2100007340000".to_owned();
    assert_eq!(shopper.ask("order.list", json!({}))["total"], 0);
    assert_eq!(shopper.code("order.get", json!({ "orderId": first })), 990_011);
    let paid = shopper.ask("order.pay", json!({ "orderIds": [first] }));
    assert_eq!(paid["payFailedResults"][0]["errorCode"], "990011");
}

#[test]
fn both_generations_see_the_same_orders() {
    let mut shopper = Shopper::new();
    let (id, subs) = shopper.shipped_order();
    let (read, tracked) = (shopper.read(&id), json!({ "subPurchaseOrderId": subs[0] }));
    shopper.driver.now -= SECOND;
    let first = shopper.ask("order.tracking", tracked.clone());
    shopper.group = "v2.taobao";
    assert_eq!(shopper.read(&id), read);
    shopper.driver.now -= SECOND;
    assert_eq!(shopper.ask("order.tracking", tracked), first);
    let line = shopper.line("mouse", 0, 1);
    let other = shopper.order(&[line]).remove(0);
    shopper.group = "taobao";
    assert_eq!(shopper.status(&other), "WAIT_BUYER_P");
}
