//! Everything that can go wrong with a call, in few classes. None contains a secret.

use thiserror::Error;

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
/// let timeout = Error::Timeout { endpoint, milliseconds: 30_000, hint: String::new() };
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
