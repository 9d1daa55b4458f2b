//! Refunds on 1688: all transitions and limits.

use pandapon_sandbox::ControlError;
use serde_json::{json, Value};

use crate::driver::{fen, is_valid, number, Driver};

const IN_SALE: &str = "ORDER_BUYER_VIEW_ORDER_BUYER_REFUND_IN_SALES";
const AFTER_SALE: &str = "ORDER_BUYER_VIEW_ORDER_REFUND_AFTER_SALES";

/// Returns the sub-orders of an order, each with the amount paid for it in fen.
fn items(driver: &mut Driver, order: &str) -> Vec<(i64, i64)> {
    let order = driver.read(order);
    let items = order["productItems"].as_array().unwrap().iter();
    items.map(|item| (item["subItemID"].as_i64().unwrap(), fen(&item["itemAmount"]))).collect()
}

/// Returns an application for the whole price of an order's goods.
fn application(driver: &mut Driver, order: &str, goods: &str, request: &str) -> Value {
    let items = items(driver, order);
    json!({
        "orderId": number(order),
        "orderEntryIds": items.iter().map(|(id, _)| id).collect::<Vec<_>>(),
        "disputeRequest": request,
        "applyPayment": items.iter().map(|(_, amount)| amount).sum::<i64>(),
        "applyCarriage": 0,
        "applyReasonId": 20028,
        "description": "不想要了",
        "goodsStatus": goods,
    })
}

fn apply(driver: &mut Driver, params: Value) -> String {
    assert!(is_valid("alibaba.refund.create", &params), "{params}");
    let id = driver.data("alibaba.refund.create", params)["refundId"].as_str().unwrap().to_owned();
    assert!(id.starts_with("TQ"));
    id
}

fn error_code(driver: &mut Driver, params: Value) -> i64 {
    let before = driver.sandbox.ledger();
    driver.messages();
    let answer = driver.call("alibaba.refund.create", params);
    assert_eq!((driver.statuses(), driver.sandbox.ledger()), (vec![], before));
    answer.code
}

/// Returns action, operator and status of the push messages about refunds since the last call.
fn actions(driver: &mut Driver, kind: &str) -> Vec<(String, String, String)> {
    let messages = driver.messages().into_iter().filter(|message| message.kind == kind);
    let text = |value: &Value| value.as_str().unwrap().to_owned();
    messages
        .map(|message| {
            let body = &message.body;
            (text(&body["refundAction"]), text(&body["operator"]), text(&body["currentStatus"]))
        })
        .collect()
}

fn action(action: &str, operator: &str, status: &str) -> (String, String, String) {
    (action.to_owned(), operator.to_owned(), status.to_owned())
}

#[test]
fn a_full_refund_before_shipping_closes_the_order() {
    let mut driver = Driver::new(1);
    let stock =
        |driver: &mut Driver| driver.product("suitcase")["productSkuInfos"][0]["amountOnSale"].as_i64();
    let before = stock(&mut driver);
    let order = driver.paid_order();
    driver.messages();
    let mut params = application(&mut driver, &order, "refundWaitSellerSend", "refund");
    params["applyCarriage"] = json!(fen(&driver.read(&order)["baseInfo"]["shippingFee"]));
    let id = apply(&mut driver, params);
    assert_eq!(driver.refund(&id)["status"], "waitselleragree");
    driver.sandbox.seller_agrees(&id, driver.now).unwrap();
    let refund = driver.refund(&id);
    assert_eq!(refund["status"], "refundsuccess");
    assert_eq!((&refund["refundPayment"], &refund["disputeType"]), (&refund["applyPayment"], &json!(1)));
    let base = driver.read(&order)["baseInfo"].clone();
    assert_eq!((&base["status"], &base["refundStatus"]), (&json!("cancel"), &json!("refundsuccess")));
    assert_eq!(base["refund"], base["totalAmount"]);
    let ledger = driver.sandbox.ledger();
    assert_eq!((ledger.refunded, ledger.held.0, ledger.settled.0), (ledger.paid, 0, 0));
    assert_eq!(stock(&mut driver), before);
    let messages = driver.statuses();
    let statuses: Vec<_> = messages.iter().map(|(kind, status)| (kind.as_str(), status.as_str())).collect();
    assert_eq!(
        statuses,
        [
            (IN_SALE, "waitselleragree"),
            (IN_SALE, "refundsuccess"),
            ("ORDER_BUYER_VIEW_ORDER_SELLER_CLOSE", "cancel")
        ]
    );
}

