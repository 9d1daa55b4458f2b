//! A [`Transport`] that connects a client to a sandbox, with a virtual clock.

use std::collections::BTreeMap;
use std::future::poll_fn;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::task::{Context, Poll};
use std::time::Duration;

use pandapon::call::request::Request;
use pandapon::call::response::Response;
use pandapon::call::route::Routes;
use pandapon::client::{Client, Failure, Settings, Transport};
use pandapon::credentials::Credentials;
use pandapon::error::Error;

use crate::faults::Outcome;
use crate::http::HttpRequest;
use crate::random::Random;
use crate::Sandbox;

/// A transport to a [`Sandbox`], for `Client::new`. Clones share the sandbox.
///
/// Time is virtual: it stands still while requests are handled, and jumps ahead when everything waits, for the pause
/// before a retry or for a response that a fault delays.
#[derive(Debug, Clone)]
pub struct SandboxTransport {
    shared: Arc<Mutex<Shared>>,
}

#[derive(Debug)]
struct Shared {
    sandbox: Sandbox,
    /// Milliseconds since 1970, UTC.
    now: u64,
    /// The source of nonces.
    random: Random,
    /// The due time of each pending timer, by id.
    timers: BTreeMap<u64, u64>,
    last_timer: u64,
}

impl Sandbox {
    /// Creates a transport to this sandbox. Its clock starts at `now`, in milliseconds since 1970.
    pub fn transport(self, now: u64) -> SandboxTransport {
        let random = Random::new(now);
        let shared = Shared { sandbox: self, now, random, timers: BTreeMap::new(), last_timer: 0 };
        SandboxTransport { shared: Arc::new(Mutex::new(shared)) }
    }

    /// Makes a client of this sandbox's account over [`Sandbox::transport`], with a route to every endpoint that it emulates.
    ///
    /// ```
    /// use pandapon_sandbox::Sandbox;
    ///
    /// let client = Sandbox::new(1).client(1_779_263_269_000)?;
    /// // Between calls, controls play the part of time, sellers and carriers:
    /// client.transport().with(|sandbox, now| sandbox.advance(3_600_000, now))?;
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// # Errors
    /// Those of [`Client::new`].
    pub fn client(self, now: u64) -> Result<Client<SandboxTransport>, Error> {
        let account = self.credentials();
        let credentials = Credentials::new(&account.access_key, &account.access_secret)?;
        let settings = Settings { routes: Routes::new(Self::routes())?, ..Settings::new(&account.user_id) };
        Client::new(self.transport(now), credentials, settings)
    }
}

impl SandboxTransport {
    /// Gives access to the sandbox and to the time, which controls need: `transport.with(|sandbox, now|
    /// sandbox.ship(id, now))`.
    pub fn with<T>(&self, action: impl FnOnce(&mut Sandbox, u64) -> T) -> T {
        let mut shared = self.lock();
        let now = shared.now;
        action(&mut shared.sandbox, now)
    }

    /// Locks the shared state, also after a panic in [`SandboxTransport::with`].
    fn lock(&self) -> MutexGuard<'_, Shared> {
        self.shared.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Waits for all earlier timers, then moves the clock ahead.
    async fn wait(&self, milliseconds: u64) {
        let timer = Timer::new(self, milliseconds);
        let mut is_new = true;
        poll_fn(move |context| timer.poll(std::mem::take(&mut is_new), context)).await;
    }
}

impl Transport for SandboxTransport {
    async fn send(&self, request: &Request) -> Result<Response, Failure> {
        let reply = self.with(|sandbox, now| {
            let request = HttpRequest {
                method: request.method.as_str(),
                url: &request.url,
                headers: request.headers.as_slice(),
                body: request.body.as_deref(),
            };
            sandbox.receive(&request, now)
        });
        if reply.latency > 0 {
            self.wait(reply.latency).await;
        }
        match reply.outcome {
            Outcome::Response(response) => Ok(response),
            // In doubt, as on a real connection: the fault may have come before the sandbox acted.
            Outcome::Reset => Err(Failure::new("the connection was reset", true)),
        }
    }

    async fn sleep(&self, pause: Duration) {
        self.wait(u64::try_from(pause.as_millis()).unwrap_or(u64::MAX)).await;
    }

    fn now(&self) -> u64 {
        self.lock().now
    }

    fn fill(&self, entropy: &mut [u8]) -> Result<(), Error> {
        let mut shared = self.lock();
        for chunk in entropy.chunks_mut(8) {
            let bytes = shared.random.next().to_le_bytes();
            chunk.iter_mut().zip(bytes).for_each(|(to, byte)| *to = byte);
        }
        Ok(())
    }
}

/// A pending timer. It ends when it is dropped.
struct Timer<'a> {
    transport: &'a SandboxTransport,
    id: u64,
    due: u64,
}

impl<'a> Timer<'a> {
    fn new(transport: &'a SandboxTransport, milliseconds: u64) -> Self {
        let mut shared = transport.lock();
        let due = shared.now.saturating_add(milliseconds);
        shared.last_timer += 1;
        let id = shared.last_timer;
        shared.timers.insert(id, due);
        Timer { transport, id, due }
    }

    /// Is ready once no other timer is due earlier. The first poll is always pending, so that timers started together are
    /// all registered.
    fn poll(&self, is_new: bool, context: &Context<'_>) -> Poll<()> {
        let mut shared = self.transport.lock();
        let is_next = shared.timers.iter().all(|(id, due)| (self.due, self.id) <= (*due, *id));
        if is_new || !is_next {
            context.waker().wake_by_ref();
            return Poll::Pending;
        }
        shared.now = shared.now.max(self.due);
        Poll::Ready(())
    }
}

impl Drop for Timer<'_> {
    fn drop(&mut self) {
        self.transport.lock().timers.remove(&self.id);
    }
}
