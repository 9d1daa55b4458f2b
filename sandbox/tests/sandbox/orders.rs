//! Orders on 1688: preview, create, pay, cancel, ship, receive.

use pandapon_sandbox::ControlError;
use serde_json::{json, Value};

use crate::driver::{create, fen, is_valid, number, Driver, HOUR, SECOND};

fn preview(driver: &mut Driver, lines: &[Value]) -> Value {
    driver.data("alibaba.order.preview", json!({ "cargoParamList": lines }))
}

/// Returns the error code of a preview and of an order of these lines, which must be the same.
fn error_code(driver: &mut Driver, lines: &[Value]) -> String {
    let preview = preview(driver, lines);
    assert_eq!(preview["success"], false);
    assert_eq!(preview["orderPreviewResuslt"], json!([]));
    let order = driver.data("alibaba.order.create", create(lines));
    assert_eq!((&order["success"], order.get("orderId")), (&json!(false), None));
    let failed = &order["failedOfferList"][0];
    assert_eq!(failed["errorCode"], preview["errorCode"]);
    assert!(!preview["errorMsg"].as_str().unwrap().is_empty());
    assert_eq!(driver.statuses(), []);
    failed["errorCode"].as_str().unwrap().to_owned()
}

#[test]
fn a_preview_adds_up_and_the_order_costs_the_same() {
    let mut driver = Driver::new(1);
    let lines = [driver.line("suitcase", 0, 2), driver.line("suitcase", 1, 3)];
    let preview = &preview(&mut driver, &lines)["orderPreviewResuslt"][0];
    let goods: i64 = preview["cargoList"].as_array().unwrap().iter().map(|line| fen(&line["amount"])).sum();
    assert_eq!(preview["sumPaymentNoCarriage"], goods);
    let freight = preview["sumCarriage"].as_i64().unwrap();
    assert_eq!(preview["sumPayment"], goods + freight);
    let order = driver.data("alibaba.order.create", create(&lines));
    assert_eq!((&order["totalSuccessAmount"], &order["postFee"]), (&json!(goods + freight), &json!(freight)));
    let base = &driver.read(order["orderId"].as_str().unwrap())["baseInfo"];
    assert_eq!(fen(&base["totalAmount"]), goods + freight);
    assert_eq!(fen(&base["shippingFee"]), freight);
    assert_eq!(fen(&base["sumProductPayment"]), goods);
}

#[test]
fn ids_exceed_the_precision_of_doubles() {
    let mut driver = Driver::new(1);
    let id = driver.paid_order();
    let order = driver.read(&id);
    let item = &order["productItems"][0];
    for id in [&order["baseInfo"]["id"], &item["subItemID"]] {
        let id = id.as_i64().unwrap();
        assert_eq!(id.to_string().len(), 19);
        assert_ne!(id as f64 as i64, id);
    }
    assert_eq!(order["baseInfo"]["idOfStr"], id);
    assert_eq!(item["subItemIDString"], item["subItemID"].to_string());
}

#[test]
fn a_larger_quantity_lowers_the_price() {
    let mut driver = Driver::new(1);
    let product = driver.product("Cotton crew-neck");
    let tiers = product["productSaleInfo"]["priceRangeList"].as_array().unwrap().clone();
    // Two SKUs count together.
    let half = tiers[1]["startQuantity"].as_i64().unwrap() / 2;
    let lines = [driver.line("Cotton crew-neck", 0, half), driver.line("Cotton crew-neck", 1, half)];
    let cargo = &preview(&mut driver, &lines)["orderPreviewResuslt"][0]["cargoList"];
    assert_eq!(fen(&cargo[0]["finalUnitPrice"]), fen(&tiers[1]["price"]));
    assert_eq!(fen(&cargo[1]["finalUnitPrice"]), fen(&tiers[1]["price"]));
}

#[test]
fn freight_is_free_for_large_orders_of_some_shops() {
    let mut driver = Driver::new(1);
    let mut carriage = |pieces: i64| {
        let line = driver.line("suitcase", 0, pieces);
        let preview = preview(&mut driver, &[line])["orderPreviewResuslt"][0].clone();
        (preview["sumPaymentNoCarriage"].as_i64() >= Some(80_000), preview["sumCarriage"].as_i64())
    };
    assert_eq!(carriage(2), (false, Some(800)));
    assert_eq!(carriage(10), (true, Some(0)));
}

