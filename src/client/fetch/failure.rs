//! What a failed fetch says of itself.

use wasm_bindgen::JsValue;

use super::member;
use crate::call::machine::may_have_been_sent;
use crate::client::transport::Failure;

/// The failure for a rejected or throwing fetch of the runtime. Unless its cause is known to come before anything is
/// sent, the request may have reached the vendor.
pub fn from_runtime(error: &JsValue) -> Failure {
    let code = code(error);
    let sent = may_have_been_sent(code.as_deref());
    Failure::new(reason(error, code), sent)
}

/// The failure of anything else that was called with the request, or after it. The code proves nothing: a fetch of the user's own
/// may have tried several times.
pub fn from_error(error: &JsValue) -> Failure {
    Failure::new(reason(error, code(error)), true)
}

/// The failure of something that was thrown before fetch was called.
pub fn unsent(error: &JsValue) -> Failure {
    Failure::new(reason(error, None), false)
}

fn code(error: &JsValue) -> Option<String> {
    with_cause(error).iter().find_map(|error| member(error, "code").as_string())
}

fn reason(error: &JsValue, code: Option<String>) -> String {
    let messages = with_cause(error).map(|error| member(&error, "message").as_string().unwrap_or_default());
    let said =
        messages.into_iter().chain(code).filter(|text| !text.is_empty()).collect::<Vec<_>>().join(": ");
    if said.is_empty() {
        "fetch failed without a reason".to_owned()
    } else {
        said
    }
}

/// Node's fetch hides what happened in the cause.
fn with_cause(error: &JsValue) -> [JsValue; 2] {
    [error.clone(), member(error, "cause")]
}
