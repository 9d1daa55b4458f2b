//! An in-memory emulator of PandaPon OpenAPI (Xport), for tests: the vendor has no test host, and every real order
//! costs money.
//!
//! The sandbox is a state machine from request to response, without a clock and without I/O: the time comes with every
//! call, and everything that looks random follows from a seed. The same seed and the same calls return the same ids and
//! the same responses.
//!
//! It checks headers, time window and signature as the platform's manual requires, validates requests with the same
//! declarations as the client, and keeps products, stock, carts, orders, money, refunds and push messages. Whatever the
//! vendor does not document is the emulator's own choice: the texts of refusals, and how errors of the upstream are passed
//! on.
//!
//! [`Sandbox::client`] makes a client of it, [`Sandbox::transport`] the wire alone:
//!
//! ```
//! use pandapon_sandbox::Sandbox;
//!
//! let client = Sandbox::new(1).client(1_779_263_269_000)?;
//! // Between calls, controls play the part of time, sellers and carriers:
//! client.transport().with(|sandbox, now| sandbox.advance(3_600_000, now))?;
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! - [`Sandbox::controls`] lists what the outside world can do: let time pass ([`Sandbox::advance`]), ship
//!   ([`Sandbox::ship`]), change prices, agree to refunds.
//! - [`Sandbox::set_faults`] makes requests and push messages fail on demand.
//! - [`Sandbox::next_webhook`] returns the push message to post; [`Sandbox::pushes`] collects them.
//! - [`Sandbox::requests`] returns the log of requests; [`Sandbox::snapshot`] saves the whole state.
//!
//! Any 13 digits are a valid user-id, with its own cart, orders and refunds. Payments succeed immediately.
//!
//! Both generations share one state: an order created in one can be read in the other. Generation 2 identifies products
//! by mapped ids, which are derived from their numbers. The emulated part of Xport KA shares this state, too: where no
//! page of KA documents the params of a request, those of generation 1 are accepted, and none is required. Push messages
//! about an order created through KA have KA's form, all others that of generation 1.
//!
//! The codes in this table are the emulator's own: the vendor's are not documented. Errors of the upstream keep the
//! upstream's codes (spec/semantics.md).
//!
//! | code | meaning in the emulator |
//! |---|---|
//! | 990001 | a system header is missing |
//! | 990002 | the access key is unknown |
//! | 990003 | the timestamp is not a number, or more than 600 s from the sandbox's clock |
//! | 990004 | the nonce is not 32 characters of A-Z a-z 0-9, or was already used within the time window |
//! | 990005 | the signature is wrong |
//! | 990006 | the user-id is not 13 digits |
//! | 990007 | the body is not a JSON object |
//! | 990008 | the request does not match the endpoint's declaration |
//! | 990009 | the upstream refused with a code that is not a number: the `msg` begins with it |
//! | 990010 | the sandbox does not emulate this endpoint |
//! | 990011 | not found: a category, a seller, a cart item, an address; on Taobao anything, including what belongs to another user |
//! | 990012 | the goods cannot be shipped abroad as requested |
//! | 990013 | Taobao: invalid field, such as malformed JSON text, a quantity out of range, an empty message |
//! | 990014 | Taobao: the state of the order or refund does not allow it |
//! | 990015 | Taobao: the goods cannot be ordered (unknown, off the shelf, out of stock) |
//! | 990016 | Taobao: the goods cost more than `purchaseAmount`, or the refund amount is out of range |
//! | 990017 | Taobao: too many lines or orders in one request |
//!
//! Errors of the upstream are reported in the fields that a response has for them (`success`, `errorCode`, `errorInfo`),
//! in an envelope with code 200; where it has none, in the envelope's `code` and `msg`. That is the emulator's choice, too.

mod auth;
mod clock;
mod controls;
mod error;
mod faults;
mod handlers;
mod http;
mod ids;
mod integrity;
#[cfg(feature = "js")]
mod js;
mod model;
mod money;
mod random;
mod request_context;
mod request_log;
mod router;
mod snapshot;
mod transport;
mod webhooks;

use pandapon::call::response::Response;
use pandapon::schema::Json;
use serde::{Deserialize, Serialize};

use crate::auth::Auth;
use crate::error::{Refusal, NOT_EMULATED, REQUEST};
use crate::faults::Faults;
use crate::http::Envelope;
use crate::model::market::Market;
use crate::random::Random;
use crate::request_context::{Params, RequestContext};
use crate::request_log::RequestLog;
use crate::router::Route;
use crate::webhooks::Webhooks;

pub use auth::Account;
pub use controls::declaration::{Control, ControlParam, ControlParamKind, InvokeError};
pub use controls::{ControlError, NewPrice, MAX_AHEAD, MAX_PRICE, MAX_REASON_LENGTH};
pub use faults::declaration::{Fault, Kind as FaultKind, Pattern, When};
pub use faults::parse::{FaultError, MAX_FAULTS};
pub use faults::{Outcome, Reply};
pub use http::{HttpRequest, MAX_BODY_BYTES, MAX_HEADER_BYTES, MAX_URL_BYTES};
pub use model::market::Ledger;
pub use pandapon::event::Push;
pub use request_log::{LoggedRequest, MAX_LOG_BYTES};
pub use snapshot::{SnapshotError, MAX_SNAPSHOT_BYTES};
pub use transport::SandboxTransport;
pub use webhooks::PendingWebhook;

