//! What every successful answer must be: of the schema in spec/, and of the type that the client declares.

use std::collections::HashMap;
use std::sync::OnceLock;

use pandapon::api;
use pandapon::endpoint::{Descriptor, Generation};
use pandapon::schema::json::exact;
use pandapon_sandbox::Sandbox;
use serde_json::Value;

use crate::decoders::DECODERS;
use crate::driver::Driver;

/// Holds an answer against the specification and against the declaration of its endpoint.
pub fn check(endpoint: &Descriptor, body: &[u8]) {
    let mut answer: Value = serde_json::from_slice(body).unwrap();
    if answer["data"].is_null() && !endpoint.needs_data {
        answer.as_object_mut().unwrap().remove("data");
    }
    if let Some(schema) = schema(endpoint) {
        check_schema(schema, &answer, endpoint.name);
    }
    let decode = DECODERS.iter().find(|(name, _)| *name == endpoint.name);
    let (_, decode) = decode.unwrap_or_else(|| panic!("{}: no decoder in this test", endpoint.name));
    let exact: Value = serde_json::from_slice(&exact(body, endpoint.exact_names)).unwrap();
    let shown = decode(exact["data"].clone());
    // What an answer's type does not declare, or declares otherwise, is left among the others.
    let others = shown.replace("other: {}", "");
    assert!(!others.contains("other: {"), "{}: {others}", endpoint.name);
}

/// The schema of an endpoint's answer, if the specification has one.
fn schema(endpoint: &Descriptor) -> Option<&'static Value> {
    static FIRST: OnceLock<Value> = OnceLock::new();
    static SECOND: OnceLock<Value> = OnceLock::new();
    let read = |text| serde_json::from_str(text).unwrap();
    let specification = match endpoint.generation() {
        Generation::V2 => SECOND.get_or_init(|| read(include_str!("../../../spec/v2.openapi.json"))),
        Generation::V1 => FIRST.get_or_init(|| read(include_str!("../../../spec/v1.openapi.json"))),
        _ => of_ka(),
    };
    let method = endpoint.method.as_str().to_lowercase();
    let operation = &specification["paths"][endpoint.path?][&method];
    assert_eq!(operation["operationId"], endpoint.name);
    operation["responses"]["200"]["content"]["application/json"].get("schema")
}

fn of_ka() -> &'static Value {
    static KA: OnceLock<Value> = OnceLock::new();
    KA.get_or_init(|| serde_json::from_str(include_str!("../../../spec/ka.openapi.json")).unwrap())
}

/// Holds the body of a push message of KA, which is JSON text, against the specification; gives it.
pub fn check_message_of_ka(kind: &str, body: &str) -> Value {
    let webhook = &of_ka()["webhooks"][kind]["post"];
    let envelope = &webhook["requestBody"]["content"]["application/json"]["schema"]["properties"];
    let schema = &envelope["messageBody"]["contentSchema"];
    assert!(schema.is_object(), "{kind} is no message of KA");
    let body: Value = serde_json::from_str(body).unwrap();
    check_schema(schema, &body, kind);
    let known = schema["properties"].as_object().unwrap();
    assert!(body.as_object().unwrap().keys().eq(known.keys()), "{kind}: {body}");
    body
}

/// The part of JSON Schema that spec/ uses for answers.
fn check_schema(schema: &Value, value: &Value, path: &str) {
    let types: Vec<_> = match &schema["type"] {
        Value::String(name) => vec![name.as_str()],
        Value::Array(names) => names.iter().filter_map(Value::as_str).collect(),
        _ => Vec::new(),
    };
    let is = |name: &&str| match *name {
        "null" => value.is_null(),
        "boolean" => value.is_boolean(),
        "integer" => value.is_i64(),
        "number" => value.is_number(),
        "string" => value.is_string(),
        "array" => value.is_array(),
        "object" => value.is_object(),
        other => panic!("{path}: the type {other} is new in spec/"),
    };
    assert!(types.is_empty() || types.iter().any(is), "{path}: {value} is none of {types:?}");
    for required in schema["required"].as_array().into_iter().flatten().filter_map(Value::as_str) {
        assert!(value.is_null() || value.get(required).is_some(), "{path}: {required} is missing");
    }
    for (name, schema) in schema["properties"].as_object().into_iter().flatten() {
        if let Some(member) = value.get(name) {
            check_schema(schema, member, &format!("{path}.{name}"));
        }
    }
    for item in value.as_array().into_iter().flatten() {
        if let Some(schema) = schema.get("items") {
            check_schema(schema, item, &format!("{path}[]"));
        }
    }
}

#[test]
fn own_routes_lie_where_the_catalogue_says_and_only_where_the_vendor_shows_none() {
    for (name, route) in Sandbox::routes() {
        let endpoint = api::find(name).unwrap();
        assert_eq!(endpoint.path, None, "{name}: the vendor's path is public, so it needs no other");
        assert_eq!(route, format!("{} /sandbox/{}", endpoint.method.as_str(), name.replace('.', "/")));
        assert!(is_emulated(name));
    }
}

#[test]
fn every_endpoint_of_taobao_with_a_path_is_emulated() {
    let taobao = |endpoint: &&Descriptor| {
        let group = endpoint.name.strip_prefix("v2.").unwrap_or(endpoint.name);
        group.starts_with("taobao.") && endpoint.path.is_some()
    };
    let routed: Vec<_> = api::catalogue().filter(taobao).map(|endpoint| endpoint.name).collect();
    assert_eq!(routed.len(), 33);
    assert!(routed.iter().all(|name| is_emulated(name)));
}

#[test]
fn every_endpoint_that_is_emulated_is_checked_here() {
    let own: HashMap<_, _> = Sandbox::routes().collect();
    let mut driver = Driver::new(1);
    for endpoint in api::catalogue() {
        if endpoint.path.is_none() && !own.contains_key(endpoint.name) {
            assert!(!is_emulated(endpoint.name), "{}: has no route", endpoint.name);
            continue;
        }
        let members: serde_json::Map<_, _> = endpoint
            .path
            .iter()
            .flat_map(|path| path.split('/'))
            .filter_map(|segment| {
                Some((segment.strip_prefix('{')?.strip_suffix('}')?.to_owned(), "1".into()))
            })
            .collect();
        let answer = driver.call(endpoint.name, members.into());
        assert_eq!(answer.code != 990_010, is_emulated(endpoint.name), "{}", endpoint.name);
    }
}

#[test]
fn generation_2_has_whatever_generation_1_has() {
    for (name, _) in DECODERS.iter().filter(|(name, _)| !name.starts_with("ka.")) {
        let twin = format!("v2.{}", name.strip_prefix("v2.").unwrap_or(name));
        // Generation 2 has no recommendations on Taobao.
        let has_twin = api::find(&twin).is_some();
        assert!(
            has_twin == is_emulated(&twin) && (has_twin || twin == "v2.taobao.product.recommend"),
            "{twin}"
        );
    }
}

fn is_emulated(name: &str) -> bool {
    DECODERS.iter().any(|(known, _)| *known == name)
}
