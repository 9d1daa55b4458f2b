//! Spans and events of tracing, by a subscriber that keeps them: the fields of a span follow OpenTelemetry's conventions for HTTP
//! clients, and no field holds a secret.

use std::cell::RefCell;
use std::collections::BTreeMap;
use std::fmt::Debug;
use std::sync::Once;

use futures_util::FutureExt;
use pandapon::api::alibaba::{order, refund};
use pandapon::client::{CallOptions, RawRequest, Settings};
use pandapon::endpoint::Endpoint;
use pandapon::error::Error;
use serde_json::json;
use tracing::field::{Field, Visit};
use tracing::span::{Attributes, Id, Record};
use tracing::{Metadata, Subscriber};

use crate::answers::{client, Answers, Stuck};

type Fields = BTreeMap<String, String>;
/// Each with the span that it belongs to.
type Events = Vec<(Option<u64>, Fields)>;

thread_local! {
    static CAPTURED: RefCell<(Vec<Fields>, Events)> = RefCell::default();
}

/// Keeps the fields of spans, and of events with the span that they belong to, for the thread that makes them. It is the subscriber
/// of the whole process: with one for each thread, tracing takes what another thread has no subscriber for as off everywhere.
struct Capture;

struct Visitor<'a>(&'a mut Fields);

impl Visit for Visitor<'_> {
    fn record_debug(&mut self, field: &Field, value: &dyn Debug) {
        self.0.insert(field.name().to_owned(), format!("{value:?}"));
    }

    fn record_str(&mut self, field: &Field, value: &str) {
        self.0.insert(field.name().to_owned(), value.to_owned());
    }
}

impl Subscriber for Capture {
    fn enabled(&self, metadata: &Metadata<'_>) -> bool {
        metadata.target().starts_with("pandapon")
    }

    fn new_span(&self, span: &Attributes<'_>) -> Id {
        let mut fields = Fields::from([("name".to_owned(), span.metadata().name().to_owned())]);
        span.record(&mut Visitor(&mut fields));
        CAPTURED.with_borrow_mut(|(spans, _)| {
            spans.push(fields);
            Id::from_u64(spans.len() as u64)
        })
    }

    fn record(&self, span: &Id, values: &Record<'_>) {
        let index = span.into_u64() as usize - 1;
        CAPTURED.with_borrow_mut(|(spans, _)| values.record(&mut Visitor(&mut spans[index])));
    }

    fn record_follows_from(&self, _: &Id, _: &Id) {}

    fn event(&self, event: &tracing::Event<'_>) {
        let mut fields = Fields::from([("level".to_owned(), event.metadata().level().to_string())]);
        event.record(&mut Visitor(&mut fields));
        let span = event.parent().map(Id::into_u64);
        CAPTURED.with_borrow_mut(|(_, events)| events.push((span, fields)));
    }

    fn enter(&self, _: &Id) {}

    fn exit(&self, _: &Id) {}
}

/// Runs something, and returns the spans and events of it.
fn captured(work: impl FnOnce()) -> (Vec<Fields>, Events) {
    static SUBSCRIBE: Once = Once::new();
    SUBSCRIBE.call_once(|| tracing::subscriber::set_global_default(Capture).unwrap());
    CAPTURED.take();
    work();
    CAPTURED.take()
}

fn assert_fields(fields: &Fields, expected: &[(&str, &str)]) {
    for (name, value) in expected {
        assert_eq!(fields.get(*name).map(String::as_str), Some(*value), "{name} in {fields:?}");
    }
}

fn pay(answers: &Answers) -> Result<order::Payment, Error> {
    let call = client(answers, Settings::new("1688000000001"));
    let call = call.send(order::PayUrl::new().order_id("1"));
    call.now_or_never().unwrap()
}

#[test]
fn a_call_is_a_span_with_the_fields_of_an_http_client() {
    let answers = Answers::new([json!({ "payUrl": "https://example.com" })]);
    let (spans, events) = captured(|| drop(pay(&answers)));
    assert_eq!(spans.len(), 1);
    assert_fields(
        &spans[0],
        &[
            ("name", "pandapon.call"),
            ("otel.name", "GET alibaba.order.payUrl"),
            ("otel.kind", "client"),
            ("http.request.method", "GET"),
            ("http.response.status_code", "200"),
            ("server.address", "api.pandapon.com"),
            ("server.port", "443"),
            ("url.full", "https://api.pandapon.com/alibaba/order/pay/url"),
            ("pandapon.endpoint", "alibaba.order.payUrl"),
            ("pandapon.safety", "once"),
            ("pandapon.attempts", "1"),
            ("pandapon.sent", "true"),
        ],
    );
    assert!(!spans[0].contains_key("error.type") && !spans[0].contains_key("http.request.resend_count"));
    let (span, end) = events.last().unwrap();
    assert_eq!(*span, Some(1));
    assert_fields(
        end,
        &[("level", "INFO"), ("message", "call ended"), ("outcome", "done"), ("sent", "true")],
    );
}

