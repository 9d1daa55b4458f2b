//! Somebody who buys on Taobao.

use pandapon::credentials::Credentials;
use pandapon::event::{construct, Event, Payload, Platform};
use serde_json::{json, Value};

use crate::driver::{Answer, Driver};

/// A driver with the calls of a purchase on Taobao.
pub struct Shopper {
    pub driver: Driver,
    /// What the names of endpoints begin with: `taobao`, `v2.taobao` or `ka.taobao`.
    pub group: &'static str,
}

impl Shopper {
    pub fn new() -> Self {
        Self::of_seed(1)
    }

    pub fn of_seed(seed: u64) -> Self {
        Self { driver: Driver::new(seed), group: "taobao" }
    }

    /// Asks an endpoint of Taobao by the rest of its name.
    pub fn ask(&mut self, name: &str, members: Value) -> Value {
        self.driver.ask(&format!("{}.{name}", self.group), members)
    }

    pub fn call(&mut self, name: &str, members: Value) -> Answer {
        self.driver.call(&format!("{}.{name}", self.group), members)
    }

    /// The code of an answer.
    pub fn code(&mut self, name: &str, members: Value) -> i64 {
        self.call(name, members).code
    }

    /// The first product that a search finds, in detail.
    pub fn product(&mut self, keyword: &str) -> Value {
        let found = self.ask("product.searchByKeyword", json!({ "keyword": keyword }))["data"][0].clone();
        let id = if self.group == "v2.taobao" { &found["itemMapId"] } else { &found["itemId"] };
        assert!(!id.is_null(), "nothing is found for {keyword}");
        self.ask("product.get", json!({ "itemId": id }))
    }

    /// Orders these lines; gives the ids of the orders.
    pub fn order(&mut self, lines: &[Value]) -> Vec<String> {
        let made = self.ask("order.create", create(lines, 10_000_000));
        let orders = made["orderList"].as_array().unwrap().iter();
        orders.map(|order| order["purchaseId"].as_str().unwrap().to_owned()).collect()
    }

    /// Orders and pays two scarves of one colour and one of another; gives the order and its sub-orders.
    pub fn paid_order(&mut self) -> (String, Vec<String>) {
        let lines = [self.line("Wool scarf", 0, 2), self.line("Wool scarf", 1, 1)];
        let id = self.order(&lines).remove(0);
        assert_eq!(self.ask("order.pay", json!({ "orderIds": [id] })), json!({ "payFailedResults": [] }));
        let order = self.read(&id);
        let subs = order["subOrders"].as_array().unwrap().iter();
        (id, subs.map(|sub| sub["sub_purchase_order_id"].as_str().unwrap().to_owned()).collect())
    }

    pub fn shipped_order(&mut self) -> (String, Vec<String>) {
        let (id, subs) = self.paid_order();
        self.driver.sandbox.ship(&id, self.driver.now).unwrap();
        (id, subs)
    }

    /// A line of an order: a SKU of the first product that a search finds.
    pub fn line(&mut self, keyword: &str, sku: usize, quantity: i64) -> Value {
        line(&self.product(keyword), sku, quantity)
    }

    pub fn read(&mut self, order: &str) -> Value {
        self.ask("order.get", json!({ "orderId": order }))
    }

    pub fn status(&mut self, order: &str) -> String {
        self.read(order)["status"].as_str().unwrap().to_owned()
    }

    pub fn refund(&mut self, id: &str) -> Value {
        self.ask("refund.get", json!({ "refundId": id }))["refundOrderAggregate"].clone()
    }

    /// The push messages since the last call, read as an integrator reads them.
    pub fn events(&mut self) -> Vec<Event> {
        let keys = self.driver.sandbox.credentials().clone();
        let credentials = Credentials::new(&keys.access_key, &keys.access_secret).unwrap();
        let pushes = self.driver.sandbox.pushes();
        let read = |push: &pandapon_sandbox::Push| {
            construct(push.body.as_bytes(), &push.authorization, &credentials).unwrap()
        };
        let events: Vec<_> = pushes.iter().map(read).collect();
        for event in &events {
            assert_eq!(event.platform(), Some(Platform::Taobao));
            // What a type does not declare, or declares otherwise, is left among the others.
            let others = format!("{:?}", event.payload()).replace("other: {}", "");
            assert!(matches!(event.payload(), Payload::Other(_)) || !others.contains("other: {"), "{others}");
        }
        events
    }

    /// Topics and states of the push messages since the last call.
    pub fn told(&mut self) -> Vec<(String, String)> {
        let state = |event: &Event| match event.payload() {
            Payload::TaobaoOrderChange(change) => change.status.unwrap().as_str().to_owned(),
            Payload::TaobaoPriceChange(change) => {
                change.purchase_order_price.unwrap().purchase_total_fee.unwrap().0.to_string()
            }
            Payload::Other(body) => body["refundStatus"].to_string(),
            other => panic!("{other:?}"),
        };
        self.events().iter().map(|event| (event.topic().as_str().to_owned(), state(event))).collect()
    }
}

/// A line of an order: a SKU of a product, by the ids of the distributing platform.
pub fn line(product: &Value, sku: usize, quantity: i64) -> Value {
    json!({
        "itemId": product["mpId"],
        "skuId": product["skuList"][sku]["mpSkuId"].to_string(),
        "quantity": quantity.to_string(),
        "orderLineNo": format!("line-{sku}"),
        "currency": "CNY",
    })
}

/// The members of an order of these lines, for at most so much money.
pub fn create(lines: &[Value], planned: i64) -> Value {
    json!({
        "orderLineList": json!(lines).to_string(),
        "orderSource": "lazada",
        "sellerOrderNumber": "SO-1",
        "purchaseAmount": planned,
        "receiver": receiver().to_string(),
    })
}

pub fn receiver() -> Value {
    json!({
        "zip": "311121", "country": "中国", "state": "浙江省", "city": "杭州市", "district": "余杭区",
        "address": "文一西路969号", "name": "王先生", "phone": "", "mobile_phone": "13800000000",
    })
}

/// What one piece of a SKU costs, in fen.
pub fn price(sku: &Value) -> i64 {
    match sku["promotionPrice"].as_str() {
        Some(price) => price.parse().unwrap(),
        None => sku["price"].as_i64().unwrap(),
    }
}
