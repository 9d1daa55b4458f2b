//! Model-based test of Taobao: after any sequence of calls, money, stock, states and push messages are consistent.

use std::collections::{BTreeMap, BTreeSet};

use pandapon::scalar::Fen;
use pandapon_sandbox::NewPrice;
use proptest::prelude::*;
use proptest::strategy::ValueTree;
use proptest::test_runner::TestRunner;
use serde_json::{json, Value};

use super::observed::{Observed, Replica, LINE_EDGES, REFUND_EDGES};
use super::shopper::{create, line, receiver, Shopper};
use crate::driver::{HOUR, SECOND};

/// Products of three shops, with and without variants.
const WARES: [&str; 4] = ["Wool scarf", "Wireless mouse", "Toiletry bag", "Camping lantern"];

/// From this number on, an index chooses among all orders, lines or refunds, valid for the action or not.
const ANY: usize = 100;

/// An action of the buyer or the seller. Indices choose among the existing records.
#[derive(Debug, Clone)]
enum Action {
    /// Product, SKU and pieces of each line, and the difference of `purchaseAmount` to the price, in fen.
    Order(Vec<(usize, usize, i64)>, i64),
    OrderFromCart(usize, usize, i64),
    Pay(Vec<usize>),
    /// The order, and which of its lines; all if none.
    Cancel(usize, Vec<bool>),
    Close(usize),
    Reprice(usize, i64),
    /// The order, and whether only one of its lines.
    Ship(usize, bool),
    Apply(Application),
    Agree(usize),
    Refuse(usize),
    ReturnGoods(usize, bool),
    Receive(usize),
    Withdraw(usize),
    SendMessage(usize),
    Wait(u64),
    /// Restores the sandbox from a snapshot.
    Restore,
    /// Through generation 2.
    ThroughV2(Box<Action>),
}

#[derive(Debug, Clone)]
struct Application {
    line: usize,
    /// The preferred status of the line.
    status: &'static str,
    kind: i64,
    /// None: one that is valid for the status of the line.
    goods: Option<i64>,
    /// In thousandths of the maximum amount.
    fee: i64,
    reason: usize,
}

fn action() -> impl Strategy<Value = Action> {
    let pieces = || prop_oneof![8 => 1..4_i64, 1 => 100..600_i64];
    let ware = move || (0..WARES.len(), 0..2_usize, pieces());
    let lines = prop_oneof![
        2 => prop::collection::vec(ware(), 1..4),
        3 => (0..WARES.len(), 1..4_i64, 1..4_i64).prop_map(|(ware, first, second)| vec![(ware, 0, first), (ware, 1, second)]),
    ];
    let planned = prop_oneof![8 => Just(0), 1 => 1..1000_i64, 1 => Just(-1)];
    let which = || prop_oneof![4 => 0..3_usize, 1 => Just(ANY), 1 => Just(ANY + 1)];
    let some = || prop::collection::vec(any::<bool>(), 1..3);
    let status = prop_oneof![1 => Just("WAIT_SELLER_SEND_GOODS"), 3 => Just("WAIT_BUYER_CONFIRM_GOODS")];
    let application = (
        (which(), status),
        prop_oneof![2 => Just(1), 3 => Just(2), 1 => Just(3)],
        prop::option::weighted(0.15, 0..8_i64),
        prop_oneof![4 => Just(1000), 2 => 1..1000_i64, 1 => 0..1100_i64],
        0..3_usize,
    );
    let application = application.prop_map(|((line, status), kind, goods, fee, reason)| {
        Action::Apply(Application { line, status, kind, goods, fee, reason })
    });
    let action = prop_oneof![
        5 => (lines, planned).prop_map(|(lines, planned)| Action::Order(lines, planned)),
        1 => ware().prop_map(|(ware, sku, pieces)| Action::OrderFromCart(ware, sku, pieces)),
        5 => prop::collection::vec(which(), 1..3).prop_map(Action::Pay),
        2 => (which(), some()).prop_map(|(order, lines)| Action::Cancel(order, lines)),
        1 => which().prop_map(Action::Close),
        1 => (which(), prop_oneof![-500..0_i64, 1..500_i64]).prop_map(|(order, more)| Action::Reprice(order, more)),
        5 => (which(), any::<bool>()).prop_map(|(order, one)| Action::Ship(order, one)),
        12 => application,
        8 => which().prop_map(Action::Agree),
        3 => which().prop_map(Action::Refuse),
        6 => (which(), prop::bool::weighted(0.9)).prop_map(|(refund, good)| Action::ReturnGoods(refund, good)),
        5 => which().prop_map(Action::Receive),
        2 => which().prop_map(Action::Withdraw),
        1 => which().prop_map(Action::SendMessage),
        2 => prop_oneof![0..20 * SECOND, 0..30 * HOUR].prop_map(Action::Wait),
        1 => Just(Action::Restore),
    ];
    (action, any::<bool>())
        .prop_map(|(action, second)| if second { Action::ThroughV2(Box::new(action)) } else { action })
}

