//! Any calls in any order on Taobao: whatever happens, the money, the stock, the states and the push messages add up.

use std::collections::{BTreeMap, BTreeSet};

use pandapon::scalar::Fen;
use pandapon_sandbox::NewPrice;
use proptest::prelude::*;
use proptest::strategy::ValueTree;
use proptest::test_runner::TestRunner;
use serde_json::{json, Value};

use super::shopper::{create, line, receiver, Shopper};
use super::sight::{Mirror, Sight, LINE_EDGES, REFUND_EDGES};
use crate::driver::{HOUR, SECOND};

/// Products of three shops, with and without variants.
const WARES: [&str; 4] = ["Wool scarf", "Wireless mouse", "Toiletry bag", "Camping lantern"];

/// From this number on, choose among all orders, lines or refunds, whether the act fits them or not.
const ANY: usize = 100;

/// Something that somebody does. Numbers choose among what is there.
#[derive(Debug, Clone)]
enum Act {
    /// Product, SKU and pieces of each line, and what is planned beyond the price, in fen.
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
    SendBack(usize, bool),
    Receive(usize),
    TakeBack(usize),
    Say(usize),
    Wait(u64),
    /// Puts the sandbox away and goes on from there.
    PutAway,
    /// By the endpoints of generation 2.
    Second(Box<Act>),
}

#[derive(Debug, Clone)]
struct Application {
    line: usize,
    /// Where the line stands, if there is such a line.
    status: &'static str,
    kind: i64,
    /// None: one that fits where the line stands.
    goods: Option<i64>,
    /// Of what can be refunded, in thousandths.
    fee: i64,
    reason: usize,
}

fn act() -> impl Strategy<Value = Act> {
    let pieces = || prop_oneof![8 => 1..4_i64, 1 => 100..600_i64];
    let ware = move || (0..WARES.len(), 0..2_usize, pieces());
    let lines = prop_oneof![
        2 => prop::collection::vec(ware(), 1..4),
        3 => (0..WARES.len(), 1..4_i64, 1..4_i64).prop_map(|(ware, one, other)| vec![(ware, 0, one), (ware, 1, other)]),
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
        Act::Apply(Application { line, status, kind, goods, fee, reason })
    });
    let act = prop_oneof![
        5 => (lines, planned).prop_map(|(lines, planned)| Act::Order(lines, planned)),
        1 => ware().prop_map(|(ware, sku, pieces)| Act::OrderFromCart(ware, sku, pieces)),
        5 => prop::collection::vec(which(), 1..3).prop_map(Act::Pay),
        2 => (which(), some()).prop_map(|(order, lines)| Act::Cancel(order, lines)),
        1 => which().prop_map(Act::Close),
        1 => (which(), prop_oneof![-500..0_i64, 1..500_i64]).prop_map(|(order, more)| Act::Reprice(order, more)),
        5 => (which(), any::<bool>()).prop_map(|(order, one)| Act::Ship(order, one)),
        12 => application,
        8 => which().prop_map(Act::Agree),
        3 => which().prop_map(Act::Refuse),
        6 => (which(), prop::bool::weighted(0.9)).prop_map(|(refund, good)| Act::SendBack(refund, good)),
        5 => which().prop_map(Act::Receive),
        2 => which().prop_map(Act::TakeBack),
        1 => which().prop_map(Act::Say),
        2 => prop_oneof![0..20 * SECOND, 0..30 * HOUR].prop_map(Act::Wait),
        1 => Just(Act::PutAway),
    ];
    (act, any::<bool>()).prop_map(|(act, second)| if second { Act::Second(Box::new(act)) } else { act })
}

struct Run {
    shopper: Shopper,
    products: Vec<Value>,
    orders: Vec<String>,
    refunds: Vec<String>,
    sight: Sight,
    mirror: Mirror,
    seen: BTreeSet<String>,
}

impl Run {
    fn new(seed: u64) -> Self {
        let mut shopper = Shopper::of_seed(seed);
        let products = WARES.iter().map(|ware| shopper.product(ware)).collect();
        Self {
            shopper,
            products,
            orders: Vec::new(),
            refunds: Vec::new(),
            sight: Sight::default(),
            mirror: Mirror::default(),
            seen: BTreeSet::new(),
        }
    }

    fn order(&self, which: usize, fitting: &str) -> Option<String> {
        choose(&self.orders, which, |id| self.sight.orders[id].status == fitting)
    }

    fn refund(&self, which: usize, fitting: &[i64]) -> Option<String> {
        choose(&self.refunds, which, |id| fitting.contains(&self.sight.refunds[id].status))
    }