#[test]
fn the_rest_of_a_partly_refunded_order_is_shipped() {
    let mut driver = Driver::new(1);
    let order = driver.paid_order();
    let items = items(&mut driver, &order);
    let mut params = application(&mut driver, &order, "refundWaitSellerSend", "refund");
    params["orderEntryIds"] = json!([items[0].0]);
    params["applyPayment"] = json!(items[0].1);
    let id = apply(&mut driver, params);
    driver.sandbox.seller_agrees(&id, driver.now).unwrap();
    assert_eq!(driver.status(&order), "waitsellersend");
    driver.sandbox.ship(&order, driver.now).unwrap();
    let items_now = driver.read(&order)["productItems"].clone();
    assert_eq!((&items_now[0]["logisticsStatus"], &items_now[1]["logisticsStatus"]), (&json!(1), &json!(2)));
    assert_eq!(
        (&items_now[0]["refundStatus"], &items_now[0]["refundId"]),
        (&json!("REFUND_SUCCESS"), &json!(id))
    );
    let confirmed = driver.data("alibaba.order.confirmReceipt", json!({ "orderId": number(&order) }));
    assert_eq!(confirmed["success"], true);
    assert_eq!(driver.status(&order), "success");
    let ledger = driver.sandbox.ledger();
    assert_eq!((ledger.refunded.0, ledger.settled.0), (items[0].1, ledger.paid.0 - items[0].1));
}

#[test]
fn a_refund_is_paid_after_the_goods_are_returned() {
    let mut driver = Driver::new(1);
    let order = driver.finished_order();
    driver.messages();
    let mut params = application(&mut driver, &order, "aftersaleBuyerReceived", "returnRefund");
    params["applyReasonId"] = json!(20021);
    params["vouchers"] = json!([driver.voucher()]);
    let id = apply(&mut driver, params);
    driver.sandbox.seller_agrees(&id, driver.now).unwrap();
    let refund = driver.refund(&id);
    assert_eq!(refund["status"], "waitbuyersend");
    assert!(refund["sellerReceiveAddress"].is_string());
    let submitted = driver.data("alibaba.refund.submitReturn", shipment(&id));
    assert_eq!(submitted["success"], true, "{submitted}");
    let refund = driver.refund(&id);
    assert_eq!((&refund["status"], &refund["goodsStatus"]), (&json!("waitsellerreceive"), &json!(3)));
    assert_eq!(
        (&refund["freightBill"], &refund["buyerLogisticsName"]),
        (&json!("73120000000001"), &json!("中通快递"))
    );
    driver.sandbox.seller_receives(&id, driver.now).unwrap();
    let refund = driver.refund(&id);
    assert_eq!((&refund["status"], &refund["disputeType"]), (&json!("refundsuccess"), &json!(2)));
    let operations = refund["refundOperationList"].as_array().unwrap();
    let states: Vec<_> =
        operations.iter().map(|operation| operation["afterOperateStatus"].as_str().unwrap()).collect();
    assert_eq!(states, ["waitselleragree", "waitbuyersend", "waitsellerreceive", "refundsuccess"]);
    assert_eq!(operations[0]["vouchers"].as_array().unwrap().len(), 1);
    let goods: i64 = items(&mut driver, &order).iter().map(|(_, amount)| amount).sum();
    let ledger = driver.sandbox.ledger();
    assert_eq!((ledger.refunded.0, ledger.settled.0), (goods, ledger.paid.0 - goods));
    assert_eq!(driver.status(&order), "success");
    assert_eq!(
        actions(&mut driver, AFTER_SALE),
        [
            action("BUYER_APPLY_REFUND", "buyer", "waitselleragree"),
            action("SELLER_AGREE_REFUND_PROCOTOL", "seller", "waitbuyersend"),
            action("BUYER_SEND_GOODS", "buyer", "waitsellerreceive"),
            action("SYSTEM_AGREE_REFUND", "system", "refundsuccess"),
        ]
    );
}

fn shipment(refund: &str) -> Value {
    json!({
        "refundId": refund, "logisticsCompanyNo": "ZTO", "freightBill": "73120000000001", "description": "已寄出",
    })
}

