//! One call on its way: what JavaScript asks at each step of it.

use std::sync::Arc;
use std::time::Duration;

use wasm_bindgen::prelude::*;

use super::failure::{failure, thrown};
use super::options::{Options, NOBODY};
use super::signer::Signer;
use super::{decode, runtime};
use crate::call::delivery::{self, may_have_been_sent};
use crate::call::gateway;
use crate::call::headers::Headers;
use crate::call::request::{nonce, timestamp, Call, Request};
use crate::call::response::{judge, Body, Envelope, Response};
use crate::call::retry::retry_after;
use crate::client::{CallOptions, Settings};
use crate::credentials::Unsigned;
use crate::endpoint::Descriptor;
use crate::error::Error;
use crate::schema::json::ObjectText;
use crate::schema::Json;
use crate::signature;

/// Maximum number of characters of an answer that is not JSON in a message.
const EXCERPT: usize = 80;

/// A call, from its first try to its answer.
#[wasm_bindgen]
pub struct Delivery {
    call: Call,
    endpoint: Option<&'static Descriptor>,
    options: CallOptions,
    settings: Arc<Settings>,
    signer: Signer,
    progress: delivery::Delivery,
    timestamp: String,
    nonce: String,
    error: Option<Error>,
}

#[wasm_bindgen]
impl Delivery {
    pub(super) fn new(
        call: Call,
        endpoint: Option<&'static Descriptor>,
        options: CallOptions,
        settings: Arc<Settings>,
        signer: Signer,
    ) -> Self {
        // One side repeats: the proxy, which is nearer to the vendor.
        let retries = options.max_retries.unwrap_or(settings.max_retries);
        let retries = if signer.is_proxy() { 0 } else { retries };
        let progress = delivery::Delivery::new(&call, retries);
        let (timestamp, nonce) = (String::new(), String::new());
        Self { call, endpoint, options, settings, signer, progress, timestamp, nonce, error: None }
    }

    /// `{ name, url, timeout, maxResponseBytes, once }`: what to call it when it is told of (an endpoint's name, or method and path), the
    /// address without the signature that some endpoints want in the query, how long each try may take, in milliseconds, how large
    /// an answer may be, and whether each try needs a connection of its own.
    #[wasm_bindgen(getter)]
    pub fn facts(&self) -> String {
        let facts = ObjectText::new().text("name", &self.call.name).text("url", &self.call.url);
        let once = if self.call.needs_own_connection() { "true" } else { "false" };
        facts
            .json("timeout", &self.timeout().to_string())
            .json("maxResponseBytes", &self.settings.max_response_bytes.to_string())
            .json("once", once)
            .end()
    }

    fn timeout(&self) -> u32 {
        milliseconds(self.options.timeout.unwrap_or(self.settings.timeout))
    }

    /// A try begins, with a time and nonce of its own: a repeated nonce could be refused as a replay. Gives what the
    /// signature covers; `fixed` may hold `{ timestamp, nonceStr }`.
    pub fn begin(&mut self, fixed: &str) -> Result<String, JsValue> {
        self.unsigned(fixed).map_err(|error| thrown(&error))
    }

    fn unsigned(&mut self, fixed: &str) -> Result<String, Error> {
        let fixed = Options::of(fixed)?;
        let now = || timestamp(self.settings.timestamp_unit, runtime::now());
        self.timestamp = fixed.id("timestamp")?.map_or_else(now, str::to_owned);
        self.nonce = match fixed.text("nonceStr")? {
            Some(nonce) => nonce.to_owned(),
            None => nonce(runtime::fill)?,
        };
        self.progress.begin();
        let parts = ObjectText::new()
            .text("accessKey", self.signer.access_key())
            .text("timestamp", &self.timestamp)
            .text("nonceStr", &self.nonce);
        Ok(parts.end())
    }

    /// The request `{ method, url, headers, body }` of this try. The signature is `signature`, or that of `string_to_sign`,
    /// or made by the platform's rule.
    pub fn request(&self, signature: Option<String>, string_to_sign: Option<String>) -> String {
        let parts =
            Unsigned { access_key: self.signer.access_key(), timestamp: &self.timestamp, nonce: &self.nonce };
        let signature = match (signature, string_to_sign, &self.signer) {
            (Some(signature), ..) => signature,
            (None, Some(text), _) => {
                signature::sign(&[text.as_str()]).iter().copied().map(char::from).collect()
            }
            (None, None, Signer::Secret(credentials)) => credentials.signature(parts),
            (None, None, Signer::Elsewhere(_) | Signer::Proxy) => String::new(),
        };
        let headers = self.options.headers.or(&self.settings.headers);
        let user_id = self.options.user_id.as_deref().unwrap_or(&self.settings.user_id);
        let request = match self.signer {
            Signer::Proxy => self.to_proxy(user_id, headers),
            _ => self.call.signed(parts, user_id, signature, &headers),
        };
        let headers = request.headers.0.iter();
        let headers = headers.fold(ObjectText::new(), |text, (name, value)| text.text(name, value));
        ObjectText::new()
            .text("method", request.method.as_str())
            .text("url", &request.url)
            .json("headers", &headers.end())
            .optional("body", request.body.as_deref())
            .end()
    }