    fn goods(&self, ware: usize, sku: usize) -> (&Value, usize) {
        let product = &self.products[ware];
        (product, sku % product["skuList"].as_array().unwrap().len())
    }

    /// Does it. What must be so of its answer alone is checked here.
    fn act(&mut self, act: &Act) {
        let now = self.shopper.driver.now;
        match act {
            Act::Order(lines, planned) => self.make(lines, *planned),
            Act::OrderFromCart(ware, sku, pieces) => self.make_from_cart(*ware, *sku, *pieces),
            Act::Pay(which) => self.pay(which),
            Act::Cancel(which, lines) => {
                let Some(id) = self.order(*which, "WAIT_BUYER_P") else { return };
                let subs = &self.sight.orders[&id].lines;
                let chosen = subs.iter().zip(lines).filter(|(_, chosen)| **chosen).map(|(line, _)| &line.id);
                let chosen: Vec<_> = chosen.collect();
                let members = json!({ "orderId": id, "subOrderIds": chosen, "cancelReason": "x" });
                self.shopper.call("order.cancel", members);
            }
            Act::Close(which) => {
                let Some(id) = self.order(*which, "WAIT_BUYER_P") else { return };
                let done = self.shopper.driver.sandbox.close_order(&id, now).is_ok();
                assert!(!done || self.sight.orders[&id].status == "WAIT_BUYER_P");
            }
            Act::Reprice(which, more) => {
                let Some(id) = self.order(*which, "WAIT_BUYER_P") else { return };
                let goods = Some(Fen(self.sight.orders[&id].goods() + more));
                let price = NewPrice { goods, freight: None };
                let _ = self.shopper.driver.sandbox.change_price(&id, price, now);
            }
            Act::Ship(which, one) => self.ship(*which, *one),
            Act::Apply(application) => self.apply(application),
            Act::Agree(which) => {
                let Some(id) = self.refund(*which, &[10]) else { return };
                let expected = self.sight.refunds[&id].status == 10;
                assert_eq!(self.shopper.driver.sandbox.seller_agrees(&id, now).is_ok(), expected);
            }
            Act::Refuse(which) => {
                let Some(id) = self.refund(*which, &[10, 30]) else { return };
                let expected = [10, 30].contains(&self.sight.refunds[&id].status);
                assert_eq!(self.shopper.driver.sandbox.seller_refuses(&id, "不同意", now).is_ok(), expected);
            }
            Act::SendBack(which, good) => {
                let Some(id) = self.refund(*which, &[20]) else { return };
                let waybill = if *good { "SF1234567890" } else { "?" };
                let members = json!({ "refundId": id, "logisticsCompanyCode": "SF", "logisticsNo": waybill });
                let expected = *good && self.sight.refunds[&id].status == 20;
                assert_eq!(self.shopper.code("refund.submitReturn", members) == 200, expected);
            }
            Act::Receive(which) => {
                let Some(id) = self.refund(*which, &[30]) else { return };
                let expected = self.sight.refunds[&id].status == 30;
                assert_eq!(self.shopper.driver.sandbox.seller_receives(&id, now).is_ok(), expected);
            }
            Act::TakeBack(which) => {
                let Some(id) = self.refund(*which, &[10, 20, -10]) else { return };
                let expected = [10, 20, -10].contains(&self.sight.refunds[&id].status);
                assert_eq!(self.shopper.code("refund.cancel", json!({ "refundId": id })) == 200, expected);
            }
            Act::Say(which) => {
                let Some(id) = self.refund(*which, &[10, 20, 30, -10]) else { return };
                let said = json!({ "refundId": id, "refundMessage": "你好" });
                if self.shopper.code("refund.sendMessage", said) == 200 {
                    self.mirror.expect_talk(&id);
                }
            }
            Act::Wait(time) => self.shopper.driver.now += time,
            Act::PutAway => self.shopper.driver = self.shopper.driver.clone(),
            Act::Second(act) => {
                self.shopper.group = "v2.taobao";
                self.act(act);
                self.shopper.group = "taobao";
            }
        }
    }

    fn make(&mut self, lines: &[(usize, usize, i64)], more: i64) {
        let line = |(ware, sku, pieces): &(usize, usize, i64)| {
            let (product, sku) = self.goods(*ware, *sku);
            line(product, sku, *pieces)
        };
        let lines: Vec<_> = lines.iter().map(line).collect();
        let members =
            json!({ "orderLineList": json!(lines).to_string(), "receiver": receiver().to_string() });
        let preview = self.shopper.ask("order.preview", members);
        let total = preview["totalRealPayPrice"]["amount"].as_i64().unwrap();
        let made = self.shopper.call("order.create", create(&lines, total + more));
        let expected = preview["unavailableSkuList"] == json!([]) && more >= 0;
        assert_eq!(made.code == 200, expected, "{preview} {made:?}");
        self.keep(&made.data, total);
    }