#[test]
fn returns_are_refused_with_the_codes_of_1688() {
    let mut driver = Driver::new(1);
    let order = driver.finished_order();
    let params = application(&mut driver, &order, "aftersaleBuyerReceived", "returnRefund");
    let id = apply(&mut driver, params);
    let error_code = |driver: &mut Driver, change: (&str, Value)| {
        let mut params = shipment(&id);
        params[change.0] = change.1;
        let data = driver.data("alibaba.refund.submitReturn", params);
        assert_eq!(data["success"], false);
        assert!(!data["errorInfo"].as_str().unwrap().is_empty());
        data["errorCode"].as_str().unwrap().to_owned()
    };
    assert_eq!(error_code(&mut driver, ("refundId", json!(id))), "4007");
    driver.sandbox.seller_agrees(&id, driver.now).unwrap();
    driver.messages();
    for (member, value, code) in [
        ("logisticsCompanyNo", json!(""), "4002"),
        ("freightBill", json!(""), "4002"),
        ("freightBill", Value::Null, "4002"),
        ("vouchers", json!(["https://img.sandbox.invalid/img/ibank/1.jpg"]), "4003"),
        ("vouchers", json!(vec!["a"; 11]), "4003"),
        ("logisticsCompanyNo", json!("PIGEON"), "4004"),
        ("freightBill", json!("?"), "4004"),
        ("refundId", json!("TQ1"), "4005"),
        ("refundId", json!("1"), "4008"),
    ] {
        assert_eq!(error_code(&mut driver, (member, value.clone())), code, "{member}: {value}");
    }
    assert_eq!(driver.statuses(), []);
    let user = std::mem::replace(&mut driver.user, "1234567890123".to_owned());
    assert_eq!(error_code(&mut driver, ("refundId", json!(id))), "4006");
    assert_eq!(driver.call("alibaba.refund.get", json!({ "refundId": id })).code, 4006);
    driver.user = user;
    assert_eq!(driver.data("alibaba.refund.submitReturn", shipment(&id))["success"], true);
    assert_eq!(error_code(&mut driver, ("refundId", json!(id))), "4007");
}

#[test]
fn a_part_of_the_pieces_can_be_returned() {
    let mut driver = Driver::new(1);
    let order = driver.shipped_order();
    let items = items(&mut driver, &order);
    let mut params = application(&mut driver, &order, "refundBuyerReceived", "returnRefund");
    params["orderEntryIds"] = json!([items[0].0]);
    params["applyPayment"] = json!(items[0].1 / 2);
    for counts in [
        json!([{ "id": items[0].0, "count": 3 }]),
        json!([{ "id": items[0].0, "count": 0 }]),
        json!([{ "id": items[1].0, "count": 1 }]),
    ] {
        params["orderEntryCountList"] = counts;
        assert_eq!(error_code(&mut driver, params.clone()), 5013);
    }
    params["orderEntryCountList"] = json!([{ "id": items[0].0, "count": 1 }]);
    let id = apply(&mut driver, params);
    assert_eq!(driver.refund(&id)["orderEntryCountMap"], json!({ items[0].0.to_string(): 1 }));
    driver.sandbox.seller_agrees(&id, driver.now).unwrap();
    driver.data("alibaba.refund.submitReturn", shipment(&id));
    driver.sandbox.seller_receives(&id, driver.now).unwrap();
    assert_eq!(driver.status(&order), "waitbuyerreceive");
    let ledger = driver.sandbox.ledger();
    assert_eq!((ledger.refunded.0, ledger.held.0), (items[0].1 / 2, ledger.paid.0 - items[0].1 / 2));
    // One of the two pieces is left.
    let mut params = application(&mut driver, &order, "refundBuyerReceived", "returnRefund");
    params["orderEntryIds"] = json!([items[0].0]);
    params["applyPayment"] = json!(1);
    params["orderEntryCountList"] = json!([{ "id": items[0].0, "count": 2 }]);
    assert_eq!(error_code(&mut driver, params), 5013);
    driver.data("alibaba.order.confirmReceipt", json!({ "orderId": number(&order) }));
    assert_eq!(driver.status(&order), "success");
}

