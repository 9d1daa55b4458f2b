//! A driver that calls the sandbox as a client does, checks every response against the contract, and collects push messages.

use std::collections::HashSet;
use std::sync::OnceLock;

use pandapon::api;
use pandapon::call::headers::Headers;
use pandapon::call::request::{timestamp, Call, Request, TimestampUnit};
use pandapon::call::response::Response;
use pandapon::call::route::Routes;
use pandapon::credentials::{Credentials, Unsigned};
use pandapon::schema::Allow;
use pandapon::signature;
use pandapon_sandbox::{HttpRequest, Reply, Sandbox};
use serde_json::{json, Value};

use crate::contract;
use crate::parcels::is_about_parcel;

/// 2026-05-20 15:47:49 in China.
pub const START: u64 = 1_779_263_269_000;
pub const SECOND: u64 = 1000;
pub const HOUR: u64 = 3600 * SECOND;

/// The first bytes of a JPEG, which is enough to be accepted.
pub const JPEG: &str = "/9j/4AAQSkZJRgABAQ==";

/// A sandbox with the clock and the user-id of its caller.
pub struct Driver {
    pub sandbox: Sandbox,
    pub now: u64,
    pub user: String,
    calls: u64,
    checked: HashSet<String>,
}

/// The envelope of a response.
#[derive(Debug, Clone, PartialEq)]
pub struct Answer {
    pub code: i64,
    pub msg: String,
    pub data: Value,
}

/// A push message, verified and parsed.
#[derive(Debug, Clone, PartialEq)]
pub struct Message {
    /// Without the prefix of its platform.
    pub kind: String,
    /// 0 Taobao, 1 1688.
    pub platform: i64,
    pub body: Value,
}

/// Clones by restoring a snapshot of the sandbox.
impl Clone for Driver {
    fn clone(&self) -> Self {
        let snapshot = self.sandbox.snapshot().unwrap();
        let sandbox = Sandbox::restored(&snapshot).unwrap();
        let Self { now, calls, .. } = *self;
        Self { sandbox, now, user: self.user.clone(), calls, checked: self.checked.clone() }
    }
}

impl Driver {
    pub fn new(seed: u64) -> Self {
        let sandbox = Sandbox::new(seed);
        let user = sandbox.credentials().user_id.clone();
        Self { sandbox, now: START, user, calls: 0, checked: HashSet::new() }
    }

    /// Calls an endpoint, a second after the last call. The params are not validated before they are sent.
    pub fn call(&mut self, name: &str, params: Value) -> Answer {
        self.now += SECOND;
        let endpoint = api::find(name).unwrap();
        let route = Routes::for_endpoint(routes(), endpoint).unwrap();
        let call = match (endpoint.method.as_str(), params) {
            ("GET", params) => {
                let text = |value: &Value| value.as_str().map_or(value.to_string(), str::to_owned);
                let mut params = params.as_object().cloned().unwrap_or_default();
                let mut path = route.path.to_string();
                params.retain(|name, value| {
                    let placeholder = format!("{{{name}}}");
                    let in_path = path.contains(&placeholder);
                    path = path.replace(&placeholder, &text(value));
                    !in_path
                });
                let pairs: Vec<_> =
                    params.iter().map(|(name, value)| (name.clone(), text(value).into())).collect();
                Call::for_path(route.method, &path, &pairs, None, endpoint.safety, "https://sandbox.invalid")
                    .unwrap()
            }
            (_, params) => {
                let body = params.into();
                Call::for_path(
                    route.method,
                    &route.path,
                    &[],
                    Some(&body),
                    endpoint.safety,
                    "https://sandbox.invalid",
                )
                .unwrap()
            }
        };
        let response = self.send(&self.sign(&call));
        assert_eq!(response.status, 200, "{name}: {}", String::from_utf8_lossy(&response.body));
        let answer = Answer::of(&response);
        if answer.code == 200 {
            // Checks equal data only once.
            if self.checked.insert(format!("{name} {}", answer.data)) {
                contract::check(endpoint, &response.body);
            }
        } else {
            assert!(answer.data.is_null() && !answer.msg.is_empty(), "{name}: {answer:?}");
        }
        self.calls += 1;
        answer
    }

