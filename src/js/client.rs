//! A client for JavaScript.

use std::pin::pin;

use futures_util::future::{select, Either};
use js_sys::{Function, Object, Promise, Reflect};
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::{future_to_promise, JsFuture};

use super::failure::thrown;
use super::options::{call_options, must_be, settings, Options};
use super::read::read;
use super::signer::Signer;
use super::transport::Observed;
use super::{decode, json};
use crate::call::request::{timestamp, Call};
use crate::call::response::{judge, Body, Envelope, Meta, Response};
use crate::call::route;
use crate::client::{self, CallOptions, Transport};
use crate::credentials::{Sign, Unsigned};
use crate::endpoint::{Descriptor, Method, Safety};
use crate::error::Error;
use crate::schema::{Issue, Json};

type Client = client::Client<Observed, Signer>;

/// What stands behind the package's `Client`.
#[wasm_bindgen]
pub struct Core {
    client: Client,
}

#[wasm_bindgen]
impl Core {
    /// From the options of `Client`.
    #[wasm_bindgen(constructor)]
    pub fn new(options: &JsValue) -> Result<Core, JsValue> {
        let make = || {
            let options = Options::of(options)?;
            client::Client::new(Observed::of(&options)?, Signer::of(&options)?, settings(&options)?)
        };
        Ok(Core { client: make().map_err(|error| thrown(&error))? })
    }

    /// The same client for another sub-account.
    #[wasm_bindgen(js_name = withUser)]
    pub fn with_user(&self, user_id: &JsValue) -> Result<Core, JsValue> {
        let options = Object::new();
        Reflect::set(&options, &"userId".into(), user_id)?;
        let make = || {
            let user_id = Options::of(&options)?.id("userId")?;
            self.client.with_user(&user_id.ok_or_else(|| must_be("userId", "given"))?)
        };
        Ok(Core { client: make().map_err(|error| thrown(&error))? })
    }

    /// Calls an endpoint by name. Resolves to one of `{ reply }`, `{ failure }`, `{ aborted }`.
    pub fn call(&self, name: &JsValue, params: &JsValue, options: &JsValue) -> Promise {
        let prepared = endpoint_named(name)
            .and_then(|endpoint| Ok((endpoint, prepare(&self.client, endpoint, params)?)))
            .and_then(|(endpoint, call)| Ok((endpoint, call, Options::of(options)?)));
        match prepared {
            Ok((endpoint, call, options)) => self.start(call, Some(endpoint), endpoint.safety, &options),
            Err(error) => failed(&error),
        }
    }

    /// Calls any path. Resolves as [`Core::call`] does.
    pub fn request(&self, request: &JsValue, options: &JsValue) -> Promise {
        let prepared = Options::of(request)
            .map_err(|_| must_be("request", "an object: { method, path, query, body }"))
            .and_then(|request| {
                Ok((raw_call(&request, &self.client.settings().base_url)?, raw_safety(&request)?))
            })
            .and_then(|(call, safety)| Ok((call, safety, Options::of(options)?)));
        match prepared {
            Ok((call, safety, options)) => self.start(call, None, safety, &options),
            Err(error) => failed(&error),
        }
    }

    /// What [`Core::call`] would send: `{ method, url, headers, body }`.
    #[wasm_bindgen(js_name = buildRequest)]
    pub fn build_request(
        &self,
        name: &JsValue,
        params: &JsValue,
        fixed: &JsValue,
    ) -> Result<JsValue, JsValue> {
        let build = || {
            let call = prepare(&self.client, endpoint_named(name)?, params)?;
            self.signed(&call, &Options::of(fixed)?)
        };
        build().map_err(|error| thrown(&error))
    }

    fn signed(&self, call: &Call, fixed: &Options<'_>) -> Result<JsValue, Error> {
        let settings = self.client.settings();
        let now = || timestamp(settings.timestamp_unit, self.client.transport().now());
        let timestamp = fixed.id("timestamp")?.unwrap_or_else(now);
        let nonce = fixed.text("nonceStr")?.map_or_else(|| self.client.nonce(), Ok)?;
        let parts =
            Unsigned { access_key: self.client.signer().access_key(), timestamp: &timestamp, nonce: &nonce };
        let signature = self.client.signer().sign_now(parts)?;
        let request = call.signed(parts, &settings.user_id, signature, &settings.headers);
        json(&request).map_err(|_| Error::Config("the request could not be shown".to_owned()))
    }

