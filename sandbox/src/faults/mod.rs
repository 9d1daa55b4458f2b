//! Faults of the network and of the vendor, on demand. This module only decides; the caller delays and resets.

pub mod declaration;
pub mod parse;

use pandapon::call::response::Response;
use pandapon::event::Push;
use pandapon::schema::Json;
use serde::{Deserialize, Serialize};

use crate::error::{Code, Refusal};
use crate::faults::declaration::{Fault, Kind, When};
use crate::faults::parse::MAX_FAULTS;
use crate::http::{plain, HttpRequest};
use crate::random::Random;
use crate::Sandbox;

/// Maximum delay of a late message, in milliseconds.
const MAX_MESSAGE_DELAY: i64 = 10_000;

/// The faults of a sandbox, with the remaining number of each.
#[derive(Debug, Serialize, Deserialize)]
pub struct Faults {
    active: Vec<Active>,
    /// Separate from all other generators, so that faults do not change ids.
    random: Random,
}

#[derive(Debug, Serialize, Deserialize)]
struct Active {
    fault: Fault,
    /// How many times it will still happen; none: unlimited.
    left: Option<u64>,
}

impl Faults {
    pub fn new(seed: u64) -> Self {
        Self { active: Vec::new(), random: Random::new(!seed) }
    }

    /// Returns whether there are not too many faults.
    pub fn is_consistent(&self) -> bool {
        self.active.len() <= MAX_FAULTS
    }

    /// Replaces all faults.
    pub fn set(&mut self, faults: Vec<Fault>) {
        self.active = faults.into_iter().map(|fault| Active { left: fault.times, fault }).collect();
    }

    /// Decides which faults apply to a request for an endpoint.
    pub fn apply_to_request(&mut self, endpoint: Option<&str>) -> AppliedFaults {
        let mut applied = AppliedFaults::default();
        for active in &mut self.active {
            let applies = !active.fault.kind.is_about_messages()
                && active.fault.applies_to(endpoint.unwrap_or_default());
            if applies && active.happens(&mut self.random) {
                applied.add(&active.fault.kind);
            }
        }
        applied
    }

    /// Decides which faults apply to a message. Returns the delay of each copy, in milliseconds; one is the message itself.
    pub fn apply_to_message(&mut self, push: &Push) -> Vec<u64> {
        let mut copies = vec![0];
        let Self { active, random } = self;
        let about_messages = active.iter_mut().filter(|active| active.fault.kind.is_about_messages());
        let mut about_messages = about_messages.peekable();
        if about_messages.peek().is_none() {
            return copies;
        }
        let envelope = Json::parse(&push.body).unwrap_or_default();
        let kind = envelope.get("messageType").and_then(Json::as_text).unwrap_or_default();
        for active in about_messages {
            if !active.fault.applies_to(kind) || !active.happens(random) {
                continue;
            }
            match active.fault.kind {
                Kind::DuplicatePush => copies.push(0),
                _ => copies
                    .iter_mut()
                    .for_each(|delay| *delay += random.between(1, MAX_MESSAGE_DELAY).unsigned_abs()),
            }
        }
        copies
    }
}

impl Active {
    fn happens(&mut self, random: &mut Random) -> bool {
        if self.left == Some(0)
            || !self.fault.probability.is_none_or(|probability| random.chance(probability))
        {
            return false;
        }
        self.left = self.left.map(|left| left - 1);
        true
    }
}

/// The faults that apply to one request.
#[derive(Debug, Default, Clone, PartialEq, Eq)]
pub struct AppliedFaults {
    /// The kinds of the faults.
    pub kinds: Vec<&'static str>,
    /// Delay of the response, in milliseconds.
    pub latency: u64,
    /// Milliseconds by which the clock for timestamps is ahead.
    pub skew: i64,
    /// `code` and `msg` of an envelope that refuses.
    pub refusal: Option<(i64, String)>,
    reset: Option<When>,
    status: Option<(When, Response)>,
    /// Number of bytes of the body that arrive; by default half of them.
    truncated: Option<Option<u64>>,
}

