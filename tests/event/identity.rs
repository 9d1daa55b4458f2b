//! Dedup keys and the age of messages.

use std::time::Duration;

use pandapon::event::{parse, Event, Platform, Timestamp, Topic, REPEATED_FOR};
use proptest::prelude::*;
use serde_json::{json, Value};

use crate::support::{any_id, any_json, envelope, read};

fn key(message_type: &str, body: &Value) -> String {
    read(&envelope(message_type, body)).key()
}

#[test]
fn the_key_consists_of_type_platform_subject_and_time() {
    let cases = [
        ("ORDER_BUYER_VIEW_ORDER_PAY", json!({ "orderId": 3305075341149134260_i64 }), "3305075341149134260"),
        ("ORDER_BUYER_VIEW_ORDER_BUYER_REFUND", json!({ "refundId": "TQ1", "orderId": "33" }), "TQ1"),
        (
            "ORDER_BUYER_VIEW_ORDER_PRICE_MODIFY",
            json!({ "baseInfo": { "id": 128403042259997710_i64, "idOfStr": "128403042259997715" } }),
            "128403042259997715",
        ),
        (
            "LOGISTICS_BUYER_VIEW_TRACE",
            json!({ "OrderLogisticsTracingModel": { "logisticsId": "L1", "orderLogsItems": [{ "orderId": 33 }] } }),
            "L1",
        ),
        ("LOGISTICS_MAIL_NO_CHANGE", json!({ "MailNoChangeModel": { "logisticsId": 7 } }), "7"),
    ];
    for (topic, body, subject) in cases {
        assert_eq!(key(&format!("1688_{topic}"), &body), format!("{topic}:1:{subject}:1779263269913"));
    }
    let price =
        envelope("TAOBAO_ORDER_BUYER_VIEW_ORDER_PRICE_MODIFY", &json!({ "salesOrderId": "200033789041" }));
    assert_eq!(read(&price).key(), "ORDER_BUYER_VIEW_ORDER_PRICE_MODIFY:0:200033789041:1779263269913");
}

#[test]
fn messages_without_a_subject_are_distinguished_by_their_bodies() {
    let paid = |status: &str| json!({ "batchPay": [{ "orderId": 33, "status": status }] });
    assert_ne!(key("ORDER_BATCH_PAY", &paid("successed")), key("ORDER_BATCH_PAY", &paid("ACCOUNT_FROZEN")));
    assert_eq!(key("ORDER_BATCH_PAY", &paid("successed")), key("1688_ORDER_BATCH_PAY", &paid("successed")));
}

#[test]
fn messages_without_a_time_are_distinguished_by_their_bodies() {
    let refund = |action: &str, timestamp: Value| {
        let body = json!({ "refundId": "TQ1", "refundAction": action });
        read(&json!({ "messageType": "1688_X", "messageBody": body, "timestamp": timestamp })).key()
    };
    for timestamp in [Value::Null, "".into()] {
        assert_ne!(
            refund("BUYER_APPLY_REFUND", timestamp.clone()),
            refund("SELLER_AGREE_REFUND", timestamp.clone())
        );
        assert_eq!(
            refund("BUYER_APPLY_REFUND", timestamp.clone()),
            refund("BUYER_APPLY_REFUND", timestamp.clone())
        );
    }
}

#[test]
fn a_message_is_fresh_within_the_tolerance_before_and_after_now() {
    let event = Event::new(Platform::Alibaba, &Topic::Paid, json!({}), PUSHED);
    let tolerance = Duration::from_millis(500);
    for (now, is_fresh) in [
        (PUSHED, true),
        (PUSHED + 500, true),
        (PUSHED + 501, false),
        (PUSHED - 500, true),
        (PUSHED - 501, false),
        (PUSHED - 360 * DAY, false),
        (PUSHED + 5000 * DAY, false),
    ] {
        assert_eq!(event.is_fresh(now, tolerance), is_fresh, "{now}");
    }
    assert!(event.is_fresh(u64::MAX, Duration::MAX));
}

