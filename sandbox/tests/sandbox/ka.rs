//! Xport KA: the same state, in the forms that its pages show, otherwise in those of generation 1.

use pandapon::scalar::Fen;
use pandapon_sandbox::NewPrice;
use serde_json::{json, Value};

use crate::driver::{create, number, Driver, JPEG, SECOND};
use crate::parcels::is_about_parcel;
use crate::taobao::refunds;
use crate::taobao::shopper::{self, Shopper};

/// Returns lines of two sellers.
fn lines(driver: &mut Driver) -> Vec<Value> {
    vec![driver.line("suitcase", 0, 2), driver.line("backpack", 0, 3)]
}

fn kinds(driver: &mut Driver) -> Vec<String> {
    driver.messages().into_iter().map(|message| message.kind).collect()
}

/// Creates an order of suitcases through KA. Returns its id.
fn order(driver: &mut Driver) -> String {
    let line = driver.line("suitcase", 0, 2);
    driver.data("ka.order.create", create(&[line]))["orderId"].as_str().unwrap().to_owned()
}

fn paid_order(driver: &mut Driver) -> String {
    let id = order(driver);
    assert_eq!(driver.data("ka.order.pay", json!({ "orderId": id }))["protocolPaySuccess"], true);
    id
}

/// Applies for the whole price of an order's goods. Returns the refund's id.
fn refund(driver: &mut Driver, order: &str) -> String {
    let order_now = driver.data("ka.order.get", json!({ "orderId": order }));
    let application = json!({
        "orderId": order,
        "orderEntryIds": [order_now["productItems"][0]["subItemID"]],
        "disputeRequest": "refund",
        "applyPayment": crate::driver::fen(&order_now["productItems"][0]["itemAmount"]),
        "applyCarriage": 0,
        "applyReasonId": 20028,
        "description": "不想要了",
        "goodsStatus": "refundWaitSellerSend",
    });
    driver.data("ka.refund.create", application)["refundId"].as_str().unwrap().to_owned()
}

#[test]
fn a_preview_lists_the_orders_with_amounts_in_fen() {
    let mut driver = Driver::new(1);
    let lines = lines(&mut driver);
    let params = json!({ "flow": "fenxiaonew", "cargoParamList": lines });
    let ka = driver.data("ka.order.preview", params.clone());
    let v1 = driver.data("alibaba.order.previewBatch", params.clone());
    let v1 = v1["orderPreviewResuslt"].as_array().unwrap();
    let ka = ka.as_array().unwrap();
    assert_eq!(ka.len(), 2);
    for (ka, v1) in ka.iter().zip(v1) {
        for sum in ["sumPayment", "sumCarriage", "sumPaymentNoCarriage"] {
            assert_eq!(ka[sum], v1[sum]);
        }
        let line = &ka["orderItemTOList"][0];
        assert_eq!(line["amount"], ka["sumPaymentNoCarriage"]);
        assert_eq!(line["skuId"], v1["cargoList"][0]["skuId"]);
    }
    let freight = driver.data("ka.product.estimateFreight", params.clone());
    assert_eq!(freight[1]["sumCarriage"], ka[1]["sumCarriage"]);
    let created = driver.data("ka.order.create", params);
    let amounts: Vec<_> =
        created["orderList"].as_array().unwrap().iter().map(|order| &order["orderAmmount"]).collect();
    assert_eq!(amounts, [&ka[0]["sumPayment"], &ka[1]["sumPayment"]]);
    assert!(created["orderId"].is_null());
}

#[test]
fn an_error_of_one_seller_fails_the_whole_request() {
    let mut driver = Driver::new(1);
    let mut lines = lines(&mut driver);
    lines[1]["quantity"] = json!(1_000_000.0);
    let params = json!({ "flow": "general", "cargoParamList": lines });
    let preview = driver.call("ka.order.preview", params.clone());
    assert!(preview.msg.starts_with("500_004"), "{preview:?}");
    let created = driver.data("ka.order.create", params);
    assert_eq!(created["failedOfferList"][0]["errorCode"], "500_004");
    assert!(driver.messages().is_empty());
}

