//! How the outcome of a call is looked up whose answer is lost: with endpoints and members that are declared.

use pandapon::api;
use pandapon::endpoint::{Descriptor, Evidence, Generation, Safety};
use pandapon::schema::Kind;

fn once() -> impl Iterator<Item = &'static Descriptor> {
    api::catalogue().filter(|endpoint| endpoint.safety == Safety::Once)
}

fn named(name: &str) -> &'static Descriptor {
    api::catalogue().find(|endpoint| endpoint.name == name).unwrap_or_else(|| panic!("no endpoint {name}"))
}

/// Whether a record inside of a kind has a member at a path such as `baseInfo.buyerFeedback`.
fn has(kind: &Kind, path: &str) -> bool {
    match kind {
        Kind::List(inner) | Kind::Map(inner) | Kind::JsonText(inner) => has(inner, path),
        Kind::Record(record) => {
            let (name, rest) = path.split_once('.').map_or((path, None), |(name, rest)| (name, Some(rest)));
            let begins = record.fields.iter().filter(|field| field.name == name);
            let mut ends = begins.map(|field| rest.is_none_or(|rest| has(&field.kind, rest)));
            ends.any(|ends| ends) || record.fields.iter().any(|field| has(&field.kind, path))
        }
        _ => false,
    }
}

#[test]
fn every_once_endpoint_tells_how_its_outcome_is_looked_up_and_no_other_does() {
    assert_eq!(once().count(), 66);
    for endpoint in api::catalogue() {
        assert_eq!(endpoint.outcome.is_some(), endpoint.safety == Safety::Once, "{}", endpoint.name);
    }
}

#[test]
fn an_outcome_is_looked_up_with_a_read_of_the_same_generation() {
    for endpoint in once() {
        let Some(name) = endpoint.look_up() else { continue };
        assert_eq!(named(&name).safety, Safety::Read, "{} is looked up with {name}", endpoint.name);
        assert_eq!(named(&name).generation(), endpoint.generation(), "{}", endpoint.name);
    }
}

#[test]
fn a_mark_is_put_into_a_member_of_the_request_and_comes_back_in_one_of_the_record() {
    for endpoint in once() {
        let Some(Evidence::Mark { put, found, .. }) = endpoint.outcome.map(|outcome| outcome.evidence) else {
            continue;
        };
        let members = endpoint.request.fields;
        // An endpoint whose members could not be read takes any.
        let takes = members.is_empty() || members.iter().any(|field| field.name == put);
        assert!(takes, "{} has no member {put}", endpoint.name);
        if let Some(found) = found {
            let list = named(&endpoint.look_up().unwrap());
            assert!(has(&list.answer, found), "{} answers no {found}", list.name);
        }
    }
}

#[test]
fn a_quantity_is_set_by_a_call_that_may_be_repeated() {
    let mut count = 0;
    for endpoint in once() {
        let Some(Evidence::Converge { set, .. }) = endpoint.outcome.map(|outcome| outcome.evidence) else {
            continue;
        };
        let generation = if endpoint.generation() == Generation::V2 { "v2." } else { "" };
        assert_eq!(named(&format!("{generation}{set}")).safety, Safety::Idempotent, "{}", endpoint.name);
        count += 1;
    }
    assert_eq!(count, 4);
}
