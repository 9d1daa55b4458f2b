//! The vendor contract in spec/, read as what the declarations are held against.

use serde_json::{json, Value};

/// The OpenAPI documents of spec/.
pub fn documents() -> Vec<Value> {
    let texts = [
        include_str!("../../spec/v1.openapi.json"),
        include_str!("../../spec/v2.openapi.json"),
        include_str!("../../spec/ka.openapi.json"),
    ];
    texts.map(|text| serde_json::from_str(text).unwrap()).into()
}

/// spec/platform.md, its lines joined.
pub fn platform() -> String {
    joined(include_str!("../../spec/platform.md"))
}

/// All that spec/ says, in one text.
pub fn everything() -> String {
    [
        include_str!("../../spec/platform.md"),
        include_str!("../../spec/semantics.md"),
        include_str!("../../spec/v1.openapi.json"),
        include_str!("../../spec/v2.openapi.json"),
        include_str!("../../spec/ka.openapi.json"),
    ]
    .concat()
}

/// Text with its line breaks as spaces.
fn joined(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// A document taken apart: one of its own for each endpoint.
pub fn documents_of_one(document: &Value) -> Vec<Value> {
    let routed = objects(&document["paths"]).flat_map(|(path, methods)| {
        objects(methods).map(move |(method, operation)| {
            json!({
                "paths": { path: { method: operation } },
                "x-unrouted": [],
            })
        })
    });
    let unrouted = document["x-unrouted"].as_array().into_iter().flatten();
    let unrouted = unrouted.map(|operation| json!({ "paths": {}, "x-unrouted": [operation] }));
    routed.chain(unrouted).collect()
}

/// One endpoint as spec/ has it.
#[derive(Debug)]
pub struct Operation {
    pub name: String,
    pub method: Option<String>,
    pub path: Option<String>,
    pub provenance: String,
    pub title: String,
    pub sources: Vec<String>,
    pub request: Vec<Member>,
    /// Whether no page shows what the request holds.
    pub request_is_hidden: bool,
    /// The members of the envelope, `data` among them.
    pub envelope: Vec<Member>,
    /// Whether a page shows the whole answer.
    pub answer_is_full: bool,
    /// The upstream's answer in words, for endpoints without a readable page.
    pub upstream_answer: Option<String>,
}

/// A member of a request or an answer, with its schema.
#[derive(Debug, Clone)]
pub struct Member {
    pub name: String,
    pub schema: Value,
    pub required: bool,
    /// Whether the schema of what holds it says the same of its being required.
    pub agrees: bool,
}

/// The endpoints of a document, routed and unrouted.
pub fn operations(document: &Value) -> Vec<Operation> {
    let routed = objects(&document["paths"]).flat_map(|(path, methods)| {
        objects(methods).map(move |(method, operation)| routed(path, method, operation))
    });
    let unrouted = document["x-unrouted"].as_array().into_iter().flatten();
    routed.chain(unrouted.map(self::unrouted)).collect()
}

fn routed(path: &str, method: &str, operation: &Value) -> Operation {
    let parameters = operation["parameters"].as_array().into_iter().flatten();
    let parameters = parameters.map(|parameter| Member {
        name: text(&parameter["name"]),
        schema: parameter["schema"].clone(),
        required: is_required(&parameter["schema"]),
        agrees: parameter["required"] == is_required(&parameter["schema"]),
    });
    let body = &operation["requestBody"]["content"]["application/json"]["schema"];
    let answer = &operation["responses"]["200"]["content"]["application/json"]["schema"];
    let completeness = text(&operation["x-completeness"]);
    Operation {
        name: text(&operation["operationId"]),
        method: Some(method.to_uppercase()),
        path: Some(path.to_owned()),
        provenance: text(&operation["x-provenance"]),
        title: text(&operation["summary"]),
        sources: texts(&operation["x-sources"]),
        request: parameters.chain(members(body)).collect(),
        request_is_hidden: completeness == "path-only",
        envelope: members(answer),
        answer_is_full: completeness == "full",
        upstream_answer: None,
    }
}

fn unrouted(operation: &Value) -> Operation {
    let fields = operation["fields"].as_array().into_iter().flatten();
    Operation {
        name: text(&operation["operationId"]),
        method: operation["method"].as_str().map(str::to_owned),
        path: None,
        provenance: "unrouted".to_owned(),
        title: text(&operation["x-title"]),
        sources: texts(&operation["x-sources"]),
        request: fields
            .map(|field| Member {
                name: text(&field["name"]),
                schema: schema_of(&text(&field["type"])),
                required: is_required(field),
                agrees: true,
            })
            .collect(),
        request_is_hidden: false,
        envelope: Vec::new(),
        answer_is_full: false,
        upstream_answer: operation["x-upstream-response"].as_str().map(str::to_owned),
    }
}

/// The schema of a type such as `array[integer(int64)]`.
fn schema_of(words: &str) -> Value {
    if let Some(item) = words.strip_prefix("array[").and_then(|rest| rest.strip_suffix(']')) {
        return json!({ "type": "array", "items": schema_of(item) });
    }
    match words {
        "integer(int64)" => json!({ "type": "integer", "format": "int64" }),
        "binary" => json!({ "type": "string" }),
        simple => json!({ "type": simple }),
    }
}

/// The members of an object's schema.
pub fn members(schema: &Value) -> Vec<Member> {
    let listed = texts(&schema["required"]);
    objects(&schema["properties"])
        .map(|(name, schema)| Member {
            name: name.to_owned(),
            schema: schema.clone(),
            required: is_required(schema),
            agrees: listed.iter().any(|required| required == name) == is_required(schema),
        })
        .collect()
}

/// The type of a schema, without `null`; none if the page does not say.
pub fn type_of(schema: &Value) -> Option<&str> {
    match &schema["type"] {
        Value::Array(types) => types.iter().filter_map(Value::as_str).find(|name| *name != "null"),
        single => single.as_str(),
    }
}

fn is_required(schema: &Value) -> bool {
    schema["x-required"] == "yes"
}

fn objects(value: &Value) -> impl Iterator<Item = (&str, &Value)> {
    let members = value.as_object().into_iter().flatten();
    members.map(|(name, value)| (name.as_str(), value))
}

fn text(value: &Value) -> String {
    value.as_str().unwrap_or_default().to_owned()
}

fn texts(value: &Value) -> Vec<String> {
    value.as_array().into_iter().flatten().map(text).collect()
}
