//! One call from its first attempt to its outcome, as a state machine that neither signs, sends nor waits. An event goes in
//! and the next action comes out: the Rust client and the npm package only carry it out, so both deliver by the same rules.

use std::mem;
use std::time::Duration;

use percent_encoding::utf8_percent_encode;

use super::advice::advice;
use super::request::{nonce, timestamp, Call, TimestampUnit, UNRESERVED};
use super::retry::{self, Outcome};
use crate::credentials::Unsigned;
use crate::endpoint::Safety;
use crate::error::{CallInfo, Error};

/// What a step may need from the runtime. None of it waits.
pub trait Runtime {
    /// Milliseconds since 1970, UTC.
    fn now(&self) -> u64;

    /// Fills `entropy` with bytes that nobody can predict.
    ///
    /// # Errors
    /// [`Error::Config`] if the runtime has none.
    fn fill(&self, entropy: &mut [u8]) -> Result<(), Error>;

    /// A date as in HTTP headers, in milliseconds since 1970.
    fn read_date(&self, text: &str) -> Option<u64>;
}

/// The limits of a call.
#[derive(Debug, Clone, Copy)]
pub struct Limits {
    /// Maximum time for signing, and for each request with its response.
    pub timeout: Duration,
    /// Maximum number of retries, for calls that are safe to retry.
    pub max_retries: u32,
    /// The unit of the `timestamp` header.
    pub timestamp_unit: TimestampUnit,
}

/// What happened.
#[derive(Debug, Clone, PartialEq)]
pub enum Event {
    /// An attempt may begin: the call starts, or its pause is over.
    Ready {
        /// Timestamp to send instead of the current time.
        timestamp: Option<String>,
        /// Nonce to send instead of a random one.
        nonce: Option<String>,
    },
    /// An attempt cannot begin, for example because a queue is full. Nothing was sent.
    Unready {
        /// Why not.
        reason: String,
    },
    /// A hook of the caller does not let the attempt begin. Nothing was sent, and there is no further attempt.
    Vetoed {
        /// Why not.
        reason: String,
    },
    /// The signer returned.
    Signed(Result<String, Error>),
    /// A response came.
    Answered {
        /// HTTP status.
        status: u16,
        /// The `Retry-After` header.
        retry_after: Option<String>,
    },
    /// No response came.
    Failed {
        /// What the transport reports.
        reason: String,
        /// Whether the request may have reached the platform. When in doubt, it may.
        sent: bool,
    },
    /// The time limit of the last action is over.
    TimedOut,
    /// The caller gave up.
    Aborted {
        /// Whether the transport had the request already.
        in_flight: bool,
    },
}

/// What to do next.
#[derive(Debug, Clone, PartialEq)]
pub enum Action {
    /// Sign [`Machine::unsigned`] within the timeout, then report [`Event::Signed`].
    Sign,
    /// Tell observers of the request, send it within the timeout, then report the outcome.
    Send {
        /// The `signature` header.
        signature: String,
    },
    /// Tell observers of the retry and of [`Machine::failure`], wait, then report [`Event::Ready`].
    Wait {
        /// How long.
        pause: Duration,
    },
    /// The last response is the outcome.
    Done,
    /// The call failed.
    Fail(Error),
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum State {
    Idle,
    Signing,
    Sending,
    Over,
}

/// The state machine of one call.
#[derive(Debug, Clone)]
pub struct Machine {
    name: String,
    safety: Safety,
    limits: Limits,
    state: State,
    attempt: u32,
    may_have_arrived: bool,
    timestamp: String,
    nonce: String,
    signature: String,
    /// How the last finished attempt ended: with a response or an error.
    last: Option<Result<(), Error>>,
}

impl Machine {
    /// Makes the machine of a call, which waits for [`Event::Ready`].
    pub fn new(call: &Call, limits: Limits) -> Self {
        Self {
            name: call.name.clone(),
            safety: call.safety,
            limits,
            state: State::Idle,
            attempt: 0,
            may_have_arrived: false,
            timestamp: String::new(),
            nonce: String::new(),
            signature: String::new(),
            last: None,
        }
    }

