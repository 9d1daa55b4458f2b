//! The sandbox: any sequence of requests, controls and times.

use std::sync::LazyLock;

use pandapon::api;
use pandapon::call::headers::Headers;
use pandapon::call::request::{Call, Request};
use pandapon::call::route::Routes;
use pandapon::credentials::{Credentials, Unsigned};
use pandapon::endpoint::Descriptor;
use pandapon::scalar::Fen;
use pandapon::schema::{validate, Allow, Json};
use pandapon_sandbox::{Fault, HttpRequest, NewPrice, Outcome, Sandbox};
use serde_json::Value;

use crate::generate::{key, Generator, Pool};
use crate::source::Source;

/// 2026-05-20 15:47:49 in China.
const START: u64 = 1_779_263_269_000;
const BASE: &str = "https://sandbox.invalid";
/// Maximum number of values in the pool under each name.
const REMEMBERED: usize = 24;
/// The sandbox's own code for a request that does not match its declaration.
const BREAKS_DECLARATION: &str = "990008";

static EMULATED: LazyLock<Vec<&Descriptor>> = LazyLock::new(|| {
    let is_own = |endpoint: &&Descriptor| OWN_ROUTES.for_endpoint(endpoint).is_ok();
    api::catalogue().filter(is_own).collect()
});

static OWN_ROUTES: LazyLock<Routes> =
    LazyLock::new(|| Routes::new(Sandbox::routes()).expect("the sandbox's routes are good"));

/// A snapshot of a sandbox with ordered, paid and shipped goods, and the ids in its responses.
static STORY: LazyLock<(String, Pool)> = LazyLock::new(|| {
    let mut world = World::new(Sandbox::new(7), Pool::new());
    world.tell_story();
    (world.sandbox.snapshot().expect("it can be written"), world.pool)
});

/// Every request gets a response, the money adds up, the sandbox does not refuse what the client's validation accepts, and a
/// restored sandbox is equal.
pub fn run(data: &[u8]) {
    let mut source = Source::new(data);
    let (snapshot, pool) = &*STORY;
    let sandbox = Sandbox::restored(snapshot).expect("it is its own snapshot");
    let mut world = World::new(sandbox, pool.clone());
    for _ in 0..24 {
        if source.is_empty() {
            break;
        }
        world.step(&mut source);
        world.check_ledger();
    }
    world.check_snapshot();
}

/// Returns a snapshot of a sandbox with much activity.
pub fn story() -> &'static str {
    &STORY.0
}

/// A sandbox with its clock, and the ids in its responses.
pub struct World {
    /// The sandbox.
    pub sandbox: Sandbox,
    pool: Pool,
    now: u64,
    calls: u64,
    has_faults: bool,
}

impl World {
    fn new(sandbox: Sandbox, pool: Pool) -> Self {
        Self { sandbox, pool, now: START, calls: 0, has_faults: false }
    }

    /// Creates a world from a sandbox, without known ids.
    pub fn of(sandbox: Sandbox) -> Self {
        // Nonces that were not used before.
        Self { calls: 1_000_000, has_faults: true, ..Self::new(sandbox, STORY.1.clone()) }
    }

    /// Makes calls that use the results of earlier ones.
    pub fn tell_story(&mut self) {
        let mut bytes = [0; 64];
        for (index, byte) in bytes.iter_mut().enumerate() {
            *byte = index as u8;
        }
        for name in [
            "alibaba.product.searchByKeyword",
            "alibaba.product.get",
            "taobao.product.searchByKeyword",
            "taobao.product.get",
            "v2.alibaba.product.searchByKeyword",
        ] {
            let endpoint = api::find(name).expect("it is in the catalogue");
            let members =
                Generator { source: &mut Source::new(&[]), pool: &self.pool }.record(endpoint.request, 0);
            self.call(endpoint, &members);
        }
        let line = |pool: &Pool| {
            let first = |name: &str| pool.get(name).and_then(|values| values.first()).cloned();
            Json::from([
                ("offerId", first("offerid").unwrap_or_default().into()),
                ("specId", first("specid").unwrap_or_default().into()),
                ("quantity", 2.into()),
            ])
        };
        let list = |name: &str, line: Json| Json::from([(name, Json::List(vec![line]))]);
        for paid in [true, true, false] {
            let order = self.ask("alibaba.order.create", &list("cargoParamList", line(&self.pool)));
            let Some(id) = order.pointer("/data/orderId").and_then(Value::as_str).map(str::to_owned) else {
                continue;
            };
            if paid {
                self.ask("alibaba.order.payUrl", &Json::from([("orderId", id.as_str().into())]));
                self.ask(
                    "alibaba.order.get",
                    &Json::from([("webSite", "1688".into()), ("orderId", id.as_str().into())]),
                );
            }
        }
        for order in self.pool.get("orderid").cloned().unwrap_or_default().iter().take(1) {
            let _ = self.sandbox.ship(order, self.now);
        }
    }

