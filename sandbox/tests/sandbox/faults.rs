//! Faults: whether the vendor has acted, how often they happen, and to which requests and messages.

use pandapon_sandbox::{Fault, Outcome, Reply};
use proptest::prelude::*;
use serde_json::{json, Value};

use crate::driver::{create, Answer, Driver};

fn search(driver: &mut Driver) -> Reply {
    driver.receive("alibaba.product.searchByKeyword", json!({ "keyword": "suitcase" }))
}

fn set(driver: &mut Driver, faults: Value) {
    driver.sandbox.set_faults(Fault::list(&faults.to_string()).unwrap());
}

fn answer(reply: &Reply) -> Answer {
    let Outcome::Response(response) = &reply.outcome else { panic!("{reply:?}") };
    Answer::of(response)
}

fn status(reply: &Reply) -> u16 {
    let Outcome::Response(response) = &reply.outcome else { return 0 };
    response.status
}

/// Creates an order with this fault. Returns the reply and the number of orders afterwards.
fn order(fault: Value) -> (Reply, usize) {
    let mut driver = Driver::new(1);
    let line = driver.line("suitcase", 0, 1);
    set(&mut driver, json!([fault]));
    let reply = driver.receive("alibaba.order.create", create(&[line]));
    let orders = driver.data("alibaba.order.list", json!({}))["totalRecord"].as_u64().unwrap();
    assert_eq!(driver.sandbox.pushes().len() as u64, orders);
    (reply, orders as usize)
}

#[test]
fn a_reset_hides_whether_the_vendor_has_acted() {
    let (before, orders) = order(json!({ "kind": "reset", "when": "before" }));
    assert_eq!((&before.outcome, orders), (&Outcome::Reset, 0));
    let (after, orders) = order(json!({ "kind": "reset", "when": "after" }));
    assert_eq!((&after.outcome, orders), (&Outcome::Reset, 1));
}

#[test]
fn a_status_fault_happens_before_the_vendor_acts_by_default() {
    let (reply, orders) = order(json!({ "kind": "status", "status": 503 }));
    assert_eq!((status(&reply), orders), (503, 0));
    let (reply, orders) = order(json!({ "kind": "status", "status": 502, "when": "after" }));
    assert_eq!((status(&reply), orders), (502, 1));
    let (reply, orders) = order(json!({ "kind": "status", "status": 429, "retryAfter": 7 }));
    let Outcome::Response(response) = &reply.outcome else { panic!("{reply:?}") };
    assert_eq!((response.status, orders, response.headers.get("retry-after")), (429, 0, Some("7")));
}

#[test]
fn a_refusal_is_in_the_envelope_and_the_vendor_has_not_acted() {
    let (reply, orders) = order(json!({ "kind": "refusal", "code": 500_004, "msg": "sold out" }));
    let answer = answer(&reply);
    assert_eq!((answer.code, answer.msg.as_str(), orders), (500_004, "sold out", 0));
}

#[test]
fn the_vendor_has_acted_when_a_response_is_late_or_truncated() {
    let (reply, orders) = order(json!({ "kind": "latency", "ms": 1500 }));
    assert_eq!((reply.latency, answer(&reply).code, orders), (1500, 200, 1));
    let (reply, orders) = order(json!({ "kind": "truncatedBody", "bytes": 21 }));
    let Outcome::Response(response) = &reply.outcome else { panic!("{reply:?}") };
    assert_eq!((response.body.len(), orders), (21, 1));
    let content_length: usize = response.headers.get("content-length").unwrap().parse().unwrap();
    assert!(content_length > 21, "content-length is that of the whole body");
    let (reply, _) = order(json!({ "kind": "truncatedBody" }));
    let Outcome::Response(response) = &reply.outcome else { panic!("{reply:?}") };
    assert!(serde_json::from_slice::<Value>(&response.body).is_err() && response.body.len() > 21);
}

#[test]
fn a_skewed_clock_refuses_valid_requests() {
    let code = |ms: i64| answer(&order(json!({ "kind": "clockSkew", "ms": ms })).0).code;
    assert_eq!((code(599_000), code(-599_000)), (200, 200));
    assert_eq!((code(602_000), code(-602_000)), (990_003, 990_003));
}

#[test]
fn faults_apply_to_the_endpoints_that_they_list() {
    let mut driver = Driver::new(1);
    let codes = |driver: &mut Driver, endpoints: Value| {
        set(driver, json!([{ "kind": "status", "status": 500, "endpoints": endpoints }]));
        let order = driver.receive("alibaba.order.list", json!({}));
        (status(&search(driver)), status(&order))
    };
    assert_eq!(codes(&mut driver, json!("alibaba.order.*")), (200, 500));
    assert_eq!(codes(&mut driver, json!("alibaba.order")), (200, 200));
    assert_eq!(codes(&mut driver, json!(["alibaba.product.searchByKeyword", "v2.*"])), (500, 200));
    assert_eq!(codes(&mut driver, json!("*")), (500, 500));
    // An empty list removes all faults.
    set(&mut driver, json!([]));
    assert_eq!(status(&search(&mut driver)), 200);
}

