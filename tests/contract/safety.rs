//! The rules of spec/platform.md, "Safety is per endpoint", and a review of names that it does not mention.

use pandapon::endpoint::Safety;

use crate::spec;

/// Its sentences, verbatim; a test compares them with the file.
const SENTENCES: [&str; 3] = [
    "Once (never sent again by itself once it may have arrived): every create, batch create, createOrder, pay, \
     payBatch, payUrl, cancel, confirmReceipt, refund create / submitReturn / cancel / sendMessage / uploadVoucher, \
     cart add and remove, logistics book and updateDomestic, address.save without an id, wms calls.",
    "Idempotent (repeating gives the same state and the same answer): cart.setQuantity, setWarehouse, address.save \
     with an id.",
    "Read: searches, details, lists, previews, reasons, carriers, tracking, estimates, chat links, decryptOpenUid",
];

/// The last part of the names to which the first sentence applies. `save` is among them: whether it has an id is known only
/// for a call.
const ONCE: [&str; 16] = [
    "create",
    "createBatch",
    "createOrder",
    "pay",
    "payBatch",
    "payUrl",
    "cancel",
    "confirmReceipt",
    "submitReturn",
    "sendMessage",
    "uploadVoucher",
    "add",
    "remove",
    "book",
    "updateDomestic",
    "save",
];
/// The group of the first sentence's "wms calls".
const ONCE_GROUP: &str = "wms";
const IDEMPOTENT: [&str; 2] = ["setQuantity", "setWarehouse"];
const READ: [&str; 7] = ["get", "list", "reasons", "carriers", "tracking", "chatLink", "decryptOpenUid"];
const READ_BEGINNINGS: [&str; 3] = ["search", "preview", "estimate"];

/// The last part of the names that no sentence mentions, with a reason: a read is a search, a detail or a list under another
/// name; anything that changes something is sent once.
const REVIEWED: [(&str, Safety, &str); 12] = [
    ("related", Safety::Read, "a search: products like one product"),
    ("recommend", Safety::Read, "a search: products that the vendor chooses"),
    ("hotList", Safety::Read, "a search: the products at the head of a ranking"),
    ("poolList", Safety::Read, "a list, of product pools"),
    ("categories", Safety::Read, "a list, of categories"),
    ("messages", Safety::Read, "a list, of a refund's messages"),
    ("query", Safety::Read, "titled \"Taobao commodity inquiry\": a detail or a search"),
    ("getSource", Safety::Read, "a detail: the product behind a product"),
    ("getMany", Safety::Read, "details of several products"),
    ("checkBatch", Safety::Read, "details: whether products are known, by their ids"),
    ("update", Safety::Once, "changes a refund that somebody may be deciding on"),
    ("uploadPaymentVoucher", Safety::Once, "an upload, like uploadVoucher: each makes a voucher"),
];

/// The only call that is idempotent with a param.
const IDEMPOTENT_WITH: (&str, &str) = ("address.save", "id");

/// Returns the safety of an endpoint; none if neither the sentences nor the review mention it.
pub fn of(name: &str) -> Option<Safety> {
    of_sentences(name).or_else(|| {
        let reviewed = REVIEWED.iter().find(|(action, ..)| *action == action_of(name));
        reviewed.map(|(_, safety, _)| *safety)
    })
}

/// Returns the param that makes a call idempotent.
pub fn idempotent_with(name: &str) -> Option<&'static str> {
    let (call, member) = IDEMPOTENT_WITH;
    (name.strip_prefix("v2.").unwrap_or(name) == call).then_some(member)
}

fn of_sentences(name: &str) -> Option<Safety> {
    let (action, group) = (action_of(name), name.rsplit('.').nth(1)?);
    if group == ONCE_GROUP || ONCE.contains(&action) {
        Some(Safety::Once)
    } else if IDEMPOTENT.contains(&action) {
        Some(Safety::Idempotent)
    } else if READ.contains(&action) || READ_BEGINNINGS.iter().any(|begins| action.starts_with(begins)) {
        Some(Safety::Read)
    } else {
        None
    }
}

/// Returns the last part of a name.
fn action_of(name: &str) -> &str {
    name.rsplit('.').next().unwrap_or(name)
}

#[test]
fn the_sentences_are_in_the_spec() {
    let platform = spec::platform();
    for sentence in SENTENCES {
        assert!(platform.contains(sentence), "spec/platform.md no longer says: {sentence}");
    }
}

#[test]
fn the_review_contains_only_names_that_the_sentences_do_not_mention() {
    let names: Vec<_> =
        spec::documents().iter().flat_map(spec::operations).map(|operation| operation.name).collect();
    for (action, _, reason) in REVIEWED {
        let mut left_out = names.iter().filter(|name| of_sentences(name).is_none());
        assert!(left_out.any(|name| action_of(name) == action), "{action} ({reason}) needs no review");
    }
}