    fn make_from_cart(&mut self, ware: usize, sku: usize, pieces: i64) {
        let (product, sku) = self.goods(ware, sku);
        let sku = product["skuList"][sku]["mpSkuId"].to_string();
        let members = json!({ "mpId": product["mpId"], "mpSkuId": sku, "quantity": pieces });
        let ids = json!({ "ids": [self.shopper.ask("cart.add", members)["id"]] });
        let preview = self.shopper.ask("cart.previewOrder", ids.clone());
        let made = self.shopper.call("cart.createOrder", ids.clone());
        assert_eq!(made.code == 200, preview["unavailableSkuList"] == json!([]));
        assert_eq!(
            self.shopper.code("cart.remove", ids) == 200,
            made.code != 200,
            "what is bought leaves the cart"
        );
        self.keep(&made.data, preview["totalRealPayPrice"]["amount"].as_i64().unwrap());
    }

    /// Remembers the orders that were made, which must cost this much.
    fn keep(&mut self, made: &Value, total: i64) {
        let Some(orders) = made["orderList"].as_array() else { return };
        let estimates = orders.iter().map(|order| order["estimateAmount"].as_i64().unwrap());
        assert_eq!(estimates.sum::<i64>(), total);
        let ids = orders.iter().map(|order| order["purchaseId"].as_str().unwrap().to_owned());
        self.orders.extend(ids);
    }

    fn pay(&mut self, which: &[usize]) {
        let ids: Vec<_> = which.iter().filter_map(|which| self.order(*which, "WAIT_BUYER_P")).collect();
        let paid = self.shopper.ask("order.pay", json!({ "orderIds": ids }));
        let failed = paid["payFailedResults"].as_array().unwrap();
        let could: BTreeSet<_> =
            ids.iter().filter(|id| self.sight.orders[*id].status == "WAIT_BUYER_P").collect();
        assert!(ids.len() - failed.len() <= could.len(), "nothing is paid twice");
    }

    fn ship(&mut self, which: usize, one: bool) {
        let Some(id) = self.order(which, "WAIT_SELLER_SEND_GOODS") else { return };
        let (order, now) = (&self.sight.orders[&id], self.shopper.driver.now);
        let waiting = order.lines.iter().filter(|line| line.status == "WAIT_SELLER_SEND_GOODS");
        let first: Vec<_> = waiting.map(|line| line.id.clone()).take(1).collect();
        let expected = !first.is_empty();
        let sandbox = &mut self.shopper.driver.sandbox;
        let done = if one { sandbox.ship_items(&id, &first, now) } else { sandbox.ship(&id, now) };
        assert_eq!(done.is_ok(), expected);
    }

    fn apply(&mut self, application: &Application) {
        let lines: Vec<_> = self.sight.lines().map(|line| line.id.clone()).collect();
        let stands_so = |id: &str| self.sight.line(id).status == application.status;
        let Some(id) = choose(&lines, application.line, stands_so) else { return };
        let line = self.sight.line(&id).clone();
        let is_sent = line.status == "WAIT_BUYER_CONFIRM_GOODS";
        let kind = if is_sent { application.kind } else { 1 };
        let fitting = if is_sent { 2 + kind } else { 1 };
        let mut members = json!({ "subOrderId": id, "refundType": kind });
        members["goodsStatus"] = application.goods.unwrap_or(fitting).into();
        let preview = self.shopper.call("refund.preview", members.clone());
        let template = &preview.data["refundOrderTemplate"];
        let limits = &template["maxRefundFee"];
        let most = limits["refundFee"].as_i64().unwrap_or(1000);
        let fee = most * application.fee / 1000;
        let reasons = template["refundReasons"].as_array().map(Vec::as_slice).unwrap_or_default();
        members["reasonId"] =
            reasons.get(application.reason).map_or(json!(1), |reason| reason["reasonId"].clone());
        members["refundFee"] = json!(fee);
        let applied = self.shopper.call("refund.create", members);
        let fits = limits["minRefundFee"].as_i64().is_some_and(|least| (least..=most).contains(&fee));
        assert_eq!(
            applied.code == 200,
            fits && application.reason < reasons.len(),
            "{preview:?} {applied:?}"
        );
        if applied.code == 200 {
            assert_eq!(most, line.total - self.sight.refunded(&id), "all that was not refunded can be");
            self.refunds.push(applied.data["refundId"].as_str().unwrap().to_owned());
        }
    }

