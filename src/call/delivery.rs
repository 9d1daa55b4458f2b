//! The delivery of a call: how often it is tried, and whether it may have reached the vendor. Somebody else sends and waits.

use std::time::Duration;

use super::request::Call;
use super::retry::{self, Outcome};
use crate::endpoint::Safety;

/// Codes of causes that come before anything is sent: of name look-up, connecting, and the handshake.
const BEFORE_SENDING: [&str; 7] = [
    "ECONNREFUSED",
    "ENOTFOUND",
    "EAI_AGAIN",
    "UND_ERR_CONNECT_TIMEOUT",
    "ConnectionRefused",
    "CERT_HAS_EXPIRED",
    "DEPTH_ZERO_SELF_SIGNED_CERT",
];

/// Whether a request whose connection failed with this code may have reached the vendor. When in doubt, it may.
pub fn may_have_been_sent(code: Option<&str>) -> bool {
    !code.is_some_and(|code| BEFORE_SENDING.contains(&code))
}

/// The delivery of one call, from its first try to its last.
#[derive(Debug, Clone)]
pub struct Delivery {
    safety: Safety,
    max_retries: u32,
    tried: u32,
    may_have_arrived: bool,
}

impl Delivery {
    /// Of a call that may be repeated so often, if it may be at all.
    pub fn new(call: &Call, max_retries: u32) -> Self {
        Self { safety: call.safety, max_retries, tried: 0, may_have_arrived: false }
    }

    /// A further try begins. Which one it is, from 1.
    pub fn begin(&mut self) -> u32 {
        self.tried += 1;
        self.tried
    }

    /// Which try this is, from 1.
    pub fn tried(&self) -> u32 {
        self.tried
    }

    /// Whether the call may have reached the vendor, by this try or an earlier one.
    pub fn may_have_arrived(&self) -> bool {
        self.may_have_arrived
    }

    /// The try got an answer. The pause before the next, if there is to be one; without randomness there is none.
    pub fn answered(
        &mut self,
        status: u16,
        retry_after: Option<Duration>,
        random: Option<u32>,
    ) -> Option<Duration> {
        self.may_have_arrived = true;
        self.pause(Outcome::Answered { status, retry_after }, random)
    }

    /// The try got none, and `sent` says whether it may have reached the vendor. The pause as in [`Delivery::answered`].
    pub fn failed(&mut self, sent: bool, random: Option<u32>) -> Option<Duration> {
        self.may_have_arrived |= sent;
        self.pause(Outcome::NoAnswer, random)
    }

    fn pause(&self, outcome: Outcome, random: Option<u32>) -> Option<Duration> {
        retry::pause(self.safety, outcome, self.tried, self.max_retries, random?)
    }
}
