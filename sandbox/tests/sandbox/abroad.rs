//! Freight abroad: estimated, previewed and booked at one price, for goods that were bought.

use pandapon::call::request::{Call, Request};
use pandapon::endpoint::{Method, Safety};
use serde_json::{json, Value};

use crate::driver::{fen, Answer, Driver};

/// A line of two suitcases by the post, and the names of their SKU.
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
    driver.ask("logistics.preview", json!({ "receiverAddress": to("US"), "renderItems": lines }))
}

fn book(driver: &mut Driver, members: Value) -> Answer {
    driver.call("logistics.book", members)
}

#[test]
fn estimate_preview_and_booking_cost_the_same() {
    let mut driver = Driver::new(1);
    let order = driver.paid_order();
    let line = suitcases(&mut driver, 2);
    for prefix in ["", "v2."] {
        let mut ask = line.clone();
        ask["receiverAddress"] = to("US");
        let offers = driver.ask(&format!("{prefix}logistics.estimate"), ask)["freightInfos"].clone();
        let post = offers.as_array().unwrap().iter().find(|offer| offer["serviceId"] == "1").unwrap();
        let members = json!({ "receiverAddress": to("US"), "renderItems": [line] });
        let previewed = driver.ask(&format!("{prefix}logistics.preview"), members);
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
fn it_goes_by_weight_and_space_service_and_distance() {
    let mut driver = Driver::new(1);
    let product = driver.product("suitcase");
    let shipping = &product["productShippingInfo"];
    let sku = shipping["skuShippingInfoList"][0].clone();
    assert_eq!(sku["weight"].as_f64().unwrap(), shipping["weight"].as_f64().unwrap() * 1000.0);
    let space =
        ["length", "width", "height"].map(|side| sku[side].as_i64().unwrap()).iter().product::<i64>() / 6;
    // A suitcase is large for its weight.
    assert!(space > sku["weight"].as_i64().unwrap());
    let mut freight = |country: &str, quantity: i64| -> Vec<i64> {
        let mut ask = suitcases(&mut driver, quantity);
        ask["receiverAddress"] = to(country);
        let offers = driver.ask("logistics.estimate", ask)["freightInfos"].clone();
        offers.as_array().unwrap().iter().map(|offer| fen(&offer["freight"])).collect()
    };
    let far = freight("US", 1);
    assert_eq!(far[0], 2500 + 545 * ((space + 99) / 100));
    assert!(far[1] > far[0], "express costs more");
    assert!(freight("VN", 1)[0] < far[0], "near costs less");
    assert!(freight("US", 2)[0] > far[0], "two weigh more");
}

#[test]
fn a_preview_is_booked_once_and_as_it_was() {
    let mut driver = Driver::new(1);
    let line = suitcases(&mut driver, 2);
    let previewed = preview(&mut driver, std::slice::from_ref(&line));
    let render_id = previewed["renderId"].clone();
    assert!(render_id.as_str().unwrap().starts_with("FF"));
    let mut other = line.clone();
    other["quantity"] = json!(3);
    for (members, code) in [
        (json!({ "renderId": render_id, "lineItems": [other] }), 990_012),
        (json!({ "renderId": render_id, "lineItems": [line, line] }), 990_012),
        (json!({ "renderId": render_id, "receiverAddress": to("VN") }), 990_012),
        (json!({ "renderId": "FF1" }), 990_011),
    ] {
        assert_eq!(book(&mut driver, members.clone()).code, code, "{members}");
    }
    let me = driver.user.clone();
    driver.user = "1234567890123".to_owned();
    assert_eq!(book(&mut driver, json!({ "renderId": render_id })).code, 990_011, "it is not this user's");
    driver.user = me;
    assert_eq!(book(&mut driver, json!({ "renderId": render_id })).code, 200);
    assert_eq!(book(&mut driver, json!({ "renderId": render_id })).code, 990_011);
}

#[test]
fn without_a_preview_lines_and_country_are_needed() {
    let mut driver = Driver::new(1);
    let line = suitcases(&mut driver, 1);
    let with = |name: &str, value: Value| {
        let mut line = line.clone();
        line[name] = value;
        json!({ "receiverAddress": to("US"), "lineItems": [line] })
    };
    for (members, code) in [
        (json!({}), 990_012),
        (json!({ "lineItems": [line] }), 990_012),
        (json!({ "receiverAddress": to("US") }), 990_012),
        (with("quantity", json!(0)), 990_012),
        (with("freightInfo", json!({ "serviceId": "9" })), 990_012),
        (with("itemId", json!("1")), 990_011),
        (with("skuId", json!("1")), 990_011),
        (json!({ "receiverAddress": to("US"), "lineItems": [line] }), 200),
    ] {
        assert_eq!(book(&mut driver, members.clone()).code, code, "{members}");
    }
}

#[test]
fn only_pieces_that_were_bought_are_carried_and_only_once() {
    let mut driver = Driver::new(1);
    let order = driver.paid_order();
    let line = suitcases(&mut driver, 2);
    let carry = |driver: &mut Driver, order: &str, line: &Value| {
        let members = json!({
            "receiverAddress": to("US"),
            "lineItems": [line],
            "tmallOrderInfo": { "tmallOrderId": order },
        });
        book(driver, members).code
    };
    let three = suitcases(&mut driver, 3);
    assert_eq!(carry(&mut driver, &order, &three), 990_012);
    assert_eq!(carry(&mut driver, "1", &line), 990_011);
    assert_eq!(carry(&mut driver, &order, &line), 200);
    let one = suitcases(&mut driver, 1);
    assert_eq!(carry(&mut driver, &order, &one), 990_012, "both pieces go already");
    driver.user = "1234567890123".to_owned();
    assert_eq!(carry(&mut driver, &order, &one), 990_011, "the order is not this user's");
}

#[test]
fn parcels_are_reported_line_by_line() {
    let mut driver = Driver::new(1);
    let order = driver.paid_order();
    let line = suitcases(&mut driver, 2);
    let members = json!({
        "receiverAddress": to("US"),
        "lineItems": [line],
        "tmallOrderInfo": { "tmallOrderId": order },
    });
    let transport = book(&mut driver, members).data["orderId"].clone();
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
        let shown = driver.ask(name, report(&transport, &order, &line["skuId"]));
        let shown = &shown["logisticInfos"][0];
        assert_eq!(shown["logisticNumer"], "FARJP2408000013YQ");
        assert_eq!(shown["domesticLogisticInfo"], json!([parcel]), "a report replaces the one before");
    }
}

#[test]
fn the_query_repeats_what_the_headers_say_or_nothing() {
    let path = "/open/pp/logistics/itemLogisticsPrice";
    let send = |query: &dyn Fn(&Request) -> String| {
        let mut driver = Driver::new(1);
        let mut ask = suitcases(&mut driver, 1);
        ask["receiverAddress"] = to("US");
        let call = Call::of_path(Method::Post, path, &[], Some(&ask.into()), Safety::Read, "").unwrap();
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
