//! What is sent: method, URL, headers, body.

use percent_encoding::{utf8_percent_encode, AsciiSet, NON_ALPHANUMERIC};

use super::headers::{Headers, SYSTEM_HEADERS};
use super::route::{has_dot_segment, placeholder, Route};
use crate::credentials::Unsigned;
use crate::endpoint::{Descriptor, Method, Safety};
use crate::error::Error;
use crate::excerpt::Excerpt;
use crate::schema::issues::code;
use crate::schema::{validate, Allow, Issue, Json, Parameters, Unit};
use crate::signature::{nonce_character, NONCE_LENGTH};

/// Where the vendor answers (spec/platform.md, "Base addresses").
pub const PANDAPON: &str = "https://api.pandapon.com";
/// Where the same software answers under the name Xport.
pub const XPORT: &str = "https://www.xportcn.com/api";

/// Maximum size of an answer's body in bytes, unless the settings say otherwise: 16 MiB, a limit of our own.
pub const MAX_RESPONSE_BYTES: usize = 16 << 20;

/// An HTTP request as it goes out.
#[derive(Clone, PartialEq, Eq, serde::Serialize)]
pub struct Request {
    /// The method.
    pub method: Method,
    /// The whole address.
    pub url: String,
    /// The signature is among them: not for logs.
    pub headers: Headers,
    /// JSON text.
    pub body: Option<String>,
    /// Whether it may be sent again. One that may not should leave on a connection of its own.
    #[serde(skip)]
    pub safety: Safety,
    /// Maximum size of the answer's body in bytes, after decompression.
    #[serde(skip)]
    pub max_response_bytes: usize,
}

/// A call that is ready to be signed and sent, once or several times.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Call {
    /// What to call it in errors: the endpoint's name, or method and path.
    pub name: String,
    /// The method.
    pub method: Method,
    /// The whole address.
    pub url: String,
    /// JSON text.
    pub body: Option<String>,
    /// Whether it may be sent again.
    pub safety: Safety,
    /// Whether the query repeats timestamp and signature.
    pub signs_query: bool,
}

/// The unit of timestamps (spec/platform.md: both are seen).
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, serde::Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum TimestampUnit {
    /// Ten digits, as both public clients send.
    #[default]
    Seconds,
    /// Thirteen digits, as the vendor's samples show.
    Milliseconds,
}

/// What may stand as it is in a path segment or a query value (RFC 3986, unreserved).
pub(super) const UNRESERVED: &AsciiSet =
    &NON_ALPHANUMERIC.remove(b'-').remove(b'.').remove(b'_').remove(b'~');

/// Maximum length of a path in the name of a call that has no other, in characters.
const SHOWN_PATH: usize = 200;

const CONTENT_TYPE: &str = "content-type";

impl Call {
    /// A call of an endpoint: its members validated and put in their places.
    ///
    /// # Errors
    /// [`Error::Validation`] with the issues.
    pub fn for_endpoint(
        endpoint: &Descriptor,
        route: &Route,
        base_url: &str,
        members: Json,
        allow: Allow,
    ) -> Result<Call, Error> {
        let wire = validate(endpoint.request, members, allow)
            .map_err(|issues| Error::Validation { endpoint: endpoint.name.to_owned(), issues })?;
        let safety = endpoint.safety_of(&wire);
        let (path, rest) = fill_path(endpoint, route, wire)?;
        let (query, body) = match route.method {
            Method::Get => (rest, None),
            Method::Post if endpoint.omit_empty_body && rest.is_empty() => (rest, None),
            Method::Post => (Vec::new(), Some(Json::Object(rest).to_string())),
        };
        Ok(Call {
            name: endpoint.name.to_owned(),
            method: route.method,
            url: with_query(format!("{base_url}{path}"), &query),
            body,
            safety,
            signs_query: endpoint.signs_query,
        })
    }

