//! Hostile snapshots, faults, controls and requests: each is refused with a reason and without effect, or accepted by a
//! sandbox that keeps working.

use pandapon::signature;
use pandapon_sandbox::{
    ControlError, Fault, HttpRequest, Sandbox, SnapshotError, MAX_AHEAD, MAX_BODY_BYTES, MAX_FAULTS,
    MAX_HEADER_BYTES, MAX_LOG_BYTES, MAX_REASON_LENGTH, MAX_SNAPSHOT_BYTES, MAX_URL_BYTES,
};
use proptest::prelude::*;
use serde_json::{json, Value};

use crate::driver::{create, number, Driver, HOUR};
use crate::model::config;

/// Returns a sandbox with orders in several states, a refund, a cart, messages to post, and faults.
fn busy() -> Driver {
    let mut driver = Driver::new(5);
    driver.sandbox.set_posting(true);
    driver.finished_order();
    driver.shipped_order();
    driver.sandbox.advance(3 * HOUR, driver.now).unwrap();
    let paid = driver.paid_order();
    let line = driver.line("night light", 0, 10);
    driver.order(&[line]);
    let items = driver.read(&paid)["productItems"].as_array().unwrap().clone();
    let amount: i64 = items.iter().map(|item| crate::driver::fen(&item["itemAmount"])).sum();
    let application = json!({
        "orderId": number(&paid),
        "orderEntryIds": items.iter().map(|item| item["subItemID"].clone()).collect::<Value>(),
        "goodsStatus": "refundWaitSellerSend",
        "disputeRequest": "refund",
        "applyPayment": amount,
        "applyCarriage": 0,
        "applyReasonId": 20028,
        "description": "too late",
    });
    driver.data("alibaba.refund.create", application);
    let product = driver.product("suitcase");
    let spec = product["productSkuInfos"][0]["specId"].clone();
    driver.data("alibaba.cart.add", json!({ "offerId": product["offerId"], "specId": spec, "quantity": 2 }));
    driver
        .sandbox
        .set_faults(Fault::list(r#"[{"kind":"latePush","times":3},{"kind":"latency","ms":5}]"#).unwrap());
    driver
}

/// Unexpected numbers, texts and shapes.
fn hostile() -> impl Strategy<Value = Value> {
    prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        prop_oneof![
            Just(0_i64),
            Just(1),
            Just(-1),
            Just(i64::MAX),
            Just(i64::MIN),
            Just(1 << 53),
            -1000..1000_i64,
            any::<i64>()
        ]
        .prop_map(Value::from),
        prop_oneof![Just(u64::MAX), any::<u64>()].prop_map(Value::from),
        prop_oneof![Just(1e300), Just(-0.5), Just(0.5)].prop_map(Value::from),
        prop_oneof![
            Just(String::new()),
            Just("\u{0}'\"\\".to_owned()),
            "[a-zA-Z0-9]{1,30}",
            Just("9".repeat(400))
        ]
        .prop_map(Value::from),
        Just(json!([])),
        Just(json!({})),
        Just(json!([null])),
        Just(json!([[[[[[[[]]]]]]]])),
    ]
}

/// A change of a value in a snapshot. The indices choose the value, level by level.
#[derive(Debug, Clone)]
enum Change {
    Put(Vec<prop::sample::Index>, Value),
    Remove(Vec<prop::sample::Index>),
    Double(Vec<prop::sample::Index>),
    /// Replaces the value with another one from the snapshot.
    Copy(Vec<prop::sample::Index>, Vec<prop::sample::Index>),
}

fn change() -> impl Strategy<Value = Change> {
    let place = || prop::collection::vec(any::<prop::sample::Index>(), 2..9);
    prop_oneof![
        6 => (place(), hostile()).prop_map(|(place, value)| Change::Put(place, value)),
        1 => place().prop_map(Change::Remove),
        1 => place().prop_map(Change::Double),
        2 => (place(), place()).prop_map(|(to, from)| Change::Copy(to, from)),
    ]
}

/// Follows a path of indices as far as possible. Returns the value at its end.
fn place<'a>(mut value: &'a mut Value, path: &[prop::sample::Index]) -> &'a mut Value {
    for step in path {
        let count = value.as_object().map_or(0, serde_json::Map::len) + value.as_array().map_or(0, Vec::len);
        if count == 0 {
            break;
        }
        value = match value {
            Value::Object(params) => params.values_mut().nth(step.index(count)).unwrap(),
            Value::Array(items) => items.get_mut(step.index(count)).unwrap(),
            _ => break,
        };
    }
    value
}

