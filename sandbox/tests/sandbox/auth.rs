//! Who comes in.

use pandapon::call::request::Call;
use pandapon::endpoint::{Method, Safety};
use pandapon::signature;
use pandapon_sandbox::{HttpRequest, Sandbox};
use serde_json::json;

use crate::driver::{Answer, Driver, SECOND};

/// A request whose headers can be tampered with.
#[derive(Clone)]
struct Forgery {
    url: String,
    headers: Vec<(String, String)>,
    body: Option<String>,
}

impl Forgery {
    fn header(&self, name: &str) -> String {
        self.headers.iter().find(|(known, _)| known == name).unwrap().1.clone()
    }

    /// The code of its answer.
    fn code(&self, driver: &mut Driver) -> i64 {
        self.answer(driver).code
    }

    fn answer(&self, driver: &mut Driver) -> Answer {
        let Self { url, headers, body } = self;
        let request = HttpRequest { method: "POST", url, headers, body: body.as_deref() };
        Answer::of(&driver.sandbox.handle(&request, driver.now))
    }
}

fn search(driver: &Driver) -> Forgery {
    let body = json!({ "keyword": "mug" }).into();
    let call =
        Call::for_path(Method::Post, "/alibaba/product/keywords/query", &[], Some(&body), Safety::Read, "")
            .unwrap();
    let request = driver.sign(&call);
    Forgery { url: request.url, headers: request.headers.as_slice().to_vec(), body: request.body }
}

fn set(request: &mut Forgery, header: &str, value: &str) {
    for (name, old) in &mut request.headers {
        if name == header {
            *old = value.to_owned();
        }
    }
}

/// Signs the request anew over the headers that it has.
fn sign_again(driver: &Driver, request: &mut Forgery) {
    let [key, time, nonce] = ["access-key", "timestamp", "nonce-str"].map(|name| request.header(name));
    let secret = &driver.sandbox.credentials().access_secret;
    let parts = signature::signed_parts(&key, &time, &nonce, secret);
    let signature = String::from_utf8(signature::sign(&parts).to_vec()).unwrap();
    set(request, "signature", &signature);
}

#[test]
fn each_header_is_needed() {
    let mut driver = Driver::new(1);
    for header in ["access-key", "timestamp", "nonce-str", "user-id", "signature"] {
        let mut request = search(&driver);
        request.headers.retain(|(name, _)| name != header);
        let answer = request.answer(&mut driver);
        assert_eq!((answer.code, answer.msg), (990_001, format!("header {header} is missing")));
    }
    let request = search(&driver);
    assert_eq!(request.code(&mut driver), 200);
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
        assert_eq!(request.code(&mut driver), code, "{header}: {value}");
    }
}

#[test]
fn a_signature_must_be_right_to_the_last_digit() {
    let mut driver = Driver::new(1);
    let good = search(&driver);
    let signature = good.header("signature");
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
        assert_eq!(request.code(&mut driver), 990_005, "{wrong}");
    }
    assert_eq!(good.code(&mut driver), 200);
}

#[test]
fn timestamps_count_seconds_or_milliseconds_within_600_seconds() {
    for (offset, admitted) in [(-601, false), (-600, true), (600, true), (601, false)] {
        let mut driver = Driver::new(1);
        let seconds = (driver.now / SECOND).checked_add_signed(offset).unwrap();
        for (index, time) in [seconds, seconds * 1000].into_iter().enumerate() {
            let mut request = search(&driver);
            set(&mut request, "timestamp", &time.to_string());
            set(&mut request, "nonce-str", &format!("{index:0>32}"));
            sign_again(&driver, &mut request);
            let code = request.code(&mut driver);
            assert_eq!(code, if admitted { 200 } else { 990_003 }, "{time}");
        }
    }
}

#[test]
fn a_nonce_works_once() {
    let mut driver = Driver::new(1);
    let request = search(&driver);
    assert_eq!(request.code(&mut driver), 200);
    assert_eq!(request.code(&mut driver), 990_004);
    // A refused request uses up no nonce.
    let mut request = search(&driver);
    set(&mut request, "nonce-str", &"n".repeat(32));
    assert_eq!(request.code(&mut driver), 990_005);
    sign_again(&driver, &mut request);
    assert_eq!(request.code(&mut driver), 200);
}

#[test]
fn what_lies_nowhere_is_answered_as_by_any_server() {
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
fn a_body_must_be_a_json_object_that_the_endpoint_declares() {
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
        assert_eq!(request.code(&mut driver), code, "{body:?}");
        driver.now += SECOND;
    }
}

#[test]
fn the_credentials_are_plainly_not_real() {
    let sandbox = Sandbox::new(42);
    let keys = sandbox.credentials();
    assert!(keys.access_key.starts_with("sandbox") && keys.access_key.len() == 32);
    assert!(keys.access_secret.starts_with("sandbox"));
    assert!(keys.user_id.len() == 13 && keys.user_id.bytes().all(|digit| digit.is_ascii_digit()));
    assert!(!format!("{sandbox:?}").contains(&keys.access_secret));
    assert_ne!(keys.access_key, Sandbox::new(43).credentials().access_key);
}

#[test]
fn nonces_are_forgotten_when_no_timestamp_of_theirs_is_good_any_more() {
    let mut driver = Driver::new(1);
    let mut send = |nonce: usize, later: u64| {
        driver.now += later;
        let mut request = search(&driver);
        set(&mut request, "nonce-str", &format!("{nonce:0>32}"));
        sign_again(&driver, &mut request);
        request.code(&mut driver)
    };
    for nonce in 0..5000 {
        assert_eq!(send(nonce, 0), 200);
    }
    assert_eq!(send(0, 1200 * SECOND), 990_004);
    assert_eq!(send(1, SECOND), 200);
}