struct Run {
    shopper: Shopper,
    products: Vec<Value>,
    orders: Vec<String>,
    refunds: Vec<String>,
    observed: Observed,
    replica: Replica,
    transitions: BTreeSet<String>,
}

impl Run {
    fn new(seed: u64) -> Self {
        let mut shopper = Shopper::with_seed(seed);
        let products = WARES.iter().map(|ware| shopper.product(ware)).collect();
        Self {
            shopper,
            products,
            orders: Vec::new(),
            refunds: Vec::new(),
            observed: Observed::default(),
            replica: Replica::default(),
            transitions: BTreeSet::new(),
        }
    }

    fn order(&self, which: usize, fitting: &str) -> Option<String> {
        choose(&self.orders, which, |id| self.observed.orders[id].status == fitting)
    }

    fn refund(&self, which: usize, fitting: &[i64]) -> Option<String> {
        choose(&self.refunds, which, |id| fitting.contains(&self.observed.refunds[id].status))
    }

    fn goods(&self, ware: usize, sku: usize) -> (&Value, usize) {
        let product = &self.products[ware];
        (product, sku % product["skuList"].as_array().unwrap().len())
    }

    /// Performs an action, and checks its response.
    fn perform(&mut self, action: &Action) {
        let now = self.shopper.driver.now;
        match action {
            Action::Order(lines, planned) => self.create_order(lines, *planned),
            Action::OrderFromCart(ware, sku, pieces) => self.create_order_from_cart(*ware, *sku, *pieces),
            Action::Pay(which) => self.pay(which),
            Action::Cancel(which, lines) => {
                let Some(id) = self.order(*which, "WAIT_BUYER_P") else { return };
                let subs = &self.observed.orders[&id].lines;
                let chosen = subs.iter().zip(lines).filter(|(_, chosen)| **chosen).map(|(line, _)| &line.id);
                let chosen: Vec<_> = chosen.collect();
                let params = json!({ "orderId": id, "subOrderIds": chosen, "cancelReason": "x" });
                self.shopper.call("order.cancel", params);
            }
            Action::Close(which) => {
                let Some(id) = self.order(*which, "WAIT_BUYER_P") else { return };
                let is_closed = self.shopper.driver.sandbox.close_order(&id, now).is_ok();
                assert!(!is_closed || self.observed.orders[&id].status == "WAIT_BUYER_P");
            }
            Action::Reprice(which, more) => {
                let Some(id) = self.order(*which, "WAIT_BUYER_P") else { return };
                let goods = Some(Fen(self.observed.orders[&id].goods() + more));
                let price = NewPrice { goods, freight: None };
                let _ = self.shopper.driver.sandbox.change_price(&id, price, now);
            }
            Action::Ship(which, one) => self.ship(*which, *one),
            Action::Apply(application) => self.apply(application),
            Action::Agree(which) => {
                let Some(id) = self.refund(*which, &[10]) else { return };
                let expected = self.observed.refunds[&id].status == 10;
                assert_eq!(self.shopper.driver.sandbox.seller_agrees(&id, now).is_ok(), expected);
            }
            Action::Refuse(which) => {
                let Some(id) = self.refund(*which, &[10, 30]) else { return };
                let expected = [10, 30].contains(&self.observed.refunds[&id].status);
                assert_eq!(self.shopper.driver.sandbox.seller_refuses(&id, "不同意", now).is_ok(), expected);
            }
            Action::ReturnGoods(which, good) => {
                let Some(id) = self.refund(*which, &[20]) else { return };
                let waybill = if *good { "SF1234567890" } else { "?" };
                let params = json!({ "refundId": id, "logisticsCompanyCode": "SF", "logisticsNo": waybill });
                let expected = *good && self.observed.refunds[&id].status == 20;
                assert_eq!(self.shopper.code("refund.submitReturn", params) == 200, expected);
            }
            Action::Receive(which) => {
                let Some(id) = self.refund(*which, &[30]) else { return };
                let expected = self.observed.refunds[&id].status == 30;
                assert_eq!(self.shopper.driver.sandbox.seller_receives(&id, now).is_ok(), expected);
            }
            Action::Withdraw(which) => {
                let Some(id) = self.refund(*which, &[10, 20, -10]) else { return };
                let expected = [10, 20, -10].contains(&self.observed.refunds[&id].status);
                assert_eq!(self.shopper.code("refund.cancel", json!({ "refundId": id })) == 200, expected);
            }
            Action::SendMessage(which) => {
                let Some(id) = self.refund(*which, &[10, 20, 30, -10]) else { return };
                let message = json!({ "refundId": id, "refundMessage": "你好" });
                if self.shopper.code("refund.sendMessage", message) == 200 {
                    self.replica.expect_text(&id);
                }
            }
            Action::Wait(time) => self.shopper.driver.now += time,
            Action::Restore => self.shopper.driver = self.shopper.driver.clone(),
            Action::ThroughV2(action) => {
                self.shopper.group = "v2.taobao";
                self.perform(action);
                self.shopper.group = "taobao";
            }
        }
    }