#[test]
fn goods_that_cannot_be_ordered_are_refused_with_the_codes_of_1688() {
    let mut driver = Driver::new(1);
    let shirt = driver.product("Cotton crew-neck");
    let hoodie = driver.product("hoodie");
    let line = |offer: &Value, spec: &Value, quantity: f64| json!({ "offerId": offer["offerId"], "specId": spec, "quantity": quantity });
    let spec = |product: &Value| product["productSkuInfos"][0]["specId"].clone();
    let stock = shirt["productSkuInfos"][0]["amountOnSale"].as_f64().unwrap();
    for (lines, code) in [
        (vec![json!({ "offerId": 1, "specId": "", "quantity": 1 })], "500_001"),
        (vec![line(&shirt, &spec(&shirt), 2.0), line(&hoodie, &spec(&hoodie), 1.0)], "500_002"),
        (vec![line(&shirt, &json!(""), 2.0)], "500_002"),
        (vec![line(&shirt, &spec(&hoodie), 2.0)], "500_003"),
        (vec![line(&shirt, &spec(&shirt), stock + 1.0)], "500_004"),
        // Lines of the same SKU count together.
        (vec![line(&shirt, &spec(&shirt), stock), line(&shirt, &spec(&shirt), 1.0)], "500_004"),
        (vec![line(&shirt, &spec(&shirt), 1.0)], "500_005"),
        (vec![line(&shirt, &spec(&shirt), 2.5)], "500_005"),
        (vec![line(&shirt, &spec(&shirt), 0.0)], "500_005"),
        (vec![line(&shirt, &spec(&shirt), -2.0)], "500_005"),
        (vec![line(&shirt, &spec(&shirt), 1e300)], "500_005"),
    ] {
        assert_eq!(error_code(&mut driver, &lines), code, "{lines:?}");
    }
    let keyboard = driver.line("keyboard", 0, 1);
    assert_eq!(error_code(&mut driver, &[keyboard]), "500_008");
    let pens = driver.line("gel pen", 0, 13);
    assert_eq!(error_code(&mut driver, &[pens]), "500_009");
    let empty = driver.call("alibaba.order.preview", json!({ "cargoParamList": [] }));
    assert_eq!(empty.code, 990_008);
    let nothing = driver.data("alibaba.order.preview", json!({}));
    assert_eq!(nothing["errorCode"], "500_001");
}

#[test]
fn products_that_cannot_be_traded_are_not_found() {
    let mut driver = Driver::new(1);
    let page = driver.data("alibaba.product.searchByKeyword", json!({ "keyword": "trekking pole" }));
    assert_eq!(page["totalRecords"], 0);
}

#[test]
fn a_mixing_shop_has_a_minimum_for_all_its_products_together() {
    let mut driver = Driver::new(1);
    let page = driver.data("alibaba.product.searchByKeyword", json!({ "pageSize": 100 }));
    let mut mixing = Vec::new();
    for product in page["data"].as_array().unwrap() {
        let product = driver.data("alibaba.product.get", json!({ "offerId": product["offerId"] }));
        if product["sellerMixSetting"]["generalHunpi"] == true {
            mixing.push(product);
        }
    }
    let product = mixing.iter().find(|product| product["minOrderQuantity"].as_i64() > Some(1)).unwrap();
    let other = mixing.iter().find(|other| other["offerId"] != product["offerId"]).unwrap();
    let line = |product: &Value, quantity: i64| {
        let spec = product["productSkuInfos"][0]["specId"].as_str().unwrap_or_default();
        json!({ "offerId": product["offerId"], "specId": spec, "quantity": quantity })
    };
    assert_eq!(error_code(&mut driver, &[line(product, 1)]), "500_006");
    let enough = [line(product, 1), line(other, 9)];
    assert_eq!(preview(&mut driver, &enough)["success"], true);
}

