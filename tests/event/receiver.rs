//! The rules of a server: what it works on, what it answers 200 without work, and what it refuses.

use std::time::Duration;

use pandapon::event::{
    generate, generate_with_base, Event, Keys, Platform, Post, Push, Received, Receiver, Refusal, Topic,
    Verdict,
};
use proptest::prelude::*;
use serde_json::json;

use crate::support::credentials;

const NOW: u64 = 1_779_263_269_913;
const HOUR: u64 = 3_600_000;

fn push(milliseconds: u64) -> Push {
    let body = json!({ "orderId": 3_305_075_341_149_134_260_i64, "currentStatus": "waitsellersend" });
    generate(&Event::new(Platform::Alibaba, &Topic::Paid, body, milliseconds), &credentials()).unwrap()
}

fn post(push: &Push) -> Post<'_> {
    Post { method: "POST", authorization: Some(&push.authorization), body: push.body.as_bytes() }
}

/// Signs a body that may be anything.
fn signed(body: &[u8]) -> String {
    // The event is only a vehicle: the base is all that is signed.
    let base = |key: &str, _: &[u8]| [key.as_bytes(), body].concat();
    generate_with_base(base, &Event::default(), &credentials()).unwrap().authorization
}

fn refusal(verdict: Verdict) -> Refusal {
    match verdict {
        Verdict::Refuse(refusal) => refusal,
        other => panic!("{other:?}"),
    }
}

#[test]
fn a_message_is_new_once_and_a_copy_ever_after() {
    let receiver = Receiver::new(credentials());
    let mut keys = receiver.keys();
    let push = push(NOW);
    let Verdict::New(message) = receiver.receive(post(&push), NOW, &mut keys) else { panic!("it is new") };
    let Received::Event(event) = &message.received else { panic!("it is readable") };
    assert_eq!((event.topic(), event.key()), (Topic::Paid, message.key.clone()));
    for later in [0, HOUR, 2 * HOUR] {
        let verdict = receiver.receive(post(&push), NOW + later, &mut keys);
        assert_eq!(verdict, Verdict::Copy { key: message.key.clone() });
        assert_eq!(verdict.status(), 200);
    }
    // Work that failed is done again.
    keys.remove(&message.key);
    assert!(matches!(receiver.receive(post(&push), NOW, &mut keys), Verdict::New(_)));
    // Without keys, every message is new.
    assert_eq!(receiver.verify(post(&push), NOW), Verdict::New(message));
}

#[test]
fn each_refusal_has_its_status_and_says_why() {
    let receiver = Receiver { max_bytes: 1000, ..Receiver::new(credentials()) };
    let push = push(NOW);
    let large = vec![b' '; 1001];
    let signature_of_large = signed(&large);
    let other = "0".repeat(64);
    let genuine = post(&push);
    let cases = [
        (Post { method: "GET", ..genuine }, 405, "not a POST request"),
        (Post { authorization: None, ..genuine }, 401, "without an Authorization header"),
        (Post { authorization: Some(""), ..genuine }, 401, "not 64 hexadecimal digits"),
        (Post { authorization: Some("Bearer x"), ..genuine }, 401, "not 64 hexadecimal digits"),
        (Post { authorization: Some(&other), ..genuine }, 401, "signature does not match"),
        (Post { body: b"{}", ..genuine }, 401, "signature does not match"),
        (
            Post { authorization: Some(&signature_of_large), body: &large, ..genuine },
            413,
            "larger than max_bytes",
        ),
        (Post { authorization: None, body: &large, ..genuine }, 413, "without an Authorization header"),
    ];
    for (post, status, reason) in cases {
        let verdict = receiver.receive(post, NOW, &mut receiver.keys());
        assert_eq!(verdict.status(), status, "{verdict:?}");
        let said = refusal(verdict).to_string();
        assert!(said.contains(reason), "{said}");
        assert!(!said.contains("an-access-secret"), "{said}");
    }
}

#[test]
fn the_signature_may_be_in_either_letter_case() {
    let receiver = Receiver::new(credentials());
    let push = push(NOW);
    let (lower, upper) = (push.authorization.to_lowercase(), push.authorization.to_uppercase());
    for authorization in [lower, upper] {
        let post = Post { authorization: Some(&authorization), ..post(&push) };
        assert!(matches!(receiver.verify(post, NOW), Verdict::New(_)));
    }
}