#[test]
fn messages_about_an_order_of_ka_have_its_form_only() {
    let mut driver = Driver::new(1);
    let id = order(&mut driver);
    let first = driver.shipped_order();
    let created = driver.messages();
    assert_eq!((created[0].kind.as_str(), &created[0].body["orderId"]), ("ORDER_CREATE", &json!(id)));
    assert_eq!(created[0].body["orderNo"], "PO202605200001");
    assert_eq!(created[0].body["payStatus"], 1);
    let total = created[0].body["totalAmount"].as_i64().unwrap();
    let mut others = created[1..].iter().filter(|message| !is_about_parcel(message));
    assert!(others.all(|message| message.body["orderId"] == number(&first)));
    let cheaper = created[0].body["productAmount"].as_i64().unwrap() - 100;
    let price = NewPrice { goods: Some(Fen(cheaper)), freight: None };
    driver.sandbox.change_price(&id, price, driver.now).unwrap();
    let changed = driver.messages();
    assert_eq!((changed.len(), changed[0].kind.as_str()), (1, "ORDER_BUYER_VIEW_ORDER_PRICE_MODIFY"));
    assert_eq!(changed[0].body["totalAmount"], total - 100);
    driver.data("ka.order.pay", json!({ "orderIds": [id] }));
    let paid = driver.messages();
    assert_eq!((paid.len(), paid[0].kind.as_str()), (1, "ORDER_PAY_SUCCESS"));
    assert_eq!(paid[0].body["orderStatus"], "WAITING_FOR_SENT");
    let refund = refund(&mut driver, &id);
    let applied = driver.messages();
    assert_eq!((applied.len(), applied[0].kind.as_str()), (1, "ORDER_BUYER_VIEW_ORDER_BUYER_REFUND"));
    assert_eq!(applied[0].body["refundId"], refund.as_str());
    driver.sandbox.ship(&id, driver.now).unwrap();
    assert_eq!(kinds(&mut driver), ["ORDER_BUYER_VIEW_ORDER_BUYER_REFUND"], "shipping closes the refund");
}

#[test]
fn the_message_about_a_cancelled_order_has_the_reason() {
    let mut driver = Driver::new(1);
    let (cancelled, late) = (order(&mut driver), order(&mut driver));
    driver.messages();
    driver.now += 10 * SECOND;
    let params = json!({ "webSite": "1688", "orderId": number(&cancelled), "cancelReason": "buyerCancel" });
    driver.data("alibaba.order.cancel", params);
    driver.now += 12 * crate::driver::HOUR;
    driver.data("ka.order.get", json!({ "orderId": late }));
    let messages = driver.messages();
    let reasons: Vec<_> =
        messages.iter().map(|message| (message.kind.as_str(), &message.body["closeReason"])).collect();
    assert_eq!(reasons, [("ORDER_CANCEL", &json!("buyer_cancel")), ("ORDER_CANCEL", &json!("BUYER_NO_PAY"))]);
}

#[test]
fn a_refund_can_be_withdrawn_until_it_is_closed() {
    let mut driver = Driver::new(1);
    let id = paid_order(&mut driver);
    let withdrawn = refund(&mut driver, &id);
    let cancel = |driver: &mut Driver, id: &str| {
        let data = driver.data("ka.refund.cancel", json!({ "refundId": id }));
        data["errorCode"].as_str().unwrap().to_owned()
    };
    assert_eq!(cancel(&mut driver, &withdrawn), "");
    assert_eq!(driver.refund(&withdrawn)["status"], "refundclose");
    assert_eq!(cancel(&mut driver, &withdrawn), "4007");
    assert_eq!(cancel(&mut driver, "TQ1"), "4005");
    let again = refund(&mut driver, &id);
    driver.user = "1234567890123".to_owned();
    assert_eq!(cancel(&mut driver, &again), "4006");
}

