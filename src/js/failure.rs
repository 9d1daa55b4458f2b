//! Failures as JSON text: the package makes classes of them.

use wasm_bindgen::JsValue;

use crate::error::{ApiError, ApiErrorKind, Error};
use crate::schema::json::ObjectText;
use crate::schema::{Issue, Parameters, Unit};

/// The failure as something to throw: the text of [`failure`].
pub fn thrown(error: &Error) -> JsValue {
    JsValue::from_str(&failure(error))
}

/// The failure as `{ name, message, sent, issues?, kind?, code?, msg?, requestId?, developId?, status? }`.
pub fn failure(error: &Error) -> String {
    failure_as(class(error), error)
}

/// The same for a class of another name.
pub fn failure_as(class: &str, error: &Error) -> String {
    let mut failure = ObjectText::new();
    failure.text("name", class).text("message", &error.to_string()).flag("sent", error.sent());
    match error {
        Error::Validation { issues, .. } => {
            let issues: Vec<_> = issues.iter().map(issue).collect();
            failure.json("issues", &format!("[{}]", issues.join(",")));
        }
        Error::Api(error) => {
            let ApiError { kind, code, msg, request_id, develop_id, status, .. } = &**error;
            failure
                .text("kind", word(*kind))
                .json("code", code.map(|code| code.to_string()).as_deref().unwrap_or("null"))
                .optional("msg", msg.as_deref())
                .optional("requestId", request_id.as_deref())
                .optional("developId", develop_id.as_deref())
                .number("status", (*status).into());
        }
        Error::Decode { status, request_id, .. } => {
            failure.optional("requestId", request_id.as_deref()).number("status", (*status).into());
        }
        _ => {}
    }
    failure.end()
}

fn issue(Issue { path, code, message, unlikely, parameters }: &Issue) -> String {
    let Parameters { limit, got, unit, allowed, expected, rule, or } = parameters;
    let mut text = ObjectText::new();
    text.text("path", path).text("code", code).text("message", message);
    if *unlikely {
        text.flag("unlikely", true);
    }
    text.figure("limit", *limit).figure("got", *got);
    for (name, word) in
        [("unit", unit.map(Unit::as_str)), ("expected", *expected), ("rule", *rule), ("or", *or)]
    {
        if let Some(word) = word {
            text.text(name, word);
        }
    }
    if !allowed.is_empty() {
        // They are words of the catalogue, which hold nothing to be escaped.
        text.json("allowed", &["[\"", &allowed.join("\",\""), "\"]"].concat());
    }
    text.end()
}

fn word(kind: ApiErrorKind) -> &'static str {
    match kind {
        ApiErrorKind::Refusal => "refusal",
        ApiErrorKind::Authentication => "authentication",
        ApiErrorKind::RateLimit => "rateLimit",
        ApiErrorKind::Gateway => "gateway",
    }
}

/// The class that the package makes of an error.
pub fn class(error: &Error) -> &'static str {
    match error {
        Error::Validation { .. } => "ValidationError",
        Error::Api(_) => "ApiError",
        Error::Connection { .. } => "ConnectionError",
        Error::Timeout { .. } => "TimeoutError",
        Error::Decode { .. } | Error::Event(_) => "DecodeError",
        Error::Route(_) => "RouteError",
        Error::Config(_) => "ConfigError",
        Error::Signature(_) => "SignatureError",
    }
}