fn apply(state: &mut Value, change: &Change) {
    match change {
        Change::Put(path, value) => *place(state, path) = value.clone(),
        Change::Copy(to, from) => {
            let value = place(state, from).clone();
            *place(state, to) = value;
        }
        Change::Remove(path) | Change::Double(path) => match place(state, &path[..path.len() - 1]) {
            Value::Array(items) if !items.is_empty() => {
                let at = path[path.len() - 1].index(items.len());
                match change {
                    Change::Remove(_) => drop(items.remove(at)),
                    _ => items.push(items[at].clone()),
                }
            }
            Value::Object(params) if !params.is_empty() => {
                let name = params.keys().nth(path[path.len() - 1].index(params.len())).unwrap().clone();
                match change {
                    Change::Remove(_) => drop(params.remove(&name)),
                    _ => drop(params.insert(format!("{name}1"), params[&name].clone())),
                }
            }
            _ => {}
        },
    }
}

/// Calls endpoints and controls that use all parts of the state. Each response must be an envelope.
fn exercise(driver: &mut Driver, orders: &[String]) {
    let order = orders.first().cloned().unwrap_or_default();
    let lines = json!([{ "offerId": 1, "quantity": 1 }]);
    let calls = [
        ("alibaba.product.searchByKeyword", json!({ "keyword": "suitcase", "sort": "{\"price\":\"asc\"}" })),
        ("alibaba.order.list", json!({ "page": 1, "pageSize": 50 })),
        ("alibaba.order.create", create(lines.as_array().unwrap())),
        ("taobao.product.searchByKeyword", json!({ "keyword": "", "sort": "SALE_QTY_DESC" })),
        ("taobao.cart.list", json!({})),
        ("taobao.order.list", json!({})),
        ("alibaba.cart.list", json!({})),
    ];
    let mut send = |name: &str, params: Value| {
        let endpoint = pandapon::api::find(name);
        let Some((path, method)) = endpoint.and_then(|endpoint| Some((endpoint.path?, endpoint.method)))
        else {
            return Value::Null;
        };
        let response = raw(driver, method.as_str(), path, &params.to_string());
        assert!([200, 404].contains(&response.status), "{name}: {}", response.status);
        serde_json::from_slice::<Value>(&response.body).unwrap()
    };
    let mut products = Vec::new();
    for (name, params) in calls {
        let answer = send(name, params);
        products.extend(answer["data"]["data"].as_array().into_iter().flatten().take(3).cloned());
    }
    for product in products {
        for (read, id) in [("alibaba.product.get", "offerId"), ("taobao.product.get", "itemId")] {
            let answer = send(read, json!({ (id): product[id] }));
            for sku in answer["data"]["productSkuInfos"].as_array().into_iter().flatten().take(2) {
                let line = json!({ "offerId": product["offerId"], "specId": sku["specId"], "quantity": 6 });
                send("alibaba.cart.add", line.clone());
                send("alibaba.order.preview", json!({ "cargoParamList": [line] }));
                send("alibaba.order.create", create(&[line]));
            }
        }
    }
    for id in orders {
        send("alibaba.order.get", json!({ "webSite": "1688", "orderId": id }));
        send("alibaba.order.payUrl", json!({ "orderId": id }));
        send("alibaba.order.confirmReceipt", json!({ "orderId": number(id) }));
        send("alibaba.order.tracking", json!({ "webSite": "1688", "orderId": number(id) }));
        send("alibaba.refund.list", json!({ "orderId": number(id) }));
    }
    let (sandbox, now) = (&mut driver.sandbox, driver.now);
    let _ = sandbox.ship(&order, now);
    let _ = sandbox.change_price(&order, pandapon_sandbox::NewPrice::default(), now);
    let _ = sandbox.close_order(&order, now);
    let refunds: Vec<String> = serde_json::from_str::<Value>(&sandbox.snapshot().unwrap()).unwrap()
        ["sandbox"]["market"]["refunds"]
        .as_object()
        .map(|refunds| refunds.keys().cloned().collect())
        .unwrap_or_default();
    for refund in refunds {
        let _ = sandbox.seller_agrees(&refund, now);
        let _ = sandbox.seller_refuses(&refund, "no", now);
        let _ = sandbox.seller_receives(&refund, now);
    }
    let _ = sandbox.advance(48 * HOUR, now);
    while let Some(delivery) = sandbox.next_webhook(now).cloned() {
        sandbox.report_attempt(delivery.id, true, now);
    }
    sandbox.pushes();
    assert!(sandbox.requests().count() > 0);
}

