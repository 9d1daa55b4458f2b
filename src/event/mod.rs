//! Push messages: what the platform posts to the developer's address when something changes.
//!
//! 1. Keep the raw bytes of the request: the signature is over them, not over JSON that was written again.
//! 2. [`receive`] verifies the `Authorization` header and returns the [`Event`], or the raw body where it cannot be read.
//!    [`construct`] refuses what it cannot read, and [`parse`] does without verifying.
//!    [`Receiver`] holds all rules of a server: use it rather than these, where you write one.
//! 3. Answer HTTP 200 within 1000 ms and work afterwards. Otherwise the message is sent again after half an hour, at
//!    most 5 times.
//! 4. No order is promised and messages have no id: repetitions have the same [`Event::key`].
//! 5. Hardly any message has amounts, and some come late: read the order or refund again before acting.
//!
//! ```
//! use pandapon::credentials::Credentials;
//! use pandapon::event::{construct, generate, Event, Payload, Platform, Topic};
//!
//! # fn main() -> Result<(), pandapon::error::Error> {
//! let credentials = Credentials::new("0123456789abcdef0123456789abcdef", "secret")?;
//! let body = serde_json::json!({ "orderId": 3305075341149134260_i64, "currentStatus": "waitsellersend" });
//! let pushed = generate(&Event::new(Platform::Alibaba, &Topic::Paid, body, 1779263269913), &credentials)?;
//!
//! let event = construct(pushed.body.as_bytes(), &pushed.authorization, &credentials)?;
//! assert_eq!(event.topic(), Topic::Paid);
//! assert_eq!(event.key(), "ORDER_BUYER_VIEW_ORDER_PAY:1:3305075341149134260:1779263269913");
//! match event.payload() {
//!     Payload::OrderChange(change) => assert_eq!(change.order_id, Some("3305075341149134260".into())),
//!     other => panic!("{other:?}"),
//! }
//! # Ok(())
//! # }
//! ```
//!
//! Sources: the vendor's page on push messages (spec/platform.md) and its pages of single messages (the `webhooks` in
//! spec/); for 1688's messages 1688's own documentation, for Taobao's a reseller of the same upstream
//! (spec/semantics.md, sections 4 and 5.2).

pub mod alibaba;
mod authorization;
mod dedup_key;
mod envelope;
pub mod ka;
mod payload;
mod platform;
mod receiver;
pub mod taobao;
mod timestamp;
mod topic;

use std::collections::BTreeMap;

use pandapon_derive::response;

pub use authorization::{
    base, construct, construct_with_base, generate, generate_with_base, receive, Push, Received, Unreadable,
};
pub use envelope::MAX_VALUES;
pub use payload::{Payload, PayloadKind};
pub use platform::Platform;
pub use receiver::{Keys, Message, Post, Receiver, Refusal, Verdict, ANSWER_WITHIN};
pub use timestamp::{Timestamp, REPEATED_FOR};
pub use topic::Topic;
#[cfg(feature = "js")]
pub(crate) use {
    authorization::{authorize, verify},
    dedup_key::{bounded_subject, dedup_key, unreadable_key},
    envelope::NotAnEnvelope,
    timestamp::{is_fresh, milliseconds},
};

pub(crate) use envelope::Envelope;

use crate::error::Error;
use crate::schema::{Json, Lenient, Misfits};

/// A push message: its envelope, as it came but for `messageBody`, which is a structure even where it came as text.
#[response]
pub struct Event {
    /// Its type, with the prefix it came with; see [`Event::topic`].
    pub message_type: Option<String>,
    /// Its content; see [`Event::payload`]. Ids in it are text.
    pub message_body: Option<Json>,
    /// The marketplace: 0 Taobao · 1 1688.
    pub message_platform: Option<Platform>,
    /// When it was pushed: milliseconds since 1970 (documented); other forms are read, too ([`Timestamp`]).
    pub timestamp: Option<Timestamp>,
}

impl Event {
    /// Makes a push message as generation 1 sends it: the type with its prefix, the body as an object. A type that is not
    /// known is kept as it is. `milliseconds` count since 1970; before March 1973 they would be read back as seconds.
    pub fn new(platform: Platform, topic: &Topic, body: impl Into<Json>, milliseconds: u64) -> Self {
        let message_type = match topic {
            Topic::Other(as_it_came) => as_it_came.clone(),
            known => format!("{}{}", platform.prefix(), known.as_str()),
        };
        Self {
            message_type: Some(message_type),
            message_body: Some(body.into()),
            message_platform: Some(platform),
            timestamp: Some(milliseconds.into()),
            other: BTreeMap::new(),
        }
    }

    /// Returns its topic, whether its type came with a prefix or without.
    pub fn topic(&self) -> Topic {
        Topic::from_message_type(self.type_text())
    }

    /// Returns the marketplace: the one that the prefix of its type names, or else `messagePlatform`.
    pub fn platform(&self) -> Option<Platform> {
        Platform::from_prefix(self.type_text()).or(self.message_platform)
    }

    /// Returns the kind of its payload: which structure its body has.
    pub fn payload_kind(&self) -> PayloadKind {
        PayloadKind::for_message(self.platform(), &self.topic(), self.json_body())
    }

    /// Returns its body as the type for its topic. Members that are missing, unknown or not of their types do no harm.
    pub fn payload(&self) -> Payload {
        self.payload_kind().read(self.json_body().clone())
    }

    fn json_body(&self) -> &Json {
        self.message_body.as_ref().unwrap_or(&Json::Null)
    }

    fn type_text(&self) -> &str {
        self.message_type.as_deref().unwrap_or_default()
    }
}

/// Reads a push message without verifying who sent it.
///
/// `body` is the request's body. Ids come out exactly; unknown members are kept. Time and memory are linear in its size, and it
/// may have at most [`MAX_VALUES`] members and items. For what this refuses, see [`Received::read`].
///
/// # Errors
/// [`Error::Event`] if it is not an envelope: not a JSON object, with neither `messageType` nor `messageBody`, or too large.
pub fn parse(body: &[u8]) -> Result<Event, Error> {
    parse_with_limit(body, MAX_VALUES)
}

/// Reads a push message of at most `max_values` members and items, as [`parse`] does.
///
/// # Errors
/// As [`parse`].
pub fn parse_with_limit(body: &[u8], max_values: usize) -> Result<Event, Error> {
    let envelope = Envelope::read(body, max_values).map_err(|refused| *refused.error)?;
    // An envelope is an object, which always fits.
    Ok(Event::read(envelope.json, &mut Misfits::default()).unwrap_or_default())
}
