//! Controls: time, and a seller's prices, parcels and stock.

use pandapon::event::{self, Payload, Topic};
use pandapon::scalar::Fen;
use pandapon_sandbox::{ControlError, NewPrice, MAX_PRICE};
use serde_json::{json, Value};

use crate::driver::{create, fen, number, Driver, HOUR};

fn goods(fen: i64) -> NewPrice {
    NewPrice { goods: Some(Fen(fen)), freight: None }
}

/// Creates an unpaid order of two SKUs. Returns its id.
fn unpaid(driver: &mut Driver) -> String {
    let lines = [driver.line("suitcase", 0, 2), driver.line("suitcase", 1, 1)];
    driver.order(&lines)
}

/// Returns the ids of the sub-orders.
fn items(driver: &mut Driver, order: &str) -> Vec<String> {
    let order = driver.read(order);
    let items = order["productItems"].as_array().unwrap().iter();
    items.map(|item| item["subItemIDString"].as_str().unwrap().to_owned()).collect()
}

/// Returns a field of each sub-order.
fn of_items(driver: &mut Driver, order: &str, field: &str) -> Vec<Value> {
    let order = driver.read(order);
    order["productItems"].as_array().unwrap().iter().map(|item| item[field].clone()).collect()
}

#[test]
fn advancing_time_closes_unpaid_orders_without_moving_the_callers_clock() {
    let mut driver = Driver::new(1);
    let order = unpaid(&mut driver);
    driver.statuses();
    driver.sandbox.advance(11 * HOUR, driver.now).unwrap();
    assert_eq!(driver.statuses(), []);
    driver.sandbox.advance(HOUR, driver.now).unwrap();
    assert_eq!(driver.statuses(), [("ORDER_BUYER_VIEW_ORDER_BOPS_CLOSE".to_owned(), "cancel".to_owned())]);
    // Calls are still signed and authenticated by the caller's clock.
    assert_eq!(driver.status(&order), "cancel");
    assert_eq!(driver.sandbox.time(driver.now), driver.now + 12 * HOUR);
}

#[test]
fn advancing_time_moves_parcels_and_sets_later_timestamps() {
    let mut driver = Driver::new(1);
    let order = driver.shipped_order();
    let steps = |driver: &mut Driver| {
        let trace =
            driver.data("alibaba.order.tracking", json!({ "webSite": "1688", "orderId": number(&order) }));
        trace["logisticsTrace"][0]["logisticsSteps"].as_array().unwrap().len()
    };
    assert_eq!(steps(&mut driver), 1);
    driver.sandbox.advance(48 * HOUR, driver.now).unwrap();
    assert_eq!(steps(&mut driver), 5);
    driver.data("alibaba.order.confirmReceipt", json!({ "orderId": number(&order) }));
    let read = driver.read(&order);
    let completed = read["productItems"][0]["gmtCompleted"].as_str().unwrap();
    assert!(completed.starts_with("2026-05-22 "), "{completed}");
}

#[test]
fn a_changed_price_applies_to_the_order_its_items_and_its_payment() {
    let mut driver = Driver::new(1);
    let order = unpaid(&mut driver);
    let before = driver.read(&order);
    let list: Vec<_> = of_items(&mut driver, &order, "itemAmount").iter().map(fen).collect();
    driver.sandbox.change_price(&order, goods(10_001), driver.now).unwrap();
    driver.sandbox.change_price(&order, NewPrice { goods: None, freight: Some(Fen(1)) }, driver.now).unwrap();
    let after = driver.read(&order);
    let base = &after["baseInfo"];
    let paid = |name: &str| fen(&base[name]);
    assert_eq!((paid("totalAmount"), paid("sumProductPayment"), paid("shippingFee")), (10_002, 10_001, 1));
    let amounts: Vec<_> = of_items(&mut driver, &order, "itemAmount").iter().map(fen).collect();
    assert_eq!(amounts.iter().sum::<i64>(), 10_001);
    // The unit price stays; the difference is in the discounts, in fen.
    for (index, item) in after["productItems"].as_array().unwrap().iter().enumerate() {
        assert_eq!(item["price"], before["productItems"][index]["price"]);
        assert_eq!(item["entryDiscount"], amounts[index] - list[index]);
    }
    assert_eq!(base["discount"], 10_001 - list.iter().sum::<i64>());
    driver.data("alibaba.order.payUrl", json!({ "orderId": order }));
    assert_eq!(driver.sandbox.ledger().paid, Fen(10_002));
}

