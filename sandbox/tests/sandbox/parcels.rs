//! Parcels on 1688 move with time, and push messages tell of it: what is told is what tracking shows.

use std::collections::BTreeSet;

use serde_json::{json, Value};

use crate::driver::{number, Driver, Message, HOUR, SECOND};

const MOVED: &str = "LOGISTICS_BUYER_VIEW_TRACE";

/// The nodes of a parcel's way, in the order of tracking's steps.
const NODES: [&str; 5] = ["CONSIGN", "ACCEPT", "TRANSPORT", "DELIVERING", "SIGN"];

/// What was told of parcels: parcel and node.
#[derive(Debug, Clone, Default)]
pub struct Parcels(BTreeSet<(String, String)>);

pub fn is_about_parcel(message: &Message) -> bool {
    message.kind == MOVED
}

impl Parcels {
    /// Holds a message against tracking, at the moment of the last call: it is about a step that was not told of before.
    pub fn hear(&mut self, message: &Message, driver: &mut Driver) {
        let told = &message.body["OrderLogisticsTracingModel"];
        let text = |name: &str| told[name].as_str().unwrap().to_owned();
        let (id, node) = (text("logisticsId"), text("statusChanged"));
        let at = NODES.iter().position(|known| *known == node).unwrap();
        let order = told["orderLogsItems"][0]["orderId"].to_string();
        let trace = traces(&order, driver).into_iter().find(|trace| trace["logisticsId"] == id.as_str());
        let trace = trace.unwrap();
        assert_eq!(told["mailNo"], trace["logisticsBillNo"]);
        assert_eq!(told["changeTime"], trace["logisticsSteps"][at]["acceptTime"], "{node}");
        assert!(self.0.insert((id, node)), "told of twice: {message:?}");
    }

    /// Nothing was left out: of each step that tracking shows was told.
    pub fn check<'a>(&self, orders: impl Iterator<Item = &'a String>, driver: &mut Driver) {
        let mut steps = 0;
        for trace in orders.flat_map(|order| traces(order, driver)) {
            steps += trace["logisticsSteps"].as_array().unwrap().len();
        }
        assert_eq!(self.0.len(), steps, "{:?}", self.0);
    }
}

/// The parcels of an order, without letting time pass.
fn traces(order: &str, driver: &mut Driver) -> Vec<Value> {
    driver.now -= SECOND;
    let members = json!({ "webSite": "1688", "orderId": number(order) });
    let answer = driver.call("alibaba.order.tracking", members);
    assert!(answer.code == 200 || answer.msg == "there is no parcel yet", "{answer:?}");
    answer.data["logisticsTrace"].as_array().cloned().unwrap_or_default()
}

fn heard(driver: &mut Driver) -> Vec<Value> {
    let messages = driver.messages().into_iter().filter(is_about_parcel);
    messages.map(|message| message.body["OrderLogisticsTracingModel"].clone()).collect()
}

#[test]
fn each_parcel_is_told_of_once_at_every_node() {
    let mut driver = Driver::new(1);
    let order = driver.paid_order();
    let items: Vec<_> =
        driver.read(&order)["productItems"].as_array().unwrap().iter().map(sub_order).collect();
    let mut nodes = Vec::new();
    for item in &items {
        driver.sandbox.ship_items(&order, std::slice::from_ref(item), driver.now).unwrap();
    }
    for _ in 0..50 {
        driver.read(&order);
        nodes.extend(heard(&mut driver));
        driver.now += HOUR;
    }
    assert_eq!(nodes.len(), 2 * NODES.len());
    for (parcel, item) in items.iter().enumerate() {
        let of_parcel = nodes.iter().filter(|node| node["orderLogsItems"][0]["orderEntryId"] == number(item));
        let of_parcel: Vec<_> = of_parcel.collect();
        let words: Vec<_> = of_parcel.iter().map(|node| node["statusChanged"].as_str().unwrap()).collect();
        assert_eq!(words, NODES);
        let trace = traces(&order, &mut driver)[parcel].clone();
        for (node, step) in of_parcel.iter().zip(trace["logisticsSteps"].as_array().unwrap()) {
            assert_eq!(node["changeTime"], step["acceptTime"]);
            assert_eq!(
                (&node["logisticsId"], &node["mailNo"]),
                (&trace["logisticsId"], &trace["logisticsBillNo"])
            );
            assert_eq!(
                node["orderLogsItems"],
                json!([{ "orderId": number(&order), "orderEntryId": number(item) }])
            );
        }
    }
}

#[test]
fn time_that_passes_at_once_leaves_no_node_out() {
    let mut driver = Driver::new(1);
    let first = driver.shipped_order();
    driver.now += HOUR;
    let second = driver.shipped_order();
    driver.messages();
    driver.sandbox.advance(100 * HOUR, driver.now).unwrap();
    let nodes = heard(&mut driver);
    assert_eq!(nodes.len(), 2 * (NODES.len() - 1));
    let times: Vec<_> = nodes.iter().map(|node| node["changeTime"].as_str().unwrap()).collect();
    assert!(times.is_sorted(), "{times:?}");
    let orders: BTreeSet<_> =
        nodes.iter().map(|node| node["orderLogsItems"][0]["orderId"].to_string()).collect();
    assert_eq!(orders, BTreeSet::from([first, second]));
    driver.sandbox.advance(100 * HOUR, driver.now).unwrap();
    assert!(driver.messages().is_empty());
}

fn sub_order(item: &Value) -> String {
    item["subItemID"].to_string()
}