/// The emulated vendor.
#[derive(Debug, Serialize, Deserialize)]
pub struct Sandbox {
    account: Account,
    auth: Auth,
    market: Market,
    /// Source of request ids, separate from all others so that reading does not change the ids of later orders.
    request_ids: Random,
    /// Milliseconds by which the sandbox's clock is ahead of the caller's.
    ahead: u64,
    log: RequestLog,
    faults: Faults,
    webhooks: Webhooks,
}

impl Sandbox {
    /// Creates a sandbox with products in stock and no orders. The same seed creates the same sandbox.
    pub fn new(seed: u64) -> Self {
        let mut random = Random::new(seed);
        let request_ids = Random::new(random.next());
        let account = Account::new(&mut random);
        let market = Market::new(&mut random, account.clone());
        Self {
            account,
            auth: Auth::default(),
            market,
            request_ids,
            ahead: 0,
            log: RequestLog::default(),
            faults: Faults::new(seed),
            webhooks: Webhooks::default(),
        }
    }

    /// Returns the account that a client needs to call this sandbox.
    pub fn credentials(&self) -> &Account {
        &self.account
    }

    /// Returns the routes of all emulated endpoints whose path is not public, such as
    /// `("alibaba.refund.reasons", "POST /sandbox/alibaba/refund/reasons")`, for the client's option `routes`.
    pub fn routes() -> impl Iterator<Item = (&'static str, String)> {
        router::own_routes()
    }

    /// Handles a request without applying faults; [`Sandbox::receive`] applies them.
    ///
    /// `now` is the time on the caller's clock, by which requests are signed, in milliseconds since 1970. The sandbox
    /// itself goes by its own clock, which [`Sandbox::advance`] moves ahead.
    pub fn handle(&mut self, request: &HttpRequest<'_>, now: u64) -> Response {
        let (route, entry) = self.route_and_log(request, now);
        let response = self.respond(route, request, now, 0);
        self.log.push(entry.with_response(&response));
        self.enqueue_messages(now);
        response
    }

    /// Applies the effects of the time that has passed, then finds the route of a request and creates its log entry.
    fn route_and_log<'a>(
        &mut self,
        request: &HttpRequest<'a>,
        now: u64,
    ) -> (Result<Route<'a>, Response>, LoggedRequest) {
        let time = self.time(now);
        self.market.pass_time(time);
        let route = request.check_size().and_then(|()| router::find(request));
        let endpoint = route.as_ref().ok().map(|route| route.endpoint.name);
        let entry = LoggedRequest::new(request, endpoint, time);
        (route, entry)
    }

    /// Responds to a request. Its timestamp is checked against a clock that is ahead of `now` by `skew` milliseconds.
    fn respond(
        &mut self,
        route: Result<Route<'_>, Response>,
        request: &HttpRequest<'_>,
        now: u64,
        skew: i64,
    ) -> Response {
        match route {
            Ok(route) => self.run_handler(&route, request, now, skew),
            Err(response) => response,
        }
    }

    fn run_handler(&mut self, route: &Route<'_>, request: &HttpRequest<'_>, now: u64, skew: i64) -> Response {
        let envelope = self.envelope(route);
        let user_or_refusal = auth::check_query(&route.repeated(), request.headers).and_then(|()| {
            self.auth.authenticate(&self.account, request.headers, now.saturating_add_signed(skew))
        });
        let user = match user_or_refusal {
            Ok(user) => user,
            Err(refusal) => return envelope.refusal(&refusal),
        };
        let Some(handler) = route.handler else {
            let message = format!("the sandbox does not emulate {}", route.endpoint.name);
            return envelope.refusal(&Refusal::new(NOT_EMULATED, message));
        };
        let raw_params = match route.params(request.body) {
            Ok(raw_params) => raw_params,
            Err(refusal) => return envelope.refusal(&refusal),
        };
        let params = match route.validate(&raw_params) {
            Ok(params) => params,
            Err(issues) => {
                if let Some(error) = handler.upstream_error(&issues) {
                    return envelope.error(handler.error_style, error);
                }
                let messages: Vec<_> = issues.into_iter().map(|issue| issue.message).collect();
                return envelope.refusal(&Refusal::new(REQUEST, messages.join("; ")));
            }
        };
        let generation = route.endpoint.generation();
        let context = RequestContext { user, now: self.time(now), generation, params: Params(&params) };
        match (handler.run)(&mut self.market, &context) {
            Ok(data) => envelope.success(data),
            Err(error) => envelope.error(handler.error_style, error),
        }
    }

    fn envelope(&mut self, route: &Route<'_>) -> Envelope {
        let develop_id = self.account.develop_id;
        let generation = route.endpoint.generation();
        let is_text = route.handler.is_some_and(|handler| handler.develop_id_is_text(generation));
        Envelope {
            request_id: self.request_ids.hexadecimal(32),
            develop_id: if is_text { Json::Text(develop_id.to_string()) } else { develop_id.into() },
        }
    }

    /// Returns the log of received requests, oldest first: the last 1000, or fewer if they exceed [`MAX_LOG_BYTES`].
    pub fn requests(&self) -> impl Iterator<Item = &LoggedRequest> {
        self.log.all()
    }

    /// Returns the totals of all payments: how much is held, refunded and settled.
    pub fn ledger(&self) -> Ledger {
        self.market.ledger
    }
}
