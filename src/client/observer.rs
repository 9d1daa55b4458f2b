//! What observers learn of calls, and the last of it: how each call ended, a dropped future included.

use std::fmt::{self, Debug, Formatter};
use std::sync::Arc;
use std::time::Duration;

use super::dropped::{Dropped, OnDropped};
use super::trace::Trace;
use super::transport::{Event, Transport};
use super::Settings;
use crate::call::gateway::MAX_READ;
use crate::call::machine::{Limits, Machine, MASK, SHORTEST_SECRET};
use crate::call::request::Call;
use crate::call::response::Response;
use crate::endpoint::Safety;
use crate::error::{Cause, Error};

/// A function that receives what happens in the course of calls, for [`Settings::observer`].
///
/// It must neither wait nor panic. It may write to a log, a metric or a channel. Events carry no secret but the signature in
/// [`Event::Request`].
///
/// ```
/// use pandapon::client::{Event, Observer, Outcome, Settings};
///
/// let observer = Observer::new(|event| {
///     if let Event::End { call, outcome, attempts, sent, elapsed, .. } = event {
///         let outcome = match outcome {
///             Outcome::Done => "done".to_owned(),
///             Outcome::Failed(error) => error.to_string(),
///             Outcome::Dropped => "dropped".to_owned(),
///         };
///         println!("{}: {outcome} after {attempts} attempts, {elapsed:?}, sent: {sent}", call.name);
///     }
/// });
/// let settings = Settings { observer: Some(observer), ..Settings::new("1688000000001") };
/// # let _ = settings;
/// ```
#[derive(Clone)]
pub struct Observer(Arc<dyn Fn(Event<'_>) + Send + Sync>);

impl Observer {
    /// Calls this function.
    pub fn new(receive: impl Fn(Event<'_>) + Send + Sync + 'static) -> Self {
        Self(Arc::new(receive))
    }
}

impl Debug for Observer {
    fn fmt(&self, out: &mut Formatter<'_>) -> fmt::Result {
        out.write_str("Observer(…)")
    }
}

/// How a call ended.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Outcome<'a> {
    /// Its response was read.
    Done,
    /// It failed.
    Failed(&'a Error),
    /// Its future was dropped before it was ready. Where the event says `sent`, look up the outcome.
    Dropped,
}

/// A call under way and its observers. Tells them how it ended; if this is dropped before, that it was dropped.
pub(super) struct Watch<'a, T: Transport> {
    transport: &'a T,
    settings: &'a Settings,
    pub call: &'a Call,
    pub machine: Machine,
    pub trace: Trace,
    started: u64,
    /// The last response.
    pub response: Option<Response>,
    /// Why there was none.
    pub source: Option<Cause>,
    is_over: bool,
}

impl<'a, T: Transport> Watch<'a, T> {
    pub fn new(transport: &'a T, settings: &'a Settings, call: &'a Call, limits: Limits) -> Self {
        Self {
            transport,
            settings,
            call,
            machine: Machine::new(call, limits),
            trace: Trace::new(call),
            started: transport.now(),
            response: None,
            source: None,
            is_over: false,
        }
    }

    /// Tells all observers.
    pub fn tell(&self, event: Event<'_>) {
        self.transport.observe(event);
        if let Some(Observer(receive)) = &self.settings.observer {
            receive(event);
        }
        self.trace.record(event);
    }

    /// Adds what is known of the call to an error.
    pub fn complete(&mut self, mut error: Error, response: &Response) -> Error {
        let machine = &self.machine;
        error
            .complete(self.call.safety, machine.attempt(), || kept_body(&response.body, machine.signature()));
        if let Error::Connection { source, .. } = &mut error {
            *source = self.source.take();
        }
        error
    }

    /// Tells all observers of the end.
    pub fn end(&mut self, response: &Response, error: Option<&Error>) {
        self.is_over = true;
        let outcome = error.map_or(Outcome::Done, Outcome::Failed);
        let sent = error.is_none_or(Error::sent);
        self.tell_end(Some(response).filter(|response| response.status > 0), outcome, sent);
    }

    fn tell_end(&self, response: Option<&Response>, outcome: Outcome<'_>, sent: bool) {
        let elapsed = Duration::from_millis(self.transport.now().saturating_sub(self.started));
        let (call, attempts) = (self.call, self.machine.attempt());
        self.tell(Event::End { call, response, outcome, attempts, sent, elapsed });
    }
}

impl<T: Transport> Drop for Watch<'_, T> {
    fn drop(&mut self) {
        if self.is_over {
            return;
        }
        let sent = self.machine.may_have_arrived();
        self.tell_end(self.response.as_ref(), Outcome::Dropped, sent);
        if let (Some(OnDropped(receive)), false) =
            (&self.settings.on_dropped, self.call.safety == Safety::Read)
        {
            receive(Dropped { call: self.call, sent });
        }
    }
}

/// The beginning of a body, in which the signature is masked.
fn kept_body(body: &[u8], signature: &str) -> Box<[u8]> {
    let mut rest = body.get(..MAX_READ).unwrap_or(body);
    let mut kept = Vec::with_capacity(rest.len());
    let secret = Some(signature.as_bytes()).filter(|signature| signature.len() >= SHORTEST_SECRET);
    while let [byte, after @ ..] = rest {
        match secret.and_then(|secret| rest.strip_prefix(secret)) {
            Some(after) => {
                kept.extend_from_slice(MASK.as_bytes());
                rest = after;
            }
            None => {
                kept.push(*byte);
                rest = after;
            }
        }
    }
    kept.into_boxed_slice()
}
