//! The catalogue as a whole: exactly the endpoints of spec/.

use std::collections::{BTreeMap, BTreeSet};

use pandapon::api;
use pandapon::endpoint::Generation;

use crate::spec;

/// spec/README.md: routed and unrouted endpoints of each generation.
const COUNTS: [(Generation, usize, usize); 3] =
    [(Generation::V1, 45, 24), (Generation::V2, 44, 27), (Generation::Ka, 9, 25)];

#[test]
fn the_catalogue_has_each_endpoint_of_the_spec_once() {
    let operations: Vec<_> = spec::documents().iter().flat_map(spec::operations).collect();
    let known: BTreeSet<_> = operations.iter().map(|operation| operation.name.as_str()).collect();
    let declared: BTreeSet<_> = api::catalogue().map(|endpoint| endpoint.name).collect();
    let missing: Vec<_> = known.difference(&declared).collect();
    assert!(missing.is_empty(), "not declared: {missing:?}");
    let unknown: Vec<_> = declared.difference(&known).collect();
    assert!(unknown.is_empty(), "not in spec/: {unknown:?}");
    assert_eq!(operations.len(), 174);
    assert_eq!(api::catalogue().count(), declared.len(), "some endpoint is declared twice");
}

#[test]
fn each_generation_has_as_many_endpoints_as_the_spec_counts() {
    for (generation, routed, unrouted) in COUNTS {
        let endpoints = api::catalogue().filter(|endpoint| endpoint.generation() == generation);
        let (with, without): (Vec<_>, Vec<_>) = endpoints.partition(|endpoint| endpoint.path.is_some());
        assert_eq!((with.len(), without.len()), (routed, unrouted), "{generation:?}");
    }
}

#[test]
fn no_two_endpoints_of_a_generation_have_the_same_route() {
    let mut places = BTreeMap::new();
    for endpoint in api::catalogue() {
        if let Some(path) = endpoint.path {
            // KA has another base URL, so it may have paths of generation 1.
            let place = (endpoint.generation() == Generation::Ka, endpoint.method.as_str(), path);
            let first = places.insert(place, endpoint.name);
            assert_eq!(first, None, "{} lies where {} lies", endpoint.name, first.unwrap_or_default());
        }
    }
}

#[test]
fn an_endpoint_is_found_by_its_name() {
    for endpoint in api::catalogue() {
        assert_eq!(api::find(endpoint.name), Some(endpoint), "{}", endpoint.name);
    }
    assert_eq!(api::find("alibaba.refund"), None);
}
