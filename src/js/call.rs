//! One call, as JavaScript carries it out: an event goes in, the next action comes out.

use std::cell::{Cell, RefCell};
use std::sync::Arc;
use std::time::Duration;

use wasm_bindgen::prelude::*;

use super::failure::{class, failure_as};
use super::options::{Options, NOBODY};
use super::signer::Signer;
use super::{decode, runtime};
use crate::call::gateway;
use crate::call::headers::Headers;
use crate::call::machine::{may_have_been_sent, signing_error, Action, Event, Limits, Machine, SIGNATURE};
use crate::call::request;
use crate::call::response::{classify, too_large, Body, Envelope};
use crate::client::{CallOptions, Settings};
use crate::endpoint::Descriptor;
use crate::error::Error;
use crate::schema::json::ObjectText;
use crate::schema::Json;
use crate::signature;

/// A client's settings, and who signs for it.
pub struct Shared {
    pub settings: Settings,
    pub signer: Signer,
}

/// Maximum number of characters of a response that is not JSON in a message.
const EXCERPT: usize = 80;

const OUT_OF_MEMORY: &str = "there is not enough memory for the request";

// The events, as `pkg-template/step.js` numbers them, and what their number and text are.
/// Text: `{ timestamp, nonceStr }` to sign instead of the current time and a random nonce, if any.
const READY: u32 = 0;
/// Text: the signature, or the string to sign; none if it was not a string.
const SIGNED: u32 = 1;
/// Text: why the user's function failed.
const NOT_SIGNED: u32 = 2;
/// Number: the status. Text: the `Retry-After` header.
const ANSWERED: u32 = 3;
/// Number: whether the request may have been sent. Text: the code of the error, a line break, and the reason.
const FAILED: u32 = 4;
const TIMED_OUT: u32 = 5;
/// Number: whether the request is in flight.
const ABORTED: u32 = 6;
/// After the call: the envelope of the last response as JSON text, if it is JSON; a line break, and the beginning of its body.
const DECODED: u32 = 7;
/// After the call: the last response is larger than allowed.
const TOO_LARGE: u32 = 8;
/// Before an attempt: returns its request as it will be sent, apart from what is signed.
const DESCRIBE: u32 = 9;
/// Text: why the user's `beforeSend` does not let an attempt begin.
const VETOED: u32 = 10;

/// A call, from its first attempt to its outcome.
#[wasm_bindgen]
pub struct Call {
    call: request::Call,
    endpoint: Option<&'static Descriptor>,
    options: CallOptions,
    shared: Arc<Shared>,
    /// In a cell, so that every method takes a shared reference: where the memory of the wasm runs out within one, its reference
    /// stays in use for ever, and the call must still come to its end.
    machine: RefCell<Machine>,
    status: Cell<u16>,
}

#[wasm_bindgen]
impl Call {
    pub(super) fn new(
        call: request::Call,
        endpoint: Option<&'static Descriptor>,
        options: CallOptions,
        shared: Arc<Shared>,
    ) -> Self {
        let Shared { settings, signer } = &*shared;
        let limits = Limits {
            timeout: options.timeout.unwrap_or(settings.timeout),
            // One side retries: the proxy, which is nearer to the platform.
            max_retries: match signer {
                Signer::Proxy => 0,
                _ => options.max_retries.unwrap_or(settings.max_retries),
            },
            timestamp_unit: settings.timestamp_unit,
        };
        let machine = RefCell::new(Machine::new(&call, limits));
        Self { call, endpoint, options, shared, machine, status: Cell::new(0) }
    }

    /// Whether the call may be repeated: 0 it reads, 1 it is idempotent, 2 it is made once.
    #[wasm_bindgen(getter)]
    pub fn safety(&self) -> u8 {
        self.call.safety as u8
    }

    /// Takes an event and returns what to `do` next, as JSON text:
    ///
    /// - `sign` these `parts` within the `timeout`,
    /// - `send` the request `{ method, url, headers }` within the `timeout`. Its body follows after a line break, as it is,
    /// - `wait` for the `pause`,
    /// - `done`: the last response is the outcome,
    /// - `fail` with the `failure`.
    ///
    /// Of a decoded response, it returns the `meta` data, or else the failure.
    pub fn step(&self, event: u32, number: u32, text: Option<String>) -> String {
        self.act(event, number, text).unwrap_or_else(|error| fail(class(&error), &error))
    }