impl AppliedFaults {
    fn add(&mut self, kind: &Kind) {
        self.kinds.push(kind.name());
        match kind {
            Kind::Latency { ms } => self.latency = self.latency.saturating_add(*ms),
            Kind::ClockSkew { ms } => self.skew = self.skew.saturating_add(*ms),
            Kind::Refusal { code, msg } => self.refusal = Some((*code, msg.clone())),
            Kind::Reset { when } => self.reset = Some(*when),
            Kind::Status { status, retry_after, when } => {
                self.status = Some((*when, gateway_response(*status, *retry_after)));
            }
            Kind::TruncatedBody { bytes } => self.truncated = Some(*bytes),
            Kind::DuplicatePush | Kind::LatePush => {}
        }
    }

    /// Returns the outcome if the request does not reach the vendor.
    pub fn before(&self) -> Option<Outcome> {
        self.stop(When::Before)
    }

    /// Returns the outcome after the vendor has acted and responded.
    pub fn after(&self, response: Response) -> Outcome {
        self.stop(When::After).unwrap_or_else(|| {
            Outcome::Response(match self.truncated {
                Some(bytes) => truncate(response, bytes),
                None => response,
            })
        })
    }

    fn stop(&self, when: When) -> Option<Outcome> {
        if self.reset == Some(when) {
            return Some(Outcome::Reset);
        }
        let (_, response) = self.status.as_ref().filter(|(at, _)| *at == when)?;
        Some(Outcome::Response(response.clone()))
    }
}

/// The outcome of a request.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Outcome {
    /// A response.
    Response(Response),
    /// The connection is reset. The caller cannot know whether the vendor has acted.
    Reset,
}

fn gateway_response(status: u16, retry_after: Option<u64>) -> Response {
    let mut response = plain(status, &format!("{status} by a fault of the sandbox"));
    if let Some(seconds) = retry_after {
        response.headers.extend([("retry-after".to_owned(), seconds.to_string())]);
    }
    response
}

/// Cuts the body of a response between two characters. `content-length` still states the length of the whole.
fn truncate(mut response: Response, bytes: Option<u64>) -> Response {
    let whole = String::from_utf8_lossy(&response.body);
    let length = bytes.map_or(whole.len() / 2, |bytes| usize::try_from(bytes).unwrap_or(usize::MAX));
    let end =
        (0..=length.min(whole.len())).rev().find(|end| whole.is_char_boundary(*end)).unwrap_or_default();
    let body = whole.get(..end).unwrap_or_default().as_bytes().to_vec();
    response.headers.extend([("content-length".to_owned(), whole.len().to_string())]);
    Response { body, ..response }
}

/// The result of a request to which faults were applied.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reply {
    /// Delay in milliseconds, which the caller must wait.
    pub latency: u64,
    /// The outcome.
    pub outcome: Outcome,
}

impl Sandbox {
    /// Replaces all faults.
    pub fn set_faults(&mut self, faults: Vec<Fault>) {
        self.faults.set(faults);
    }

    /// Handles a request as [`Sandbox::handle`] does, and applies the faults.
    pub fn receive(&mut self, request: &HttpRequest<'_>, now: u64) -> Reply {
        let (route, entry) = self.route_and_log(request, now);
        let applied = self.faults.apply_to_request(entry.endpoint.as_deref());
        let outcome = applied.before().unwrap_or_else(|| {
            let response = match (&route, &applied.refusal) {
                (Ok(route), Some((code, message))) => {
                    self.envelope(route).refusal(&Refusal::new(Code(*code), message.as_str()))
                }
                _ => self.respond(route, request, now, applied.skew),
            };
            applied.after(response)
        });
        let entry = entry.with_faults(&applied.kinds);
        self.log.push(match &outcome {
            Outcome::Response(response) => entry.with_response(response),
            Outcome::Reset => entry,
        });
        self.enqueue_messages(now);
        Reply { latency: applied.latency, outcome }
    }
}