/// Sends a signed request with any method, URL and body.
fn raw(driver: &mut Driver, method: &str, url: &str, body: &str) -> pandapon::call::response::Response {
    driver.now += 1;
    let keys = driver.sandbox.credentials().clone();
    let (time, nonce) = (driver.now.to_string(), format!("{:0>32}", driver.now));
    let parts = signature::signed_parts(&keys.access_key, &time, &nonce, &keys.access_secret);
    let signature: String = signature::sign(&parts).iter().copied().map(char::from).collect();
    let headers = [
        ("access-key", keys.access_key.as_str()),
        ("timestamp", &time),
        ("nonce-str", &nonce),
        ("user-id", &keys.user_id),
        ("signature", &signature),
    ]
    .map(|(name, value)| (name.to_owned(), value.to_owned()));
    driver.sandbox.handle(&HttpRequest { method, url, headers: &headers, body: Some(body) }, driver.now)
}

fn orders(state: &Value) -> Vec<String> {
    let orders = state["sandbox"]["market"]["orders"].as_object();
    orders.map(|orders| orders.keys().cloned().collect()).unwrap_or_default()
}

proptest! {
    #![proptest_config(config(200))]

    #[test]
    fn a_changed_snapshot_is_refused_or_works(changes in prop::collection::vec(change(), 1..4)) {
        thread_local!(static SNAPSHOT: String = busy().sandbox.snapshot().unwrap());
        let snapshot = SNAPSHOT.with(String::clone);
        let mut state: Value = serde_json::from_str(&snapshot).unwrap();
        let orders = orders(&state);
        for change in &changes {
            apply(&mut state["sandbox"], change);
        }
        let mut driver = Driver::new(9);
        let before = driver.sandbox.snapshot().unwrap();
        match driver.sandbox.restore(&state.to_string()) {
            Err(error) => {
                prop_assert!(error.to_string().len() < 1000);
                prop_assert_eq!(driver.sandbox.snapshot().unwrap(), before);
            }
            Ok(()) => {
                exercise(&mut driver, &orders);
                let snapshot = driver.sandbox.snapshot().unwrap();
                prop_assert!(Sandbox::restored(&snapshot).is_ok(), "the resulting state cannot be restored");
            }
        }
    }
}

/// Returns a snapshot with one value changed.
fn changed(snapshot: &str, pointer: &str, value: Value) -> String {
    let mut state: Value = serde_json::from_str(snapshot).unwrap();
    *state.pointer_mut(pointer).unwrap_or_else(|| panic!("{pointer} not found")) = value;
    state.to_string()
}

