//! Holds the documents against spec/, both ways, and the check itself against lies.
#![allow(clippy::indexing_slicing, clippy::unwrap_used, reason = "a test fails by panicking")]

mod difference;
mod export;
#[path = "../../../../tests/contract/mutation.rs"]
#[allow(dead_code, reason = "shared with the contract tests of the declarations, which read more of it")]
mod mutation;
#[path = "../../../../tests/contract/spec.rs"]
#[allow(dead_code, reason = "shared with the contract tests of the declarations, which read more of it")]
mod spec;

use difference::Differences;
use export::Export;
use mutation::{Change, Mutation};
use serde_json::Value;
use spec::Operation;
use std::collections::BTreeSet;

fn exports() -> Vec<Export> {
    super::documents().unwrap().iter().flat_map(|(_, document)| export::exports(document)).collect()
}

fn operations() -> Vec<Operation> {
    spec::documents().iter().flat_map(spec::operations).collect()
}

#[test]
fn the_documents_say_what_the_spec_says_and_what_it_lacks_is_marked_as_of_the_upstream() {
    let (exports, operations) = (exports(), operations());
    let mut differences = Differences::default();
    for export in &exports {
        let operation = operations.iter().find(|operation| operation.name == export.name);
        match operation {
            Some(operation) => differences.operation(export, operation),
            None => differences.say(&export.name, "is not in the spec"),
        }
    }
    let sentences = differences.finish();
    assert!(sentences.is_empty(), "{} differences:\n{}", sentences.len(), sentences.join("\n"));
}

#[test]
fn every_operation_of_the_spec_is_exported_once() {
    let exported: Vec<_> = exports().into_iter().map(|export| export.name).collect();
    let names: BTreeSet<_> = operations().into_iter().map(|operation| operation.name).collect();
    assert_eq!(exported.iter().cloned().collect::<BTreeSet<_>>(), names);
    assert_eq!(exported.len(), names.len());
}

#[test]
fn each_document_names_the_servers_of_the_spec() {
    for ((name, document), spec) in super::documents().unwrap().iter().zip(spec::documents()) {
        assert_eq!(document["servers"], spec["servers"], "{name}");
        assert_eq!(document["openapi"], "3.1.0", "{name}");
    }
}

#[test]
fn each_single_change_of_the_spec_is_seen() {
    let exports = exports();
    let mut unseen = Vec::new();
    let mut count = 0;
    for document in spec::documents().iter().flat_map(spec::documents_of_one) {
        let name = spec::operations(&document).remove(0).name;
        let export = exports.iter().find(|export| export.name == name).unwrap();
        for mutation in mutation::mutations(&document) {
            if is_of_no_export(&mutation) {
                continue;
            }
            let mut changed = document.clone();
            mutation.apply(&mut changed);
            let mut differences = Differences::default();
            differences.operation(export, &spec::operations(&changed).remove(0));
            if differences.sentences.is_empty() {
                unseen.push(format!("{mutation:?}"));
            }
            count += 1;
        }
    }
    assert!(unseen.is_empty(), "{} not seen:\n{}", unseen.len(), unseen.join("\n"));
    assert!(count > 10 * exports.len(), "only {count} changes were tried");
}

/// Whether a fact of spec/ is about the spec itself, or in words, so that no document repeats it.
fn is_of_no_export(mutation: &Mutation) -> bool {
    let facts = ["/x-sources", "/x-twin-of", "/x-upstream-response"];
    matches!(mutation.change, Change::Set(_)) && facts.iter().any(|fact| mutation.pointer.ends_with(fact))
}

/// An operation that is in the documents and lacks in the spec is named, and so is a member.
#[test]
fn what_the_spec_lacks_is_seen() {
    let mut exports = exports();
    let operations = operations();
    let export = exports.iter_mut().find(|export| export.name == "alibaba.refund.create").unwrap();
    let operation = operations.iter().find(|operation| operation.name == export.name).unwrap();
    let count = |export: &Export| {
        let mut differences = Differences::default();
        differences.operation(export, operation);
        differences.sentences
    };
    assert_eq!(count(export), [""; 0]);
    export.body["properties"]["customRefund"] = serde_json::json!({ "type": "string" });
    assert_eq!(
        count(export),
        ["alibaba.refund.create request.customRefund is not in the spec, and is not marked as of the upstream"]
    );
    export.body["properties"]["customRefund"]["x-origin"] = Value::from("upstream");
    assert_eq!(count(export), [""; 0]);
}