    fn ask(&mut self, name: &str, members: &Json) -> Value {
        let endpoint = api::find(name).expect("it is in the catalogue");
        self.call(endpoint, members).unwrap_or_default()
    }

    /// Performs an action, chosen by the bytes.
    pub fn step(&mut self, source: &mut Source<'_>) {
        match source.below(16) {
            0 => self.now = *source.pick(&[0, START, START + 1, u64::MAX, u64::MAX - 1, START * 1000, 1]),
            1 => self.garbage(source),
            2 | 3 => self.control(source),
            4 => self.faults(source),
            5 => {
                self.sandbox.set_posting(source.chance(128));
                if let Some(id) = self.sandbox.next_webhook(self.now).map(|webhook| webhook.id) {
                    self.sandbox.report_attempt(id, source.chance(128), self.now);
                }
                let _ = self.sandbox.next_due(self.now);
            }
            6 => {
                self.sandbox.pushes();
            }
            _ => {
                let endpoint = source.pick(&EMULATED);
                let members = Generator { source, pool: &self.pool }.record(endpoint.request, 0);
                self.call(endpoint, &members);
            }
        }
    }

    /// Sends a request that no client would send.
    fn garbage(&mut self, source: &mut Source<'_>) {
        let pool = Pool::new();
        let mut generator = Generator { source, pool: &pool };
        let path = generator.source.pick(&EMULATED).path.unwrap_or("/sandbox/").to_owned();
        let mut url = if generator.source.chance(128) { path } else { generator.text() };
        url.push_str(&generator.text());
        let headers: Vec<_> =
            (0..generator.source.below(4)).map(|_| (generator.text(), generator.text())).collect();
        let body = generator.source.chance(128).then(|| generator.text());
        let method = *generator.source.pick(&["GET", "POST", "", "DELETE"]);
        let request = HttpRequest { method, url: &url, headers: &headers, body: body.as_deref() };
        self.receive(&request);
    }

    fn control(&mut self, source: &mut Source<'_>) {
        let pool = Pool::new();
        let mut generator = Generator { source, pool: &pool };
        let mut id = |name: &str| {
            let known = self.pool.get(name).map(Vec::as_slice).unwrap_or_default();
            match known {
                [] => generator.text(),
                _ if generator.source.chance(16) => generator.text(),
                known => generator.source.pick(known).clone(),
            }
        };
        let (order, refund, sku, item) = (id("orderid"), id("refundid"), id("skuid"), id("id"));
        let now = self.now;
        let fen = |text: String| text.parse().ok().map(Fen);
        let sandbox = &mut self.sandbox;
        // The sandbox decides which are possible.
        let _ = match generator.source.below(9) {
            0 => {
                let pause = match generator.source.below(4) {
                    0 => generator.source.u64(),
                    factor => factor as u64 * 3_600_000 * generator.source.below(200) as u64,
                };
                sandbox.advance(pause, now)
            }
            1 => sandbox.ship(&order, now),
            2 => sandbox.ship_items(&order, &[item], now),
            3 => {
                let price = NewPrice { goods: fen(generator.number()), freight: fen(generator.number()) };
                sandbox.change_price(&order, price, now)
            }
            4 => sandbox.close_order(&order, now),
            5 => sandbox.set_stock(&sku, generator.number().parse().unwrap_or_default(), now),
            6 => sandbox.seller_agrees(&refund, now),
            7 => sandbox.seller_refuses(&refund, &generator.text(), now),
            _ => sandbox.seller_receives(&refund, now),
        };
    }

    fn faults(&mut self, source: &mut Source<'_>) {
        const FAULTS: [&str; 6] = [
            "[]",
            r#"[{"kind":"truncatedBody","bytes":9,"times":1}]"#,
            r#"[{"kind":"refusal","code":-9223372036854775808,"msg":"no","times":2}]"#,
            r#"[{"kind":"clockSkew","ms":-9223372036854775808,"times":1},{"kind":"clockSkew","ms":-1,"times":1}]"#,
            r#"[{"kind":"latency","ms":9223372036854775807},{"kind":"latency","ms":9223372036854775807}]"#,
            r#"[{"kind":"latePush","probability":0.5},{"kind":"duplicatePush"},{"kind":"reset","when":"after","times":1}]"#,
        ];
        let faults = *source.pick(&FAULTS);
        self.has_faults = faults != "[]";
        self.sandbox.set_faults(Fault::list(faults).expect("they are faults"));
    }

