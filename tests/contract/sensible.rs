//! The rules of this crate are told from the vendor's: they repeat none of them, and what they take from spec/ is written there.

use pandapon::api;
use pandapon::schema::{Field, Kind, Record};

use crate::spec;

#[test]
fn no_rule_of_this_crate_repeats_one_of_the_vendor() {
    for endpoint in api::catalogue() {
        let request = endpoint.request;
        if request.not_empty {
            let says_what = |field: &Field| field.required || field.sensible.required;
            assert!(!request.fields.iter().any(says_what), "{}: `not_empty` adds nothing", endpoint.name);
        }
        for_every_field(request, &mut |record, field| {
            let place = format!("{}: {}", endpoint.name, field.name);
            let own = field.sensible;
            assert!(!(field.required && own.required), "{place} is required by the vendor");
            assert!(field.limits.least.is_none() || own.limits.least.is_none(), "{place} has a minimum");
            assert!(field.limits.most.is_none() || own.limits.most.is_none(), "{place} has a maximum");
            if let Some(or) = own.or {
                let mut after = record.fields.iter().skip_while(|other| other.name != field.name);
                assert!(after.any(|other| other.name == or), "{place}: {or} is not declared after it");
            }
        });
    }
}

#[test]
fn what_the_rules_take_from_the_spec_is_written_there() {
    let semantics = include_str!("../../spec/semantics.md");
    for fact in [
        "the stored note (buyerFeedback) is **max 500 characters**",
        "`yyyyMMddHHmmssSSSZ`, e.g. `20180614101942000+0800`",
        "X samples show yyyy-MM-dd HH:mm:ss",
        "0 = root in the category query",
    ] {
        assert!(semantics.contains(fact), "{fact}");
    }
    assert!(spec::platform().contains("Times are `yyyy-MM-dd HH:mm:ss`, China time"));
    let mut longest = Vec::new();
    for endpoint in api::catalogue() {
        for_every_field(endpoint.request, &mut |_, field| longest.extend(field.sensible.limits.most));
    }
    assert!(longest.iter().all(|most| *most == 500), "{longest:?}");
}

fn for_every_field(record: &'static Record, check: &mut dyn FnMut(&Record, &Field)) {
    for field in record.fields {
        check(record, field);
        let mut kind = &field.kind;
        while let Kind::List(inner) | Kind::JsonText(inner) | Kind::Map(inner) = kind {
            kind = inner;
        }
        if let Kind::Record(inner) = kind {
            for_every_field(inner, check);
        }
    }
}
