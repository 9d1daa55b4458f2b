//! The twin rule of spec/README.md: the path in generation 2 of an endpoint of generation 1.

use pandapon::api;
use pandapon::endpoint::Provenance;

use crate::spec;

/// Returns whether this is the name of an endpoint of generation 2.
pub fn is_second(name: &str) -> bool {
    first_name(name).is_some()
}

/// Returns the name in generation 1 of an endpoint of generation 2.
pub fn first_name(name: &str) -> Option<&str> {
    name.strip_prefix("v2.")
}

/// Returns the path in generation 2 of an endpoint with this path in generation 1; its name may be that of either.
pub fn second_path(name: &str, path: &str) -> String {
    let is_taobao = first_name(name).unwrap_or(name).starts_with("taobao.");
    match path.strip_prefix("/open/") {
        Some(rest) if is_taobao => format!("/v2/taobao/{rest}"),
        _ => format!("/v2{path}"),
    }
}

#[test]
fn generation_2_lies_where_the_twin_rule_puts_generation_1() {
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

/// A derived path is only as reliable as its source.
#[test]
fn a_twin_is_derived_from_an_observed_endpoint_of_the_same_name() {
    let operations: Vec<_> = spec::documents().iter().flat_map(spec::operations).collect();
    for twin in api::catalogue().filter(|endpoint| endpoint.provenance == Provenance::Twin) {
        let name = first_name(twin.name).map_or_else(|| format!("v2.{}", twin.name), str::to_owned);
        let original = operations.iter().find(|operation| operation.name == name).unwrap();
        let twin_of = operations.iter().find(|operation| operation.name == twin.name).unwrap();
        assert_eq!(twin_of.twin_of, original.path, "{}", twin.name);
        assert_ne!(original.provenance, "twin", "{}", twin.name);
    }
}