#[test]
fn terms_that_the_preview_does_not_offer_are_refused() {
    let mut driver = Driver::new(1);
    let line = driver.line("suitcase", 0, 1);
    for (param, value, message) in [
        ("flow", "saleproxy", "500_007: "),
        ("flow", "boutiquepifa", "FLOW_NOT_SUPPORTED: "),
        ("tradeType", "period", "TRADE_TYPE_NOT_SUPPORTED: not support tradeType:【period】"),
    ] {
        let mut params = create(std::slice::from_ref(&line));
        params[param] = json!(value);
        let answer = driver.call("alibaba.order.create", params);
        assert_eq!(answer.code, 990_009);
        assert!(answer.msg.starts_with(message), "{}", answer.msg);
    }
}

#[test]
fn a_batch_creates_an_order_for_each_seller() {
    let mut driver = Driver::new(1);
    let mut lines = Vec::new();
    for keyword in ["suitcase", "backpack", "wallet"] {
        let product = driver.product(keyword);
        let mut line = driver.line(keyword, 0, 1);
        line["sellerOpenId"] = product["sellerOpenId"].clone();
        lines.push(line);
    }
    let params = json!({ "cargoParamList": lines });
    let preview = driver.data("alibaba.order.previewBatch", params.clone());
    let previews = preview["orderPreviewResuslt"].as_array().unwrap();
    assert_eq!(preview["success"], true);
    let orders = driver.data("alibaba.order.createBatch", params);
    let orders = orders.as_array().unwrap();
    assert_eq!((orders.len(), previews.len()), (3, 3));
    for (order, preview) in orders.iter().zip(previews) {
        assert_eq!(fen(&order["baseInfo"]["totalAmount"]), preview["sumPayment"].as_i64().unwrap());
        let id = order["baseInfo"]["idOfStr"].as_str().unwrap();
        assert_eq!(driver.read(id), *order);
    }
    let created = ("ORDER_BUYER_VIEW_BUYER_MAKE".to_owned(), "waitbuyerpay".to_owned());
    assert_eq!(driver.statuses(), vec![created; orders.len()]);
}

#[test]
fn an_error_of_one_seller_in_a_batch_fails_the_order_but_not_the_preview_of_others() {
    let mut driver = Driver::new(1);
    let good = driver.line("suitcase", 0, 1);
    let bad = driver.line("Cotton crew-neck", 0, 1);
    let params = json!({ "cargoParamList": [good, bad] });
    let preview = driver.data("alibaba.order.previewBatch", params.clone());
    assert_eq!((&preview["success"], &preview["errorCode"]), (&json!(false), &json!("500_005")));
    let status = |index: usize| preview["orderPreviewResuslt"][index]["status"].as_bool();
    assert_eq!((status(0), status(1)), (Some(true), Some(false)));
    let order = driver.call("alibaba.order.createBatch", params);
    assert_eq!(order.code, 990_009);
    assert!(order.msg.starts_with("500_005"));
    assert_eq!(driver.data("alibaba.order.list", json!({}))["totalRecord"], 0);
}

#[test]
fn an_order_reserves_stock_until_it_is_cancelled() {
    let mut driver = Driver::new(1);
    let stock = |driver: &mut Driver| {
        driver.product("suitcase")["productSkuInfos"][0]["amountOnSale"].as_i64().unwrap()
    };
    let before = stock(&mut driver);
    let line = driver.line("suitcase", 0, before);
    let id = driver.order(&[line]);
    assert_eq!(stock(&mut driver), 0);
    let line = driver.line("suitcase", 0, 1);
    assert_eq!(error_code_without_messages(&mut driver, line), "500_004");
    driver.now += 10 * SECOND;
    driver.data("alibaba.order.cancel", cancel(&id));
    assert_eq!(stock(&mut driver), before);
}

fn error_code_without_messages(driver: &mut Driver, line: Value) -> String {
    driver.messages();
    error_code(driver, &[line])
}

fn cancel(id: &str) -> Value {
    json!({ "webSite": "1688", "orderId": number(id), "cancelReason": "buyerCancel" })
}

