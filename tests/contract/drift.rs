//! Where the declarations and spec/ part: every drift as a sentence that begins with the endpoint.

use std::collections::{BTreeMap, BTreeSet};

use pandapon::endpoint::{Descriptor, Provenance};
use pandapon::schema::{Field, Kind, Origin, Record};
use serde_json::Value;

use crate::safety::safety;
use crate::spec::{members, type_of, Member, Operation};

/// The members of every answer's envelope.
const ENVELOPE: [&str; 5] = ["requestId", "code", "developId", "msg", "data"];

/// Holds declarations against operations.
pub fn drifts(endpoints: &[&'static Descriptor], operations: &[Operation]) -> Vec<String> {
    let mut drifts = Drifts::default();
    for Operation { name, .. } in operations {
        if endpoints.iter().all(|endpoint| endpoint.name != name) {
            drifts.say(name, "stands in the spec and is not declared");
        }
    }
    for endpoint in endpoints {
        let same = |operation: &&Operation| operation.name == endpoint.name;
        match operations.iter().find(same) {
            Some(operation) => drifts.endpoint(endpoint, operation),
            None => drifts.say(endpoint.name, "is declared and does not stand in the spec"),
        }
    }
    drifts.origins_of_answers();
    drifts.sentences
}

/// Whether a drift is one of an endpoint.
pub fn is_of(endpoint: &str, drift: &str) -> bool {
    drift.strip_prefix(endpoint).is_some_and(|rest| rest.starts_with(' '))
}

/// Which half of a page members stand in.
#[derive(Clone, Copy)]
enum Half {
    /// A request, whose members are known from there.
    Request(Origin),
    /// An answer, and whether the page shows the whole of it.
    Answer { whole: bool },
}

#[derive(Default)]
struct Drifts {
    sentences: Vec<String>,
    /// The members of the structures in answers: where they are declared to stand, and whether a page of any endpoint
    /// that answers with the structure shows them. One page may show what another cuts off.
    answers: BTreeMap<(&'static str, &'static str), (Origin, bool)>,
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
        let method = endpoint.method.as_str();
        for (what, spec, declared) in [
            ("method", operation.method.as_deref().unwrap_or(method), method),
            ("path", or_none(operation.path.as_deref()), or_none(endpoint.path)),
            ("provenance", &operation.provenance, provenance(endpoint.provenance)),
            ("title", &operation.title, endpoint.title),
        ] {
            self.differ(name, what, spec, declared);
        }
        self.page(endpoint, &operation.sources);
        match safety(name).map(|safety| format!("{safety:?}")) {
            Some(safety) => self.differ(name, "safety", &safety, &format!("{:?}", endpoint.safety)),
            None => self.say(name, "has no safety in spec/platform.md"),
        }
        self.request(endpoint, operation);
        self.answer(endpoint, operation);
    }

    fn page(&mut self, endpoint: &Descriptor, sources: &[String]) {
        let is_english = |page: &str| page.contains("//doc-en");
        if !sources.iter().any(|source| source == endpoint.page) {
            self.say(endpoint.name, "names a page that is none of its sources");
        } else if sources.iter().any(|source| is_english(source)) && !is_english(endpoint.page) {
            self.say(endpoint.name, "names a page in another language although there is an English one");
        }
    }

    fn request(&mut self, endpoint: &'static Descriptor, operation: &Operation) {
        let place = format!("{} request", endpoint.name);
        if endpoint.request.open != operation.request_is_hidden {
            self.say(&place, "must let unknown members pass if, and only if, no page shows what it holds");
        }
        // What is known of an endpoint without a readable page is known from the upstream.
        let origin = if endpoint.path.is_some() { Origin::Page } else { Origin::Upstream };
        self.record(&place, endpoint.request, &operation.request, Half::Request(origin));
    }

    fn answer(&mut self, endpoint: &'static Descriptor, operation: &Operation) {
        let place = format!("{} data", endpoint.name);
        self.collect(&endpoint.answer);
        for Member { name, schema, .. } in &operation.envelope {
            if name == "data" {
                let whole = operation.answer_is_full;
                self.kind(&place, &endpoint.answer, schema, Half::Answer { whole });
            } else if !ENVELOPE.contains(&name.as_str()) {
                self.say(
                    endpoint.name,
                    &format!("answers with {name} beside its data, where nothing reads it"),
                );
            }
        }
        if let Some(names) = operation.upstream_answer.as_deref().and_then(names_in) {
            let mut declared = BTreeSet::new();
            member_names(&endpoint.answer, &mut declared);
            for name in names.difference(&declared) {
                self.say(&place, &format!("has no {name}, which the upstream answers"));
            }
            for name in declared.difference(&names) {
                self.say(&place, &format!("has {name}, which the upstream does not answer"));
            }
        }
    }

    /// Holds a structure against the members that a page shows.
    fn record(&mut self, place: &str, record: &'static Record, shown: &[Member], half: Half) {
        for member in shown {
            let place = format!("{place}.{}", member.name);
            let Some(field) = record.fields.iter().find(|field| field.name == member.name) else {
                self.say(&place, "stands in the spec and is not declared");
                continue;
            };
            match half {
                Half::Request(origin) => self.request_member(&place, field, member, origin),
                Half::Answer { .. } => {
                    self.answers.insert((record.name, field.name), (field.origin, true));
                }
            }
            self.kind(&place, &field.kind, &member.schema, half);
        }
        let is_hidden = |field: &&Field| shown.iter().all(|member| member.name != field.name);
        if matches!(half, Half::Request(_) | Half::Answer { whole: true }) {
            for field in record.fields.iter().filter(is_hidden) {
                if field.origin == Origin::Page {
                    let place = format!("{place}.{}", field.name);
                    self.say(&place, "is declared as if it stood on the page, where it is not");
                }
            }
        }
    }

    fn request_member(&mut self, place: &str, field: &Field, member: &Member, origin: Origin) {
        if field.origin != origin {
            self.say(place, &format!("must be declared as of the {origin:?}"));
        }
        if !member.agrees {
            self.say(place, "is required by one part of the spec and optional by another");
        }
        let mark = |required| if required { "required" } else { "optional" };
        self.differ(place, "mark", mark(member.required), mark(field.required));
    }

    fn kind(&mut self, place: &str, kind: &'static Kind, schema: &Value, half: Half) {
        match (kind, type_of(schema)) {
            (Kind::List(item), Some("array")) => {
                self.kind(&format!("{place}[]"), item, &schema["items"], half)
            }
            (Kind::Record(record), Some("object")) => self.record(place, record, &members(schema), half),
            (Kind::JsonText(kind), Some("string")) if !schema["contentSchema"].is_null() => {
                self.kind(place, kind, &schema["contentSchema"], half);
            }
            (kind, Some(name)) if !fits(kind, name, schema["format"].as_str()) => {
                let format = schema["format"].as_str().unwrap_or("any");
                self.differ(place, "type", &format!("{name} ({format})"), &word(kind));
            }
            _ => {}
        }
    }

    /// Takes note of every member of the structures in an answer.
    fn collect(&mut self, kind: &'static Kind) {
        match kind {
            Kind::List(item) | Kind::Map(item) => self.collect(item),
            Kind::Record(record) => {
                for field in record.fields {
                    let member = (record.name, field.name);
                    self.answers.entry(member).or_insert((field.origin, false));
                    self.collect(&field.kind);
                }
            }
            _ => {}
        }
    }

    fn origins_of_answers(&mut self) {
        for ((record, field), answered) in std::mem::take(&mut self.answers) {
            let place = format!("{record}.{field}");
            match answered {
                (Origin::Page, false) => {
                    self.say(
                        &place,
                        "is declared as if it stood on a page, but none that answers with it shows it",
                    );
                }
                (Origin::Upstream, true) => {
                    self.say(&place, "is declared as of the upstream, but a page shows it");
                }
                _ => {}
            }
        }
    }
}