    /// The bytes of a response for JSON.parse to read without loss.
    pub fn lossless(&self, body: &[u8]) -> Vec<u8> {
        let (exact_names, json_names) =
            self.endpoint.map_or((&[][..], &[][..]), |endpoint| (endpoint.exact_names, endpoint.json_names));
        decode::lossless(body, exact_names, json_names)
    }
}

impl Call {
    fn act(&self, kind: u32, number: u32, text: Option<String>) -> Result<String, Error> {
        let event = match kind {
            READY => self.ready(text)?,
            SIGNED => Event::Signed(self.signature_of(text)),
            NOT_SIGNED => Event::Signed(Err(self.signing_error(text.as_deref().unwrap_or("it threw")))),
            ANSWERED => {
                self.status.set(number as u16);
                Event::Answered { status: number as u16, retry_after: text }
            }
            FAILED => {
                let text = text.unwrap_or_default();
                let (code, reason) = text.split_once('\n').unwrap_or_default();
                let sent = number > 0 && may_have_been_sent(Some(code));
                Event::Failed { reason: reason.to_owned(), sent }
            }
            TIMED_OUT => Event::TimedOut,
            ABORTED => Event::Aborted { in_flight: number > 0 },
            DESCRIBE => {
                let machine = self.machine.try_borrow();
                let machine = machine.map_err(|_| Error::Config(OUT_OF_MEMORY.to_owned()))?;
                return Ok(self.request(&machine, String::new()));
            }
            DECODED => return self.meta(&text.unwrap_or_default()),
            TOO_LARGE => {
                return Err(too_large(&self.call, self.status.get(), self.shared.settings.max_response_bytes))
            }
            VETOED => Event::Vetoed { reason: text.unwrap_or_default() },
            _ => return Err(Error::Config("the core does not know this event".to_owned())),
        };
        // It is in use for ever where the memory of the wasm ran out within a step.
        let mut machine =
            self.machine.try_borrow_mut().map_err(|_| Error::Config(OUT_OF_MEMORY.to_owned()))?;
        let mut action = machine.step(event, &runtime::Js);
        if action == Action::Sign {
            if let Some(signature) = self.shared.signer.signature(machine.unsigned("")) {
                action = machine.step(Event::Signed(Ok(signature)), &runtime::Js);
            }
        }
        let mut text = ObjectText::new();
        match action {
            Action::Sign => {
                let parts = machine.unsigned(self.shared.signer.access_key());
                let parts = ObjectText::new()
                    .text("accessKey", parts.access_key)
                    .text("timestamp", parts.timestamp)
                    .text("nonceStr", parts.nonce)
                    .end();
                text.text("do", "sign")
                    .json("parts", &parts)
                    .number("timeout", milliseconds(machine.timeout()));
            }
            Action::Send { signature } => return Ok(self.request(&machine, signature)),
            Action::Wait { pause } => {
                let error = machine.failure();
                text.text("do", "wait")
                    .number("pause", milliseconds(pause))
                    .optional("error", error.map(Error::to_string).as_deref())
                    .optional("errorName", error.map(class));
            }
            Action::Done => {
                text.text("do", "done");
            }
            Action::Fail(error) => {
                let class = if kind == ABORTED { "AbortError" } else { class(&error) };
                return Ok(fail(class, &error));
            }
        }
        Ok(text.end())
    }

    fn ready(&self, fixed: Option<String>) -> Result<Event, Error> {
        let Some(fixed) = fixed else { return Ok(Event::Ready { timestamp: None, nonce: None }) };
        if matches!(self.shared.signer, Signer::Elsewhere(_) | Signer::Proxy) {
            let what = "buildRequest needs accessSecret: a signer answers only later";
            return Err(Error::Config(what.to_owned()));
        }
        let fixed = Options::parse(&fixed)?;
        let text = |name| fixed.text(name).map(str::to_owned);
        Ok(Event::Ready { timestamp: text("timestamp"), nonce: text("nonceStr") })
    }

