//! What spec/platform.md says under "Safety is per endpoint".

use pandapon::endpoint::Safety;

/// Its sentences, word for word; a test holds them against the file.
pub const SENTENCES: [&str; 3] = [
    "Once (never sent again by itself once it may have arrived): every create, batch create, createOrder, pay, \
     payBatch, payUrl, cancel, confirmReceipt, refund create / submitReturn / cancel / sendMessage / uploadVoucher, \
     cart add and remove, logistics book and updateDomestic, address.save without an id, wms calls.",
    "Idempotent (repeating gives the same state and the same answer): cart.setQuantity, setWarehouse, address.save \
     with an id.",
    "Read: searches, details, lists, previews, reasons, carriers, tracking, estimates, chat links, decryptOpenUid",
];

/// The last part of the names that the first sentence means. `save` is among them: whether an id is given is known
/// only when it is called.
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
const IDEMPOTENT: [&str; 2] = ["setQuantity", "setWarehouse"];
const READ: [&str; 7] = ["get", "list", "reasons", "carriers", "tracking", "chatLink", "decryptOpenUid"];
const READ_BEGINNINGS: [&str; 3] = ["search", "preview", "estimate"];

/// The safety of an endpoint by those sentences; none if they say nothing of it.
pub fn safety(name: &str) -> Option<Safety> {
    let (group, action) = name.rsplit_once('.')?;
    if group.ends_with("wms") || ONCE.contains(&action) {
        Some(Safety::Once)
    } else if IDEMPOTENT.contains(&action) {
        Some(Safety::Idempotent)
    } else if READ.contains(&action) || READ_BEGINNINGS.iter().any(|begins| action.starts_with(begins)) {
        Some(Safety::Read)
    } else {
        None
    }
}
