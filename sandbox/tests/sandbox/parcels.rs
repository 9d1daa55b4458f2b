//! Parcels on 1688 move as time passes. Push messages report exactly the steps that tracking shows.

use std::collections::BTreeSet;

use serde_json::{json, Value};

use crate::driver::{number, Driver, Message, HOUR, SECOND};

const MOVED: &str = "LOGISTICS_BUYER_VIEW_TRACE";

/// The nodes on the route of a parcel, in the order of the steps in tracking.
const NODES: [&str; 5] = ["CONSIGN", "ACCEPT", "TRANSPORT", "DELIVERING", "SIGN"];

/// Reported nodes: the parcel's id and the node.
#[derive(Debug, Clone, Default)]
pub struct Parcels(BTreeSet<(String, String)>);

pub fn is_about_parcel(message: &Message) -> bool {
    message.kind == MOVED
}

impl Parcels {
    /// Checks a message against tracking at the time of the last call: it must report a step that was not reported before.
    pub fn record(&mut self, message: &Message, driver: &mut Driver) {
        let report = &message.body["OrderLogisticsTracingModel"];
        let text = |name: &str| report[name].as_str().unwrap().to_owned();
        let (id, node) = (text("logisticsId"), text("statusChanged"));
        let index = NODES.iter().position(|other| *other == node).unwrap();
        let order = report["orderLogsItems"][0]["orderId"].to_string();
        let trace = traces(&order, driver).into_iter().find(|trace| trace["logisticsId"] == id.as_str());
        let trace = trace.unwrap();
        assert_eq!(report["mailNo"], trace["logisticsBillNo"]);
        assert_eq!(report["changeTime"], trace["logisticsSteps"][index]["acceptTime"], "{node}");
        assert!(self.0.insert((id, node)), "reported twice: {message:?}");
    }

    /// Checks that every step in tracking was reported.
    pub fn check<'a>(&self, orders: impl Iterator<Item = &'a String>, driver: &mut Driver) {
        let mut steps = 0;
        for trace in orders.flat_map(|order| traces(order, driver)) {
            steps += trace["logisticsSteps"].as_array().unwrap().len();
        }
        assert_eq!(self.0.len(), steps, "{:?}", self.0);
    }
}

/// Returns the traces of an order's parcels, without letting time pass.
fn traces(order: &str, driver: &mut Driver) -> Vec<Value> {
    driver.now -= SECOND;
    let params = json!({ "webSite": "1688", "orderId": number(order) });
    let answer = driver.call("alibaba.order.tracking", params);
    assert!(answer.code == 200 || answer.msg == "the order has no such parcel yet", "{answer:?}");
    answer.data["logisticsTrace"].as_array().cloned().unwrap_or_default()
}

fn reported_nodes(driver: &mut Driver) -> Vec<Value> {
    let messages = driver.messages().into_iter().filter(is_about_parcel);
    messages.map(|message| message.body["OrderLogisticsTracingModel"].clone()).collect()
}

#[test]
fn each_parcel_is_reported_once_at_every_node() {
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
        nodes.extend(reported_nodes(&mut driver));
        driver.now += HOUR;
    }
    assert_eq!(nodes.len(), 2 * NODES.len());
    for (parcel, item) in items.iter().enumerate() {
        let of_parcel = nodes.iter().filter(|node| node["orderLogsItems"][0]["orderEntryId"] == number(item));
        let of_parcel: Vec<_> = of_parcel.collect();
        let statuses: Vec<_> = of_parcel.iter().map(|node| node["statusChanged"].as_str().unwrap()).collect();
        assert_eq!(statuses, NODES);
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
fn no_node_is_skipped_when_much_time_passes_at_once() {
    let mut driver = Driver::new(1);
    let first = driver.shipped_order();
    driver.now += HOUR;
    let second = driver.shipped_order();
    driver.messages();
    driver.sandbox.advance(100 * HOUR, driver.now).unwrap();
    let nodes = reported_nodes(&mut driver);
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