#[test]
fn numbers_out_of_range_and_dangling_references_are_refused() {
    let driver = busy();
    let snapshot = driver.sandbox.snapshot().unwrap();
    assert!(Sandbox::restored(&snapshot).is_ok());
    let state: Value = serde_json::from_str(&snapshot).unwrap();
    let market = &state["sandbox"]["market"];
    let order = market["orders"].as_object().unwrap().keys().next().unwrap().clone();
    let refund = market["refunds"].as_object().unwrap().keys().next().unwrap().clone();
    let of_order = |rest: &str| format!("/sandbox/market/orders/{order}/{rest}");
    let of_refund = |rest: &str| format!("/sandbox/market/refunds/{refund}/{rest}");
    let offer = |rest: &str| format!("/sandbox/market/catalogue/offers/0/{rest}");
    for (pointer, value, part) in [
        (offer("lot"), json!(0), "products of 1688"),
        (offer("id"), json!(i64::MAX), "products of 1688"),
        (offer("tiers"), json!([]), "products of 1688"),
        (offer("skus/0/price"), json!(i64::MAX), "products of 1688"),
        (offer("skus/0/packed/grams"), json!(i64::MAX), "products of 1688"),
        ("/sandbox/market/taobao/catalogue/products/0/shop_id".to_owned(), json!(1), "products of Taobao"),
        (
            "/sandbox/market/taobao/catalogue/products/0/sold".to_owned(),
            json!(i64::MIN),
            "products of Taobao",
        ),
        (of_order("id"), json!(7), "orders of 1688"),
        (of_order("items/0/quantity"), json!(i64::MAX), "orders of 1688"),
        (of_order("items/0/refunded"), json!(-1), "orders of 1688"),
        (of_order("parcels/0/item_ids"), json!([1]), "orders of 1688"),
        (of_order("parcels/0/announced"), json!(u64::MAX), "orders of 1688"),
        (of_order("items/0/refund_in_sale"), json!("TQ1"), "refunds of 1688"),
        (of_refund("order_id"), json!(1), "refunds of 1688"),
        (of_refund("parts/0/item_id"), json!(1), "refunds of 1688"),
        (of_refund("reject_times"), json!(i64::MAX), "refunds of 1688"),
        ("/sandbox/market/ledger/paid".to_owned(), json!(1), "ledger"),
        ("/sandbox/market/ids/last".to_owned(), json!(1), "ids"),
        ("/sandbox/market/ids/last".to_owned(), json!(i64::MAX), "ids"),
        ("/sandbox/market/ids/purchases".to_owned(), json!(u64::MAX), "ids"),
        ("/sandbox/auth/forget_at".to_owned(), json!(u64::MAX), "nonces"),
        ("/sandbox/ahead".to_owned(), json!(u64::MAX), "clock"),
        ("/sandbox/webhooks/last".to_owned(), json!(u64::MAX), "push messages"),
        ("/sandbox/webhooks/to_post/0/id".to_owned(), json!(u64::MAX), "push messages"),
        ("/sandbox/webhooks/to_post/0/tries".to_owned(), json!(u32::MAX), "push messages"),
    ] {
        let error = Sandbox::restored(&changed(&snapshot, &pointer, value)).unwrap_err();
        assert_eq!(error, SnapshotError::Inconsistent(part), "{pointer}");
    }
}

