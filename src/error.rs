//! Everything that can go wrong with a call, in few classes. None contains a secret.

use std::error::Error as StdError;
use std::fmt::{self, Debug, Display, Formatter};
use std::sync::Arc;

use thiserror::Error;

use crate::api::catalogue;
use crate::endpoint::Safety;
use crate::excerpt::{Excerpt, NAME};
use crate::schema::Issue;

/// Maximum length of the vendor's text in a message, in characters. The field has all of it.
const SHOWN_MSG: usize = 500;

/// Why a call failed. No secret is in it.
///
/// Everything that a request lacks is listed at once, before anything is sent:
///
/// ```
/// use pandapon::api::alibaba::order::Cancel;
/// use pandapon::{Client, Credentials, Endpoint, Error, Settings};
/// use serde_json::json;
///
/// # let credentials = Credentials::new("0123456789abcdef0123456789abcdef", "the access secret")?;
/// # let client = Client::new((), credentials, Settings::new("1688000000001"))?;
/// let members = json!({ "webSite": "1688", "orderID": "3305075341149134261" });
/// let Err(error) = client.prepare(Cancel::DESCRIPTOR, &members.into()) else { panic!("it was accepted") };
/// assert!(!error.sent());
/// let Error::Validation { issues, .. } = error else { panic!("{error}") };
/// let listed: Vec<_> = issues.iter().map(|issue| (issue.path.as_str(), issue.code)).collect();
/// assert_eq!(listed, [("orderId", "missing"), ("cancelReason", "missing"), ("orderID", "unknown")]);
/// # Ok::<(), Error>(())
/// ```
///
/// After any other failure [`Error::sent`] tells whether the call may simply be made again. Where it may have arrived,
/// look up the outcome first:
///
/// ```
/// use pandapon::{ApiErrorKind, Error};
///
/// fn advice(error: &Error) -> String {
///     match error {
///         Error::Api(error) if error.kind == ApiErrorKind::Refusal => {
///             format!("ask the vendor about {:?}", error.request_id)
///         }
///         other if other.sent() => "read the order before ordering again".to_owned(),
///         other => other.to_string(),
///     }
/// }
///
/// let endpoint = "alibaba.order.create".to_owned();
/// let (hint, call) = Default::default();
/// let timeout = Error::Timeout { endpoint, milliseconds: 30_000, hint, call };
/// assert_eq!(advice(&timeout), "read the order before ordering again");
/// ```
#[derive(Debug, Clone, PartialEq, Error)]
#[non_exhaustive]
pub enum Error {
    /// The request is not what the endpoint takes. Nothing was sent.
    #[error("{endpoint}: {}", sentences(issues))]
    Validation {
        /// The endpoint.
        endpoint: String,
        /// What is wrong with it: at most 100 issues, and one that says how many more there are.
        issues: Vec<Issue>,
    },
    /// The vendor refused the request, or a gateway failed in its place: see [`ApiError::kind`].
    #[error(transparent)]
    Api(Box<ApiError>),
    /// No answer came.
    #[error("{endpoint}: {reason}{hint}")]
    Connection {
        /// The endpoint.
        endpoint: String,
        /// What the transport said.
        reason: String,
        /// Whether the request may have reached the vendor.
        sent: bool,
        /// The call, for [`Error::safety`] and [`Error::attempts`].
        call: CallInfo,
        /// The error of the transport.
        source: Option<Cause>,
        /// What to do: the end of the sentence.
        hint: String,
    },
    /// No answer came in time. The request may have reached the vendor.
    #[error("{endpoint}: no answer within {milliseconds} ms{hint}")]
    Timeout {
        /// The endpoint.
        endpoint: String,
        /// How long was waited.
        milliseconds: u64,
        /// The call, for [`Error::safety`] and [`Error::attempts`].
        call: CallInfo,
        /// What to do: the end of the sentence.
        hint: String,
    },
    /// An answer came that cannot be understood.
    #[error("{endpoint}: {reason} (HTTP {status}){hint}")]
    Decode {
        /// The endpoint.
        endpoint: String,
        /// What is wrong with the answer.
        reason: String,
        /// HTTP status of the answer.
        status: u16,
        /// The vendor's id of the request, for its support.
        request_id: Option<String>,
        /// The call, for [`Error::safety`], [`Error::attempts`] and [`Error::response_body`].
        call: CallInfo,
        /// What to do: the end of the sentence.
        hint: String,
    },
    /// The endpoint has no route, is not known, or a route given in the options is wrong. Nothing was sent.
    #[error("{0}")]
    Route(String),
    /// An option is missing or wrong. Nothing was sent.
    #[error("{0}")]
    Config(String),
    /// A signature is wrong, or could not be made. Nothing was sent.
    #[error("{0}")]
    Signature(String),
    /// A push message cannot be read, or written.
    #[error("{0}")]
    Event(String),
}

