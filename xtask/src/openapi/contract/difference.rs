//! Where a document and spec/ differ, as sentences.

use super::export::Export;
use super::spec::{is_blank, is_id, members, type_of, Member, Operation};
use serde_json::Value;
use std::collections::BTreeMap;

/// Which half of a call members are in.
#[derive(Clone, Copy, PartialEq)]
enum Half {
    Request { routed: bool },
    Answer { whole: bool },
}

#[derive(Default)]
pub struct Differences {
    pub sentences: Vec<String>,
    /// The members of components in answers that are not marked as of the upstream, and whether a page of any operation
    /// that answers with the component shows them: one page may show what another cuts off.
    shown: BTreeMap<(String, String), bool>,
}

impl Differences {
    pub fn say(&mut self, place: &str, difference: &str) {
        self.sentences.push(format!("{place} {difference}"));
    }

    /// The sentences, once all operations are compared.
    pub fn finish(mut self) -> Vec<String> {
        for ((component, member), shown) in std::mem::take(&mut self.shown) {
            if !shown {
                self.say(
                    &format!("{component}.{member}"),
                    "is on no page, and is not marked as of the upstream",
                );
            }
        }
        self.sentences
    }

    pub fn operation(&mut self, export: &Export, operation: &Operation) {
        let fact = |name: &str| export.operation[name].as_str().unwrap_or_default();
        for (what, spec, exported) in [
            ("name", operation.name.as_str(), export.name.as_str()),
            ("method", operation.method.as_deref().unwrap_or(&export.method), &export.method),
            (
                "path",
                operation.path.as_deref().unwrap_or_default(),
                export.path.as_deref().unwrap_or_default(),
            ),
            ("provenance", &operation.provenance, fact("x-provenance")),
            ("title", &operation.title, fact("summary")),
        ] {
            if spec != exported {
                self.say(
                    &export.name,
                    &format!("has the {what} {spec:?} in the spec, {exported:?} in the export"),
                );
            }
        }
        self.request(export, operation);
        let whole = operation.answer_is_full;
        // Every answer has the same envelope, whatever a page shows of it.
        for member in &operation.envelope {
            let place = format!("{} {}", export.name, member.name);
            match export.answer["properties"].get(&member.name) {
                Some(exported) => {
                    self.schema(&place, &member.name, &member.schema, exported, Half::Answer { whole })
                }
                None => self.say(&place, "is not exported"),
            }
        }
        if operation.envelope.iter().all(|member| member.name != "data") {
            self.unshown(&export.answer["properties"]["data"]);
        }
    }

    fn request(&mut self, export: &Export, operation: &Operation) {
        let place = format!("{} request", export.name);
        if (export.operation["x-open"] == true) != operation.request_is_hidden {
            self.say(&place, "is open on one side alone");
        }
        let half = Half::Request { routed: operation.path.is_some() };
        for parameter in &operation.parameters {
            let place = format!("{place}.{}", parameter.member.name);
            let is_same = |exported: &&Value| exported["name"] == parameter.member.name.as_str();
            match export.parameters.iter().find(is_same) {
                Some(exported) if exported["in"] != parameter.place.as_str() => {
                    self.say(&place, "stands elsewhere in the export");
                }
                Some(exported) => {
                    self.mark(&place, &parameter.member, exported["required"] == true);
                    self.member(&place, &parameter.member, exported, &exported["schema"], half);
                }
                None => self.say(&place, "is not exported"),
            }
        }
        // Without a page the spec does not say whether members are in the address or in the body.
        let in_query = operation.path.is_none() && export.method == "GET";
        for exported in &export.parameters {
            let name = exported["name"].as_str().unwrap();
            let is_listed = operation.parameters.iter().any(|listed| listed.member.name == name);
            // The spec lists no query of Xport KA's; platform.md says of the path that it repeats the signature.
            let is_signature = operation.signs_query() && ["timestamp", "sign"].contains(&name);
            if !in_query && !is_listed && !is_signature {
                self.extra(&format!("{place}.{name}"), exported);
            }
        }
        let body = if in_query { as_body(&export.parameters) } else { export.body.clone() };
        self.members(&place, &operation.body, &body, half);
    }