    fn create_order(&mut self, lines: &[(usize, usize, i64)], more: i64) {
        let line = |(ware, sku, pieces): &(usize, usize, i64)| {
            let (product, sku) = self.goods(*ware, *sku);
            line(product, sku, *pieces)
        };
        let lines: Vec<_> = lines.iter().map(line).collect();
        let params = json!({ "orderLineList": json!(lines).to_string(), "receiver": receiver().to_string() });
        let preview = self.shopper.data("order.preview", params);
        let total = preview["totalRealPayPrice"]["amount"].as_i64().unwrap();
        let created = self.shopper.call("order.create", create(&lines, total + more));
        let expected = preview["unavailableSkuList"] == json!([]) && more >= 0;
        assert_eq!(created.code == 200, expected, "{preview} {created:?}");
        self.keep(&created.data, total);
    }

    fn create_order_from_cart(&mut self, ware: usize, sku: usize, pieces: i64) {
        let (product, sku) = self.goods(ware, sku);
        let sku = product["skuList"][sku]["mpSkuId"].to_string();
        let params = json!({ "mpId": product["mpId"], "mpSkuId": sku, "quantity": pieces });
        let ids = json!({ "ids": [self.shopper.data("cart.add", params)["id"]] });
        let preview = self.shopper.data("cart.previewOrder", ids.clone());
        let created = self.shopper.call("cart.createOrder", ids.clone());
        assert_eq!(created.code == 200, preview["unavailableSkuList"] == json!([]));
        assert_eq!(
            self.shopper.code("cart.remove", ids) == 200,
            created.code != 200,
            "ordered items leave the cart"
        );
        self.keep(&created.data, preview["totalRealPayPrice"]["amount"].as_i64().unwrap());
    }

