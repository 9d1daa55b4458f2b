//! Checks every successful response against the schema in spec/ and the type that the client declares.

use std::collections::HashMap;
use std::sync::OnceLock;

use pandapon::api;
use pandapon::endpoint::{Descriptor, Generation};
use pandapon::schema::json::exact;
use pandapon_sandbox::Sandbox;
use serde_json::Value;

use crate::decoders::DECODERS;
use crate::driver::Driver;

/// Checks a response against the specification and the declaration of its endpoint.
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
    let decoded = decode(exact["data"].clone());
    // Fields that the type does not declare, or declares with another type, are in `other`.
    let others = decoded.replace("other: {}", "");
    assert!(!others.contains("other: {"), "{}: {others}", endpoint.name);
}

/// Returns the schema of an endpoint's response, if the specification has one.
fn schema(endpoint: &Descriptor) -> Option<&'static Value> {
    static FIRST: OnceLock<Value> = OnceLock::new();
    static SECOND: OnceLock<Value> = OnceLock::new();
    let read = |text| serde_json::from_str(text).unwrap();
    let specification = match endpoint.generation() {
        Generation::V2 => SECOND.get_or_init(|| read(include_str!("../../../spec/v2.openapi.json"))),
        Generation::V1 => FIRST.get_or_init(|| read(include_str!("../../../spec/v1.openapi.json"))),
        _ => ka_specification(),
    };
    let method = endpoint.method.as_str().to_lowercase();
    let operation = &specification["paths"][endpoint.path?][&method];
    assert_eq!(operation["operationId"], endpoint.name);
    operation["responses"]["200"]["content"]["application/json"].get("schema")
}

fn ka_specification() -> &'static Value {
    static KA: OnceLock<Value> = OnceLock::new();
    KA.get_or_init(|| serde_json::from_str(include_str!("../../../spec/ka.openapi.json")).unwrap())
}

/// Checks the body of a push message of KA, which is JSON text, against the specification. Returns it.
pub fn check_ka_message(kind: &str, body: &str) -> Value {
    let webhook = &ka_specification()["webhooks"][kind]["post"];
    let envelope = &webhook["requestBody"]["content"]["application/json"]["schema"]["properties"];
    let schema = &envelope["messageBody"]["contentSchema"];
    assert!(schema.is_object(), "{kind} is not a message of KA");
    let body: Value = serde_json::from_str(body).unwrap();
    check_schema(schema, &body, kind);
    let documented = schema["properties"].as_object().unwrap();
    assert!(body.as_object().unwrap().keys().eq(documented.keys()), "{kind}: {body}");
    body
}

/// Validates by the part of JSON Schema that spec/ uses for responses.
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
        other => panic!("{path}: unexpected type {other} in spec/"),
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
fn own_routes_exist_only_for_endpoints_without_a_public_path() {
    for (name, route) in Sandbox::routes() {
        let endpoint = api::find(name).unwrap();
        assert_eq!(endpoint.path, None, "{name}: the vendor's path is public");
        assert_eq!(route, format!("{} /sandbox/{}", endpoint.method.as_str(), name.replace('.', "/")));
        assert!(is_emulated(name));
    }
}

#[test]
fn every_endpoint_of_taobao_with_a_path_is_emulated() {
    let is_routed_taobao = |endpoint: &&Descriptor| {
        let group = endpoint.name.strip_prefix("v2.").unwrap_or(endpoint.name);
        group.starts_with("taobao.") && endpoint.path.is_some()
    };
    let routed: Vec<_> = api::catalogue().filter(is_routed_taobao).map(|endpoint| endpoint.name).collect();
    assert_eq!(routed.len(), 33);
    assert!(routed.iter().all(|name| is_emulated(name)));
}

#[test]
fn every_emulated_endpoint_has_a_decoder() {
    let own: HashMap<_, _> = Sandbox::routes().collect();
    let mut driver = Driver::new(1);
    for endpoint in api::catalogue() {
        if endpoint.path.is_none() && !own.contains_key(endpoint.name) {
            assert!(!is_emulated(endpoint.name), "{}: has no route", endpoint.name);
            continue;
        }
        let params: serde_json::Map<_, _> = endpoint
            .path
            .iter()
            .flat_map(|path| path.split('/'))
            .filter_map(|segment| {
                Some((segment.strip_prefix('{')?.strip_suffix('}')?.to_owned(), "1".into()))
            })
            .collect();
        let answer = driver.call(endpoint.name, params.into());
        assert_eq!(answer.code != 990_010, is_emulated(endpoint.name), "{}", endpoint.name);
    }
}

#[test]
fn generation_2_emulates_what_generation_1_does() {
    for (name, _) in DECODERS.iter().filter(|(name, _)| !name.starts_with("ka.")) {
        let v2_name = format!("v2.{}", name.strip_prefix("v2.").unwrap_or(name));
        // Generation 2 has no recommendations on Taobao.
        let exists = api::find(&v2_name).is_some();
        assert!(
            exists == is_emulated(&v2_name) && (exists || v2_name == "v2.taobao.product.recommend"),
            "{v2_name}"
        );
    }
}

fn is_emulated(name: &str) -> bool {
    DECODERS.iter().any(|(decoded, _)| *decoded == name)
}