    /// Sends a call and watches the signal; what can be wrong with the options is known before.
    fn start(
        &self,
        call: Call,
        endpoint: Option<&'static Descriptor>,
        safety: Safety,
        options: &Options<'_>,
    ) -> Promise {
        let checked = call_options(options).and_then(|own| Ok((own, Abortion::of(options)?)));
        let (options, abortion) = match checked {
            Ok(checked) => checked,
            Err(error) => return failed(&error),
        };
        let client = self.client.clone();
        future_to_promise(async move {
            let Some(abortion) = abortion else {
                return deliver(&client, &call, endpoint, safety, &options).await;
            };
            if let Some(reason) = abortion.reason() {
                return outcome("aborted", &reason);
            }
            let work = pin!(deliver(&client, &call, endpoint, safety, &options));
            let fired = pin!(abortion.fired());
            match select(work, fired).await {
                Either::Left((settled, _)) => settled,
                Either::Right(_) => outcome("aborted", &abortion.reason().unwrap_or_default()),
            }
        })
    }
}

async fn deliver(
    client: &Client,
    call: &Call,
    endpoint: Option<&Descriptor>,
    safety: Safety,
    options: &CallOptions,
) -> Result<JsValue, JsValue> {
    let reply = match client.deliver(call, safety, options).await {
        Ok(response) => reply(call, endpoint, &response),
        Err(error) => Err(error),
    };
    match reply {
        Ok((data, meta)) => {
            let reply = json(&meta)?;
            Reflect::set(&reply, &"data".into(), &data)?;
            outcome("reply", &reply)
        }
        Err(error) => outcome("failure", &thrown(&error)),
    }
}

/// Decodes an answer and decides what it means.
fn reply(call: &Call, endpoint: Option<&Descriptor>, response: &Response) -> Result<(JsValue, Meta), Error> {
    let names = endpoint.map_or(&[][..], |endpoint| endpoint.exact_names);
    let mut data = JsValue::NULL;
    let body = match decode::parse(&response.body, names) {
        Ok(whole) if whole.is_object() => {
            let member = |name: &str| Reflect::get(&whole, &name.into()).unwrap_or_default();
            data = member("data");
            let text_of = |name: &str| read(&member(name)).value.as_digits().map(str::to_owned);
            let has_data = !data.is_null() && !data.is_undefined();
            Body::Envelope { envelope: Envelope::read(text_of), has_data }
        }
        Ok(_) => Body::Unreadable("the answer is JSON, but not the vendor's envelope".to_owned()),
        Err(_) => Body::Unreadable(format!("the answer is not JSON: {}", excerpt(&response.body))),
    };
    let meta = judge(call, endpoint, response, body)?;
    Ok((if data.is_undefined() { JsValue::NULL } else { data }, meta))
}

/// The beginning of an answer that is no JSON, to recognise a gateway's page by.
fn excerpt(body: &[u8]) -> String {
    const LONGEST: usize = 80;
    if body.is_empty() {
        return "it is empty".to_owned();
    }
    let beginning = decode::text(body.get(..body.len().min(4 * LONGEST)).unwrap_or(body));
    let line = beginning.chars().map(|character| if character.is_control() { ' ' } else { character });
    format!("it begins with \"{}\"", line.take(LONGEST).collect::<String>())
}

fn endpoint_named(name: &JsValue) -> Result<&'static Descriptor, Error> {
    route::find(&name.as_string().ok_or_else(|| must_be("name", "the name of an endpoint, a string"))?)
}