#[test]
fn snapshots_have_a_maximum_size_and_nesting() {
    let refused = |text: &str| Sandbox::restored(text).unwrap_err();
    assert_eq!(refused(&" ".repeat(MAX_SNAPSHOT_BYTES + 1)), SnapshotError::TooLarge);
    assert_eq!(refused(&format!("[{}1]", "1,".repeat(16_777_216))), SnapshotError::TooLarge);
    for text in ["[".repeat(2_000_000), "\"".repeat(2_000_000), r#"{"version":2,"sandbox":"#.repeat(100_000)]
    {
        assert!(matches!(refused(&text), SnapshotError::Broken(_)));
    }
    let address = format!("{}1{}", "[".repeat(1000), "]".repeat(1000));
    let driver = busy();
    let snapshot = driver.sandbox.snapshot().unwrap();
    let order = orders(&serde_json::from_str(&snapshot).unwrap()).remove(0);
    let nested = changed(&snapshot, &format!("/sandbox/market/orders/{order}/address"), json!(address));
    assert!(matches!(refused(&nested), SnapshotError::Broken(_)));
    // An error quotes only the beginning of a long text.
    let long = format!(r#"{{"version":2,"sandbox":"{}"}}"#, "x".repeat(1_000_000));
    assert!(refused(&long).to_string().len() < 500);
}

#[test]
fn faults_have_a_maximum_number_and_size() {
    let refused = |text: &str| Fault::list(text).unwrap_err().to_string();
    let many = |count: usize| json!(vec![json!({ "kind": "duplicatePush" }); count]).to_string();
    assert_eq!(Fault::list(&many(MAX_FAULTS)).unwrap().len(), MAX_FAULTS);
    assert!(refused(&many(MAX_FAULTS + 1)).contains("the maximum is 100"));
    let names = json!([{ "kind": "latency", "ms": 1, "endpoints": vec!["alibaba.*"; MAX_FAULTS + 1] }]);
    assert!(refused(&names.to_string()).contains("at most 100"));
    for text in [
        format!(r#"[{{"kind":"{}"}}]"#, "x".repeat(500_000)),
        format!(r#"[{{"kind":"reset","{}":1}}]"#, "x".repeat(500_000)),
        format!("[{}", "\\".repeat(2_000_000)),
        "[".repeat(500_000),
    ] {
        assert!(refused(&text).len() < 1000);
    }
}

#[test]
fn the_clock_can_be_advanced_by_at_most_a_hundred_years() {
    let mut driver = Driver::new(1);
    for milliseconds in [u64::MAX, MAX_AHEAD + 1] {
        assert_eq!(driver.sandbox.advance(milliseconds, driver.now), Err(ControlError::TooFarAhead));
    }
    assert_eq!(driver.sandbox.time(driver.now), driver.now);
    driver.sandbox.advance(MAX_AHEAD, driver.now).unwrap();
    assert_eq!(driver.sandbox.advance(1, driver.now), Err(ControlError::TooFarAhead));
    driver.product("suitcase");
}

#[test]
fn params_of_controls_are_limited_and_quoted_in_part() {
    let mut driver = Driver::new(1);
    let long = "9".repeat(1_000_000);
    for error in [
        driver.sandbox.ship(&long, driver.now),
        driver.sandbox.set_stock(&long, 1, driver.now),
        driver.sandbox.seller_agrees(&long, driver.now),
    ] {
        assert!(error.unwrap_err().to_string().len() < 500);
    }
    let reason = "x".repeat(MAX_REASON_LENGTH + 1);
    assert_eq!(driver.sandbox.seller_refuses("TQ1", &reason, driver.now), Err(ControlError::Reason));
}

#[test]
fn requests_have_a_maximum_size() {
    let mut driver = Driver::new(1);
    let long = |length: usize| "x".repeat(length + 1);
    assert_eq!(raw(&mut driver, "POST", &format!("/{}", long(MAX_URL_BYTES)), "{}").status, 414);
    assert_eq!(raw(&mut driver, "POST", "/alibaba/order/page", &long(MAX_BODY_BYTES)).status, 413);
    let headers = [("x".to_owned(), long(MAX_HEADER_BYTES))];
    let request = HttpRequest { method: "GET", url: "/alibaba/order/page", headers: &headers, body: None };
    assert_eq!(driver.sandbox.handle(&request, driver.now).status, 431);
    let path = "/taobao/order/create";
    let lines = format!("[{}{{}}]", "{},".repeat(5000));
    let params = json!({ "purchaseAmount": 1, "orderLineList": lines });
    raw(&mut driver, "POST", path, &params.to_string());
}

#[test]
fn the_request_log_has_a_maximum_size() {
    let mut driver = Driver::new(1);
    for _ in 0..600 {
        // Each character has four bytes, the maximum.
        let body = format!("\"{}\"", "\u{1f9e7}".repeat(30_000));
        raw(&mut driver, "POST", "/alibaba/order/page", &body);
    }
    let size =
        |sandbox: &Sandbox| serde_json::to_string(&sandbox.requests().collect::<Vec<_>>()).unwrap().len();
    assert!(size(&driver.sandbox) < MAX_LOG_BYTES + MAX_LOG_BYTES / 4, "{}", size(&driver.sandbox));
    assert!(driver.sandbox.requests().count() > 50);
    let restored = Sandbox::restored(&driver.sandbox.snapshot().unwrap()).unwrap();
    assert_eq!(restored.requests().count(), driver.sandbox.requests().count());
}