#[test]
fn a_new_application_replaces_a_refused_refund() {
    let mut driver = Driver::new(1);
    let order = driver.shipped_order();
    let params = application(&mut driver, &order, "refundWaitBuyerReceive", "refund");
    let first = apply(&mut driver, params.clone());
    driver.messages();
    driver.sandbox.seller_refuses(&first, "已发货", driver.now).unwrap();
    let refund = driver.refund(&first);
    assert_eq!(
        (&refund["status"], &refund["rejectReason"], &refund["rejectTimes"]),
        (&json!("waitbuyermodify"), &json!("已发货"), &json!(1))
    );
    let second = apply(&mut driver, params);
    assert_eq!(driver.refund(&first)["status"], "refundclose");
    assert_eq!(driver.refund(&second)["status"], "waitselleragree");
    assert_eq!(
        actions(&mut driver, IN_SALE),
        [
            action("SELLER_REJECT_REFUND", "seller", "waitbuyermodify"),
            action("BUYER_CANCEL_REFUND_CLOSE", "buyer", "refundclose"),
            action("BUYER_APPLY_REFUND", "buyer", "waitselleragree"),
        ]
    );
}

#[test]
fn an_application_for_fewer_sub_orders_does_not_replace_a_refused_refund() {
    let mut driver = Driver::new(1);
    let order = driver.shipped_order();
    let mut params = application(&mut driver, &order, "refundWaitBuyerReceive", "refund");
    let first = apply(&mut driver, params.clone());
    driver.sandbox.seller_refuses(&first, "已发货", driver.now).unwrap();
    let item = items(&mut driver, &order)[0];
    params["orderEntryIds"] = json!([item.0]);
    params["applyPayment"] = json!(item.1);
    assert_eq!(error_code(&mut driver, params), 5010);
}

#[test]
fn a_sub_order_is_not_refunded_twice() {
    let mut driver = Driver::new(1);
    let order = driver.paid_order();
    let item = items(&mut driver, &order)[0];
    let mut params = application(&mut driver, &order, "refundWaitSellerSend", "refund");
    params["orderEntryIds"] = json!([item.0]);
    params["applyPayment"] = json!(item.1);
    let id = apply(&mut driver, params.clone());
    driver.sandbox.seller_agrees(&id, driver.now).unwrap();
    for payment in [0, 1, item.1] {
        params["applyPayment"] = json!(payment);
        assert_eq!(error_code(&mut driver, params.clone()), 5010);
    }
}

#[test]
fn a_complete_return_closes_the_order_even_if_the_seller_keeps_some_money() {
    let mut driver = Driver::new(1);
    let order = driver.shipped_order();
    let mut params = application(&mut driver, &order, "refundBuyerReceived", "returnRefund");
    let payment = params["applyPayment"].as_i64().unwrap() - 100;
    params["applyPayment"] = json!(payment);
    let id = apply(&mut driver, params);
    driver.sandbox.seller_agrees(&id, driver.now).unwrap();
    driver.data("alibaba.refund.submitReturn", shipment(&id));
    driver.sandbox.seller_receives(&id, driver.now).unwrap();
    assert_eq!(driver.status(&order), "cancel");
    let ledger = driver.sandbox.ledger();
    assert_eq!((ledger.refunded.0, ledger.settled.0, ledger.held.0), (payment, ledger.paid.0 - payment, 0));
}

#[test]
fn shipping_and_receipt_close_active_refunds() {
    let mut driver = Driver::new(1);
    let order = driver.paid_order();
    let params = application(&mut driver, &order, "refundWaitSellerSend", "refund");
    let before = apply(&mut driver, params);
    driver.sandbox.ship(&order, driver.now).unwrap();
    assert_eq!(driver.refund(&before)["status"], "refundclose");
    let params = application(&mut driver, &order, "refundBuyerReceived", "refund");
    let after = apply(&mut driver, params);
    driver.messages();
    driver.data("alibaba.order.confirmReceipt", json!({ "orderId": number(&order) }));
    assert_eq!(driver.refund(&after)["status"], "refundclose");
    assert_eq!(actions(&mut driver, IN_SALE), [action("BUYER_RECEIVE_CLOSE", "buyer", "refundclose")]);
    let ledger = driver.sandbox.ledger();
    assert_eq!(ledger.settled, ledger.paid);
}

