//! What a response means: the vendor's envelope, held apart from the data inside (spec/platform.md, "Answer envelope").

use super::advice::{advice, advice_after_response};
use super::gateway;
use super::headers::Headers;
use super::request::Call;
use crate::endpoint::{Descriptor, Provenance};
use crate::error::{ApiError, ApiErrorKind, Error};

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
    /// Whether it has members besides `code`, which errors of gateways have, too.
    is_vendors: bool,
}

impl Envelope {
    /// Reads an envelope from its members: `text_of` returns the text of one that is a string or a number, and an empty text for one that
    /// is there and is neither.
    pub fn read(text_of: impl Fn(&str) -> Option<String>) -> Self {
        let is_vendors = ["requestId", "developId", "msg"].into_iter().any(|name| text_of(name).is_some());
        let text_of = |name| text_of(name).filter(|text| !text.is_empty());
        Self {
            is_vendors,
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

/// Decides what a response means. `beginning` is that of its body, as text, where a gateway may say why it failed. The headers are
/// left to the caller, since nothing depends on them.
///
/// # Errors
/// [`Error::Api`] if the vendor refused or a gateway failed, [`Error::Decode`] if the answer cannot be understood.
pub fn classify(
    call: &Call,
    endpoint: Option<&Descriptor>,
    status: u16,
    body: Body,
    beginning: &str,
) -> Result<Meta, Error> {
    let is_success = (200..300).contains(&status);
    let (envelope, has_data) = match body {
        Body::Envelope { envelope, has_data } => (envelope, has_data),
        Body::Unreadable(_) if !is_success => (Envelope::default(), false),
        Body::Unreadable(reason) => return Err(undecodable(call, status, reason, None)),
    };
    let Envelope { request_id, code, develop_id, msg, is_vendors } = envelope;
    // Errors of gateways may have a code, too, but nothing else of the vendor's. Where a gateway is likely to have answered, only
    // the vendor's id of the request proves that it did not, unless the code merely repeats the status.
    let is_gateways = |code| request_id.is_none() || code == i64::from(status);
    let code = match status {
        408 | 429 | 500.. => code.filter(|code| !is_gateways(*code)),
        _ => code.filter(|_| is_success || is_vendors || has_data),
    };
    match code {
        Some(SUCCESS) if is_success => {
            if endpoint.is_some_and(|endpoint| endpoint.needs_data) && !has_data {
                let reason = "the vendor answered success without data".to_owned();
                return Err(undecodable(call, status, reason, request_id));
            }
            Ok(Meta { request_id, code: SUCCESS, msg, develop_id, status, headers: Headers::default() })
        }
        None if is_success => {
            let reason = "the answer is JSON, but not the vendor's envelope: it has no code".to_owned();
            Err(undecodable(call, status, reason, request_id))
        }
        code => {
            let kind = kind(status, code);
            Err(Error::Api(Box::new(ApiError {
                endpoint: call.name.clone(),
                kind,
                msg: if code.is_none() { gateway::reason(beginning) } else { msg },
                code,
                request_id,
                develop_id,
                status,
                hint: hint(call, endpoint, status, kind),
            })))
        }
    }
}

fn undecodable(call: &Call, status: u16, reason: String, request_id: Option<String>) -> Error {
    let hint = advice_after_response(&call.name, call.safety);
    Error::Decode { endpoint: call.name.clone(), reason, status, request_id, hint }
}

/// Who failed a request, and whether it was for its keys or its rate.
fn kind(status: u16, code: Option<i64>) -> ApiErrorKind {
    let is_refusal = code.is_some_and(|code| code != SUCCESS);
    match (code, status) {
        (Some(401 | 403), _) => ApiErrorKind::Authentication,
        (_, 401 | 403) if is_refusal => ApiErrorKind::Authentication,
        (Some(429), _) | (_, 429) => ApiErrorKind::RateLimit,
        _ if is_refusal => ApiErrorKind::Refusal,
        _ => ApiErrorKind::Gateway,
    }
}

/// The error of a response that is larger than the client reads.
pub fn too_large(call: &Call, status: u16, max_bytes: usize) -> Error {
    let reason = format!("the answer is larger than maxResponseBytes, {max_bytes} bytes");
    undecodable(call, status, reason, None)
}

fn hint(call: &Call, endpoint: Option<&Descriptor>, status: u16, kind: ApiErrorKind) -> String {
    let derived = endpoint.filter(|endpoint| {
        let address = call.url.split('?').next().unwrap_or_default();
        endpoint.provenance == Provenance::Derived
            && endpoint.path.is_some_and(|path| address.ends_with(path))
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
        (408 | 500.., _) if kind == ApiErrorKind::Gateway => advice(&call.name, call.safety, true),
        _ if kind == ApiErrorKind::Authentication => {
            "; check the access key, the access secret and the clock of this machine".to_owned()
        }
        _ => String::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::endpoint::{Method, Safety};

    fn call() -> Call {
        Call {
            name: "alibaba.order.create".to_owned(),
            method: Method::Post,
            url: "https://api.pandapon.com/alibaba/order/create".to_owned(),
            body: None,
            safety: Safety::Once,
            signs_query: false,
        }
    }

    /// The vendor's failure in an answer; an empty one for other failures, which no test expects.
    fn api_error(status: u16, body: &str) -> ApiError {
        let members = serde_json::from_str::<serde_json::Map<String, serde_json::Value>>(body);
        let read = match members {
            Ok(members) => Body::Envelope {
                envelope: Envelope::read(|name| {
                    Some(members.get(name)?.to_string().trim_matches('"').to_owned())
                }),
                has_data: members.contains_key("data"),
            },
            Err(error) => Body::Unreadable(error.to_string()),
        };
        match classify(&call(), None, status, read, body) {
            Err(Error::Api(error)) => *error,
            _ => ApiError::default(),
        }
    }

    #[test]
    fn an_envelope_that_says_no_is_a_refusal_whatever_the_http_status() {
        for status in [200, 400, 404, 500, 503, 504] {
            let error = api_error(status, r#"{"requestId":"r1","code":4004,"msg":"no such order"}"#);
            assert_eq!((error.kind, error.code), (ApiErrorKind::Refusal, Some(4004)));
            assert!(!error.to_string().contains("look up its outcome"), "{error}");
        }
    }

    #[test]
    fn an_http_error_without_an_envelope_is_a_gateways_and_in_doubt_after_408_and_5xx() {
        let bodies = [
            "<html><title>Upstream is gone</title></html>",
            r#"{"error":"Upstream is gone"}"#,
            r#"{"code":504,"message":"Upstream is gone"}"#,
            r#"{"code":-1,"message":"Upstream is gone"}"#,
            "Upstream is gone",
        ];
        for body in bodies {
            for (status, in_doubt) in
                [(400, false), (404, false), (408, true), (409, false), (500, true), (504, true)]
            {
                let error = api_error(status, body);
                assert_eq!((error.kind, error.code), (ApiErrorKind::Gateway, None));
                assert_eq!(error.msg.as_deref(), Some("Upstream is gone"));
                assert_eq!(error.to_string().contains("so look up its outcome"), in_doubt, "{error}");
                assert!(error.to_string().contains(&format!("HTTP {status} without the vendor's envelope")));
            }
        }
    }

    #[test]
    fn an_envelope_that_a_gateway_may_have_written_is_one_after_408_429_and_5xx() {
        for status in [408, 500, 502, 503, 504] {
            for body in [
                format!(r#"{{"code":{status},"msg":"Upstream is gone"}}"#),
                format!(r#"{{"requestId":"r1","code":{status},"msg":"Upstream is gone"}}"#),
                r#"{"code":-1,"data":{},"msg":"Upstream is gone"}"#.to_owned(),
            ] {
                let error = api_error(status, &body);
                assert_eq!((error.kind, error.code), (ApiErrorKind::Gateway, None), "{status} {body}");
                assert_eq!(error.msg.as_deref(), Some("Upstream is gone"));
            }
        }
        for status in [200, 400, 404] {
            let error = api_error(status, r#"{"code":5010,"msg":"no such order"}"#);
            assert_eq!((error.kind, error.code), (ApiErrorKind::Refusal, Some(5010)));
        }
    }

    #[test]
    fn keys_and_rates_are_told_from_refusals_by_http_status_and_by_codes_that_repeat_one() {
        for (number, kind) in [
            (401, ApiErrorKind::Authentication),
            (403, ApiErrorKind::Authentication),
            (429, ApiErrorKind::RateLimit),
        ] {
            for (status, body) in [
                (number, r#"{"requestId":"r1","code":5010,"msg":"No"}"#.to_owned()),
                (200, format!(r#"{{"requestId":"r1","code":{number},"msg":"No"}}"#)),
            ] {
                let error = api_error(status, &body);
                assert_eq!((error.kind, error.msg.as_deref()), (kind, Some("No")), "{status} {body}");
                assert!(!error.to_string().contains("look up its outcome"), "{error}");
                assert_eq!(error.to_string().contains("check the access key"), number != 429, "{error}");
            }
        }
        // What is in front of the vendor may limit a rate. Whether it knows the vendor's keys is not known.
        for (status, kind) in
            [(401, ApiErrorKind::Gateway), (403, ApiErrorKind::Gateway), (429, ApiErrorKind::RateLimit)]
        {
            assert_eq!(api_error(status, "<title>No</title>").kind, kind);
        }
    }

    #[test]
    fn success_beside_a_status_of_failure_is_no_refusal() {
        let error = api_error(504, r#"{"requestId":"r1","code":200,"msg":"success","data":{}}"#);
        assert_eq!((error.kind, error.code), (ApiErrorKind::Gateway, Some(200)));
        assert!(error.to_string().contains("so look up its outcome"), "{error}");
    }

    #[test]
    fn an_answer_that_is_too_large_was_handled() {
        let error = too_large(&call(), 200, 1024);
        assert!(error.sent());
        assert!(error.to_string().contains("larger than maxResponseBytes, 1024 bytes"), "{error}");
    }
}
