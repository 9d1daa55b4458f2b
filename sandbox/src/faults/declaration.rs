//! A fault: what happens, to what, and how often.

use pandapon::event::Topic;
use serde::{Deserialize, Serialize};

/// Something that goes wrong. As JSON, an object with the kind's fields beside the others:
/// `{ "kind": "reset", "when": "after", "endpoints": "alibaba.order.*", "times": 1 }`.
#[derive(Debug, Clone, PartialEq)]
pub struct Fault {
    /// What happens.
    pub kind: Kind,
    /// What it is about: names of endpoints, or types of messages. All if there are none.
    pub about: Vec<Pattern>,
    /// How many times it happens; none: without end.
    pub times: Option<u64>,
    /// How likely it is each time, from 0 to 1; none: certain.
    pub probability: Option<f64>,
}

/// What happens.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Kind {
    /// The answer comes so many milliseconds late. The vendor has acted by then.
    Latency {
        /// How late.
        ms: u64,
    },
    /// The envelope says no, and the vendor has not acted.
    Refusal {
        /// The envelope's `code`.
        code: i64,
        /// The envelope's `msg`.
        msg: String,
    },
    /// The connection breaks.
    Reset {
        /// Whether the vendor has acted.
        when: When,
    },
    /// A server on the way answers, without an envelope.
    Status {
        /// 429, or 500 to 599.
        status: u16,
        /// The header `Retry-After`, in seconds.
        retry_after: Option<u64>,
        /// Whether the vendor has acted.
        when: When,
    },
    /// Only the beginning of the answer arrives. The vendor has acted.
    TruncatedBody {
        /// So many bytes; by default half of them.
        bytes: Option<u64>,
    },
    /// The clock by which the vendor judges requests is so many milliseconds ahead, or behind if it is below 0.
    ClockSkew {
        /// How far.
        ms: i64,
    },
    /// A push message comes twice.
    DuplicatePush,
    /// A push message comes up to 10 s late: others overtake it.
    LatePush,
}

/// Whether the vendor has acted when something goes wrong.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum When {
    /// It has not: the request never came there.
    Before,
    /// It has: only the answer is lost.
    After,
}

impl Kind {
    /// As it is written.
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

    /// Whether it happens to push messages; the others happen to requests.
    pub const fn is_about_messages(&self) -> bool {
        matches!(self, Kind::DuplicatePush | Kind::LatePush)
    }
}

impl Fault {
    /// A fault that happens to everything and always.
    pub fn new(kind: Kind) -> Self {
        Self { kind, about: Vec::new(), times: None, probability: None }
    }

    /// Whether it is about this endpoint, or about messages of this type, with or without its prefix.
    pub fn concerns(&self, name: &str) -> bool {
        let unprefixed = Topic::from_message_type(name);
        self.about.is_empty()
            || self.about.iter().any(|pattern| pattern.fits(name) || pattern.fits(unprefixed.as_str()))
    }
}

/// A name, or the beginning of names before a `*`: `alibaba.order.create`, `alibaba.order.*`, `*`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Pattern(String);

impl Pattern {
    /// A pattern as it is written.
    pub fn new(text: impl Into<String>) -> Self {
        Self(text.into())
    }

    /// Whether a name fits it.
    pub fn fits(&self, name: &str) -> bool {
        match self.0.strip_suffix('*') {
            Some(beginning) => name.starts_with(beginning),
            None => name == self.0,
        }
    }

    /// The pattern as it is written.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}