    /// Calls an endpoint with a valid signature. Returns the envelope.
    pub fn call(&mut self, endpoint: &Descriptor, members: &Json) -> Option<Value> {
        let is_valid = validate(endpoint.request, members.clone(), Allow::UNLIKELY).is_ok();
        let route = OWN_ROUTES.for_endpoint(endpoint).expect("it has one");
        let call = match Call::for_endpoint(endpoint, &route, BASE, members.clone(), Allow::ALL) {
            Ok(call) => call,
            // A careless client also sends what our client refuses.
            Err(_) if route.path.contains('{') => return None,
            Err(_) => {
                Call::for_path(route.method, &route.path, &[], Some(members), endpoint.safety, BASE).ok()?
            }
        };
        let request = self.signed(&call);
        let Request { url, headers, body, method, .. } = &request;
        let request =
            HttpRequest { method: method.as_str(), url, headers: headers.as_slice(), body: body.as_deref() };
        let envelope = self.receive(&request)?;
        let code = envelope.get("code").map(Value::to_string).unwrap_or_default();
        let refused = code == BREAKS_DECLARATION && is_valid && !self.has_faults;
        assert!(!refused, "{}: {members} is valid, and yet: {envelope}", endpoint.name);
        self.remember(&envelope);
        Some(envelope)
    }

    fn signed(&mut self, call: &Call) -> Request {
        self.calls += 1;
        let keys = self.sandbox.credentials();
        let (access_key, user) = (keys.access_key.clone(), keys.user_id.clone());
        let credentials = Credentials::new(&access_key, &keys.access_secret).expect("they are good");
        let (timestamp, nonce) = ((self.now / 1000).to_string(), format!("{:0>32}", self.calls));
        let parts = Unsigned { access_key: &access_key, timestamp: &timestamp, nonce: &nonce };
        call.signed(parts, &user, credentials.signature(parts), &Headers::default())
    }

    /// Sends a request with faults applied. Returns the envelope, if there is one.
    fn receive(&mut self, request: &HttpRequest<'_>) -> Option<Value> {
        let reply = self.sandbox.receive(request, self.now);
        let Outcome::Response(response) = reply.outcome else { return None };
        assert!(
            matches!(response.status, 200 | 404 | 405 | 413 | 414 | 429 | 431 | 500..=599),
            "{}",
            response.status
        );
        let envelope = serde_json::from_slice::<Value>(&response.body);
        if response.status != 200 || (self.has_faults && envelope.is_err()) {
            return None;
        }
        let envelope = envelope.expect("an answer is JSON");
        let names: Vec<_> = envelope.as_object().expect("an answer is an object").keys().collect();
        assert_eq!(names, ["requestId", "code", "developId", "msg", "data"]);
        Some(envelope)
    }

    fn remember(&mut self, answer: &Value) {
        match answer {
            Value::Array(items) => items.iter().take(8).for_each(|item| self.remember(item)),
            Value::Object(members) => {
                for (name, value) in members {
                    let text = match value {
                        Value::String(text) if text.len() < 40 => text.clone(),
                        Value::Number(number) => number.to_string(),
                        other => {
                            self.remember(other);
                            continue;
                        }
                    };
                    let name = key(name.trim_end_matches("OfStr"));
                    let values = self.pool.entry(name).or_default();
                    if values.len() < REMEMBERED && !values.contains(&text) {
                        values.push(text);
                    }
                }
            }
            _ => {}
        }
    }

    fn check_ledger(&self) {
        let ledger = self.sandbox.ledger();
        assert_eq!(ledger.paid.0, ledger.held.0 + ledger.refunded.0 + ledger.settled.0, "{ledger:?}");
        assert!(ledger.held.0 >= 0 && ledger.refunded.0 >= 0 && ledger.settled.0 >= 0, "{ledger:?}");
    }

    fn check_snapshot(&self) {
        let snapshot = self.sandbox.snapshot().expect("it can be written");
        let restored = Sandbox::restored(&snapshot).expect("it is its own snapshot");
        assert_eq!(restored.snapshot().as_ref(), Ok(&snapshot));
        assert_eq!(restored.ledger(), self.sandbox.ledger());
    }
}
