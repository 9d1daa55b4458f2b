//! The client: signs calls, sends them through a transport, retries what is safe to retry, and decodes the responses.
//!
//! A transport is the outside world. `client::reqwest` (feature `reqwest`) is the one for native programs, `client::fetch`
//! (feature `fetch`) the one for wasm32; this one answers from memory:
//!
//! ```
//! use std::time::Duration;
//!
//! use pandapon::api::{alibaba::refund, v2};
//! use pandapon::{Client, Credentials, Error, Failure, Headers, Request, Response, Routes, Settings, Transport};
//!
//! struct Memory;
//!
//! impl Transport for Memory {
//!     async fn send(&self, request: &Request) -> Result<Response, Failure> {
//!         assert!(request.url.ends_with("/alibaba/refund/info"));
//!         let body = br#"{"code":200,"data":{"refundId":"TQ1","orderId":3305075341149134260,"status":"refundsuccess"}}"#;
//!         Ok(Response { status: 200, headers: Headers::default(), body: body.to_vec() })
//!     }
//!     async fn sleep(&self, _: Duration) {
//!         std::future::pending().await
//!     }
//!     fn now(&self) -> u64 {
//!         1_763_800_000_000
//!     }
//!     fn fill(&self, entropy: &mut [u8]) -> Result<(), Error> {
//!         entropy.fill(7); // An example: a real one takes bytes that nobody can predict.
//!         Ok(())
//!     }
//! }
//!
//! # futures_util::FutureExt::now_or_never(async {
//! let credentials = Credentials::new("0123456789abcdef0123456789abcdef", "the access secret")?;
//! // Endpoints whose path is not public need a route; a wrong one is refused here.
//! let routes = Routes::new([("alibaba.refund.carriers", "GET /the/path/on/your/page")])?;
//! let client = Client::new(Memory, credentials, Settings { routes, ..Settings::new("1688000000001") })?;
//!
//! let request = refund::Get::new().refund_id("TQ1");
//! let refund = client.send(request.clone()).await?;
//! assert_eq!(refund.order_id, Some("3305075341149134260".into()));
//! assert_eq!(refund.status, Some(refund::RefundStatus::RefundSuccess));
//!
//! // Generation 2 takes the same request, around which its own endpoint stands.
//! assert_eq!(client.send(v2::alibaba::refund::Get::from(request)).await?, refund);
//! # Ok::<_, Error>(())
//! # }).expect("nothing waits").unwrap();
//! ```
//!
//! To send a request by other means, prepare it and sign it. For that a client needs no transport:
//!
//! ```
//! use pandapon::api::alibaba::refund::Get;
//! use pandapon::{Client, Credentials, Endpoint, Headers, Settings, Unsigned};
//!
//! let credentials = Credentials::new("0123456789abcdef0123456789abcdef", "the access secret")?;
//! let client = Client::new((), credentials, Settings::new("1688000000001"))?;
//!
//! let members = serde_json::to_value(Get::new().refund_id("TQ1"))?;
//! let call = client.prepare(Get::DESCRIPTOR, &members.into())?;
//! assert_eq!(call.body.as_deref(), Some(r#"{"refundId":"TQ1"}"#));
//!
//! let signer = client.signer();
//! let nonce = "abcdefghijklmnopqrstuvwxyz012345"; // An example: each request needs random characters of its own.
//! let parts = Unsigned { access_key: signer.access_key(), timestamp: "1763800000", nonce };
//! let request = call.signed(parts, &client.settings().user_id, signer.signature(parts), &Headers::default());
//! assert_eq!(request.url, "https://api.pandapon.com/alibaba/refund/info");
//! assert_eq!(request.headers.get("signature").map(str::len), Some(32));
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

mod dropped;
mod dyn_transport;
mod pages;
mod settings;
mod transport;

#[cfg(all(feature = "fetch", target_arch = "wasm32"))]
pub mod fetch;
#[cfg(all(feature = "reqwest-core", not(target_arch = "wasm32")))]
pub mod reqwest;

use std::future::Future;
use std::pin::pin;
use std::sync::Arc;
use std::time::Duration;

use futures_util::future::{select, Either};
use pandapon_lossless::Names;

pub use dropped::{Dropped, OnDropped};
pub use dyn_transport::DynTransport;
pub use pages::Pages;
pub use settings::{CallOptions, Settings};
pub use transport::{Event, Failure, Transport};