#[test]
fn endpoints_without_documented_responses_respond_as_in_generation_1() {
    let mut driver = Driver::new(1);
    let page = driver.data("alibaba.product.searchByKeyword", json!({ "keyword": "mug" }));
    assert_eq!(driver.data("ka.product.searchByKeyword", json!({ "keyword": "mug" })), page);
    let mug = driver.product("mug");
    assert_eq!(driver.data("ka.product.get", json!({ "offerId": mug["offerId"] })), mug);
    let many = json!({ "offerIds": [mug["offerId"], 7] });
    assert_eq!(driver.data("ka.product.getMany", many), json!([mug]));
    let root = json!({ "categoryId": 0 });
    assert_eq!(driver.data("ka.product.categories", root.clone())["leaf"], false);
    let by_picture = driver.data("ka.product.searchByImage", json!({ "imageBase64": JPEG }));
    assert_eq!(by_picture["totalRecords"], 12);
    let seller = json!({ "offerId": mug["offerId"].to_string(), "openUid": mug["sellerOpenId"] });
    assert!(driver.data("ka.im.decryptOpenUid", seller)["wangwangNick"].is_string());

    let id = paid_order(&mut driver);
    assert_eq!(driver.data("ka.order.list", json!({}))["totalRecord"], 1);
    assert_eq!(driver.data("ka.order.get", json!({ "orderId": id })), driver.read(&id));
    let query = json!({ "orderId": id, "goodsStatus": "refundWaitSellerSend" });
    assert!(!driver.data("ka.refund.reasons", query)["reasons"].as_array().unwrap().is_empty());
    driver.sandbox.ship(&id, driver.now).unwrap();
    let tracked = driver.data("ka.order.tracking", json!({ "orderId": id }));
    assert_eq!(tracked["logisticsTrace"][0]["orderId"].to_string(), id);
    let picture = driver.data("ka.refund.uploadVoucher", json!({ "imageData": JPEG }));
    assert!(picture["imageRelativeUrl"].is_string());
    let item = driver.read(&id)["productItems"][0]["subItemID"].clone();
    let application = json!({
        "orderId": id,
        "orderEntryIds": [item],
        "disputeRequest": "returnRefund",
        "applyPayment": 100,
        "applyCarriage": 0,
        "applyReasonId": 20028,
        "description": "不合适",
        "goodsStatus": "refundBuyerReceived",
    });
    let refund = driver.data("ka.refund.create", application)["refundId"].as_str().unwrap().to_owned();
    driver.sandbox.seller_agrees(&refund, driver.now).unwrap();
    let carrier = driver.data("ka.refund.carriers", json!({}))[0]["companyNo"].clone();
    let back = json!({ "refundId": refund, "logisticsCompanyNo": carrier, "freightBill": "73120000000001" });
    assert_eq!(driver.data("ka.refund.submitReturn", back)["success"], true);
    let refund_now = driver.data("ka.refund.get", json!({ "refundId": refund }));
    assert_eq!((&refund_now["status"], &refund_now), (&json!("waitsellerreceive"), &driver.refund(&refund)));
}

#[test]
fn undocumented_params_are_optional_but_validated() {
    let mut driver = Driver::new(1);
    // Generation 1 requires a webSite, and an orderId.
    let id = order(&mut driver);
    assert_eq!(driver.call("ka.order.get", json!({ "orderId": number(&id) })).code, 200);
    assert!(driver.call("ka.order.get", json!({})).msg.starts_with("ORDER_NOT_EXIST"));
    let short = json!({ "orderId": id, "description": "x", "goodsStatus": "refundWaitSellerSend" });
    assert_eq!(driver.call("ka.refund.create", short).code, 5012);
}

#[test]
fn addresses_are_listed_as_saved() {
    let mut driver = Driver::new(1);
    let saved = json!({
        "name": "王先生",
        "province": "浙江省",
        "city": "杭州市",
        "district": "滨江区",
        "address": "网商路699号",
        "phone": "13800000000",
    });
    let id = driver.data("address.save", saved.clone())["id"].clone();
    let mut expected = saved;
    expected["id"] = id.clone();
    assert_eq!(driver.data("ka.address.get", json!({})), json!([expected]));
    driver.data("v2.address.save", json!({ "id": id, "phone": "13900000000" }));
    expected["phone"] = json!("13900000000");
    assert_eq!(driver.data("ka.address.get", json!({})), json!([expected]));
    driver.user = "1234567890123".to_owned();
    assert_eq!(driver.data("ka.address.get", json!({})), json!([]));
}

#[test]
fn parcels_to_the_warehouse_belong_to_orders() {
    let mut driver = Driver::new(1);
    let (id, other) = (order(&mut driver), order(&mut driver));
    let parcel = |order: &str| json!({ "out_order_id": "A-1", "alibaba_order_id": order, "logistics_tracking_number": "YT1" });
    assert_eq!(driver.call("ka.wms.forecast", parcel("7")).code, 990_011);
    assert_eq!(driver.call("ka.wms.update", parcel(&id)).code, 990_011, "the parcel was not announced");
    assert_eq!(driver.data("ka.wms.forecast", parcel(&other))["alibaba_order_id"], other);
    assert_eq!(driver.data("ka.wms.update", parcel(&id))["alibaba_order_id"], id);
    let mut inbound = json!({ "logistics_tracking_number": "YT1" });
    inbound["quality_inspection_info"] = json!({ "status": "质检通过", "weight": 0.4, "width": "34" });
    let received = driver.data("ka.wms.inbound", inbound.clone());
    assert_eq!(received["alibaba_order_id"], id, "as announced");
    assert_eq!(received["quality_inspection_info"]["status"], "质检通过");
    driver.user = "1234567890123".to_owned();
    assert_eq!(driver.call("ka.wms.inbound", inbound).code, 990_011);
}

