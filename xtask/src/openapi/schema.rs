//! From what a member holds to its JSON Schema.

use super::components::{reference, Components};
use super::json_ext::JsonExt;
use super::text::markdown;
use crate::types::links::Links;
use crate::types::namespace::Side;
use anyhow::Result;
use pandapon::schema::{Condition, Field, Kind, Limits, Origin, Record, Rule, Vocabulary};
use serde_json::{json, Map, Value};

/// Writes schemas, and keeps those that have names.
pub struct Schemas<'a> {
    /// What the links in doc comments lead to.
    pub links: &'a Links<'a>,
    /// The schemas that have names.
    pub components: Components,
}

impl Schemas<'_> {
    /// A structure, in place; its doc comment belongs to the namespace `here`.
    pub fn record(&mut self, here: &str, record: &Record, side: Side) -> Result<Value> {
        let mut properties = Map::new();
        for field in record.fields {
            properties.insert(field.name.to_owned(), self.field(here, field, side)?);
        }
        let mut schema = json!({ "type": "object", "properties": properties });
        let required: Vec<_> = record.fields.iter().filter(|field| field.required).collect();
        if !required.is_empty() {
            schema.put("required", required.iter().map(|field| field.name).collect::<Value>());
        }
        if side == Side::Request && record.open {
            schema.put("additionalProperties", true);
        }
        if !record.rules.is_empty() {
            schema.put("allOf", record.rules.iter().map(rule).collect::<Value>());
        }
        Ok(schema)
    }

    /// What a member holds, with its meaning and how its name is known.
    pub fn field(&mut self, here: &str, field: &Field, side: Side) -> Result<Value> {
        let mut schema = self.kind(here, &field.kind, field.limits, side)?;
        schema.put("description", markdown(self.links, here, field.doc));
        if field.origin == Origin::Upstream {
            schema.put("x-origin", "upstream");
        }
        Ok(schema)
    }

    /// A value of a kind. In answers nearly everything may be null (spec/platform.md, "Answer envelope").
    pub fn kind(&mut self, here: &str, kind: &Kind, limits: Limits, side: Side) -> Result<Value> {
        let schema = self.value(here, kind, limits, side)?;
        Ok(if side == Side::Answer { nullable(schema) } else { schema })
    }

    fn value(&mut self, here: &str, kind: &Kind, limits: Limits, side: Side) -> Result<Value> {
        let schema = match *kind {
            Kind::Id => json!({ "type": "integer", "format": "int64" }),
            Kind::TextId | Kind::Text => json!({ "type": "string" }),
            Kind::Telephone => json!({ "type": "string", "pattern": NO_LETTERS }),
            Kind::Integer => json!({ "type": "integer" }),
            Kind::Fen => json!({ "type": "integer", "x-unit": "fen" }),
            // "Prices in answers come as number or string" (spec/platform.md).
            Kind::Yuan if side == Side::Answer => json!({ "type": ["string", "number"], "x-unit": "yuan" }),
            Kind::Yuan => json!({ "type": "string", "x-unit": "yuan" }),
            Kind::Number => json!({ "type": "number" }),
            Kind::Boolean => json!({ "type": "boolean" }),
            Kind::Bytes => json!({ "type": "string", "contentEncoding": "base64" }),
            Kind::Any => json!({}),
            Kind::Choice(vocabulary) => self.named_words(here, vocabulary, side)?,
            Kind::Record(record) => self.named_record(here, record, side)?,
            Kind::List(item) => {
                let item = self.value(here, item, Limits::NONE, side)?;
                json!({ "type": "array", "items": item })
            }
            Kind::Map(value) => {
                let value = self.kind(here, value, Limits::NONE, side)?;
                json!({ "type": "object", "additionalProperties": value })
            }
            Kind::JsonText(inner) => {
                let inner = self.value(here, inner, Limits::NONE, side)?;
                json!({ "type": "string", "contentMediaType": "application/json", "contentSchema": inner })
            }
        };
        Ok(with_limits(schema, kind, limits))
    }

    fn named_record(&mut self, here: &str, record: &'static Record, side: Side) -> Result<Value> {
        if self.components.is_new(record.name, Kind::Record(record), side)? {
            let mut schema = self.record(here, record, side)?;
            schema.put("description", markdown(self.links, here, record.doc));
            self.components.add(record.name, schema);
        }
        Ok(reference(record.name))
    }

    fn named_words(&mut self, here: &str, vocabulary: &'static Vocabulary, side: Side) -> Result<Value> {
        if self.components.is_new(vocabulary.name, Kind::Choice(vocabulary), side)? {
            self.components.add(vocabulary.name, words(self.links, here, vocabulary));
        }
        Ok(reference(vocabulary.name))
    }
}

/// Words. Those of an open vocabulary are beside any other string: generators make of it a type that completes the
/// known words and refuses none.
fn words(links: &Links, here: &str, vocabulary: &Vocabulary) -> Value {
    let words: Vec<_> = vocabulary.words.iter().map(|word| word.wire).collect();
    let mut schema = if vocabulary.open {
        json!({ "anyOf": [{ "type": "string", "enum": words }, { "type": "string" }] })
    } else {
        json!({ "type": "string", "enum": words })
    };
    let mut description = markdown(links, here, vocabulary.doc) + "\n";
    for word in vocabulary.words {
        description.push_str(&format!("\n- `{}`: {}", word.wire, markdown(links, here, word.doc)));
    }
    schema.put("description", description);
    schema
}

/// A telephone number: no Latin letters, no Chinese. The client refuses other letters, too, but not every validator
/// knows what a letter is.
const NO_LETTERS: &str = "^[^A-Za-z\u{4e00}-\u{9fff}]*$";

/// The same, or null.
fn nullable(mut schema: Value) -> Value {
    match schema.get("type").cloned() {
        Some(Value::Array(mut types)) => {
            types.push(json!("null"));
            schema.put("type", Value::Array(types));
        }
        Some(single) => schema.put("type", json!([single, "null"])),
        None if schema.get("$ref").is_some() => return json!({ "anyOf": [schema, { "type": "null" }] }),
        // Anything may be null already.
        None => {}
    }
    schema
}

/// The least and the most of what the kind counts.
fn with_limits(mut schema: Value, kind: &Kind, limits: Limits) -> Value {
    let names = match kind {
        Kind::Integer | Kind::Fen | Kind::Number => ["minimum", "maximum"],
        Kind::Text | Kind::TextId | Kind::Bytes => ["minLength", "maxLength"],
        Kind::List(_) => ["minItems", "maxItems"],
        _ => return schema,
    };
    for (name, limit) in names.into_iter().zip([limits.least, limits.most]) {
        if let Some(limit) = limit {
            schema.put(name, json!(if *kind == Kind::Bytes { base64_length(limit) } else { limit }));
        }
    }
    schema
}

/// The characters of base64 text for so many bytes: four for every three, begun ones too.
fn base64_length(bytes: i32) -> i32 {
    (bytes + 2) / 3 * 4
}

fn rule(rule: &Rule) -> Value {
    json!({
        "description": format!("{} {}", rule.when.member(), rule.says),
        "if": conditions([&rule.when]),
        "then": conditions(rule.then),
    })
}

/// A schema of what meets all of these conditions.
fn conditions<'a>(conditions: impl IntoIterator<Item = &'a Condition>) -> Value {
    let (mut required, mut properties) = (Vec::new(), Map::new());
    for condition in conditions {
        required.push(condition.member());
        if let Condition::OneOf(member, words) = condition {
            properties.insert((*member).to_owned(), json!({ "enum": words }));
        }
    }
    json!({ "required": required, "properties": properties })
}