    /// A call of any path at all.
    ///
    /// # Errors
    /// [`Error::Config`] if the path does not begin with a slash, or a URL parser would make another one of it.
    pub fn for_path(
        method: Method,
        path: &str,
        query: &[(String, Json)],
        body: Option<&Json>,
        safety: Safety,
        base_url: &str,
    ) -> Result<Call, Error> {
        if !path.starts_with('/')
            || path.bytes().any(|byte| byte.is_ascii_whitespace() || byte.is_ascii_control())
        {
            return Err(Error::Config("path must begin with a slash and hold no white space".to_owned()));
        }
        let without_query = path.split('?').next().unwrap_or_default();
        if path.contains('#') || without_query.contains('\\') || has_dot_segment(without_query, true) {
            let what = "path must not contain #, a backslash, or the segments \".\" and \"..\"";
            return Err(Error::Config(what.to_owned()));
        }
        Ok(Call {
            name: format!("{} {}", method.as_str(), Excerpt(path, SHOWN_PATH)),
            method,
            url: with_query(format!("{base_url}{path}"), query),
            body: body.map(Json::to_string),
            safety,
            signs_query: false,
        })
    }

    /// Whether it must leave on a connection of its own. Where a connection that was kept from an earlier request breaks, some
    /// runtimes send the request again by themselves.
    pub fn needs_own_connection(&self) -> bool {
        self.safety == Safety::Once
    }

    /// The call, if its address and body have at most so many bytes.
    ///
    /// # Errors
    /// [`Error::Validation`] with both figures.
    pub fn within(self, most: usize) -> Result<Call, Error> {
        let size = self.url.len() + self.body.as_ref().map_or(0, String::len);
        if size <= most {
            return Ok(self);
        }
        let figure = |bytes: usize| i64::try_from(bytes).unwrap_or(i64::MAX);
        let parameters = Parameters::limit(figure(most), figure(size), Some(Unit::Bytes));
        let message = format!("has {size} bytes; the maximum is {most} (option maxRequestBytes)");
        let issue = Issue::new(String::new(), code::TOO_BIG, parameters, format_args!("{message}"));
        Err(Error::Validation { endpoint: self.name, issues: vec![issue] })
    }

    /// The request, with the five system headers over the user's own.
    pub fn signed(
        &self,
        parts: Unsigned<'_>,
        user_id: &str,
        signature: String,
        headers: &Headers,
    ) -> Request {
        Request {
            method: self.method,
            headers: self.signed_headers(parts, user_id, &signature, headers.clone()),
            url: self.signed_url(parts, signature),
            body: self.body.clone(),
            safety: self.safety,
            max_response_bytes: MAX_RESPONSE_BYTES,
        }
    }

    /// The headers of the request.
    pub(crate) fn signed_headers(
        &self,
        parts: Unsigned<'_>,
        user_id: &str,
        signature: &str,
        mut headers: Headers,
    ) -> Headers {
        if self.body.is_some() && headers.get(CONTENT_TYPE).is_none() {
            headers.0.push((CONTENT_TYPE.to_owned(), "application/json".to_owned()));
        }
        let values = [parts.access_key, parts.timestamp, parts.nonce, user_id, signature];
        let system = SYSTEM_HEADERS.into_iter().zip(values);
        headers.0.extend(system.map(|(name, value)| (name.to_owned(), value.to_owned())));
        headers
    }

    /// The address, with timestamp and signature in the query too where the endpoint lists them there: that both have the
    /// values of the headers is inferred (spec/platform.md, "Signature").
    pub(crate) fn signed_url(&self, parts: Unsigned<'_>, signature: String) -> String {
        if !self.signs_query {
            return self.url.clone();
        }
        let query = [("timestamp", parts.timestamp.to_owned()), ("sign", signature)];
        with_query(self.url.clone(), &query.map(|(name, value)| (name.to_owned(), Json::Text(value))))
    }
}

/// The `timestamp` header for a time in milliseconds since 1970.
pub fn timestamp(unit: TimestampUnit, now_in_milliseconds: u64) -> String {
    match unit {
        TimestampUnit::Seconds => (now_in_milliseconds / 1000).to_string(),
        TimestampUnit::Milliseconds => now_in_milliseconds.to_string(),
    }
}