use crate::call::advice::advice_after_response;
use crate::call::gateway::beginning;
use crate::call::machine::{self, Action, Limits, Machine, Runtime};
use crate::call::request::{Call, Request};
use crate::call::response::{classify, too_large, Body, Envelope, Meta, Response};
use crate::call::route::Routes;
use crate::credentials::{Credentials, Sign, Unsigned};
use crate::endpoint::{Descriptor, Endpoint};
use crate::error::Error;
use crate::schema::{Allow, Json, Lenient, Misfits};

use dropped::DropWatch;

/// The vendor's client, over a transport `T` and a signer `S`.
///
/// Cheap to clone.
///
/// # Dropped calls
///
/// Dropping the future of a call abandons the call: the connection is closed, and nobody learns the outcome. That is fine
/// for a call that reads. A call that creates, pays or submits (`Safety::Once`) may have reached the vendor by then, so that
/// an order may exist of which this program does not know. Web servers such as axum drop a handler's future when the visitor
/// leaves. Two things help:
///
/// - Spawn such calls as tasks of their own, with [`Client::send_detached`]: they run to their end, whether or not anybody waits for them.
/// - Set [`Settings::on_dropped`], which receives the calls that were dropped nevertheless.
#[derive(Debug, Clone)]
pub struct Client<T, S = Credentials> {
    transport: T,
    signer: S,
    settings: Arc<Settings>,
}

/// The data of a successful answer, and what came with it.
#[derive(Debug, Clone, PartialEq)]
pub struct Reply<A> {
    /// The data.
    pub data: A,
    /// What came with it.
    pub meta: Meta,
    /// The values of the data that do not fit their declared types; empty in an untyped reply.
    pub misfits: Misfits,
}

/// A call and the answer it got, not yet decoded.
#[derive(Debug, Clone, PartialEq)]
pub struct Exchange {
    /// What was sent.
    pub call: Call,
    /// What came back.
    pub response: Response,
}

impl<T, S: Sign> Client<T, S> {
    /// A client that signs with `signer` and sends through `transport`.
    ///
    /// # Errors
    /// [`Error::Config`] if a setting is wrong.
    pub fn new(transport: T, signer: S, mut settings: Settings) -> Result<Self, Error> {
        settings.check()?;
        Ok(Self { transport, signer, settings: Arc::new(settings) })
    }

    /// The same client for another sub-account.
    ///
    /// # Errors
    /// [`Error::Config`] if the user id cannot be in a header.
    pub fn with_user(&self, user_id: &str) -> Result<Self, Error>
    where
        T: Clone,
        S: Clone,
    {
        let settings = Settings { user_id: user_id.to_owned(), ..Settings::clone(&self.settings) };
        Self::new(self.transport.clone(), self.signer.clone(), settings)
    }

    /// The settings.
    pub fn settings(&self) -> &Settings {
        &self.settings
    }

    /// The signer.
    pub fn signer(&self) -> &S {
        &self.signer
    }

    /// The transport.
    pub fn transport(&self) -> &T {
        &self.transport
    }

    /// The call of an endpoint, validated, neither signed nor sent.
    ///
    /// # Errors
    /// [`Error::Validation`], [`Error::Route`].
    pub fn prepare(&self, endpoint: &Descriptor, members: &Json) -> Result<Call, Error> {
        self.prepare_with(endpoint, members, self.settings.allow)
    }

    fn prepare_with(&self, endpoint: &Descriptor, members: &Json, allow: Allow) -> Result<Call, Error> {
        let Settings { routes, base_url, max_request_bytes, .. } = &*self.settings;
        let route = Routes::for_endpoint(routes, endpoint)?;
        Call::for_endpoint(endpoint, &route, base_url, members.clone(), allow)?.within(*max_request_bytes)
    }
}

impl<T: Transport, S: Sign> Client<T, S> {
    /// Sends a request and returns the data of its response.
    ///
    /// A value that does not fit its declared type does not fail the call: see [`Misfits`], which [`Client::send_with`]
    /// returns and [`Transport::observe`] receives.
    ///
    /// # Errors
    /// Any [`Error`].
    pub async fn send<E: Endpoint>(&self, request: E) -> Result<E::Answer, Error> {
        let reply = self.send_with(request, &CallOptions::default()).await?;
        Ok(reply.data)
    }

