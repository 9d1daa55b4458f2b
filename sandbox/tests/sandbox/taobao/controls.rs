//! Controls of sellers on Taobao.

use pandapon::scalar::Fen;
use pandapon_sandbox::{ControlError, NewPrice};
use serde_json::json;

use super::shopper::Shopper;

#[test]
fn a_price_can_be_changed_until_it_is_paid_with_a_message() {
    let mut shopper = Shopper::new();
    let lines = [shopper.line("scarf", 0, 1), shopper.line("scarf", 1, 1)];
    let id = shopper.order(&lines).remove(0);
    shopper.driver.messages();
    let now = shopper.driver.now;
    let price = NewPrice { goods: Some(Fen(1001)), freight: Some(Fen(7)) };
    shopper.driver.sandbox.change_price(&id, price, now).unwrap();
    assert_eq!(shopper.statuses(), [("ORDER_BUYER_VIEW_ORDER_PRICE_MODIFY".to_owned(), "1008".to_owned())]);
    assert_eq!(shopper.read(&id)["purchaseAmount"], 1008);
    let too_little = NewPrice { goods: Some(Fen(1)), freight: None };
    assert_eq!(shopper.driver.sandbox.change_price(&id, too_little, now), Err(ControlError::Price));
    shopper.data("order.pay", json!({ "orderIds": [id] }));
    assert_eq!(shopper.driver.sandbox.ledger().paid.0, 1008);
    let late = shopper.driver.sandbox.change_price(&id, price, shopper.driver.now);
    assert_eq!(late, Err(ControlError::NotUnpaid(id)));
}

#[test]
fn goods_return_to_stock_when_the_seller_closes_an_order() {
    let mut shopper = Shopper::new();
    let before = shopper.product("mouse")["quantity"].clone();
    let line = shopper.line("mouse", 0, 2);
    let id = shopper.order(&[line]).remove(0);
    assert_ne!(shopper.product("mouse")["quantity"], before);
    shopper.driver.messages();
    shopper.driver.sandbox.close_order(&id, shopper.driver.now).unwrap();
    assert_eq!(
        shopper.statuses(),
        [("ORDER_BUYER_VIEW_ORDER_SELLER_CLOSE".to_owned(), "TRADE_CLOSED".to_owned())]
    );
    assert_eq!(shopper.product("mouse")["quantity"], before);
    let again = shopper.driver.sandbox.close_order(&id, shopper.driver.now);
    assert_eq!(again, Err(ControlError::NotUnpaid(id)));
}

#[test]
fn a_line_can_be_ahead_of_its_order() {
    let mut shopper = Shopper::new();
    let (id, subs) = shopper.paid_order();
    shopper.driver.messages();
    let ship = |shopper: &mut Shopper, sub: &str| {
        let items = [sub.to_owned()];
        shopper.driver.sandbox.ship_items(&id, &items, shopper.driver.now)
    };
    ship(&mut shopper, &subs[0]).unwrap();
    assert_eq!(ship(&mut shopper, &subs[0]), Err(ControlError::SubOrder(subs[0].clone())));
    let status = "WAIT_SELLER_SEND_GOODS".to_owned();
    assert_eq!(shopper.statuses(), [("ORDER_BUYER_VIEW_PART_PART_SENDGOODS".to_owned(), status.clone())]);
    let order = shopper.read(&id);
    assert_eq!(order["status"], status);
    assert_eq!(order["subOrders"][0]["status"], "WAIT_BUYER_CONFIRM_GOODS");
    ship(&mut shopper, &subs[1]).unwrap();
    assert_eq!(shopper.status(&id), "WAIT_BUYER_CONFIRM_GOODS");
    let mut waybill = |sub: &String| {
        let tracked = shopper.data("order.tracking", json!({ "subPurchaseOrderId": sub }));
        tracked["pnmLogisticsDetails"][0]["mailNo"].clone()
    };
    assert_ne!(waybill(&subs[0]), waybill(&subs[1]));
}

#[test]
fn stock_is_set_by_either_number_of_a_sku() {
    let mut shopper = Shopper::new();
    let sku = shopper.product("mouse")["skuList"][0].clone();
    for (id, pieces) in [(sku["mpSkuId"].to_string(), 3), (sku["skuId"].as_str().unwrap().to_owned(), 0)] {
        shopper.driver.sandbox.set_stock(&id, pieces, shopper.driver.now).unwrap();
        assert_eq!(shopper.product("mouse")["skuList"][0]["quantity"], pieces);
    }
    let line = shopper.line("mouse", 0, 1);
    assert_eq!(shopper.code("order.create", super::shopper::create(&[line], 1_000_000)), 990_015);
}
