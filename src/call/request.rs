//! What is sent: method, URL, headers, body.

use percent_encoding::{utf8_percent_encode, AsciiSet, NON_ALPHANUMERIC};

use super::headers::{Headers, SYSTEM_HEADERS};
use super::route::{placeholder, Route};
use crate::credentials::Unsigned;
use crate::endpoint::{Descriptor, Method};
use crate::error::Error;
use crate::schema::{conform, Json, Unknown};

/// Where the vendor answers (spec/platform.md, "Base addresses").
pub const PANDAPON: &str = "https://api.pandapon.com";
/// Where the same software answers under the name Xport.
pub const XPORT: &str = "https://www.xportcn.com/api";

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
}

/// A call that is ready to be signed and sent, as often as need be.
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
}

/// How timestamps count (spec/platform.md: both are seen).
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
const UNRESERVED: &AsciiSet = &NON_ALPHANUMERIC.remove(b'-').remove(b'.').remove(b'_').remove(b'~');

const CONTENT_TYPE: &str = "content-type";

impl Call {
    /// A call of an endpoint: its members validated and put in their places.
    ///
    /// # Errors
    /// [`Error::Validation`] with every issue.
    pub fn of_endpoint(
        endpoint: &Descriptor,
        route: &Route,
        base_url: &str,
        members: &Json,
        unknown: Unknown,
    ) -> Result<Call, Error> {
        let wire = conform(endpoint.request, members, unknown)
            .map_err(|issues| Error::Validation { endpoint: endpoint.name.to_owned(), issues })?;
        let (path, rest) = fill_path(endpoint, route, wire)?;
        Ok(match route.method {
            Method::Get => {
                let query: Vec<_> = rest.iter().flat_map(|(name, value)| query_pairs(name, value)).collect();
                let separator = if query.is_empty() { "" } else { "?" };
                Call {
                    name: endpoint.name.to_owned(),
                    method: Method::Get,
                    url: format!("{base_url}{path}{separator}{}", query.join("&")),
                    body: None,
                }
            }
            Method::Post => Call {
                name: endpoint.name.to_owned(),
                method: Method::Post,
                url: format!("{base_url}{path}"),
                body: Some(Json::Object(rest).to_string()),
            },
        })
    }

    /// A call of any path at all.
    ///
    /// # Errors
    /// [`Error::Config`] if the path does not begin with a slash.
    pub fn of_path(
        method: Method,
        path: &str,
        query: &[(String, Json)],
        body: Option<&Json>,
        base_url: &str,
    ) -> Result<Call, Error> {
        if !path.starts_with('/')
            || path.bytes().any(|byte| byte.is_ascii_whitespace() || byte.is_ascii_control())
        {
            return Err(Error::Config("path must begin with a slash and hold no white space".to_owned()));
        }
        let query: Vec<_> = query.iter().flat_map(|(name, value)| query_pairs(name, value)).collect();
        let separator = match (query.is_empty(), path.contains('?')) {
            (true, _) => "",
            (false, true) => "&",
            (false, false) => "?",
        };
        Ok(Call {
            name: format!("{} {path}", method.as_str()),
            method,
            url: format!("{base_url}{path}{separator}{}", query.join("&")),
            body: body.map(Json::to_string),
        })
    }

    /// The request, with the five system headers over the user's own.
    pub fn signed(
        &self,
        parts: Unsigned<'_>,
        user_id: &str,
        signature: String,
        headers: &Headers,
    ) -> Request {
        let mut headers = headers.clone();
        if self.body.is_some() && headers.get(CONTENT_TYPE).is_none() {
            headers.0.push((CONTENT_TYPE.to_owned(), "application/json".to_owned()));
        }
        let values = [parts.access_key, parts.timestamp, parts.nonce, user_id, &signature];
        let system = SYSTEM_HEADERS.into_iter().zip(values);
        headers.0.extend(system.map(|(name, value)| (name.to_owned(), value.to_owned())));
        Request { method: self.method, url: self.url.clone(), headers, body: self.body.clone() }
    }
}

/// The `timestamp` header for a time in milliseconds since 1970.
pub fn timestamp(unit: TimestampUnit, now_in_milliseconds: u64) -> String {
    match unit {
        TimestampUnit::Seconds => (now_in_milliseconds / 1000).to_string(),
        TimestampUnit::Milliseconds => now_in_milliseconds.to_string(),
    }
}

/// Checks a base address.
///
/// # Errors
/// [`Error::Config`] if it is not `http://…` or `https://…`, or has a user name, a query or a fragment.
pub fn check_base_url(base_url: &str) -> Result<(), Error> {
    let host = base_url.strip_prefix("https://").or_else(|| base_url.strip_prefix("http://"));
    let plain = |byte: u8| byte.is_ascii_graphic() && !matches!(byte, b'?' | b'#' | b'@');
    if host.is_some_and(|host| !host.is_empty() && !host.starts_with('/') && host.bytes().all(plain)) {
        return Ok(());
    }
    let what = "baseUrl must be an address such as https://api.pandapon.com, without query or user name";
    Err(Error::Config(what.to_owned()))
}

/// Fills the placeholders of a path; gives it back with the members that remain.
fn fill_path(
    endpoint: &Descriptor,
    route: &Route,
    wire: Json,
) -> Result<(String, Vec<(String, Json)>), Error> {
    let mut path = String::new();
    for segment in route.path.split('/').skip(1) {
        path.push('/');
        match placeholder(segment) {
            None => path.push_str(segment),
            Some(name) => {
                let value = wire.get(name).and_then(Json::as_digits).ok_or_else(|| {
                    Error::Route(format!("{}: {name} is needed for the path {}", endpoint.name, route.path))
                })?;
                path.extend(utf8_percent_encode(value, UNRESERVED));
            }
        }
    }
    let Json::Object(mut members) = wire else { return Ok((path, Vec::new())) };
    members.retain(|(member, _)| route.path.split('/').all(|segment| placeholder(segment) != Some(member)));
    Ok((path, members))
}

/// A member as it stands in a query: a list repeats its name.
fn query_pairs(name: &str, value: &Json) -> Vec<String> {
    match value {
        Json::Null => Vec::new(),
        Json::List(items) => items.iter().flat_map(|item| query_pairs(name, item)).collect(),
        other => {
            let text = other.as_digits().map_or_else(|| other.to_string(), str::to_owned);
            let encode = |text| utf8_percent_encode(text, UNRESERVED).to_string();
            vec![format!("{}={}", encode(name), encode(&text))]
        }
    }
}
