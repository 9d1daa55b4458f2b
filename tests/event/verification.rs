//! Verification of the `Authorization` header.

use pandapon::credentials::Credentials;
use pandapon::error::Error;
use pandapon::event::{
    construct, construct_with_base, generate, generate_with_base, parse, receive, Event, Platform, Received,
    Topic,
};
use proptest::prelude::*;
use serde_json::{json, Value};

use crate::support::{any_json, credentials};

struct Vector {
    name: String,
    credentials: Credentials,
    body: String,
    authorization: String,
}

fn vectors() -> Vec<Vector> {
    let vectors: Vec<Value> = serde_json::from_str(include_str!("../vectors/callback/vectors.json")).unwrap();
    assert!(!vectors.is_empty());
    let text = |vector: &Value, member: &str| vector[member].as_str().unwrap().to_owned();
    let read = |vector: &Value| Vector {
        name: text(vector, "name"),
        credentials: Credentials::new(text(vector, "accessKey"), text(vector, "accessSecret")).unwrap(),
        body: text(vector, "body"),
        authorization: text(vector, "authorization"),
    };
    vectors.iter().map(read).collect()
}

fn is_refused(body: &[u8], authorization: &str, credentials: &Credentials) -> bool {
    matches!(construct(body, authorization, credentials), Err(Error::Signature(_)))
}

#[test]
fn the_vectors_are_accepted_in_either_letter_case() {
    for Vector { name, credentials, body, authorization } in vectors() {
        for authorization in [authorization.to_lowercase(), authorization.to_uppercase()] {
            let event = construct(body.as_bytes(), &authorization, &credentials);
            assert_eq!(event, parse(body.as_bytes()), "{name}");
            assert!(event.is_ok(), "{name}");
        }
    }
}

#[test]
fn one_changed_bit_is_detected() {
    for Vector { name, credentials, body, authorization } in vectors() {
        for byte in 0..body.len() {
            let mut changed = body.clone().into_bytes();
            changed[byte] ^= 1;
            assert!(is_refused(&changed, &authorization, &credentials), "{name}, byte {byte} of the body");
        }
        for byte in 0..authorization.len() {
            let mut changed = authorization.clone().into_bytes();
            // The lowest bit, which does not change the case of a letter.
            changed[byte] ^= 1;
            let changed = String::from_utf8(changed).unwrap();
            assert!(is_refused(body.as_bytes(), &changed, &credentials), "{name}, byte {byte} of the header");
        }
    }
}

#[test]
fn reformatted_json_is_refused() {
    let vectors = vectors();
    let Vector { credentials, body, authorization, .. } =
        vectors.iter().find(|vector| vector.name == "whitespace").unwrap();
    let again = serde_json::from_str::<Value>(body).unwrap().to_string();
    assert!(is_refused(again.as_bytes(), authorization, credentials));
}

#[test]
fn another_account_is_refused() {
    for Vector { name, credentials, body, authorization } in vectors() {
        let (key, secret) = (credentials.access_key(), credentials.access_secret());
        let others = [(key, "another-secret"), ("another-key", secret), (secret, key)];
        for (key, secret) in others {
            let other = Credentials::new(key, secret).unwrap();
            assert!(is_refused(body.as_bytes(), &authorization, &other), "{name}");
        }
    }
}

#[test]
fn a_missing_header_is_refused_as_missing() {
    let error = construct(b"{}", "", &credentials()).unwrap_err();
    assert_eq!(error, Error::Signature("the push message has no Authorization header".to_owned()));
}

#[test]
fn an_unverified_body_is_not_decoded() {
    for body in [&b"not JSON"[..], b"\xff", b"", b"[]"] {
        assert!(is_refused(body, &"0".repeat(64), &credentials()));
    }
}

#[test]
fn a_verified_body_that_is_not_an_envelope_is_reported_as_such() {
    let body = b"\"pushed\"";
    let no_base = |_: &str, _: &[u8]| Vec::new();
    let event = Event::new(Platform::Alibaba, &Topic::Paid, json!({}), 0);
    let authorization = generate_with_base(no_base, &event, &credentials()).unwrap().authorization;
    let error = construct_with_base(no_base, body, &authorization, &credentials()).unwrap_err();
    assert_eq!(
        error,
        Error::Event("this is not a push message of the platform: it is not a JSON object".to_owned())
    );
}

#[test]
fn another_base_can_be_set_for_both_sides() {
    let body_alone = |_: &str, body: &[u8]| body.to_vec();
    let event = Event::new(Platform::Taobao, &Topic::PriceChanged, json!({ "salesOrderId": "1" }), 7);
    let pushed = generate_with_base(body_alone, &event, &credentials()).unwrap();
    let body = pushed.body.as_bytes();
    assert_eq!(construct_with_base(body_alone, body, &pushed.authorization, &credentials()), Ok(event));
    assert!(is_refused(body, &pushed.authorization, &credentials()));
}

