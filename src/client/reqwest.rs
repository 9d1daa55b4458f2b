//! The transport for native programs: [reqwest](https://docs.rs/reqwest) on tokio.
//!
//! Three features have it, which differ in TLS:
//!
//! | feature        | TLS                                                                                                  |
//! | -------------- | ---------------------------------------------------------------------------------------------------- |
//! | `reqwest`      | rustls with aws-lc                                                                                   |
//! | `reqwest-ring` | rustls with ring, or with the provider that the program has installed as rustls' default             |
//! | `reqwest-core` | what the program's own dependency on reqwest chooses: `reqwest = { features = ["native-tls"] }`      |
//!
//! Where several are on, the first of the table counts.

use std::error::Error as StdError;
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use ::reqwest::{redirect, retry, ClientBuilder, Method as HttpMethod};

use super::transport::{Failure, Transport};
use crate::call::headers::Headers;
use crate::call::request::Request;
use crate::call::response::Response;
use crate::endpoint::{Method, Safety};
use crate::error::Error;

/// How long connecting may take, name look-up and handshake included. A limit of our own.
const CONNECT_TIMEOUT: Duration = Duration::from_secs(10);
/// How long an idle connection is kept. Below 30 s, so that it is not used just when the other side closes it. A limit of our
/// own.
const POOL_IDLE_TIMEOUT: Duration = Duration::from_secs(25);
/// What requests say they come from.
const USER_AGENT: &str = concat!("pandapon-rust/", env!("CARGO_PKG_VERSION"));

/// Sends by reqwest. Cheap to clone; the clones share their connections. Must be used within a tokio runtime.
///
/// - A call that may be sent only once ([`Safety::Once`]) leaves on a connection of its own: nothing below this crate can send
///   it again, and it does not fail because a kept connection was just closed. Other calls share kept connections.
/// - A connection that cannot be made within 10 s fails the try, and it is certain that nothing was sent.
/// - Redirects are not followed, since they could send signed headers to another host or an order twice.
/// - Nothing is repeated but by the client, which knows what may be.
#[derive(Debug, Clone)]
pub struct Reqwest {
    /// Keeps its connections.
    keeping: ::reqwest::Client,
    /// Makes a connection for each request.
    single: ::reqwest::Client,
}

impl Reqwest {
    /// With reqwest's defaults, but for the above.
    ///
    /// # Errors
    /// [`Error::Config`] if reqwest cannot be set up so.
    pub fn new() -> Result<Self, Error> {
        Self::from_fn(Self::builder)
    }

    /// The settings of [`Reqwest::new`], to add to: a connect timeout of 10 s, idle connections kept for 25 s, and a `User-Agent`
    /// such as `pandapon-rust/0.1.0`.
    pub fn builder() -> ClientBuilder {
        let builder = with_tls(::reqwest::Client::builder());
        builder.connect_timeout(CONNECT_TIMEOUT).pool_idle_timeout(POOL_IDLE_TIMEOUT).user_agent(USER_AGENT)
    }

    /// With settings of your own, such as a proxy or further root certificates. `builder` is called twice, for the calls that
    /// keep their connections and for those that have one of their own.
    ///
    /// ```
    /// use pandapon::client::reqwest::Reqwest;
    ///
    /// let transport = Reqwest::from_fn(|| Reqwest::builder().user_agent("our shop"))?;
    /// # let _ = transport;
    /// # Ok::<(), pandapon::error::Error>(())
    /// ```
    ///
    /// # Errors
    /// [`Error::Config`] if reqwest cannot be set up so.
    pub fn from_fn(builder: impl Fn() -> ClientBuilder) -> Result<Self, Error> {
        Ok(Self { keeping: build(builder())?, single: build(builder().pool_max_idle_per_host(0))? })
    }

    /// With the settings of one builder. As it makes only one reqwest client, every call leaves on a connection of its own:
    /// [`Reqwest::from_fn`] is faster.
    ///
    /// # Errors
    /// [`Error::Config`] if reqwest cannot be set up so.
    pub fn with(builder: ClientBuilder) -> Result<Self, Error> {
        let single = build(builder.pool_max_idle_per_host(0))?;
        Ok(Self { keeping: single.clone(), single })
    }
}

/// Chooses rustls, whatever other crates have turned on in reqwest.
#[cfg(any(feature = "reqwest", feature = "reqwest-ring"))]
fn with_tls(builder: ClientBuilder) -> ClientBuilder {
    builder.tls_backend_rustls()
}

#[cfg(not(any(feature = "reqwest", feature = "reqwest-ring")))]
fn with_tls(builder: ClientBuilder) -> ClientBuilder {
    builder
}

/// Makes sure that rustls has cryptography, without which reqwest panics.
fn install_ring() {
    #[cfg(all(feature = "reqwest-ring", not(feature = "reqwest")))]
    if rustls::crypto::CryptoProvider::get_default().is_none() {
        // Fails only if another thread was first, whose provider is then used.
        let _ = rustls::crypto::ring::default_provider().install_default();
    }
}

fn build(builder: ClientBuilder) -> Result<::reqwest::Client, Error> {
    install_ring();
    let client = builder.redirect(redirect::Policy::none()).retry(retry::never()).build();
    client.map_err(|error| Error::Config(format!("reqwest: {}", reason(&error.without_url()))))
}

impl Transport for Reqwest {
    async fn send(&self, request: &Request) -> Result<Response, Failure> {
        let client = if request.safety == Safety::Once { &self.single } else { &self.keeping };
        let method = match request.method {
            Method::Get => HttpMethod::GET,
            Method::Post => HttpMethod::POST,
        };
        let mut outgoing = client.request(method, &request.url);
        for (name, value) in &request.headers.0 {
            outgoing = outgoing.header(name, value);
        }
        if let Some(body) = &request.body {
            outgoing = outgoing.body(body.clone());
        }
        let mut answer = outgoing.send().await.map_err(failure)?;
        let status = answer.status().as_u16();
        let headers = headers(answer.headers());
        let mut body = Vec::new();
        while let Some(chunk) = answer.chunk().await.map_err(failure)? {
            body.extend_from_slice(&chunk);
            if body.len() > request.max_response_bytes {
                break;
            }
        }
        Ok(Response { status, headers, body })
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
    pairs.collect()
}

/// Only while a request is made ready, or the connection is, is it sure that nothing was sent.
fn failure(error: ::reqwest::Error) -> Failure {
    let sent = !(error.is_builder() || error.is_connect());
    let error = error.without_url();
    Failure::new(reason(&error), sent).with_source(error)
}

/// What went wrong, with its causes. Must be without the address: its query may hold a signature.
fn reason(error: &::reqwest::Error) -> String {
    let mut said = error.to_string();
    let mut cause = error.source();
    while let Some(error) = cause {
        said = format!("{said}: {error}");
        cause = error.source();
    }
    said
}
