//! The log of requests: all of them, in order, without secrets.

use pandapon::call::request::Call;
use pandapon::endpoint::Method;
use serde_json::json;

use crate::driver::Driver;

#[test]
fn each_request_is_logged_with_its_result() {
    let mut driver = Driver::new(1);
    driver.data("alibaba.product.searchByKeyword", json!({ "keyword": "suitcase" }));
    driver.call("alibaba.refund.get", json!({ "refundId": "TQ1" }));
    let requests: Vec<_> = driver.sandbox.requests().collect();
    let results: Vec<_> = requests
        .iter()
        .map(|request| (request.endpoint.as_deref().unwrap(), request.code.unwrap()))
        .collect();
    assert_eq!(results, [("alibaba.product.searchByKeyword", 200), ("alibaba.refund.get", 4005)]);
    let search = requests[0];
    assert_eq!((search.method.as_str(), search.status), ("POST", Some(200)));
    assert_eq!(search.path, "/alibaba/product/keywords/query");
    assert_eq!(search.body.as_deref(), Some(r#"{"keyword":"suitcase"}"#));
    assert_eq!((search.time, requests[1].time), (driver.now - 1000, driver.now));
}

#[test]
fn requests_to_unknown_paths_are_logged() {
    let mut driver = Driver::new(1);
    let call = Call::for_path(
        Method::Get,
        "/no/such",
        &[],
        None,
        pandapon::endpoint::Safety::Read,
        "https://a.invalid",
    );
    let request = driver.sign(&call.unwrap());
    driver.send(&request);
    let entry = driver.sandbox.requests().next().unwrap();
    assert_eq!((entry.endpoint.as_deref(), entry.status, entry.code), (None, Some(404), None));
    assert_eq!((entry.path.as_str(), entry.body.as_deref()), ("/no/such", None));
}

#[test]
fn secrets_are_masked_and_pictures_shortened() {
    let mut driver = Driver::new(1);
    let picture = format!("/9j/{}", "A".repeat(40_000));
    driver.data("alibaba.refund.uploadVoucher", json!({ "imageData": picture }));
    let keys = driver.sandbox.credentials().clone();
    let entry = driver.sandbox.requests().next().unwrap();
    assert_eq!(entry.headers["signature"], "********");
    assert_eq!(entry.headers["access-key"], format!("{}********", &keys.access_key[..8]));
    assert_eq!(entry.headers["user-id"], keys.user_id);
    let body = entry.body.as_deref().unwrap();
    assert!(body.contains("/9j/AAAA") && body.contains("(40004 characters)") && body.len() < 200, "{body}");
    let all = format!("{entry:?}");
    assert!(!all.contains(&keys.access_key) && !all.contains(&keys.access_secret));
}

#[test]
fn the_oldest_of_more_than_a_thousand_requests_are_removed() {
    let mut driver = Driver::new(1);
    for _ in 0..1005 {
        driver.call("alibaba.refund.carriers", json!({}));
    }
    let requests: Vec<_> = driver.sandbox.requests().collect();
    assert_eq!(requests.len(), 1000);
    assert_eq!(requests[999].time - requests[0].time, 999_000);
    assert_eq!(requests[999].time, driver.now);
}
