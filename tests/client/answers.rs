//! A transport with scripted responses, which can block a caller at any point. Its clock advances only by waiting.

use std::task::Poll;
use std::time::Duration;

use pandapon::call::headers::Headers;
use pandapon::call::request::Request;
use pandapon::call::response::Response;
use pandapon::client::{Client, Event, Failure, Settings, Transport};
use pandapon::credentials::Credentials;
use pandapon::error::Error;
use pandapon::MaybeSend;
use serde_json::Value;

use crate::shared::Shared;
use crate::wire::{Entropy, START};

/// Where a call waits forever.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Stuck {
    Nowhere,
    BeforeSigning,
    InFlight,
    BeforeRetry,
}

/// Returns the status and the bytes of a response.
pub type RawAnswer = fn(&Request) -> (u16, Vec<u8>);

/// Returns the data of the responses in turn, then the last one repeatedly.
pub struct Answers {
    pub data: Vec<Value>,
    /// Returns the status and the bytes of every response instead.
    pub raw: Option<RawAnswer>,
    pub stuck: Stuck,
    /// Whether a response is not immediately available.
    pub slow: bool,
    /// Whether requests fail before they are sent.
    pub unreachable: bool,
    /// How long a request waits for its slot, and why it gets none.
    pub queue: Duration,
    pub no_place: Option<String>,
    pub requests: Shared<Vec<Request>>,
    /// The events, in order.
    pub log: Shared<Vec<String>>,
    pub now: Shared<u64>,
    pub entropy: Entropy,
}

impl Answers {
    pub fn new(data: impl IntoIterator<Item = Value>) -> Self {
        Self {
            data: data.into_iter().collect(),
            raw: None,
            stuck: Stuck::Nowhere,
            slow: false,
            unreachable: false,
            queue: Duration::ZERO,
            no_place: None,
            requests: Shared::default(),
            log: Shared::default(),
            now: Shared::new(START),
            entropy: Entropy::new(1),
        }
    }

    fn log(&self, what: impl Into<String>) {
        self.log.borrow_mut().push(what.into());
    }

    /// Returns these fields of the bodies of all requests.
    pub fn asked(&self, member: &str) -> Vec<Value> {
        let body = |request: &Request| {
            serde_json::from_str::<Value>(request.body.as_deref().unwrap()).unwrap()[member].clone()
        };
        self.requests.borrow().iter().map(body).collect()
    }
}

/// Creates a client with such a transport.
pub fn client(answers: &Answers, settings: Settings) -> Client<&Answers> {
    let credentials =
        Credentials::new("0123456789abcdef0123456789abcdef", "fedcba9876543210fedcba9876543210");
    Client::new(answers, credentials.unwrap(), settings).unwrap()
}

/// A slot in the queue, until it is dropped.
struct Place<'a>(&'a Answers);

impl Drop for Place<'_> {
    fn drop(&mut self) {
        self.0.log("place given back");
    }
}

impl Transport for &Answers {
    async fn ready(&self) -> Result<impl MaybeSend, Failure> {
        if self.stuck == Stuck::BeforeSigning {
            std::future::pending::<()>().await;
        }
        self.now.set(self.now.get() + u64::try_from(self.queue.as_millis()).unwrap());
        self.log("ready");
        match &self.no_place {
            None => Ok(Place(self)),
            Some(reason) => Err(Failure::new(reason, true)),
        }
    }

    async fn send(&self, request: &Request) -> Result<Response, Failure> {
        self.log("sent");
        let nth = self.requests.borrow().len();
        self.requests.borrow_mut().push(request.clone());
        if self.stuck == Stuck::InFlight {
            std::future::pending::<()>().await;
        }
        if self.slow {
            let mut polled = false;
            std::future::poll_fn(|_| match std::mem::replace(&mut polled, true) {
                true => Poll::Ready(()),
                false => Poll::Pending,
            })
            .await;
        }
        if self.unreachable {
            return Err(Failure::new("unreachable", false).with_source(std::fmt::Error));
        }
        if let Some(answer) = self.raw {
            let (status, body) = answer(request);
            return Ok(Response { status, headers: Headers::default(), body });
        }
        let data = &self.data[nth.min(self.data.len() - 1)];
        let body = format!(r#"{{"code":200,"requestId":"r1","data":{data}}}"#).into_bytes();
        Ok(Response { status: 200, headers: Headers::default(), body })
    }

    async fn sleep(&self, pause: Duration) {
        self.log(format!("waits {} s", pause.as_secs()));
        // Pauses between attempts end; time limits are never reached.
        if pause >= Duration::from_secs(9) || self.stuck == Stuck::BeforeRetry {
            std::future::pending::<()>().await;
        }
    }

    fn now(&self) -> u64 {
        self.now.get()
    }

    fn fill(&self, entropy: &mut [u8]) -> Result<(), Error> {
        self.entropy.fill(entropy);
        Ok(())
    }

    fn observe(&self, event: Event<'_>) {
        if let Event::Misfits { endpoint, misfits } = event {
            self.log(format!("{endpoint}: {misfits}"));
        }
    }
}
