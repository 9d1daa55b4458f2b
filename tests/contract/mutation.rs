//! Mutations: copies of spec/ with one fact changed, which the comparison must report.

use serde_json::{json, Value};

use super::spec::{is_id, type_of};

/// A page that is not the source of any endpoint.
const ANOTHER_PAGE: &str = "https://doc-en.pandapon.com/another";

/// A change of one fact of one endpoint.
#[derive(Debug, Clone)]
pub struct Mutation {
    /// The endpoint.
    pub endpoint: String,
    /// A JSON pointer into the document.
    pub pointer: String,
    /// The kind of change.
    pub change: Change,
}

/// A kind of change.
#[derive(Debug, Clone)]
pub enum Change {
    /// A field gets another name.
    Rename { from: String, to: String },
    /// A field is removed.
    Remove(String),
    /// A value is replaced.
    Set(Value),
    /// A field becomes required or optional.
    FlipRequired { holder: Option<String>, member: String },
}

impl Mutation {
    /// Applies the change.
    pub fn apply(&self, document: &mut Value) {
        let target = document.pointer_mut(&self.pointer).unwrap();
        match &self.change {
            Change::Rename { from, to } => {
                let members = target.as_object_mut().unwrap();
                let value = members.shift_remove(from).unwrap();
                members.insert(to.clone(), value);
            }
            Change::Remove(name) => {
                target.as_object_mut().unwrap().shift_remove(name).unwrap();
            }
            Change::Set(value) => *target = value.clone(),
            Change::FlipRequired { holder, member } => {
                let required = target["x-required"] != "yes";
                target["x-required"] = json!(if required { "yes" } else { "no" });
                if let Some(holder) = holder {
                    list_as_required(document.pointer_mut(holder).unwrap(), member, required);
                }
            }
        }
    }
}

/// Makes a field required or optional in its schema; a parameter has the flag itself.
fn list_as_required(holder: &mut Value, member: &str, required: bool) {
    if holder.get("in").is_some() {
        holder["required"] = json!(required);
        return;
    }
    let mut listed = holder["required"].as_array().cloned().unwrap_or_default();
    listed.retain(|name| name != member);
    if required {
        listed.push(json!(member));
    }
    holder["required"] = json!(listed);
}

/// Returns every change of a single fact that the comparison must report.
pub fn mutations(document: &Value) -> Vec<Mutation> {
    let mut found = Vec::new();
    for (path, methods) in document["paths"].as_object().unwrap() {
        let pointer = format!("/paths/{}", escape(path));
        for (method, operation) in methods.as_object().unwrap() {
            routed(&mut Finder::new(&mut found, operation), path, &pointer, method, operation);
        }
    }
    for (index, operation) in document["x-unrouted"].as_array().unwrap().iter().enumerate() {
        unrouted(&mut Finder::new(&mut found, operation), &format!("/x-unrouted/{index}"), operation);
    }
    found
}

fn routed(finder: &mut Finder, path: &str, path_pointer: &str, method: &str, operation: &Value) {
    finder.rename("/paths", path, &format!("{path}/x"));
    finder.rename(path_pointer, method, if method == "get" { "post" } else { "get" });
    let pointer = format!("{path_pointer}/{method}");
    let provenance = if operation["x-provenance"] == "client" { "twin" } else { "client" };
    finder.set(format!("{pointer}/x-provenance"), json!(provenance));
    finder.set(format!("{pointer}/summary"), json!("Another title"));
    finder.set(format!("{pointer}/x-sources"), json!([ANOTHER_PAGE]));
    finder.set(format!("{pointer}/operationId"), json!(format!("{}Again", finder.endpoint)));
    let is_hidden = operation["x-completeness"] == "path-only";
    let completeness = if is_hidden { "request-full/response-cut" } else { "path-only" };
    finder.set(format!("{pointer}/x-completeness"), json!(completeness));
    if !operation["x-twin-of"].is_null() {
        finder.set(format!("{pointer}/x-twin-of"), json!("/another"));
        finder.set(format!("{pointer}/x-twin-of"), Value::Null);
    }
    for (index, parameter) in operation["parameters"].as_array().into_iter().flatten().enumerate() {
        let pointer = format!("{pointer}/parameters/{index}");
        finder.set(format!("{pointer}/name"), json!("another"));
        finder.set(format!("{pointer}/in"), json!(if parameter["in"] == "path" { "query" } else { "path" }));
        finder.schema(&format!("{pointer}/schema"), &parameter["schema"], true);
        finder.flip(&pointer, format!("{pointer}/schema"), "");
    }
    let content = "content/application~1json/schema";
    let body = operation.pointer(&format!("/requestBody/{content}")).unwrap_or(&Value::Null);
    finder.members(&format!("{pointer}/requestBody/{content}"), body, true);
    let answer = operation.pointer(&format!("/responses/200/{content}")).unwrap_or(&Value::Null);
    finder.shows_all = operation["x-completeness"] == "full";
    finder.envelope(&format!("{pointer}/responses/200/{content}/properties"), &answer["properties"]);
}

