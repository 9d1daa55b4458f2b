//! What tells a push message from others, and not from its repetition.

use serde_json::Value;
use sha2::{Digest, Sha256};

use super::platform::Platform;
use super::{Event, Timestamp};

/// Where bodies say what they are about, the most specific first: a refund is of an order, and an order has many.
const SUBJECTS: [&str; 9] = [
    "/refundId",
    "/orderId",
    "/baseInfo/idOfStr",
    "/baseInfo/id",
    "/OrderLogisticsTracingModel/logisticsId",
    "/MailNoChangeModel/logisticsId",
    "/purchaseOrderId",
    "/purchase_id",
    "/salesOrderId",
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
        let topic = Platform::strip(self.type_text());
        let platform = self.platform().map(|platform| platform.number().to_string()).unwrap_or_default();
        let subject = self.subject().unwrap_or_else(|| self.digest());
        let timestamp = match &self.timestamp {
            Some(timestamp) if !timestamp.as_str().is_empty() => Timestamp::as_str(timestamp).to_owned(),
            _ => self.digest(),
        };
        format!("{topic}:{platform}:{subject}:{timestamp}")
    }

    /// The refund, the order or the parcel that it is about.
    fn subject(&self) -> Option<String> {
        SUBJECTS.iter().find_map(|pointer| match self.said().pointer(pointer)? {
            Value::String(id) if !id.is_empty() => Some(id.clone()),
            Value::Number(id) => Some(id.to_string()),
            _ => None,
        })
    }

    /// A digest of what it says.
    fn digest(&self) -> String {
        Sha256::digest(self.said().to_string()).iter().map(|byte| format!("{byte:02x}")).collect()
    }
}
