//! The documents as they are read for comparison: an entry for each operation, its references followed.

use serde_json::{Map, Value};

/// An operation of a document.
pub struct Export {
    pub name: String,
    pub method: String,
    /// None for an operation under `x-unrouted`.
    pub path: Option<String>,
    /// The operation itself.
    pub operation: Value,
    /// Its parameters.
    pub parameters: Vec<Value>,
    /// The schema of its body.
    pub body: Value,
    /// The schema of its answer: the envelope with `data` in it.
    pub answer: Value,
}

/// The operations of a document.
pub fn exports(document: &Value) -> Vec<Export> {
    let mut exports = Vec::new();
    for (path, methods) in document["paths"].as_object().into_iter().flatten() {
        for (method, operation) in methods.as_object().into_iter().flatten() {
            exports.push(Export::of(document, operation, method, Some(path.clone())));
        }
    }
    for operation in document["x-unrouted"].as_array().into_iter().flatten() {
        let method = operation["method"].as_str().unwrap();
        exports.push(Export::of(document, operation, method, None));
    }
    exports
}

impl Export {
    fn of(document: &Value, operation: &Value, method: &str, path: Option<String>) -> Self {
        let schemas = &document["components"]["schemas"];
        let content = |holder: &Value| expand(&holder["content"]["application/json"]["schema"], schemas);
        let parameters = operation["parameters"].as_array().into_iter().flatten();
        Self {
            name: operation["operationId"].as_str().unwrap().to_owned(),
            method: method.to_uppercase(),
            path,
            operation: operation.clone(),
            parameters: parameters.map(|parameter| expand(parameter, schemas)).collect(),
            body: content(&operation["requestBody"]),
            answer: content(&operation["responses"]["200"]),
        }
    }
}

/// A schema with its references followed. `x-component` keeps the name of a component, and what may be null loses the
/// word for it.
fn expand(schema: &Value, schemas: &Value) -> Value {
    match schema {
        Value::Object(members) => expand_object(members, schemas),
        Value::Array(items) => items.iter().map(|item| expand(item, schemas)).collect(),
        other => other.clone(),
    }
}

fn expand_object(members: &Map<String, Value>, schemas: &Value) -> Value {
    let mut expanded = Map::new();
    for (name, member) in members {
        match (name.as_str(), member) {
            ("$ref", Value::String(reference)) => {
                let component = reference.strip_prefix("#/components/schemas/").unwrap();
                expanded.insert("x-component".to_owned(), component.into());
                merge(&mut expanded, expand(schemas.get(component).unwrap(), schemas));
            }
            ("anyOf", Value::Array(choices)) if choices.iter().any(|choice| choice["type"] == "null") => {
                merge(&mut expanded, expand(&choices[0], schemas));
            }
            // Rules have `if` and `then`; structures that stand for one lie side by side.
            ("allOf", Value::Array(parts)) if parts.iter().all(|part| part["if"].is_null()) => {
                parts.iter().for_each(|part| merge(&mut expanded, expand(part, schemas)));
            }
            (_, member) => {
                expanded.insert(name.clone(), expand(member, schemas));
            }
        }
    }
    Value::Object(expanded)
}

/// Adds members to an object; those of `properties` to its own.
fn merge(object: &mut Map<String, Value>, more: Value) {
    let Value::Object(more) = more else { return };
    for (name, member) in more {
        match (object.get_mut(&name), member) {
            (Some(Value::Object(known)), Value::Object(member)) if name == "properties" => {
                known.extend(member)
            }
            (_, member) => {
                object.insert(name, member);
            }
        }
    }
}
