//! Decoding of messages: complete and exact.

use pandapon::error::Error;
use pandapon::event::{parse, parse_with_limit, Event, Payload, PayloadKind, Platform, Topic, MAX_VALUES};
use pandapon::schema::Json;
use proptest::prelude::*;
use serde::{Deserialize, Serialize};
use serde_json::{json, Value};

use crate::support::{any_id, any_json, any_object, envelope, numbers_as_text, read};

#[test]
fn a_body_in_a_string_and_as_an_object_are_decoded_alike() {
    let body = json!({ "orderId": "3305075341149134260", "orderStatus": "WAITING_FOR_SENT", "payStatus": 2 });
    let as_object = read(&envelope("ORDER_PAY_SUCCESS", &body));
    let as_text = read(&envelope("ORDER_PAY_SUCCESS", &body.to_string().into()));
    assert_eq!(as_object, as_text);
    assert_eq!(as_text.message_body, Some(body.into()));
}

#[test]
fn text_that_is_not_a_structure_stays_text() {
    for text in ["", "12", "null", "paid", "{", "\"{}\""] {
        let event = read(&envelope("ORDER_PAY_SUCCESS", &text.into()));
        assert_eq!(event.message_body, Some(text.into()));
        assert_eq!(
            (event.payload_kind(), event.payload()),
            (PayloadKind::Other, Payload::Other(text.into()))
        );
    }
}

#[test]
fn a_body_that_is_not_an_object_has_no_known_form() {
    for body in [json!(7), json!(true), json!([]), json!([{ "orderId": 1 }])] {
        let event = read(&envelope("ORDER_PAY_SUCCESS", &body));
        assert_eq!(
            (event.payload_kind(), event.payload()),
            (PayloadKind::Other, Payload::Other(body.into()))
        );
    }
}

#[test]
fn the_last_of_several_fields_with_the_same_name_counts() {
    let event = parse(
        br#"{"messageType":"X","messageType":"ORDER_CANCEL","timestamp":"1","timestamp":1779261669913,
             "messageBody":null,"messageBody":"{\"orderId\":1,\"orderId\":2}"}"#,
    )
    .unwrap();
    assert_eq!(event.key(), "ORDER_CANCEL::2:1779261669913");
    assert_eq!(event.payload_kind(), PayloadKind::KaOrder);
}

#[test]
fn a_null_body_is_none() {
    for message_type in ["ORDER_PAY_SUCCESS", "SOMETHING_NEW"] {
        let event = read(&envelope(message_type, &Value::Null));
        assert_eq!((event.message_body.clone(), event.payload()), (None, Payload::Other(Json::Null)));
    }
}

#[test]
fn a_message_is_created_with_its_prefix_if_its_topic_is_known() {
    let made = |platform, topic| Event::new(platform, &topic, json!({}), 0).message_type.unwrap();
    assert_eq!(made(Platform::Alibaba, Topic::BatchPaid), "1688_ORDER_BATCH_PAY");
    assert_eq!(made(Platform::Taobao, Topic::PriceChanged), "TAOBAO_ORDER_BUYER_VIEW_ORDER_PRICE_MODIFY");
    assert_eq!(made(Platform::Other(2), Topic::BatchPaid), "ORDER_BATCH_PAY");
    assert_eq!(made(Platform::Alibaba, Topic::from_message_type("1688_SOMETHING_NEW")), "1688_SOMETHING_NEW");
}

#[test]
fn only_the_body_of_the_message_itself_is_unwrapped() {
    let inner = json!({ "messageBody": "{}" });
    let event = read(&envelope("SOMETHING_NEW", &inner));
    assert_eq!(event.message_body, Some(inner.into()));
}

#[test]
fn ids_are_exact_and_text_as_numbers_of_any_size() {
    let event = parse(
        br#"{"messageType":"1688_ORDER_BUYER_VIEW_ANNOUNCE_SENDGOODS",
             "messageBody":{"orderId":3305075341149134261,"new":12345678901234567890,"small":7}}"#,
    );
    let body = event.unwrap().message_body.unwrap();
    let expected = json!({ "orderId": "3305075341149134261", "new": "12345678901234567890", "small": 7 });
    assert_eq!(body, expected.into());
    let small = read(&envelope("1688_ORDER_BATCH_PAY", &json!({ "batchPay": [{ "orderId": 7 }] })));
    assert_eq!(small.message_body, Some(json!({ "batchPay": [{ "orderId": "7" }] }).into()));
}

