//! Drift in responses.

use std::collections::BTreeSet;

use pandapon::endpoint::Descriptor;
use pandapon::schema::{Field, Kind, Origin, Record};

use super::{Answered, Drifts, Half};
use crate::spec::{type_of, Member, Operation};

/// The fields of every envelope except `data`, and the types as which the client reads them. Pages differ in the type of
/// `developId` (spec/platform.md, "Answer envelope").
const ENVELOPE: [(&str, &[&str]); 4] = [
    ("requestId", &["string"]),
    ("code", &["integer"]),
    ("developId", &["string", "integer"]),
    ("msg", &["string"]),
];

impl Drifts {
    pub fn answer(&mut self, endpoint: &'static Descriptor, operation: &Operation) {
        self.collect(&endpoint.answer);
        for member in &operation.envelope {
            self.envelope(endpoint, operation, member);
        }
        if let Some(names) = operation.upstream_answer.as_deref().and_then(names_in) {
            self.upstream_answer(endpoint, &names);
        }
    }

    fn envelope(&mut self, endpoint: &'static Descriptor, operation: &Operation, member: &Member) {
        let Member { name, schema, .. } = member;
        if name == "data" {
            let whole = operation.answer_is_full;
            let place = format!("{} data", endpoint.name);
            self.kind(&place, name, &endpoint.answer, schema, Half::Answer { whole });
        } else if let Some((_, types)) = ENVELOPE.iter().find(|(known, _)| known == name) {
            if type_of(schema).is_some_and(|ty| !types.contains(&ty)) {
                self.say(endpoint.name, &format!("answers with a {name} that is not {}", types.join(" or ")));
            }
        } else {
            self.say(endpoint.name, &format!("answers with {name} beside its data, where nothing reads it"));
        }
    }

    fn upstream_answer(&mut self, endpoint: &'static Descriptor, names: &BTreeSet<&str>) {
        let place = format!("{} data", endpoint.name);
        let mut declared = BTreeSet::new();
        member_names(&endpoint.answer, &mut declared);
        for name in names.difference(&declared) {
            self.say(&place, &format!("has no {name}, which the upstream answers"));
        }
        for name in declared.difference(names) {
            self.say(&place, &format!("has {name}, which the upstream does not answer"));
        }
    }

    pub fn answer_member(&mut self, record: &Record, field: &Field, member: &Member) {
        let entry = self.answers.entry((record.name, field.name));
        let answered = entry.or_insert_with(|| Answered::new(field));
        answered.is_shown = true;
        match member.schema["x-required"].as_str() {
            Some("yes") => answered.is_marked = true,
            Some("no") => answered.may_be_absent = true,
            _ => {}
        }
    }

    /// Records every field of the structures in a response.
    fn collect(&mut self, kind: &'static Kind) {
        match kind {
            Kind::List(item) | Kind::Map(item) | Kind::JsonText(item) => self.collect(item),
            Kind::Record(record) => {
                for field in record.fields {
                    let member = (record.name, field.name);
                    self.answers.entry(member).or_insert_with(|| Answered::new(field));
                    self.collect(&field.kind);
                }
            }
            _ => {}
        }
    }

    pub fn origins_of_answers(&mut self) {
        for ((record, field), answered) in std::mem::take(&mut self.answers) {
            let place = format!("{record}.{field}");
            let always = answered.is_marked && !answered.may_be_absent;
            if answered.required != always {
                let mark = if always { "always comes" } else { "may be absent" };
                self.say(
                    &place,
                    &format!("{mark} by the pages that answer with it, and is declared otherwise"),
                );
            }
            match (answered.origin, answered.is_shown) {
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

/// Returns the names in a sketch such as `reasons[]{id, name} (for people)`; none if the text is prose.
fn names_in(sketch: &str) -> Option<BTreeSet<&str>> {
    let sketch = sketch.split_once('(').map_or(sketch, |(names, _)| names);
    let names = sketch.split([',', '{', '}', '[', ']']).map(str::trim);
    let names: BTreeSet<_> = names.filter(|name| !name.is_empty()).collect();
    let is_name = |name: &&str| name.chars().all(char::is_alphanumeric);
    names.iter().all(is_name).then_some(names)
}

/// Collects the names of all fields at any depth.
fn member_names(kind: &Kind, names: &mut BTreeSet<&'static str>) {
    match kind {
        Kind::List(item) | Kind::Map(item) | Kind::JsonText(item) => member_names(item, names),
        Kind::Record(record) => {
            for field in record.fields {
                names.insert(field.name);
                member_names(&field.kind, names);
            }
        }
        _ => {}
    }
}
