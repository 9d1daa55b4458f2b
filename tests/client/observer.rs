//! What observers learn of a call: each attempt, and one end, whatever becomes of it.

use std::sync::{Arc, Mutex};
use std::time::Duration;

use futures_util::FutureExt;
use pandapon::api::alibaba::{order, refund};
use pandapon::client::{CallOptions, Event, Observer, Outcome, RawRequest, Settings};
use pandapon::endpoint::{Descriptor, Endpoint};
use serde_json::json;

use crate::answers::{client, Answers, Stuck};

const READ: (&Descriptor, &str) = (refund::Get::DESCRIPTOR, r#"{"refundId":"TQ1"}"#);
const ONCE: (&Descriptor, &str) = (order::PayUrl::DESCRIPTOR, r#"{"orderId":"1"}"#);

/// Returns settings with an observer that writes a line for each event, and its lines.
fn observed() -> (Settings, Arc<Mutex<Vec<String>>>) {
    let lines = Arc::new(Mutex::new(Vec::new()));
    let log = Arc::clone(&lines);
    let observer = Observer::new(move |event| log.lock().unwrap().push(line(event)));
    (Settings { observer: Some(observer), ..Settings::new("1") }, lines)
}

fn line(event: Event<'_>) -> String {
    match event {
        Event::Request { tried, .. } => format!("request {tried}"),
        Event::Response { response, tried, .. } => format!("response {tried}: {}", response.status),
        Event::Retry { tried, error, .. } => format!("retry after {tried}: {}", error.is_some()),
        Event::Misfits { misfits, .. } => format!("misfits {}", misfits.count()),
        Event::End { call, response, outcome, attempts, sent, .. } => {
            let outcome = match outcome {
                Outcome::Done => "done",
                Outcome::Failed(_) => "failed",
                Outcome::Dropped => "dropped",
            };
            let status = response.map_or(0, |response| response.status);
            format!("{} {outcome} {status}: {attempts}, {sent}", call.name)
        }
        _ => "?".to_owned(),
    }
}

fn run(answers: &Answers, (endpoint, members): (&Descriptor, &str)) -> Vec<String> {
    let (settings, lines) = observed();
    let members: serde_json::Value = serde_json::from_str(members).unwrap();
    let client = client(answers, settings);
    let options = CallOptions::default();
    // A call that is stuck is dropped here.
    let _ = client.call(endpoint, members, &options).now_or_never();
    let lines = lines.lock().unwrap().clone();
    lines
}

#[test]
fn a_call_that_succeeds_ends_once() {
    let lines = run(&Answers::new([json!({ "refundId": "TQ1" })]), READ);
    assert_eq!(lines, ["request 1", "response 1: 200", "alibaba.refund.get done 200: 1, true"]);
}

#[test]
fn a_call_that_fails_ends_after_its_last_attempt() {
    let answers = Answers { unreachable: true, ..Answers::new([json!({})]) };
    let retry = |nth| [format!("request {nth}"), format!("retry after {nth}: true")];
    let expected = [
        &retry(1)[..],
        &retry(2),
        &["request 3".to_owned(), "alibaba.refund.get failed 0: 3, false".to_owned()],
    ];
    assert_eq!(run(&answers, READ), expected.concat());
    assert_eq!(run(&answers, ONCE), ["request 1", "alibaba.order.payUrl failed 0: 1, false"]);
}

#[test]
fn a_response_that_is_not_understood_ends_a_call_with_a_failure() {
    let raw: fn(&pandapon::Request) -> (u16, Vec<u8>) = |_| (200, b"<html>".to_vec());
    let answers = Answers { raw: Some(raw), ..Answers::new([json!({})]) };
    let expected = ["request 1", "response 1: 200", "alibaba.order.payUrl failed 200: 1, true"];
    assert_eq!(run(&answers, ONCE), expected);
    // Also where the envelope is fine, and only the data is not of its type.
    let (settings, lines) = observed();
    let answers = Answers::new([json!(7)]);
    client(&answers, settings).send(order::List::default()).now_or_never().unwrap().unwrap_err();
    assert_eq!(lines.lock().unwrap().last().unwrap(), "alibaba.order.list failed 200: 1, true");
}

#[test]
fn a_call_that_is_dropped_ends_too() {
    for (stuck, expected) in [
        (Stuck::BeforeSigning, vec!["alibaba.order.payUrl dropped 0: 0, false"]),
        (Stuck::InFlight, vec!["request 1", "alibaba.order.payUrl dropped 0: 1, true"]),
    ] {
        let answers = Answers { stuck, ..Answers::new([json!({})]) };
        assert_eq!(run(&answers, ONCE), expected);
    }
}

#[test]
fn what_does_not_begin_has_no_events() {
    let answers = Answers::new([json!({})]);
    assert_eq!(run(&answers, (order::Cancel::DESCRIPTOR, "{}")), [""; 0]);
}

#[test]
fn misfits_come_before_the_end() {
    let (settings, lines) = observed();
    let answers = Answers::new([json!({ "result": ["x"], "totalRecord": 1 })]);
    let client = client(&answers, settings);
    client.send(order::List::default()).now_or_never().unwrap().unwrap();
    let mut pages = client.pages(&order::List::default()).unwrap();
    pages.next(&CallOptions::default()).now_or_never().unwrap().unwrap();
    let lines = lines.lock().unwrap().clone();
    let expected = ["request 1", "response 1: 200", "misfits 1", "alibaba.order.list done 200: 1, true"];
    assert_eq!(lines, [expected, expected].concat());
}

#[test]
fn the_end_tells_how_long_the_call_took() {
    let elapsed = Arc::new(Mutex::new(None));
    let log = Arc::clone(&elapsed);
    let observer = Observer::new(move |event| {
        if let Event::End { elapsed, .. } = event {
            *log.lock().unwrap() = Some(elapsed);
        }
    });
    let answers = Answers { queue: Duration::from_secs(5), ..Answers::new([json!({})]) };
    let settings = Settings { observer: Some(observer), ..Settings::new("1") };
    let options = CallOptions::default();
    let client = client(&answers, settings);
    client.request::<serde_json::Value>(RawRequest::post("/x"), &options).now_or_never().unwrap().unwrap();
    assert_eq!(*elapsed.lock().unwrap(), Some(Duration::from_secs(5)));
}
