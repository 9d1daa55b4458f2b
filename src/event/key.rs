//! What tells a push message from others, and not from its repetition.

use super::platform::Platform;
use super::said::Said;
use super::timestamp::{is_precise, milliseconds};
use super::{Event, Timestamp};
use crate::signature;

/// Where bodies say what they are about, the most specific first: a refund is of an order, and an order has many.
const SUBJECTS: [&[&str]; 9] = [
    &["refundId"],
    &["orderId"],
    &["baseInfo", "idOfStr"],
    &["baseInfo", "id"],
    &["OrderLogisticsTracingModel", "logisticsId"],
    &["MailNoChangeModel", "logisticsId"],
    &["purchaseOrderId"],
    &["purchase_id"],
    &["salesOrderId"],
];

/// Maximum length of a part of a key, in bytes: beyond it, a digest takes its place. Keys go into stores whose columns end.
const MAX_PART: usize = 128;

impl Event {
    /// A text that is the same for a message and its repetitions, to remember which were handled: messages have no id,
    /// and the vendor advises to tell them apart by type, order or refund id, and timestamp.
    ///
    /// It is `type:platform:subject:timestamp`, such as `ORDER_BUYER_VIEW_ORDER_PAY:1:3305075341149134260:1779263269913`.
    /// - The type is without its prefix, the platform a number, and the body read before the key is made. So it is the
    ///   same whether the type has its prefix or not, and whether the body is an object or its text.
    /// - The subject is the refund, the order or the parcel.
    /// - A message without a subject has the digest of its body in that place, and so has one without a readable time. A
    ///   time in seconds or as a date is followed by that digest. Two different messages must not be taken for one, and
    ///   what is sent again has the same body.
    /// - A part of more than 128 bytes is replaced by its digest.
    pub fn key(&self) -> String {
        let timestamp = self.timestamp.as_ref().map(Timestamp::as_str);
        key(self.type_text(), self.platform(), self.said(), timestamp)
    }
}

/// The key of a message with this type, prefix or not, on this platform, that says this.
pub(crate) fn key(
    message_type: &str,
    platform: Option<Platform>,
    said: &impl Said,
    timestamp: Option<&str>,
) -> String {
    let topic = bounded(Platform::strip(message_type));
    let platform = platform.map(|platform| platform.number().to_string()).unwrap_or_default();
    let body_digest = || digest(said.to_string().as_bytes());
    let subject = SUBJECTS.iter().find_map(|path| said.digits(path).filter(|id| !id.is_empty()));
    let subject = subject.map_or_else(body_digest, |id| bounded(&id));
    let timestamp = match timestamp {
        Some(text) if is_precise(text) => text.to_owned(),
        Some(text) if milliseconds(text).is_some() => format!("{}-{}", text.trim_ascii(), body_digest()),
        _ => body_digest(),
    };
    [topic, platform, subject, timestamp].join(":")
}

/// The key of a body that is not an envelope: the same when it is sent again.
pub(crate) fn unknown_key(body: &[u8]) -> String {
    format!("unknown:{}", digest(body))
}

fn bounded(part: &str) -> String {
    if part.len() > MAX_PART {
        return digest(part.as_bytes());
    }
    part.to_owned()
}

/// A digest: as good as any, and what signatures need is there already.
fn digest(bytes: &[u8]) -> String {
    signature::authorize(&[], &[bytes]).iter().copied().map(char::from).collect()
}
