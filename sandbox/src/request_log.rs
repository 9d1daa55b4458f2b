//! What the sandbox received: kept for tests and for people who look for a mistake, without secrets and without
//! pictures.

use std::borrow::Cow;
use std::collections::{BTreeMap, VecDeque};

use pandapon::call::response::Response;
use pandapon::schema::Json;
use serde::{Deserialize, Serialize, Serializer};

use crate::http::HttpRequest;
use crate::router::split;

/// So many requests are kept; the oldest are forgotten.
const KEPT: usize = 1000;
/// Maximum size of all requests that are kept, in bytes; the oldest are forgotten.
pub const MAX_LOG_BYTES: usize = 8_388_608;
/// So many characters of a long base64 text are kept.
const BEGINNING: usize = 32;
/// Base64 of more characters than this is a picture.
const LONG: usize = 256;
/// So many characters of a body are kept.
const MAX_BODY_LENGTH: usize = 20_000;
/// So many characters of any other text are kept, and so many headers.
const MAX_TEXT_LENGTH: usize = 2000;
const MAX_HEADERS: usize = 200;
/// So many characters of a text are repeated in an error.
const MAX_QUOTE_LENGTH: usize = 200;
const MASK: &str = "********";

/// A request that was received, and what became of it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct LoggedRequest {
    /// When, by the sandbox's clock: milliseconds since 1970.
    pub time: u64,
    /// The endpoint's name; none if the path is of no endpoint.
    pub endpoint: Option<String>,
    /// The method.
    pub method: String,
    /// The path.
    pub path: String,
    /// What follows the question mark; a signature in it is masked.
    pub query: String,
    /// By their names in lower case; the signature is masked, and all but the beginning of the access key.
    pub headers: BTreeMap<String, String>,
    /// The body; pictures in it are shortened.
    pub body: Option<String>,
    /// The HTTP status of the answer.
    pub status: Option<u16>,
    /// The `code` of the answer's envelope; none without an envelope.
    pub code: Option<i64>,
    /// The kinds of the faults that lay in its way.
    pub faults: Vec<String>,
}

impl LoggedRequest {
    /// A request without what is nobody's business.
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

    /// How many bytes its texts take.
    fn size(&self) -> usize {
        let headers = self.headers.iter().map(|(name, value)| name.len() + value.len());
        let texts = [&self.method, &self.path, &self.query].map(String::len);
        let rest = [&self.endpoint, &self.body].map(|text| text.as_ref().map_or(0, String::len));
        let faults = self.faults.iter().map(String::len);
        headers.chain(texts).chain(rest).chain(faults).sum()
    }

    /// With the faults that lay in its way.
    pub fn through(self, faults: &[&str]) -> Self {
        Self { faults: faults.iter().copied().map(str::to_owned).collect(), ..self }
    }

    /// With what was answered.
    pub fn answered(self, response: &Response) -> Self {
        let envelope = std::str::from_utf8(&response.body).ok().and_then(|body| Json::parse(body).ok());
        let code = envelope.as_ref().and_then(|envelope| envelope.get("code")?.as_digits()?.parse().ok());
        Self { status: Some(response.status), code, ..self }
    }
}

/// The last requests, the oldest first.
#[derive(Debug, Default, Deserialize)]
#[serde(from = "VecDeque<LoggedRequest>")]
pub struct RequestLog {
    kept: VecDeque<LoggedRequest>,
    /// The size of all.
    bytes: usize,
}

impl RequestLog {
    pub fn keep(&mut self, received: LoggedRequest) {
        self.bytes += received.size();
        self.kept.push_back(received);
        while self.kept.len() > KEPT || self.bytes > MAX_LOG_BYTES {
            let Some(oldest) = self.kept.pop_front() else { break };
            self.bytes -= oldest.size();
        }
    }

    pub fn all(&self) -> impl Iterator<Item = &LoggedRequest> {
        self.kept.iter()
    }
}

impl From<VecDeque<LoggedRequest>> for RequestLog {
    fn from(kept: VecDeque<LoggedRequest>) -> Self {
        let mut log = Self::default();
        kept.into_iter().for_each(|received| log.keep(received));
        log
    }
}

impl Serialize for RequestLog {
    fn serialize<S: Serializer>(&self, target: S) -> Result<S::Ok, S::Error> {
        self.kept.serialize(target)
    }
}

fn masked(name: &str, value: &str) -> String {
    match name {
        "access-key" => value.chars().take(8).chain(MASK.chars()).collect(),
        "signature" | "authorization" | "cookie" => MASK.to_owned(),
        _ => value.to_owned(),
    }
}

/// Some endpoints take the signature in the query, too.
fn masked_query(query: &str) -> String {
    let pairs = query.split('&').map(|pair| match pair.split_once('=') {
        Some(("sign", _)) => format!("sign={MASK}"),
        _ => pair.to_owned(),
    });
    pairs.collect::<Vec<_>>().join("&")
}

fn shortened_body(body: &str) -> String {
    let body = match Json::parse(body) {
        Ok(mut value) if body.len() > LONG => {
            shorten(&mut value);
            value.to_string()
        }
        _ => body.to_owned(),
    };
    cut(&body, MAX_BODY_LENGTH).into_owned()
}

/// A text as it may be repeated in an error.
pub fn shortened(text: &str) -> String {
    cut(text, MAX_QUOTE_LENGTH).into_owned()
}

/// The beginning of a long text.
fn cut(text: &str, length: usize) -> Cow<'_, str> {
    match text.char_indices().nth(length) {
        Some((end, _)) => format!("{}…", text.get(..end).unwrap_or_default()).into(),
        None => text.into(),
    }
}

fn shorten(value: &mut Json) {
    match value {
        Json::Text(text) if text.len() > LONG && is_base64(text) => {
            let beginning: String = text.chars().take(BEGINNING).collect();
            *text = format!("{beginning}… ({} characters)", text.len());
        }
        Json::List(items) => items.iter_mut().for_each(shorten),
        Json::Object(members) => members.iter_mut().for_each(|(_, value)| shorten(value)),
        _ => {}
    }
}

/// Base64, maybe with `data:image/…;base64,` before it.
fn is_base64(text: &str) -> bool {
    let digits = text.split_once(";base64,").map_or(text, |(_, digits)| digits);
    digits.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"+/=-_".contains(&byte))
}
