//! The log of received requests, for tests and for debugging. Secrets are masked and pictures are shortened.

use std::borrow::Cow;
use std::collections::{BTreeMap, VecDeque};

use pandapon::call::response::Response;
use pandapon::schema::Json;
use serde::{Deserialize, Serialize, Serializer};

use crate::http::HttpRequest;
use crate::router::split;

/// Maximum number of requests in the log; the oldest are removed.
const MAX_REQUESTS: usize = 1000;
/// Maximum size of all requests in the log, in bytes; the oldest are removed.
pub const MAX_LOG_BYTES: usize = 8_388_608;
/// Number of characters kept of a picture in base64.
const PICTURE_PREFIX: usize = 32;
/// Base64 longer than this, in characters, counts as a picture.
const MAX_PLAIN_BASE64: usize = 256;
/// Maximum number of characters kept of a body or a query.
const MAX_BODY_LENGTH: usize = 20_000;
/// Maximum number of characters kept of any other text.
const MAX_TEXT_LENGTH: usize = 2000;
/// Maximum number of headers kept.
const MAX_HEADERS: usize = 200;
/// Maximum number of characters of a text quoted in an error.
const MAX_QUOTE_LENGTH: usize = 200;
const MASK: &str = "********";

/// A received request and its result.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct LoggedRequest {
    /// The time on the sandbox's clock, in milliseconds since 1970.
    pub time: u64,
    /// The name of the endpoint; none if the path is unknown.
    pub endpoint: Option<String>,
    /// The method.
    pub method: String,
    /// The path.
    pub path: String,
    /// The query without its question mark; a signature in it is masked.
    pub query: String,
    /// The headers by their names in lower case. Signature and cookies are masked, and all but the beginning of the access
    /// key.
    pub headers: BTreeMap<String, String>,
    /// The body; pictures in it are shortened.
    pub body: Option<String>,
    /// The HTTP status of the response; none if the connection was reset.
    pub status: Option<u16>,
    /// The `code` of the response's envelope; none without an envelope.
    pub code: Option<i64>,
    /// The kinds of the faults that were applied.
    pub faults: Vec<String>,
}

impl LoggedRequest {
    /// Creates the entry of a request, without secrets.
    pub fn new(request: &HttpRequest<'_>, endpoint: Option<&str>, time: u64) -> Self {
        let (path, query) = split(request.url);
        let headers = request.headers.iter().take(MAX_HEADERS).map(|(name, value)| {
            let name = name.to_ascii_lowercase();
            let value = masked(&name, cut(value, MAX_TEXT_LENGTH).as_ref());
            (cut(&name, MAX_TEXT_LENGTH).into_owned(), value)
        });
        Self {
            time,
            endpoint: endpoint.map(str::to_owned),
            method: cut(request.method, MAX_TEXT_LENGTH).into_owned(),
            path: cut(path, MAX_TEXT_LENGTH).into_owned(),
            query: cut(&masked_query(query), MAX_BODY_LENGTH).into_owned(),
            headers: headers.collect(),
            body: request.body.map(shortened_body),
            status: None,
            code: None,
            faults: Vec::new(),
        }
    }

    /// Returns the size of all texts, in bytes.
    fn size(&self) -> usize {
        let headers = self.headers.iter().map(|(name, value)| name.len() + value.len());
        let texts = [&self.method, &self.path, &self.query].map(String::len);
        let rest = [&self.endpoint, &self.body].map(|text| text.as_ref().map_or(0, String::len));
        let faults = self.faults.iter().map(String::len);
        headers.chain(texts).chain(rest).chain(faults).sum()
    }

    /// Adds the faults that were applied.
    pub fn with_faults(self, faults: &[&str]) -> Self {
        Self { faults: faults.iter().copied().map(str::to_owned).collect(), ..self }
    }

    /// Adds status and code of the response.
    pub fn with_response(self, response: &Response) -> Self {
        let envelope = std::str::from_utf8(&response.body).ok().and_then(|body| Json::parse(body).ok());
        let code = envelope.as_ref().and_then(|envelope| envelope.get("code")?.as_digits()?.parse().ok());
        Self { status: Some(response.status), code, ..self }
    }
}

/// The last requests, oldest first.
#[derive(Debug, Default, Deserialize)]
#[serde(from = "VecDeque<LoggedRequest>")]
pub struct RequestLog {
    entries: VecDeque<LoggedRequest>,
    /// The size of all entries.
    bytes: usize,
}

impl RequestLog {
    pub fn push(&mut self, entry: LoggedRequest) {
        self.bytes += entry.size();
        self.entries.push_back(entry);
        while self.entries.len() > MAX_REQUESTS || self.bytes > MAX_LOG_BYTES {
            let Some(oldest) = self.entries.pop_front() else { break };
            self.bytes -= oldest.size();
        }
    }

    pub fn all(&self) -> impl Iterator<Item = &LoggedRequest> {
        self.entries.iter()
    }
}

impl From<VecDeque<LoggedRequest>> for RequestLog {
    fn from(entries: VecDeque<LoggedRequest>) -> Self {
        let mut log = Self::default();
        entries.into_iter().for_each(|entry| log.push(entry));
        log
    }
}

impl Serialize for RequestLog {
    fn serialize<S: Serializer>(&self, target: S) -> Result<S::Ok, S::Error> {
        self.entries.serialize(target)
    }
}

fn masked(name: &str, value: &str) -> String {
    match name {
        "access-key" => value.chars().take(8).chain(MASK.chars()).collect(),
        "signature" | "authorization" | "cookie" => MASK.to_owned(),
        _ => value.to_owned(),
    }
}

/// Masks the signature: some endpoints have it in the query, too.
fn masked_query(query: &str) -> String {
    let pairs = query.split('&').map(|pair| match pair.split_once('=') {
        Some(("sign", _)) => format!("sign={MASK}"),
        _ => pair.to_owned(),
    });
    pairs.collect::<Vec<_>>().join("&")
}

fn shortened_body(body: &str) -> String {
    let body = match Json::parse(body) {
        Ok(mut value) if body.len() > MAX_PLAIN_BASE64 => {
            shorten_pictures(&mut value);
            value.to_string()
        }
        _ => body.to_owned(),
    };
    cut(&body, MAX_BODY_LENGTH).into_owned()
}

/// Cuts a text to the length that may be quoted in an error.
pub fn shortened(text: &str) -> String {
    cut(text, MAX_QUOTE_LENGTH).into_owned()
}

/// Cuts a text that is longer than this many characters.
fn cut(text: &str, max_length: usize) -> Cow<'_, str> {
    match text.char_indices().nth(max_length) {
        Some((end, _)) => format!("{}…", text.get(..end).unwrap_or_default()).into(),
        None => text.into(),
    }
}

fn shorten_pictures(value: &mut Json) {
    match value {
        Json::Text(text) if text.len() > MAX_PLAIN_BASE64 && is_base64(text) => {
            let beginning: String = text.chars().take(PICTURE_PREFIX).collect();
            *text = format!("{beginning}… ({} characters)", text.len());
        }
        Json::List(items) => items.iter_mut().for_each(shorten_pictures),
        Json::Object(members) => members.iter_mut().for_each(|(_, value)| shorten_pictures(value)),
        _ => {}
    }
}

/// Returns whether a text is base64, with or without a prefix such as `data:image/png;base64,`.
fn is_base64(text: &str) -> bool {
    let digits = text.split_once(";base64,").map_or(text, |(_, digits)| digits);
    digits.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"+/=-_".contains(&byte))
}
