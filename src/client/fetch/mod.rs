//! The transport for wasm32: fetch, the runtime's own or one that the user hands in.

mod answer;
mod failure;

use std::cell::OnceCell;
use std::time::Duration;

use gloo_net::http::{Method as HttpMethod, RequestBuilder};
use gloo_timers::future::TimeoutFuture;
use js_sys::{Function, Object, Promise, Reflect, Symbol, Uint8Array};
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;
use web_sys::{AbortController, RequestRedirect, Url};

use super::transport::{Failure, Transport};
use crate::call::request::Request;
use crate::call::response::Response;
use crate::endpoint::{Method, Safety};
use crate::error::Error;

/// Sends by `fetch`.
///
/// A call that may be sent only once asks for a connection of its own, so that no runtime sends it again after a kept
/// connection was closed: by `keepalive: false` (Bun) and a `client` without kept connections (Deno). Node would send it again
/// after a 421 alone, and is kept from it. Browsers, and others whose fetch has no such option, decide by themselves.
#[derive(Debug, Clone, Default)]
pub struct Fetch {
    own: Option<Function>,
}

impl Fetch {
    /// Sends by a function of the user's own, called as `fetch(url, init)`, unbound. Its answer may be any object that is
    /// shaped like a `Response`.
    pub fn with(own: Function) -> Self {
        Self { own: Some(own) }
    }

    /// Starts a request; returns what `fetch` returns.
    fn start(&self, request: &Request, abort: &AbortOnDrop) -> Result<JsValue, Failure> {
        let (fetch, first, second) = match &self.own {
            Some(own) => {
                let init = init(request, abort).map_err(|error| failure::unsent(&error))?;
                (own.clone(), JsValue::from_str(&request.url), init)
            }
            None => {
                let (fetch, built) = (global_fetch()?, global_request(request)?);
                (fetch, built, options(request, abort).map_err(|error| failure::unsent(&error))?)
            }
        };
        // A stored fetch throws "Illegal invocation" on any other `this`.
        fetch.call2(&JsValue::UNDEFINED, &first, &second).map_err(|error| self.failure(&error))
    }

    fn failure(&self, error: &JsValue) -> Failure {
        if self.own.is_some() {
            failure::from_error(error)
        } else {
            failure::from_runtime(error)
        }
    }
}

#[wasm_bindgen]
extern "C" {
    #[wasm_bindgen(js_namespace = crypto, js_name = getRandomValues, catch)]
    fn get_random_values(entropy: &Uint8Array) -> Result<JsValue, JsValue>;
}

impl Transport for Fetch {
    async fn send(&self, request: &Request) -> Result<Response, Failure> {
        let abort = AbortOnDrop::new().map_err(|error| failure::unsent(&error))?;
        let answer = settled(self.start(request, &abort)?).await.map_err(|error| self.failure(&error))?;
        let body = answer::body(&answer, request.max_response_bytes).await?;
        answer::read(&answer, body)
    }

    async fn sleep(&self, pause: Duration) {
        TimeoutFuture::new(u32::try_from(pause.as_millis()).unwrap_or(u32::MAX)).await;
    }

    fn now(&self) -> u64 {
        js_sys::Date::now() as u64
    }

    /// By the engine's own reader, which the wasm then need not carry.
    fn read_date(&self, text: &str) -> Option<u64> {
        let milliseconds = js_sys::Date::parse(text);
        (milliseconds >= 0.0).then_some(milliseconds as u64)
    }

    fn fill(&self, entropy: &mut [u8]) -> Result<(), Error> {
        let bytes = Uint8Array::new_with_length(u32::try_from(entropy.len()).unwrap_or_default());
        get_random_values(&bytes)
            .map_err(|_| Error::Config("this runtime has no crypto.getRandomValues".to_owned()))?;
        bytes.copy_to(entropy);
        Ok(())
    }
}

/// An abort controller that aborts when the future that holds it is dropped: on a timeout, or when the call is cancelled.
struct AbortOnDrop(AbortController);

impl AbortOnDrop {
    fn new() -> Result<Self, JsValue> {
        AbortController::new().map(Self)
    }
}

impl Drop for AbortOnDrop {
    fn drop(&mut self) {
        self.0.abort();
    }
}

/// Waits for a value that may be a promise.
async fn settled(value: JsValue) -> Result<JsValue, JsValue> {
    JsFuture::from(Promise::resolve(&value)).await
}

/// The runtime's fetch, looked up at each call so that one that is replaced later (by a test, by tracing) is used.
fn global_fetch() -> Result<Function, Failure> {
    let fetch = member(&js_sys::global(), "fetch");
    fetch
        .dyn_into()
        .map_err(|_| Failure::new("this runtime has no fetch: hand one in by the option fetch", false))
}