#[test]
fn a_failure_is_in_the_span_and_in_its_last_event() {
    let refusing: fn(&pandapon::Request) -> (u16, Vec<u8>) =
        |_| (200, br#"{"code":5010,"msg":"no","requestId":"r1"}"#.to_vec());
    let gone: fn(&pandapon::Request) -> (u16, Vec<u8>) = |_| (502, b"<title>Bad Gateway</title>".to_vec());
    for (raw, kind, status, request_id) in
        [(refusing, "refusal", "200", Some("r1")), (gone, "502", "502", None)]
    {
        let answers = Answers { raw: Some(raw), ..Answers::new([json!({})]) };
        let (spans, events) = captured(|| assert!(pay(&answers).is_err()));
        assert_fields(
            &spans[0],
            &[("error.type", kind), ("otel.status_code", "ERROR"), ("http.response.status_code", status)],
        );
        assert_eq!(spans[0].get("pandapon.request_id").map(String::as_str), request_id);
        let end = &events.last().unwrap().1;
        assert_fields(end, &[("level", "WARN"), ("outcome", "failed"), ("sent", "true"), ("attempts", "1")]);
    }
}

#[test]
fn retries_are_counted_and_told() {
    let answers = Answers { unreachable: true, ..Answers::new([json!({})]) };
    let (spans, events) = captured(|| {
        let client = client(&answers, Settings::new("1"));
        client.send(refund::Get::new().refund_id("TQ1")).now_or_never().unwrap().unwrap_err();
    });
    assert_fields(
        &spans[0],
        &[("http.request.resend_count", "2"), ("error.type", "connection"), ("pandapon.sent", "false")],
    );
    let retries = events.iter().filter(|(_, fields)| fields["message"] == "retrying").count();
    assert_eq!(retries, 2);
}

#[test]
fn a_dropped_call_ends_its_span_too() {
    let answers = Answers { stuck: Stuck::InFlight, ..Answers::new([json!({})]) };
    let (spans, events) = captured(|| {
        let client = client(&answers, Settings::new("1"));
        let options = CallOptions::default();
        let call = client.call(order::PayUrl::DESCRIPTOR, json!({ "orderId": "1" }), &options);
        assert!(call.now_or_never().is_none());
    });
    assert_fields(&spans[0], &[("error.type", "dropped"), ("pandapon.sent", "true")]);
    assert_fields(&events.last().unwrap().1, &[("outcome", "dropped"), ("sent", "true")]);
}

/// The query may hold ids and names; the address is that before it is signed.
#[test]
fn no_field_holds_a_secret_or_the_query() {
    fn quote(request: &pandapon::Request) -> (u16, Vec<u8>) {
        let signature = request.headers.get("signature").unwrap();
        (502, format!("<title>{signature} fedcba9876543210</title>").into_bytes())
    }
    let answers = Answers { raw: Some(quote), ..Answers::new([json!({})]) };
    let settings = Settings { base_url: "http://localhost:4010/base".to_owned(), ..Settings::new("1") };
    let (spans, events) = captured(|| {
        let client = client(&answers, settings);
        let options = CallOptions::default();
        let request = RawRequest::get("/x").query("receiver", "王先生");
        let call = client.request::<String>(request, &options);
        call.now_or_never().unwrap().unwrap_err();
    });
    assert_fields(
        &spans[0],
        &[
            ("otel.name", "GET"),
            ("server.address", "localhost"),
            ("server.port", "4010"),
            ("url.full", "http://localhost:4010/base/x"),
        ],
    );
    let request = answers.requests.borrow()[0].clone();
    let said = format!("{spans:?} {events:?}");
    for name in ["signature", "access-key", "nonce-str", "user-id"] {
        let value = request.headers.get(name).unwrap();
        assert!(value.len() < 2 || !said.contains(value), "{name} in {said}");
    }
    assert!(!said.contains("receiver") && !said.contains("%E7"), "{said}");
}