    /// Sends a request and returns its whole response.
    ///
    /// # Errors
    /// Any [`Error`].
    pub async fn send_with<E: Endpoint>(
        &self,
        request: E,
        options: &CallOptions,
    ) -> Result<Reply<E::Answer>, Error> {
        let name = E::DESCRIPTOR.name;
        let members =
            serde_json::to_value(&request).map_err(|error| Error::Config(format!("{name}: {error}")))?;
        let reply = self.call(E::DESCRIPTOR, members, options).await?;
        self.typed(E::DESCRIPTOR, reply)
    }

    /// Sends a request from a clone of this client: a future that borrows nothing, to be spawned as a task of its own. The
    /// task goes on when the code that waits for it is dropped, and should do there what must be done with the outcome.
    ///
    /// ```
    /// # use pandapon::api::alibaba::order::{Create, CreatedOrders};
    /// # use pandapon::client::{reqwest::Reqwest, CallOptions, Client, Reply};
    /// # use pandapon::error::Error;
    /// # async fn book(_: &Result<Reply<CreatedOrders>, Error>) {}
    /// async fn order(
    ///     client: &Client<Reqwest>,
    ///     create: Create,
    /// ) -> Result<Result<Reply<CreatedOrders>, Error>, tokio::task::JoinError> {
    ///     let call = client.send_detached(create, CallOptions::default());
    ///     let task = tokio::spawn(async move {
    ///         let outcome = call.await;
    ///         book(&outcome).await;
    ///         outcome
    ///     });
    ///     // When this is dropped, the task goes on.
    ///     task.await
    /// }
    /// ```
    pub fn send_detached<E: Endpoint>(
        &self,
        request: E,
        options: CallOptions,
    ) -> impl Future<Output = Result<Reply<E::Answer>, Error>> + use<T, S, E>
    where
        T: Clone,
        S: Clone,
    {
        let client = self.clone();
        async move { client.send_with(request, &options).await }
    }

    /// The same reply with its data as the type of the endpoint's answer.
    fn typed<A: Lenient>(&self, endpoint: &Descriptor, reply: Reply<Json>) -> Result<Reply<A>, Error> {
        let Reply { data, meta, mut misfits } = reply;
        let Ok(data) = A::read(data, &mut misfits) else {
            return Err(Error::Decode {
                endpoint: endpoint.name.to_owned(),
                reason: format!("the data has another shape than expected: it is not {}", A::EXPECTED),
                status: meta.status,
                request_id: meta.request_id,
                hint: advice_after_response(endpoint.name, endpoint.safety),
            });
        };
        if !misfits.is_empty() {
            self.transport.observe(Event::Misfits { endpoint: endpoint.name, misfits: &misfits });
        }
        Ok(Reply { data, meta, misfits })
    }

    /// Calls an endpoint with the members of its request as JSON: for endpoints whose page shows not all of them, and for
    /// programs that choose the endpoint while they run.
    ///
    /// # Errors
    /// Any [`Error`].
    pub async fn call(
        &self,
        endpoint: &Descriptor,
        members: impl Into<Json>,
        options: &CallOptions,
    ) -> Result<Reply<Json>, Error> {
        let allow = options.allow.unwrap_or(self.settings.allow);
        let call = self.prepare_with(endpoint, &members.into(), allow)?;
        let response = self.deliver(&call, options).await?;
        read(&call, endpoint, &response)
    }

    /// Signs and sends a call, retrying it where that is safe.
    ///
    /// # Errors
    /// [`Error::Connection`], [`Error::Timeout`], [`Error::Signature`], and [`Error::Decode`] for a response that is too
    /// large.
    pub async fn deliver(&self, call: &Call, options: &CallOptions) -> Result<Response, Error> {
        let mut watch = DropWatch::new(call, self.settings.on_dropped.as_ref());
        let result = self.run(call, options, &mut watch).await;
        watch.end();
        let max_bytes = self.settings.max_response_bytes;
        match result {
            Ok(Response { status, body, .. }) if body.len() > max_bytes => {
                Err(too_large(call, status, max_bytes))
            }
            result => result,
        }
    }

