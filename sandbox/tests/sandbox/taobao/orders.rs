//! Orders on Taobao: preview, create, pay, cancel, ship, track.

use serde_json::{json, Value};

use super::shopper::{create, price, receiver, Shopper};
use crate::driver::{HOUR, SECOND};

/// Returns the stock of the first SKU of a product.
fn stock(shopper: &mut Shopper, keyword: &str) -> i64 {
    shopper.product(keyword)["skuList"][0]["quantity"].as_i64().unwrap()
}

fn preview(lines: &[Value]) -> Value {
    json!({ "orderLineList": json!(lines).to_string(), "receiver": receiver().to_string() })
}

#[test]
fn an_order_costs_exactly_what_the_preview_shows() {
    let mut shopper = Shopper::new();
    let product = shopper.product("camping lantern");
    let lines = [shopper.line("camping lantern", 0, 2), shopper.line("camping lantern", 1, 1)];
    let previewed = shopper.data("order.preview", preview(&lines));
    let shop = &previewed["renderItemList"][0];
    let total = previewed["totalRealPayPrice"]["amount"].as_i64().unwrap();
    let goods = 2 * price(&product["skuList"][0]) + price(&product["skuList"][1]);
    let freight = shop["mainlandShippingFee"]["amount"].as_i64().unwrap();
    assert_eq!((total, &shop["orderFee"]), (goods + freight, &json!({ "amount": total, "currency": "CNY" })));
    assert_eq!(previewed["unavailableSkuList"], json!([]));
    assert_eq!(shopper.code("order.create", create(&lines, total - 1)), 990_016);
    let created = shopper.data("order.create", create(&lines, total));
    let order = &created["orderList"][0];
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
fn goods_of_two_shops_become_two_orders() {
    let mut shopper = Shopper::new();
    let lines = [shopper.line("mouse", 0, 1), shopper.line("scarf", 0, 1)];
    let previewed = shopper.data("order.preview", preview(&lines));
    assert_eq!(previewed["renderItemList"].as_array().unwrap().len(), 2);
    let orders = shopper.order(&lines);
    assert_eq!(orders.len(), 2);
    let total: i64 = orders.iter().map(|id| shopper.read(id)["purchaseAmount"].as_i64().unwrap()).sum();
    assert_eq!(previewed["totalRealPayPrice"]["amount"], total);
    let messages = shopper.statuses();
    assert_eq!(messages.len(), 2);
    assert!(messages
        .iter()
        .all(|(topic, state)| topic == "ORDER_BUYER_VIEW_BUYER_MAKE" && state == "WAIT_BUYER_P"));
}

#[test]
fn unavailable_goods_are_listed_in_the_preview_and_fail_the_order() {
    let mut shopper = Shopper::new();
    let good = shopper.line("mouse", 0, 1);
    let left = stock(&mut shopper, "scarf");
    let too_many = shopper.line("scarf", 0, left + 1);
    let unknown = json!({ "itemId": "1", "skuId": "1", "quantity": "1" });
    // Taobao's own ids are not accepted.
    let product = shopper.product("mouse");
    let own =
        json!({ "itemId": product["itemId"], "skuId": product["skuList"][0]["skuId"], "quantity": "1" });
    for unavailable in [too_many, unknown, own] {
        let lines = [good.clone(), unavailable.clone()];
        let previewed = shopper.data("order.preview", preview(&lines));
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
    assert_eq!(shopper.data("order.list", json!({}))["total"], 0);
}

#[test]
fn invalid_json_texts_are_refused() {
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
        let mut params = create(std::slice::from_ref(&line), 1000);
        params[member] = json!(text);
        broken.push(params);
    }
    for params in broken {
        assert_eq!(shopper.code("order.create", params.clone()), 990_013, "{params}");
        assert_eq!(shopper.code("order.preview", params), 990_013);
    }
}

#[test]
fn up_to_ten_orders_are_paid_at_once_each_on_its_own() {
    let mut shopper = Shopper::new();
    let line = shopper.line("mouse", 0, 1);
    let first = shopper.order(std::slice::from_ref(&line)).remove(0);
    let other = shopper.order(&[line]).remove(0);
    shopper.driver.messages();
    let paid = shopper.data("order.pay", json!({ "orderIds": [first, "1"] }));
    assert_eq!(paid["payFailedResults"][0]["purchaseId"], "1");
    assert_eq!(paid["payFailedResults"][0]["errorCode"], "990011");
    assert_eq!(
        shopper.statuses(),
        [("ORDER_BUYER_VIEW_ORDER_PAY".to_owned(), "WAIT_SELLER_SEND_GOODS".to_owned())]
    );
    let again = shopper.data("order.pay", json!({ "orderIds": [first, other] }));
    assert_eq!(again["payFailedResults"].as_array().unwrap().len(), 1, "nothing is paid twice");
    let (first, other) = (shopper.read(&first), shopper.read(&other));
    let total = first["purchaseAmount"].as_i64().unwrap() + other["purchaseAmount"].as_i64().unwrap();
    assert_eq!(shopper.driver.sandbox.ledger().paid.0, total);
    let eleven: Vec<_> = (0..11).map(|id| id.to_string()).collect();
    assert_eq!(shopper.code("order.pay", json!({ "orderIds": eleven })), 990_017);
}

#[test]
fn cancelling_is_a_task_that_takes_time() {
    let mut shopper = Shopper::new();
    let before = stock(&mut shopper, "mouse");
    let line = shopper.line("mouse", 0, 3);
    let id = shopper.order(&[line]).remove(0);
    shopper.driver.messages();
    let cancel = json!({ "orderId": id, "cancelReason": "不想要了" });
    assert_eq!(shopper.data("order.cancel", cancel.clone()), true);
    assert_eq!((shopper.status(&id).as_str(), shopper.statuses().len()), ("WAIT_BUYER_P", 0));
    assert_eq!(shopper.code("order.cancel", cancel.clone()), 990_014);
    assert_eq!(
        shopper.data("order.pay", json!({ "orderIds": [id] }))["payFailedResults"][0]["errorCode"],
        "990014"
    );
    shopper.driver.now += 5 * SECOND;
    assert_eq!(shopper.status(&id), "TRADE_CLOSED");
    assert_eq!(
        shopper.statuses(),
        [("ORDER_BUYER_VIEW_ORDER_BUYER_CLOSE".to_owned(), "TRADE_CLOSED".to_owned())]
    );
    assert_eq!(stock(&mut shopper, "mouse"), before);
    assert_eq!(shopper.code("order.cancel", cancel), 990_014);
}

#[test]
fn cancelling_a_part_of_an_order_lowers_its_price() {
    let mut shopper = Shopper::new();
    let lines = [shopper.line("scarf", 0, 1), shopper.line("scarf", 1, 1)];
    let id = shopper.order(&lines).remove(0);
    let subs = shopper.read(&id)["subOrders"].clone();
    shopper.driver.messages();
    let first = &subs[0]["sub_purchase_order_id"];
    let params = json!({ "orderId": id, "subOrderIds": [first], "cancelReason": "x" });
    shopper.data("order.cancel", params.clone());
    shopper.driver.now += 5 * SECOND;
    let read = shopper.read(&id);
    let rest = &subs[1];
    let amount: i64 = rest["product_amount"].as_str().unwrap().parse().unwrap();
    let left = amount + rest["domestic_post_fee"].as_i64().unwrap();
    assert_eq!((&read["status"], &read["purchaseAmount"]), (&json!("WAIT_BUYER_P"), &json!(left)));
    assert_eq!(read["subOrders"][0]["status"], "TRADE_CLOSED");
    assert_eq!(shopper.statuses(), [("ORDER_BUYER_VIEW_ORDER_PRICE_MODIFY".to_owned(), left.to_string())]);
    assert_eq!(shopper.code("order.cancel", params), 990_014);
    let foreign = json!({ "orderId": id, "subOrderIds": ["1"], "cancelReason": "x" });
    assert_eq!(shopper.code("order.cancel", foreign), 990_011);
    shopper.data("order.pay", json!({ "orderIds": [id] }));
    assert_eq!(shopper.driver.sandbox.ledger().paid.0, left);
}

#[test]
fn orders_not_paid_in_time_are_closed() {
    let mut shopper = Shopper::new();
    let before = stock(&mut shopper, "mouse");
    let line = shopper.line("mouse", 0, 1);
    let id = shopper.order(&[line]).remove(0);
    let due = shopper.read(&id)["subOrders"][0]["close_time_without_payment"].clone();
    assert_eq!(due, "2026-05-21 15:47:54");
    shopper.driver.messages();
    shopper.driver.now += 24 * HOUR;
    assert_eq!(shopper.status(&id), "TRADE_CLOSED");
    assert_eq!(
        shopper.statuses(),
        [("ORDER_BUYER_VIEW_ORDER_BOPS_CLOSE".to_owned(), "TRADE_CLOSED".to_owned())]
    );
    assert_eq!(stock(&mut shopper, "mouse"), before);
}

#[test]
fn a_sub_order_is_tracked_until_delivery() {
    let mut shopper = Shopper::new();
    let (id, subs) = shopper.paid_order();
    let params = json!({ "subPurchaseOrderId": subs[0] });
    assert_eq!(shopper.data("order.tracking", params.clone())["pnmLogisticsDetails"], json!([]));
    shopper.driver.messages();
    shopper.driver.sandbox.ship(&id, shopper.driver.now).unwrap();
    assert!(shopper.driver.sandbox.ship(&id, shopper.driver.now).is_err());
    let parcel = |tracked: Value| tracked["pnmLogisticsDetails"][0].clone();
    let shipped = parcel(shopper.data("order.tracking", params.clone()));
    assert_eq!(shipped["logisticsTraces"].as_array().unwrap().len(), 1);
    assert_eq!(shipped["receiver"]["phone"], "13800000000");
    let line = shopper.read(&id)["subOrders"][0].clone();
    assert_eq!(
        (&line["logistic_number"], &line["status"]),
        (&shipped["mailNo"], &json!("WAIT_BUYER_CONFIRM_GOODS"))
    );
    let messages = shopper.statuses();
    assert_eq!(
        messages,
        [("ORDER_BUYER_VIEW_ANNOUNCE_SENDGOODS".to_owned(), "WAIT_BUYER_CONFIRM_GOODS".to_owned())]
    );
    shopper.driver.now += 48 * HOUR;
    let signed = parcel(shopper.data("order.tracking", params));
    assert_eq!(signed["logisticsTraces"][4]["status"], "SIGNED");
    assert_eq!(shopper.code("order.tracking", json!({ "subPurchaseOrderId": id })), 990_011);
}

#[test]
fn the_warehouse_can_be_set_until_the_seller_ships() {
    let mut shopper = Shopper::new();
    let (id, _) = shopper.paid_order();
    let params = json!({ "orderId": id, "warehouseName": "杭州仓", "warehouseAddress": "余杭区" });
    assert_eq!(shopper.data("order.setWarehouse", params.clone()), json!({}));
    assert_eq!(shopper.read(&id)["warehouseName"], "杭州仓");
    shopper.driver.sandbox.ship(&id, shopper.driver.now).unwrap();
    assert_eq!(shopper.code("order.setWarehouse", params), 990_014);
}

#[test]
fn a_chat_link_requires_an_existing_product() {
    let mut shopper = Shopper::new();
    let mut params = json!({ "loginName": "name", "password": "secret", "pageName": "chat" });
    let id = shopper.product("mouse")["itemId"].to_string();
    params["pageParamMap"] = json!(json!({ "sourceType": "item", "bizId": id }).to_string());
    let link = shopper.data("order.chatLink", params.clone());
    assert!(link.as_str().unwrap().starts_with("https://im.sandbox.invalid/imchat?loginToken="));
    assert!(!link.to_string().contains("secret"));
    params["bizId"] = json!("1");
    assert_eq!(shopper.code("order.chatLink", params), 990_011);
}

#[test]
fn orders_are_filtered_by_state_and_time_and_belong_to_their_user() {
    let mut shopper = Shopper::new();
    let line = shopper.line("mouse", 0, 1);
    let first = shopper.order(std::slice::from_ref(&line)).remove(0);
    let between = shopper.driver.now + SECOND / 2;
    let other = shopper.order(&[line]).remove(0);
    let mut ids = |params: Value| -> Vec<String> {
        let page = shopper.data("order.list", params);
        let orders = page["data"].as_array().unwrap().iter();
        orders.map(|order| order["purchaseId"].as_str().unwrap().to_owned()).collect()
    };
    assert_eq!(ids(json!({})), [other.clone(), first.clone()]);
    assert_eq!(ids(json!({ "modifyStartTime": between })), [other.as_str()]);
    assert_eq!(ids(json!({ "modifyEndTime": between })), [first.as_str()]);
    assert_eq!(ids(json!({ "pageSize": 1, "pageNo": 2 })), [first.as_str()]);
    assert_eq!(ids(json!({ "status": "WAIT_SELLER_SEND_GOODS" })), Vec::<String>::new());
    shopper.driver.user = "2100007340000".to_owned();
    assert_eq!(shopper.data("order.list", json!({}))["total"], 0);
    assert_eq!(shopper.code("order.get", json!({ "orderId": first })), 990_011);
    let paid = shopper.data("order.pay", json!({ "orderIds": [first] }));
    assert_eq!(paid["payFailedResults"][0]["errorCode"], "990011");
}

#[test]
fn both_generations_share_orders() {
    let mut shopper = Shopper::new();
    let (id, subs) = shopper.shipped_order();
    let (read, tracked) = (shopper.read(&id), json!({ "subPurchaseOrderId": subs[0] }));
    shopper.driver.now -= SECOND;
    let first = shopper.data("order.tracking", tracked.clone());
    shopper.group = "v2.taobao";
    assert_eq!(shopper.read(&id), read);
    shopper.driver.now -= SECOND;
    assert_eq!(shopper.data("order.tracking", tracked), first);
    let line = shopper.line("mouse", 0, 1);
    let other = shopper.order(&[line]).remove(0);
    shopper.group = "taobao";
    assert_eq!(shopper.status(&other), "WAIT_BUYER_P");
}