    /// Calls an endpoint that must succeed. Returns the data.
    pub fn data(&mut self, name: &str, params: Value) -> Value {
        let answer = self.call(name, params);
        assert_eq!(answer.code, 200, "{name}: {}", answer.msg);
        answer.data
    }

    /// Signs a call for this sandbox at the current time.
    pub fn sign(&self, call: &Call) -> Request {
        let keys = self.sandbox.credentials();
        let credentials = Credentials::new(&keys.access_key, &keys.access_secret).unwrap();
        let time = timestamp(TimestampUnit::Seconds, self.now);
        let nonce = format!("{:0>32}", self.calls);
        let parts = Unsigned { access_key: &keys.access_key, timestamp: &time, nonce: &nonce };
        call.signed(parts, &self.user, credentials.signature(parts), &Headers::default())
    }

    /// Calls an endpoint with faults applied, a second after the last call.
    pub fn receive(&mut self, name: &str, params: Value) -> Reply {
        self.now += SECOND;
        let endpoint = api::find(name).unwrap();
        let (path, body) = (endpoint.path.unwrap(), params.into());
        let call =
            Call::for_path(endpoint.method, path, &[], Some(&body), endpoint.safety, "https://a.invalid");
        let request = self.sign(&call.unwrap());
        self.calls += 1;
        self.sandbox.receive(&http_request(&request), self.now)
    }

    pub fn send(&mut self, request: &Request) -> Response {
        self.sandbox.handle(&http_request(request), self.now)
    }

    /// Returns the push messages since the last call, after verifying their signatures.
    pub fn messages(&mut self) -> Vec<Message> {
        let pushes = self.sandbox.pushes();
        let keys = self.sandbox.credentials();
        let message = |push: &pandapon_sandbox::Push| {
            let base = [keys.access_key.as_str(), &push.body];
            assert!(signature::is_authorized(keys.access_secret.as_bytes(), &base, &push.authorization));
            let envelope: Value = serde_json::from_str(&push.body).unwrap();
            let platform = envelope["messagePlatform"].as_i64().unwrap();
            let prefix = ["TAOBAO_", "1688_"][platform as usize];
            assert!(
                envelope["timestamp"].as_str().unwrap().parse::<u64>().unwrap()
                    <= self.sandbox.time(self.now)
            );
            let (kind, body) = (envelope["messageType"].as_str().unwrap(), &envelope["messageBody"]);
            let (kind, body) = match kind.strip_prefix(prefix) {
                Some(kind) => (kind, body.clone()),
                None => (kind, contract::check_ka_message(kind, body.as_str().unwrap())),
            };
            Message { kind: kind.to_owned(), platform, body }
        };
        pushes.iter().map(message).collect()
    }

    /// Returns type and status of the push messages since the last call, except those about parcels.
    pub fn statuses(&mut self) -> Vec<(String, String)> {
        let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
        self.messages()
            .into_iter()
            .filter(|message| !is_about_parcel(message))
            .map(|message| (message.kind, text(&message.body["currentStatus"])))
            .collect()
    }

    /// Returns the first product that a search finds.
    pub fn product(&mut self, keyword: &str) -> Value {
        let page = self.data("alibaba.product.searchByKeyword", json!({ "keyword": keyword }));
        let offer = page["data"][0]["offerId"].clone();
        assert!(offer.is_i64(), "no product found for {keyword}");
        self.data("alibaba.product.get", json!({ "offerId": offer, "country": "en" }))
    }

    /// Returns a line of an order: a SKU of the first product that a search finds.
    pub fn line(&mut self, keyword: &str, sku: usize, quantity: i64) -> Value {
        let product = self.product(keyword);
        json!({
            "offerId": product["offerId"],
            "specId": product["productSkuInfos"][sku]["specId"].as_str().unwrap_or_default(),
            "quantity": quantity,
        })
    }

