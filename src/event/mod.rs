//! Push messages: what the platform posts to the developer's address when something changes.
//!
//! 1. Keep the raw bytes of the request: the signature is over them, not over JSON that was written again.
//! 2. [`receive`] verifies the `Authorization` header and returns the [`Event`], or the raw body where it cannot be read.
//!    [`construct`] refuses what it cannot read, and [`parse`] does without verifying.
//! 3. Answer HTTP 200 within 1000 ms and work afterwards. Otherwise the message is sent again after half an hour, at
//!    most 5 times.
//! 4. No order is promised and messages have no id: [`Event::key`] tells repeated ones.
//! 5. Hardly any message has amounts, and some come late: read the order or refund again before acting.
//!
//! ```
//! use pandapon::credentials::Credentials;
//! use pandapon::event::{construct, generate, Body, Event, Platform, Topic};
//!
//! # fn main() -> Result<(), pandapon::error::Error> {
//! let credentials = Credentials::new("key", "secret")?;
//! let body = serde_json::json!({ "orderId": 3305075341149134260_i64, "currentStatus": "waitsellersend" });
//! let pushed = generate(&Event::new(Platform::Alibaba, &Topic::Paid, body, 1779263269913), &credentials)?;
//!
//! let event = construct(pushed.body.as_bytes(), &pushed.authorization, &credentials)?;
//! assert_eq!(event.topic(), Topic::Paid);
//! assert_eq!(event.key(), "ORDER_BUYER_VIEW_ORDER_PAY:1:3305075341149134260:1779263269913");
//! match event.body() {
//!     Body::OrderChange(change) => assert_eq!(change.order_id.unwrap().as_str(), "3305075341149134260"),
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
mod body;
mod envelope;
pub mod ka;
mod key;
mod platform;
mod received;
mod said;
pub mod taobao;
mod timestamp;
mod topic;

use pandapon_derive::response;
use serde::de::DeserializeOwned;
use serde_json::{Map, Value};

pub use authorization::{base, construct, construct_over, generate, generate_over, Push};
pub use body::{Body, Form};
pub(crate) use envelope::envelope;
pub use platform::Platform;
pub use received::{receive, Received, Unknown};
pub use timestamp::{Timestamp, REPEATED_FOR};
pub use topic::Topic;
#[cfg(feature = "js")]
pub(crate) use {
    authorization::{authorize, verify},
    key::{key, unknown_key},
    timestamp::is_fresh,
};

use crate::error::Error;
use crate::schema::json::exact;
use crate::schema::Json;

/// A push message: its envelope, as it came but for `messageBody`, which is a structure even where it came as text.
#[response]
pub struct Event {
    /// What it is about, with the prefix it came with; see [`Event::topic`].
    pub message_type: Option<String>,
    /// What it says; see [`Event::body`]. Ids in it are text.
    pub message_body: Option<Value>,
    /// The marketplace: 0 Taobao · 1 1688.
    pub message_platform: Option<Platform>,
    /// When it was pushed: milliseconds since 1970 (documented); other forms are read, too ([`Timestamp`]).
    pub timestamp: Option<Timestamp>,
}

impl Event {
    /// A push message as generation 1 sends it: the type with its prefix, the body as an object. A type that is not known
    /// stands as it is. `milliseconds` count since 1970; before March 1973 they would be read back as seconds.
    pub fn new(platform: Platform, topic: &Topic, body: Value, milliseconds: u64) -> Self {
        let message_type = match topic {
            Topic::Other(as_it_came) => as_it_came.clone(),
            known => format!("{}{}", platform.prefix(), known.as_str()),
        };
        Self {
            message_type: Some(message_type),
            message_body: Some(body),
            message_platform: Some(platform),
            timestamp: Some(milliseconds.into()),
            other: Map::new(),
        }
    }

    /// What it is about, whether its type came with a prefix or without.
    pub fn topic(&self) -> Topic {
        Topic::of(self.type_text())
    }

    /// The marketplace: the one that the prefix of its type names, or else `messagePlatform`.
    pub fn platform(&self) -> Option<Platform> {
        Platform::named_by(self.type_text()).or(self.message_platform)
    }

    /// Which structure its body has.
    pub fn form(&self) -> Form {
        Form::of(self.platform(), &self.topic(), self.said())
    }

    /// What it says, as the type for its topic. Members that are missing, unknown or not of their types refuse nothing.
    pub fn body(&self) -> Body {
        self.form().read(self.said())
    }

    fn said(&self) -> &Value {
        self.message_body.as_ref().unwrap_or(&Value::Null)
    }

    fn type_text(&self) -> &str {
        self.message_type.as_deref().unwrap_or_default()
    }
}

/// Reads a push message without verifying who sent it.
///
/// `body` is the request's body. Ids come out exactly; unknown members are kept. Time and memory are linear in its size.
/// For what this refuses, see [`Received::read`].
///
/// # Errors
/// [`Error::Event`] if it is no envelope: no JSON object, or one with neither `messageType` nor `messageBody`.
pub fn parse(body: &[u8]) -> Result<Event, Error> {
    let envelope = envelope(body)?;
    let body = envelope.get("messageBody");
    let mut event: Event = read(&envelope, &[])?;
    // Which members are ids and prices depends on the form, and the form on all the rest.
    let exact_names = event.form().exact_names();
    if let Some(body) = body.filter(|body| !body.is_null() && !exact_names.is_empty()) {
        event.message_body = Some(read(body, exact_names)?);
    }
    Ok(event)
}

/// A type from JSON, with its ids and prices as text, and all other numbers that a double does not hold.
fn read<T: DeserializeOwned>(json: &Json, exact_names: &[&str]) -> Result<T, Error> {
    let text = json.to_string();
    serde_json::from_slice(&exact(text.as_bytes(), exact_names))
        .map_err(|error| unreadable(&error.to_string()))
}

fn unreadable(reason: &str) -> Error {
    Error::Event(format!("this is no push message of the platform: {reason}"))
}
