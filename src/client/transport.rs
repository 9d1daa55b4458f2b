//! What a client needs of the outside world.

use std::error::Error as StdError;
use std::future::Future;
use std::time::{Duration, UNIX_EPOCH};

use super::observer::Outcome;
use crate::call::request::{Call, Request};
use crate::call::response::Response;
use crate::error::{Cause, Error};
use crate::maybe_send::{MaybeSend, MaybeSync};
use crate::schema::Misfits;

/// The outside world: the wire, the clock, randomness, waiting. Implemented once for each kind of runtime, by `async fn`s.
///
/// Except on wasm32, a transport and its futures can move to another thread ([`MaybeSend`]).
pub trait Transport: MaybeSend + MaybeSync {
    /// Waits until a request may be sent, and returns what keeps its place until the try is over, such as a permit of a
    /// semaphore. By default there is nothing to wait for.
    ///
    /// This is the place for a limit on calls at a time or a second. It is awaited for each try before the request is
    /// signed and before its time limit begins, so that neither its timestamp nor its time is used up in a queue. A
    /// transport that limits the waiting does it here, and fails: nothing was sent then, whatever the failure says.
    ///
    /// ```
    /// use pandapon::client::Failure;
    ///
    /// # struct Limited { places: tokio::sync::Semaphore }
    /// # impl Limited {
    /// // Within `impl Transport for Limited`:
    /// async fn ready(&self) -> Result<tokio::sync::SemaphorePermit<'_>, Failure> {
    ///     self.places.acquire().await.map_err(|closed| Failure::new(closed.to_string(), false))
    /// }
    /// # }
    /// ```
    fn ready(&self) -> impl Future<Output = Result<impl MaybeSend, Failure>> + MaybeSend {
        async { Ok(()) }
    }

    /// Sends a request and waits for the whole answer. Dropping the future aborts it.
    ///
    /// Two things of the request are for the transport itself. A [`Safety::Once`](crate::endpoint::Safety::Once) request
    /// should have a connection of its own, where a runtime cannot send it again. A body should not be read much beyond
    /// [`Request::max_response_bytes`]: a transport that stops there returns what it has, and the client refuses it.
    fn send(&self, request: &Request) -> impl Future<Output = Result<Response, Failure>> + MaybeSend;

    /// Waits.
    fn sleep(&self, pause: Duration) -> impl Future<Output = ()> + MaybeSend;

    /// Milliseconds since 1970, UTC.
    fn now(&self) -> u64;

    /// Fills `entropy` with bytes that nobody can predict.
    ///
    /// # Errors
    /// [`Error::Config`] if the runtime has none.
    fn fill(&self, entropy: &mut [u8]) -> Result<(), Error>;

    /// A date as in HTTP headers, in milliseconds since 1970.
    fn read_date(&self, text: &str) -> Option<u64> {
        let date = httpdate::parse_http_date(text).ok()?.duration_since(UNIX_EPOCH).ok()?;
        u64::try_from(date.as_millis()).ok()
    }

    /// Receives what happens. Events carry no secret but the signature in [`Event::Request`].
    fn observe(&self, event: Event<'_>) {
        let _ = event;
    }
}

/// Why no answer came.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Failure {
    /// What the runtime said.
    pub reason: String,
    /// Whether the request may have reached the vendor. When in doubt, it may.
    pub sent: bool,
    /// The error of the runtime, which the error of the call returns as its source.
    pub source: Option<Cause>,
}

impl Failure {
    /// Makes a failure for this reason. `sent` is whether the request may have reached the vendor.
    pub fn new(reason: impl Into<String>, sent: bool) -> Self {
        Self { reason: reason.into(), sent, source: None }
    }

    /// Keeps the error of the runtime, in which no secret may be.
    #[must_use]
    pub fn with_source(self, error: impl StdError + Send + Sync + 'static) -> Self {
        Self { source: Some(Cause::new(error)), ..self }
    }
}

/// Something that happens in the course of a call.
///
/// A call that is refused before it begins, such as one whose request is invalid, has no event.
#[derive(Clone, Copy)]
#[non_exhaustive]
pub enum Event<'a> {
    /// A request goes out.
    Request {
        /// The call.
        call: &'a Call,
        /// The request, signature included.
        request: &'a Request,
        /// Which try it is, from 1.
        tried: u32,
    },
    /// An answer came in.
    Response {
        /// The call.
        call: &'a Call,
        /// The answer.
        response: &'a Response,
        /// Which try it was, from 1.
        tried: u32,
    },
    /// The call will be sent again.
    Retry {
        /// The call.
        call: &'a Call,
        /// What went wrong, if no answer came.
        error: Option<&'a Error>,
        /// Which try failed, from 1.
        tried: u32,
        /// The time until the next.
        pause: Duration,
    },
    /// An answer has values that do not fit their declared types. They are also in [`Reply`](super::Reply).
    Misfits {
        /// The endpoint.
        endpoint: &'a str,
        /// The values.
        misfits: &'a Misfits,
    },
    /// The call is over, its response read. This is the last event of every call, also of one whose future is dropped.
    End {
        /// The call.
        call: &'a Call,
        /// The last response, if the last request got one.
        response: Option<&'a Response>,
        /// How it ended.
        outcome: Outcome<'a>,
        /// The number of attempts.
        attempts: u32,
        /// Whether a request may have reached the vendor.
        sent: bool,
        /// The time that the call took, its pauses included.
        elapsed: Duration,
    },
}
