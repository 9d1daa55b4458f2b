//! The rules of a server that receives push messages, without the server: what a request is, and how to answer it.

use std::collections::{HashMap, VecDeque};
use std::fmt::{self, Debug, Display, Formatter};
use std::time::Duration;

use super::authorization::{base, verify, Received, Unreadable};
use super::envelope::MAX_VALUES;
use super::parse_with_limit;
use crate::credentials::Credentials;
use crate::excerpt::{Excerpt, NAME};
use crate::signature::AUTHORIZATION_LENGTH;

/// The rules by which a server receives push messages, whatever framework it is written in. `examples/axum` is a whole one.
///
/// It verifies the signature over the raw bytes, bounds what is read, refuses what is too old, and tells a message from its
/// repetitions. It knows no clock and no network: a request and the time go in, and a [`Verdict`] comes out.
///
/// 1. Read at most [`Receiver::max_bytes_for`] bytes of the body, and no JSON: the signature is over the raw body.
/// 2. Answer with [`Verdict::status`] within [`ANSWER_WITHIN`]. Work on a [`Verdict::New`] message, but do not wait for the work.
/// 3. If the work fails, forget the key by [`Keys::remove`] and answer 500, or try again yourself: what was answered 200 is not
///    sent again.
///
/// ```
/// use pandapon::event::{generate, Event, Platform, Post, Received, Receiver, Topic, Verdict};
/// use pandapon::{Credentials, Error};
///
/// let credentials = Credentials::new("an-access-key-of-32-characters-00", "an-access-secret")?;
/// let receiver = Receiver::new(credentials.clone());
/// let mut keys = receiver.keys();
///
/// let now = 1_779_263_270_000;
/// let body = serde_json::json!({ "orderId": 3305075341149134260_i64 });
/// let pushed = generate(&Event::new(Platform::Alibaba, &Topic::Paid, body, now), &credentials)?;
/// let post =
///     Post { method: "POST", authorization: Some(&pushed.authorization), body: pushed.body.as_bytes() };
///
/// let Verdict::New(message) = receiver.receive(post, now, &mut keys) else { panic!("it is new") };
/// let Received::Event(event) = message.received else { panic!("it is readable") };
/// assert_eq!(event.topic(), Topic::Paid);
///
/// let verdict = receiver.receive(post, now, &mut keys);
/// assert!(matches!(verdict, Verdict::Copy { .. }) && verdict.status() == 200);
///
/// let verdict = receiver.receive(Post { body: b"{}", ..post }, now, &mut keys);
/// assert!(matches!(verdict, Verdict::Refuse(_)) && verdict.status() == 401);
/// # Ok::<(), Error>(())
/// ```
#[derive(Clone)]
pub struct Receiver {
    /// Whose messages are received.
    pub credentials: Credentials,
    /// Maximum size of a body in bytes. By default 1 MiB; the largest of the vendor's examples has a hundredth of that.
    pub max_bytes: usize,
    /// Maximum number of members and items of a message. By default [`MAX_VALUES`].
    pub max_values: usize,
    /// Maximum time between now and the time of a message. By default 3 hours: the last repetition comes after two and a half.
    pub tolerance: Duration,
    /// Returns the bytes that are signed, from access key and raw body. By default [`base`].
    pub base: fn(&str, &[u8]) -> Vec<u8>,
}

/// Time within which a push message should be answered. The platform waits 1000 ms, the way there and back included.
pub const ANSWER_WITHIN: Duration = Duration::from_millis(800);

/// Maximum size of a body without a signature: enough for what the vendor's console posts to verify an address.
const MAX_UNSIGNED_BYTES: usize = 4096;

/// A time without an offset may be China time or UTC, so that a message stays fresh for so much longer.
const CHINA: Duration = Duration::from_secs(8 * 3600);

/// A request to the address of push messages.
#[derive(Debug, Clone, Copy)]
pub struct Post<'a> {
    /// The HTTP method.
    pub method: &'a str,
    /// The `Authorization` header, if there is one.
    pub authorization: Option<&'a str>,
    /// The body, byte for byte.
    pub body: &'a [u8],
}

/// What a request is.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub enum Verdict {
    /// A message that is signed and recent, and new as far as the keys tell.
    New(Message),
    /// A message that came before. It was answered, and is to be answered 200 again.
    Copy {
        /// Its key.
        key: String,
    },
    /// The vendor's console verifies the address: an unsigned request that is not a message, and expects 200.
    Probe,
    /// Something to refuse.
    Refuse(Refusal),
}