/// What is known of the call that failed. The accessors of [`enum@Error`] read it.
#[derive(Clone, Default, PartialEq, Eq)]
pub struct CallInfo(Option<Box<Facts>>);

#[derive(Clone, PartialEq, Eq)]
struct Facts {
    safety: Safety,
    attempts: u32,
    body: Option<Box<[u8]>>,
}

impl Debug for CallInfo {
    /// The body may hold names and addresses of people, so that only its length is shown.
    fn fmt(&self, out: &mut Formatter<'_>) -> fmt::Result {
        let Some(Facts { safety, attempts, body }) = self.0.as_deref() else {
            return out.write_str("CallInfo");
        };
        let body = body.as_ref().map(|body| format!("{} bytes", body.len()));
        let mut info = out.debug_struct("CallInfo");
        info.field("safety", safety).field("attempts", attempts).field("body", &body).finish()
    }
}

/// The error of a transport, which [`enum@Error`] returns as its source. Two are equal if they are one.
#[derive(Clone)]
pub struct Cause(Arc<dyn StdError + Send + Sync>);

impl Cause {
    /// Takes an error, in which no secret may be.
    pub fn new(error: impl StdError + Send + Sync + 'static) -> Self {
        Self(Arc::new(error))
    }

    /// Returns the error, to downcast it.
    pub fn get(&self) -> &(dyn StdError + Send + Sync + 'static) {
        &*self.0
    }
}

impl PartialEq for Cause {
    fn eq(&self, other: &Self) -> bool {
        Arc::ptr_eq(&self.0, &other.0)
    }
}

impl Eq for Cause {}

impl Debug for Cause {
    fn fmt(&self, out: &mut Formatter<'_>) -> fmt::Result {
        Debug::fmt(&self.0, out)
    }
}

impl Display for Cause {
    fn fmt(&self, out: &mut Formatter<'_>) -> fmt::Result {
        Display::fmt(&self.0, out)
    }
}

impl StdError for Cause {
    fn source(&self) -> Option<&(dyn StdError + 'static)> {
        self.0.source()
    }
}

/// Who answered that a request failed, and so whether the outcome is known.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
#[non_exhaustive]
pub enum ApiErrorKind {
    /// The vendor's envelope says no.
    #[default]
    Refusal,
    /// The vendor's envelope says no, with the code or the HTTP status 401 or 403: the access key, the signature or the right to
    /// call was not accepted. That codes mean what the same HTTP status means is inferred: the code of success is HTTP's 200.
    Authentication,
    /// There were too many requests: HTTP 429, from the vendor or a gateway, or that code in the envelope (inferred, as above).
    RateLimit,
    /// Any other HTTP error without the vendor's envelope, or whose envelope says success. That of 408 and 5xx must have the vendor's
    /// id of the request, and a code that does not merely repeat the status. After 408 and 5xx the outcome is in doubt: the vendor
    /// may have done what was asked.
    Gateway,
}

/// The vendor refused the request, or a gateway answered in its place.
#[derive(Debug, Clone, Default, PartialEq, Error)]
#[non_exhaustive]
#[error("{endpoint}: {}{hint}", self.summary())]
pub struct ApiError {
    /// The endpoint.
    pub endpoint: String,
    /// Who answered.
    pub kind: ApiErrorKind,
    /// The envelope's `code`; none if the answer had no envelope. No table of codes is public.
    pub code: Option<i64>,
    /// The envelope's text, or the reason that a gateway gave: the title of its page, for example.
    pub msg: Option<String>,
    /// The vendor's id of the request, for its support.
    pub request_id: Option<String>,
    /// The developer's id.
    pub develop_id: Option<String>,
    /// HTTP status of the answer.
    pub status: u16,
    /// What to do, where something is known.
    pub hint: String,
    /// The call, for [`Error::safety`] and [`Error::attempts`].
    pub call: CallInfo,
}

