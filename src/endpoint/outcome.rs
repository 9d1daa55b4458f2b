//! What became of a call whose answer is lost: how it can be looked up.
//!
//! The platform has no idempotency key, so such a call must not be repeated before its outcome is known. Which endpoint tells is
//! inferred from the documentation of both platforms, and from the sandbox; nobody has measured how long the platform's lists lag.

/// How the outcome of a [`Safety::Once`](super::Safety::Once) call is looked up, and what a second call would do.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub struct Outcome {
    /// What shows whether the call arrived.
    pub evidence: Evidence,
    /// What the same call does when it is sent again.
    pub repetition: Repetition,
}

/// What shows whether a call arrived. The endpoints are named as in generation 1; an endpoint of generation 2 is looked up with
/// theirs, see [`Descriptor::look_up`](super::Descriptor::look_up). Xport KA has its own.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum Evidence {
    /// A text of the caller's in the member `put` of the request comes back with the record that the call made.
    Mark {
        /// The member of the request.
        put: &'static str,
        /// The endpoint that lists such records.
        list: &'static str,
        /// The member of a record that has the text; none if its answer is not documented.
        found: Option<&'static str>,
    },
    /// The state of the record that the call changes.
    State {
        /// The endpoint that reads it.
        read: &'static str,
    },
    /// A new record, which another one names that was there before.
    Part {
        /// The endpoint that reads that other record.
        read: &'static str,
    },
    /// A quantity, which does not tell one call from another: `set` brings it to what is meant.
    Converge {
        /// The endpoint that reads it.
        read: &'static str,
        /// The idempotent endpoint that sets it.
        set: &'static str,
    },
    /// Nothing that can be read.
    Nothing,
}

impl Evidence {
    /// The endpoint that shows it.
    pub const fn endpoint(&self) -> Option<&'static str> {
        match self {
            Self::Mark { list, .. } => Some(list),
            Self::State { read } | Self::Part { read } | Self::Converge { read, .. } => Some(read),
            Self::Nothing => None,
        }
    }
}

/// What the same call does when it is sent again. Inferred where no page of the platforms says so.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum Repetition {
    /// It makes a second record: a second order.
    Creates,
    /// It adds to what the first one did: a quantity is doubled.
    Adds,
    /// It is refused, or changes nothing.
    Guarded,
    /// It does no harm.
    Harmless,
    /// Nobody knows.
    Unknown,
}
