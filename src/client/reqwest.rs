//! The transport for native programs: [reqwest](https://docs.rs/reqwest) over rustls, on tokio.

use std::error::Error as StdError;
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use ::reqwest::{redirect, retry, ClientBuilder, Method as HttpMethod};

use super::transport::{Failure, Transport};
use crate::call::headers::Headers;
use crate::call::request::Request;
use crate::call::response::Response;
use crate::endpoint::Method;
use crate::error::Error;

/// Sends by reqwest. Cheap to clone; the clones share their connections. Must be used within a tokio runtime.
#[derive(Debug, Clone)]
pub struct Reqwest {
    client: ::reqwest::Client,
}

impl Reqwest {
    /// With reqwest's defaults, but for redirects and retries, see [`Reqwest::with`].
    ///
    /// # Errors
    /// As [`Reqwest::with`].
    pub fn new() -> Result<Self, Error> {
        Self::with(::reqwest::Client::builder())
    }

    /// With settings of your own, such as a proxy or further root certificates.
    ///
    /// Redirects are not followed, since they could send signed headers to another host or an order twice, and nothing is
    /// repeated but by the client, which knows what may be.
    ///
    /// # Errors
    /// [`Error::Config`] if reqwest cannot be set up so.
    pub fn with(builder: ClientBuilder) -> Result<Self, Error> {
        let client = builder.redirect(redirect::Policy::none()).retry(retry::never()).build();
        let client = client.map_err(|error| Error::Config(format!("reqwest: {}", reason(error))))?;
        Ok(Self { client })
    }
}

impl Transport for Reqwest {
    async fn send(&self, request: &Request) -> Result<Response, Failure> {
        let method = match request.method {
            Method::Get => HttpMethod::GET,
            Method::Post => HttpMethod::POST,
        };
        let mut outgoing = self.client.request(method, &request.url);
        for (name, value) in &request.headers.0 {
            outgoing = outgoing.header(name, value);
        }
        if let Some(body) = &request.body {
            outgoing = outgoing.body(body.clone());
        }
        let answer = outgoing.send().await.map_err(failure)?;
        let status = answer.status().as_u16();
        let headers = headers(answer.headers());
        let body = answer.bytes().await.map_err(failure)?;
        Ok(Response { status, headers, body: body.to_vec() })
    }

    async fn sleep(&self, pause: Duration) {
        tokio::time::sleep(pause).await;
    }

    fn now(&self) -> u64 {
        let since = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
        u64::try_from(since.as_millis()).unwrap_or(u64::MAX)
    }

    fn fill(&self, entropy: &mut [u8]) -> Result<(), Error> {
        getrandom::fill(entropy)
            .map_err(|error| Error::Config(format!("this system has no randomness: {error}")))
    }
}

/// Headers that are not ASCII are left out: none of the vendor's is known to be.
fn headers(headers: &::reqwest::header::HeaderMap) -> Headers {
    let text = |value: &::reqwest::header::HeaderValue| value.to_str().ok().map(str::to_owned);
    let pairs = headers.iter().filter_map(|(name, value)| Some((name.as_str().to_owned(), text(value)?)));
    Headers(pairs.collect())
}

/// Only while a request is made ready, or the connection is, is it sure that nothing was sent.
fn failure(error: ::reqwest::Error) -> Failure {
    let sent = !(error.is_builder() || error.is_connect());
    Failure { reason: reason(error), sent }
}

/// What went wrong, with its causes, without the address: its query may hold a signature.
fn reason(error: ::reqwest::Error) -> String {
    let error = error.without_url();
    let mut said = error.to_string();
    let mut cause = error.source();
    while let Some(error) = cause {
        said = format!("{said}: {error}");
        cause = error.source();
    }
    said
}