#[test]
fn unpaid_orders_can_be_cancelled_after_ten_seconds() {
    let mut driver = Driver::new(1);
    let line = driver.line("suitcase", 0, 1);
    let id = driver.order(&[line]);
    driver.messages();
    let error_code = |driver: &mut Driver, params: Value| {
        let answer = driver.call("alibaba.order.cancel", params);
        assert_eq!(answer.code, 990_009);
        answer.msg.split(':').next().unwrap().to_owned()
    };
    driver.now += 8 * SECOND; // and one second with the call
    assert_eq!(error_code(&mut driver, cancel(&id)), "CLOSE_ORDER_TOO_FAST");
    assert_eq!(driver.statuses(), []);
    assert_eq!(driver.data("alibaba.order.cancel", cancel(&id)), true);
    let closed = ("ORDER_BUYER_VIEW_ORDER_BUYER_CLOSE".to_owned(), "cancel".to_owned());
    assert_eq!(driver.statuses(), [closed]);
    let base = &driver.read(&id)["baseInfo"];
    assert_eq!((&base["status"], &base["closeReason"]), (&json!("cancel"), &json!("buyerCancel")));
    assert_eq!(error_code(&mut driver, cancel(&id)), "ORDER_STATUS_ERROR");
    assert_eq!(error_code(&mut driver, cancel("3305075341149134261")), "ORDER_NOT_EXIST");
    let mut other_site = cancel(&id);
    other_site["webSite"] = json!("alibaba");
    assert_eq!(error_code(&mut driver, other_site), "ORDER_NOT_EXIST");
    let paid = driver.paid_order();
    driver.now += 10 * SECOND;
    assert_eq!(error_code(&mut driver, cancel(&paid)), "ORDER_STATUS_ERROR");
    driver.user = "1234567890123".to_owned();
    assert_eq!(error_code(&mut driver, cancel(&paid)), "400_3");
}

#[test]
fn orders_not_paid_in_time_are_closed() {
    let mut driver = Driver::new(1);
    let line = driver.line("suitcase", 0, 1);
    let id = driver.order(&[line]);
    driver.messages();
    driver.now += 12 * HOUR - 3 * SECOND;
    assert_eq!(driver.status(&id), "waitbuyerpay");
    driver.now += 2 * SECOND;
    assert_eq!(driver.status(&id), "cancel");
    let closed = ("ORDER_BUYER_VIEW_ORDER_BOPS_CLOSE".to_owned(), "cancel".to_owned());
    assert_eq!(driver.statuses(), [closed]);
    let paid = driver.data("alibaba.order.payUrl", json!({ "orderId": id }));
    assert_eq!(paid["protocolPaySuccess"], false);
}

#[test]
fn the_total_is_paid_exactly_and_only_once() {
    let mut driver = Driver::new(1);
    let id = driver.paid_order();
    let total = fen(&driver.read(&id)["baseInfo"]["totalAmount"]);
    let ledger = driver.sandbox.ledger();
    assert_eq!((ledger.paid.0, ledger.held.0), (total, total));
    let again = driver.data("alibaba.order.payUrl", json!({ "orderId": id }));
    assert_eq!(again["protocolPaySuccess"], false);
    assert_eq!(again["cantPayOrderList"], json!([number(&id)]));
    assert_eq!(driver.sandbox.ledger(), ledger);
    let unknown = driver.call("alibaba.order.payUrl", json!({ "orderId": "1" }));
    assert!(unknown.code == 990_009 && unknown.msg.starts_with("ORDER_NOT_EXIST"));
}

#[test]
fn several_orders_are_paid_together() {
    let mut driver = Driver::new(1);
    let line = driver.line("suitcase", 0, 1);
    let ids = [driver.order(std::slice::from_ref(&line)), driver.order(&[line])];
    driver.messages();
    let data = driver.data("alibaba.order.payBatch", json!({ "orderIds": [ids[0], "7", ids[1], ids[0]] }));
    let statuses: Vec<_> =
        data["batchPay"].as_array().unwrap().iter().map(|outcome| outcome["status"].clone()).collect();
    assert_eq!(statuses, ["successed", "PARAM_ILLEGAL", "successed", "PARAM_ILLEGAL"]);
    let kinds: Vec<_> = driver.statuses().into_iter().map(|(kind, _)| kind).collect();
    assert_eq!(kinds, ["ORDER_BUYER_VIEW_ORDER_PAY", "ORDER_BUYER_VIEW_ORDER_PAY", "ORDER_BATCH_PAY"]);
    assert_eq!(driver.status(&ids[1]), "waitsellersend");
}

