//! What a client needs of the outside world.

use std::future::Future;
use std::time::{Duration, UNIX_EPOCH};

use crate::call::request::{Call, Request};
use crate::call::response::Response;
use crate::error::Error;

/// The outside world: the wire, the clock, randomness, waiting. Implemented once for each kind of runtime.
pub trait Transport {
    /// Sends a request and waits for the whole answer. Dropping the future aborts it.
    fn send(&self, request: &Request) -> impl Future<Output = Result<Response, Failure>>;

    /// Waits.
    fn sleep(&self, pause: Duration) -> impl Future<Output = ()>;

    /// Milliseconds since 1970, UTC.
    fn now(&self) -> u64;

    /// Fills `entropy` with bytes that nobody can predict.
    ///
    /// # Errors
    /// [`Error::Config`] if the runtime has none.
    fn fill(&self, entropy: &mut [u8]) -> Result<(), Error>;

    /// A date as it stands in HTTP headers, in milliseconds since 1970.
    fn read_date(&self, text: &str) -> Option<u64> {
        let date = httpdate::parse_http_date(text).ok()?.duration_since(UNIX_EPOCH).ok()?;
        u64::try_from(date.as_millis()).ok()
    }

    /// Is told what happens. Events carry no secret but the signature in [`Event::Request`].
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
}

/// Something that happens in the course of a call.
#[derive(Clone, Copy)]
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
}