    /// Stores the ids of created orders, which must have this total.
    fn keep(&mut self, created: &Value, total: i64) {
        let Some(orders) = created["orderList"].as_array() else { return };
        let estimates = orders.iter().map(|order| order["estimateAmount"].as_i64().unwrap());
        assert_eq!(estimates.sum::<i64>(), total);
        let ids = orders.iter().map(|order| order["purchaseId"].as_str().unwrap().to_owned());
        self.orders.extend(ids);
    }

    fn pay(&mut self, which: &[usize]) {
        let ids: Vec<_> = which.iter().filter_map(|which| self.order(*which, "WAIT_BUYER_P")).collect();
        let paid = self.shopper.data("order.pay", json!({ "orderIds": ids }));
        let failed = paid["payFailedResults"].as_array().unwrap();
        let payable: BTreeSet<_> =
            ids.iter().filter(|id| self.observed.orders[*id].status == "WAIT_BUYER_P").collect();
        assert!(ids.len() - failed.len() <= payable.len(), "nothing is paid twice");
    }

    fn ship(&mut self, which: usize, one: bool) {
        let Some(id) = self.order(which, "WAIT_SELLER_SEND_GOODS") else { return };
        let (order, now) = (&self.observed.orders[&id], self.shopper.driver.now);
        let waiting = order.lines.iter().filter(|line| line.status == "WAIT_SELLER_SEND_GOODS");
        let first: Vec<_> = waiting.map(|line| line.id.clone()).take(1).collect();
        let expected = !first.is_empty();
        let sandbox = &mut self.shopper.driver.sandbox;
        let shipped = if one { sandbox.ship_items(&id, &first, now) } else { sandbox.ship(&id, now) };
        assert_eq!(shipped.is_ok(), expected);
    }

    fn apply(&mut self, application: &Application) {
        let lines: Vec<_> = self.observed.lines().map(|line| line.id.clone()).collect();
        let has_status = |id: &str| self.observed.line(id).status == application.status;
        let Some(id) = choose(&lines, application.line, has_status) else { return };
        let line = self.observed.line(&id).clone();
        let is_sent = line.status == "WAIT_BUYER_CONFIRM_GOODS";
        let kind = if is_sent { application.kind } else { 1 };
        let fitting = if is_sent { 2 + kind } else { 1 };
        let mut params = json!({ "subOrderId": id, "refundType": kind });
        params["goodsStatus"] = application.goods.unwrap_or(fitting).into();
        let preview = self.shopper.call("refund.preview", params.clone());
        let template = &preview.data["refundOrderTemplate"];
        let limits = &template["maxRefundFee"];
        let max = limits["refundFee"].as_i64().unwrap_or(1000);
        let fee = max * application.fee / 1000;
        let reasons = template["refundReasons"].as_array().map(Vec::as_slice).unwrap_or_default();
        params["reasonId"] =
            reasons.get(application.reason).map_or(json!(1), |reason| reason["reasonId"].clone());
        params["refundFee"] = json!(fee);
        let applied = self.shopper.call("refund.create", params);
        let is_in_range = limits["minRefundFee"].as_i64().is_some_and(|min| (min..=max).contains(&fee));
        assert_eq!(
            applied.code == 200,
            is_in_range && application.reason < reasons.len(),
            "{preview:?} {applied:?}"
        );
        if applied.code == 200 {
            assert_eq!(
                max,
                line.total - self.observed.refunded(&id),
                "everything that was not refunded can be"
            );
            self.refunds.push(applied.data["refundId"].as_str().unwrap().to_owned());
        }
    }

    /// Observes everything and compares it with the previous state and the push messages.
    fn check(&mut self, action: &Action) {
        let now = Observed::of(&mut self.shopper);
        let created: BTreeSet<_> = self.orders.iter().collect();
        assert_eq!(now.orders.keys().collect::<BTreeSet<_>>(), created, "every accepted order is found");
        let created: BTreeSet<_> = self.refunds.iter().collect();
        assert_eq!(now.refunds.keys().collect::<BTreeSet<_>>(), created, "every accepted refund is found");
        self.transitions.extend(now.steps_since(&self.observed));
        for event in self.shopper.events() {
            self.replica.apply(&event, &now);
        }
        self.replica.check(&now, &format!("{action:?}"));
        now.check_money(&self.shopper.driver.sandbox.ledger());
        self.observed = now;
    }