#[test]
fn faults_happen_the_requested_number_of_times() {
    let mut driver = Driver::new(1);
    set(
        &mut driver,
        json!([{ "kind": "status", "status": 500, "times": 2 }, { "kind": "latency", "ms": 5, "times": 1 }]),
    );
    let replies: Vec<_> =
        (0..4).map(|_| search(&mut driver)).map(|reply| (status(&reply), reply.latency)).collect();
    assert_eq!(replies, [(500, 5), (500, 0), (200, 0), (200, 0)]);
    let logged = driver.sandbox.requests().filter(|request| request.path.contains("keywords"));
    let logged: Vec<_> = logged.map(|request| (request.status, request.faults.clone())).collect();
    assert_eq!(logged[0], (Some(500), vec!["status".to_owned(), "latency".to_owned()]));
    assert_eq!(logged[2], (Some(200), vec![]));
}

#[test]
fn probability_depends_on_the_seed_and_does_not_change_ids() {
    let run = |seed| {
        let mut driver = Driver::new(seed);
        set(
            &mut driver,
            json!([{ "kind": "status", "status": 500, "probability": 0.3, "endpoints": "alibaba.product.*" }]),
        );
        let hits: Vec<_> = (0..200).map(|_| status(&search(&mut driver)) == 500).collect();
        let line = driver.line("suitcase", 0, 1);
        (hits, driver.order(&[line]))
    };
    let (hits, order) = run(1);
    let count = hits.iter().filter(|hit| **hit).count();
    assert!((35..85).contains(&count), "{count} of 200");
    assert_eq!(run(1), (hits.clone(), order.clone()));
    assert_ne!(run(2).0, hits);
    // Ids are the same as in a sandbox without faults.
    let mut driver = Driver::new(1);
    let line = driver.line("suitcase", 0, 1);
    assert_eq!(driver.order(&[line]), order);
}

#[test]
fn push_messages_are_duplicated_or_delayed() {
    let topics = |faults: Value| {
        let mut driver = Driver::new(1);
        set(&mut driver, faults);
        driver.paid_order();
        driver.statuses().into_iter().map(|(kind, _)| kind).collect::<Vec<_>>()
    };
    let (created, paid) = ("ORDER_BUYER_VIEW_BUYER_MAKE", "ORDER_BUYER_VIEW_ORDER_PAY");
    assert_eq!(topics(json!([])), [created, paid]);
    assert_eq!(topics(json!([{ "kind": "duplicatePush" }])), [created, created, paid, paid]);
    assert_eq!(topics(json!([{ "kind": "duplicatePush", "messages": paid }])), [created, paid, paid]);
    assert_eq!(
        topics(json!([{ "kind": "duplicatePush", "messages": "1688_ORDER_BUYER_VIEW_BUYER_*" }])),
        [created, created, paid]
    );
    // Nine times out of ten the delay is long enough for the payment, a second later, to overtake the message.
    let is_overtaken = |seed| {
        let mut driver = Driver::new(seed);
        set(&mut driver, json!([{ "kind": "latePush", "messages": created, "times": 1 }]));
        driver.paid_order();
        driver.statuses()[0].0 == paid
    };
    assert!((1..=20).filter(|seed| is_overtaken(*seed)).count() > 10);
}

#[test]
fn an_invalid_fault_is_refused_with_the_reason() {
    for (fault, reason) in [
        (json!({ "kind": "flood" }), "unknown kind of fault \"flood\""),
        (json!({ "kind": "latency" }), "requires ms"),
        (json!({ "kind": "latency", "ms": -1 }), "requires ms, a whole number from 0 on"),
        (json!({ "kind": "reset" }), "before"),
        (json!({ "kind": "reset", "when": "later" }), "later"),
        (json!({ "kind": "status", "status": 404 }), "429 or 500 to 599"),
        (json!({ "kind": "refusal", "code": 1 }), "requires msg"),
        (json!({ "kind": "reset", "when": "after", "ms": 5 }), "unexpected ms"),
        (json!({ "kind": "duplicatePush", "endpoints": "a" }), "unexpected endpoints"),
        (json!({ "kind": "latency", "ms": 1, "messages": "a" }), "unexpected messages"),
        (json!({ "kind": "latency", "ms": 1, "endpoints": [] }), "must not be empty"),
        (json!({ "kind": "latency", "ms": 1, "endpoints": "a*b" }), "only allowed at the end of a name"),
        (json!({ "kind": "latency", "ms": 1, "probability": 1.1 }), "from 0 to 1"),
        (json!({ "kind": "latency", "ms": 1, "probabilty": 0.1 }), "probabilty"),
    ] {
        let error = Fault::list(&json!([fault]).to_string()).unwrap_err().to_string();
        assert!(error.starts_with("faults: ") && error.contains(reason), "{fault}: {error}");
    }
    assert!(Fault::list("{}").is_err());
}

proptest! {
    #![proptest_config(crate::model::config(8))]

    /// The remaining number of each fault is part of the state.
    #[test]
    fn faults_continue_in_a_restored_sandbox(seed: u64, times in 0..12_u64, probability in 0.0..1.0, calls in 0..12_usize) {
        let mut driver = Driver::new(seed);
        set(&mut driver, json!([
            { "kind": "status", "status": 500, "probability": probability, "endpoints": ["alibaba.*"] },
            { "kind": "reset", "when": "after", "times": times, "probability": probability },
            { "kind": "refusal", "code": 5, "msg": "no", "times": times },
            { "kind": "clockSkew", "ms": -5, "times": times },
            { "kind": "truncatedBody", "bytes": 7, "probability": probability },
            { "kind": "latency", "ms": 5, "probability": probability },
            { "kind": "latePush", "messages": "1688_*" },
        ]));
        for _ in 0..calls {
            search(&mut driver);
        }
        let mut restored = driver.clone();
        for _ in 0..12 {
            prop_assert_eq!(search(&mut driver), search(&mut restored));
        }
    }
}
