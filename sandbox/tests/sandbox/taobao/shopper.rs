//! A buyer on Taobao: the driver with the calls of a purchase.

use pandapon::credentials::Credentials;
use pandapon::event::{construct, Event, Payload, Platform};
use serde_json::{json, Value};

use crate::driver::{Answer, Driver};

/// A driver with the calls of a purchase on Taobao.
pub struct Shopper {
    pub driver: Driver,
    /// Prefix of endpoint names: `taobao`, `v2.taobao` or `ka.taobao`.
    pub group: &'static str,
}

impl Shopper {
    pub fn new() -> Self {
        Self::with_seed(1)
    }

    pub fn with_seed(seed: u64) -> Self {
        Self { driver: Driver::new(seed), group: "taobao" }
    }

    /// Calls an endpoint of Taobao, by its name without the prefix, which must succeed. Returns the data.
    pub fn data(&mut self, name: &str, params: Value) -> Value {
        self.driver.data(&format!("{}.{name}", self.group), params)
    }

    pub fn call(&mut self, name: &str, params: Value) -> Answer {
        self.driver.call(&format!("{}.{name}", self.group), params)
    }

    /// Calls an endpoint. Returns the code of the envelope.
    pub fn code(&mut self, name: &str, params: Value) -> i64 {
        self.call(name, params).code
    }

    /// Returns the first product that a search finds, with all fields.
    pub fn product(&mut self, keyword: &str) -> Value {
        let result = self.data("product.searchByKeyword", json!({ "keyword": keyword }))["data"][0].clone();
        let id = if self.group == "v2.taobao" { &result["itemMapId"] } else { &result["itemId"] };
        assert!(!id.is_null(), "no product found for {keyword}");
        self.data("product.get", json!({ "itemId": id }))
    }

    /// Creates orders of these lines. Returns their ids.
    pub fn order(&mut self, lines: &[Value]) -> Vec<String> {
        let created = self.data("order.create", create(lines, 10_000_000));
        let orders = created["orderList"].as_array().unwrap().iter();
        orders.map(|order| order["purchaseId"].as_str().unwrap().to_owned()).collect()
    }

    /// Orders and pays two scarves of one colour and one of another. Returns the ids of the order and its sub-orders.
    pub fn paid_order(&mut self) -> (String, Vec<String>) {
        let lines = [self.line("Wool scarf", 0, 2), self.line("Wool scarf", 1, 1)];
        let id = self.order(&lines).remove(0);
        assert_eq!(self.data("order.pay", json!({ "orderIds": [id] })), json!({ "payFailedResults": [] }));
        let order = self.read(&id);
        let subs = order["subOrders"].as_array().unwrap().iter();
        (id, subs.map(|sub| sub["sub_purchase_order_id"].as_str().unwrap().to_owned()).collect())
    }

    pub fn shipped_order(&mut self) -> (String, Vec<String>) {
        let (id, subs) = self.paid_order();
        self.driver.sandbox.ship(&id, self.driver.now).unwrap();
        (id, subs)
    }

    /// Returns a line of an order: a SKU of the first product that a search finds.
    pub fn line(&mut self, keyword: &str, sku: usize, quantity: i64) -> Value {
        line(&self.product(keyword), sku, quantity)
    }

    pub fn read(&mut self, order: &str) -> Value {
        self.data("order.get", json!({ "orderId": order }))
    }

    pub fn status(&mut self, order: &str) -> String {
        self.read(order)["status"].as_str().unwrap().to_owned()
    }

    pub fn refund(&mut self, id: &str) -> Value {
        self.data("refund.get", json!({ "refundId": id }))["refundOrderAggregate"].clone()
    }

    /// Returns the push messages since the last call, verified and decoded.
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
            // Fields that the type does not declare, or declares with another type, are in `other`.
            let others = format!("{:?}", event.payload()).replace("other: {}", "");
            assert!(matches!(event.payload(), Payload::Other(_)) || !others.contains("other: {"), "{others}");
        }
        events
    }

    /// Returns topic and status of the push messages since the last call.
    pub fn statuses(&mut self) -> Vec<(String, String)> {
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

/// Returns a line of an order: a SKU of a product, by the ids of the distributing platform.
pub fn line(product: &Value, sku: usize, quantity: i64) -> Value {
    json!({
        "itemId": product["mpId"],
        "skuId": product["skuList"][sku]["mpSkuId"].to_string(),
        "quantity": quantity.to_string(),
        "orderLineNo": format!("line-{sku}"),
        "currency": "CNY",
    })
}

/// Returns the params of an order of these lines, for at most this amount.
pub fn create(lines: &[Value], max_amount: i64) -> Value {
    json!({
        "orderLineList": json!(lines).to_string(),
        "orderSource": "lazada",
        "sellerOrderNumber": "SO-1",
        "purchaseAmount": max_amount,
        "receiver": receiver().to_string(),
    })
}

pub fn receiver() -> Value {
    json!({
        "zip": "311121", "country": "中国", "state": "浙江省", "city": "杭州市", "district": "余杭区",
        "address": "文一西路969号", "name": "王先生", "phone": "", "mobile_phone": "13800000000",
    })
}

/// Returns the price of one piece of a SKU, in fen.
pub fn price(sku: &Value) -> i64 {
    match sku["promotionPrice"].as_str() {
        Some(price) => price.parse().unwrap(),
        None => sku["price"].as_i64().unwrap(),
    }
}
