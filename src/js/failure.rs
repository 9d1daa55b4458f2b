//! Failures as JSON text: the package makes classes of them.

use wasm_bindgen::JsValue;

use crate::error::{ApiError, ApiErrorKind, Error};
use crate::schema::json::ObjectText;
use crate::schema::{Issue, Json};

/// The classes that a proxy may tell of. It never aborts a call in the name of the page.
const TOLD: [&str; 9] = [
    "ApiError",
    "ConfigError",
    "ConnectionError",
    "DecodeError",
    "ProxyError",
    "RouteError",
    "SignatureError",
    "TimeoutError",
    "ValidationError",
];

/// The failure as something to throw: the text of [`failure`].
pub fn thrown(error: &Error) -> JsValue {
    JsValue::from_str(&failure(error))
}

/// The failure as `{ name, message, sent, issues?, kind?, code?, msg?, requestId?, developId?, status? }`.
pub fn failure(error: &Error) -> String {
    let sent = if error.sent() { "true" } else { "false" };
    let failure =
        ObjectText::new().text("name", class(error)).text("message", &error.to_string()).json("sent", sent);
    match error {
        Error::Validation { issues, .. } => {
            let issues: Vec<_> = issues.iter().map(issue).collect();
            failure.json("issues", &format!("[{}]", issues.join(",")))
        }
        Error::Api(error) => {
            let ApiError { kind, code, msg, request_id, develop_id, status, .. } = &**error;
            failure
                .text("kind", word(*kind))
                .json("code", code.map(|code| code.to_string()).as_deref().unwrap_or("null"))
                .optional("msg", msg.as_deref())
                .optional("requestId", request_id.as_deref())
                .optional("developId", develop_id.as_deref())
                .json("status", &status.to_string())
        }
        Error::Decode { status, request_id, .. } => {
            failure.optional("requestId", request_id.as_deref()).json("status", &status.to_string())
        }
        _ => failure,
    }
    .end()
}

fn issue(Issue { path, code, message }: &Issue) -> String {
    ObjectText::new().text("path", path).text("code", code).text("message", message).end()
}

/// The failure in the answer of a proxy, `{ failure: { name, message, sent, … } }`, with its known members, if it is well-formed.
pub fn told_by_proxy(answer: &str) -> Option<String> {
    let answer = Json::parse(answer).ok()?;
    let told = answer.get("failure")?;
    let class = told.get("name")?.as_text()?;
    let further: &[&str] = match class {
        "ApiError" => &["kind", "status"],
        "ProxyError" => &["status"],
        "ValidationError" => &["issues"],
        _ => &[],
    };
    let is_there = |name: &&str| told.get(name).is_some_and(|value| is_known(class, name, value));
    if !["name", "message", "sent"].iter().chain(further).all(is_there) {
        return None;
    }
    let known = told.as_object()?.iter().filter(|(name, value)| is_known(class, name, value));
    Some(known.fold(ObjectText::new(), |text, (name, value)| text.json(name, &value.to_string())).end())
}

/// Whether a failure of this class has such a member. Others could change what the error is: `__proto__`, for example.
fn is_known(class: &str, name: &str, value: &Json) -> bool {
    let is_text = || value.as_text().is_some();
    let is_issue = |issue: &Json| {
        ["path", "code", "message"].iter().all(|name| issue.get(name).and_then(Json::as_text).is_some())
    };
    match name {
        "name" => TOLD.iter().any(|known| value.as_text() == Some(known)),
        "message" => is_text(),
        "sent" => value.as_bool().is_some(),
        "kind" => matches!(value.as_text(), Some("refusal" | "gateway")),
        "status" => matches!(value, Json::Number(_)),
        "code" if class == "ProxyError" => is_text(),
        "code" => matches!(value, Json::Number(_) | Json::Null),
        "msg" | "requestId" | "developId" => value.is_null() || is_text(),
        "issues" => value.as_list().is_some_and(|issues| issues.iter().all(is_issue)),
        _ => false,
    }
}

fn word(kind: ApiErrorKind) -> &'static str {
    match kind {
        ApiErrorKind::Refusal => "refusal",
        ApiErrorKind::Gateway => "gateway",
    }
}

fn class(error: &Error) -> &'static str {
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