#[test]
fn prices_keep_their_digits() {
    let text = r#"{"messageType":"1688_ORDER_BUYER_VIEW_ORDER_PRICE_MODIFY","messagePlatform":1,
        "messageBody":{"baseInfo":{"totalAmount":12.30},"productItems":[{"price":12.30}]}}"#;
    let Payload::Order(order) = parse(text.as_bytes()).unwrap().payload() else { panic!("no order") };
    assert_eq!(order.base_info.unwrap().total_amount.unwrap().as_str(), "12.30");
    assert_eq!(order.product_items.unwrap()[0].price.as_ref().unwrap().as_str(), "12.30");
}

#[test]
fn each_type_is_known_with_its_prefix_and_without() {
    let paid = "ORDER_BUYER_VIEW_ORDER_PAY";
    for prefix in ["", "1688_", "TAOBAO_"] {
        assert_eq!(Topic::from_message_type(&format!("{prefix}{paid}")), Topic::Paid);
    }
    for unknown in ["SOMETHING_NEW", "1688_SOMETHING_NEW", "1688_1688_ORDER_CANCEL", "order_cancel", ""] {
        assert_eq!(Topic::from_message_type(unknown), Topic::Other(unknown.to_owned()));
    }
}

#[test]
fn the_platform_is_from_the_prefix_or_else_from_the_envelope() {
    let platform = |message_type: &str, number: Value| {
        read(&json!({ "messageType": message_type, "messagePlatform": number })).platform()
    };
    assert_eq!(platform("TAOBAO_X", json!(1)), Some(Platform::Taobao));
    assert_eq!(platform("1688_X", Value::Null), Some(Platform::Alibaba));
    assert_eq!(platform("X", json!(0)), Some(Platform::Taobao));
    assert_eq!(platform("X", json!("1")), Some(Platform::Alibaba));
    assert_eq!(platform("X", json!(2)), Some(Platform::Other(2)));
    assert_eq!(platform("X", Value::Null), None);
}

#[test]
fn a_price_change_has_the_form_of_its_sender() {
    let form = |message_type: &str, platform: i64, body: Value| {
        read(&json!({ "messageType": message_type, "messagePlatform": platform, "messageBody": body }))
            .payload_kind()
    };
    let price = "ORDER_BUYER_VIEW_ORDER_PRICE_MODIFY";
    assert_eq!(form(&format!("1688_{price}"), 1, json!({ "baseInfo": {} })), PayloadKind::Order);
    assert_eq!(
        form(&format!("TAOBAO_{price}"), 0, json!({ "salesOrderId": "1" })),
        PayloadKind::TaobaoPriceChange
    );
    assert_eq!(form(price, 0, json!({ "salesOrderId": "1" })), PayloadKind::TaobaoPriceChange);
    assert_eq!(form(price, 1, json!({ "orderId": "1", "orderStatus": "CANCEL" })), PayloadKind::KaOrder);
    assert_eq!(
        form(price, 1, json!({ "orderId": 1, "currentStatus": "waitbuyerpay" })),
        PayloadKind::OrderChange
    );
}

#[test]
fn an_order_change_of_taobao_is_recognised_by_its_fields() {
    let body = json!({
        "purchase_id": 200033789041_i64,
        "status": "WAIT_SELLER_SEND_GOODS",
        "business_time": 1779263269913_i64,
        "sku_list": [{ "item_id": 1, "status": "WAIT_BUYER_CONFIRM_GOODS" }],
    });
    let event = read(&json!({ "messageType": 3, "messagePlatform": 0, "messageBody": body }));
    assert_eq!(event.topic(), Topic::Other("3".to_owned()));
    let Payload::TaobaoOrderChange(change) = event.payload() else { panic!("another form") };
    assert_eq!(change.purchase_id.unwrap().as_str(), "200033789041");
    assert_eq!(change.sku_list.unwrap()[0].item_id.as_ref().unwrap().as_str(), "1");
    assert!(change.other.is_empty());
}

#[test]
fn unknown_types_and_fields_are_kept() {
    let event = read(&json!({
        "messageType": "1688_ORDER_BUYER_VIEW_ORDER_BUYER_REFUND_IN_SALES",
        "messageBody": { "refundId": "TQ1", "refundAction": "SOMETHING_NEW", "operator": [5], "new": [1] },
        "messagePlatform": true,
        "timestamp": 1779263269913_i64,
        "msgId": "m1",
    }));
    assert_eq!(in_json(&event.other), json!({ "messagePlatform": true, "msgId": "m1" }));
    assert_eq!(event.timestamp.as_ref().unwrap().as_str(), "1779263269913");
    let Payload::RefundChange(change) = event.payload() else { panic!("another form") };
    assert_eq!(change.refund_id.unwrap().as_str(), "TQ1");
    assert_eq!(change.refund_action.unwrap().as_str(), "SOMETHING_NEW");
    assert_eq!(in_json(&change.other), json!({ "operator": [5], "new": [1] }));
}

