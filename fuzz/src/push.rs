//! Push messages: any bytes, and any message of a known form, with valid and invalid signatures.

use std::time::Duration;

use pandapon::credentials::Credentials;
use pandapon::error::Error;
use pandapon::event::{construct, generate, parse, Event, PayloadKind, Platform, Push, Topic};
use pandapon::fuzzing::read_event;
use pandapon::schema::Json;

use crate::generate::{Generator, Pool};
use crate::source::Source;

const TYPES: [&str; 12] = [
    "1688_ORDER_BUYER_VIEW_BUYER_MAKE",
    "ORDER_BUYER_VIEW_ORDER_PAY",
    "1688_ORDER_BUYER_VIEW_ORDER_PRICE_MODIFY",
    "TAOBAO_ORDER_BUYER_VIEW_ORDER_PRICE_MODIFY",
    "1688_ORDER_BUYER_VIEW_ORDER_BUYER_REFUND_IN_SALES",
    "1688_ORDER_BATCH_PAY",
    "1688_LOGISTICS_BUYER_VIEW_TRACE",
    "1688_LOGISTICS_MAIL_NO_CHANGE",
    "TAOBAO_",
    "ORDER_CREATED",
    "",
    "no such type",
];

/// A message is decoded in the same way in Rust and in JavaScript, with the same dedup key, and [`construct`] returns what went
/// into [`generate`]. Any change makes it a forgery.
pub fn run(data: &[u8]) {
    let mut source = Source::new(data);
    let change = source.below(65_536);
    let body = match source.below(3) {
        0 => source.rest().to_vec(),
        _ => made_up(&mut source).into_bytes(),
    };
    let credentials = Credentials::new("0123456789abcdef", "secret").expect("they are good");
    let header = String::from_utf8_lossy(&body);
    assert!(matches!(construct(&body, &header, &credentials), Err(Error::Signature(_))));
    let read = read_event(&body, 0, 0.0, f64::INFINITY);
    let read = Json::parse(&read).unwrap_or_else(|error| panic!("{error}: {read}"));
    let parsed = parse(&body);
    assert_eq!(parsed.is_err(), read.get("failure").is_some(), "Rust and JavaScript read the same");
    let Ok(event) = parsed else { return };
    let text = |name| read.get(name).and_then(Json::as_text);
    let platform = read.get("envelope").and_then(|envelope| envelope.get("messagePlatform"));
    let body = String::from_utf8_lossy(&body);
    if matches!(event.message_type.as_deref(), Some("true" | "false")) {
        // Rust reads true and false as text. The platform does not send such a type.
        return;
    }
    // In JavaScript a known type narrows the body: beside one without members it is left empty.
    let members = read.get("envelope").and_then(|envelope| envelope.get("messageBody"));
    let has_members = members.and_then(Json::as_object).is_some();
    let topic = event.topic();
    let is_named = has_members || matches!(topic, Topic::Other(_));
    assert_eq!(text("type"), Some(if is_named { topic.as_str() } else { "" }), "{body}");
    if platform.is_none_or(is_plain) {
        assert_eq!(text("form"), Some(event.payload_kind().name()), "{body}");
        if !depends_on_writing(&event.key()) {
            assert_eq!(text("key"), Some(event.key().as_str()), "{body}");
        }
    }
    looked_at(&event);
    if event.message_type.is_none() && event.message_body.is_none() {
        // Both were null or of other types, so that nothing is written.
        return;
    }
    written_and_read(&event, &credentials, change);
}

fn made_up(source: &mut Source<'_>) -> String {
    let pool = Pool::new();
    let mut generator = Generator { source, pool: &pool };
    let mut members = Vec::new();
    let mut add = |name: &str, value| members.push((name.to_owned(), value));
    if !generator.source.chance(16) {
        let known = (*generator.source.pick(&TYPES)).to_owned();
        add("messageType", if generator.source.chance(16) { generator.any(4) } else { Json::Text(known) });
    }
    if !generator.source.chance(16) {
        let kind = generator.source.pick(PayloadKind::KNOWN);
        let body = generator.value("", &kind.kind(), 0);
        add("messageBody", if generator.source.chance(64) { Json::Text(body.to_string()) } else { body });
    }
    for name in ["messagePlatform", "timestamp", "messageId"] {
        match generator.source.below(4) {
            0 => {}
            1 => add(name, Json::from(i64::from(generator.source.byte() % 3))),
            2 => add(name, Json::Text("1779263269913".to_owned())),
            _ => add(name, generator.any(3)),
        }
    }
    Json::Object(members).to_string()
}

/// Returns whether a value is a whole number in plain digits, or not a number. Rust and JavaScript read `-0` and `1e0` as
/// different platforms.
fn is_plain(value: &Json) -> bool {
    let Some(digits) = value.as_digits() else { return true };
    digits.parse::<i64>().is_ok_and(|number| number.to_string() == digits) || digits.parse::<f64>().is_err()
}

/// Returns whether a part of a key is a digest or a fraction, which Rust and JavaScript write differently.
fn depends_on_writing(key: &str) -> bool {
    let is_hex = |text: &str| text.len() == 64 && text.bytes().all(|byte| byte.is_ascii_hexdigit());
    // A time that is too coarse to distinguish messages is followed by a digest.
    let is_digest = |part: &str| part.rsplit('-').next().is_some_and(is_hex);
    let is_fraction = |part: &str| part.parse::<f64>().is_ok() && part.parse::<i128>().is_err();
    key.split(':').any(|part| is_digest(part) || is_fraction(part))
}

fn looked_at(event: &Event) {
    assert!(event.key().split(':').count() >= 4, "{}", event.key());
    let platform = event.platform().map(Platform::number);
    assert!(event.message_platform.is_none() || platform.is_some());
    let _ = event.payload();
    for now in [0, 1_779_263_269_913, u64::MAX] {
        for tolerance in [Duration::ZERO, Duration::from_secs(10_800), Duration::MAX] {
            let _ = event.is_fresh(now, tolerance);
        }
    }
}

fn written_and_read(event: &Event, credentials: &Credentials, change: usize) {
    let Push { body, authorization } = generate(event, credentials).expect("a message can be written");
    let again = construct(body.as_bytes(), &authorization, credentials);
    let again = again.unwrap_or_else(|error| panic!("{error}: {body}"));
    assert_eq!(again.key(), event.key());
    // By value: a number may be spelt otherwise, as -0.0 for -0.
    let value = |event| serde_json::to_value(event).expect("a message can be written");
    assert_eq!(value(&again), value(event));

    let mut forged = body.into_bytes();
    let at = change % forged.len();
    forged[at] ^= 1 << (change >> 13);
    let forged = construct(&forged, &authorization, credentials);
    assert!(matches!(forged, Err(Error::Signature(_))));
}
