//! Differences between the declarations and spec/, each as a sentence that begins with the endpoint.

mod answer;
mod fit;
mod page;
mod request;
mod route;

use std::collections::BTreeMap;

use pandapon::endpoint::{Descriptor, Provenance};
use pandapon::schema::{Field, Kind, Origin, Record};
use serde_json::Value;

use crate::safety;
use crate::spec::{members, type_of, Member, Operation};
use fit::{fits, word};

/// Compares declarations with operations.
pub fn drifts(endpoints: &[&'static Descriptor], operations: &[Operation]) -> Vec<String> {
    let mut drifts = Drifts::default();
    for Operation { name, .. } in operations {
        if endpoints.iter().all(|endpoint| endpoint.name != name) {
            drifts.say(name, "is in the spec and not declared");
        }
    }
    for endpoint in endpoints {
        let same = |operation: &&Operation| operation.name == endpoint.name;
        match operations.iter().find(same) {
            Some(operation) => drifts.endpoint(endpoint, operation),
            None => drifts.say(endpoint.name, "is declared and is not in the spec"),
        }
    }
    drifts.origins_of_answers();
    drifts.sentences
}

/// Returns whether a drift concerns an endpoint.
pub fn is_of(endpoint: &str, drift: &str) -> bool {
    drift.strip_prefix(endpoint).is_some_and(|rest| rest.starts_with(' '))
}

/// The half of a page that lists the fields.
#[derive(Clone, Copy)]
enum Half {
    /// A request, with the origin of its fields.
    Request(Origin),
    /// A response, and whether the page shows it completely.
    Answer { whole: bool },
}

#[derive(Default)]
struct Drifts {
    sentences: Vec<String>,
    /// The fields of the structures in responses, by the names of structure and field.
    answers: BTreeMap<(&'static str, &'static str), Answered>,
}

/// A field of a structure in responses, as it is declared, and as the pages of all endpoints that respond with the structure
/// show it: one may list what another cuts off.
struct Answered {
    origin: Origin,
    /// Whether it is declared to come always.
    required: bool,
    /// Whether any page lists it.
    is_shown: bool,
    /// Whether any page marks it as required.
    is_marked: bool,
    /// Whether any page marks it as optional.
    may_be_absent: bool,
}

impl Answered {
    fn new(field: &Field) -> Self {
        let Field { origin, required, .. } = *field;
        Self { origin, required, is_shown: false, is_marked: false, may_be_absent: false }
    }
}

impl Drifts {
    fn say(&mut self, place: &str, drift: &str) {
        self.sentences.push(format!("{place} {drift}"));
    }

    fn differ(&mut self, place: &str, what: &str, spec: &str, declared: &str) {
        if spec != declared {
            self.say(place, &format!("has the {what} {spec:?} in the spec, {declared:?} in its declaration"));
        }
    }

    fn endpoint(&mut self, endpoint: &'static Descriptor, operation: &Operation) {
        let name = endpoint.name;
        self.differ(name, "provenance", &operation.provenance, provenance(endpoint.provenance));
        self.differ(name, "title", &operation.title, endpoint.title);
        self.route(endpoint, operation);
        self.page(endpoint, &operation.sources);
        self.safety(endpoint);
        self.request(endpoint, operation);
        self.answer(endpoint, operation);
    }

    fn safety(&mut self, endpoint: &Descriptor) {
        let name = endpoint.name;
        match safety::of(name).map(|safety| format!("{safety:?}")) {
            Some(safety) => self.differ(name, "safety", &safety, &format!("{:?}", endpoint.safety)),
            None => self.say(name, "has no safety in spec/platform.md"),
        }
        let [known, declared] = [safety::idempotent_with(name), endpoint.idempotent_with];
        let word = |member: Option<&'static str>| member.unwrap_or("none");
        self.differ(name, "member that makes it idempotent", word(known), word(declared));
        let is_optional = |member: &str| {
            endpoint.request.fields.iter().any(|field| field.name == member && !field.required)
        };
        if declared.is_some_and(|member| !is_optional(member)) {
            self.say(name, "is idempotent with what is no optional member");
        }
    }

    /// Compares a structure with the fields on a page.
    fn record<'a>(
        &mut self,
        place: &str,
        record: &'static Record,
        shown: impl Iterator<Item = &'a Member> + Clone,
        half: Half,
    ) {
        for member in shown.clone() {
            let place = format!("{place}.{}", member.name);
            let Some(field) = record.fields.iter().find(|field| field.name == member.name) else {
                self.say(&place, "is in the spec and not declared");
                continue;
            };
            match half {
                Half::Request(origin) => self.request_member(&place, field, member, origin),
                Half::Answer { .. } => self.answer_member(record, field, member),
            }
            self.kind(&place, &member.name, &field.kind, &member.schema, half);
        }
        let is_hidden = |field: &&Field| shown.clone().all(|member| member.name != field.name);
        if matches!(half, Half::Request(_) | Half::Answer { whole: true }) {
            for field in record.fields.iter().filter(is_hidden) {
                if field.origin == Origin::Page {
                    let place = format!("{place}.{}", field.name);
                    self.say(&place, "is declared as if it stood on the page, where it is not");
                }
            }
        }
    }

    /// Compares the content of a field with its schema.
    fn kind(&mut self, place: &str, name: &str, kind: &'static Kind, schema: &Value, half: Half) {
        match (kind, type_of(schema)) {
            (Kind::List(item), Some("array")) => {
                self.kind(&format!("{place}[]"), name, item, &schema["items"], half)
            }
            (Kind::Record(record), Some("object")) => {
                self.record(place, record, members(schema).iter(), half);
            }
            (Kind::JsonText(kind), Some("string")) if !schema["contentSchema"].is_null() => {
                self.kind(place, name, kind, &schema["contentSchema"], half);
            }
            (kind, Some(ty)) if !fits(kind, name, schema, half) => {
                let format = schema["format"].as_str().unwrap_or("any");
                self.differ(place, "type", &format!("{ty} ({format})"), &word(kind));
            }
            _ => {}
        }
    }
}

fn provenance(provenance: Provenance) -> &'static str {
    match provenance {
        Provenance::Documented => "documented",
        Provenance::Client => "client",
        Provenance::Derived => "derived",
        Provenance::Unrouted => "unrouted",
    }
}
