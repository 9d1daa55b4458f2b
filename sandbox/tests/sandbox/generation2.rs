//! Generation 2: the same state, with products identified by mapped ids.

use serde_json::{json, Value};

use crate::driver::{create, number, Driver, JPEG, SECOND};

/// Returns the first product that a search of generation 2 finds.
fn search(driver: &mut Driver, keyword: &str) -> Value {
    driver.data("v2.alibaba.product.searchByKeyword", json!({ "keyword": keyword }))["data"][0].clone()
}

/// Returns a line of an order in generation 2, and one of the same goods in generation 1.
fn lines(driver: &mut Driver, keyword: &str, quantity: i64) -> (Value, Value) {
    let first = driver.line(keyword, 0, quantity);
    let mut second = first.clone();
    second.as_object_mut().unwrap().remove("offerId");
    second["offerMapId"] = search(driver, keyword)["offerMapId"].clone();
    (second, first)
}

#[test]
fn each_product_has_a_unique_mapped_id() {
    let mut driver = Driver::new(1);
    let all = json!({ "pageSize": 1000 });
    let first = driver.data("alibaba.product.searchByKeyword", all.clone());
    let second = driver.data("v2.alibaba.product.searchByKeyword", all.clone());
    let (first, second) = (first["data"].as_array().unwrap(), second["data"].as_array().unwrap());
    assert_eq!(first.len(), second.len());
    let mut map_ids = std::collections::HashSet::new();
    for (first, second) in first.iter().zip(second) {
        assert_eq!(first["imageUrl"], second["imageUrl"]);
        assert!(second.get("offerId").is_none() && first.get("offerMapId").is_none());
        let map_id = second["offerMapId"].as_str().unwrap();
        assert!(map_id.len() == 22 && map_ids.insert(map_id), "{map_id}");
        let by_map_id = driver.data("v2.alibaba.product.get", json!({ "offerMapId": map_id }));
        let by_number = driver.data("alibaba.product.get", json!({ "offerId": first["offerId"] }));
        assert_eq!(by_map_id, by_number);
    }
    let again = Driver::new(1).data("v2.alibaba.product.searchByKeyword", all);
    assert_eq!(again["data"].as_array().unwrap(), second);
}

#[test]
fn a_product_can_also_be_read_by_its_number() {
    let mut driver = Driver::new(1);
    let mug = driver.product("mug");
    assert_eq!(driver.data("v2.alibaba.product.get", json!({ "offerId": mug["offerId"] })), mug);
}

#[test]
fn ids_of_one_generation_are_unknown_in_the_other() {
    let mut driver = Driver::new(1);
    let number = driver.product("mug")["offerId"].to_string();
    let map_id = search(&mut driver, "mug")["offerMapId"].clone();
    for (name, params) in [
        ("v2.alibaba.product.get", json!({ "offerMapId": number })),
        ("alibaba.product.get", json!({ "offerMapId": map_id })),
    ] {
        let answer = driver.call(name, params);
        assert!(answer.msg.starts_with("PRODUCT_NOT_EXIST"), "{name}: {answer:?}");
    }
}

#[test]
fn orders_cost_the_same_in_both_generations() {
    let mut driver = Driver::new(1);
    let (second, first) = lines(&mut driver, "suitcase", 2);
    for name in ["alibaba.order.preview", "alibaba.order.previewBatch"] {
        let mut by_map_id = driver.data(&format!("v2.{name}"), json!({ "cargoParamList": [second.clone()] }));
        let mut by_number = driver.data(name, json!({ "cargoParamList": [first.clone()] }));
        let cargo = |preview: &mut Value| preview["orderPreviewResuslt"][0]["cargoList"][0].take();
        let (by_map_id_line, by_number_line) = (cargo(&mut by_map_id), cargo(&mut by_number));
        assert_eq!(by_map_id, by_number);
        assert_eq!(by_map_id_line["amount"], by_number_line["amount"]);
        assert_eq!(by_map_id_line["openOfferId"], second["offerMapId"]);
    }
    let by_map_id = driver.data("v2.alibaba.order.create", create(&[second]));
    let by_number = driver.data("alibaba.order.create", create(&[first]));
    assert_eq!(by_map_id["totalSuccessAmount"], by_number["totalSuccessAmount"]);
    assert_ne!(by_map_id["orderId"], by_number["orderId"]);
}

#[test]
fn an_error_identifies_the_product_as_the_request_does() {
    let mut driver = Driver::new(1);
    let (line, _) = lines(&mut driver, "Cotton crew-neck", 1);
    let answer = driver.data("v2.alibaba.order.create", create(std::slice::from_ref(&line)));
    let failed = &answer["failedOfferList"][0];
    assert_eq!((&failed["offerId"], &failed["errorCode"]), (&line["offerMapId"], &json!("500_005")));
    let unknown = json!({ "offerMapId": "L0PTnwSnx_dWNZWCtgK7Gg", "quantity": 1 });
    let answer = driver.data("v2.alibaba.order.create", create(std::slice::from_ref(&unknown)));
    let failed = &answer["failedOfferList"][0];
    assert_eq!((&failed["offerId"], &failed["errorCode"]), (&unknown["offerMapId"], &json!("500_001")));
}

