//! What tells a push message from others, and not from its repetition.

use super::platform::Platform;
use super::said::Said;
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

impl Event {
    /// A text that is the same for a message and its repetitions, to remember which were handled: messages have no id,
    /// and the vendor advises to tell them apart by type, order or refund id, and timestamp.
    ///
    /// It is `type:platform:subject:timestamp`, such as `ORDER_BUYER_VIEW_ORDER_PAY:1:3305075341149134260:1779263269913`.
    /// - The type is without its prefix, the platform a number, and the body read before the key is made. So it is the
    ///   same whether the type has its prefix or not, and whether the body is an object or its text.
    /// - The subject is the refund, the order or the parcel.
    /// - A message without a subject or without a time has the digest of its body in that place: two different messages
    ///   must not be taken for one, and what is sent again has the same body.
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
    let topic = Platform::strip(message_type);
    let platform = platform.map(|platform| platform.number().to_string()).unwrap_or_default();
    let subject = SUBJECTS.iter().find_map(|path| said.digits(path).filter(|id| !id.is_empty()));
    let subject = subject.unwrap_or_else(|| digest(said));
    let timestamp = timestamp.filter(|timestamp| !timestamp.is_empty()).map(str::to_owned);
    let timestamp = timestamp.unwrap_or_else(|| digest(said));
    [topic, &platform, &subject, &timestamp].join(":")
}

/// A digest of what is said: as good as any, and what signatures need is there already.
fn digest(said: &impl Said) -> String {
    signature::authorize(&[], &[said.to_string()]).iter().copied().map(char::from).collect()
}