    /// Looks at everything and holds it against what was seen before.
    fn check(&mut self, act: &Act) {
        let now = Sight::of(&mut self.shopper);
        let known: BTreeSet<_> = self.orders.iter().collect();
        assert_eq!(now.orders.keys().collect::<BTreeSet<_>>(), known, "every accepted order is found");
        let known: BTreeSet<_> = self.refunds.iter().collect();
        assert_eq!(now.refunds.keys().collect::<BTreeSet<_>>(), known, "every accepted refund is found");
        self.seen.extend(now.steps_since(&self.sight));
        for event in self.shopper.events() {
            self.mirror.hear(&event, &now);
        }
        self.mirror.check(&now, &format!("{act:?}"));
        now.check_money(&self.shopper.driver.sandbox.ledger());
        self.sight = now;
    }

    /// What is on the shelves and what is ordered and not given back is what was there in the beginning.
    fn check_stock(&mut self) {
        let mut gone: BTreeMap<&str, i64> = BTreeMap::new();
        for line in self.sight.lines().filter(|line| line.is_sent || line.status != "TRADE_CLOSED") {
            *gone.entry(&line.sku).or_default() += line.quantity;
        }
        for (ware, before) in WARES.iter().zip(&self.products) {
            // Its two calls must let no time pass, in which something could be closed.
            self.shopper.driver.now -= 2 * SECOND;
            let now = self.shopper.product(ware);
            let skus = |product: &Value| product["skuList"].as_array().unwrap().clone();
            for (now, before) in skus(&now).iter().zip(skus(before)) {
                let gone = gone.get(now["mpSkuId"].to_string().as_str()).copied().unwrap_or(0);
                let stock = |sku: &Value| sku["quantity"].as_i64().unwrap();
                assert!(stock(now) >= 0);
                assert_eq!(stock(now) + gone, stock(&before), "{ware}");
            }
        }
    }
}

/// One of these, the newest first: of those that fit if there are any and `which` is below [`ANY`].
fn choose(ids: &[String], which: usize, fits: impl Fn(&str) -> bool) -> Option<String> {
    let fitting: Vec<_> = ids.iter().filter(|id| which < ANY && fits(id)).collect();
    let candidates = if fitting.is_empty() { ids.iter().collect() } else { fitting };
    candidates.iter().rev().nth(which % candidates.len().max(1)).map(|id| (*id).clone())
}

/// Lets all of it happen; gives the steps that lines and refunds took.
fn run(seed: u64, acts: &[Act]) -> BTreeSet<String> {
    let mut run = Run::new(seed);
    for act in acts {
        run.act(act);
        run.check(act);
    }
    run.check_stock();
    run.seen
}

/// Half of the runs begin with orders that were shipped, so that they get further.
fn any_run() -> impl Strategy<Value = (u64, Vec<Act>)> {
    let ordered =
        |ware| [Act::Order(vec![(ware, 0, 2), (ware, 1, 1)], 0), Act::Pay(vec![0]), Act::Ship(0, false)];
    let shipped = (0..WARES.len()).flat_map(ordered).collect();
    let start = prop_oneof![Just(Vec::new()), Just(shipped)];
    let acts = prop::collection::vec(act(), 1..60);
    (any::<u64>(), start, acts).prop_map(|(seed, start, acts)| (seed, [start, acts].concat()))
}

proptest! {
    #![proptest_config(crate::model::runs())]

    #[test]
    fn everything_adds_up((seed, acts) in any_run()) {
        run(seed, &acts);
    }
}

/// The property would hold of a sandbox that refuses everything. This one reaches every state in every way.
#[test]
fn random_runs_take_every_step() {
    let mut runner = TestRunner::deterministic();
    let strategy = any_run();
    let mut seen = BTreeSet::new();
    for _ in 0..30 {
        let (seed, acts) = strategy.new_tree(&mut runner).unwrap().current();
        seen.extend(run(seed, &acts));
    }
    let lines = LINE_EDGES.iter().map(|(from, to)| format!("line {from} {to}"));
    let refunds = REFUND_EDGES.iter().map(|(from, to)| format!("refund {from} {to}"));
    let all: BTreeSet<_> = lines.chain(refunds).collect();
    assert_eq!(all.difference(&seen).collect::<Vec<_>>(), Vec::<&String>::new());
}