#[test]
fn the_seller_can_act_only_on_refunds_that_wait_for_the_seller() {
    let mut driver = Driver::new(1);
    assert_eq!(driver.sandbox.seller_agrees("TQ1", 0), Err(ControlError::NoRefund("TQ1".to_owned())));
    let order = driver.shipped_order();
    let params = application(&mut driver, &order, "refundWaitBuyerReceive", "refund");
    let id = apply(&mut driver, params);
    let state = |state| Err(ControlError::RefundState(id.clone(), state));
    assert_eq!(driver.sandbox.seller_receives(&id, 0), state("waitselleragree"));
    driver.sandbox.seller_agrees(&id, driver.now).unwrap();
    assert_eq!(driver.sandbox.seller_agrees(&id, 0), state("refundsuccess"));
    assert_eq!(driver.sandbox.seller_refuses(&id, "", 0), state("refundsuccess"));
}

#[test]
fn applications_are_refused_with_the_codes_of_1688() {
    let mut driver = Driver::new(1);
    let order = driver.shipped_order();
    let good = application(&mut driver, &order, "refundBuyerReceived", "refund");
    let payment = good["applyPayment"].as_i64().unwrap();
    let freight = fen(&driver.read(&order)["baseInfo"]["shippingFee"]);
    let change = |changes: &[(&str, Value)]| {
        let mut params = good.clone();
        for (member, value) in changes {
            params[*member] = value.clone();
        }
        params
    };
    for (code, changes) in [
        (5001, vec![("orderId", json!(1))]),
        (5003, vec![("goodsStatus", json!("lost"))]),
        (5004, vec![("applyReasonId", json!(1))]),
        (5004, vec![("applyReasonId", json!(990_001))]),
        (5005, vec![("applyReasonId", json!(20021))]),
        (5005, vec![("vouchers", json!(["https://img.sandbox.invalid/img/ibank/1.jpg"]))]),
        (5006, vec![("applyReasonId", json!(990_004)), ("applyCarriage", json!(1))]),
        (5010, vec![("goodsStatus", json!("refundWaitSellerSend"))]),
        (5010, vec![("goodsStatus", json!("aftersaleBuyerReceived"))]),
        (
            5010,
            vec![("goodsStatus", json!("refundWaitBuyerReceive")), ("disputeRequest", json!("returnRefund"))],
        ),
        (5010, vec![("disputeRequest", json!("present"))]),
        (5010, vec![("orderEntryIds", json!([1]))]),
        (5011, vec![("applyPayment", json!(payment + 1))]),
        (5011, vec![("applyPayment", json!(i64::MAX)), ("applyCarriage", json!(i64::MAX))]),
        (5011, vec![("applyCarriage", json!(freight + 1))]),
        (5012, vec![("description", json!("好"))]),
        (5012, vec![("description", json!("好".repeat(151)))]),
        (5013, vec![("orderEntryCountList", json!([{ "id": 1, "count": 1 }]))]),
        (5100, vec![("applyPayment", json!(0))]),
        (990_008, vec![("applyPayment", json!("much"))]),
    ] {
        assert_eq!(error_code(&mut driver, change(&changes)), code, "{changes:?}");
    }
    let user = std::mem::replace(&mut driver.user, "1234567890123".to_owned());
    assert_eq!(error_code(&mut driver, good.clone()), 5002);
    driver.user = user;
    apply(&mut driver, good.clone());
    assert_eq!(error_code(&mut driver, good), 5010);
}

#[test]
fn a_refund_before_shipping_must_be_of_the_whole_amount() {
    let mut driver = Driver::new(1);
    let order = driver.paid_order();
    let mut params = application(&mut driver, &order, "refundWaitSellerSend", "refund");
    params["applyPayment"] = json!(params["applyPayment"].as_i64().unwrap() - 1);
    assert_eq!(error_code(&mut driver, params), 5011);
}

#[test]
fn unpaid_orders_are_not_refunded() {
    let mut driver = Driver::new(1);
    let line = driver.line("suitcase", 0, 1);
    let order = driver.order(&[line]);
    for goods in ["refundWaitSellerSend", "refundBuyerReceived", "aftersaleBuyerNotReceived"] {
        let params = application(&mut driver, &order, goods, "refund");
        assert_eq!(error_code(&mut driver, params), 5010);
    }
}