#[test]
fn the_last_repetition_of_a_message_is_fresh() {
    let event = Event::new(Platform::Alibaba, &Topic::Paid, json!({}), PUSHED);
    let fifth_repetition = PUSHED + 5 * 30 * 60 * 1000;
    assert!(event.is_fresh(fifth_repetition, REPEATED_FOR));
}

#[test]
fn a_message_without_a_readable_time_is_fresh_and_has_a_key() {
    for timestamp in
        [Value::Null, json!(""), json!("yesterday"), json!("-1"), json!(true), json!([]), json!({})]
    {
        let event = read(&json!({ "messageType": "X", "timestamp": timestamp }));
        assert!(event.is_fresh(PUSHED, Duration::ZERO), "{timestamp}");
    }
    assert!(read(&json!({ "messageType": "X" })).is_fresh(PUSHED, Duration::ZERO));
}

#[test]
fn a_message_with_a_time_that_cannot_be_meant_is_fresh() {
    for timestamp in [
        json!(0),
        json!("0"),
        json!("0000000000000"),
        json!("20260520"),
        json!("202605201521"),
        json!(PUSHED / 60_000),
        json!(PUSHED / 3_600_000),
        json!(PUSHED / DAY),
        json!("9999999999999"),
        json!(253402300799000_u64),
        json!(i64::MAX),
        json!(u64::MAX / 2),
        json!("0001-01-01 00:00:00"),
        json!("1970-01-01 00:00:00"),
        json!("9999-12-31 23:59:59"),
        json!(PUSHED + 400 * DAY),
    ] {
        let event = read(&json!({ "messageType": "X", "timestamp": timestamp }));
        assert!(event.is_fresh(PUSHED, Duration::ZERO), "{timestamp}");
    }
}

#[test]
fn a_time_that_cannot_be_meant_does_not_merge_two_messages() {
    for timestamp in ["0000000000000", "9999999999999", "9223372036854775807", "19700101000000000"] {
        let key = |status: &str| {
            let body = json!({ "orderId": 33, "status": status });
            read(&json!({ "messageType": "X", "messageBody": body, "timestamp": timestamp })).key()
        };
        assert_ne!(key("paid"), key("shipped"), "{timestamp}");
        assert_eq!(key("paid"), key("paid"), "{timestamp}");
    }
}

#[test]
fn a_time_without_an_offset_is_fresh_as_china_time_or_as_utc() {
    let second = Duration::from_secs(1);
    for (text, is_fresh) in [
        ("2026-05-20 15:21:09", true),
        ("2026-05-20 07:21:09", true),
        ("20260520072109913", true),
        ("2026-05-20 11:21:09", false),
        ("2026-05-20 23:21:09", false),
        ("2026-05-20T15:21:09Z", false),
        ("2026-05-20 07:21:09 +0800", false),
        ("1779232869913", false),
    ] {
        let event = read(&json!({ "messageType": "X", "timestamp": text }));
        assert_eq!(event.is_fresh(PUSHED, second), is_fresh, "{text}");
    }
}

