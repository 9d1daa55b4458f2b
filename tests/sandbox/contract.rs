//! What every successful answer must be: of the schema in spec/, and of the type that the client declares.

use std::sync::OnceLock;

use pandapon::api;
use pandapon::api::alibaba::{order, product, refund};
use pandapon::endpoint::{Descriptor, Endpoint};
use pandapon::schema::json::exact;
use serde_json::Value;

/// Holds an answer against the specification and against the declaration of its endpoint.
pub fn check(endpoint: &Descriptor, body: &[u8]) {
    let answer: Value = serde_json::from_slice(body).unwrap();
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

type Decoder = fn(Value) -> String;

fn decode<E: Endpoint>(data: Value) -> String
where
    E::Answer: std::fmt::Debug,
{
    let answer = serde_json::from_value::<E::Answer>(data);
    format!("{:?}", answer.unwrap_or_else(|error| panic!("{}: {error}", E::DESCRIPTOR.name)))
}

const DECODERS: &[(&str, Decoder)] = &[
    ("alibaba.product.searchByKeyword", decode::<product::SearchByKeyword>),
    ("alibaba.product.get", decode::<product::Get>),
    ("alibaba.order.preview", decode::<order::Preview>),
    ("alibaba.order.previewBatch", decode::<order::PreviewBatch>),
    ("alibaba.order.create", decode::<order::Create>),
    ("alibaba.order.createBatch", decode::<order::CreateBatch>),
    ("alibaba.order.payUrl", decode::<order::PayUrl>),
    ("alibaba.order.payBatch", decode::<order::PayBatch>),
    ("alibaba.order.cancel", decode::<order::Cancel>),
    ("alibaba.order.get", decode::<order::Get>),
    ("alibaba.order.list", decode::<order::List>),
    ("alibaba.order.tracking", decode::<order::Tracking>),
    ("alibaba.order.confirmReceipt", decode::<order::ConfirmReceipt>),
    ("alibaba.refund.reasons", decode::<refund::Reasons>),
    ("alibaba.refund.uploadVoucher", decode::<refund::UploadVoucher>),
    ("alibaba.refund.create", decode::<refund::Create>),
    ("alibaba.refund.get", decode::<refund::Get>),
    ("alibaba.refund.carriers", decode::<refund::Carriers>),
    ("alibaba.refund.submitReturn", decode::<refund::SubmitReturn>),
];

/// The schema of an endpoint's answer, if the specification has one.
fn schema(endpoint: &Descriptor) -> Option<&'static Value> {
    static SPECIFICATION: OnceLock<Value> = OnceLock::new();
    let specification = SPECIFICATION
        .get_or_init(|| serde_json::from_str(include_str!("../../spec/v1.openapi.json")).unwrap());
    let method = endpoint.method.as_str().to_lowercase();
    let operation = &specification["paths"][endpoint.path?][&method];
    assert_eq!(operation["operationId"], endpoint.name);
    operation["responses"]["200"]["content"]["application/json"].get("schema")
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
fn every_endpoint_of_the_sandbox_is_checked_here_and_lies_where_the_catalogue_says() {
    for (name, route) in pandapon::sandbox::Sandbox::routes() {
        let endpoint = api::find(name).unwrap();
        assert_eq!(endpoint.path, None, "{name}: the vendor's path is public, so it needs no other");
        assert_eq!(route, format!("{} /sandbox/{}", endpoint.method.as_str(), name.replace('.', "/")));
        assert!(DECODERS.iter().any(|(known, _)| *known == name));
    }
}
