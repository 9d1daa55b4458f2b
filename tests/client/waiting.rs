//! Waiting for a slot, and calls that are dropped while they wait.

use std::future::Future;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use futures_util::FutureExt;
use pandapon::api::alibaba::{cart, order, refund};
use pandapon::client::{CallOptions, OnDropped, Settings, Transport};
use pandapon::endpoint::{Descriptor, Endpoint, Safety};
use pandapon::error::Error;
use pandapon::{Client, Credentials, DynSign, DynTransport, Sign};
use serde_json::{json, Value};

use crate::answers::{client, Answers, Stuck};

const READ: (&Descriptor, &str) = (refund::Get::DESCRIPTOR, r#"{"refundId":"TQ1"}"#);
const ONCE: (&Descriptor, &str) = (order::PayUrl::DESCRIPTOR, r#"{"orderId":"1"}"#);

fn members(text: &str) -> Value {
    serde_json::from_str(text).unwrap()
}

fn log(answers: &Answers) -> Vec<String> {
    answers.log.borrow().clone()
}

#[test]
fn waiting_for_a_slot_is_before_signing_and_outside_of_the_time_limit() {
    let answers = Answers { queue: Duration::from_secs(3600), slow: true, ..Answers::new([json!({})]) };
    let client = client(&answers, Settings::new("1"));
    for (endpoint, request) in [READ, ONCE] {
        answers.log.borrow_mut().clear();
        let (before, sent) = ((&answers).now(), answers.requests.borrow().len());
        let options = CallOptions::default();
        let call = client.call(endpoint, members(request), &options);
        let mut call = std::pin::pin!(call);
        assert!(call.as_mut().now_or_never().is_none());
        call.now_or_never().unwrap().unwrap();
        // The time limit starts with the slot, which is held until the response has arrived.
        assert_eq!(log(&answers), ["ready", "sent", "waits 30 s", "place given back"]);
        let timestamp = answers.requests.borrow()[sent].headers.get("timestamp").unwrap().to_owned();
        assert_eq!(timestamp, ((before + 3_600_000) / 1000).to_string());
    }
}

#[test]
fn without_a_slot_nothing_is_sent() {
    let answers = Answers { no_place: Some("the queue is full".to_owned()), ..Answers::new([json!({})]) };
    let client = client(&answers, Settings::new("1"));
    for ((endpoint, request), tries) in [(READ, 3), (ONCE, 1)] {
        answers.log.borrow_mut().clear();
        let options = CallOptions::default();
        let call = client.call(endpoint, members(request), &options);
        let error = call.now_or_never().unwrap().unwrap_err();
        assert!(
            matches!(&error, Error::Connection { sent: false, reason, .. } if reason == "the queue is full")
        );
        assert_eq!(log(&answers).iter().filter(|said| *said == "ready").count(), tries);
        assert!(answers.requests.borrow().is_empty());
    }
}

#[test]
fn a_dropped_call_reports_whether_it_was_sent() {
    let update = (cart::SetQuantity::DESCRIPTOR, r#"{"id":"1","quantity":2}"#);
    assert_eq!(update.0.safety, Safety::Idempotent);
    for ((endpoint, request), stuck, unreachable, told) in [
        (ONCE, Stuck::BeforeSigning, false, Some(false)),
        (ONCE, Stuck::InFlight, false, Some(true)),
        (update, Stuck::BeforeSigning, false, Some(false)),
        (update, Stuck::InFlight, false, Some(true)),
        (update, Stuck::BeforeRetry, true, Some(false)),
        // Completed, or harmless.
        (ONCE, Stuck::Nowhere, false, None),
        (ONCE, Stuck::Nowhere, true, None),
        (READ, Stuck::InFlight, false, None),
    ] {
        let dropped = Arc::new(Mutex::new(Vec::new()));
        let receiver = Arc::clone(&dropped);
        let on_dropped = OnDropped::new(move |dropped| {
            receiver.lock().unwrap().push((dropped.call.name.clone(), dropped.sent));
        });
        let settings = Settings { on_dropped: Some(on_dropped), ..Settings::new("1") };
        let answers = Answers { stuck, unreachable, ..Answers::new([json!({})]) };
        let client = client(&answers, settings);
        let options = CallOptions::default();
        let members = members(request);
        drop(client.call(endpoint, members.clone(), &options));
        assert!(dropped.lock().unwrap().is_empty(), "nothing happens before it is awaited");
        let outcome = client.call(endpoint, members, &options).now_or_never();
        assert_eq!(outcome.is_none(), stuck != Stuck::Nowhere, "{stuck:?} {outcome:?}");
        let told = told.map(|sent| (endpoint.name.to_owned(), sent));
        assert_eq!(*dropped.lock().unwrap(), Vec::from_iter(told), "{stuck:?}");
    }
}

#[test]
fn a_response_beyond_the_limit_is_refused_and_not_requested_again() {
    for (length, fits) in [(900, true), (1_100, false), (100_000, false)] {
        let answers = Answers::new([json!({ "refundId": "x".repeat(length) })]);
        let settings = Settings { max_response_bytes: 1_000, ..Settings::new("1") };
        let client = client(&answers, settings);
        let (endpoint, request) = READ;
        let options = CallOptions::default();
        let call = client.call(endpoint, members(request), &options);
        let outcome = call.now_or_never().unwrap();
        assert_eq!(outcome.is_ok(), fits);
        if let Err(error) = outcome {
            assert!(matches!(error, Error::Decode { .. }) && error.sent(), "{error}");
            assert!(error.to_string().contains("max_response_bytes"), "{error}");
        }
        assert_eq!(answers.requests.borrow().len(), 1);
    }
    assert_eq!(Settings::new("1").max_response_bytes, 16 * 1024 * 1024);
}

/// As programs do that are written for any transport.
#[test]
fn futures_of_any_transport_can_move_to_another_thread() {
    fn is_send<T: Send>(future: T) -> T {
        future
    }
    fn search<T: Transport + Clone, S: Sign + Clone>(
        client: &Client<T, S>,
    ) -> impl Future<Output = bool> + Send {
        let client = client.clone();
        is_send(async move { client.send(refund::Get::new().refund_id("TQ1")).await.is_ok() })
    }
    let answers: &'static Answers = Box::leak(Box::new(Answers::new([json!({ "refundId": "TQ1" })])));
    let transport: Arc<dyn DynTransport> = Arc::new(answers);
    let credentials = Credentials::new("0123456789abcdef", "secret").unwrap();
    let signer: Arc<dyn DynSign> = Arc::new(Box::new(credentials));
    let client = Client::new(transport, signer, Settings::new("1")).unwrap();
    assert_eq!(search(&client).now_or_never(), Some(true));
}

#[test]
fn a_detached_call_borrows_nothing() {
    fn owned<T: 'static>(future: T) -> T {
        future
    }
    let answers: &'static Answers = Box::leak(Box::new(Answers::new([json!({ "refundId": "TQ1" })])));
    let call = {
        let client = client(answers, Settings::new("1"));
        owned(client.send_detached(refund::Get::new().refund_id("TQ1"), CallOptions::default()))
    };
    let reply = call.now_or_never().unwrap().unwrap();
    assert_eq!(reply.data.refund_id, Some("TQ1".into()));
}