#[test]
fn parcels_can_be_tracked_once_shipped() {
    let mut driver = Driver::new(1);
    let id = driver.paid_order();
    let query = json!({ "orderId": id, "webSite": "1688" });
    assert_eq!(driver.call("alibaba.order.tracking", query.clone()).code, 404);
    driver.messages();
    driver.sandbox.ship(&id, driver.now).unwrap();
    let shipped = ("ORDER_BUYER_VIEW_ANNOUNCE_SENDGOODS".to_owned(), "waitbuyerreceive".to_owned());
    assert_eq!(driver.statuses(), [shipped]);
    let mut steps = Vec::new();
    for hours in [0, 3, 48] {
        driver.now += hours * HOUR;
        let trace = driver.data("alibaba.order.tracking", query.clone())["logisticsTrace"][0].clone();
        assert_eq!(trace["orderId"].to_string(), id);
        steps.push(trace["logisticsSteps"].as_array().unwrap().len());
    }
    assert_eq!(steps, [1, 2, 5]);
    driver.now += 365 * 24 * HOUR;
    assert!(driver.call("alibaba.order.tracking", query.clone()).msg.starts_with("order.createtime.history"));
    driver.user = "1234567890123".to_owned();
    assert!(driver.call("alibaba.order.tracking", query).msg.starts_with("order.nopermission.buyer"));
}

#[test]
fn only_paid_orders_are_shipped_and_only_once() {
    let mut driver = Driver::new(1);
    assert_eq!(driver.sandbox.ship("none", 0), Err(ControlError::NoOrder("none".to_owned())));
    let line = driver.line("suitcase", 0, 1);
    let id = driver.order(&[line]);
    assert_eq!(driver.sandbox.ship(&id, driver.now), Err(ControlError::OrderState(id.clone())));
    driver.data("alibaba.order.payUrl", json!({ "orderId": id }));
    assert_eq!(driver.sandbox.ship(&id, driver.now), Ok(()));
    assert_eq!(driver.sandbox.ship(&id, driver.now), Err(ControlError::OrderState(id.clone())));
}

#[test]
fn the_seller_is_paid_once_all_parts_are_received() {
    let mut driver = Driver::new(1);
    let id = driver.shipped_order();
    let order = driver.read(&id);
    let items: Vec<_> =
        order["productItems"].as_array().unwrap().iter().map(|item| item["subItemID"].clone()).collect();
    driver.messages();
    let confirm = |driver: &mut Driver, items: &[Value]| {
        driver.data("alibaba.order.confirmReceipt", json!({ "orderId": number(&id), "orderEntryIds": items }))
    };
    assert_eq!(confirm(&mut driver, &items[..1])["success"], true);
    assert_eq!(driver.status(&id), "waitbuyerreceive");
    let items_now = driver.read(&id)["productItems"].clone();
    assert_eq!((&items_now[0]["logisticsStatus"], &items_now[1]["logisticsStatus"]), (&json!(3), &json!(2)));
    let again = confirm(&mut driver, &items);
    assert_eq!((&again["success"], &again["errorCode"]), (&json!(false), &json!("ORDER_STATUS_ERROR")));
    assert_eq!(driver.sandbox.ledger().settled.0, 0);
    assert_eq!(confirm(&mut driver, &items[1..])["success"], true);
    assert_eq!(driver.status(&id), "success");
    let ledger = driver.sandbox.ledger();
    assert_eq!((ledger.held.0, ledger.settled), (0, ledger.paid));
    let statuses: Vec<_> = driver.statuses().into_iter().map(|(_, status)| status).collect();
    assert_eq!(statuses, ["confirm_goods_and_has_subsidy", "confirm_goods_and_has_subsidy", "success"]);
    assert_eq!(confirm(&mut driver, &[])["errorCode"], "ORDER_STATUS_ERROR");
    let unknown = driver.data("alibaba.order.confirmReceipt", json!({ "orderId": 1 }));
    assert_eq!(unknown["errorCode"], "ORDER_NOT_EXIST");
}

