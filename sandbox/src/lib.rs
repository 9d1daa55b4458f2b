//! The vendor, emulated in memory: there is no test host, and every real order costs money.
//!
//! A state machine from request to response, without clock and without I/O: the time comes with every call,
//! and everything that looks random follows from a seed. The same seed and the same calls give the same ids
//! and the same answers.
//!
//! It checks headers, time window and signature as the platform's manual asks, validates requests by the same
//! declarations as the client, and keeps products, stock, carts, orders, money, refunds and push messages. It
//! cannot know what no page says: how the platform words its own refusals, and how it passes failures of the
//! upstream on.
//!
//! Any 13 digits are a user-id, with a cart, orders and refunds of its own. Payment succeeds at once.
//!
//! Who holds the sandbox is the world outside: lets time pass, sells and ships ([`Sandbox::advance`],
//! [`Sandbox::ship`] and their neighbours), makes things go wrong on the way ([`Sandbox::set_faults`]), posts push
//! messages ([`Sandbox::next_delivery`]), reads what was received ([`Sandbox::requests`]), and puts the whole state
//! away and goes on from it ([`Sandbox::snapshot`]).
//!
//! Both generations answer from the same state: an order that is made in one is read in the other. Generation 2
//! calls products by mapped ids, which follow from their numbers. So does Xport KA, as far as it is emulated: its
//! requests are held against generation 1 where no page of its own shows their members, but nothing is then required.
//! An order that was made through KA is told of in KA's form, and any other in that of generation 1.
//!
//! The codes of this table are the emulator's own, for the vendor's are on no public page. Failures of the
//! upstream keep the upstream's codes (spec/semantics.md).
//!
//! | code | the emulator's own meaning |
//! |---|---|
//! | 990001 | a system header is missing |
//! | 990002 | the access key is not known |
//! | 990003 | the timestamp is no number, or more than 600 s from the sandbox's clock |
//! | 990004 | the nonce is not 32 characters of A-Z a-z 0-9, or was seen within the time window |
//! | 990005 | the signature is wrong |
//! | 990006 | the user-id is not 13 digits |
//! | 990007 | the body is not a JSON object |
//! | 990008 | the request breaks the endpoint's declaration |
//! | 990009 | the upstream refused with a code that is text: it begins the `msg` |
//! | 990010 | the sandbox does not emulate this endpoint |
//! | 990011 | what the request names is not there: a category, a seller, an item of the cart, an address; on Taobao anything, also what is somebody else's |
//! | 990012 | goods cannot be carried abroad as it is asked for |
//! | 990013 | Taobao cannot read a member: JSON text, a quantity, an empty message |
//! | 990014 | on Taobao the order or the refund stands where this cannot be done |
//! | 990015 | goods on Taobao cannot be ordered: unknown, off the shelf, out of stock |
//! | 990016 | an amount on Taobao: the goods cost more than was planned, or so much cannot be refunded |
//! | 990017 | more at once than Taobao takes |
//!
//! Failures of the upstream stand in the members that an answer has for them (`success`, `errorCode`,
//! `errorInfo`), under an envelope that says 200; where it has none, in the envelope's `code` and `msg`. That
//! is the emulator's choice too.

mod auth;
mod clock;
mod controls;
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
mod webhooks;

use pandapon::call::response::Response;
use pandapon::schema::Json;
use serde::{Deserialize, Serialize};

use crate::auth::Gate;
use crate::faults::Faults;
use crate::http::{Envelope, Refusal, NOT_EMULATED, REQUEST};
use crate::model::market::Market;
use crate::random::Random;
use crate::request_context::{Asked, Members};
use crate::request_log::Log;
use crate::router::Target;
use crate::webhooks::Deliveries;

pub use auth::Keys;
pub use controls::{NewPrice, NotPossible, HIGHEST_PRICE, MAX_AHEAD, MAX_REASON_LENGTH};
pub use faults::declaration::{Fault, Kind as FaultKind, Pattern, When};
pub use faults::parse::{BadFault, MAX_FAULTS};
pub use faults::{Outcome, Reply};
pub use http::{Incoming, MAX_BODY_BYTES, MAX_HEADER_BYTES, MAX_URL_BYTES};
pub use model::ledger::Book;
pub use pandapon::event::Push;
pub use request_log::{Received, MAX_LOG_BYTES};
pub use snapshot::{NotRestored, MAX_SNAPSHOT_BYTES};
pub use webhooks::Delivery;

/// The emulated vendor.
#[derive(Debug, Serialize, Deserialize)]
pub struct Sandbox {
    keys: Keys,
    gate: Gate,
    market: Market,
    /// Where ids of requests come from: apart from all others, so that reading changes no id of what is made
    /// later.
    request_ids: Random,
    /// By how many milliseconds its clock is ahead of the caller's.
    ahead: u64,
    log: Log,
    faults: Faults,
    deliveries: Deliveries,
}