    /// The current attempt, from 1.
    pub fn attempt(&self) -> u32 {
        self.attempt
    }

    /// The time limit of signing and of sending.
    pub fn timeout(&self) -> Duration {
        self.limits.timeout
    }

    /// What the signature of the current attempt covers. Each attempt has a nonce of its own, since the platform may refuse a
    /// repeated one as a replay.
    pub fn unsigned<'a>(&'a self, access_key: &'a str) -> Unsigned<'a> {
        Unsigned { access_key, timestamp: &self.timestamp, nonce: &self.nonce }
    }

    /// Whether the call may have reached the platform, in this attempt or an earlier one.
    pub fn may_have_arrived(&self) -> bool {
        self.may_have_arrived || self.state == State::Sending
    }

    /// The error of the last finished attempt, unless it got a response.
    pub fn failure(&self) -> Option<&Error> {
        self.last.as_ref()?.as_ref().err()
    }

    /// The signature of the current attempt; empty before it is signed.
    pub fn signature(&self) -> &str {
        &self.signature
    }

    /// A text from outside without the signature of the current attempt: a fetch may quote the address, and a gateway the
    /// request.
    pub fn without_signature(&self, text: &str) -> String {
        // What goes to a proxy is signed with a dash.
        if self.signature.len() < SHORTEST_SECRET {
            return text.to_owned();
        }
        let mut in_query = String::new();
        in_query.extend(utf8_percent_encode(&self.signature, UNRESERVED));
        let mut masked = String::new();
        let mut rest = text.chars();
        // By hand: `str::replace` would add kilobytes to the wasm.
        loop {
            let text = rest.as_str();
            if let Some(after) = text.strip_prefix(&*self.signature).or_else(|| text.strip_prefix(&*in_query))
            {
                masked.push_str(MASK);
                rest = after.chars();
            } else if let Some(character) = rest.next() {
                masked.push(character);
            } else {
                return masked;
            }
        }
    }

    /// Takes the next step. An event that does not fit ends the call, so that nothing is sent by mistake.
    pub fn step(&mut self, event: Event, runtime: &impl Runtime) -> Action {
        match (mem::replace(&mut self.state, State::Over), event) {
            (State::Idle, Event::Ready { timestamp, nonce }) => self.begin(timestamp, nonce, runtime),
            (State::Idle, Event::Unready { reason }) => {
                self.attempt += 1;
                self.end_attempt(Some(reason), runtime)
            }
            (State::Idle, Event::Vetoed { reason }) => Action::Fail(self.connection_error(reason)),
            (State::Signing, Event::Signed(Ok(signature))) => {
                if signature.is_empty() || !signature.bytes().all(|byte| byte.is_ascii_graphic()) {
                    return self.unsigned_because(signing_error("signer", SIGNATURE));
                }
                self.state = State::Sending;
                self.signature.clone_from(&signature);
                Action::Send { signature }
            }
            (State::Signing, Event::Signed(Err(error))) => self.unsigned_because(error),
            (State::Signing, Event::TimedOut) => {
                let waited = self.waited();
                let what = format!("the signer gave no signature within {waited} ms, so nothing was sent");
                self.unsigned_because(Error::Signature(what))
            }
            (State::Sending, Event::Answered { status, retry_after }) => {
                self.may_have_arrived = true;
                self.last = Some(Ok(()));
                let read_date = |date: &str| runtime.read_date(date);
                let retry_after =
                    retry_after.and_then(|header| retry::retry_after(&header, runtime.now(), read_date));
                self.go_on(Outcome::Answered { status, retry_after }, runtime)
            }
            (State::Sending, Event::Failed { reason, sent }) => {
                self.may_have_arrived |= sent;
                self.end_attempt(Some(self.without_signature(&reason)), runtime)
            }
            (State::Sending, Event::TimedOut) => {
                self.may_have_arrived = true;
                self.end_attempt(None, runtime)
            }
            (_, Event::Aborted { in_flight }) => {
                self.may_have_arrived |= in_flight;
                Action::Fail(self.connection_error("aborted by the caller".to_owned()))
            }
            (state, _) => {
                self.may_have_arrived |= state == State::Sending;
                Action::Fail(self.connection_error("the steps of the call are out of order".to_owned()))
            }
        }
    }

