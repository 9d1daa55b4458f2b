//! Names in the catalogue: documented, unambiguous, explained.

use std::collections::{BTreeMap, BTreeSet};

use pandapon::api;
use pandapon::schema::{Field, Kind, Origin, Record, Vocabulary};

use crate::spec;

/// Names that spec/ abbreviates next to similar ones.
const SHORTENED: [(&str, &str); 6] = [
    ("createEndTime", "createStartTime/EndTime"),
    ("modifyEndTime", "modifyStartTime/EndTime"),
    ("CLOSE_TRADE_BY_BOPS", "_BY_BOPS"),
    ("CLOSE_TRADE_BY_SYSTEM", "_BY_SYSTEM"),
    ("CLOSE_TRADE_BY_BUYER", "_BY_BUYER"),
    ("CLOSE_TRADE_BY_CREADIT", "_BY_CREADIT"),
];

/// Names of fields that spec/ describes without their names, which are on the page of 1688 that spec/semantics.md cites.
const NAMED_BY_THE_CITED_PAGE: [&str; 1] = ["productSaleInfo"];

/// The sentence of spec/semantics.md by which each boolean of a 1688 refund has a second name.
const SECOND_NAMES_OF_BOOLEANS: &str = "Boolean names differ per API: plain (`onlyRefund`) here, with `is` \
     (`isOnlyRefund`) in the by-order query -> accept both.";

#[test]
fn every_name_is_in_the_spec() {
    let spec = spec::everything();
    assert!(spec.contains(SECOND_NAMES_OF_BOOLEANS));
    let is_part = |character: char| character.is_alphanumeric() || character == '_';
    let names: BTreeSet<_> = spec.split(|character| !is_part(character)).collect();
    let is_known = |name: &str| {
        let has_spaces = name.contains(' ');
        let mut shortened = SHORTENED.iter().filter(|(long, _)| *long == name);
        names.contains(name)
            || has_spaces && spec.contains(name)
            || shortened.any(|(_, short)| spec.contains(short))
            || NAMED_BY_THE_CITED_PAGE.contains(&name)
    };
    let mut unknown = BTreeSet::new();
    for record in records() {
        for field in record.fields.iter().filter(|field| !is_second_name(record, field)) {
            if field.origin == Origin::Upstream && !is_known(field.name) {
                unknown.insert(format!("{}.{}", record.name, field.name));
            }
            if let Some(vocabulary) = vocabulary(&field.kind) {
                let words = vocabulary.words.iter().filter(|word| !is_known(word.wire));
                unknown.extend(words.map(|word| format!("{} {}", vocabulary.name, word.wire)));
            }
        }
    }
    let unknown: Vec<_> = unknown.into_iter().collect();
    assert!(unknown.is_empty(), "stand nowhere in spec/: {}", unknown.join(", "));
}

/// Returns whether a field is a second name, such as `isOnlyRefund` beside `onlyRefund` in a 1688 refund.
fn is_second_name(record: &Record, field: &Field) -> bool {
    let is_boolean = |field: &Field| field.kind == Kind::Boolean;
    let is_first = |first: &Field| {
        let (initial, rest) = first.name.split_at(1);
        is_boolean(first) && field.name == format!("is{}{rest}", initial.to_uppercase())
    };
    record.name == "RefundDetail" && is_boolean(field) && record.fields.iter().any(is_first)
}

/// Requests are distinguished by their groups: several are called `Create`. Types inside of requests and responses are
/// identified by their name alone, in every group and generation. Derived endpoints share them.
#[test]
fn each_nested_type_has_a_unique_name() {
    let requests: BTreeSet<_> = api::catalogue().map(|endpoint| endpoint.request.name).collect();
    let mut named: BTreeMap<&str, Kind> = BTreeMap::new();
    for kind in types_inside() {
        let name = match kind {
            Kind::Record(record) => record.name,
            Kind::Choice(vocabulary) => vocabulary.name,
            _ => unreachable!("{kind:?} has no name"),
        };
        assert!(!requests.contains(name), "a nested type and a request are called {name}");
        let first = named.entry(name).or_insert(kind);
        assert!(*first == kind, "two types are called {name}");
    }
}

/// The decoder converts ids and prices to text by their names, at any depth of a response. So a name must not be an id or a
/// price in one place of a response and a count in another.
#[test]
fn no_name_is_exact_and_a_count_in_the_same_response() {
    for endpoint in api::catalogue() {
        let conflict = conflict(&endpoint.answer, endpoint.exact_names);
        assert_eq!(conflict, None, "{}", endpoint.name);
    }
}

#[test]
fn the_check_of_exact_names_detects_a_conflict() {
    let prices =
        Kind::List(api::find("alibaba.product.searchByKeyword").map(|search| &search.answer).unwrap());
    assert_eq!(conflict(&prices, &["offerId", "price"]), None);
    assert_eq!(conflict(&prices, &["offerId", "monthSold"]), Some("monthSold"));
}

/// Returns a name that is exact and also a count.
fn conflict(answer: &Kind, exact_names: &[&'static str]) -> Option<&'static str> {
    let mut counts = BTreeSet::new();
    collect_counts(answer, "", &mut counts);
    exact_names.iter().copied().find(|name| counts.contains(name))
}

fn collect_counts(kind: &Kind, name: &'static str, found: &mut BTreeSet<&'static str>) {
    match kind {
        Kind::Integer | Kind::Fen | Kind::Number => {
            found.insert(name);
        }
        Kind::List(item) | Kind::Map(item) | Kind::JsonText(item) => collect_counts(item, name, found),
        Kind::Record(record) => {
            for field in record.fields {
                collect_counts(&field.kind, field.name, found);
            }
        }
        _ => {}
    }
}

#[test]
fn everything_is_explained() {
    for endpoint in api::catalogue() {
        assert!(!endpoint.doc.is_empty(), "{}", endpoint.name);
    }
    for record in records() {
        assert!(!record.doc.is_empty(), "{}", record.name);
        for field in record.fields {
            assert!(!field.doc.is_empty(), "{}.{}", record.name, field.name);
        }
    }
}

/// Returns the vocabulary of a field, or of the items of a list.
fn vocabulary(kind: &Kind) -> Option<&'static Vocabulary> {
    match *kind {
        Kind::Choice(vocabulary) => Some(vocabulary),
        Kind::List(item) | Kind::Map(item) | Kind::JsonText(item) => self::vocabulary(item),
        _ => None,
    }
}

/// Returns every structure of the catalogue: the requests, and nested ones.
fn records() -> impl Iterator<Item = &'static Record> {
    let inside = types_inside().into_iter().filter_map(|kind| match kind {
        Kind::Record(record) => Some(record),
        _ => None,
    });
    api::catalogue().map(|endpoint| endpoint.request).chain(inside)
}

/// Returns every structure and vocabulary inside of requests and responses, once per use.
fn types_inside() -> Vec<Kind> {
    let mut found = Vec::new();
    for endpoint in api::catalogue() {
        for field in endpoint.request.fields {
            collect_types(&field.kind, &mut found);
        }
        collect_types(&endpoint.answer, &mut found);
    }
    found
}

fn collect_types(kind: &'static Kind, found: &mut Vec<Kind>) {
    match kind {
        Kind::List(item) | Kind::Map(item) | Kind::JsonText(item) => collect_types(item, found),
        Kind::Choice(_) => found.push(*kind),
        Kind::Record(record) => {
            found.push(*kind);
            for field in record.fields {
                collect_types(&field.kind, found);
            }
        }
        _ => {}
    }
}
