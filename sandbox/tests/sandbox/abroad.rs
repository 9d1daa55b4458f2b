//! International freight: estimate, preview and booking have the same price, and are limited to bought goods.

use pandapon::call::request::{Call, Request};
use pandapon::endpoint::{Method, Safety};
use serde_json::{json, Value};

use crate::driver::{fen, Answer, Driver};

/// Returns a line of suitcases, shipped by post.
fn suitcases(driver: &mut Driver, quantity: i64) -> Value {
    let product = driver.product("suitcase");
    json!({
        "itemId": product["offerId"].to_string(),
        "skuId": product["productSkuInfos"][0]["skuId"].to_string(),
        "quantity": quantity,
        "freightInfo": { "serviceId": "1" },
        "currency": "CNY",
        "price": "128.00",
    })
}

fn to(country: &str) -> Value {
    json!({ "name": "Wang", "country": country, "city": "VALLEY VLG", "zip": "91607" })
}

fn preview(driver: &mut Driver, lines: &[Value]) -> Value {
    driver.data("logistics.preview", json!({ "receiverAddress": to("US"), "renderItems": lines }))
}

fn book(driver: &mut Driver, params: Value) -> Answer {
    driver.call("logistics.book", params)
}

#[test]
fn estimate_preview_and_booking_cost_the_same() {
    let mut driver = Driver::new(1);
    let order = driver.paid_order();
    let line = suitcases(&mut driver, 2);
    for prefix in ["", "v2."] {
        let mut params = line.clone();
        params["receiverAddress"] = to("US");
        let offers = driver.data(&format!("{prefix}logistics.estimate"), params)["freightInfos"].clone();
        let post = offers.as_array().unwrap().iter().find(|offer| offer["serviceId"] == "1").unwrap();
        let params = json!({ "receiverAddress": to("US"), "renderItems": [line] });
        let previewed = driver.data(&format!("{prefix}logistics.preview"), params);
        assert_eq!(previewed["totalFreight"], post["freight"]);
        assert_eq!(previewed["renderItems"][0]["freight"], post["freight"]);
    }
    let previewed = preview(&mut driver, std::slice::from_ref(&line));
    let booked = book(
        &mut driver,
        json!({
            "renderId": previewed["renderId"],
            "receiverAddress": to("US"),
            "lineItems": [line],
            "tmallOrderInfo": { "tmallOrderId": order },
        }),
    );
    assert_eq!(booked.code, 200, "{}", booked.msg);
    assert_eq!(booked.data["totalFreight"], previewed["totalFreight"]);
    assert_eq!(booked.data["tmallOrderId"], order.as_str());
}

#[test]
fn freight_depends_on_weight_volume_service_and_distance() {
    let mut driver = Driver::new(1);
    let product = driver.product("suitcase");
    let shipping = &product["productShippingInfo"];
    let sku = shipping["skuShippingInfoList"][0].clone();
    assert_eq!(sku["weight"].as_f64().unwrap(), shipping["weight"].as_f64().unwrap() * 1000.0);
    let space =
        ["length", "width", "height"].map(|side| sku[side].as_i64().unwrap()).iter().product::<i64>() / 6;
    // The volume of a suitcase counts, because it is large for its weight.
    assert!(space > sku["weight"].as_i64().unwrap());
    let mut freight = |country: &str, quantity: i64| -> Vec<i64> {
        let mut params = suitcases(&mut driver, quantity);
        params["receiverAddress"] = to(country);
        let offers = driver.data("logistics.estimate", params)["freightInfos"].clone();
        offers.as_array().unwrap().iter().map(|offer| fen(&offer["freight"])).collect()
    };
    let far = freight("US", 1);
    assert_eq!(far[0], 2500 + 545 * ((space + 99) / 100));
    assert!(far[1] > far[0], "express costs more");
    assert!(freight("VN", 1)[0] < far[0], "near costs less");
    assert!(freight("US", 2)[0] > far[0], "two weigh more");
}

#[test]
fn a_preview_is_booked_once_and_unchanged() {
    let mut driver = Driver::new(1);
    let line = suitcases(&mut driver, 2);
    let previewed = preview(&mut driver, std::slice::from_ref(&line));
    let render_id = previewed["renderId"].clone();
    assert!(render_id.as_str().unwrap().starts_with("FF"));
    let mut other = line.clone();
    other["quantity"] = json!(3);
    for (params, code) in [
        (json!({ "renderId": render_id, "lineItems": [other] }), 990_012),
        (json!({ "renderId": render_id, "lineItems": [line, line] }), 990_012),
        (json!({ "renderId": render_id, "receiverAddress": to("VN") }), 990_012),
        (json!({ "renderId": "FF1" }), 990_011),
    ] {
        assert_eq!(book(&mut driver, params.clone()).code, code, "{params}");
    }
    let owner = driver.user.clone();
    driver.user = "1234567890123".to_owned();
    assert_eq!(
        book(&mut driver, json!({ "renderId": render_id })).code,
        990_011,
        "the preview belongs to another user"
    );
    driver.user = owner;
    assert_eq!(book(&mut driver, json!({ "renderId": render_id })).code, 200);
    assert_eq!(book(&mut driver, json!({ "renderId": render_id })).code, 990_011);
}

