//! The way from the caller to the sandbox and back, on which faults lie.

use super::{Fault, Outcome};
use crate::envelope::{Code, Refusal};
use crate::incoming::Incoming;
use crate::Sandbox;

/// What becomes of a request when faults lie in its way.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reply {
    /// By how many milliseconds it is to come late.
    pub latency: u64,
    /// How it ends.
    pub outcome: Outcome,
}

impl Sandbox {
    /// These faults from now on, in the place of all others.
    pub fn set_faults(&mut self, faults: Vec<Fault>) {
        self.faults.set(faults);
    }

    /// Answers a request as [`Sandbox::handle`] does, through all faults that lie in its way.
    pub fn receive(&mut self, request: &Incoming<'_>, now: u64) -> Reply {
        let (target, received) = self.meet(request, now);
        let trouble = self.faults.of_request(received.endpoint.as_deref());
        let outcome = trouble.before().unwrap_or_else(|| {
            let response = match (&target, &trouble.refusal) {
                (Ok(target), Some((code, message))) => {
                    self.envelope(target).refusal(&Refusal::new(Code(*code), message.as_str()))
                }
                _ => self.respond(target, request, now, trouble.skew),
            };
            trouble.after(response)
        });
        let received = received.through(&trouble.kinds);
        self.log.keep(match &outcome {
            Outcome::Answer(response) => received.answered(response),
            Outcome::Reset => received,
        });
        self.send_off(now);
        Reply { latency: trouble.latency, outcome }
    }
}