impl Sandbox {
    /// A sandbox with full shelves and no orders.
    pub fn new(seed: u64) -> Self {
        let mut random = Random::new(seed);
        let request_ids = Random::new(random.next());
        let keys = Keys::new(&mut random);
        let market = Market::new(&mut random, keys.clone());
        Self {
            keys,
            gate: Gate::default(),
            market,
            request_ids,
            ahead: 0,
            log: Log::default(),
            faults: Faults::new(seed),
            deliveries: Deliveries::default(),
        }
    }

    /// What a client needs to call this sandbox.
    pub fn credentials(&self) -> &Keys {
        &self.keys
    }

    /// Names and routes, such as `("alibaba.refund.reasons", "POST /sandbox/alibaba/refund/reasons")`, of the
    /// endpoints that are emulated and whose path is not public: for the client's option `routes`.
    pub fn routes() -> impl Iterator<Item = (&'static str, String)> {
        router::own_routes()
    }

    /// Answers a request that comes in at `now`, in milliseconds since 1970: by the caller's clock, by which requests
    /// are signed. What the sandbox does it does by a clock that [`Sandbox::advance`] puts ahead. Nothing goes wrong on
    /// the way: faults are for [`Sandbox::receive`].
    pub fn handle(&mut self, request: &Incoming<'_>, now: u64) -> Response {
        let (target, received) = self.meet(request, now);
        let response = self.respond(target, request, now, 0);
        self.log.keep(received.answered(&response));
        self.send_off(now);
        response
    }

    /// Finds what a request is for, after all that time has done by itself until then.
    fn meet<'a>(&mut self, request: &Incoming<'a>, now: u64) -> (Result<Target<'a>, Response>, Received) {
        let time = self.time(now);
        self.market.pass_time(time);
        let target = request.check_size().and_then(|()| router::find(request));
        let endpoint = target.as_ref().ok().map(|target| target.endpoint.name);
        let received = Received::new(request, endpoint, time);
        (target, received)
    }

    /// Answers a request by a clock that is ahead of `now` by `skew`, as far as the request is judged by it.
    fn respond(
        &mut self,
        target: Result<Target<'_>, Response>,
        request: &Incoming<'_>,
        now: u64,
        skew: i64,
    ) -> Response {
        match target {
            Ok(target) => self.answer(&target, request, now, skew),
            Err(response) => response,
        }
    }

    fn answer(&mut self, target: &Target<'_>, request: &Incoming<'_>, now: u64, skew: i64) -> Response {
        let envelope = self.envelope(target);
        let admitted = auth::check_query(&target.repeated(), request.headers)
            .and_then(|()| self.gate.admit(&self.keys, request.headers, now.saturating_add_signed(skew)));
        let user = match admitted {
            Ok(user) => user,
            Err(refusal) => return envelope.refusal(&refusal),
        };
        let Some(emulated) = target.emulated else {
            let message = format!("the sandbox does not emulate {}", target.endpoint.name);
            return envelope.refusal(&Refusal::new(NOT_EMULATED, message));
        };
        let given = match target.members(request.body) {
            Ok(given) => given,
            Err(refusal) => return envelope.refusal(&refusal),
        };
        let members = match target.conform(&given) {
            Ok(members) => members,
            Err(issues) => {
                if let Some(failure) = emulated.failure_of(&issues) {
                    return envelope.failure(emulated.failure, failure);
                }
                let messages: Vec<_> = issues.into_iter().map(|issue| issue.message).collect();
                return envelope.refusal(&Refusal::new(REQUEST, messages.join("; ")));
            }
        };
        let generation = target.endpoint.generation();
        let asked = Asked { user, now: self.time(now), generation, members: Members(&members) };
        match (emulated.answer)(&mut self.market, &asked) {
            Ok(data) => envelope.success(data),
            Err(failure) => envelope.failure(emulated.failure, failure),
        }
    }

    fn envelope(&mut self, target: &Target<'_>) -> Envelope {
        let develop_id = self.keys.develop_id;
        let generation = target.endpoint.generation();
        let is_text = target.emulated.is_some_and(|emulated| emulated.develop_id_is_text(generation));
        Envelope {
            request_id: self.request_ids.hexadecimal(32),
            develop_id: if is_text { Json::Text(develop_id.to_string()) } else { develop_id.into() },
        }
    }

    /// The last requests that were received, the oldest first: at most 1000, and [`MAX_LOG_BYTES`] of them.
    pub fn requests(&self) -> impl Iterator<Item = &Received> {
        self.log.all()
    }

    /// Where the money of all orders is.
    pub fn book(&self) -> Book {
        self.market.book
    }
}
