//! One endpoint as an OpenAPI operation.

use super::components::reference;
use super::json_ext::JsonExt;
use super::schema::Schemas;
use super::text::markdown;
use crate::types::namespace::{parent, Side};
use anyhow::Result;
use pandapon::endpoint::{Descriptor, Method};
use pandapon::schema::{Field, Limits};
use serde_json::{json, Value};

/// The component that all answers share.
pub const ENVELOPE: &str = "Envelope";

/// The operation of an endpoint.
pub fn operation(schemas: &mut Schemas, endpoint: &Descriptor) -> Result<Value> {
    let here = parent(endpoint.name).unwrap_or_default();
    let mut operation = json!({
        "operationId": endpoint.name,
        "tags": [here],
        "summary": endpoint.title,
        "description": markdown(schemas.links, here, endpoint.doc),
        "x-provenance": endpoint.provenance,
        "x-safety": endpoint.safety,
    });
    if let Some(member) = endpoint.idempotent_with {
        operation.put("x-idempotent-with", member);
    }
    if endpoint.request.open {
        operation.put("x-open", true);
    }
    if endpoint.page.starts_with("https://") {
        operation.put("externalDocs", json!({ "url": endpoint.page }));
    }
    let parameters = parameters(schemas, here, endpoint)?;
    if !parameters.is_empty() {
        operation.put("parameters", Value::Array(parameters));
    }
    if endpoint.method == Method::Post && !endpoint.omit_empty_body {
        let content = body(schemas, here, endpoint)?;
        operation.put("requestBody", json!({ "required": true, "content": content }));
    }
    operation.put("responses", json!({ "200": answer(schemas, here, endpoint)? }));
    Ok(operation)
}

/// What is in the address: the path's placeholders, the query of a GET, and a repeated signature.
fn parameters(schemas: &mut Schemas, here: &str, endpoint: &Descriptor) -> Result<Vec<Value>> {
    let mut parameters = Vec::new();
    for field in endpoint.request.fields {
        if let Some(place) = place(endpoint, field) {
            parameters.push(parameter(schemas, here, field, place)?);
        }
    }
    if endpoint.signs_query {
        parameters.extend(["timestamp", "sign"].map(signature_parameter));
    }
    Ok(parameters)
}

/// Where in the address a member is; none if it is in the body.
fn place(endpoint: &Descriptor, field: &Field) -> Option<&'static str> {
    let placeholder = format!("{{{}}}", field.name);
    if endpoint.path.is_some_and(|path| path.contains(&placeholder)) {
        Some("path")
    } else {
        (endpoint.method == Method::Get).then_some("query")
    }
}

fn parameter(schemas: &mut Schemas, here: &str, field: &Field, place: &str) -> Result<Value> {
    let mut parameter = json!({ "name": field.name, "in": place, "required": field.required });
    let mut schema = schemas.field(here, field, Side::Request)?;
    // The description of a parameter is beside its schema.
    for name in ["description", "x-origin"] {
        if let Some(fact) = schema.as_object_mut().and_then(|schema| schema.shift_remove(name)) {
            parameter.put(name, fact);
        }
    }
    parameter.put("schema", schema);
    Ok(parameter)
}

/// A query parameter that repeats a header (spec/platform.md, "Signature").
fn signature_parameter(name: &str) -> Value {
    let header = if name == "sign" { "signature" } else { name };
    json!({
        "name": name,
        "in": "query",
        "required": true,
        "description": format!("The value of the header `{header}` (inferred)."),
        "schema": { "type": "string" },
    })
}

fn body(schemas: &mut Schemas, here: &str, endpoint: &Descriptor) -> Result<Value> {
    let mut schema = schemas.record(here, endpoint.request, Side::Request)?;
    for field in endpoint.request.fields.iter().filter(|field| place(endpoint, field).is_some()) {
        remove(&mut schema, field.name);
    }
    Ok(json!({ "application/json": { "schema": schema } }))
}

/// Takes a member out of an object's schema.
fn remove(schema: &mut Value, member: &str) {
    if let Some(properties) = schema.get_mut("properties").and_then(Value::as_object_mut) {
        properties.shift_remove(member);
    }
    if let Some(required) = schema.get_mut("required").and_then(Value::as_array_mut) {
        required.retain(|name| name != member);
    }
}

fn answer(schemas: &mut Schemas, here: &str, endpoint: &Descriptor) -> Result<Value> {
    let data = schemas.kind(here, &endpoint.answer, Limits::NONE, Side::Answer)?;
    let with_data = json!({ "type": "object", "properties": { "data": data } });
    Ok(json!({
        "description": "HTTP 200; `code` 200 means success, anything else is a failure.",
        "content": {
            "application/json": { "schema": { "allOf": [reference(ENVELOPE), with_data] } },
        },
    }))
}