#[test]
fn a_body_that_is_not_an_envelope_is_refused_with_a_message() {
    let cases: [(&[u8], &str); 6] = [
        (b"", "not JSON at byte 0: a value is expected"),
        (b"messageType=X", "not JSON at byte 0: a value is expected"),
        (b"{\"messageType\":", "not JSON at byte 15: a value is expected"),
        (b"[{\"messageType\":\"X\"}]", "it is not a JSON object"),
        (b"{\"code\":200}", "it has neither messageType nor messageBody"),
        (b"{\"messageType\":\"\xff\"}", "it is not UTF-8"),
    ];
    for (body, reason) in cases {
        let expected = Error::Event(format!("this is not a push message of the platform: {reason}"));
        assert_eq!(parse(body), Err(expected));
    }
}

#[test]
fn a_byte_order_mark_and_half_a_character_are_accepted() {
    let event = parse("\u{feff}{\"messageType\":\"X\",\"messageBody\":\"\\ud800\"}".as_bytes()).unwrap();
    assert_eq!(event.message_body, Some("\u{fffd}".into()));
}

#[test]
fn excessive_nesting_is_refused() {
    for depth in [128, 200, 100_000] {
        let nested = format!("{}{}", "[".repeat(depth), "]".repeat(depth));
        let as_structure = format!(r#"{{"messageType":"X","messageBody":{nested}}}"#);
        let as_text = format!(r#"{{"messageType":"X","messageBody":"{nested}"}}"#);
        assert!(matches!(parse(as_structure.as_bytes()), Err(Error::Event(_))), "{depth}");
        // Text that is too deep for a structure stays text.
        let body = parse(as_text.as_bytes()).map(|event| event.message_body);
        assert!(matches!(body, Ok(Some(Json::Text(_)))), "{depth}");
    }
}

#[test]
fn members_and_items_are_counted_before_they_take_memory() {
    let message =
        |items: usize| format!(r#"{{"messageType":"X","messageBody":[{}0]}}"#, "0,".repeat(items - 1));
    let in_text =
        |items: usize| format!(r#"{{"messageType":"X","messageBody":"[{}0]"}}"#, "0,".repeat(items - 1));
    for text in [message, in_text] {
        assert!(parse(text(MAX_VALUES - 2).as_bytes()).is_ok());
        let error = parse(text(MAX_VALUES - 1).as_bytes()).unwrap_err().to_string();
        assert!(
            error.ends_with("it has more members and items than maxValues allows, by default 20000"),
            "{error}"
        );
        assert!(parse_with_limit(text(MAX_VALUES - 1).as_bytes(), MAX_VALUES + 1).is_ok());
        assert!(parse_with_limit(text(4).as_bytes(), 5).is_err());
    }
}

/// What `serde_json` writes.
fn in_json(value: &impl Serialize) -> Value {
    serde_json::to_value(value).unwrap()
}

proptest! {
    #[test]
    fn any_body_of_any_type_survives(message_type: String, body in any_json(), in_text: bool) {
        let sent = if in_text && (body.is_object() || body.is_array()) { body.to_string().into() } else { body.clone() };
        let event = read(&envelope(&message_type, &sent));
        prop_assert_eq!(event.message_type.as_deref(), Some(message_type.as_str()));
        // Text that looks like a structure is decoded as one.
        if !body.is_string() {
            prop_assert_eq!(in_json(&event.message_body), body);
        }
    }

    #[test]
    fn any_body_of_a_known_type_survives(
        topic in 0..TOPICS.len(),
        prefix in prop::sample::select(vec!["", "1688_", "TAOBAO_"]),
        known in prop::sample::subsequence(MEMBERS.to_vec(), 0..MEMBERS.len()),
        values in prop::collection::vec(any_json(), MEMBERS.len()),
        more in any_object(),
    ) {
        let mut members = more;
        members.extend(known.iter().map(|name| (*name).to_owned()).zip(values));
        let body = Value::Object(members);
        let event = read(&envelope(&format!("{prefix}{}", TOPICS[topic]), &body));
        let kept = in_json(&event.message_body);
        prop_assert_eq!(numbers_as_text(&kept), numbers_as_text(&body));
        // The typed body is complete, too, whatever the values of its known fields are.
        let typed = match event.payload() {
            Payload::OrderChange(body) => serde_json::to_value(body),
            Payload::RefundChange(body) => serde_json::to_value(body),
            Payload::BatchPayment(body) => serde_json::to_value(body),
            Payload::ParcelProgress(body) => serde_json::to_value(body),
            Payload::WaybillChange(body) => serde_json::to_value(body),
            Payload::Order(body) => serde_json::to_value(body),
            Payload::TaobaoOrderChange(body) => serde_json::to_value(body),
            Payload::TaobaoPriceChange(body) => serde_json::to_value(body),
            Payload::KaOrder(body) => serde_json::to_value(body),
            Payload::KaRefund(body) => serde_json::to_value(body),
            Payload::Other(body) => serde_json::to_value(body),
        };
        let typed = with_left_out_items(&numbers_as_text(&typed.unwrap()));
        prop_assert_eq!(without_nulls(&typed), without_nulls(&with_left_out_items(&numbers_as_text(&kept))));
    }

    #[test]
    fn ids_of_nineteen_digits_are_exact_everywhere(id in any_id(), name: String, in_text: bool) {
        let body = json!({ "orderId": id, "list": [id], "deep": { &name: [{ "x": id }] } });
        let sent = if in_text { body.to_string().into() } else { body.clone() };
        for message_type in ["ORDER_BUYER_VIEW_ORDER_PAY", "SOMETHING_NEW"] {
            let event = read(&envelope(message_type, &sent));
            prop_assert_eq!(in_json(&event.message_body), numbers_as_text(&body));
        }
    }

    #[test]
    fn unknown_fields_of_the_envelope_are_kept(more in any_object()) {
        let mut sent = more.clone();
        sent.extend(envelope("ORDER_CANCEL", &json!({})).as_object().unwrap().clone());
        let event = read(&Value::Object(sent.clone()));
        prop_assert_eq!(serde_json::to_value(&event).unwrap(), Value::Object(sent));
    }

    #[test]
    fn no_bytes_cause_a_panic(body: Vec<u8>, text: String) {
        prop_assert!(parse(&body).is_ok() || matches!(parse(&body), Err(Error::Event(_))));
        let framed = format!("{{\"messageType\":\"ORDER_CANCEL\",\"messageBody\":{text}}}");
        prop_assert!(parse(framed.as_bytes()).is_ok() || matches!(parse(framed.as_bytes()), Err(Error::Event(_))));
    }
}

/// One topic for each form.
const TOPICS: [&str; 8] = [
    "ORDER_BUYER_VIEW_ORDER_PAY",
    "ORDER_BUYER_VIEW_ORDER_PRICE_MODIFY",
    "ORDER_BUYER_VIEW_ORDER_BUYER_REFUND_IN_SALES",
    "ORDER_BATCH_PAY",
    "LOGISTICS_BUYER_VIEW_TRACE",
    "LOGISTICS_MAIL_NO_CHANGE",
    "ORDER_CREATE",
    "ORDER_BUYER_VIEW_ORDER_BUYER_REFUND",
];

/// Known fields of every kind.
const MEMBERS: [&str; 15] = [
    "orderId",
    "currentStatus",
    "refundId",
    "refundAction",
    "batchPay",
    "OrderLogisticsTracingModel",
    "MailNoChangeModel",
    "baseInfo",
    "productItems",
    "purchase_id",
    "sku_list",
    "purchaseOrderPriceDTO",
    "totalAmount",
    "payStatus",
    "extAttributes",
];

/// Moves items that a typed body keeps beside their lists back to their places, and converts booleans to text, as text fields
/// read them.
fn with_left_out_items(value: &Value) -> Value {
    match value {
        Value::Object(members) => {
            let mut whole = serde_json::Map::new();
            for (name, value) in members {
                let value = with_left_out_items(value);
                let place = name.strip_suffix(']').and_then(|place| place.rsplit_once('['));
                let list = place.and_then(|(list, index)| {
                    Some((whole.get_mut(list)?.as_array_mut()?, index.parse::<usize>().ok()?))
                });
                match list {
                    Some((list, index)) if index <= list.len() => list.insert(index, value),
                    _ => drop(whole.insert(name.clone(), value)),
                }
            }
            Value::Object(whole)
        }
        Value::Array(items) => items.iter().map(with_left_out_items).collect(),
        Value::Bool(flag) => flag.to_string().into(),
        other => other.clone(),
    }
}

/// Removes null fields, which a typed body does not distinguish from missing ones.
fn without_nulls(value: &Value) -> Value {
    match value {
        Value::Object(members) => {
            let given = members.iter().filter(|(_, value)| !value.is_null());
            Value::Object(given.map(|(name, value)| (name.clone(), without_nulls(value))).collect())
        }
        Value::Array(items) => items.iter().map(without_nulls).collect(),
        other => other.clone(),
    }
}

#[test]
fn an_event_is_serialized_as_it_is_decoded() {
    let sent = envelope("ORDER_CANCEL", &json!({ "orderId": "3305075341149134260" }));
    let event = read(&sent);
    assert_eq!(serde_json::to_value(&event).unwrap(), sent);
    assert_eq!(Event::deserialize(sent).unwrap(), event);
}
