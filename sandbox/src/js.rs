//! The wasm-bindgen surface of the sandbox, for JavaScript.

use std::borrow::Cow;

use pandapon::call::headers::Headers;
use serde::Serialize;
use wasm_bindgen::prelude::*;

use crate::controls::declaration::InvokeError;
use crate::faults::Outcome;
use crate::http::HttpRequest;
use crate::Sandbox;

/// The `talc` allocator: half the size of the default one, and faster.
#[cfg(all(target_family = "wasm", not(target_feature = "atomics")))]
#[global_allocator]
static ALLOCATOR: talc::wasm::WasmDynamicTalc = talc::wasm::new_wasm_dynamic_allocator();

/// The core of the package's `createSandbox`. Times are milliseconds since 1970, UTC.
#[wasm_bindgen]
pub struct SandboxCore {
    sandbox: Sandbox,
}

/// Credentials that a client needs to call the sandbox.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Access<'a> {
    access_key: &'a str,
    access_secret: &'a str,
    user_id: &'a str,
}

#[wasm_bindgen]
impl SandboxCore {
    /// Creates a sandbox. The same seed creates the same one.
    #[wasm_bindgen(constructor)]
    pub fn new(seed: f64) -> SandboxCore {
        SandboxCore { sandbox: Sandbox::new(seed as u64) }
    }

    /// Returns the credentials that the sandbox accepts.
    pub fn access(&self) -> Result<JsValue, JsValue> {
        let credentials = self.sandbox.credentials();
        json(&Access {
            access_key: &credentials.access_key,
            access_secret: &credentials.access_secret,
            user_id: &credentials.user_id,
        })
    }

    /// Returns `[name, route]` for each emulated endpoint whose path is not public.
    pub fn routes() -> Result<JsValue, JsValue> {
        json(&Sandbox::routes().collect::<Vec<_>>())
    }

    /// Handles a request. Returns `{ latency, answer: { status, headers, body } }`, with the headers as an object;
    /// `answer` is missing if the connection is to be reset.
    ///
    /// # Errors
    /// What serde-wasm-bindgen throws if `headers` is not a list of pairs.
    pub fn receive(
        &mut self,
        method: &str,
        url: &str,
        headers: JsValue,
        body: Option<String>,
        now: f64,
    ) -> Result<JsValue, JsValue> {
        let headers: Vec<(String, String)> = serde_wasm_bindgen::from_value(headers)?;
        let request = HttpRequest { method, url, headers: &headers, body: body.as_deref() };
        let reply = self.sandbox.receive(&request, now as u64);
        let answer = match &reply.outcome {
            Outcome::Response(response) => Some(Answer {
                status: response.status,
                headers: &response.headers,
                body: String::from_utf8_lossy(&response.body),
            }),
            Outcome::Reset => None,
        };
        json(&Reply { latency: reply.latency, answer })
    }

    /// Returns the push messages since the last call, as `{ body, authorization }`.
    pub fn pushes(&mut self) -> Result<JsValue, JsValue> {
        json(&self.sandbox.pushes())
    }

    /// Sets whether the caller posts messages from now on.
    #[wasm_bindgen(js_name = setPosting)]
    pub fn set_posting(&mut self, posting: bool) {
        self.sandbox.set_posting(posting);
    }

    /// Returns the message to post now, if one is due: `{ id, push: { body, authorization } }`.
    #[wasm_bindgen(js_name = nextWebhook)]
    pub fn next_webhook(&self, now: f64) -> Result<JsValue, JsValue> {
        json(&self.sandbox.next_webhook(now as u64))
    }

    /// Returns the number of milliseconds until the next message is due.
    #[wasm_bindgen(js_name = nextDue)]
    pub fn next_due(&self, now: f64) -> Option<f64> {
        self.sandbox.next_due(now as u64).map(|pause| pause as f64)
    }

    /// Records whether a message was accepted.
    #[wasm_bindgen(js_name = reportAttempt)]
    pub fn report_attempt(&mut self, delivery: f64, accepted: bool, now: f64) {
        self.sandbox.report_attempt(delivery as u64, accepted, now as u64);
    }

    /// Returns the log of requests, oldest first.
    pub fn requests(&self) -> Result<JsValue, JsValue> {
        json(&self.sandbox.requests().collect::<Vec<_>>())
    }

    /// Returns the whole state as JSON text.
    pub fn snapshot(&self) -> Result<String, JsValue> {
        or_throw(self.sandbox.snapshot())
    }

    /// Replaces the state with that of a snapshot. If the snapshot is refused, nothing changes.
    pub fn restore(&mut self, snapshot: &str) -> Result<(), JsValue> {
        or_throw(self.sandbox.restore(snapshot))
    }

    /// Returns the declarations of all controls: `{ name, params: { name, kind, required }[], example, description, errorStatus }`.
    pub fn controls() -> Result<JsValue, JsValue> {
        json(&Sandbox::controls())
    }

    /// Calls a control by its name, with its params as a JSON object.
    ///
    /// # Errors
    /// A `TypeError` if the params do not match its declaration; an `Error` if the control is not possible.
    pub fn control(&mut self, name: &str, params: &str, now: f64) -> Result<(), JsValue> {
        self.sandbox.invoke(name, params, now as u64).map_err(|error| match &error {
            InvokeError::Params(message) => js_sys::TypeError::new(message).into(),
            _ => js_sys::Error::new(&error.to_string()).into(),
        })
    }
}

#[derive(Serialize)]
struct Reply<'a> {
    latency: u64,
    answer: Option<Answer<'a>>,
}

#[derive(Serialize)]
struct Answer<'a> {
    status: u16,
    headers: &'a Headers,
    body: Cow<'a, str>,
}

fn or_throw<T, E: ToString>(result: Result<T, E>) -> Result<T, JsValue> {
    result.map_err(|error| js_sys::Error::new(&error.to_string()).into())
}

/// Converts a Rust value to the plain object that its JSON describes.
fn json(value: &impl Serialize) -> Result<JsValue, JsValue> {
    Ok(value.serialize(&serde_wasm_bindgen::Serializer::json_compatible())?)
}