/// A `Request` for the runtime's fetch. Sent by our own hand rather than by gloo-net, which loses the cause of a failure and
/// panics on an answer that is not the runtime's `Response`.
fn global_request(request: &Request) -> Result<JsValue, Failure> {
    // The one thing that the constructor of a Request could still throw on.
    Url::new(&request.url).map_err(|error| failure::unsent(&error))?;
    let method = match request.method {
        Method::Get => HttpMethod::GET,
        Method::Post => HttpMethod::POST,
    };
    // A redirect could send signed headers to another host, or an order twice.
    let mut builder = RequestBuilder::new(&request.url).method(method).redirect(RequestRedirect::Manual);
    for (name, value) in &request.headers.0 {
        builder = builder.header(name, value);
    }
    let built = match &request.body {
        Some(body) => builder.body(body),
        None => builder.build(),
    };
    match built {
        Ok(request) => Ok(web_sys::Request::from(request).into()),
        Err(error) => Err(Failure::new(error.to_string(), false)),
    }
}

/// The second argument for the runtime's fetch.
fn options(request: &Request, abort: &AbortOnDrop) -> Result<JsValue, JsValue> {
    let options = Object::new();
    // Not in the `Request`: Node's fetch loses a signal with the `Request` that holds it, once that is garbage.
    set(&options, "signal", &abort.0.signal())?;
    if request.safety == Safety::Once {
        set(&options, "keepalive", &JsValue::FALSE)?;
        if let Some(client) = deno_client() {
            set(&options, "client", &client)?;
        }
        if let Some(dispatcher) = single_dispatcher()? {
            set(&options, "dispatcher", &dispatcher)?;
        }
    }
    Ok(options.into())
}

/// What sends one request for Node's fetch, and throws for a second one, as the Fetch standard asks for after a 421; none elsewhere.
fn single_dispatcher() -> Result<Option<Object>, JsValue> {
    let shared = Reflect::get(&js_sys::global(), &Symbol::for_("undici.globalDispatcher.1"))?;
    let Ok(dispatch) = member(&shared, "dispatch").dyn_into::<Function>() else { return Ok(None) };
    let dispatch = Closure::once_into_js(move |options: JsValue, handler: JsValue| {
        dispatch.call2(&shared, &options, &handler)
    });
    let dispatcher = Object::new();
    set(&dispatcher, "dispatch", &dispatch)?;
    Ok(Some(dispatcher))
}

thread_local! {
    /// Deno's client that keeps no connections and speaks HTTP/1.1 alone.
    static DENO_CLIENT: OnceCell<Option<JsValue>> = const { OnceCell::new() };
}

fn deno_client() -> Option<JsValue> {
    let make = || {
        let deno = member(&js_sys::global(), "Deno");
        let create: Function = member(&deno, "createHttpClient").dyn_into().ok()?;
        let options = Object::new();
        set(&options, "poolMaxIdlePerHost", &JsValue::from(0)).ok()?;
        // Deno repeats requests on a connection of HTTP/2 that the server gives up.
        set(&options, "http2", &JsValue::FALSE).ok()?;
        create.call1(&deno, &options).ok()
    };
    DENO_CLIENT.with(|client| client.get_or_init(make).clone())
}

/// The second argument for a fetch of the user's own: a plain object, as most such functions expect.
fn init(request: &Request, abort: &AbortOnDrop) -> Result<JsValue, JsValue> {
    let headers = Object::new();
    for (name, value) in &request.headers.0 {
        set(&headers, name, &JsValue::from_str(value))?;
    }
    let init = Object::new();
    set(&init, "method", &JsValue::from_str(request.method.as_str()))?;
    set(&init, "headers", &headers)?;
    set(&init, "redirect", &JsValue::from_str("manual"))?;
    set(&init, "signal", &abort.0.signal())?;
    if request.safety == Safety::Once {
        set(&init, "keepalive", &JsValue::FALSE)?;
    }
    if let Some(body) = &request.body {
        set(&init, "body", &JsValue::from_str(body))?;
    }
    Ok(init.into())
}

fn set(object: &Object, name: &str, value: &JsValue) -> Result<bool, JsValue> {
    Reflect::set(object, &JsValue::from_str(name), value)
}

/// A member of a value that may be anything; undefined if it has none or throws.
fn member(value: &JsValue, name: &str) -> JsValue {
    Reflect::get(value, &JsValue::from_str(name)).unwrap_or_default()
}