    fn begin(&mut self, stamp: Option<String>, token: Option<String>, runtime: &impl Runtime) -> Action {
        self.attempt += 1;
        self.timestamp = stamp.unwrap_or_else(|| timestamp(self.limits.timestamp_unit, runtime.now()));
        match token.map_or_else(|| nonce(|entropy| runtime.fill(entropy)), Ok) {
            Ok(token) => self.nonce = token,
            Err(error) => return self.unsigned_because(error),
        }
        self.state = State::Signing;
        Action::Sign
    }

    /// An attempt got no response, for this reason, or else in time.
    fn end_attempt(&mut self, reason: Option<String>, runtime: &impl Runtime) -> Action {
        let error = match reason {
            Some(reason) => self.connection_error(reason),
            None => Error::Timeout {
                endpoint: self.name.clone(),
                milliseconds: self.waited(),
                call: CallInfo::default(),
                hint: advice(&self.name, self.safety, true),
            },
        };
        self.last = Some(Err(error));
        self.go_on(Outcome::NoAnswer, runtime)
    }

    /// Waits for a further attempt, or ends with the last one. Without randomness there is no further one.
    fn go_on(&mut self, outcome: Outcome, runtime: &impl Runtime) -> Action {
        let mut random = [0; 4];
        let pause = runtime.fill(&mut random).ok().and_then(|()| {
            let random = u32::from_le_bytes(random);
            retry::pause(self.safety, outcome, self.attempt, self.limits.max_retries, random)
        });
        let Some(pause) = pause else { return self.end() };
        self.state = State::Idle;
        Action::Wait { pause }
    }

    /// The request cannot be signed: that must not hide that an earlier one went out.
    fn unsigned_because(&mut self, error: Error) -> Action {
        self.last.get_or_insert(Err(error));
        self.end()
    }

    fn end(&mut self) -> Action {
        match self.last.take() {
            Some(Err(error)) => Action::Fail(error),
            _ => Action::Done,
        }
    }

    /// The time limit, in milliseconds.
    fn waited(&self) -> u64 {
        u64::try_from(self.limits.timeout.as_millis()).unwrap_or(u64::MAX)
    }

    fn connection_error(&self, reason: String) -> Error {
        let sent = self.may_have_arrived;
        let hint = advice(&self.name, self.safety, sent);
        let (endpoint, call) = (self.name.clone(), CallInfo::default());
        Error::Connection { endpoint, reason, sent, hint, call, source: None }
    }
}

/// What replaces a signature.
pub(crate) const MASK: &str = "********";

/// Minimum length of a signature that is masked.
pub(crate) const SHORTEST_SECRET: usize = 8;

/// What a signer must return.
pub const SIGNATURE: &str = "it must return the signature, a string";

/// The error of a function that did not sign.
pub fn signing_error(function: &str, reason: &str) -> Error {
    Error::Signature(format!("{function} failed, so nothing was sent: {reason}"))
}

/// Codes of errors that come before anything is sent: of name look-up, connecting, and the handshake.
const BEFORE_SENDING: [&str; 7] = [
    "ECONNREFUSED",
    "ENOTFOUND",
    "EAI_AGAIN",
    "UND_ERR_CONNECT_TIMEOUT",
    "ConnectionRefused",
    "CERT_HAS_EXPIRED",
    "DEPTH_ZERO_SELF_SIGNED_CERT",
];

/// Whether a request whose connection failed with this code may have reached the platform. When in doubt, it may.
pub fn may_have_been_sent(code: Option<&str>) -> bool {
    !code.is_some_and(|code| BEFORE_SENDING.contains(&code))
}