#[test]
fn an_order_without_an_address_has_none() {
    let mut driver = Driver::new(1);
    let (line, _) = lines(&mut driver, "suitcase", 1);
    let params = json!({ "flow": "general", "cargoParamList": [line] });
    let orders = driver.data("v2.alibaba.order.createBatch", params);
    assert_eq!(orders[0]["nativeLogistics"], json!({ "logisticsItems": [] }));
}

#[test]
fn both_generations_share_orders_and_refunds() {
    let mut driver = Driver::new(1);
    let (line, _) = lines(&mut driver, "suitcase", 2);
    let id = driver.data("v2.alibaba.order.create", create(std::slice::from_ref(&line)))["orderId"].clone();
    let id = id.as_str().unwrap();
    let paid = driver.data("v2.alibaba.order.payUrl", json!({ "orderId": id }));
    assert_eq!(paid["protocolPaySuccess"], true);
    let order = driver.data("v2.alibaba.order.get", json!({ "webSite": "1688", "orderId": id }));
    assert_eq!(order, driver.read(id));
    let params = json!({
        "flow": "general",
        "cargoParamList": [line],
        "addressParam": create(&[])["addressParam"],
    });
    let batch = driver.data("v2.alibaba.order.createBatch", params);
    let other = batch[0]["baseInfo"]["idOfStr"].as_str().unwrap().to_owned();
    assert_eq!(driver.read(&other), batch[0]);
    assert_eq!(driver.data("v2.alibaba.order.list", json!({})), driver.data("alibaba.order.list", json!({})));
    driver.now += 10 * SECOND;
    let cancel = json!({ "webSite": "1688", "orderId": number(&other), "cancelReason": "不想要了" });
    assert_eq!(driver.data("v2.alibaba.order.cancel", cancel), true);
    assert_eq!(driver.status(&other), "cancel");

    driver.sandbox.ship(id, driver.now).unwrap();
    let tracked = driver.data("v2.alibaba.order.tracking", json!({ "orderId": id }));
    assert_eq!(tracked["logisticsTrace"][0]["orderId"].to_string(), id);
    let item = order["productItems"][0]["subItemID"].clone();
    let goods = "refundBuyerReceived";
    let query = json!({ "orderId": number(id), "orderEntryIds": [item], "goodsStatus": goods });
    let reasons = driver.data("v2.alibaba.refund.reasons", query);
    assert!(!reasons["reasons"].as_array().unwrap().is_empty());
    let picture = driver.data("v2.alibaba.refund.uploadVoucher", json!({ "imageData": JPEG }));
    let path = |name: &str| picture[name].as_str().unwrap();
    let application = json!({
        "orderId": number(id),
        "orderEntryIds": [item],
        "disputeRequest": "returnRefund",
        "applyPayment": 100,
        "applyCarriage": 0,
        "applyReasonId": 20028,
        "description": "不合适",
        "goodsStatus": goods,
        "orderEntryCountList": [{ "id": item, "count": 1 }],
        "vouchers": [format!("{}/{}", path("imageDomain"), path("imageRelativeUrl"))],
    });
    let refund = driver.data("v2.alibaba.refund.create", application)["refundId"].clone();
    driver.sandbox.seller_agrees(refund.as_str().unwrap(), driver.now).unwrap();
    let carriers = driver.data("v2.alibaba.refund.carriers", json!({}));
    let back = json!({
        "refundId": refund,
        "logisticsCompanyNo": carriers[0]["companyNo"],
        "freightBill": "73120000000001",
    });
    assert_eq!(driver.data("v2.alibaba.refund.submitReturn", back)["success"], true);
    let refunded = driver.data("v2.alibaba.refund.get", json!({ "refundId": refund }));
    assert_eq!(refunded, driver.refund(refund.as_str().unwrap()));
    assert_eq!(refunded["status"], "waitsellerreceive");
    driver.sandbox.seller_receives(refund.as_str().unwrap(), driver.now).unwrap();
    let receipt = driver.data("v2.alibaba.order.confirmReceipt", json!({ "orderId": number(id) }));
    assert_eq!((receipt["success"].clone(), driver.status(id)), (json!(true), "success".to_owned()));
}

#[test]
fn several_orders_are_paid_together() {
    let mut driver = Driver::new(1);
    let (line, _) = lines(&mut driver, "suitcase", 1);
    let id = driver.data("v2.alibaba.order.create", create(&[line]))["orderId"].clone();
    let paid = driver.data("v2.alibaba.order.payBatch", json!({ "orderIds": [id] }));
    assert_eq!(paid["batchPay"][0]["status"], "successed");
}
