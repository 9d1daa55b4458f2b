//! A transport with scripted outcomes. Waiting moves the virtual clock.

use std::time::Duration;

use pandapon::call::headers::Headers;
use pandapon::call::request::Request;
use pandapon::call::response::Response;
use pandapon::client::{Failure, Transport};
use pandapon::error::Error;

use crate::shared::Shared;

/// The outcome of an attempt.
#[derive(Debug, Clone, PartialEq)]
pub enum Outcome {
    /// A response with this status, and the seconds of its `Retry-After` header.
    Answer(u16, Option<u64>),
    /// A failure, before or after the request was sent.
    Broken { sent: bool },
    /// No end.
    Silence,
}

/// Returns the outcomes in turn, then the last one repeatedly, and records the requests.
pub struct Wire {
    outcomes: Vec<Outcome>,
    pub requests: Shared<Vec<Request>>,
    pub sleeps: Shared<Vec<Duration>>,
    pub dropped: Shared<usize>,
    now: Shared<u64>,
    entropy: Entropy,
}

/// The time at which every test starts.
pub const START: u64 = 1_763_800_000_000;

impl Wire {
    pub fn new(outcomes: Vec<Outcome>, seed: u64) -> Self {
        Self {
            outcomes,
            requests: Shared::default(),
            sleeps: Shared::default(),
            dropped: Shared::new(0),
            now: Shared::new(START),
            entropy: Entropy::new(seed),
        }
    }
}

/// Counts the sends that were dropped before they ended.
struct Unfinished<'a>(&'a Shared<usize>);

impl Drop for Unfinished<'_> {
    fn drop(&mut self) {
        self.0.set(self.0.get() + 1);
    }
}

impl Transport for Wire {
    async fn send(&self, request: &Request) -> Result<Response, Failure> {
        let tried = self.requests.borrow().len();
        self.requests.borrow_mut().push(request.clone());
        match self.outcomes[tried.min(self.outcomes.len() - 1)] {
            Outcome::Answer(status, retry_after) => {
                let pause = retry_after.map(|seconds| ("retry-after".to_owned(), seconds.to_string()));
                let body = br#"{"code":200,"requestId":"r1","data":{"refundId":"TQ1"}}"#.to_vec();
                Ok(Response { status, headers: Headers::from_iter(pause), body })
            }
            Outcome::Broken { sent } => Err(Failure::new("broken", sent)),
            Outcome::Silence => {
                let _unfinished = Unfinished(&self.dropped);
                std::future::pending().await
            }
        }
    }

    async fn sleep(&self, pause: Duration) {
        self.sleeps.borrow_mut().push(pause);
        self.now.set(self.now.get() + u64::try_from(pause.as_millis()).unwrap());
    }

    fn now(&self) -> u64 {
        self.now.get()
    }

    fn fill(&self, entropy: &mut [u8]) -> Result<(), Error> {
        self.entropy.fill(entropy);
        Ok(())
    }
}

/// Uniformly distributed bytes, the same for the same seed: SplitMix64.
pub struct Entropy(Shared<u64>);

impl Entropy {
    pub fn new(seed: u64) -> Self {
        Self(Shared::new(seed))
    }

    pub fn fill(&self, bytes: &mut [u8]) {
        for byte in bytes {
            self.0.set(self.0.get().wrapping_add(0x9e37_79b9_7f4a_7c15));
            let mixed = (self.0.get() ^ (self.0.get() >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
            let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
            *byte = (mixed ^ (mixed >> 31)).to_be_bytes()[0];
        }
    }
}