impl ApiError {
    fn summary(&self) -> String {
        let msg = Excerpt(self.msg.as_deref().unwrap_or("no reason given"), SHOWN_MSG);
        let request = match &self.request_id {
            Some(id) => format!(", requestId {}", Excerpt(id, NAME)),
            None => String::new(),
        };
        match self.code {
            Some(code) => format!("{msg} (code {code}, HTTP {}{request})", self.status),
            None => format!("{msg} (HTTP {} without the vendor's envelope{request})", self.status),
        }
    }
}

impl Error {
    /// The name of the endpoint, or method and path of a request to any path; `None` if the call had none yet.
    pub fn endpoint(&self) -> Option<&str> {
        match self {
            Error::Api(error) => Some(&error.endpoint),
            Error::Validation { endpoint, .. }
            | Error::Connection { endpoint, .. }
            | Error::Timeout { endpoint, .. }
            | Error::Decode { endpoint, .. } => Some(endpoint),
            Error::Route(_) | Error::Config(_) | Error::Signature(_) | Error::Event(_) => None,
        }
    }

    /// Whether the call may be repeated; `None` if that is not known, as for an error without an endpoint.
    pub fn safety(&self) -> Option<Safety> {
        let declared = || Some(catalogue::find(self.endpoint()?)?.safety);
        self.facts().map(|facts| facts.safety).or_else(declared)
    }

    /// The number of attempts; 0 if the call failed before it was signed.
    pub fn attempts(&self) -> u32 {
        self.facts().map_or(0, |facts| facts.attempts)
    }

    /// The beginning of a response that was not understood, at most 64 KiB: the id of an order may be in it. The signature of the
    /// request, which a gateway may repeat, is masked. Only [`Error::Decode`] has one.
    pub fn response_body(&self) -> Option<&[u8]> {
        self.facts()?.body.as_deref()
    }

    /// The vendor's id of the request, for its support.
    pub fn request_id(&self) -> Option<&str> {
        match self {
            Error::Api(error) => error.request_id.as_deref(),
            Error::Decode { request_id, .. } => request_id.as_deref(),
            _ => None,
        }
    }

    /// Whether the vendor may have done what was asked, so that its outcome is to be looked up before the call is repeated. Never so
    /// for a call that only reads, nor after a refusal.
    pub fn is_unknown_outcome(&self) -> bool {
        let is_answered = match self {
            Error::Api(error) => {
                error.kind != ApiErrorKind::Gateway || !(error.status == 408 || error.status >= 500)
            }
            _ => false,
        };
        self.sent() && !is_answered && self.safety() != Some(Safety::Read)
    }

    fn facts(&self) -> Option<&Facts> {
        match self {
            Error::Api(error) => error.call.0.as_deref(),
            Error::Connection { call, .. } | Error::Timeout { call, .. } | Error::Decode { call, .. } => {
                call.0.as_deref()
            }
            _ => None,
        }
    }

    /// Adds what the client knows of the call. The body is that of a response, of which only what was not understood is kept.
    pub(crate) fn complete(&mut self, safety: Safety, attempts: u32, body: impl FnOnce() -> Box<[u8]>) {
        let body = matches!(self, Error::Decode { .. }).then(body);
        let facts = CallInfo(Some(Box::new(Facts { safety, attempts, body })));
        match self {
            Error::Api(error) => error.call = facts,
            Error::Connection { call, .. } | Error::Timeout { call, .. } | Error::Decode { call, .. } => {
                *call = facts;
            }
            _ => {}
        }
    }

    /// Whether the request may have reached the vendor.
    pub fn sent(&self) -> bool {
        match self {
            Error::Connection { sent, .. } => *sent,
            Error::Api(_) | Error::Timeout { .. } | Error::Decode { .. } => true,
            Error::Validation { .. }
            | Error::Route(_)
            | Error::Config(_)
            | Error::Signature(_)
            | Error::Event(_) => false,
        }
    }
}

fn sentences(issues: &[Issue]) -> String {
    let sentences: Vec<_> = issues.iter().map(|issue| issue.message.as_str()).collect();
    sentences.join("; ")
}