/// Whether a declared kind is what a type of the spec asks for.
fn fits(kind: &Kind, name: &str, format: Option<&str>) -> bool {
    match (name, format) {
        _ if matches!(kind, Kind::Any) => true,
        ("integer", Some("int64")) => matches!(kind, Kind::Id),
        ("integer", _) => matches!(kind, Kind::Integer | Kind::Fen),
        ("number", _) => matches!(kind, Kind::Number),
        ("boolean", _) => matches!(kind, Kind::Boolean),
        ("object", _) => matches!(kind, Kind::Map(_)),
        ("string", _) => is_text(kind),
        _ => false,
    }
}

/// Whether a kind stands as a string on the wire.
fn is_text(kind: &Kind) -> bool {
    use Kind::{Bytes, Choice, JsonText, Telephone, Text, TextId, Yuan};
    matches!(kind, Text | TextId | Telephone | Yuan | Bytes | Choice(_) | JsonText(_))
}

/// A kind in a word.
fn word(kind: &Kind) -> String {
    let debug = format!("{kind:?}");
    debug.chars().take_while(|character| character.is_alphabetic()).collect()
}

fn or_none(path: Option<&str>) -> &str {
    path.unwrap_or("none")
}

fn provenance(provenance: Provenance) -> &'static str {
    match provenance {
        Provenance::Documented => "documented",
        Provenance::Client => "client",
        Provenance::Twin => "twin",
        Provenance::Unrouted => "unrouted",
    }
}

/// The names in a sketch such as `reasons[]{id, name} (for people)`; none if the text is prose.
fn names_in(sketch: &str) -> Option<BTreeSet<&str>> {
    let sketch = sketch.split_once('(').map_or(sketch, |(names, _)| names);
    let names = sketch.split([',', '{', '}', '[', ']']).map(str::trim);
    let names: BTreeSet<_> = names.filter(|name| !name.is_empty()).collect();
    let is_name = |name: &&str| name.chars().all(char::is_alphanumeric);
    names.iter().all(is_name).then_some(names)
}

/// The names of all members, however deep.
fn member_names(kind: &Kind, names: &mut BTreeSet<&'static str>) {
    match kind {
        Kind::List(item) | Kind::Map(item) => member_names(item, names),
        Kind::Record(record) => {
            for field in record.fields {
                names.insert(field.name);
                member_names(&field.kind, names);
            }
        }
        _ => {}
    }
}
