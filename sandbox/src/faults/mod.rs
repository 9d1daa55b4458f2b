//! Faults of the network and of the vendor, on demand. They are decided here, as data; the caller acts on them.

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

/// A message that comes late does so by up to so many milliseconds.
const LATE: i64 = 10_000;

/// The faults of a sandbox, with what is left of each.
#[derive(Debug, Serialize, Deserialize)]
pub struct Faults {
    active: Vec<Active>,
    /// Apart from all other randomness, so that faults change no id.
    random: Random,
}

#[derive(Debug, Serialize, Deserialize)]
struct Active {
    fault: Fault,
    /// How many times it still happens; none: without end.
    left: Option<u64>,
}

impl Faults {
    pub fn new(seed: u64) -> Self {
        Self { active: Vec::new(), random: Random::new(!seed) }
    }

    /// Whether a sandbox could have these.
    pub fn is_consistent(&self) -> bool {
        self.active.len() <= MAX_FAULTS
    }

    /// These from now on, in the place of all others.
    pub fn set(&mut self, faults: Vec<Fault>) {
        self.active = faults.into_iter().map(|fault| Active { left: fault.times, fault }).collect();
    }

    /// What happens to a request for an endpoint.
    pub fn of_request(&mut self, endpoint: Option<&str>) -> AppliedFaults {
        let mut applied = AppliedFaults::default();
        for active in &mut self.active {
            let concerns =
                !active.fault.kind.is_about_messages() && active.fault.concerns(endpoint.unwrap_or_default());
            if concerns && active.happens(&mut self.random) {
                applied.add(&active.fault.kind);
            }
        }
        applied
    }

    /// By how many milliseconds each copy of a message comes late; one is the message itself.
    pub fn of_message(&mut self, push: &Push) -> Vec<u64> {
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
            if !active.fault.concerns(kind) || !active.happens(random) {
                continue;
            }
            match active.fault.kind {
                Kind::DuplicatePush => copies.push(0),
                _ => copies.iter_mut().for_each(|late| *late += random.between(1, LATE).unsigned_abs()),
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
    /// By how many milliseconds the answer comes late.
    pub latency: u64,
    /// By how many milliseconds the vendor's clock is ahead, as far as it judges requests.
    pub skew: i64,
    /// The envelope refuses, by this code and text.
    pub refusal: Option<(i64, String)>,
    reset: Option<When>,
    status: Option<(When, Response)>,
    /// So many bytes of the body arrive; by default half of them.
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
                self.status = Some((*when, of_server(*status, *retry_after)));
            }
            Kind::TruncatedBody { bytes } => self.truncated = Some(*bytes),
            Kind::DuplicatePush | Kind::LatePush => {}
        }
    }

    /// How it ends before the vendor has acted, if it does.
    pub fn before(&self) -> Option<Outcome> {
        self.stop(When::Before)
    }

    /// How it ends after the vendor has acted and answered.
    pub fn after(&self, answer: Response) -> Outcome {
        self.stop(When::After).unwrap_or_else(|| {
            Outcome::Answer(match self.truncated {
                Some(bytes) => truncated(answer, bytes),
                None => answer,
            })
        })
    }

    fn stop(&self, when: When) -> Option<Outcome> {
        if self.reset == Some(when) {
            return Some(Outcome::Reset);
        }
        let (_, answer) = self.status.as_ref().filter(|(at, _)| *at == when)?;
        Some(Outcome::Answer(answer.clone()))
    }
}

/// How a request ends.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Outcome {
    /// With this answer.
    Answer(Response),
    /// The connection breaks, and nobody learns whether the vendor has acted.
    Reset,
}

fn of_server(status: u16, retry_after: Option<u64>) -> Response {
    let mut answer = plain(status, &format!("{status} by a fault of the sandbox"));
    if let Some(seconds) = retry_after {
        answer.headers.extend([("retry-after".to_owned(), seconds.to_string())]);
    }
    answer
}

/// The beginning of an answer, cut between two characters. Its headers still promise the whole.
fn truncated(mut answer: Response, bytes: Option<u64>) -> Response {
    let whole = String::from_utf8_lossy(&answer.body);
    let length = bytes.map_or(whole.len() / 2, |bytes| usize::try_from(bytes).unwrap_or(usize::MAX));
    let end =
        (0..=length.min(whole.len())).rev().find(|end| whole.is_char_boundary(*end)).unwrap_or_default();
    let body = whole.get(..end).unwrap_or_default().as_bytes().to_vec();
    answer.headers.extend([("content-length".to_owned(), whole.len().to_string())]);
    Response { body, ..answer }
}

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
    pub fn receive(&mut self, request: &HttpRequest<'_>, now: u64) -> Reply {
        let (route, entry) = self.route_and_log(request, now);
        let applied = self.faults.of_request(entry.endpoint.as_deref());
        let outcome = applied.before().unwrap_or_else(|| {
            let response = match (&route, &applied.refusal) {
                (Ok(route), Some((code, message))) => {
                    self.envelope(route).refusal(&Refusal::new(Code(*code), message.as_str()))
                }
                _ => self.respond(route, request, now, applied.skew),
            };
            applied.after(response)
        });
        let entry = entry.through(&applied.kinds);
        self.log.keep(match &outcome {
            Outcome::Answer(response) => entry.answered(response),
            Outcome::Reset => entry,
        });
        self.enqueue_messages(now);
        Reply { latency: applied.latency, outcome }
    }
}
