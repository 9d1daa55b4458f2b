//! Helpers for the tests of push messages.

use pandapon::credentials::Credentials;
use pandapon::event::{parse, Event};
use proptest::prelude::*;
use serde_json::{json, Map, Number, Value};

pub fn credentials() -> Credentials {
    Credentials::new("an-access-key-of-32-characters-00", "an-access-secret").unwrap()
}

/// Parses a message from its envelope.
pub fn read(envelope: &Value) -> Event {
    parse(envelope.to_string().as_bytes()).unwrap()
}

/// Creates the envelope of a message about 1688.
pub fn envelope(message_type: &str, body: &Value) -> Value {
    json!({
        "messageType": message_type,
        "messageBody": body,
        "messagePlatform": 1,
        "timestamp": "1779263269913",
    })
}

/// Generates any JSON, with numbers that a double represents, nested deeper than the vendor's bodies.
pub fn any_json() -> impl Strategy<Value = Value> {
    let scalar = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        (-9_007_199_254_740_991_i64..=9_007_199_254_740_991).prop_map(Value::from),
        (-1_000_000_000_i32..1_000_000_000).prop_map(|number| Value::from(f64::from(number) / 100.0)),
        any::<String>().prop_map(Value::from),
    ];
    scalar.prop_recursive(6, 64, 6, |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..6).prop_map(Value::from),
            any_members(inner).prop_map(Value::from),
        ]
    })
}

/// Generates any object.
pub fn any_object() -> impl Strategy<Value = Map<String, Value>> {
    any_members(any_json())
}

fn any_members(value: impl Strategy<Value = Value>) -> impl Strategy<Value = Map<String, Value>> {
    prop::collection::vec((any::<String>(), value), 0..6).prop_map(|members| members.into_iter().collect())
}

/// Generates a number of 19 digits, beyond 2^53 like ids.
pub fn any_id() -> impl Strategy<Value = i64> {
    1_000_000_000_000_000_000..=i64::MAX
}

/// Converts each number to text: decoded ids and prices are text, and other numbers are not.
pub fn numbers_as_text(value: &Value) -> Value {
    match value {
        Value::Number(number) => Value::String(Number::to_string(number)),
        Value::Array(items) => items.iter().map(numbers_as_text).collect(),
        Value::Object(members) => {
            let members = members.iter().map(|(name, value)| (name.clone(), numbers_as_text(value)));
            Value::Object(members.collect())
        }
        other => other.clone(),
    }
}