    /// Holds an object against the members that the spec lists.
    fn members(&mut self, place: &str, listed: &[Member], exported: &Value, half: Half) {
        for member in listed {
            let place = format!("{place}.{}", member.name);
            let Some(found) = exported["properties"].get(&member.name) else {
                self.say(&place, "is not exported");
                continue;
            };
            if let Half::Request { .. } = half {
                self.mark(&place, member, names(&exported["required"]).any(|name| name == member.name));
            }
            self.member(&place, member, found, found, half);
            self.see(exported, &member.name, true);
        }
        for (name, found) in exported["properties"].as_object().into_iter().flatten() {
            if listed.iter().any(|member| member.name == *name) {
                continue;
            }
            match half {
                Half::Answer { whole: false } => self.see(exported, name, is_of_upstream(found)),
                _ => self.extra(&format!("{place}.{name}"), found),
            }
        }
    }

    fn mark(&mut self, place: &str, member: &Member, required: bool) {
        if member.required != required || !member.agrees {
            self.say(place, "is required on one side alone");
        }
    }

    /// Holds a member against the spec: how it is known, and its schema.
    fn member(&mut self, place: &str, member: &Member, exported: &Value, schema: &Value, half: Half) {
        let must_be_upstream = half == Half::Request { routed: false };
        if is_of_upstream(exported) != must_be_upstream {
            self.say(place, "is known from a page on one side, from the upstream on the other");
        }
        self.schema(place, &member.name, &member.schema, schema, half);
    }

    fn schema(&mut self, place: &str, name: &str, spec: &Value, exported: &Value, half: Half) {
        let types = types(exported);
        let Some(wanted) = type_of(spec) else { return self.unshown(exported) };
        let is_anything = wanted == "object" && is_blank(spec) && types.is_empty();
        let is_long = |schema: &Value| schema["format"] == "int64";
        if !types.contains(&wanted) && !is_anything {
            self.say(place, &format!("is of the type {wanted} in the spec, {types:?} in the export"));
        } else if wanted == "integer" && is_id(name) && is_long(spec) != is_long(exported) {
            self.say(place, "is an id of 64 bits on one side alone");
        }
        for limit in ["minimum", "maximum"] {
            if !spec[limit].is_null() && spec[limit] != exported[limit] {
                self.say(place, &format!("has another {limit} in the export"));
            }
        }
        if !spec["contentSchema"].is_null() {
            self.schema(place, name, &spec["contentSchema"], &exported["contentSchema"], half);
        }
        if wanted == "array" {
            self.schema(&format!("{place}[]"), name, &spec["items"], &exported["items"], half);
        }
        if wanted == "object" {
            self.members(place, &members(spec), exported, half);
        }
    }

    fn extra(&mut self, place: &str, exported: &Value) {
        if !is_of_upstream(exported) {
            self.say(place, "is not in the spec, and is not marked as of the upstream");
        }
    }

    /// Takes note of the components of an answer that the spec does not show.
    fn unshown(&mut self, exported: &Value) {
        for (name, member) in exported["properties"].as_object().into_iter().flatten() {
            self.see(exported, name, is_of_upstream(member));
            self.unshown(member);
        }
        for inside in ["items", "contentSchema"] {
            if !exported[inside].is_null() {
                self.unshown(&exported[inside]);
            }
        }
    }

    fn see(&mut self, component: &Value, member: &str, shown: bool) {
        if let Some(component) = component["x-component"].as_str() {
            *self.shown.entry((component.to_owned(), member.to_owned())).or_default() |= shown;
        }
    }
}

/// The parameters as the members of an object.
fn as_body(parameters: &[Value]) -> Value {
    let mut body = serde_json::json!({ "properties": {}, "required": [] });
    for parameter in parameters {
        let name = parameter["name"].as_str().unwrap();
        let mut schema = parameter["schema"].clone();
        schema["x-origin"] = parameter["x-origin"].clone();
        body["properties"][name] = schema;
        if parameter["required"] == true {
            body["required"].as_array_mut().unwrap().push(name.into());
        }
    }
    body
}

fn is_of_upstream(exported: &Value) -> bool {
    exported["x-origin"] == "upstream"
}

fn names(list: &Value) -> impl Iterator<Item = &str> {
    list.as_array().into_iter().flatten().filter_map(Value::as_str)
}

/// The types of a schema but null; those of its choices where it has them. None where it takes anything.
fn types(schema: &Value) -> Vec<&str> {
    match (&schema["type"], &schema["anyOf"]) {
        (Value::String(single), _) => vec![single],
        (Value::Array(_), _) => names(&schema["type"]).filter(|name| *name != "null").collect(),
        (_, Value::Array(choices)) => choices.iter().flat_map(types).collect(),
        _ => Vec::new(),
    }
}
