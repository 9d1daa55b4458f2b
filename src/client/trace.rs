//! Spans of [tracing](https://docs.rs/tracing), with the feature `tracing`: one for each call, with the fields of the semantic
//! conventions of OpenTelemetry for HTTP clients.

#[cfg(feature = "tracing")]
pub(super) use with_tracing::Trace;
#[cfg(not(feature = "tracing"))]
pub(super) use without::Trace;

#[cfg(not(feature = "tracing"))]
mod without {
    use std::future::Future;

    use crate::call::request::Call;
    use crate::client::transport::Event;

    /// Nothing.
    #[derive(Clone)]
    pub struct Trace;

    impl Trace {
        pub fn new(_: &Call) -> Self {
            Self
        }

        pub fn within<F: Future>(&self, work: F) -> F {
            work
        }

        pub fn record(&self, _: Event<'_>) {}
    }
}

#[cfg(feature = "tracing")]
mod with_tracing {
    use std::future::Future;

    use tracing::field::Empty;
    use tracing::{debug, info, info_span, warn, Instrument, Span};

    use crate::call::request::Call;
    use crate::client::observer::Outcome;
    use crate::client::transport::Event;
    use crate::error::Error;

    /// The span of a call.
    #[derive(Clone)]
    pub struct Trace(Span);

    impl Trace {
        pub fn new(call: &Call) -> Self {
            let Address { without_query, host, port } = Address::read(&call.url);
            let method = call.method.as_str();
            // A call of any path is named after its method and path, which conventions want left out of names.
            let name = if call.name.starts_with(method) {
                method.to_owned()
            } else {
                format!("{method} {}", call.name)
            };
            Self(info_span!(
                "pandapon.call",
                otel.name = name,
                otel.kind = "client",
                otel.status_code = Empty,
                http.request.method = method,
                http.request.resend_count = Empty,
                http.response.status_code = Empty,
                server.address = host,
                server.port = port,
                url.full = without_query,
                error.r#type = Empty,
                pandapon.endpoint = call.name,
                pandapon.safety = call.safety.as_str(),
                pandapon.request_id = Empty,
                pandapon.attempts = Empty,
                pandapon.sent = Empty,
            ))
        }

        /// Runs the work of the call within its span, so that the spans of a transport are below it.
        pub fn within<F: Future>(&self, work: F) -> impl Future<Output = F::Output> + use<F> {
            work.instrument(self.0.clone())
        }

        pub fn record(&self, event: Event<'_>) {
            let span = &self.0;
            match event {
                Event::Request { tried, .. } => {
                    debug!(parent: span, attempt = tried, "request sent");
                    if tried > 1 {
                        span.record("http.request.resend_count", tried - 1);
                    }
                }
                Event::Response { response, tried, .. } => {
                    span.record("http.response.status_code", response.status);
                    debug!(parent: span, attempt = tried, http.response.status_code = response.status, "response received");
                }
                Event::Retry { error, tried, pause, .. } => {
                    let pause = u64::try_from(pause.as_millis()).unwrap_or(u64::MAX);
                    warn!(parent: span, attempt = tried, pause_ms = pause, error = error.map(display), "retrying");
                }
                Event::Misfits { misfits, .. } => {
                    warn!(parent: span, misfits = %misfits, "values of the response do not fit their declared types");
                }
                Event::End { outcome, attempts, sent, elapsed, .. } => {
                    let elapsed = u64::try_from(elapsed.as_millis()).unwrap_or(u64::MAX);
                    span.record("pandapon.attempts", attempts).record("pandapon.sent", sent);
                    match outcome {
                        Outcome::Done => {
                            info!(parent: span, outcome = "done", attempts, sent, elapsed_ms = elapsed, "call ended");
                        }
                        Outcome::Failed(error) => {
                            let kind = error_type(error);
                            span.record("otel.status_code", "ERROR").record("error.type", &*kind);
                            if let Some(id) = error.request_id() {
                                span.record("pandapon.request_id", id);
                            }
                            warn!(parent: span, outcome = "failed", attempts, sent, elapsed_ms = elapsed, error = %error, "call ended");
                        }
                        Outcome::Dropped => {
                            span.record("otel.status_code", "ERROR").record("error.type", "dropped");
                            warn!(parent: span, outcome = "dropped", attempts, sent, elapsed_ms = elapsed, "call ended");
                        }
                    }
                }
            }
        }
    }

    /// The class of an error: a word, or the HTTP status of a failure, as the conventions want it.
    fn error_type(error: &Error) -> String {
        let word = match error {
            Error::Api(error) if error.status >= 400 => return error.status.to_string(),
            Error::Api(_) => "refusal",
            Error::Connection { .. } => "connection",
            Error::Timeout { .. } => "timeout",
            Error::Decode { .. } => "decode",
            Error::Signature(_) => "signature",
            _ => "_OTHER",
        };
        word.to_owned()
    }

    /// The parts of an address that a span has. The query is left out: members of requests are in it.
    struct Address<'a> {
        without_query: &'a str,
        host: &'a str,
        port: u16,
    }

    impl<'a> Address<'a> {
        fn read(url: &'a str) -> Self {
            let without_query = url.split('?').next().unwrap_or_default();
            let (scheme, rest) = without_query.split_once("://").unwrap_or(("https", without_query));
            let authority = rest.split('/').next().unwrap_or_default();
            let by_default = if scheme == "http" { 80 } else { 443 };
            // A colon within brackets belongs to the address.
            let parts = authority.rsplit_once(':').filter(|(_, port)| !port.contains(']'));
            let (host, port) = parts
                .map_or((authority, by_default), |(host, port)| (host, port.parse().unwrap_or(by_default)));
            Self { without_query, host, port }
        }
    }
}
