//! Authentication, routing and the body of requests.

use pandapon::call::request::{Call, Request};
use pandapon::endpoint::{Method, Safety};
use pandapon::signature;
use pandapon_sandbox::{HttpRequest, Sandbox};
use serde_json::json;

use crate::driver::{Answer, Driver, SECOND};

fn search(driver: &Driver) -> Request {
    let body = json!({ "keyword": "mug" }).into();
    let call =
        Call::of_path(Method::Post, "/alibaba/product/keywords/query", &[], Some(&body), Safety::Read, "")
            .unwrap();
    driver.sign(&call)
}

fn set(request: &mut Request, header: &str, value: &str) {
    for (name, old) in &mut request.headers.0 {
        if name == header {
            *old = value.to_owned();
        }
    }
}

/// Signs the request again with its current headers.
fn sign_again(driver: &Driver, request: &mut Request) {
    let header = |name: &str| request.headers.get(name).unwrap().to_owned();
    let (key, time, nonce) = (header("access-key"), header("timestamp"), header("nonce-str"));
    let secret = &driver.sandbox.credentials().access_secret;
    let parts = signature::signed_parts(&key, &time, &nonce, secret);
    let signature = String::from_utf8(signature::sign(&parts).to_vec()).unwrap();
    set(request, "signature", &signature);
}

#[test]
fn each_header_is_required() {
    let mut driver = Driver::new(1);
    for header in ["access-key", "timestamp", "nonce-str", "user-id", "signature"] {
        let mut request = search(&driver);
        request.headers.0.retain(|(name, _)| name != header);
        let answer = Answer::of(&driver.send(&request));
        assert_eq!((answer.code, answer.msg), (990_001, format!("header {header} is missing")));
    }
    let request = search(&driver);
    assert_eq!(Answer::of(&driver.send(&request)).code, 200);
}

#[test]
fn wrong_headers_are_refused() {
    let mut driver = Driver::new(1);
    for (header, value, code) in [
        ("access-key", "0123456789abcdef0123456789abcdef", 990_002),
        ("timestamp", "yesterday", 990_003),
        ("timestamp", "-1", 990_003),
        ("nonce-str", "short", 990_004),
        ("nonce-str", "0123456789abcdef0123456789abcde-", 990_004),
        ("user-id", "123", 990_006),
        ("user-id", "12345678901234", 990_006),
        ("user-id", "123456789012x", 990_006),
    ] {
        let mut request = search(&driver);
        set(&mut request, header, value);
        sign_again(&driver, &mut request);
        assert_eq!(Answer::of(&driver.send(&request)).code, code, "{header}: {value}");
    }
}

#[test]
fn a_signature_must_match_exactly() {
    let mut driver = Driver::new(1);
    let good = search(&driver);
    let signature = good.headers.get("signature").unwrap().to_owned();
    let changed = |at: usize| -> String {
        let swap = |digit: char| if digit == '0' { '1' } else { '0' };
        signature
            .chars()
            .enumerate()
            .map(|(index, digit)| if index == at { swap(digit) } else { digit })
            .collect()
    };
    for wrong in
        [changed(0), changed(31), signature.to_lowercase(), signature[..31].to_owned(), signature.repeat(2)]
    {
        let mut request = good.clone();
        set(&mut request, "signature", &wrong);
        assert_eq!(Answer::of(&driver.send(&request)).code, 990_005, "{wrong}");
    }
    assert_eq!(Answer::of(&driver.send(&good)).code, 200);
}

#[test]
fn timestamps_count_seconds_or_milliseconds_within_600_seconds() {
    for (offset, is_accepted) in [(-601, false), (-600, true), (600, true), (601, false)] {
        let mut driver = Driver::new(1);
        let seconds = (driver.now / SECOND).checked_add_signed(offset).unwrap();
        for (index, time) in [seconds, seconds * 1000].into_iter().enumerate() {
            let mut request = search(&driver);
            set(&mut request, "timestamp", &time.to_string());
            set(&mut request, "nonce-str", &format!("{index:0>32}"));
            sign_again(&driver, &mut request);
            let code = Answer::of(&driver.send(&request)).code;
            assert_eq!(code, if is_accepted { 200 } else { 990_003 }, "{time}");
        }
    }
}

