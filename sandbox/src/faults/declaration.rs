//! Declaration of a fault: what happens, to which requests or messages, and how often.

use pandapon::event::Topic;
use serde::{Deserialize, Serialize};

/// Something that goes wrong on demand. In JSON an object that also has the fields of its kind:
/// `{ "kind": "reset", "when": "after", "endpoints": "alibaba.order.*", "times": 1 }`.
#[derive(Debug, Clone, PartialEq)]
pub struct Fault {
    /// What happens.
    pub kind: Kind,
    /// Names of endpoints, or types of messages, that it applies to; empty: all of them.
    pub about: Vec<Pattern>,
    /// Maximum number of times that it happens; none: unlimited.
    pub times: Option<u64>,
    /// Probability each time, from 0 to 1; none: always.
    pub probability: Option<f64>,
}

/// What happens.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Kind {
    /// The response arrives late. The vendor has acted by then.
    Latency {
        /// The delay in milliseconds.
        ms: u64,
    },
    /// The envelope reports an error, and the vendor has not acted.
    Refusal {
        /// The envelope's `code`.
        code: i64,
        /// The envelope's `msg`.
        msg: String,
    },
    /// The connection is reset.
    Reset {
        /// Whether the vendor has acted.
        when: When,
    },
    /// A gateway responds, without an envelope.
    Status {
        /// 429, or 500 to 599.
        status: u16,
        /// The header `Retry-After`, in seconds.
        retry_after: Option<u64>,
        /// Whether the vendor has acted.
        when: When,
    },
    /// Only the beginning of the response body arrives. The vendor has acted.
    TruncatedBody {
        /// Number of bytes that arrive; by default half of them.
        bytes: Option<u64>,
    },
    /// The clock against which the vendor checks timestamps is ahead.
    ClockSkew {
        /// Milliseconds ahead; negative: behind.
        ms: i64,
    },
    /// A push message is delivered twice.
    DuplicatePush,
    /// A push message is delivered up to 10 s late, so that others overtake it.
    LatePush,
}

/// Whether a fault happens before or after the vendor has acted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum When {
    /// Before: the request never arrives.
    Before,
    /// After: only the response is lost.
    After,
}

impl Kind {
    /// Returns the name in JSON.
    pub const fn name(&self) -> &'static str {
        match self {
            Kind::Latency { .. } => "latency",
            Kind::Refusal { .. } => "refusal",
            Kind::Reset { .. } => "reset",
            Kind::Status { .. } => "status",
            Kind::TruncatedBody { .. } => "truncatedBody",
            Kind::ClockSkew { .. } => "clockSkew",
            Kind::DuplicatePush => "duplicatePush",
            Kind::LatePush => "latePush",
        }
    }

    /// Returns whether it applies to push messages; the others apply to requests.
    pub const fn is_about_messages(&self) -> bool {
        matches!(self, Kind::DuplicatePush | Kind::LatePush)
    }
}

impl Fault {
    /// Creates a fault that always happens, to all requests or messages.
    pub fn new(kind: Kind) -> Self {
        Self { kind, about: Vec::new(), times: None, probability: None }
    }

    /// Returns whether it applies to this endpoint, or to messages of this type, with or without its prefix.
    pub fn applies_to(&self, name: &str) -> bool {
        let unprefixed = Topic::from_message_type(name);
        self.about.is_empty()
            || self.about.iter().any(|pattern| pattern.matches(name) || pattern.matches(unprefixed.as_str()))
    }
}

/// A name, or a prefix of names followed by `*`: `alibaba.order.create`, `alibaba.order.*`, `*`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Pattern(String);

impl Pattern {
    /// Creates a pattern from its text.
    pub fn new(text: impl Into<String>) -> Self {
        Self(text.into())
    }

    /// Returns whether a name matches.
    pub fn matches(&self, name: &str) -> bool {
        match self.0.strip_suffix('*') {
            Some(prefix) => name.starts_with(prefix),
            None => name == self.0,
        }
    }

    /// Returns the text of the pattern.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}