    /// The signature that a function of the user's returned, or that of the string to sign that it returned.
    fn signature_of(&self, text: Option<String>) -> Result<String, Error> {
        match (&self.shared.signer, text) {
            (Signer::OwnString(_), Some(text)) => {
                Ok(signature::sign(&[text]).map(char::from).iter().collect())
            }
            (_, Some(signature)) => Ok(signature),
            (Signer::OwnString(_), None) => {
                Err(self.signing_error("it must return a string, not a promise of one"))
            }
            _ => Err(self.signing_error(SIGNATURE)),
        }
    }

    fn signing_error(&self, reason: &str) -> Error {
        let function =
            if matches!(self.shared.signer, Signer::OwnString(_)) { "stringToSign" } else { "signer" };
        signing_error(function, reason)
    }

    /// The action of sending, with `name` and `address` for observers: what to call it, and the URL without a signature.
    fn request(&self, machine: &Machine, signature: String) -> String {
        let Self { call, options, shared, .. } = self;
        let Shared { settings, signer } = &**shared;
        let parts = machine.unsigned(signer.access_key());
        let own = options.headers.or(&settings.headers);
        let user_id = options.user_id.as_deref().unwrap_or(&settings.user_id);
        let (url, headers, body) = match signer {
            Signer::Proxy => {
                let headers = proxy_headers(parts.nonce, user_id, own);
                (call.url.clone(), headers, Some(call.body.as_deref().unwrap_or("{}")))
            }
            _ => {
                let headers = call.signed_headers(parts, user_id, &signature, own);
                (call.signed_url(parts, signature), headers, call.body.as_deref())
            }
        };
        let mut object = ObjectText::new();
        for (name, value) in &headers.0 {
            object.text(name, value);
        }
        let mut action = ObjectText::new()
            .text("do", "send")
            .json("headers", &object.end())
            .text("name", &call.name)
            .text("address", &call.url)
            .text("method", call.method.as_str())
            .text("url", &url)
            .number("attempt", machine.attempt().into())
            .number("timeout", milliseconds(machine.timeout()))
            .number("maxResponseBytes", settings.max_response_bytes as u64)
            .flag("once", call.needs_own_connection())
            .end();
        if let Some(body) = body {
            action.push('\n');
            action.push_str(body);
        }
        action
    }

    /// What came with the data of the last response.
    fn meta(&self, decoded: &str) -> Result<String, Error> {
        let decoded = self.machine.try_borrow().map(|machine| machine.without_signature(decoded));
        let decoded = decoded.map_err(|_| Error::Config(OUT_OF_MEMORY.to_owned()))?;
        let (envelope, beginning) = decoded.split_once('\n').unwrap_or_default();
        let body = match Json::parse(envelope) {
            Ok(envelope @ Json::Object(_)) => {
                let text_of =
                    |name: &str| Some(envelope.get(name)?.as_digits().unwrap_or_default().to_owned());
                let has_data = envelope.get("data").is_some_and(|data| !data.is_null());
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
        let meta = classify(&self.call, self.endpoint, self.status.get(), body, beginning)?;
        let meta = ObjectText::new()
            .optional("requestId", meta.request_id.as_deref())
            .number("code", meta.code as u64)
            .optional("msg", meta.msg.as_deref())
            .optional("developId", meta.develop_id.as_deref())
            .number("status", meta.status.into())
            .end();
        Ok(ObjectText::new().json("meta", &meta).end())
    }
}

fn fail(class: &str, error: &Error) -> String {
    ObjectText::new().text("do", "fail").json("failure", &failure_as(class, error)).end()
}

fn milliseconds(time: Duration) -> u64 {
    (time.as_millis() as u32).into()
}

/// The headers of a request to a proxy. The nonce, as the call's id, tells it a repetition of its own; that it is in a header of
/// our own keeps the forms of other sites out.
fn proxy_headers(nonce: &str, user_id: &str, mut headers: Headers) -> Headers {
    let mut push = |name: &str, value: &str| headers.0.push((name.to_owned(), value.to_owned()));
    push("content-type", "application/json");
    push("x-pandapon-call", nonce);
    if user_id != NOBODY {
        push("x-pandapon-user", user_id);
    }
    headers
}
