//! Failures as plain objects: the package makes classes of them.

use serde::Serialize;
use wasm_bindgen::JsValue;

use super::json;
use crate::error::Error;
use crate::schema::Issue;

/// The members of all classes; those that a class does not have are left out.
#[derive(Default, Serialize)]
#[serde(rename_all = "camelCase")]
struct Failure<'a> {
    name: &'static str,
    message: String,
    sent: bool,
    #[serde(skip_serializing_if = "Option::is_none")]
    issues: Option<&'a [Issue]>,
    #[serde(skip_serializing_if = "Option::is_none")]
    answer: Option<Answer<'a>>,
}

/// What is known of the answer that a failure is about.
#[derive(Default, Serialize)]
#[serde(rename_all = "camelCase")]
struct Answer<'a> {
    code: Option<i64>,
    msg: Option<&'a str>,
    request_id: Option<&'a str>,
    develop_id: Option<&'a str>,
    status: u16,
}

/// The failure as a plain object `{ name, message, sent, issues?, answer? }`.
pub fn thrown(error: &Error) -> JsValue {
    let mut failure =
        Failure { name: class(error), message: error.to_string(), sent: error.sent(), ..Failure::default() };
    match error {
        Error::Validation { issues, .. } => failure.issues = Some(issues),
        Error::Api(error) => {
            failure.answer = Some(Answer {
                code: error.code,
                msg: error.msg.as_deref(),
                request_id: error.request_id.as_deref(),
                develop_id: error.develop_id.as_deref(),
                status: error.status,
            });
        }
        Error::Decode { status, request_id, .. } => {
            let request_id = request_id.as_deref();
            failure.answer = Some(Answer { status: *status, request_id, ..Answer::default() });
        }
        _ => {}
    }
    json(&failure).unwrap_or_default()
}

fn class(error: &Error) -> &'static str {
    match error {
        Error::Validation { .. } => "ValidationError",
        Error::Api(_) => "ApiError",
        Error::Connection { .. } => "ConnectionError",
        Error::Timeout { .. } => "TimeoutError",
        Error::Decode { .. } => "DecodeError",
        Error::Route(_) => "RouteError",
        Error::Config(_) => "ConfigError",
        Error::Signature(_) => "SignatureError",
    }
}