/// A message to work on.
#[derive(Debug, Clone, PartialEq)]
pub struct Message {
    /// The message; a signed body that is not one is passed on as it came, since it would be sent again in vain.
    pub received: Received,
    /// The same for a message and its repetitions.
    pub key: String,
}

/// Why a request is refused. As text, a line for a log.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum Refusal {
    /// It is not a POST request: 405. The answer should have the header `Allow: POST`.
    Method,
    /// It has no `Authorization` header: 401, or 413 for a body that is larger than such a request needs.
    Unsigned {
        /// Whether its body is too large.
        is_large: bool,
    },
    /// Its `Authorization` header is not 64 hexadecimal digits: 401.
    Malformed,
    /// Its signature does not match: 401.
    Forged,
    /// Its body is larger than [`Receiver::max_bytes`]: 413.
    TooLarge,
    /// It was pushed too long ago, or in the future: 401.
    Stale {
        /// Its time, as it came.
        timestamp: String,
        /// Its key.
        key: String,
    },
}

impl Receiver {
    /// Makes a receiver of the messages to an account.
    pub fn new(credentials: Credentials) -> Self {
        Self {
            credentials,
            max_bytes: 1_048_576,
            max_values: MAX_VALUES,
            tolerance: Duration::from_secs(3 * 3600),
            base,
        }
    }

    /// Returns the number of bytes to read of a body, by the `Authorization` header of its request. A larger one is to be refused
    /// with 413, as [`Receiver::verify`] does if it gets one more.
    pub fn max_bytes_for(&self, authorization: Option<&str>) -> usize {
        match authorization {
            Some(_) => self.max_bytes,
            None => self.max_bytes.min(MAX_UNSIGNED_BYTES),
        }
    }

    /// Makes a memory for the keys of this receiver, which keeps each for as long as its message is fresh.
    pub fn keys(&self) -> Keys {
        Keys::new(CHINA.saturating_add(self.tolerance.saturating_mul(2)))
    }

    /// Verifies a request, reads it, and looks whether its message came before. A new key is added to the keys. `now` counts
    /// milliseconds since 1970.
    pub fn receive(&self, post: Post<'_>, now: u64, keys: &mut Keys) -> Verdict {
        match self.verify(post, now) {
            Verdict::New(message) if !keys.add(&message.key, now) => Verdict::Copy { key: message.key },
            verdict => verdict,
        }
    }

    /// Verifies a request and reads it, as [`Receiver::receive`] does, but remembers nothing: every message is new. For servers
    /// that keep the keys in their database, where a unique index tells copies.
    pub fn verify(&self, post: Post<'_>, now: u64) -> Verdict {
        self.message(post, now).unwrap_or_else(Verdict::Refuse)
    }

    fn message(&self, post: Post<'_>, now: u64) -> Result<Verdict, Refusal> {
        let Post { method, authorization, body } = post;
        if method != "POST" {
            return Err(Refusal::Method);
        }
        let is_hexadecimal = |text: &str| {
            text.len() == AUTHORIZATION_LENGTH && text.bytes().all(|byte| byte.is_ascii_hexdigit())
        };
        if authorization.is_some_and(|authorization| !is_hexadecimal(authorization)) {
            return Err(Refusal::Malformed);
        }
        let is_large = body.len() > self.max_bytes_for(authorization);
        let authorization = match authorization {
            Some(_) if is_large => return Err(Refusal::TooLarge),
            None if is_large || parse_with_limit(body, self.max_values).is_ok() => {
                return Err(Refusal::Unsigned { is_large });
            }
            None => return Ok(Verdict::Probe),
            Some(authorization) => authorization,
        };
        let signed = (self.base)(self.credentials.access_key(), body);
        verify(&[&signed], authorization, &self.credentials).map_err(|_| Refusal::Forged)?;
        let received = match parse_with_limit(body, self.max_values) {
            Ok(event) => Received::Event(event),
            Err(error) => {
                Received::Unreadable(Unreadable { raw_body: body.to_vec(), reason: error.to_string() })
            }
        };
        let key = received.key();
        if let Received::Event(event) = &received {
            if !event.is_fresh(now, self.tolerance) {
                let timestamp =
                    event.timestamp.as_ref().map(|time| time.as_str().to_owned()).unwrap_or_default();
                return Err(Refusal::Stale { timestamp, key });
            }
        }
        Ok(Verdict::New(Message { received, key }))
    }
}