fn unrouted(finder: &mut Finder, pointer: &str, operation: &Value) {
    finder.set(format!("{pointer}/operationId"), json!(format!("{}Again", finder.endpoint)));
    finder.set(format!("{pointer}/x-title"), json!("Another title"));
    finder.set(format!("{pointer}/x-sources"), json!([ANOTHER_PAGE]));
    finder.set(format!("{pointer}/x-upstream-response"), json!("another"));
    // If the spec does not know the method, the declaration may have any.
    finder.set(format!("{pointer}/method"), json!("PUT"));
    let fields = operation["fields"].as_array().unwrap();
    if fields.is_empty() {
        let upstream = if operation["x-upstream"].is_null() { json!("another") } else { Value::Null };
        finder.set(format!("{pointer}/x-upstream"), upstream);
    }
    for (index, field) in fields.iter().enumerate() {
        let pointer = format!("{pointer}/fields/{index}");
        finder.set(format!("{pointer}/name"), json!("another"));
        let ty = field["type"].as_str().unwrap();
        finder.set(format!("{pointer}/type"), json!(if ty == "boolean" { "string" } else { "boolean" }));
        let change = Change::FlipRequired { holder: None, member: String::new() };
        finder.push(pointer, change);
    }
}

struct Finder<'a> {
    found: &'a mut Vec<Mutation>,
    endpoint: &'a str,
    /// Whether the document is complete here, so that no field may be missing. Responses are often cut off.
    shows_all: bool,
}

impl<'a> Finder<'a> {
    fn new(found: &'a mut Vec<Mutation>, operation: &'a Value) -> Self {
        Self { found, endpoint: operation["operationId"].as_str().unwrap(), shows_all: true }
    }

    fn push(&mut self, pointer: String, change: Change) {
        self.found.push(Mutation { endpoint: self.endpoint.to_owned(), pointer, change });
    }

    fn set(&mut self, pointer: String, value: Value) {
        self.push(pointer, Change::Set(value));
    }

    fn rename(&mut self, pointer: &str, from: &str, to: &str) {
        let change = Change::Rename { from: from.to_owned(), to: to.to_owned() };
        self.push(pointer.to_owned(), change);
    }

    fn flip(&mut self, holder: &str, member_pointer: String, member: &str) {
        let change = Change::FlipRequired { holder: Some(holder.to_owned()), member: member.to_owned() };
        self.push(member_pointer, change);
    }

    /// Changes of the fields of an object's schema. Whether they are required matters in requests only.
    fn members(&mut self, pointer: &str, schema: &Value, in_request: bool) {
        for (name, member) in schema["properties"].as_object().into_iter().flatten() {
            self.rename(&format!("{pointer}/properties"), name, &format!("{name}Again"));
            if self.shows_all {
                self.push(format!("{pointer}/properties"), Change::Remove(name.clone()));
            }
            let member_pointer = format!("{pointer}/properties/{}", escape(name));
            if in_request {
                self.flip(pointer, member_pointer.clone(), name);
            }
            self.schema(&member_pointer, member, in_request);
        }
    }

    /// Changes of the fields of an envelope. Entries that do not name a field cannot be renamed.
    fn envelope(&mut self, pointer: &str, members: &Value) {
        for (name, member) in members.as_object().into_iter().flatten() {
            if name == "data" {
                self.schema(&format!("{pointer}/data"), member, false);
            } else if name.chars().all(char::is_alphanumeric) {
                self.change(&format!("{pointer}/{name}"), member, "type", json!("boolean"));
            } else {
                continue;
            }
            self.rename(pointer, name, &format!("{name}Again"));
        }
    }

    /// Changes of a schema: its type, its limits, and its content.
    fn schema(&mut self, pointer: &str, schema: &Value, in_request: bool) {
        let is_boolean = type_of(schema) == Some("boolean");
        self.change(pointer, schema, "type", json!(if is_boolean { "integer" } else { "boolean" }));
        if let Some(format) = other_format(pointer, schema) {
            self.change(pointer, schema, "format", format);
        }
        for limit in ["minimum", "maximum"] {
            if let Some(amount) = schema[limit].as_i64() {
                self.change(pointer, schema, limit, json!(amount + 1));
            }
        }
        for inside in ["items", "contentSchema"] {
            if !schema[inside].is_null() {
                self.schema(&format!("{pointer}/{inside}"), &schema[inside], in_request);
            }
        }
        self.members(pointer, schema, in_request);
    }

    /// A change of one fact of a schema.
    fn change(&mut self, pointer: &str, schema: &Value, fact: &str, value: Value) {
        let mut changed = schema.clone();
        changed[fact] = value;
        self.set(pointer.to_owned(), changed);
    }
}

/// Returns the other of an integer's two formats where it matters: for an id, not for an amount or a time.
fn other_format(pointer: &str, schema: &Value) -> Option<Value> {
    let mut steps = pointer.rsplit('/');
    let name = steps.find(|step| !["items", "schema"].contains(step));
    if type_of(schema) != Some("integer") || !name.is_some_and(is_id) {
        return None;
    }
    Some(if schema["format"] == "int64" { Value::Null } else { json!("int64") })
}

/// Escapes a name for a JSON pointer.
fn escape(name: &str) -> String {
    name.replace('~', "~0").replace('/', "~1")
}
