//! Push messages of the sandbox, verified and decoded as in an application.

use std::collections::HashSet;

use pandapon::api;
use pandapon::call::headers::Headers;
use pandapon::call::request::{timestamp, Call, TimestampUnit};
use pandapon::call::route::Routes;
use pandapon::credentials::{Credentials, Unsigned};
use pandapon::error::Error;
use pandapon::event::{construct, Event, PayloadKind, Platform, Topic};
use pandapon::schema::Allow;
use pandapon_sandbox::{HttpRequest, Sandbox};
use serde_json::{json, Value};

/// A sandbox, its clock, and its account.
struct Account {
    sandbox: Sandbox,
    credentials: Credentials,
    now: u64,
}

impl Account {
    fn new() -> Self {
        let sandbox = Sandbox::new(7);
        let keys = sandbox.credentials();
        let credentials = Credentials::new(&keys.access_key, &keys.access_secret).unwrap();
        Self { sandbox, credentials, now: 1_779_263_269_000 }
    }

    /// Calls an endpoint. Returns the data.
    fn ask(&mut self, name: &str, members: Value) -> Value {
        self.now += 1000;
        let endpoint = api::find(name).unwrap();
        let routes = Routes::new(Sandbox::routes()).unwrap();
        let routes = Routes::for_endpoint(&routes, endpoint).unwrap();
        let call =
            Call::for_endpoint(endpoint, &routes, "https://sandbox.invalid", members.into(), Allow::NOTHING)
                .unwrap();
        let (time, nonce) = (timestamp(TimestampUnit::Seconds, self.now), format!("{:0>32}", self.now));
        let parts = Unsigned { access_key: self.credentials.access_key(), timestamp: &time, nonce: &nonce };
        let user = self.sandbox.credentials().user_id.clone();
        let request = call.signed(parts, &user, self.credentials.signature(parts), &Headers::default());
        let incoming = HttpRequest {
            method: request.method.as_str(),
            url: &request.url,
            headers: request.headers.as_slice(),
            body: request.body.as_deref(),
        };
        let response = self.sandbox.handle(&incoming, self.now);
        let answer: Value = serde_json::from_slice(&response.body).unwrap();
        assert_eq!(answer["code"], 200, "{name}: {answer}");
        answer["data"].clone()
    }

    /// Orders two pieces of a product.
    fn order(&mut self) -> String {
        let page = self.ask("alibaba.product.searchByKeyword", json!({ "keyword": "suitcase" }));
        let offer = &page["data"][0]["offerId"];
        let product = self.ask("alibaba.product.get", json!({ "offerId": offer, "country": "en" }));
        let line =
            json!({ "offerId": offer, "specId": product["productSkuInfos"][0]["specId"], "quantity": 2 });
        let address = json!({
            "fullName": "王先生", "mobile": "13800000000", "phone": "0571-88888888", "address": "网商路699号",
            "provinceText": "浙江省", "cityText": "杭州市", "areaText": "滨江区", "townText": "长河镇",
        });
        let create = json!({
            "flow": "general", "tradeType": "assureTrade", "addressParam": address, "cargoParamList": [line],
        });
        self.ask("alibaba.order.create", create)["orderId"].as_str().unwrap().to_owned()
    }

    /// Applies for a full refund of an unshipped order.
    fn refund(&mut self, order: &str) {
        let read = self.ask("alibaba.order.get", json!({ "webSite": "1688", "orderId": order }));
        let item = &read["productItems"][0];
        let status = "refundWaitSellerSend";
        let asked = json!({ "orderId": order, "orderEntryIds": [item["subItemID"]], "goodsStatus": status });
        let reasons = self.ask("alibaba.refund.reasons", asked);
        let reason = reasons["reasons"]
            .as_array()
            .unwrap()
            .iter()
            .find(|reason| reason["needVoucher"] == false)
            .unwrap();
        let amount = pandapon::scalar::yuan_to_fen(&item["itemAmount"].to_string().replace('"', ""));
        self.ask(
            "alibaba.refund.create",
            json!({
                "orderId": order, "orderEntryIds": [item["subItemID"]], "disputeRequest": "refund",
                "applyPayment": amount.unwrap().0, "applyCarriage": 0, "applyReasonId": reason["id"],
                "description": "与卖家协商一致", "goodsStatus": status,
            }),
        );
    }

    /// Returns the push messages, verified and decoded.
    fn events(&mut self) -> Vec<Event> {
        let pushes = self.sandbox.pushes();
        let read = |push: &pandapon::event::Push| {
            construct(push.body.as_bytes(), &push.authorization, &self.credentials)
        };
        let events: Result<Vec<_>, Error> = pushes.iter().map(read).collect();
        events.unwrap()
    }
}

#[test]
fn every_message_of_the_sandbox_is_valid_and_of_a_known_form() {
    let mut account = Account::new();
    let bought = account.order();
    account.ask("alibaba.order.payUrl", json!({ "orderId": bought }));
    account.sandbox.ship(&bought, account.now).unwrap();
    account.ask("alibaba.order.confirmReceipt", json!({ "orderId": bought }));
    let cancelled = account.order();
    account.now += 60_000;
    account.ask(
        "alibaba.order.cancel",
        json!({ "webSite": "1688", "orderId": cancelled, "cancelReason": "buyerCancel" }),
    );
    let refunded = account.order();
    account.ask("alibaba.order.payBatch", json!({ "orderIds": [refunded] }));
    account.refund(&refunded);

    let events = account.events();
    let topics: Vec<_> = events.iter().map(Event::topic).collect();
    assert_eq!(
        topics,
        [
            Topic::Created,
            Topic::Paid,
            Topic::Shipped,
            Topic::ParcelMoved,
            Topic::Received,
            Topic::Succeeded,
            Topic::Created,
            Topic::ClosedByBuyer,
            Topic::Created,
            Topic::Paid,
            Topic::BatchPaid,
            Topic::RefundInSale,
        ]
    );
    for event in &events {
        assert_eq!(event.platform(), Some(Platform::Alibaba));
        assert_ne!(event.payload_kind(), PayloadKind::Other);
        assert!(event.is_fresh(account.now, std::time::Duration::from_secs(3600)));
        // Fields that the type does not declare, or declares with another type, are in `other`.
        let others = format!("{event:?} {:?}", event.payload()).replace("other: {}", "");
        assert!(!others.contains("other: {"), "{others}");
    }
    let keys: HashSet<_> = events.iter().map(Event::key).collect();
    assert_eq!(keys.len(), events.len(), "two messages have one key");
}
