//! The compact encoding of the catalogue is equivalent to the declarations.
#![cfg(feature = "client")]
#![allow(clippy::indexing_slicing, reason = "a test fails by panicking")]

use pandapon::api::{self, catalogue};
use pandapon::schema::{Kind, Record};

#[test]
fn every_endpoint_is_decoded_as_declared() {
    let declared: Vec<_> = api::catalogue().collect();
    assert_eq!(catalogue::endpoints().len(), declared.len());
    for (read, declared) in catalogue::endpoints().iter().zip(declared) {
        assert_eq!(read.name, declared.name);
        assert_eq!((read.method, read.path), (declared.method, declared.path), "{}", declared.name);
        assert_eq!(read.safety, declared.safety, "{}", declared.name);
        assert_eq!(read.idempotent_with, declared.idempotent_with, "{}", declared.name);
        assert_eq!(read.signs_query, declared.signs_query, "{}", declared.name);
        assert_eq!(read.omit_empty_body, declared.omit_empty_body, "{}", declared.name);
        assert_eq!(read.provenance, declared.provenance, "{}", declared.name);
        assert_eq!(read.title, declared.title, "{}", declared.name);
        // Only unrouted endpoints refer to their page.
        let page = if declared.path.is_none() { declared.page } else { "" };
        assert_eq!(read.page, page, "{}", declared.name);
        assert_eq!(read.exact_names, declared.exact_names, "{}", declared.name);
        assert_eq!(read.json_names, declared.json_names, "{}", declared.name);
        assert_eq!(read.needs_data, declared.needs_data, "{}", declared.name);
        assert_eq!(read.paging, declared.paging, "{}", declared.name);
        same_record(read.request, declared.request, declared.name);
    }
}

fn same_record(read: &Record, declared: &Record, place: &str) {
    assert_eq!((read.open, read.not_empty), (declared.open, declared.not_empty), "{place}");
    assert_eq!(read.rules, declared.rules, "{place}");
    assert_eq!(read.fields.len(), declared.fields.len(), "{place}");
    for (read, declared) in read.fields.iter().zip(declared.fields) {
        let place = format!("{place}.{}", declared.name);
        assert_eq!(read.name, declared.name, "{place}");
        assert_eq!(read.required, declared.required, "{place}");
        assert_eq!(read.limits, declared.limits, "{place}");
        assert_eq!(read.sensible, declared.sensible, "{place}");
        same_kind(&read.kind, &declared.kind, &place);
    }
}

fn same_kind(read: &Kind, declared: &Kind, place: &str) {
    match (read, declared) {
        (Kind::Record(read), Kind::Record(declared)) => same_record(read, declared, place),
        (Kind::List(read), Kind::List(declared))
        | (Kind::Map(read), Kind::Map(declared))
        | (Kind::JsonText(read), Kind::JsonText(declared)) => same_kind(read, declared, place),
        (Kind::Choice(read), Kind::Choice(declared)) => {
            assert_eq!(read.open, declared.open, "{place}");
            // The known values are not needed where others are allowed.
            let declared = if declared.open { &[] } else { declared.words };
            let words =
                |words: &[pandapon::schema::Word]| words.iter().map(|word| word.wire).collect::<Vec<_>>();
            assert_eq!(words(read.words), words(declared), "{place}");
        }
        (read, declared) => assert_eq!(read, declared, "{place}"),
    }
}