    /// Carries out what the machine of the call decides.
    async fn run(
        &self,
        call: &Call,
        options: &CallOptions,
        watch: &mut DropWatch<'_>,
    ) -> Result<Response, Error> {
        let limits = Limits {
            timeout: options.timeout.unwrap_or(self.settings.timeout),
            max_retries: options.max_retries.unwrap_or(self.settings.max_retries),
            timestamp_unit: self.settings.timestamp_unit,
        };
        let mut machine = Machine::new(call, limits);
        let mut last = None;
        // What the transport hands out is kept until the attempt is over.
        let (mut event, mut _place) = self.ready().await;
        loop {
            let action = machine.step(event, &Outside(&self.transport));
            let attempt = machine.attempt();
            watch.sent = machine.may_have_arrived();
            event = match action {
                Action::Sign => {
                    let signing = self.signer.sign(machine.unsigned(self.signer.access_key()));
                    self.within(machine.timeout(), signing)
                        .await
                        .map_or(machine::Event::TimedOut, machine::Event::Signed)
                }
                Action::Send { signature } => {
                    let parts = machine.unsigned(self.signer.access_key());
                    let request = self.request(call, parts, signature, options);
                    self.transport.observe(Event::Request { call, request: &request, tried: attempt });
                    match self.within(machine.timeout(), self.transport.send(&request)).await {
                        Some(Ok(response)) => {
                            self.transport.observe(Event::Response {
                                call,
                                response: &response,
                                tried: attempt,
                            });
                            let retry_after = response.headers.get("retry-after").map(str::to_owned);
                            let status = response.status;
                            last = Some(response);
                            machine::Event::Answered { status, retry_after }
                        }
                        Some(Err(Failure { reason, sent })) => machine::Event::Failed { reason, sent },
                        None => machine::Event::TimedOut,
                    }
                }
                Action::Wait { pause } => {
                    let error = machine.failure();
                    self.transport.observe(Event::Retry { call, error, tried: attempt, pause });
                    _place = None;
                    self.transport.sleep(pause).await;
                    let (ready, place) = self.ready().await;
                    _place = place;
                    ready
                }
                Action::Done => return Ok(last.unwrap_or_default()),
                Action::Fail(error) => return Err(error),
            };
        }
    }

    /// Waits until the transport lets an attempt begin; what it hands out is its place.
    async fn ready(&self) -> (machine::Event, Option<impl Sized + use<'_, T, S>>) {
        match self.transport.ready().await {
            Ok(place) => (machine::Event::Ready { timestamp: None, nonce: None }, Some(place)),
            Err(Failure { reason, .. }) => (machine::Event::Unready { reason }, None),
        }
    }

    /// The outcome of `work`, if it ends within the timeout.
    async fn within<W: Future>(&self, timeout: Duration, work: W) -> Option<W::Output> {
        match select(pin!(work), pin!(self.transport.sleep(timeout))).await {
            Either::Left((done, _)) => Some(done),
            Either::Right(_) => None,
        }
    }

    fn request(&self, call: &Call, parts: Unsigned<'_>, signature: String, options: &CallOptions) -> Request {
        let headers = options.headers.or(&self.settings.headers);
        let user_id = options.user_id.as_deref().unwrap_or(&self.settings.user_id);
        let request = call.signed(parts, user_id, signature, &headers);
        Request { max_response_bytes: self.settings.max_response_bytes, ..request }
    }
}

/// A transport as the machine of a call sees it.
struct Outside<'a, T>(&'a T);

impl<T: Transport> Runtime for Outside<'_, T> {
    fn now(&self) -> u64 {
        self.0.now()
    }

    fn fill(&self, entropy: &mut [u8]) -> Result<(), Error> {
        self.0.fill(entropy)
    }

    fn read_date(&self, text: &str) -> Option<u64> {
        self.0.read_date(text)
    }
}

/// Reads the answer of an endpoint.
fn read(call: &Call, endpoint: &Descriptor, response: &Response) -> Result<Reply<Json>, Error> {
    let (body, data) = match Json::from_bytes(&response.body) {
        Ok(mut whole @ Json::Object(_)) => {
            let envelope = Envelope::read(|name| {
                Some(whole.get(name)?.as_digits().map(str::to_owned).unwrap_or_default())
            });
            let mut data = whole.take("data").unwrap_or_default();
            data.expand_nested(endpoint.json_names);
            let exact_names = Names::new(endpoint.exact_names);
            data.numbers_to_text(&|name| exact_names.contains(name.as_bytes()));
            (Body::Envelope { envelope, has_data: !data.is_null() }, data)
        }
        Ok(_) => (Body::Unreadable("the answer is not a JSON object".to_owned()), Json::Null),
        Err(error) => (Body::Unreadable(format!("the answer is {error}")), Json::Null),
    };
    let meta = classify(call, Some(endpoint), response.status, body, &beginning(&response.body))?;
    let meta = Meta { headers: response.headers.clone(), ..meta };
    Ok(Reply { data, meta, misfits: Misfits::default() })
}
