//! The state of Taobao as observed through its endpoints, and as derived from its push messages.

use std::collections::BTreeMap;

use pandapon::event::{Event, Payload};
use pandapon_sandbox::Ledger;
use serde_json::{json, Value};

use super::shopper::Shopper;
use crate::driver::SECOND;

/// Transitions of a line, by spec/semantics.md, section 5.
pub const LINE_EDGES: &[(&str, &str)] = &[
    ("", "WAIT_BUYER_P"),
    ("WAIT_BUYER_P", "WAIT_SELLER_SEND_GOODS"),
    ("WAIT_BUYER_P", "TRADE_CLOSED"),
    ("WAIT_SELLER_SEND_GOODS", "WAIT_BUYER_CONFIRM_GOODS"),
    ("WAIT_SELLER_SEND_GOODS", "TRADE_CLOSED"),
    ("WAIT_BUYER_CONFIRM_GOODS", "TRADE_CLOSED"),
];

/// Transitions of a refund, by spec/semantics.md, 5.1; 0 is a new one.
pub const REFUND_EDGES: &[(i64, i64)] = &[
    (0, 10),
    (10, 20),
    (10, 100),
    (10, -10),
    (10, -20),
    (20, 30),
    (20, -20),
    (30, 100),
    (30, -10),
    (-10, -20),
];

/// All orders and refunds as observed through the endpoints.
#[derive(Debug, Clone, Default)]
pub struct Observed {
    pub orders: BTreeMap<String, Order>,
    pub refunds: BTreeMap<String, Refund>,
}

#[derive(Debug, Clone)]
pub struct Order {
    pub status: String,
    total: i64,
    pub lines: Vec<Line>,
}

#[derive(Debug, Clone)]
pub struct Line {
    pub id: String,
    outer_id: String,
    pub status: String,
    pub sku: String,
    pub quantity: i64,
    goods: i64,
    /// Goods and share of the freight, in fen.
    pub total: i64,
    /// Whether it was ever paid.
    pub paid: bool,
    pub is_sent: bool,
}

#[derive(Debug, Clone)]
pub struct Refund {
    pub status: i64,
    line: String,
    fee: i64,
}

fn text(value: &Value) -> String {
    value.as_str().map_or_else(|| value.to_string(), str::to_owned)
}

impl Order {
    fn of(order: &Value) -> Self {
        let lines = order["subOrders"].as_array().unwrap().iter().map(Line::of).collect();
        Self { status: text(&order["status"]), total: order["purchaseAmount"].as_i64().unwrap(), lines }
    }

    /// Returns the price of the goods of its open lines.
    pub fn goods(&self) -> i64 {
        self.lines.iter().filter(|line| line.status != "TRADE_CLOSED").map(|line| line.goods).sum()
    }
}

impl Line {
    fn of(line: &Value) -> Self {
        let goods: i64 = line["product_amount"].as_str().unwrap().parse().unwrap();
        Self {
            id: text(&line["sub_purchase_order_id"]),
            outer_id: text(&line["purchase_order_line_outer_id"]),
            status: text(&line["status"]),
            sku: text(&line["sku_id"]),
            quantity: line["quantity"].as_i64().unwrap(),
            goods,
            total: goods + line["domestic_post_fee"].as_i64().unwrap(),
            // Only unpaid lines have a deadline.
            paid: line["close_time_without_payment"].is_null(),
            is_sent: !line["logistic_number"].is_null(),
        }
    }
}

impl Observed {
    /// Observes the state without letting time pass.
    pub fn of(shopper: &mut Shopper) -> Self {
        shopper.driver.now -= SECOND;
        let orders = shopper.data("order.list", json!({ "pageSize": 1000 }));
        shopper.driver.now -= SECOND;
        let refunds = shopper.data("refund.list", json!({ "pageSize": 1000 }));
        let list = |page: &Value| page["data"].as_array().unwrap().clone();
        let orders =
            list(&orders).iter().map(|order| (text(&order["purchaseId"]), Order::of(order))).collect();
        let refund = |parts: &Value| {
            let (refund, line) = (&parts["refundOrder"], &parts["purchaseOrderLine"]);
            let observed = Refund {
                status: refund["refundStatus"].as_i64().unwrap(),
                line: text(&line["purchaseOrderLineId"]),
                fee: refund["refundFee"].as_i64().unwrap(),
            };
            (text(&refund["refundId"]), observed)
        };
        Self { orders, refunds: list(&refunds).iter().map(refund).collect() }
    }

    pub fn lines(&self) -> impl Iterator<Item = &Line> {
        self.orders.values().flat_map(|order| &order.lines)
    }

    pub fn line(&self, id: &str) -> &Line {
        self.lines().find(|line| line.id == id).unwrap()
    }

    /// Returns the amount refunded for a line.
    pub fn refunded(&self, line: &str) -> i64 {
        let refunds = self.refunds.values().filter(|refund| refund.line == line && refund.status == 100);
        refunds.map(|refund| refund.fee).sum()
    }

