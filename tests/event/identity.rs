//! What tells messages apart, and how old they are.

use std::time::Duration;

use pandapon::event::{Event, Platform, Topic, REPEATED_FOR};
use proptest::prelude::*;
use serde_json::{json, Value};

use crate::support::{any_id, any_json, envelope, read};

fn key(message_type: &str, body: &Value) -> String {
    read(&envelope(message_type, body)).key()
}

#[test]
fn the_key_names_type_platform_subject_and_time() {
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
fn messages_without_a_subject_are_told_apart_by_their_bodies() {
    let paid = |status: &str| json!({ "batchPay": [{ "orderId": 33, "status": status }] });
    assert_ne!(key("ORDER_BATCH_PAY", &paid("successed")), key("ORDER_BATCH_PAY", &paid("ACCOUNT_FROZEN")));
    assert_eq!(key("ORDER_BATCH_PAY", &paid("successed")), key("1688_ORDER_BATCH_PAY", &paid("successed")));
}

#[test]
fn messages_without_a_time_are_told_apart_by_their_bodies() {
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
    let event = Event::new(Platform::Alibaba, &Topic::Paid, json!({}), 1_000_000);
    let tolerance = Duration::from_millis(500);
    for (now, is_fresh) in [
        (1_000_000, true),
        (1_000_500, true),
        (1_000_501, false),
        (999_500, true),
        (999_499, false),
        (0, false),
    ] {
        assert_eq!(event.is_fresh(now, tolerance), is_fresh, "{now}");
    }
    assert!(event.is_fresh(u64::MAX, Duration::MAX));
}

#[test]
fn a_message_that_is_sent_again_for_the_last_time_is_fresh() {
    let event = Event::new(Platform::Alibaba, &Topic::Paid, json!({}), 0);
    let fifth_repetition = 5 * 30 * 60 * 1000;
    assert!(event.is_fresh(fifth_repetition, REPEATED_FOR));
}

#[test]
fn a_message_without_a_readable_time_is_not_fresh() {
    for timestamp in [Value::Null, json!(""), json!("yesterday"), json!("-1"), json!(1.5), json!([])] {
        let event = read(&json!({ "messageType": "X", "timestamp": timestamp }));
        assert!(!event.is_fresh(0, Duration::MAX), "{timestamp}");
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