#[test]
fn no_error_or_debug_output_contains_a_secret() {
    for Vector { credentials, body, authorization, .. } in vectors() {
        let event = construct(body.as_bytes(), &authorization, &credentials).unwrap();
        let error = construct(body.as_bytes(), &"0".repeat(64), &credentials).unwrap_err();
        let missing = construct(body.as_bytes(), "", &credentials).unwrap_err();
        let pushed = generate(&event, &credentials).unwrap();
        let printed = format!("{event:?} {error} {error:?} {missing} {missing:?} {pushed:?} {credentials:?}");
        assert!(!printed.contains(credentials.access_secret()));
        // The error about a wrong header must not contain the right one.
        let failures = format!("{error} {error:?} {missing} {missing:?}");
        assert!(!failures.to_lowercase().contains(&authorization.to_lowercase()));
    }
}

/// Signs a body of any kind. Returns the header.
fn authorization(body: &[u8]) -> String {
    let base = |_: &str, _: &[u8]| [credentials().access_key().as_bytes(), body].concat();
    generate_with_base(base, &Event::new(Platform::Alibaba, &Topic::Paid, json!({}), 0), &credentials())
        .unwrap()
        .authorization
}

#[test]
fn a_signed_body_that_is_not_an_envelope_is_received_with_its_bytes() {
    let deep = format!("{}{}", "[".repeat(129), "]".repeat(129));
    let envelope = |body: &str| format!(r#"{{"messageType":"1688_X","messageBody":{body}}}"#).into_bytes();
    let cases: Vec<Vec<u8>> = vec![
        Vec::new(),
        b"null".to_vec(),
        b"7".to_vec(),
        br#"[{"messageType":"X","messageBody":{}}]"#.to_vec(),
        br#"{"msgId":"1","type":"X","data":{"orderId":3305075341149134261}}"#.to_vec(),
        b"{\"messageType\":\"X\",\"messageBody\":{\"note\":\"\xff\"}}".to_vec(),
        envelope("\"a\tb\""),
        envelope(&deep),
        envelope("{\"orderId\":1"),
        b"messageType=X&messageBody=%7B%7D".to_vec(),
        b"\x1f\x8b\x08\0\0\0\0\0".to_vec(),
        "{\"messageType\":\"X\"}".encode_utf16().flat_map(u16::to_le_bytes).collect(),
        b"<xml/>".to_vec(),
    ];
    let mut keys = std::collections::HashSet::new();
    for body in cases {
        assert!(parse(&body).is_err());
        let received = receive(&body, &authorization(&body), &credentials()).unwrap();
        assert_eq!(received.key(), receive(&body, &authorization(&body), &credentials()).unwrap().key());
        assert!(keys.insert(received.key()), "two bodies have one key");
        let Received::Unreadable(unreadable) = received else { panic!("{body:?}") };
        assert_eq!(unreadable.raw_body, body);
        assert!(!unreadable.reason.is_empty());
        assert!(receive(&body, &"0".repeat(64), &credentials()).is_err());
    }
}

proptest! {
    #[test]
    fn every_signed_body_is_an_event_or_unknown(body: Vec<u8>, json in any_json(), text: String) {
        let framed = format!("{{\"messageType\":\"ORDER_CANCEL\",\"messageBody\":{text}}}").into_bytes();
        for body in [body, json.to_string().into_bytes(), framed] {
            match receive(&body, &authorization(&body), &credentials()) {
                Ok(Received::Event(event)) => prop_assert_eq!(Ok(event), parse(&body)),
                Ok(Received::Unreadable(unreadable)) => {
                    prop_assert!(parse(&body).is_err());
                    prop_assert_eq!(unreadable.raw_body, body);
                }
                Err(error) => prop_assert!(false, "{error}"),
            }
        }
    }

    #[test]
    fn a_generated_message_is_accepted_and_unchanged(body in any_json(), milliseconds in 100_000_000_000_u64..10_000_000_000_000, number in 0..3_i64) {
        // Text that looks like a structure would be decoded as one.
        prop_assume!(!body.is_string());
        let event = Event::new(Platform::from(number), &Topic::Other("SOMETHING_NEW".to_owned()), body, milliseconds);
        let pushed = generate(&event, &credentials()).unwrap();
        let received = construct(pushed.body.as_bytes(), &pushed.authorization, &credentials()).unwrap();
        prop_assert_eq!(received.key(), event.key());
        prop_assert_eq!(received.topic(), event.topic());
        prop_assert_eq!(received.timestamp.unwrap().milliseconds(), Some(milliseconds));
    }

    #[test]
    fn no_text_is_an_authorization_by_chance(authorization: String) {
        let body = br#"{"messageType":"X"}"#;
        prop_assert!(is_refused(body, &authorization, &credentials()));
    }
}
