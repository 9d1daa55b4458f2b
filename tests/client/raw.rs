//! Requests to any path, whose data is decoded as a type of the caller's own.

use futures_util::FutureExt;
use pandapon::client::{CallOptions, RawRequest, Settings};
use pandapon::endpoint::{Method, Safety};
use pandapon::error::Error;
use pandapon::scalar::{Fen, Id, Yuan};
use pandapon::schema::Json;
use serde_json::json;

use crate::answers::{client, Answers};

#[derive(Debug, PartialEq, serde::Deserialize)]
#[serde(rename_all = "camelCase")]
struct Quote {
    order_id: Id,
    number: i64,
    total: Yuan,
    freight: Fen,
}

fn quote(answers: &Answers, request: RawRequest) -> Result<Quote, Error> {
    let client = client(answers, Settings::new("1"));
    let reply = client.request(request, &CallOptions::default()).now_or_never().unwrap();
    reply.map(|reply| reply.data)
}

#[test]
fn data_is_decoded_without_losing_a_digit() {
    let answer: fn(&pandapon::Request) -> (u16, Vec<u8>) = |_| {
        let data = r#"{"orderId":3305075341149134261,"number":9007199254740993,"total":12345678901234567.89,"freight":"800"}"#;
        (200, format!(r#"{{"code":200,"requestId":"r1","data":{data}}}"#).into_bytes())
    };
    let answers = Answers { raw: Some(answer), ..Answers::new([json!({})]) };
    let quote = quote(&answers, RawRequest::post("/x")).unwrap();
    assert_eq!(quote.order_id, "3305075341149134261");
    assert_eq!((quote.number, quote.freight), (9_007_199_254_740_993, Fen(800)));
    assert_eq!(quote.total.as_str(), "12345678901234567.89");
    let client = client(&answers, Settings::new("1"));
    let reply = client.request::<Json>(RawRequest::post("/x"), &CallOptions::default()).now_or_never();
    let number = reply.unwrap().unwrap().data.get("number").cloned();
    assert_eq!(number, Some(Json::Number("9007199254740993".to_owned())));
}

#[test]
fn a_request_has_its_method_query_and_body_and_is_signed() {
    let answers = Answers::new([json!({})]);
    let get = RawRequest::get("/a?x=1").query("id", 3_305_075_341_149_134_261_i64).query("none", Json::Null);
    quote(&answers, get).unwrap_err();
    quote(&answers, RawRequest::post("/b")).unwrap_err();
    quote(&answers, RawRequest::post("/c").body(json!({ "a": [1] }))).unwrap_err();
    let sent: Vec<_> = answers
        .requests
        .borrow()
        .iter()
        .map(|request| {
            assert_eq!(request.headers.get("signature").map(str::len), Some(32));
            (request.method, request.url.clone(), request.body.clone())
        })
        .collect();
    let base = "https://api.pandapon.com";
    let expected = [
        (Method::Get, format!("{base}/a?x=1&id=3305075341149134261"), None),
        (Method::Post, format!("{base}/b"), Some("{}".to_owned())),
        (Method::Post, format!("{base}/c"), Some(r#"{"a":[1]}"#.to_owned())),
    ];
    assert_eq!(sent, expected);
}

#[test]
fn the_error_of_data_of_another_type_quotes_little_of_it() {
    let answers = Answers::new([json!({ "orderId": 1, "number": "x".repeat(100_000) })]);
    let error = quote(&answers, RawRequest::post("/x")).unwrap_err();
    assert!(matches!(error, Error::Decode { .. }) && error.sent(), "{error}");
    assert!(error.to_string().len() < 600, "{}", error.to_string().len());
}

#[test]
fn only_what_may_be_repeated_is() {
    for (request, attempts) in [
        (RawRequest::get("/x"), 1),
        (RawRequest::get("/x").safety(Safety::Read), 3),
        (RawRequest::post("/x"), 1),
    ] {
        let answers = Answers { unreachable: true, ..Answers::new([json!({})]) };
        let error = quote(&answers, request).unwrap_err();
        assert_eq!(
            (error.attempts(), answers.requests.borrow().len()),
            (attempts, attempts as usize),
            "{error}"
        );
    }
}

#[test]
fn what_cannot_be_sent_is_refused() {
    let answers = Answers::new([json!({})]);
    for request in [
        RawRequest::get("x"),
        RawRequest::get("/x/../y"),
        RawRequest::get("/x#y"),
        RawRequest::get("/x").body(json!({})),
    ] {
        assert!(matches!(quote(&answers, request), Err(Error::Config(_))));
    }
    assert!(answers.requests.borrow().is_empty());
}