#[test]
fn the_message_about_a_changed_price_contains_the_whole_order() {
    let mut driver = Driver::new(1);
    let order = unpaid(&mut driver);
    driver.sandbox.pushes();
    driver.sandbox.change_price(&order, goods(9_000), driver.now).unwrap();
    let pushes = driver.sandbox.pushes();
    assert_eq!(pushes.len(), 1);
    let event = event::parse(pushes[0].body.as_bytes()).unwrap();
    assert_eq!(event.topic(), Topic::PriceChanged);
    let Payload::Order(detail) = event.payload() else { panic!("{event:?}") };
    assert_eq!(detail.base_info.unwrap().id_of_str.unwrap().as_str(), order);
    let message: Value = serde_json::from_str(&pushes[0].body).unwrap();
    assert_eq!(message["messageBody"], driver.read(&order));
}

#[test]
fn invalid_prices_and_prices_of_paid_orders_are_refused() {
    let mut driver = Driver::new(1);
    let order = unpaid(&mut driver);
    let before = driver.read(&order);
    let freight = |fen| NewPrice { goods: None, freight: Some(Fen(fen)) };
    for price in [NewPrice::default(), goods(0), goods(1), goods(-1), freight(-1), goods(MAX_PRICE.0 + 1)] {
        assert_eq!(
            driver.sandbox.change_price(&order, price, driver.now),
            Err(ControlError::Price),
            "{price:?}"
        );
    }
    assert_eq!(driver.read(&order), before);
    driver.data("alibaba.order.payUrl", json!({ "orderId": order }));
    let paid = Err(ControlError::NotUnpaid(order.clone()));
    assert_eq!(driver.sandbox.change_price(&order, goods(9_000), driver.now), paid);
    assert_eq!(driver.sandbox.close_order(&order, driver.now), paid);
    let missing = Err(ControlError::NoOrder("1".to_owned()));
    assert_eq!(driver.sandbox.change_price("1", goods(9_000), driver.now), missing);
}

#[test]
fn an_expired_order_is_closed_before_a_control_runs() {
    let mut driver = Driver::new(1);
    let order = unpaid(&mut driver);
    driver.now += 13 * HOUR;
    let closed = Err(ControlError::NotUnpaid(order.clone()));
    assert_eq!(driver.sandbox.change_price(&order, goods(9_000), driver.now), closed);
    assert_eq!(driver.status(&order), "cancel");
}

#[test]
fn goods_return_to_stock_when_the_seller_closes_an_order() {
    let mut driver = Driver::new(1);
    let stock =
        |driver: &mut Driver| driver.product("suitcase")["productSkuInfos"][0]["amountOnSale"].clone();
    let before = stock(&mut driver);
    let order = unpaid(&mut driver);
    assert_ne!(stock(&mut driver), before);
    driver.statuses();
    driver.sandbox.close_order(&order, driver.now).unwrap();
    assert_eq!(driver.statuses(), [("ORDER_BUYER_VIEW_ORDER_SELLER_CLOSE".to_owned(), "cancel".to_owned())]);
    assert_eq!(driver.read(&order)["baseInfo"]["closeOperateType"], "CLOSE_TRADE_BY_SELLER");
    assert_eq!(stock(&mut driver), before);
}

#[test]
fn stock_can_be_set() {
    let mut driver = Driver::new(1);
    let sku = driver.product("suitcase")["productSkuInfos"][0]["skuId"].to_string();
    driver.sandbox.set_stock(&sku, 3, driver.now).unwrap();
    assert_eq!(driver.product("suitcase")["productSkuInfos"][0]["amountOnSale"], 3);
    let line = driver.line("suitcase", 0, 4);
    let refused = driver.data("alibaba.order.create", create(&[line]));
    assert_eq!(refused["failedOfferList"][0]["errorCode"], "500_004");
    let line = driver.line("suitcase", 0, 3);
    driver.order(&[line]);
    driver.sandbox.set_stock(&sku, 0, driver.now).unwrap();
    assert_eq!(driver.sandbox.set_stock(&sku, -1, driver.now), Err(ControlError::Stock(-1)));
    assert_eq!(driver.sandbox.set_stock("7", 1, driver.now), Err(ControlError::NoSku("7".to_owned())));
}