/// Validates params: what JavaScript cannot read and what the endpoint does not take, all at once.
fn prepare(client: &Client, endpoint: &Descriptor, params: &JsValue) -> Result<Call, Error> {
    let empty = Object::new();
    let params = if params.is_undefined() { empty.as_ref() } else { params };
    let reading = read(params);
    let prepared = client.prepare(endpoint, &reading.value);
    if reading.issues.is_empty() {
        return prepared;
    }
    let mut issues = reading.issues;
    if let Err(Error::Validation { issues: further, .. }) = prepared {
        let is_new = |issue: &Issue| issues.iter().all(|known| known.path != issue.path);
        let further: Vec<_> = further.into_iter().filter(is_new).collect();
        issues.extend(further);
    }
    Err(Error::Validation { endpoint: endpoint.name.to_owned(), issues })
}

fn raw_call(request: &Options<'_>, base_url: &str) -> Result<Call, Error> {
    let method = match request.text("method")?.as_deref() {
        Some("GET") => Method::Get,
        Some("POST") => Method::Post,
        _ => return Err(must_be("method", "\"GET\" or \"POST\"")),
    };
    let path = request.text("path")?.ok_or_else(|| must_be("path", "given"))?;
    let query = match raw_value(request, "query")? {
        None => Vec::new(),
        Some(Json::Object(members)) => members,
        Some(_) => return Err(must_be("query", "a plain object")),
    };
    let body = raw_value(request, "body")?;
    if method == Method::Get && body.is_some() {
        return Err(Error::Config("a GET request has no body: use query".to_owned()));
    }
    Call::of_path(method, &path, &query, body.as_ref(), base_url)
}

fn raw_value(request: &Options<'_>, name: &str) -> Result<Option<Json>, Error> {
    let Some(value) = request.get(name)? else {
        return Ok(None);
    };
    let reading = read(&value);
    if reading.issues.is_empty() {
        return Ok(Some(reading.value));
    }
    Err(Error::Validation { endpoint: format!("request, {name}"), issues: reading.issues })
}

/// A path that the catalogue does not know may do anything: it is sent once, unless the user knows better.
fn raw_safety(request: &Options<'_>) -> Result<Safety, Error> {
    match request.text("safety")?.as_deref() {
        None | Some("once") => Ok(Safety::Once),
        Some("read") => Ok(Safety::Read),
        Some("idempotent") => Ok(Safety::Idempotent),
        Some(_) => Err(must_be("safety", "\"read\", \"idempotent\" or \"once\"")),
    }
}

/// The caller's abort signal: any object that is shaped like one.
struct Abortion {
    signal: JsValue,
    listener: Function,
    fired: Promise,
}

impl Abortion {
    fn of(options: &Options<'_>) -> Result<Option<Self>, Error> {
        let Some(signal) = options.get("signal")? else {
            return Ok(None);
        };
        let mut listener = None;
        let fired = Promise::new(&mut |resolve, _| listener = Some(resolve));
        let listener = listener.ok_or_else(|| must_be("signal", "an AbortSignal"))?;
        let abortion = Self { signal, listener, fired };
        abortion.listen("addEventListener").ok_or_else(|| must_be("signal", "an AbortSignal"))?;
        Ok(Some(abortion))
    }

    fn listen(&self, method: &str) -> Option<JsValue> {
        let method: Function = Reflect::get(&self.signal, &method.into()).ok()?.dyn_into().ok()?;
        method.call2(&self.signal, &"abort".into(), &self.listener).ok()
    }

    /// Why the caller aborted, if it has.
    fn reason(&self) -> Option<JsValue> {
        let member = |name: &str| Reflect::get(&self.signal, &name.into()).unwrap_or_default();
        member("aborted").is_truthy().then(|| member("reason"))
    }

    async fn fired(&self) {
        // The promise has no way to be rejected.
        let _ = JsFuture::from(self.fired.clone()).await;
    }
}

impl Drop for Abortion {
    /// A signal may outlive thousands of calls: nothing is left hanging on it.
    fn drop(&mut self) {
        self.listen("removeEventListener");
    }
}

fn failed(error: &Error) -> Promise {
    match outcome("failure", &thrown(error)) {
        Ok(outcome) => Promise::resolve(&outcome),
        Err(error) => Promise::reject(&error),
    }
}

fn outcome(kind: &str, value: &JsValue) -> Result<JsValue, JsValue> {
    let outcome = Object::new();
    Reflect::set(&outcome, &kind.into(), value)?;
    Ok(outcome.into())
}