#[test]
fn lines_and_country_are_required_without_a_preview() {
    let mut driver = Driver::new(1);
    let line = suitcases(&mut driver, 1);
    let with = |name: &str, value: Value| {
        let mut line = line.clone();
        line[name] = value;
        json!({ "receiverAddress": to("US"), "lineItems": [line] })
    };
    for (params, code) in [
        (json!({}), 990_012),
        (json!({ "lineItems": [line] }), 990_012),
        (json!({ "receiverAddress": to("US") }), 990_012),
        (with("quantity", json!(0)), 990_012),
        (with("freightInfo", json!({ "serviceId": "9" })), 990_012),
        (with("itemId", json!("1")), 990_011),
        (with("skuId", json!("1")), 990_011),
        (json!({ "receiverAddress": to("US"), "lineItems": [line] }), 200),
    ] {
        assert_eq!(book(&mut driver, params.clone()).code, code, "{params}");
    }
}

#[test]
fn only_bought_pieces_are_shipped_and_only_once() {
    let mut driver = Driver::new(1);
    let order = driver.paid_order();
    let line = suitcases(&mut driver, 2);
    let ship = |driver: &mut Driver, order: &str, line: &Value| {
        let params = json!({
            "receiverAddress": to("US"),
            "lineItems": [line],
            "tmallOrderInfo": { "tmallOrderId": order },
        });
        book(driver, params).code
    };
    let three = suitcases(&mut driver, 3);
    assert_eq!(ship(&mut driver, &order, &three), 990_012);
    assert_eq!(ship(&mut driver, "1", &line), 990_011);
    assert_eq!(ship(&mut driver, &order, &line), 200);
    let one = suitcases(&mut driver, 1);
    assert_eq!(ship(&mut driver, &order, &one), 990_012, "both pieces are already booked");
    driver.user = "1234567890123".to_owned();
    assert_eq!(ship(&mut driver, &order, &one), 990_011, "the order belongs to another user");
}

#[test]
fn parcels_are_reported_line_by_line() {
    let mut driver = Driver::new(1);
    let order = driver.paid_order();
    let line = suitcases(&mut driver, 2);
    let params = json!({
        "receiverAddress": to("US"),
        "lineItems": [line],
        "tmallOrderInfo": { "tmallOrderId": order },
    });
    let transport = book(&mut driver, params).data["orderId"].clone();
    let parcel = json!({ "logisticNumer": "SF1", "logisticCompanyName": "顺丰", "rtsTime": "1754342534" });
    let report = |transport: &Value, order: &str, sku: &Value| {
        json!({
            "orderId": transport,
            "tmallOrderId": order,
            "logisticInfos": [{
                "lineItem": { "skuId": sku },
                "logisticNumer": "FARJP2408000013YQ",
                "domesticLogisticInfo": [parcel],
            }],
        })
    };
    let name = "logistics.updateDomestic";
    assert_eq!(driver.call(name, report(&json!("7"), &order, &line["skuId"])).code, 990_011);
    assert_eq!(driver.call(name, report(&transport, "7", &line["skuId"])).code, 990_012);
    assert_eq!(driver.call(name, report(&transport, &order, &json!("7"))).code, 990_011);
    for _ in 0..2 {
        let data = driver.data(name, report(&transport, &order, &line["skuId"]));
        let info = &data["logisticInfos"][0];
        assert_eq!(info["logisticNumer"], "FARJP2408000013YQ");
        assert_eq!(info["domesticLogisticInfo"], json!([parcel]), "a report replaces the previous one");
    }
}

#[test]
fn timestamp_and_signature_in_the_query_must_match_the_headers_if_present() {
    let path = "/open/pp/logistics/itemLogisticsPrice";
    let send = |query: &dyn Fn(&Request) -> String| {
        let mut driver = Driver::new(1);
        let mut params = suitcases(&mut driver, 1);
        params["receiverAddress"] = to("US");
        let call = Call::for_path(Method::Post, path, &[], Some(&params.into()), Safety::Read, "").unwrap();
        let mut request = driver.sign(&call);
        request.url = format!("{path}{}", query(&request));
        Answer::of(&driver.send(&request)).code
    };
    let header = |request: &Request, name: &str| request.headers.get(name).unwrap().to_owned();
    assert_eq!(send(&|_| String::new()), 200);
    assert_eq!(send(&|request| format!("?timestamp={}", header(request, "timestamp"))), 200);
    assert_eq!(send(&|request| format!("?sign={}", header(request, "signature"))), 200);
    assert_eq!(send(&|_| "?timestamp=1779263000".to_owned()), 990_003);
    assert_eq!(send(&|_| "?sign=0123456789ABCDEF0123456789ABCDEF".to_owned()), 990_005);
}