#[test]
fn an_order_shipped_in_parts_is_shipped_with_the_last_part() {
    let mut driver = Driver::new(1);
    let order = driver.paid_order();
    let items = items(&mut driver, &order);
    driver.statuses();
    driver.sandbox.ship_items(&order, &items[..1], driver.now).unwrap();
    let part = ("ORDER_BUYER_VIEW_PART_PART_SENDGOODS".to_owned(), "waitsellersend".to_owned());
    assert_eq!(driver.statuses(), [part]);
    assert_eq!(driver.status(&order), "waitsellersend");
    assert_eq!(of_items(&mut driver, &order, "logisticsStatus"), [json!(2), json!(1)]);
    assert_eq!(
        driver.sandbox.ship_items(&order, &items[..1], driver.now),
        Err(ControlError::SubOrder(items[0].clone()))
    );
    driver.sandbox.ship_items(&order, &items[1..], driver.now).unwrap();
    let whole = ("ORDER_BUYER_VIEW_ANNOUNCE_SENDGOODS".to_owned(), "waitbuyerreceive".to_owned());
    assert_eq!(driver.statuses(), [whole]);
    assert_eq!(of_items(&mut driver, &order, "logisticsStatus"), [json!(2), json!(2)]);
    let tracking =
        driver.data("alibaba.order.tracking", json!({ "webSite": "1688", "orderId": number(&order) }));
    assert_eq!(tracking["logisticsTrace"].as_array().unwrap().len(), 2);
    assert_eq!(driver.sandbox.ship(&order, driver.now), Err(ControlError::OrderState(order)));
}

#[test]
fn nothing_is_shipped_if_one_sub_order_cannot_be() {
    let mut driver = Driver::new(1);
    let order = driver.paid_order();
    let items = items(&mut driver, &order);
    let other = "3300000000000000001".to_owned();
    for wrong in [vec![], vec![other.clone(), items[0].clone()], vec![items[0].clone(), items[0].clone()]] {
        let refused = driver.sandbox.ship_items(&order, &wrong, driver.now);
        assert!(matches!(refused, Err(ControlError::SubOrder(_))), "{wrong:?}");
    }
    assert_eq!(of_items(&mut driver, &order, "logisticsStatus"), [json!(1), json!(1)]);
}

/// Applies for a refund of one sub-order, money only.
fn apply(driver: &mut Driver, order: &str, item: &str, goods: &str, payment: i64) -> crate::driver::Answer {
    driver.call(
        "alibaba.refund.create",
        json!({
            "orderId": number(order), "orderEntryIds": [number(item)], "disputeRequest": "refund",
            "applyPayment": payment, "applyCarriage": 0, "applyReasonId": 20028,
            "description": "do not want it", "goodsStatus": goods,
        }),
    )
}

#[test]
fn the_goods_status_of_a_refund_must_match_each_sub_order_of_a_partly_shipped_order() {
    let mut driver = Driver::new(1);
    let order = driver.paid_order();
    let items = items(&mut driver, &order);
    let amounts: Vec<_> = of_items(&mut driver, &order, "itemAmount").iter().map(fen).collect();
    driver.sandbox.ship_items(&order, &items[..1], driver.now).unwrap();
    assert_eq!(apply(&mut driver, &order, &items[0], "refundWaitSellerSend", amounts[0]).code, 5010);
    assert_eq!(apply(&mut driver, &order, &items[1], "refundWaitBuyerReceive", amounts[1]).code, 5010);
    let in_transit = apply(&mut driver, &order, &items[0], "refundWaitBuyerReceive", 100);
    assert_eq!(in_transit.code, 200, "{}", in_transit.msg);

    // Once the rest is refunded, nothing is left to ship, and the order counts as shipped.
    let stock =
        |driver: &mut Driver| driver.product("suitcase")["productSkuInfos"][1]["amountOnSale"].clone();
    let before = stock(&mut driver).as_i64().unwrap();
    let refund = apply(&mut driver, &order, &items[1], "refundWaitSellerSend", amounts[1]).data;
    driver.sandbox.seller_agrees(refund["refundId"].as_str().unwrap(), driver.now).unwrap();
    assert_eq!(driver.status(&order), "waitbuyerreceive");
    assert_eq!(stock(&mut driver), before + 1);
}

#[test]
fn shipped_goods_do_not_return_to_stock_when_they_are_refunded() {
    let mut driver = Driver::new(1);
    let order = driver.paid_order();
    let items = items(&mut driver, &order);
    let amounts: Vec<_> = of_items(&mut driver, &order, "itemAmount").iter().map(fen).collect();
    driver.sandbox.ship_items(&order, &items[..1], driver.now).unwrap();
    let stock =
        |driver: &mut Driver| driver.product("suitcase")["productSkuInfos"][0]["amountOnSale"].clone();
    let before = stock(&mut driver);
    let refund = apply(&mut driver, &order, &items[0], "refundBuyerReceived", amounts[0]).data;
    driver.sandbox.seller_agrees(refund["refundId"].as_str().unwrap(), driver.now).unwrap();
    assert_eq!(stock(&mut driver), before);
    assert_eq!(driver.status(&order), "waitsellersend");
}
