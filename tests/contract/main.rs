//! Compares every declared endpoint with the vendor contract in spec/, in both directions, and tests the comparison itself by
//! mutation.
#![cfg(feature = "describe")]
#![allow(clippy::indexing_slicing, clippy::panic, clippy::unwrap_used, reason = "a test fails by panicking")]

mod catalogue;
mod derived;
mod drift;
mod mutation;
mod names;
mod outcome;
mod safety;
mod sensible;
mod spec;

use std::cmp::Reverse;
use std::collections::BTreeMap;

use pandapon::api;
use pandapon::endpoint::{Descriptor, Method, Safety};
use pandapon::schema::{Kind, Record};
use proptest::prelude::*;
use serde_json::Value;

fn drifts(documents: &[Value]) -> Vec<String> {
    let endpoints: Vec<_> = api::catalogue().collect();
    let operations: Vec<_> = documents.iter().flat_map(spec::operations).collect();
    drift::drifts(&endpoints, &operations)
}

#[test]
fn the_declarations_match_the_spec() {
    let drifts = drifts(&spec::documents());
    assert!(drifts.is_empty(), "{} drifts:\n{}", drifts.len(), drifts.join("\n"));
}

#[test]
fn platform_says_that_the_query_repeats_the_signature() {
    assert!(spec::platform().contains(spec::SIGNING_SENTENCE));
}

#[test]
fn exceptions_still_exist_in_the_spec() {
    for name in spec::NO_MEMBERS {
        assert!(spec::everything().contains(name), "{name}");
    }
}

#[test]
fn each_single_change_of_the_spec_is_reported() {
    let mut unreported = Vec::new();
    let mut count = 0;
    for document in spec::documents().iter().flat_map(spec::documents_of_one) {
        let endpoint = declared_in(&document);
        let is_reported = |document: &Value| {
            let drifts = drift::drifts(&[endpoint], &spec::operations(document));
            drifts.iter().any(|drift| drift::is_of(endpoint.name, drift))
        };
        assert!(!is_reported(&document), "{} drifts from the spec", endpoint.name);
        for mutation in mutation::mutations(&document) {
            let mut changed = document.clone();
            mutation.apply(&mut changed);
            if !is_reported(&changed) {
                unreported.push(format!("{mutation:?}"));
            }
            count += 1;
        }
    }
    assert!(unreported.is_empty(), "{} not reported:\n{}", unreported.len(), unreported.join("\n"));
    assert!(count > 10 * api::catalogue().count(), "only {count} changes were tried");
}

/// Prose and omissions of spec/ cannot be mutated, so the declarations are mutated instead.
#[test]
fn each_single_mutation_of_a_declaration_is_reported() {
    let operations: Vec<_> = spec::documents().iter().flat_map(spec::operations).collect();
    for endpoint in api::catalogue() {
        let safety = if endpoint.safety == Safety::Read { Safety::Once } else { Safety::Read };
        let idempotent_with = if endpoint.idempotent_with.is_none() { Some("id") } else { None };
        let Record { fields, rules, open, not_empty, name, doc } = *endpoint.request;
        let request = Box::leak(Box::new(Record { fields, rules, open: !open, not_empty, name, doc }));
        let lies: [&dyn Fn(&mut Descriptor); 6] = [
            &|lie| lie.safety = safety,
            &|lie| lie.idempotent_with = idempotent_with,
            &|lie| lie.signs_query = !lie.signs_query,
            &|lie| lie.omit_empty_body = !lie.omit_empty_body,
            &|lie| lie.page = "https://doc-en.pandapon.com/another",
            &|lie| lie.request = request,
        ];
        for lie in lies {
            let mut declaration = endpoint.clone();
            lie(&mut declaration);
            let drifts = drift::drifts(&[Box::leak(Box::new(declaration))], &operations);
            assert!(drifts.iter().any(|drift| drift::is_of(endpoint.name, drift)), "{}", endpoint.name);
        }
    }
}

/// Returns the endpoint of a document with a single one.
fn declared_in(document: &Value) -> &'static Descriptor {
    let name = spec::operations(document).remove(0).name;
    api::find(&name).unwrap_or_else(|| panic!("{name} is not declared"))
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(32))]
    #[test]
    fn several_changes_of_the_spec_are_each_reported(
        generation in 0..3_usize,
        places in prop::collection::vec(any::<prop::sample::Index>(), 2..12),
    ) {
        let mut documents = spec::documents();
        let all = mutation::mutations(&documents[generation]);
        let chosen = places.iter().map(|place| place.get(&all));
        let one_an_endpoint: BTreeMap<_, _> = chosen.map(|mutation| (&mutation.endpoint, mutation)).collect();
        // Deeply nested changes first: a new path would hide them.
        let mut mutations: Vec<_> = one_an_endpoint.into_values().collect();
        mutations.sort_by_key(|mutation| Reverse(mutation.pointer.matches('/').count()));
        for mutation in &mutations {
            mutation.apply(&mut documents[generation]);
        }
        let drifts = drifts(&documents);
        for mutation in mutations {
            let reported = drifts.iter().any(|drift| drift::is_of(&mutation.endpoint, drift));
            prop_assert!(reported, "not reported: {:?} in\n{}", mutation, drifts.join("\n"));
        }
    }
}

#[test]
fn params_in_a_url_have_kinds_that_can_be_encoded() {
    for endpoint in api::catalogue().filter(|endpoint| endpoint.method == Method::Get) {
        for field in endpoint.request.fields {
            let has_members = matches!(field.kind, Kind::Record(_) | Kind::Map(_) | Kind::Any);
            assert!(!has_members, "{}: {}", endpoint.name, field.name);
        }
    }
}
