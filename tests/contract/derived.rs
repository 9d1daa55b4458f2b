//! The rule of spec/README.md that derives paths (its "twin rule"): where an endpoint of generation 1 lies in generation 2.

use pandapon::api;
use pandapon::endpoint::Provenance;

use crate::spec;

/// Whether this is the name of an endpoint of generation 2.
pub fn is_second(name: &str) -> bool {
    first_name(name).is_some()
}

/// What an endpoint of generation 2 is called in generation 1.
pub fn first_name(name: &str) -> Option<&str> {
    name.strip_prefix("v2.")
}

/// Where an endpoint lies in generation 2 that lies at `path` in generation 1; its name may be that of either.
pub fn second_path(name: &str, path: &str) -> String {
    let is_taobao = first_name(name).unwrap_or(name).starts_with("taobao.");
    match path.strip_prefix("/open/") {
        Some(rest) if is_taobao => format!("/v2/taobao/{rest}"),
        _ => format!("/v2{path}"),
    }
}

#[test]
fn generation_2_lies_where_the_rule_puts_generation_1() {
    let mut pairs = 0;
    for second in api::catalogue() {
        let first = first_name(second.name).and_then(api::find);
        if let Some((first, path)) = first.and_then(|first| Some((first.path?, second.path?))) {
            assert_eq!(path, second_path(second.name, first), "{}", second.name);
            pairs += 1;
        }
    }
    assert_eq!(
        pairs,
        api::catalogue().filter(|endpoint| is_second(endpoint.name) && endpoint.path.is_some()).count()
    );
}

/// A derived path is as sure as what it was derived from.
#[test]
fn a_path_is_derived_from_an_endpoint_of_the_same_name_that_was_seen() {
    let operations: Vec<_> = spec::documents().iter().flat_map(spec::operations).collect();
    for derived in api::catalogue().filter(|endpoint| endpoint.provenance == Provenance::Derived) {
        let name = first_name(derived.name).map_or_else(|| format!("v2.{}", derived.name), str::to_owned);
        let original = operations.iter().find(|operation| operation.name == name).unwrap();
        let operation = operations.iter().find(|operation| operation.name == derived.name).unwrap();
        assert_eq!(operation.twin_of, original.path, "{}", derived.name);
        assert_ne!(original.provenance, "derived", "{}", derived.name);
    }
}