impl Debug for Receiver {
    fn fmt(&self, out: &mut Formatter<'_>) -> fmt::Result {
        out.debug_struct("Receiver")
            .field("credentials", &self.credentials)
            .field("max_bytes", &self.max_bytes)
            .field("max_values", &self.max_values)
            .field("tolerance", &self.tolerance)
            .finish_non_exhaustive()
    }
}

impl Verdict {
    /// Returns the HTTP status of the answer, whose body is empty.
    pub fn status(&self) -> u16 {
        match self {
            Verdict::New(_) | Verdict::Copy { .. } | Verdict::Probe => 200,
            Verdict::Refuse(refusal) => refusal.status(),
        }
    }
}

impl Refusal {
    /// Returns the HTTP status of the answer.
    pub fn status(&self) -> u16 {
        match self {
            Refusal::Method => 405,
            Refusal::TooLarge | Refusal::Unsigned { is_large: true } => 413,
            Refusal::Unsigned { is_large: false }
            | Refusal::Malformed
            | Refusal::Forged
            | Refusal::Stale { .. } => 401,
        }
    }
}

impl Display for Refusal {
    /// What was refused, and its most likely causes.
    fn fmt(&self, out: &mut Formatter<'_>) -> fmt::Result {
        let text = match self {
            Refusal::Method => "refused a request that is not a POST request",
            Refusal::Unsigned { .. } => {
                "refused a push message without an Authorization header. Likely causes: a gateway or proxy removed the header, or \
                 the request is not from the platform"
            }
            Refusal::Malformed => {
                "refused a push message whose Authorization header is not 64 hexadecimal digits. Likely causes: a gateway or proxy \
                 replaced the header, or the request is not from the platform"
            }
            Refusal::Forged => {
                "refused a push message whose signature does not match. Likely causes: the access key or access secret is of \
                 another account; a gateway or extractor changed the body, whose raw bytes are signed; or the message is forged"
            }
            Refusal::TooLarge => "refused a push message larger than max_bytes",
            Refusal::Stale { timestamp, key } => {
                return write!(
                    out,
                    "refused a push message as too old or too new: pushed at {}. Likely causes: a replay, or a clock that is wrong. \
                     Its key: {key}",
                    Excerpt(timestamp, NAME)
                );
            }
        };
        out.write_str(text)
    }
}

/// The keys of the messages that were received, in memory: each for a time, and then forgotten. Made by [`Receiver::keys`].
///
/// Of use in one process. Several, and one that restarts, need a table of keys that they share.
#[derive(Debug, Clone)]
pub struct Keys {
    kept_for: u64,
    added: HashMap<String, u64>,
    /// In the order in which they were added.
    order: VecDeque<(u64, String)>,
}

impl Keys {
    /// Makes a memory that keeps keys for so long.
    pub fn new(kept_for: Duration) -> Self {
        let kept_for = u64::try_from(kept_for.as_millis()).unwrap_or(u64::MAX);
        Self { kept_for, added: HashMap::new(), order: VecDeque::new() }
    }

    /// Adds a key, at a time in milliseconds since 1970. Returns whether it is new.
    pub fn add(&mut self, key: &str, now: u64) -> bool {
        while let Some((added, oldest)) = self.order.front() {
            if now.saturating_sub(*added) < self.kept_for {
                break;
            }
            // It may have been removed, and added again since.
            if self.added.get(oldest) == Some(added) {
                self.added.remove(oldest);
            }
            self.order.pop_front();
        }
        if self.added.contains_key(key) {
            return false;
        }
        self.added.insert(key.to_owned(), now);
        self.order.push_back((now, key.to_owned()));
        true
    }

    /// Forgets a key, so that a repetition of its message is new again.
    pub fn remove(&mut self, key: &str) {
        self.added.remove(key);
    }

    /// Returns the number of keys.
    pub fn len(&self) -> usize {
        self.added.len()
    }

    /// Returns whether there are no keys.
    pub fn is_empty(&self) -> bool {
        self.added.is_empty()
    }
}