#[test]
fn international_freight_works_as_in_generation_1() {
    let mut driver = Driver::new(1);
    let id = order(&mut driver);
    let product = driver.product("suitcase");
    let params = json!({
        "receiverAddress": { "country": "US" },
        "lineItems": [{
            "itemId": product["offerId"].to_string(),
            "skuId": product["productSkuInfos"][0]["skuId"].to_string(),
            "quantity": 1,
            "freightInfo": { "serviceId": "2" },
        }],
        "tmallOrderInfo": { "tmallOrderId": id },
    });
    let booked = driver.data("ka.logistics.book", params);
    let updated = driver.data("ka.logistics.updateDomestic", json!({ "orderId": booked["orderId"] }));
    assert_eq!(updated["tmallOrderId"], id);
}

#[test]
fn taobao_works_as_in_generation_1() {
    let mut first = Shopper::new();
    let scarf = first.product("Wool scarf");
    let line = shopper::line(&scarf, 0, 2);
    let mut shopper = Shopper { group: "ka.taobao", ..first };
    assert_eq!(shopper.product("Wool scarf"), scarf);
    let by_picture = shopper.data("product.searchByImage", json!({ "imageBase64": JPEG }));
    assert!(!by_picture["data"].as_array().unwrap().is_empty());
    let params = json!({
        "orderLineList": json!([line]).to_string(),
        "receiver": shopper::receiver().to_string(),
    });
    let preview = shopper.data("order.preview", params);
    let order = shopper.order(&[line]).remove(0);
    let listed = shopper.data("order.list", json!({}));
    let listed_order = &listed["data"][0];
    assert_eq!(
        (&listed_order["purchaseId"], &listed_order["status"]),
        (&json!(order), &json!("WAIT_BUYER_P"))
    );
    assert_eq!(listed_order["purchaseAmount"], preview["totalRealPayPrice"]["amount"]);
    shopper.group = "taobao";
    assert_eq!(&shopper.read(&order), listed_order);
}

#[test]
fn purchase_orders_have_kas_codes_for_orders_and_refunds() {
    let mut shopper = Shopper::new();
    let line = shopper.line("Wool scarf", 0, 1);
    let unpaid = shopper.order(&[line]).remove(0);
    let (paid, lines) = shopper.paid_order();
    let (shipped, _) = shopper.shipped_order();
    let line = shopper.line("Wool scarf", 1, 1);
    let closed = shopper.order(&[line]).remove(0);
    shopper.driver.sandbox.close_order(&closed, shopper.driver.now).unwrap();
    let refund = refunds::apply(&mut shopper, &lines[0], 1, 1);
    let page = |shopper: &mut Shopper, params| shopper.driver.data("ka.purchase.list", params);
    let all = page(&mut shopper, json!({ "pageSize": 10 }));
    let orders = all["data"].as_array().unwrap();
    let codes: Vec<_> = orders.iter().map(|order| (&order["purchaseId"], &order["status"])).collect();
    let expected = [(closed, 4), (shipped, 11), (paid.clone(), 10), (unpaid.clone(), 0)];
    let expected = expected.map(|(id, code)| (json!(id), json!(code)));
    assert_eq!(codes, expected.iter().map(|(id, code)| (id, code)).collect::<Vec<_>>());
    let states: Vec<_> =
        orders[2]["subOrders"].as_array().unwrap().iter().map(|line| &line["refundStatus"]).collect();
    assert_eq!(states, [10, 0]);
    assert!(orders[2]["subOrders"][0].get("refund_status").is_none());
    shopper.driver.sandbox.seller_refuses(&refund, "不同意", shopper.driver.now).unwrap();
    let waiting = page(&mut shopper, json!({ "status": 10 }));
    assert_eq!((&waiting["total"], &waiting["data"][0]["purchaseId"]), (&json!(1), &json!(paid)));
    assert_eq!(waiting["data"][0]["subOrders"][0]["refundStatus"], -10);
    assert_eq!(page(&mut shopper, json!({ "status": "0" }))["data"][0]["purchaseId"], unpaid.as_str());
}