    /// Creates an order of these lines of one seller. Returns its id.
    pub fn order(&mut self, lines: &[Value]) -> String {
        let data = self.data("alibaba.order.create", create(lines));
        assert_eq!(data["success"], true, "{data}");
        data["orderId"].as_str().unwrap().to_owned()
    }

    /// Orders and pays two trolley suitcases of one kind and one of the other.
    pub fn paid_order(&mut self) -> String {
        let lines = [self.line("suitcase", 0, 2), self.line("suitcase", 1, 1)];
        let id = self.order(&lines);
        let paid = self.data("alibaba.order.payUrl", json!({ "orderId": id }));
        assert_eq!(paid["protocolPaySuccess"], true);
        id
    }

    pub fn shipped_order(&mut self) -> String {
        let id = self.paid_order();
        self.sandbox.ship(&id, self.now).unwrap();
        id
    }

    pub fn finished_order(&mut self) -> String {
        let id = self.shipped_order();
        assert_eq!(
            self.data("alibaba.order.confirmReceipt", json!({ "orderId": number(&id) }))["success"],
            true
        );
        id
    }

    pub fn read(&mut self, order: &str) -> Value {
        self.data("alibaba.order.get", json!({ "webSite": "1688", "orderId": order }))
    }

    pub fn status(&mut self, order: &str) -> String {
        self.read(order)["baseInfo"]["status"].as_str().unwrap().to_owned()
    }

    pub fn refund(&mut self, id: &str) -> Value {
        self.data("alibaba.refund.get", json!({ "refundId": id }))
    }

    pub fn voucher(&mut self) -> String {
        let image = self.data("alibaba.refund.uploadVoucher", json!({ "imageData": JPEG }));
        format!(
            "https://{}/{}",
            image["imageDomain"].as_str().unwrap(),
            image["imageRelativeUrl"].as_str().unwrap()
        )
    }
}

/// Returns the sandbox's own routes.
fn routes() -> &'static Routes {
    static ROUTES: OnceLock<Routes> = OnceLock::new();
    ROUTES.get_or_init(|| Routes::new(Sandbox::routes()).unwrap())
}

fn http_request(request: &Request) -> HttpRequest<'_> {
    HttpRequest {
        method: request.method.as_str(),
        url: &request.url,
        headers: request.headers.as_slice(),
        body: request.body.as_deref(),
    }
}

impl Answer {
    pub fn of(response: &Response) -> Self {
        let envelope: Value = serde_json::from_slice(&response.body).unwrap();
        let fields: Vec<_> = envelope.as_object().unwrap().keys().map(String::as_str).collect();
        assert_eq!(fields, ["requestId", "code", "developId", "msg", "data"]);
        Self {
            code: envelope["code"].as_i64().unwrap(),
            msg: envelope["msg"].as_str().unwrap().to_owned(),
            data: envelope["data"].clone(),
        }
    }
}

/// Converts an id to the JSON integer that the vendor expects.
pub fn number(id: &str) -> i64 {
    id.parse().unwrap()
}

/// Converts an amount in yuan, a number or text, to fen.
pub fn fen(yuan: &Value) -> i64 {
    let text = yuan.as_str().map_or_else(|| yuan.to_string(), str::to_owned);
    pandapon::scalar::yuan_to_fen(&text).unwrap().0
}

/// Returns the params of an order of these lines.
pub fn create(lines: &[Value]) -> Value {
    json!({
        "flow": "general",
        "message": "请尽快发货",
        "tradeType": "assureTrade",
        "addressParam": {
            "fullName": "王先生", "mobile": "13800000000", "phone": "0571-88888888", "postCode": "310000",
            "provinceText": "浙江省", "cityText": "杭州市", "areaText": "滨江区", "townText": "长河镇",
            "address": "网商路699号",
        },
        "cargoParamList": lines,
    })
}

/// Returns whether params would pass the client's validation.
pub fn is_valid(name: &str, params: &Value) -> bool {
    let endpoint = api::find(name).unwrap();
    pandapon::schema::validate(endpoint.request, params.clone().into(), Allow::UNLIKELY).is_ok()
}