#[test]
fn freight_is_refunded_once() {
    let mut driver = Driver::new(1);
    let order = driver.shipped_order();
    let freight = fen(&driver.read(&order)["baseInfo"]["shippingFee"]);
    assert!(freight > 0);
    let items = items(&mut driver, &order);
    let mut params = application(&mut driver, &order, "refundWaitBuyerReceive", "refund");
    params["orderEntryIds"] = json!([items[0].0]);
    params["applyPayment"] = json!(1);
    params["applyCarriage"] = json!(freight);
    let first = apply(&mut driver, params.clone());
    params["orderEntryIds"] = json!([items[1].0]);
    assert_eq!(error_code(&mut driver, params.clone()), 5011);
    driver.sandbox.seller_agrees(&first, driver.now).unwrap();
    assert_eq!(error_code(&mut driver, params.clone()), 5011);
    params["applyCarriage"] = json!(0);
    apply(&mut driver, params);
}

#[test]
fn reasons_depend_on_the_goods_status() {
    let mut driver = Driver::new(1);
    let order = driver.shipped_order();
    let items: Vec<_> = items(&mut driver, &order).iter().map(|(id, _)| *id).collect();
    let query =
        |goods: &str| json!({ "orderId": number(&order), "orderEntryIds": items, "goodsStatus": goods });
    let ids = |data: &Value| -> Vec<i64> {
        data["reasons"].as_array().unwrap().iter().map(|reason| reason["id"].as_i64().unwrap()).collect()
    };
    let in_transit = driver.data("alibaba.refund.reasons", query("refundWaitBuyerReceive"));
    let received = driver.data("alibaba.refund.reasons", query("refundBuyerReceived"));
    assert!(ids(&in_transit).contains(&20028) && !ids(&in_transit).contains(&20021));
    assert!(ids(&received).contains(&20028) && ids(&received).contains(&20021));
    let reason = received["reasons"].as_array().unwrap().iter().find(|reason| reason["id"] == 20021).unwrap();
    assert_eq!(reason["needVoucher"], true);
    for (goods, code) in [("refundWaitSellerSend", 5010), ("nowhere", 5003)] {
        assert_eq!(driver.call("alibaba.refund.reasons", query(goods)).code, code);
    }
    let unknown = json!({ "orderId": 1, "orderEntryIds": [1], "goodsStatus": "refundBuyerReceived" });
    assert_eq!(driver.call("alibaba.refund.reasons", unknown).code, 5001);
}

#[test]
fn every_listed_reason_is_accepted() {
    for goods in ["refundWaitBuyerReceive", "refundBuyerReceived"] {
        let mut driver = Driver::new(1);
        let order = driver.shipped_order();
        let items: Vec<_> = items(&mut driver, &order).iter().map(|(id, _)| *id).collect();
        let query = json!({ "orderId": number(&order), "orderEntryIds": items, "goodsStatus": goods });
        let reasons = driver.data("alibaba.refund.reasons", query)["reasons"].clone();
        for reason in reasons.as_array().unwrap() {
            let mut params = application(&mut driver, &order, goods, "refund");
            params["applyReasonId"] = reason["id"].clone();
            if reason["needVoucher"] == true {
                params["vouchers"] = json!([driver.voucher()]);
            }
            if reason["noRefundCarriage"] == false {
                params["applyCarriage"] = json!(1);
            }
            let id = apply(&mut driver, params);
            driver.sandbox.seller_refuses(&id, "再商量", driver.now).unwrap();
        }
    }
}

#[test]
fn vouchers_must_be_pictures() {
    let mut driver = Driver::new(1);
    for picture in [
        "",
        "aGVsbG8=",
        "/9j/4AAQSkZJRgABAQ=",
        "/9j/====",
        "/9j/图片图片",
        &format!("/9j/{}", "A".repeat(1_400_000)),
    ] {
        let answer = driver.call("alibaba.refund.uploadVoucher", json!({ "imageData": picture }));
        assert_eq!(answer.code, 4000, "{}", &picture[..picture.len().min(8)]);
    }
    assert_eq!(driver.call("alibaba.refund.uploadVoucher", json!({})).code, 4000);
    assert_ne!(driver.voucher(), driver.voucher());
}

#[test]
fn carriers_have_codes() {
    let carriers = Driver::new(1).data("alibaba.refund.carriers", json!({}));
    let codes: Vec<_> = carriers.as_array().unwrap().iter().map(|carrier| &carrier["companyNo"]).collect();
    assert!(codes.contains(&&json!("ZTO")));
}
