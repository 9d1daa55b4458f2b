//! An in-memory emulator of PandaPon OpenAPI (Xport), for tests: the vendor has no test host, and every real order
//! costs money.
//!
//! The sandbox is a state machine from request to response, without a clock and without I/O: the time comes with every
//! call, and everything that looks random follows from a seed. The same seed and the same calls return the same ids and
//! the same responses.
//!
//! It checks headers, time window and signature as the platform's manual requires, validates requests with the same
//! declarations as the client, and keeps products, stock, carts, orders, money, refunds and push messages. What no page
//! of the vendor documents is the emulator's own choice: how the platform words its refusals, and how it passes errors of
//! the upstream on.
//!
//! [`Sandbox::transport`] connects a Rust client:
//!
//! ```
//! use pandapon::call::route::Routes;
//! use pandapon::client::{Client, Settings};
//! use pandapon::credentials::Credentials;
//! use pandapon_sandbox::Sandbox;
//!
//! let sandbox = Sandbox::new(1);
//! let account = sandbox.credentials().clone();
//! let transport = sandbox.transport(1_779_263_269_000);
//! let credentials = Credentials::new(&account.access_key, &account.access_secret)?;
//! let settings = Settings { routes: Routes::new(Sandbox::routes())?, ..Settings::new(&account.user_id) };
//! let client = Client::new(transport.clone(), credentials, settings)?;
//! // Between calls, controls play the part of time, sellers and carriers:
//! transport.with(|sandbox, now| sandbox.advance(3_600_000, now))?;
//! # let _ = client;
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! - [`Sandbox::controls`] lists what the world outside can do: let time pass ([`Sandbox::advance`]), ship
//!   ([`Sandbox::ship`]), change prices, agree to refunds.
//! - [`Sandbox::set_faults`] makes requests and push messages fail on their way.
//! - [`Sandbox::next_webhook`] returns the push message to post; [`Sandbox::pushes`] collects them.
//! - [`Sandbox::requests`] returns the log of requests; [`Sandbox::snapshot`] saves the whole state.
//!
//! Any 13 digits are a user-id, with a cart, orders and refunds of its own. Payment succeeds at once.
//!
//! Both generations answer from the same state: an order that is created in one can be read in the other. Generation 2
//! names products by mapped ids, which follow from their numbers. Xport KA answers from this state, too, as far as it is
//! emulated: where no page of its own documents a request's params, those of generation 1 are valid, and none is required.
//! Push messages about an order that was created through KA have KA's form, all others that of generation 1.
//!
//! The codes of this table are the emulator's own: the vendor's are not documented. Errors of the upstream keep the
//! upstream's codes (spec/semantics.md).
//!
//! | code | the emulator's own meaning |
//! |---|---|
//! | 990001 | a system header is missing |
//! | 990002 | the access key is not known |
//! | 990003 | the timestamp is not a number, or more than 600 s from the sandbox's clock |
//! | 990004 | the nonce is not 32 characters of A-Z a-z 0-9, or was seen within the time window |
//! | 990005 | the signature is wrong |
//! | 990006 | the user-id is not 13 digits |
//! | 990007 | the body is not a JSON object |
//! | 990008 | the request breaks the endpoint's declaration |
//! | 990009 | the upstream refused with a code that is text: it begins the `msg` |
//! | 990010 | the sandbox does not emulate this endpoint |
//! | 990011 | what the request names is not there: a category, a seller, an item of the cart, an address; on Taobao anything, also what is somebody else's |
//! | 990012 | the goods cannot be carried abroad as requested |
//! | 990013 | Taobao cannot read a field: JSON text, a quantity, an empty message |
//! | 990014 | the state of the order or refund on Taobao does not allow it |
//! | 990015 | goods on Taobao cannot be ordered: unknown, off the shelf, out of stock |
//! | 990016 | an amount on Taobao: the goods cost more than was planned, or so much cannot be refunded |
//! | 990017 | more at once than Taobao takes |
//!
//! Errors of the upstream are in the fields that a response has for them (`success`, `errorCode`,
//! `errorInfo`), under an envelope with code 200; where it has none, in the envelope's `code` and `msg`. That
//! is the emulator's choice too.

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
pub use model::ledger::Ledger;
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
    /// Where ids of requests come from: apart from all others, so that reading changes no id of what is made
    /// later.
    request_ids: Random,
    /// By how many milliseconds its clock is ahead of the caller's.
    ahead: u64,
    log: RequestLog,
    faults: Faults,
    webhooks: Webhooks,
}

impl Sandbox {
    /// A sandbox with full shelves and no orders.
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

    /// What a client needs to call this sandbox.
    pub fn credentials(&self) -> &Account {
        &self.account
    }

    /// Names and routes, such as `("alibaba.refund.reasons", "POST /sandbox/alibaba/refund/reasons")`, of the
    /// endpoints that are emulated and whose path is not public: for the client's option `routes`.
    pub fn routes() -> impl Iterator<Item = (&'static str, String)> {
        router::own_routes()
    }

    /// Answers a request that comes in at `now`, in milliseconds since 1970: by the caller's clock, by which requests
    /// are signed. What the sandbox does it does by a clock that [`Sandbox::advance`] puts ahead. Nothing goes wrong on
    /// the way: faults are for [`Sandbox::receive`].
    pub fn handle(&mut self, request: &HttpRequest<'_>, now: u64) -> Response {
        let (route, entry) = self.route_and_log(request, now);
        let response = self.respond(route, request, now, 0);
        self.log.keep(entry.answered(&response));
        self.enqueue_messages(now);
        response
    }

    /// Finds what a request is for, after the effects of the time until then.
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

    /// Answers a request by a clock that is ahead of `now` by `skew`, as far as the request is judged by it.
    fn respond(
        &mut self,
        route: Result<Route<'_>, Response>,
        request: &HttpRequest<'_>,
        now: u64,
        skew: i64,
    ) -> Response {
        match route {
            Ok(route) => self.answer(&route, request, now, skew),
            Err(response) => response,
        }
    }

    fn answer(&mut self, route: &Route<'_>, request: &HttpRequest<'_>, now: u64, skew: i64) -> Response {
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
                if let Some(failure) = handler.failure_of(&issues) {
                    return envelope.failure(handler.failure, failure);
                }
                let messages: Vec<_> = issues.into_iter().map(|issue| issue.message).collect();
                return envelope.refusal(&Refusal::new(REQUEST, messages.join("; ")));
            }
        };
        let generation = route.endpoint.generation();
        let context = RequestContext { user, now: self.time(now), generation, params: Params(&params) };
        match (handler.answer)(&mut self.market, &context) {
            Ok(data) => envelope.success(data),
            Err(failure) => envelope.failure(handler.failure, failure),
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

    /// The last requests that were received, the oldest first: at most 1000, and [`MAX_LOG_BYTES`] of them.
    pub fn requests(&self) -> impl Iterator<Item = &LoggedRequest> {
        self.log.all()
    }

    /// Where the money of all orders is.
    pub fn ledger(&self) -> Ledger {
        self.market.ledger
    }
}
