//! Reads the vendor contract in spec/ for the comparison with the declarations.

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

/// Returns spec/platform.md with its lines joined.
pub fn platform() -> String {
    joined(include_str!("../../spec/platform.md"))
}

/// Returns all of spec/ as one text.
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

/// Replaces line breaks by spaces.
fn joined(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Splits a document into one for each endpoint.
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

/// An endpoint in spec/.
#[derive(Debug)]
pub struct Operation {
    pub name: String,
    pub method: Option<String>,
    pub path: Option<String>,
    /// The catalogue's word for it: `derived`, where the spec says `twin`.
    pub provenance: String,
    /// The path of the other generation that this one was derived from.
    pub twin_of: Option<String>,
    pub title: String,
    pub sources: Vec<String>,
    /// The params in the URL.
    pub parameters: Vec<Parameter>,
    /// The members of the body.
    pub body: Vec<Member>,
    /// Whether the page shows that there is a body.
    pub has_body: bool,
    /// Whether the request may have fields that are not listed, because its documentation is missing or incomplete.
    pub request_is_hidden: bool,
    /// The members of the envelope, `data` among them.
    pub envelope: Vec<Member>,
    /// Whether a page shows the whole response.
    pub answer_is_full: bool,
    /// The upstream's response in prose, for endpoints without a readable page.
    pub upstream_answer: Option<String>,
}

impl Operation {
    /// Returns the params of the caller, wherever they are sent.
    pub fn request(&self) -> impl Iterator<Item = &Member> + Clone {
        self.parameters_of_the_caller().map(|parameter| &parameter.member).chain(&self.body)
    }

    /// Returns the params of the caller in the URL.
    pub fn parameters_of_the_caller(&self) -> impl Iterator<Item = &Parameter> + Clone {
        self.parameters.iter().filter(|parameter| !parameter.is_of_signature())
    }

    /// Returns whether the query must repeat timestamp and signature: if the page lists them, or if no page shows the query but
    /// platform.md says so for the path.
    pub fn signs_query(&self) -> bool {
        let listed = self.parameters.iter().filter(|parameter| parameter.is_of_signature());
        let path = self.path.as_deref().unwrap_or_default();
        listed.count() == SIGNATURE_PARAMETERS.len()
            || self.request_is_hidden && path.starts_with(SIGNING_PATHS)
    }
}

/// Entries among the fields in the response of `ka.purchase.list` that are not fields: its page explains, in prose, a code
/// without its name in the JSON, and one by the vendor's Java class, without its place in the JSON.
pub const NO_MEMBERS: [&str; 2] =
    ["(order-level status, JSON name not visible)", "TaoBaoOrderVO.SubOrderDetailVO2.refundStatus"];

/// The query parameters that repeat two headers. The client sets their values.
const SIGNATURE_PARAMETERS: [&str; 2] = ["timestamp", "sign"];
/// Their endpoints in generation 1 and KA.
const SIGNING_PATHS: &str = "/open/pp/logistics/";
/// The sentence in platform.md.
pub const SIGNING_SENTENCE: &str = "The four warehouse-logistics endpoints (`/open/pp/logistics/*`) also list QUERY \
     parameters `timestamp` and `sign`. Send both, with the same values as the headers `timestamp` and `signature`";

/// A param in the URL.
#[derive(Debug)]
pub struct Parameter {
    /// `query` or `path`.
    pub place: String,
    pub member: Member,
}

impl Parameter {
    fn is_of_signature(&self) -> bool {
        let Member { name, schema, required, agrees } = &self.member;
        let is_as_listed = self.place == "query" && schema["type"] == "string" && *required && *agrees;
        is_as_listed && SIGNATURE_PARAMETERS.contains(&name.as_str())
    }
}

/// A field of a request or a response, with its schema.
#[derive(Debug, Clone)]
pub struct Member {
    pub name: String,
    pub schema: Value,
    pub required: bool,
    /// Whether the schema of its parent agrees on whether it is required.
    pub agrees: bool,
}

/// Returns the endpoints of a document, routed and unrouted.
pub fn operations(document: &Value) -> Vec<Operation> {
    let routed = objects(&document["paths"]).flat_map(|(path, methods)| {
        objects(methods).map(move |(method, operation)| routed(path, method, operation))
    });
    let unrouted = document["x-unrouted"].as_array().into_iter().flatten();
    routed.chain(unrouted.map(self::unrouted)).collect()
}

fn routed(path: &str, method: &str, operation: &Value) -> Operation {
    let content = |holder: &Value| holder["content"]["application/json"]["schema"].clone();
    let completeness = text(&operation["x-completeness"]);
    Operation {
        name: text(&operation["operationId"]),
        method: Some(method.to_uppercase()),
        path: Some(path.to_owned()),
        provenance: provenance(&operation["x-provenance"]),
        twin_of: operation["x-twin-of"].as_str().map(str::to_owned),
        title: text(&operation["summary"]),
        sources: texts(&operation["x-sources"]),
        parameters: operation["parameters"].as_array().into_iter().flatten().map(parameter).collect(),
        body: members(&content(&operation["requestBody"])),
        has_body: operation["requestBody"].is_object(),
        request_is_hidden: completeness == "path-only",
        envelope: envelope(&content(&operation["responses"]["200"])),
        answer_is_full: completeness == "full",
        upstream_answer: None,
    }
}

fn provenance(value: &Value) -> String {
    let word = text(value);
    if word == "twin" {
        "derived".to_owned()
    } else {
        word
    }
}

/// Returns the fields of an envelope.
fn envelope(schema: &Value) -> Vec<Member> {
    let mut members = members(schema);
    members.retain(|member| !NO_MEMBERS.contains(&member.name.as_str()));
    members
}

fn parameter(parameter: &Value) -> Parameter {
    let required = is_required(&parameter["schema"]);
    let member = Member {
        name: text(&parameter["name"]),
        schema: parameter["schema"].clone(),
        required,
        agrees: parameter["required"] == required,
    };
    Parameter { place: text(&parameter["in"]), member }
}

fn unrouted(operation: &Value) -> Operation {
    let fields: Vec<_> = operation["fields"].as_array().into_iter().flatten().map(field).collect();
    Operation {
        name: text(&operation["operationId"]),
        method: operation["method"].as_str().map(str::to_owned),
        path: None,
        provenance: "unrouted".to_owned(),
        twin_of: None,
        has_body: false,
        title: text(&operation["x-title"]),
        sources: texts(&operation["x-sources"]),
        parameters: Vec::new(),
        // Neither fields nor an upstream that is known to have none.
        request_is_hidden: fields.is_empty() && operation["x-upstream"].is_null(),
        body: fields,
        envelope: Vec::new(),
        answer_is_full: false,
        upstream_answer: operation["x-upstream-response"].as_str().map(str::to_owned),
    }
}

fn field(field: &Value) -> Member {
    let (name, ty) = (text(&field["name"]), text(&field["type"]));
    // The upstream's prose does not state the width of an id (`reasonId` of Taobao's refunds, an int64 in their preview).
    let schema = schema_of(if ty == "integer" && is_id(&name) { "integer(int64)" } else { &ty });
    Member { name, schema, required: is_required(field), agrees: true }
}

/// Returns the schema of a type such as `array[integer(int64)]`.
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

/// Returns the fields of an object's schema.
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

/// Returns the type of a schema, without `null`; none if the page does not state it.
pub fn type_of(schema: &Value) -> Option<&str> {
    match &schema["type"] {
        Value::Array(types) => types.iter().filter_map(Value::as_str).find(|name| *name != "null"),
        single => single.as_str(),
    }
}

/// Returns whether an object's schema has no fields.
pub fn is_blank(schema: &Value) -> bool {
    schema["properties"].as_object().is_none_or(|members| members.is_empty())
}

/// Returns whether a name is that of an id, or of a list of ids, which exceed 2^53.
pub fn is_id(name: &str) -> bool {
    ["id", "Id", "ID", "ids", "Ids", "IDs"].iter().any(|end| name.ends_with(end))
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
