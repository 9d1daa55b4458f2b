//! The transport of a client in JavaScript: fetch, and a function that is told what happens.

use std::time::Duration;

use js_sys::Function;
use serde::Serialize;
use wasm_bindgen::JsValue;

use super::json;
use super::options::Options;
use crate::call::headers::Headers;
use crate::call::request::{Call, Request};
use crate::call::response::Response;
use crate::client::fetch::Fetch;
use crate::client::{Event, Failure, Transport};
use crate::error::Error;

/// Fetch, with an observer.
#[derive(Clone)]
pub struct Observed {
    fetch: Fetch,
    observer: Option<Function>,
}

impl Observed {
    /// What a client's options name: `fetch`, and `observe`, which the package makes of logger and hooks.
    ///
    /// # Errors
    /// [`Error::Config`] if one is no function.
    pub fn of(options: &Options<'_>) -> Result<Self, Error> {
        let fetch = options.function("fetch")?.map_or_else(Fetch::default, Fetch::with);
        Ok(Self { fetch, observer: options.function("observe")? })
    }
}

impl Transport for Observed {
    async fn send(&self, request: &Request) -> Result<Response, Failure> {
        self.fetch.send(request).await
    }

    async fn sleep(&self, pause: Duration) {
        self.fetch.sleep(pause).await;
    }

    fn now(&self) -> u64 {
        self.fetch.now()
    }

    fn read_date(&self, text: &str) -> Option<u64> {
        self.fetch.read_date(text)
    }

    fn fill(&self, entropy: &mut [u8]) -> Result<(), Error> {
        self.fetch.fill(entropy)
    }

    fn observe(&self, event: Event<'_>) {
        let Some(observer) = &self.observer else { return };
        if let Ok(event) = json(&Report::of(event)) {
            // An observer can neither stop nor break a call.
            let _ = observer.call1(&JsValue::UNDEFINED, &event);
        }
    }
}

/// An event as an observer sees it: without signature.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Report<'a> {
    event: &'static str,
    name: &'a str,
    method: &'static str,
    url: &'a str,
    attempt: u32,
    #[serde(skip_serializing_if = "Option::is_none")]
    status: Option<u16>,
    #[serde(skip_serializing_if = "Option::is_none")]
    headers: Option<Headers>,
    #[serde(skip_serializing_if = "Option::is_none")]
    body: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    error: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pause: Option<u64>,
}

impl<'a> Report<'a> {
    fn of(event: Event<'a>) -> Self {
        match event {
            Event::Request { call, request, tried } => Report {
                headers: Some(masked(&request.headers.0)),
                body: request.body.as_deref(),
                ..Self::new("request", call, tried)
            },
            Event::Response { call, response, tried } => Report {
                status: Some(response.status),
                headers: Some(masked(&response.headers.0)),
                ..Self::new("response", call, tried)
            },
            Event::Retry { call, error, tried, pause } => Report {
                error: error.map(Error::to_string),
                pause: u64::try_from(pause.as_millis()).ok(),
                ..Self::new("retry", call, tried)
            },
        }
    }

    fn new(event: &'static str, call: &'a Call, attempt: u32) -> Self {
        Report {
            event,
            name: &call.name,
            method: call.method.as_str(),
            url: &call.url,
            attempt,
            status: None,
            headers: None,
            body: None,
            error: None,
            pause: None,
        }
    }
}

fn masked(headers: &[(String, String)]) -> Headers {
    let mask = |name: &str, value: &str| if name == "signature" { "********" } else { value }.to_owned();
    Headers(headers.iter().map(|(name, value)| (name.clone(), mask(name, value))).collect())
}