#[test]
fn a_nonce_works_once() {
    let mut driver = Driver::new(1);
    let request = search(&driver);
    assert_eq!(Answer::of(&driver.send(&request)).code, 200);
    assert_eq!(Answer::of(&driver.send(&request)).code, 990_004);
    // A refused request does not use up its nonce.
    let mut request = search(&driver);
    set(&mut request, "nonce-str", &"n".repeat(32));
    assert_eq!(Answer::of(&driver.send(&request)).code, 990_005);
    sign_again(&driver, &mut request);
    assert_eq!(Answer::of(&driver.send(&request)).code, 200);
}

#[test]
fn unknown_paths_and_methods_are_answered_like_by_any_server() {
    let mut sandbox = Sandbox::new(1);
    let mut send = |method, url| {
        let response = sandbox.handle(&HttpRequest { method, url, headers: &[], body: None }, 0);
        (response.status, response.headers.get("allow").map(str::to_owned))
    };
    assert_eq!(send("POST", "/alibaba/nothing"), (404, None));
    assert_eq!(send("POST", ""), (404, None));
    assert_eq!(send("POST", "https://sandbox.invalid"), (404, None));
    assert_eq!(send("GET", "/alibaba/order/create"), (405, Some("POST".to_owned())));
    assert_eq!(
        send("DELETE", "https://sandbox.invalid/alibaba/order/pay/url?a=b"),
        (405, Some("GET".to_owned()))
    );
    assert_eq!(send("POST", "https://sandbox.invalid/alibaba/order/create?x#y").0, 200);
}

#[test]
fn a_body_must_be_a_json_object_that_matches_the_declaration() {
    let mut driver = Driver::new(1);
    for (body, code) in [
        (None, 990_007),
        (Some(""), 990_007),
        (Some("[]"), 990_007),
        (Some("{\"keyword\":"), 990_007),
        (Some("{\"beginPage\":\"one\"}"), 990_008),
        (Some("{\"keyword\":7}"), 990_008),
        (Some("{\"unheardOf\":[1]}"), 200),
    ] {
        let mut request = search(&driver);
        request.body = body.map(str::to_owned);
        set(&mut request, "nonce-str", &format!("{:0>32}", driver.now));
        sign_again(&driver, &mut request);
        assert_eq!(Answer::of(&driver.send(&request)).code, code, "{body:?}");
        driver.now += SECOND;
    }
}

#[test]
fn the_credentials_are_recognisably_not_real() {
    let sandbox = Sandbox::new(42);
    let keys = sandbox.credentials();
    assert!(keys.access_key.starts_with("sandbox") && keys.access_key.len() == 32);
    assert!(keys.access_secret.starts_with("sandbox"));
    assert!(keys.user_id.len() == 13 && keys.user_id.bytes().all(|digit| digit.is_ascii_digit()));
    assert!(!format!("{sandbox:?}").contains(&keys.access_secret));
    assert_ne!(keys.access_key, Sandbox::new(43).credentials().access_key);
}

#[test]
fn nonces_are_removed_once_their_timestamps_have_expired() {
    let mut driver = Driver::new(1);
    let mut send = |nonce: usize, later: u64| {
        driver.now += later;
        let mut request = search(&driver);
        set(&mut request, "nonce-str", &format!("{nonce:0>32}"));
        sign_again(&driver, &mut request);
        Answer::of(&driver.send(&request)).code
    };
    for nonce in 0..5000 {
        assert_eq!(send(nonce, 0), 200);
    }
    assert_eq!(send(0, 1200 * SECOND), 990_004);
    assert_eq!(send(1, SECOND), 200);
}