#[test]
fn messages_without_a_body_are_distinguished_by_the_rest_of_the_envelope() {
    for timestamp in [json!(1779261669913_u64), json!(1779261669), Value::Null] {
        let key = |order: u64, body: Value| {
            let flat = json!({ "messageType": "X_PAY", "messageBody": body, "orderId": order, "timestamp": timestamp });
            read(&flat).key()
        };
        for body in [Value::Null, json!(""), json!({}), json!({ "status": "paid" })] {
            assert_ne!(key(1, body.clone()), key(2, body.clone()), "{body} {timestamp}");
            assert_eq!(key(1, body.clone()), key(1, body.clone()));
        }
    }
    let key = |text: &str| parse(text.as_bytes()).unwrap().key();
    assert_eq!(
        key(r#"{"messageType":"1688_X","a":1,"b":[2.0],"messagePlatform":1}"#),
        key(r#"{"b": [2], "messagePlatform": "1", "messageType": "X", "a": 1}"#)
    );
}

#[test]
fn an_id_of_zero_is_not_a_subject() {
    for zero in [json!(0), json!("0"), json!(""), json!(" "), json!("000"), json!(-0.0)] {
        let key = |order: u64| key("X", &json!({ "refundId": zero, "orderId": order }));
        assert_eq!(key(7), "X:1:7:1779263269913", "{zero}");
        let none = |status: &str| self::key("X", &json!({ "orderId": zero, "status": status }));
        assert_ne!(none("paid"), none("shipped"), "{zero}");
    }
}

proptest! {
    #[test]
    fn the_key_is_the_same_however_a_message_is_delivered(
        name in "[A-Z_]{1,20}", order in any_id(), has_order: bool, more in any_json(), timestamp: u32,
    ) {
        let mut body = json!({ "more": more });
        if has_order {
            body["orderId"] = order.into();
        }
        let delivered = |message_type: &str, body: Value, timestamp: Value| {
            read(&json!({
                "messageType": message_type,
                "messageBody": body,
                "messagePlatform": 1,
                "timestamp": timestamp,
            })).key()
        };
        let first = delivered(&format!("1688_{name}"), body.clone(), timestamp.to_string().into());
        prop_assert_eq!(&delivered(&format!("1688_{name}"), body.to_string().into(), timestamp.into()), &first);
        prop_assert_eq!(&delivered(&name, body.clone(), timestamp.to_string().into()), &first);
        let spaced = serde_json::to_string_pretty(&body).unwrap();
        prop_assert_eq!(&delivered(&name, spaced.into(), timestamp.to_string().into()), &first);
    }

    #[test]
    fn another_order_type_platform_or_time_is_another_message(order in any_id(), timestamp in 0..u64::MAX) {
        let key = |topic: &Topic, platform, order: i64, timestamp| {
            Event::new(platform, topic, json!({ "orderId": order }), timestamp).key()
        };
        let first = key(&Topic::Paid, Platform::Alibaba, order, timestamp);
        prop_assert_ne!(&key(&Topic::Shipped, Platform::Alibaba, order, timestamp), &first);
        prop_assert_ne!(&key(&Topic::Paid, Platform::Taobao, order, timestamp), &first);
        prop_assert_ne!(&key(&Topic::Paid, Platform::Alibaba, order ^ 1, timestamp), &first);
        prop_assert_ne!(&key(&Topic::Paid, Platform::Alibaba, order, timestamp + 1), &first);
    }
}

/// 2026-05-20 15:21:09.913 in China.
const PUSHED: u64 = 1_779_261_669_913;

/// In milliseconds.
const DAY: u64 = 86_400_000;

fn milliseconds(text: &str) -> Option<u64> {
    Timestamp::from(text).milliseconds()
}

#[test]
fn a_time_is_read_in_every_form_of_its_sources() {
    let second = PUSHED / 1000 * 1000;
    let cases = [
        ("1779261669913", PUSHED),
        (" 1779261669913 ", PUSHED),
        ("1779261669913.0", PUSHED),
        ("1779261669913123", PUSHED),
        ("1779261669913123456", PUSHED),
        ("1779261669", second),
        ("1779261669.913", second),
        ("2026-05-20 15:21:09", second),
        ("2026-05-20 15:21:09.913", PUSHED),
        ("2026-05-20 15:21:09,9", second + 900),
        ("2026/05/20 15:21:09", second),
        ("2026-05-20T15:21:09", second),
        ("2026-05-20T07:21:09Z", second),
        ("2026-05-20T07:21:09.913456Z", PUSHED),
        ("2026-05-20T15:21:09+08:00", second),
        ("2026-05-20 15:21:09 +0800", second),
        ("2026-05-20T02:21:09.913-0500", PUSHED),
        ("2026-05-20T07:21:09+0000", second),
        ("2026-05-20 15:21", second - 9000),
        ("20260520152109", second),
        ("20260520152109913", PUSHED),
        ("20260520152109913+0800", PUSHED),
        ("20260520T072109Z", second),
        ("2024-02-29 23:59:59", 1_709_222_399_000),
        ("1970-01-01 08:00:00", 0),
        ("0", 0),
    ];
    for (text, expected) in cases {
        assert_eq!(milliseconds(text), Some(expected), "{text}");
    }
}

#[test]
fn an_invalid_time_is_read_as_none() {
    let long = "1".repeat(1 << 20);
    for text in [
        "1.779261669913E12",
        "192.168.1.1",
        "12345678901234567890",
        "2026-05-20 15:21:0",
        "2026-05-20 15:21:09+08",
        "",
        " ",
        "yesterday",
        "-1",
        "+1",
        "1e",
        "e9",
        ".5",
        "1e400",
        "1e-400",
        "0x10",
        "NaN",
        "null",
        "2026-05-20",
        "2026-13-01 00:00:00",
        "2026-05-20 24:00:00",
        "2026-05-20 15:60:00",
        "2026-05-20 15:21:09 CST",
        "2026-05-20 15:21:09+08:00x",
        "1969-12-31 23:59:59Z",
        "Wed, 20 May 2026 07:21:09 GMT",
        "２０２６-05-20 15:21:09",
        "99999999999999999999999",
        &long,
    ] {
        assert_eq!(milliseconds(text), None, "{text:.40}");
    }
}

#[test]
fn a_coarse_time_does_not_merge_two_messages() {
    let refund = |action: &str, timestamp: &Value| {
        let body = json!({ "refundId": "TQ1", "refundAction": action });
        read(&json!({ "messageType": "1688_X", "messageBody": body, "timestamp": timestamp })).key()
    };
    for timestamp in
        [json!(1779261669), json!("2026-05-20 15:21:09"), json!("yesterday"), json!([2026, 5, 20])]
    {
        assert_ne!(refund("BUYER_APPLY_REFUND", &timestamp), refund("SELLER_AGREE_REFUND", &timestamp));
        assert_eq!(refund("BUYER_APPLY_REFUND", &timestamp), refund("BUYER_APPLY_REFUND", &timestamp));
    }
    assert_ne!(refund("X", &json!(1779261669)), refund("X", &json!(1779261670)));
}

#[test]
fn a_key_has_a_maximum_length() {
    let long = "9".repeat(100_000);
    let key = |message_type: &str, order: &str, timestamp: &str| {
        let body = json!({ "orderId": order });
        let key =
            read(&json!({ "messageType": message_type, "messageBody": body, "timestamp": timestamp })).key();
        assert!(key.len() < 600, "{}", key.len());
        key
    };
    let other = format!("{long}8");
    assert_ne!(key(&long, "1", "1"), key(&other, "1", "1"));
    assert_ne!(key("X", &long, "1"), key("X", &other, "1"));
    key("X", "1", &long);
}

/// Returns the date of a day since 1970, by counting days.
fn dates(days: usize) -> impl Iterator<Item = (u32, u32, u32)> {
    let is_leap = |year: u32| year.is_multiple_of(4) && !year.is_multiple_of(100) || year.is_multiple_of(400);
    let next = move |(year, month, day): &(u32, u32, u32)| {
        let length = match month {
            2 if is_leap(*year) => 29,
            2 => 28,
            4 | 6 | 9 | 11 => 30,
            _ => 31,
        };
        Some(match (month, day) {
            (12, 31) => (year + 1, 1, 1),
            (month, day) if *day == length => (*year, month + 1, 1),
            (month, day) => (*year, *month, day + 1),
        })
    };
    std::iter::successors(Some((1970, 1, 1)), next).take(days)
}

#[test]
fn every_day_until_2400_is_the_day_after_the_one_before() {
    for (count, (year, month, day)) in dates(157_000).enumerate() {
        let expected = count as u64 * 86_400_000;
        assert_eq!(milliseconds(&format!("{year:04}-{month:02}-{day:02}T00:00:00Z")), Some(expected));
        assert_eq!(milliseconds(&format!("{year:04}{month:02}{day:02}080000")), Some(expected));
    }
}

#[test]
fn freshness_does_not_depend_on_the_form_of_the_time() {
    let hour = 3_600_000;
    let forms = |time: u64| {
        let of_day = time % 86_400_000 / 1000;
        let (_, (year, month, day)) = (0..).zip(dates(40_000)).nth((time / 86_400_000) as usize).unwrap();
        let clock = format!("{:02}:{:02}:{:02}", of_day / 3600, of_day / 60 % 60, of_day % 60);
        [
            json!(time),
            json!(time.to_string()),
            json!(time / 1000),
            json!((time / 1000).to_string()),
            json!(time * 1000),
            json!(format!("{year:04}-{month:02}-{day:02}T{clock}Z")),
        ]
    };
    for (now, is_fresh) in [
        (PUSHED, true),
        (PUSHED + 2 * hour, true),
        (PUSHED - 2 * hour, true),
        (PUSHED + 4 * hour, false),
        (PUSHED - 4 * hour, false),
    ] {
        for timestamp in forms(PUSHED) {
            let event = read(&json!({ "messageType": "X", "timestamp": timestamp }));
            assert_eq!(event.is_fresh(now, Duration::from_secs(3 * 3600)), is_fresh, "{timestamp} at {now}");
        }
    }
}

proptest! {
    #[test]
    fn no_text_makes_reading_a_time_panic(text: String, digits in "[0-9]{0,40}", clock in "[0-9TZ:.,+/ eE-]{0,48}") {
        for text in [text, digits, clock] {
            let event = read(&json!({ "messageType": "X", "timestamp": text }));
            event.is_fresh(PUSHED, REPEATED_FOR);
            prop_assert!(!event.key().is_empty());
        }
    }

    #[test]
    fn an_offset_shifts_a_time_exactly(hours in 0..14_u64, minutes in 0..60_u64, east: bool) {
        let offset = (hours * 60 + minutes) * 60_000;
        let sign = if east { '+' } else { '-' };
        let utc = milliseconds("2026-05-20T15:21:09Z").unwrap();
        let expected = if east { utc - offset } else { utc + offset };
        for colon in ["", ":"] {
            let text = format!("2026-05-20T15:21:09{sign}{hours:02}{colon}{minutes:02}");
            prop_assert_eq!(milliseconds(&text), Some(expected));
        }
    }

    #[test]
    fn numbers_of_every_unit_are_read_exactly(time in 100_000_000_000_u64..10_000_000_000_000) {
        let (seconds, micros) = (time / 1000, time * 1000);
        prop_assert_eq!(milliseconds(&time.to_string()), Some(time));
        prop_assert_eq!(milliseconds(&seconds.to_string()), Some(seconds * 1000));
        if micros >= 100_000_000_000_000 && micros.to_string().len() != 14 {
            prop_assert_eq!(milliseconds(&micros.to_string()), Some(time));
        }
    }
}

#[test]
fn a_digest_does_not_depend_on_the_spelling_of_a_body() {
    let key = |body: &str| {
        parse(format!(r#"{{"messageType":"X","messageBody":{body}}}"#).as_bytes()).unwrap().key()
    };
    let same = [
        ("[12.30, 1E5, 0.050]", "[1.23e1, 100000, 5e-2]"),
        ("[0, 0.0, 0e5, 700]", "[0.00, 0, 0, 7E+2]"),
        (r#"["\f\b\u000b\u00e9\/"]"#, r#"["\u000C\u0008\u000B\u00E9/"]"#),
        (r#"{"b":2,"a":{"x":1,"y":[]}}"#, r#"{ "b" : 20e-1, "a": { "x": 1, "y": [ ] } }"#),
    ];
    for (one, other) in same {
        assert_eq!(key(one), key(other), "{one}");
    }
    let different = [
        "[1]",
        "[10]",
        "[-1]",
        "[0.1]",
        "[\"1\"]",
        "[[1]]",
        "[1,1]",
        "{\"1\":1}",
        "[null]",
        "[true]",
        "[]",
        "{}",
    ];
    for (index, one) in different.iter().enumerate() {
        for other in different.iter().skip(index + 1) {
            assert_ne!(key(one), key(other), "{one} {other}");
        }
    }
}

proptest! {
    #[test]
    fn a_reformatted_message_has_the_same_key(body in any_json(), timestamp in any_json()) {
        let event = read(&json!({ "messageType": "X", "messageBody": body, "timestamp": timestamp }));
        let again: Event = read(&serde_json::to_value(&event).unwrap());
        prop_assert_eq!(again.key(), event.key());
    }
}