    /// Checks that the stock and the pieces sold add up to the initial stock.
    fn check_stock(&mut self) {
        let mut sold: BTreeMap<&str, i64> = BTreeMap::new();
        for line in self.observed.lines().filter(|line| line.is_sent || line.status != "TRADE_CLOSED") {
            *sold.entry(&line.sku).or_default() += line.quantity;
        }
        for (ware, before) in WARES.iter().zip(&self.products) {
            // The two calls must not let time pass, in which orders could be closed.
            self.shopper.driver.now -= 2 * SECOND;
            let now = self.shopper.product(ware);
            let skus = |product: &Value| product["skuList"].as_array().unwrap().clone();
            for (now, before) in skus(&now).iter().zip(skus(before)) {
                let sold = sold.get(now["mpSkuId"].to_string().as_str()).copied().unwrap_or(0);
                let stock = |sku: &Value| sku["quantity"].as_i64().unwrap();
                assert!(stock(now) >= 0);
                assert_eq!(stock(now) + sold, stock(&before), "{ware}");
            }
        }
    }
}

/// Chooses an id, newest first: among those that match, if any do and `which` is below [`ANY`].
fn choose(ids: &[String], which: usize, is_match: impl Fn(&str) -> bool) -> Option<String> {
    let fitting: Vec<_> = ids.iter().filter(|id| which < ANY && is_match(id)).collect();
    let candidates = if fitting.is_empty() { ids.iter().collect() } else { fitting };
    candidates.iter().rev().nth(which % candidates.len().max(1)).map(|id| (*id).clone())
}

/// Performs all actions. Returns the transitions of lines and refunds.
fn run(seed: u64, actions: &[Action]) -> BTreeSet<String> {
    let mut run = Run::new(seed);
    for action in actions {
        run.perform(action);
        run.check(action);
    }
    run.check_stock();
    run.transitions
}

/// Generates runs. Half of them start with shipped orders, to reach later states.
fn any_run() -> impl Strategy<Value = (u64, Vec<Action>)> {
    let ordered = |ware| {
        [Action::Order(vec![(ware, 0, 2), (ware, 1, 1)], 0), Action::Pay(vec![0]), Action::Ship(0, false)]
    };
    let shipped = (0..WARES.len()).flat_map(ordered).collect();
    let start = prop_oneof![Just(Vec::new()), Just(shipped)];
    let actions = prop::collection::vec(action(), 1..60);
    (any::<u64>(), start, actions).prop_map(|(seed, start, actions)| (seed, [start, actions].concat()))
}

proptest! {
    #![proptest_config(crate::model::runs())]

    #[test]
    fn money_stock_states_and_messages_are_consistent((seed, actions) in any_run()) {
        run(seed, &actions);
    }
}

/// The properties would also hold for a sandbox that refuses everything: random runs must reach every transition.
#[test]
fn random_runs_reach_every_transition() {
    let mut runner = TestRunner::deterministic();
    let strategy = any_run();
    let mut transitions = BTreeSet::new();
    for _ in 0..30 {
        let (seed, actions) = strategy.new_tree(&mut runner).unwrap().current();
        transitions.extend(run(seed, &actions));
    }
    let lines = LINE_EDGES.iter().map(|(from, to)| format!("line {from} {to}"));
    let refunds = REFUND_EDGES.iter().map(|(from, to)| format!("refund {from} {to}"));
    let all: BTreeSet<_> = lines.chain(refunds).collect();
    assert_eq!(all.difference(&transitions).collect::<Vec<_>>(), Vec::<&String>::new());
}
