//! What the sandbox received: kept for tests and for people who look for a mistake, without secrets and without
//! pictures.

use std::collections::{BTreeMap, VecDeque};

use serde::{Deserialize, Serialize};

use super::incoming::Incoming;
use super::target::split;
use crate::call::response::Response;
use crate::schema::Json;

/// So many requests are kept; the oldest are forgotten.
const KEPT: usize = 1000;
/// So many characters of a long base64 text are kept.
const BEGINNING: usize = 32;
/// Base64 of more characters than this is a picture.
const LONG: usize = 256;
/// So many characters of a body are kept.
const LONGEST_BODY: usize = 20_000;
const MASK: &str = "********";

/// A request that was received, and what became of it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Received {
    /// When, by the sandbox's clock: milliseconds since 1970.
    pub time: u64,
    /// The endpoint's name; none if no endpoint lies there.
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

impl Received {
    /// A request without what is nobody's business.
    pub fn new(request: &Incoming<'_>, endpoint: Option<&str>, time: u64) -> Self {
        let (path, query) = split(request.url);
        let headers = request.headers.iter().map(|(name, value)| {
            let name = name.to_ascii_lowercase();
            let value = masked(&name, value);
            (name, value)
        });
        Self {
            time,
            endpoint: endpoint.map(str::to_owned),
            method: request.method.to_owned(),
            path: path.to_owned(),
            query: masked_query(query),
            headers: headers.collect(),
            body: request.body.map(shortened),
            status: None,
            code: None,
            faults: Vec::new(),
        }
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
#[derive(Debug, Default, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Log(VecDeque<Received>);

impl Log {
    pub fn keep(&mut self, received: Received) {
        if self.0.len() >= KEPT {
            self.0.pop_front();
        }
        self.0.push_back(received);
    }

    pub fn all(&self) -> impl Iterator<Item = &Received> {
        self.0.iter()
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

fn shortened(body: &str) -> String {
    let body = match Json::parse(body) {
        Ok(mut value) if body.len() > LONG => {
            shorten(&mut value);
            value.to_string()
        }
        _ => body.to_owned(),
    };
    match body.char_indices().nth(LONGEST_BODY) {
        Some((end, _)) => format!("{}…", body.get(..end).unwrap_or_default()),
        None => body,
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