#[test]
fn lists_are_filtered_and_paged() {
    let mut driver = Driver::new(1);
    let suitcase = driver.line("suitcase", 0, 1);
    let hoodie = driver.line("hoodie", 0, 1);
    let mut ids: Vec<_> = (0..5).map(|_| driver.order(std::slice::from_ref(&suitcase))).collect();
    driver.now += 24 * HOUR;
    ids.push(driver.order(&[hoodie]));
    driver.data("alibaba.order.payUrl", json!({ "orderId": ids[5] }));
    let mut list = |params: Value| -> (i64, Vec<String>) {
        let page = driver.data("alibaba.order.list", params);
        let orders = page["result"].as_array().unwrap().iter();
        assert!(orders.clone().all(|order| order["nativeLogistics"].is_null()));
        let ids = orders.map(|order| order["baseInfo"]["idOfStr"].as_str().unwrap().to_owned());
        (page["totalRecord"].as_i64().unwrap(), ids.collect())
    };
    let newest: Vec<_> = ids.iter().rev().cloned().collect();
    assert_eq!(list(json!({})), (6, newest.clone()));
    assert_eq!(list(json!({ "page": 2, "pageSize": 4 })), (6, newest[4..].to_vec()));
    assert_eq!(list(json!({ "orderStatus": "waitsellersend" })), (1, newest[..1].to_vec()));
    // The other five were not paid within twelve hours.
    assert_eq!(list(json!({ "orderStatus": "cancel" })), (5, newest[1..].to_vec()));
    assert_eq!(list(json!({ "productName": "卫衣" })), (1, newest[..1].to_vec()));
    assert_eq!(list(json!({ "createStartTime": "2026-05-21 00:00:00" })), (1, newest[..1].to_vec()));
    assert_eq!(list(json!({ "createEndTime": "20260520235959000+0800" })), (5, newest[1..].to_vec()));
    assert_eq!(list(json!({ "createEndTime": "2026-05-20" })), (5, newest[1..].to_vec()));
    assert_eq!(list(json!({ "orderIds": [number(&ids[1])] })), (1, vec![ids[1].clone()]));
    assert_eq!(list(json!({ "isHis": true })), (0, vec![]));
    driver.user = "1234567890123".to_owned();
    assert_eq!(driver.data("alibaba.order.list", json!({}))["totalRecord"], 0);
    let foreign = driver.call("alibaba.order.get", json!({ "webSite": "1688", "orderId": ids[0] }));
    assert!(foreign.msg.starts_with("400_3"));
}

/// 1688's way against double orders is to look before ordering again.
#[test]
fn an_order_is_found_by_the_buyers_own_number_of_it() {
    let mut driver = Driver::new(1);
    let line = driver.line("suitcase", 0, 1);
    let mut order = |number: &str| {
        let mut params = create(std::slice::from_ref(&line));
        params["outOrderId"] = json!(number);
        driver.data("alibaba.order.create", params)["orderId"].as_str().unwrap().to_owned()
    };
    let ids = [order("shop-7"), order("shop-8"), order("shop-7")];
    driver.data("alibaba.order.create", create(&[line]));
    let mut count = |number: &str| {
        let page = driver.data("alibaba.order.list", json!({ "outOrderId": number }));
        let orders = page["result"].as_array().unwrap().iter();
        orders.map(|order| order["baseInfo"]["idOfStr"].as_str().unwrap().to_owned()).collect::<Vec<_>>()
    };
    // Nothing says that a number may be used only once.
    assert_eq!(count("shop-7"), [ids[2].clone(), ids[0].clone()]);
    assert_eq!(count("shop-8"), [ids[1].clone()]);
    assert_eq!(count("shop-9"), Vec::<String>::new());
}

#[test]
fn the_requests_of_these_tests_pass_the_clients_validation() {
    let mut driver = Driver::new(1);
    let line = driver.line("suitcase", 0, 1);
    assert!(is_valid("alibaba.order.create", &create(&[line])));
    assert!(is_valid("alibaba.order.cancel", &cancel("3305075341149134261")));
}