    /// Returns the transitions of lines and refunds since an earlier state, each of which must be valid.
    pub fn steps_since(&self, before: &Observed) -> Vec<String> {
        let mut steps = Vec::new();
        for (id, order) in &self.orders {
            for (index, line) in order.lines.iter().enumerate() {
                let before = before.orders.get(id).map_or("", |order| &order.lines[index].status);
                if before != line.status {
                    assert!(
                        LINE_EDGES.contains(&(before, &line.status)),
                        "line: {before} to {}",
                        line.status
                    );
                    steps.push(format!("line {before} {}", line.status));
                }
            }
            let rank =
                |status: &str| LINE_EDGES.iter().rposition(|(from, _)| *from == status).unwrap_or(usize::MAX);
            let least_advanced =
                order.lines.iter().map(|line| line.status.as_str()).min_by_key(|status| rank(status));
            assert_eq!(
                least_advanced,
                Some(order.status.as_str()),
                "an order has the status of its least advanced line"
            );
        }
        for (id, refund) in &self.refunds {
            let before = before.refunds.get(id).map_or(0, |refund| refund.status);
            if before != refund.status {
                assert!(
                    REFUND_EDGES.contains(&(before, refund.status)),
                    "refund: {before} to {}",
                    refund.status
                );
                steps.push(format!("refund {before} {}", refund.status));
            }
        }
        steps
    }

    /// Checks that everything paid is held, refunded or settled, to the fen, and that no line has two active refunds or is
    /// refunded too much.
    pub fn check_money(&self, ledger: &Ledger) {
        let (mut paid, mut held, mut refunded, mut settled) = (0, 0, 0, 0);
        for line in self.lines() {
            let of_line = || self.refunds.values().filter(|refund| refund.line == line.id);
            assert!(of_line().filter(|refund| ![100, -20].contains(&refund.status)).count() <= 1);
            let back = self.refunded(&line.id);
            assert!(back <= line.total && (line.paid || back == 0));
            if !line.paid {
                continue;
            }
            paid += line.total;
            refunded += back;
            match line.status.as_str() {
                "TRADE_CLOSED" => settled += line.total - back,
                _ => held += line.total - back,
            }
        }
        assert_eq!(
            (ledger.paid.0, ledger.held.0, ledger.refunded.0, ledger.settled.0),
            (paid, held, refunded, settled)
        );
    }
}

/// The state as derived from the push messages alone.
#[derive(Debug, Default)]
pub struct Replica {
    lines: BTreeMap<String, Vec<String>>,
    totals: BTreeMap<String, i64>,
    refunds: BTreeMap<String, i64>,
    with_new_text: Vec<String>,
}

impl Replica {
    /// Expects a message about this refund that does not change its status, because the buyer sent a text.
    pub fn expect_text(&mut self, refund: &str) {
        self.with_new_text.push(refund.to_owned());
    }

    /// Applies a message, which must report something new.
    pub fn apply(&mut self, event: &Event, now: &Observed) {
        let is_new = match event.payload() {
            Payload::TaobaoOrderChange(change) => {
                let lines = change.sku_list.unwrap().into_iter();
                let states: Vec<_> = lines.map(|line| line.status.unwrap().as_str().to_owned()).collect();
                let id = change.purchase_id.unwrap().as_str().to_owned();
                self.lines.insert(id, states.clone()) != Some(states)
            }
            Payload::TaobaoPriceChange(_) => {
                self.apply_price(&serde_json::to_value(&event.message_body).unwrap(), now)
            }
            Payload::Other(body) => {
                let body = serde_json::to_value(body).unwrap();
                let (id, status) = (text(&body["refundId"]), body["refundStatus"].as_i64().unwrap());
                let text_index = self.with_new_text.iter().position(|refund| *refund == id);
                let is_new = self.refunds.insert(id, status) != Some(status);
                is_new || text_index.map(|index| self.with_new_text.remove(index)).is_some()
            }
            other => panic!("{other:?}"),
        };
        assert!(is_new, "the message reports nothing new: {event:?}");
    }

    /// Applies a message about a price. Lines that it no longer contains are closed.
    fn apply_price(&mut self, body: &Value, now: &Observed) -> bool {
        let id = text(&body["purchaseOrderId"]);
        let total = body["purchaseOrderPriceDTO"]["purchaseTotalFee"].as_i64().unwrap();
        let subs = body["subOrders"].as_array().unwrap();
        let open: Vec<_> = subs.iter().map(|line| text(&line["purchase_order_line_outer_id"])).collect();
        let states = self.lines.get_mut(&id).unwrap();
        let before = states.clone();
        for (line, state) in now.orders[&id].lines.iter().zip(states.iter_mut()) {
            if !open.contains(&line.outer_id) {
                *state = "TRADE_CLOSED".to_owned();
            }
        }
        let is_closing = *states != before;
        self.totals.insert(id, total) != Some(total) || is_closing
    }

    /// Checks that the derived state is complete.
    pub fn check(&mut self, now: &Observed, action: &str) {
        for (id, order) in &now.orders {
            let states: Vec<_> = order.lines.iter().map(|line| line.status.clone()).collect();
            assert_eq!(self.lines.get(id), Some(&states), "after {action}");
            let total = self.totals.get(id).filter(|_| order.status != "TRADE_CLOSED");
            assert!(total.is_none_or(|total| *total == order.total), "after {action}");
        }
        let refunds: BTreeMap<_, _> =
            now.refunds.iter().map(|(id, refund)| (id.clone(), refund.status)).collect();
        assert_eq!(self.refunds, refunds, "after {action}");
        assert!(self.with_new_text.is_empty(), "after {action}");
    }
}
