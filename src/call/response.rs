//! What an answer means: the vendor's envelope, held apart from the data inside (spec/platform.md, "Answer envelope").

use super::headers::Headers;
use super::request::Call;
use crate::endpoint::{Descriptor, Provenance};
use crate::error::{ApiError, Error};

/// An HTTP answer as it came in.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Response {
    /// The status.
    pub status: u16,
    /// The headers.
    pub headers: Headers,
    /// The bytes.
    pub body: Vec<u8>,
}

/// The vendor's envelope, without its data. Nearly all of it may be null; ids come as string or number.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Envelope {
    request_id: Option<String>,
    code: Option<i64>,
    develop_id: Option<String>,
    msg: Option<String>,
}

impl Envelope {
    /// An envelope from its members: `text_of` gives the text of one that is a string or a number.
    pub fn read(text_of: impl Fn(&str) -> Option<String>) -> Self {
        let text_of = |name| text_of(name).filter(|text| !text.is_empty());
        Self {
            request_id: text_of("requestId"),
            code: text_of("code").and_then(|code| code.parse().ok()),
            develop_id: text_of("developId"),
            msg: text_of("msg"),
        }
    }
}

/// What came with the data of a successful answer.
#[derive(Debug, Clone, Default, PartialEq, serde::Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Meta {
    /// The vendor's id of the request, for its support.
    pub request_id: Option<String>,
    /// The envelope's code: 200.
    pub code: i64,
    /// The envelope's text.
    pub msg: Option<String>,
    /// The developer's id.
    pub develop_id: Option<String>,
    /// HTTP status.
    pub status: u16,
    /// HTTP headers.
    pub headers: Headers,
}

/// What a decoder found in the body of an answer.
#[derive(Debug, Clone, PartialEq)]
pub enum Body {
    /// An envelope, and whether there is data in it.
    Envelope {
        /// The envelope.
        envelope: Envelope,
        /// Whether `data` is there and not null.
        has_data: bool,
    },
    /// Something else; why.
    Unreadable(String),
}

/// The code of success. Anything else is a failure; no table of codes is public.
const SUCCESS: i64 = 200;

/// Decides what an answer means.
///
/// # Errors
/// [`Error::Api`] if the vendor refused or failed, [`Error::Decode`] if the answer cannot be understood.
pub fn judge(
    call: &Call,
    endpoint: Option<&Descriptor>,
    response: &Response,
    body: Body,
) -> Result<Meta, Error> {
    let is_success = (200..300).contains(&response.status);
    let (envelope, has_data) = match body {
        Body::Envelope { envelope, has_data } => (envelope, has_data),
        Body::Unreadable(_) if !is_success => (Envelope::default(), false),
        Body::Unreadable(reason) => return Err(undecodable(call, response, reason, None)),
    };
    let Envelope { request_id, code, develop_id, msg } = envelope;
    match code {
        Some(SUCCESS) if is_success => {
            if endpoint.is_some_and(|endpoint| endpoint.needs_data) && !has_data {
                let reason = "the vendor answered success without data".to_owned();
                return Err(undecodable(call, response, reason, request_id));
            }
            let (status, headers) = (response.status, response.headers.clone());
            Ok(Meta { request_id, code: SUCCESS, msg, develop_id, status, headers })
        }
        None if is_success => {
            let reason = "the answer is JSON, but not the vendor's envelope: it has no code".to_owned();
            Err(undecodable(call, response, reason, request_id))
        }
        code => Err(Error::Api(Box::new(ApiError {
            endpoint: call.name.clone(),
            code,
            msg,
            request_id,
            develop_id,
            status: response.status,
            hint: hint(call, endpoint, response.status),
        }))),
    }
}

fn undecodable(call: &Call, response: &Response, reason: String, request_id: Option<String>) -> Error {
    Error::Decode { endpoint: call.name.clone(), reason, status: response.status, request_id }
}

fn hint(call: &Call, endpoint: Option<&Descriptor>, status: u16) -> String {
    let derived = endpoint.filter(|endpoint| {
        let address = call.url.split('?').next().unwrap_or_default();
        endpoint.provenance == Provenance::Twin && endpoint.path.is_some_and(|path| address.ends_with(path))
    });
    match (status, derived) {
        (404, Some(endpoint)) => format!(
            "; the path {} was derived from the vendor's other generation and may be wrong: set the option routes: {{ \"{}\": \"{} /…\" }}",
            endpoint.path.unwrap_or_default(),
            endpoint.name,
            endpoint.method.as_str(),
        ),
        // A browser shows a redirect that is not followed as status 0.
        (0 | 300..400, _) => "; the address redirects, which is not followed: check baseUrl".to_owned(),
        _ => String::new(),
    }
}