/// A nonce: 32 characters, each equally likely.
///
/// # Errors
/// What `fill` fails with, which fills bytes that nobody can predict.
pub fn nonce(mut fill: impl FnMut(&mut [u8]) -> Result<(), Error>) -> Result<String, Error> {
    let mut nonce = String::with_capacity(NONCE_LENGTH);
    let mut entropy = [0; NONCE_LENGTH + 8];
    while nonce.len() < NONCE_LENGTH {
        fill(&mut entropy)?;
        let fair = entropy.iter().copied().filter_map(nonce_character).map(char::from);
        nonce.extend(fair.take(NONCE_LENGTH - nonce.len()));
    }
    Ok(nonce)
}

/// Checks a base address.
///
/// # Errors
/// [`Error::Config`] if it is not `http://…` or `https://…`, or has a user name, a query, a fragment, or a path that a URL parser would
/// change.
pub fn check_base_url(base_url: &str) -> Result<(), Error> {
    let host = base_url.strip_prefix("https://").or_else(|| base_url.strip_prefix("http://"));
    let plain = |byte: u8| byte.is_ascii_graphic() && !matches!(byte, b'?' | b'#' | b'@' | b'\\');
    let is_plain = |host: &str| !host.is_empty() && !host.starts_with('/') && host.bytes().all(plain);
    if host.is_some_and(|host| is_plain(host) && !has_dot_segment(host, true)) {
        return Ok(());
    }
    let what = "baseUrl must be an address such as https://api.pandapon.com, without query or user name";
    Err(Error::Config(what.to_owned()))
}

/// Fills the placeholders of a path; returns it with the members that remain.
fn fill_path(
    endpoint: &Descriptor,
    route: &Route,
    wire: Json,
) -> Result<(String, Vec<(String, Json)>), Error> {
    let mut path = String::new();
    let mut issues = Vec::new();
    let mut used = Vec::new();
    for segment in route.path.split('/').skip(1) {
        path.push('/');
        let Some(name) = placeholder(segment) else {
            path.push_str(segment);
            continue;
        };
        let value = wire.get(name).and_then(Json::as_digits).ok_or_else(|| {
            Error::Route(format!("{}: {name} is needed for the path {}", endpoint.name, route.path))
        })?;
        if value.is_empty() || has_dot_segment(value, false) {
            issues.push(not_in_path(name));
        }
        path.extend(utf8_percent_encode(value, UNRESERVED));
        used.push(name);
    }
    if !issues.is_empty() {
        return Err(Error::Validation { endpoint: endpoint.name.to_owned(), issues });
    }
    let Json::Object(mut members) = wire else { return Ok((path, Vec::new())) };
    members.retain(|(member, _)| !used.contains(&member.as_str()));
    Ok((path, members))
}

/// The issue of a value that would turn the path into another one.
fn not_in_path(name: &str) -> Issue {
    let message = "is part of the path: it must not be empty or contain the segments \".\" and \"..\"";
    Issue::new(name.to_owned(), code::CONSTRAINT, Parameters::default(), format_args!("{message}"))
}

/// An address with members in its query, behind those that it has.
fn with_query(mut url: String, members: &[(String, Json)]) -> String {
    let mut separator = if url.contains('?') { '&' } else { '?' };
    for (name, value) in members {
        push_pairs(&mut url, &mut separator, name, value);
    }
    url
}

/// Writes a member into a query, where a list repeats its name.
fn push_pairs(url: &mut String, separator: &mut char, name: &str, value: &Json) {
    match value {
        Json::Null => {}
        Json::List(items) => items.iter().for_each(|item| push_pairs(url, separator, name, item)),
        other => {
            url.push(*separator);
            *separator = '&';
            url.extend(utf8_percent_encode(name, UNRESERVED));
            url.push('=');
            let json = if other.as_digits().is_some() { String::new() } else { other.to_string() };
            url.extend(utf8_percent_encode(other.as_digits().unwrap_or(&json), UNRESERVED));
        }
    }
}