#[test]
fn a_message_is_fresh_within_the_tolerance_and_remembered_for_as_long() {
    let receiver = Receiver::new(credentials());
    let push = push(NOW);
    for (now, is_fresh) in [
        (NOW + 3 * HOUR, true),
        (NOW + 3 * HOUR + 1, false),
        (NOW - 3 * HOUR, true),
        (NOW - 3 * HOUR - 1, false),
    ] {
        let verdict = receiver.verify(post(&push), now);
        assert_eq!(matches!(verdict, Verdict::New(_)), is_fresh, "{verdict:?}");
        if !is_fresh {
            let said = refusal(verdict).to_string();
            assert!(said.contains("1779263269913") && said.contains("ORDER_BUYER_VIEW_ORDER_PAY"), "{said}");
        }
    }
    // From the first moment at which it is fresh to the last, it is known.
    let mut keys = receiver.keys();
    assert!(matches!(receiver.receive(post(&push), NOW - 3 * HOUR, &mut keys), Verdict::New(_)));
    let mut other = 0;
    for now in (NOW - 3 * HOUR..=NOW + 3 * HOUR).step_by(60_000) {
        other += 1;
        assert!(keys.add(&format!("another {other}"), now));
        assert!(matches!(receiver.receive(post(&push), now, &mut keys), Verdict::Copy { .. }));
    }
    let patient = Receiver { tolerance: Duration::from_secs(86_400), ..receiver };
    assert!(matches!(patient.verify(post(&push), NOW + 20 * HOUR), Verdict::New(_)));
}

#[test]
fn the_consoles_probe_is_answered_200() {
    let receiver = Receiver::new(credentials());
    for body in [&b""[..], b"{}", b"hello", b"[1]"] {
        let verdict = receiver.verify(Post { method: "POST", authorization: None, body }, NOW);
        assert_eq!((&verdict, verdict.status()), (&Verdict::Probe, 200));
    }
    assert_eq!((receiver.max_bytes_for(None), receiver.max_bytes_for(Some(""))), (4096, 1_048_576));
    let long = vec![b' '; 4097];
    let verdict = receiver.verify(Post { method: "POST", authorization: None, body: &long }, NOW);
    assert_eq!(refusal(verdict), Refusal::Unsigned { is_large: true });
}

#[test]
fn a_signed_body_that_is_not_a_message_is_passed_on_as_it_came() {
    let receiver = Receiver { max_values: 100, ..Receiver::new(credentials()) };
    let many = format!(r#"{{"messageType":"x","messageBody":[{}1]}}"#, "1,".repeat(200));
    for body in [&b"not JSON"[..], b"\xff", b"[]", many.as_bytes()] {
        let authorization = signed(body);
        let post = Post { method: "POST", authorization: Some(&authorization), body };
        let mut keys = receiver.keys();
        let Verdict::New(message) = receiver.receive(post, NOW, &mut keys) else { panic!("{body:?}") };
        let Received::Unreadable(unreadable) = message.received else { panic!("{body:?}") };
        assert_eq!(unreadable.raw_body, body);
        assert_eq!(receiver.receive(post, NOW, &mut keys), Verdict::Copy { key: message.key });
    }
}

#[test]
fn another_base_can_be_signed() {
    let body_alone = |_: &str, body: &[u8]| body.to_vec();
    let event = Event::new(Platform::Alibaba, &Topic::Paid, json!({ "orderId": 1 }), NOW);
    let push = generate_with_base(body_alone, &event, &credentials()).unwrap();
    let usual = Receiver::new(credentials());
    assert_eq!(refusal(usual.verify(post(&push), NOW)), Refusal::Forged);
    let other = Receiver { base: body_alone, ..usual };
    assert!(matches!(other.verify(post(&push), NOW), Verdict::New(_)));
}

#[test]
fn nothing_that_is_printed_holds_the_secret() {
    let receiver = Receiver::new(credentials());
    assert!(!format!("{receiver:?}").contains("an-access-secret"));
}

#[test]
fn keys_are_forgotten_after_their_time_and_the_memory_with_them() {
    let mut keys = Keys::new(Duration::from_millis(100));
    for now in 0..10_000 {
        assert!(keys.add(&now.to_string(), now));
        assert!(keys.len() <= 100);
    }
    // One that was removed and came again is kept for its whole time.
    assert!(keys.add("again", 10_000));
    keys.remove("again");
    assert!(keys.add("again", 10_050));
    assert!(!keys.add("again", 10_149));
    assert!(keys.add("again", 10_150));
}

proptest! {
    #[test]
    fn only_what_is_signed_is_ever_worked_on(
        method in "POST|GET|post|PUT",
        authorization in proptest::option::of("[0-9a-f]{64}|.*"),
        body: Vec<u8>,
    ) {
        let receiver = Receiver::new(credentials());
        let post = Post { method: &method, authorization: authorization.as_deref(), body: &body };
        let verdict = receiver.verify(post, NOW);
        prop_assert!(!matches!(verdict, Verdict::New(_) | Verdict::Copy { .. }), "{:?}", verdict);
    }
}
