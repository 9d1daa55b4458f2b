//! Holds every declared endpoint against the vendor contract in spec/, both ways, and the check itself against lies.
#![cfg(feature = "describe")]
#![allow(clippy::indexing_slicing, clippy::unwrap_used, reason = "a test fails by panicking")]

mod drift;
mod mutation;
mod names;
mod safety;
mod spec;

use std::cmp::Reverse;
use std::collections::BTreeMap;

use pandapon::api;
use pandapon::endpoint::Method;
use pandapon::schema::Kind;
use proptest::prelude::*;
use serde_json::Value;

/// The endpoints that are declared so far. Once all are, this goes.
fn in_scope(name: &str) -> bool {
    name.starts_with("alibaba.order.")
        || name.starts_with("alibaba.refund.")
        || ["alibaba.product.get", "alibaba.product.searchByKeyword"].contains(&name)
}

fn drifts(documents: &[Value]) -> Vec<String> {
    let endpoints: Vec<_> = api::catalogue().collect();
    let operations = documents.iter().flat_map(spec::operations);
    let operations: Vec<_> = operations.filter(|operation| in_scope(&operation.name)).collect();
    drift::drifts(&endpoints, &operations)
}

#[test]
fn the_declarations_say_what_the_spec_says() {
    let drifts = drifts(&spec::documents());
    assert!(drifts.is_empty(), "{} drifts:\n{}", drifts.len(), drifts.join("\n"));
}

#[test]
fn the_safety_of_endpoints_is_that_of_the_spec() {
    let platform = spec::platform();
    for sentence in safety::SENTENCES {
        assert!(platform.contains(sentence), "spec/platform.md no longer says: {sentence}");
    }
}

#[test]
fn each_single_change_of_the_spec_is_reported() {
    let mut count = 0;
    for document in spec::documents().iter().flat_map(spec::documents_of_one) {
        let Some(endpoint) = spec::operations(&document).first().and_then(|only| api::find(&only.name))
        else {
            continue;
        };
        let is_reported = |document: &Value| {
            let drifts = drift::drifts(&[endpoint], &spec::operations(document));
            drifts.iter().any(|drift| drift::is_of(endpoint.name, drift))
        };
        assert!(!is_reported(&document), "{}", endpoint.name);
        for mutation in mutation::mutations(&document) {
            let mut changed = document.clone();
            mutation.apply(&mut changed);
            assert!(is_reported(&changed), "not reported: {mutation:?}");
            count += 1;
        }
    }
    assert!(count > 10 * api::catalogue().count(), "only {count} changes were tried");
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(32))]
    #[test]
    fn several_changes_of_the_spec_are_each_reported(
        places in prop::collection::vec(any::<prop::sample::Index>(), 2..12),
    ) {
        let mut documents = spec::documents();
        let mut all = mutation::mutations(&documents[0]);
        all.retain(|mutation| api::find(&mutation.endpoint).is_some());
        let chosen = places.iter().map(|place| place.get(&all));
        let one_an_endpoint: BTreeMap<_, _> = chosen.map(|mutation| (&mutation.endpoint, mutation)).collect();
        // Those deep inside first: a new path would hide them.
        let mut mutations: Vec<_> = one_an_endpoint.into_values().collect();
        mutations.sort_by_key(|mutation| Reverse(mutation.pointer.matches('/').count()));
        for mutation in &mutations {
            mutation.apply(&mut documents[0]);
        }
        let drifts = drifts(&documents);
        for mutation in mutations {
            let reported = drifts.iter().any(|drift| drift::is_of(&mutation.endpoint, drift));
            prop_assert!(reported, "not reported: {:?} in\n{}", mutation, drifts.join("\n"));
        }
    }
}

#[test]
fn what_stands_in_an_address_can_be_written_there() {
    for endpoint in api::catalogue().filter(|endpoint| endpoint.method == Method::Get) {
        for field in endpoint.request.fields {
            let has_members = matches!(field.kind, Kind::Record(_) | Kind::Map(_) | Kind::Any);
            assert!(!has_members, "{}: {}", endpoint.name, field.name);
        }
    }
}
