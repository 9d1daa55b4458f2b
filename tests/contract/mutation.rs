//! Small lies told to the check: a copy of spec/ with one fact changed, which must be reported.

use serde_json::{json, Value};

/// A change of one fact of one endpoint.
#[derive(Debug, Clone)]
pub struct Mutation {
    /// The endpoint.
    pub endpoint: String,
    /// Where, as a JSON pointer into the document.
    pub pointer: String,
    /// What.
    pub change: Change,
}

/// What is changed.
#[derive(Debug, Clone)]
pub enum Change {
    /// A member gets another name.
    Rename { from: String, to: String },
    /// A value becomes another.
    Set(Value),
    /// A member becomes required, or optional.
    FlipRequired { holder: Option<String>, member: String },
}

impl Mutation {
    /// Makes the change.
    pub fn apply(&self, document: &mut Value) {
        let target = document.pointer_mut(&self.pointer).unwrap();
        match &self.change {
            Change::Rename { from, to } => {
                let members = target.as_object_mut().unwrap();
                let value = members.shift_remove(from).unwrap();
                members.insert(to.clone(), value);
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

/// Puts a member into, or takes it out of, a schema's list of what is required; a parameter says so itself.
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

/// Every change of a single fact that the check must notice.
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
    finder.set(format!("{pointer}/x-sources"), json!([]));
    finder.set(format!("{pointer}/operationId"), json!(format!("{}Again", finder.endpoint)));
    for (index, parameter) in operation["parameters"].as_array().into_iter().flatten().enumerate() {
        let pointer = format!("{pointer}/parameters/{index}");
        finder.set(format!("{pointer}/name"), json!("another"));
        finder.schema(&format!("{pointer}/schema"), &parameter["schema"], true);
        finder.flip(&pointer, format!("{pointer}/schema"), "");
    }
    let content = "content/application~1json/schema";
    let body = operation.pointer(&format!("/requestBody/{content}")).unwrap_or(&Value::Null);
    finder.members(&format!("{pointer}/requestBody/{content}"), body, true);
    let answer = operation.pointer(&format!("/responses/200/{content}")).unwrap_or(&Value::Null);
    let answer_pointer = format!("{pointer}/responses/200/{content}");
    if answer["properties"].get("data").is_some() {
        finder.rename(&format!("{answer_pointer}/properties"), "data", "payload");
        finder.schema(&format!("{answer_pointer}/properties/data"), &answer["properties"]["data"], false);
    }
}

fn unrouted(finder: &mut Finder, pointer: &str, operation: &Value) {
    finder.set(format!("{pointer}/operationId"), json!(format!("{}Again", finder.endpoint)));
    finder.set(format!("{pointer}/x-title"), json!("Another title"));
    finder.set(format!("{pointer}/x-sources"), json!([]));
    finder.set(format!("{pointer}/x-upstream-response"), json!("another"));
    let method = if operation["method"] == "GET" { "POST" } else { "GET" };
    finder.set(format!("{pointer}/method"), json!(method));
    for (index, field) in operation["fields"].as_array().unwrap().iter().enumerate() {
        let pointer = format!("{pointer}/fields/{index}");
        finder.set(format!("{pointer}/name"), json!("another"));
        let retyped = if field["type"] == "boolean" { "string" } else { "boolean" };
        finder.set(format!("{pointer}/type"), json!(retyped));
        let change = Change::FlipRequired { holder: None, member: String::new() };
        finder.push(pointer, change);
    }
}

struct Finder<'a> {
    found: &'a mut Vec<Mutation>,
    endpoint: &'a str,
}

impl<'a> Finder<'a> {
    fn new(found: &'a mut Vec<Mutation>, operation: &'a Value) -> Self {
        Self { found, endpoint: operation["operationId"].as_str().unwrap() }
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

    /// The members of an object's schema. Whether they are required matters in requests only.
    fn members(&mut self, pointer: &str, schema: &Value, in_request: bool) {
        for (name, member) in schema["properties"].as_object().into_iter().flatten() {
            self.rename(&format!("{pointer}/properties"), name, &format!("{name}Again"));
            let member_pointer = format!("{pointer}/properties/{}", escape(name));
            if in_request {
                self.flip(pointer, member_pointer.clone(), name);
            }
            self.schema(&member_pointer, member, in_request);
        }
    }

    /// A schema: its type, and what is inside.
    fn schema(&mut self, pointer: &str, schema: &Value, in_request: bool) {
        let named = |name: &str| schema["type"] == name || schema["type"][0] == name;
        let mut retyped = schema.clone();
        retyped["type"] = json!(if named("boolean") { "integer" } else { "boolean" });
        self.set(pointer.to_owned(), retyped);
        if named("integer") {
            let mut reformatted = schema.clone();
            let is_long = schema["format"] == "int64";
            reformatted["format"] = if is_long { Value::Null } else { json!("int64") };
            self.set(pointer.to_owned(), reformatted);
        }
        if named("array") {
            self.schema(&format!("{pointer}/items"), &schema["items"], in_request);
        }
        self.members(pointer, schema, in_request);
    }
}

/// A name as a step of a JSON pointer.
fn escape(name: &str) -> String {
    name.replace('~', "~0").replace('/', "~1")
}