    /// The try got an answer, perhaps with a `Retry-After` header. The pause before the next in milliseconds, if there is to be one.
    pub fn answered(&mut self, status: u16, retry_after_header: Option<String>) -> Option<u32> {
        self.error = None;
        let pause = |header: String| retry_after(&header, runtime::now(), runtime::read_date);
        let pause = self.progress.answered(status, retry_after_header.and_then(pause), random());
        pause.map(milliseconds)
    }

    /// The try got none, for this reason, perhaps with a code. The pause as above.
    pub fn failed(&mut self, reason: String, code: Option<String>, may_be_sent: bool) -> Option<u32> {
        let sent = may_be_sent && may_have_been_sent(code.as_deref());
        let pause = self.progress.failed(sent, random());
        let sent = self.progress.may_have_arrived();
        self.error = Some(Error::Connection { endpoint: self.call.name.clone(), reason, sent });
        pause.map(milliseconds)
    }

    /// The try got none in time. The pause as above.
    #[wasm_bindgen(js_name = timedOut)]
    pub fn timed_out(&mut self) -> Option<u32> {
        let pause = self.progress.failed(true, random());
        let milliseconds_waited = self.timeout().into();
        self.error =
            Some(Error::Timeout { endpoint: self.call.name.clone(), milliseconds: milliseconds_waited });
        pause.map(milliseconds)
    }

    /// Why the last try got no answer.
    pub fn failure(&self) -> Option<String> {
        self.error.as_ref().map(failure)
    }

    /// The bytes of an answer for JSON.parse to read without loss.
    pub fn lossless(&self, body: &[u8]) -> Vec<u8> {
        let (exact_names, json_names) =
            self.endpoint.map_or((&[][..], &[][..]), |endpoint| (endpoint.exact_names, endpoint.json_names));
        decode::lossless(body, exact_names, json_names)
    }

    /// What an answer means, of its `envelope` (empty if the answer is not JSON), whether that has `data`, and the `beginning` of its
    /// body, for failures: what came with the data, or a failure to throw.
    pub fn judge(
        &self,
        status: u16,
        envelope: &str,
        has_data: bool,
        beginning: &str,
    ) -> Result<String, JsValue> {
        let json = Json::parse(envelope);
        let body = match &json {
            Ok(envelope @ Json::Object(_)) => {
                let text_of =
                    |name: &str| Some(envelope.get(name)?.as_digits().unwrap_or_default().to_owned());
                Body::Envelope { envelope: Envelope::read(text_of), has_data }
            }
            Ok(_) => Body::Unreadable("the answer is JSON, but not the vendor's envelope".to_owned()),
            Err(_) if beginning.is_empty() => {
                Body::Unreadable("the answer is not JSON: it is empty".to_owned())
            }
            Err(_) => {
                let line = gateway::one_line(beginning, gateway::END, EXCERPT);
                Body::Unreadable(format!("the answer is not JSON: it begins with \"{line}\""))
            }
        };
        // Headers and body stay in JavaScript: what an answer means does not depend on them.
        let response = Response { status, headers: Headers::default(), body: Vec::new() };
        let meta =
            judge(&self.call, self.endpoint, &response, body, beginning).map_err(|error| thrown(&error))?;
        let meta = ObjectText::new()
            .optional("requestId", meta.request_id.as_deref())
            .json("code", &meta.code.to_string())
            .optional("msg", meta.msg.as_deref())
            .optional("developId", meta.develop_id.as_deref())
            .json("status", &meta.status.to_string());
        Ok(meta.end())
    }

    /// The request to a proxy. The nonce, as the call's id, tells it a repetition of its own; that it stands in a header of
    /// our own keeps the forms of other sites out.
    fn to_proxy(&self, user_id: &str, mut headers: Headers) -> Request {
        let mut push = |name: &str, value: &str| headers.0.push((name.to_owned(), value.to_owned()));
        push("content-type", "application/json");
        push("x-pandapon-call", &self.nonce);
        if user_id != NOBODY {
            push("x-pandapon-user", user_id);
        }
        let Call { method, url, body, safety, .. } = self.call.clone();
        let max_response_bytes = self.settings.max_response_bytes;
        let body = body.or_else(|| Some("{}".to_owned()));
        Request { method, url, headers, body, safety, max_response_bytes }
    }
}

/// A random number for the length of a pause; none if the runtime has no randomness.
fn random() -> Option<u32> {
    let mut bytes = [0; 4];
    runtime::fill(&mut bytes).ok()?;
    Some(u32::from_le_bytes(bytes))
}

fn milliseconds(pause: Duration) -> u32 {
    u32::try_from(pause.as_millis()).unwrap_or(u32::MAX)
}
