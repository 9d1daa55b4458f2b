//! Model-based test of 1688: after any sequence of calls, money, stock, states and push messages are consistent.

use std::collections::{BTreeMap, BTreeSet};

use pandapon::scalar::Fen;
use pandapon_sandbox::NewPrice;
use proptest::prelude::*;
use proptest::strategy::ValueTree;
use proptest::test_runner::{Config, TestRunner};
use serde_json::{json, Value};

use crate::driver::{create, fen, number, Answer, Driver, HOUR, SECOND};
use crate::parcels::{self, Parcels};

/// Products of four sellers, with and without SKUs.
const WARES: [&str; 5] = ["suitcase", "Cotton crew-neck", "backpack", "night light", "wallet"];

const GOODS: [&str; 5] = [
    "refundWaitSellerSend",
    "refundWaitBuyerReceive",
    "refundBuyerReceived",
    "aftersaleBuyerNotReceived",
    "aftersaleBuyerReceived",
];

/// Transitions of an order, by spec/semantics.md.
const ORDER_EDGES: &[(&str, &str)] = &[
    ("", "waitbuyerpay"),
    ("waitbuyerpay", "waitsellersend"),
    ("waitbuyerpay", "cancel"),
    ("waitsellersend", "waitbuyerreceive"),
    ("waitsellersend", "cancel"),
    ("waitbuyerreceive", "success"),
    ("waitbuyerreceive", "cancel"),
];

/// Transitions of a refund, by spec/semantics.md.
const REFUND_EDGES: &[(&str, &str)] = &[
    ("", "waitselleragree"),
    ("waitselleragree", "waitbuyersend"),
    ("waitselleragree", "waitbuyermodify"),
    ("waitselleragree", "refundsuccess"),
    ("waitselleragree", "refundclose"),
    ("waitbuyermodify", "refundclose"),
    ("waitbuyersend", "waitsellerreceive"),
    ("waitbuyersend", "refundclose"),
    ("waitsellerreceive", "refundsuccess"),
    ("waitsellerreceive", "waitbuyermodify"),
    ("waitsellerreceive", "refundclose"),
];

/// From this number on, an index chooses among all orders or refunds, valid for the action or not.
const ANY: usize = 100;
/// A transition that did not happen after this many runs counts as impossible.
const MAX_RUNS: usize = 300;

/// An action of the buyer or the seller. Indices choose among the existing records.
#[derive(Debug, Clone)]
pub enum Action {
    Order(Vec<(usize, usize, i64)>),
    OrderBatch(Vec<(usize, usize, i64)>),
    Pay(usize),
    PayBatch(Vec<usize>),
    Cancel(usize),
    Ship(usize),
    ShipPart(usize, Vec<bool>),
    /// The new price of all goods, in thousandths of the previous one.
    Reprice(usize, i64),
    Close(usize),
    /// Whether to prefer an order with an active refund is last.
    Confirm(usize, Vec<bool>, bool),
    Apply(Application),
    Agree(usize),
    Refuse(usize),
    ReturnGoods(usize, bool),
    Receive(usize),
    /// Product, SKU and quantity.
    CartAdd(usize, usize, i64),
    CartSet(usize, i64),
    CartRemove(Vec<usize>),
    CartOrder(Vec<usize>),
    /// Books the freight of pieces of a sub-order.
    BookFreight(usize, usize, i64),
    Wait(u64),
    /// The buyer withdraws an application.
    Withdraw(usize),
    /// Through another generation: `v2.` or `ka.`.
    Through(&'static str, Box<Action>),
}

#[derive(Debug, Clone)]
pub struct Application {
    order: usize,
    /// The preferred state of the order.
    state: &'static str,
    items: Vec<bool>,
    /// None: one that is valid for the state of the order.
    goods: Option<usize>,
    returns: bool,
    /// In thousandths of the amount paid.
    payment: i64,
    carriage: i64,
    reason: i64,
    voucher: bool,
    pieces: Option<i64>,
}

fn action() -> impl Strategy<Value = Action> {
    let lines = || {
        prop::collection::vec(
            (0..WARES.len(), 0..2_usize, prop_oneof![4 => 2..6_i64, 1 => -1..3000_i64]),
            1..4,
        )
    };
    let single_ware = (0..WARES.len(), 5..9_i64, 5..9_i64);
    let which = || prop_oneof![4 => 0..3_usize, 1 => Just(ANY), 1 => Just(ANY + 1)];
    let items = || prop::collection::vec(prop::bool::weighted(0.7), 1..4);
    let state = prop_oneof![1 => Just("waitsellersend"), 3 => Just("waitbuyerreceive"), 1 => Just("success")];
    let application = (
        (which(), state, items(), prop::option::weighted(0.15, 0..GOODS.len()), prop::bool::weighted(0.6)),
        (
            prop_oneof![3 => Just(1000), 1 => 0..1010_i64],
            prop_oneof![3 => Just(0), 1 => 0..1300_i64],
            prop_oneof![6 => Just(20028), 1 => Just(20021), 1 => Just(990_004), 1 => 990_001..990_006_i64],
            any::<bool>(),
            prop::option::weighted(0.1, 0..4_i64),
        ),
    );
    let application = application.prop_map(|((order, state, items, goods, returns), rest)| {
        let (payment, carriage, reason, voucher, pieces) = rest;
        Action::Apply(Application {
            order,
            state,
            items,
            goods,
            returns,
            payment,
            carriage,
            reason,
            voucher,
            pieces,
        })
    });
    let action = prop_oneof![
        2 => lines().prop_map(Action::Order),
        3 => single_ware.prop_map(|(ware, first, second)| Action::Order(vec![(ware, 0, first), (ware, 1, second)])),
        1 => lines().prop_map(Action::OrderBatch),
        5 => which().prop_map(Action::Pay),
        1 => prop::collection::vec(which(), 0..4).prop_map(Action::PayBatch),
        3 => which().prop_map(Action::Cancel),
        4 => which().prop_map(Action::Ship),
        3 => (which(), items()).prop_map(|(order, items)| Action::ShipPart(order, items)),
        1 => (which(), prop_oneof![4 => 500..1500_i64, 1 => Just(0)])
            .prop_map(|(order, price)| Action::Reprice(order, price)),
        1 => which().prop_map(Action::Close),
        4 => (which(), items(), any::<bool>())
            .prop_map(|(order, items, contested)| Action::Confirm(order, items, contested)),
        12 => application,
        8 => which().prop_map(Action::Agree),
        4 => which().prop_map(Action::Refuse),
        8 => (which(), prop::bool::weighted(0.9)).prop_map(|(refund, good)| Action::ReturnGoods(refund, good)),
        2 => which().prop_map(Action::Receive),
        2 => which().prop_map(Action::Withdraw),
        4 => (0..WARES.len(), 0..2_usize, prop_oneof![6 => 2..6_i64, 1 => -1..3000_i64])
            .prop_map(|(ware, sku, quantity)| Action::CartAdd(ware, sku, quantity)),
        1 => (0..3_usize, prop_oneof![2 => 2..6_i64, 1 => -1..3000_i64])
            .prop_map(|(item, quantity)| Action::CartSet(item, quantity)),
        1 => prop::collection::vec(0..5_usize, 0..3).prop_map(Action::CartRemove),
        3 => prop::collection::vec(0..5_usize, 0..4).prop_map(Action::CartOrder),
        2 => (which(), 0..2_usize, 0..5_i64).prop_map(|(order, item, pieces)| Action::BookFreight(order, item, pieces)),
        2 => prop_oneof![0..60 * SECOND, 0..14 * HOUR].prop_map(Action::Wait),
    ];
    let prefix = prop_oneof![2 => Just(""), 2 => Just("v2."), 1 => Just("ka.")];
    (action, prefix).prop_map(|(action, prefix)| match prefix {
        "" => action,
        prefix => Action::Through(prefix, Box::new(action)),
    })
}

/// The expected cart: goods and pieces, by the id of the item.
type Cart = BTreeMap<i64, (Value, i64)>;

/// All orders and refunds of the sandbox as observed through its endpoints.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Observed {
    orders: BTreeMap<String, Value>,
    refunds: BTreeMap<String, Value>,
}

#[derive(Clone)]
pub struct Run {
    pub driver: Driver,
    products: Vec<Value>,
    /// The mapped ids of the products.
    map_ids: Vec<Value>,
    /// Prefix of endpoint names: the generation of the current action.
    prefix: &'static str,
    cart: Cart,
    /// Pieces with booked freight, by sub-order.
    booked: BTreeMap<i64, i64>,
    /// The orders created through KA.
    ka_orders: BTreeSet<String>,
    orders: Vec<String>,
    refunds: Vec<String>,
    parcels: Parcels,
    pub observed: Observed,
    transitions: BTreeSet<String>,
}

impl Run {
    pub fn new(seed: u64) -> Self {
        let mut driver = Driver::new(seed);
        let products = WARES.iter().map(|ware| driver.product(ware)).collect();
        let map_id = |ware: &&str| {
            let page = driver.data("v2.alibaba.product.searchByKeyword", json!({ "keyword": ware }));
            page["data"][0]["offerMapId"].clone()
        };
        let map_ids = WARES.iter().map(map_id).collect();
        Self {
            driver,
            products,
            map_ids,
            prefix: "",
            cart: Cart::new(),
            booked: BTreeMap::new(),
            ka_orders: BTreeSet::new(),
            orders: Vec::new(),
            refunds: Vec::new(),
            parcels: Parcels::default(),
            observed: Observed::default(),
            transitions: BTreeSet::new(),
        }
    }

    /// Calls an endpoint, which must succeed, in the generation of the action.
    fn data(&mut self, name: &str, params: Value) -> Value {
        self.driver.data(&self.endpoint(name), params)
    }

    fn call(&mut self, name: &str, params: Value) -> Answer {
        self.driver.call(&self.endpoint(name), params)
    }

    /// Returns the name of an endpoint in the generation of the action. KA falls back to generation 1.
    fn endpoint(&self, name: &str) -> String {
        if self.prefix != "ka." {
            return format!("{}{name}", self.prefix);
        }
        let ka_name = match name.strip_prefix("alibaba.").unwrap_or(name) {
            "order.payUrl" | "order.payBatch" => "ka.order.pay".to_owned(),
            name => format!("ka.{name}"),
        };
        pandapon::api::find(&ka_name).map_or(name.to_owned(), |_| ka_name)
    }

    /// Calls an endpoint, which must succeed, without letting time pass.
    fn look(&mut self, name: &str, params: Value) -> Value {
        self.driver.now -= SECOND;
        self.driver.data(name, params)
    }

    fn order(&self, which: usize, fitting: &[&str]) -> Option<String> {
        choose(&self.orders, which, |id| fitting.contains(&self.order_status(id).as_str()))
    }

    fn refund(&self, which: usize, fitting: &[&str]) -> Option<String> {
        choose(&self.refunds, which, |id| fitting.contains(&self.refund_status(id).as_str()))
    }

    /// Returns an order that is not received and whose goods are being returned.
    fn contested(&self) -> Option<String> {
        let refund = self.refund(0, &["waitbuyersend", "waitsellerreceive"])?;
        Some(self.observed.refunds[&refund]["orderId"].to_string())
    }

    /// Returns the sub-orders that are still to be shipped.
    fn unshipped(&self, order: &str) -> Vec<i64> {
        let items = self.observed.orders[order]["productItems"].as_array().unwrap().iter();
        let open = items.filter(|item| item["logisticsStatus"] == 1 && item["refund"] != item["itemAmount"]);
        open.map(|item| item["subItemID"].as_i64().unwrap()).collect()
    }

    fn order_status(&self, id: &str) -> String {
        self.observed.orders[id]["baseInfo"]["status"].as_str().unwrap().to_owned()
    }

    fn refund_status(&self, id: &str) -> String {
        self.observed.refunds[id]["status"].as_str().unwrap().to_owned()
    }

    fn lines(&self, lines: &[(usize, usize, i64)]) -> Vec<Value> {
        let line = |(ware, sku, quantity): &(usize, usize, i64)| {
            let product = &self.products[*ware];
            let (name, value) = match self.prefix {
                "v2." => ("offerMapId", &self.map_ids[*ware]),
                _ => ("offerId", &product["offerId"]),
            };
            json!({
                name: value,
                "specId": product["productSkuInfos"][*sku]["specId"].as_str().unwrap_or_default(),
                "quantity": quantity,
            })
        };
        lines.iter().map(line).collect()
    }

    /// Performs an action. Returns the expected messages that are not about a change of state.
    pub fn perform(&mut self, action: &Action) -> Vec<(String, String)> {
        let mut messages = Vec::new();
        match action {
            Action::Order(lines) => self.create_order(lines),
            Action::OrderBatch(lines) => {
                let params = json!({ "flow": "general", "cargoParamList": self.lines(lines) });
                let preview = self.data("alibaba.order.previewBatch", params.clone());
                let created = self.call("alibaba.order.createBatch", params);
                assert_eq!(preview["success"].as_bool(), Some(created.code == 200));
                for order in created.data.as_array().into_iter().flatten() {
                    self.orders.push(order["baseInfo"]["idOfStr"].as_str().unwrap().to_owned());
                }
            }
            Action::Pay(which) => {
                let Some(id) = self.order(*which, &["waitbuyerpay"]) else { return messages };
                let expected = self.order_status(&id) == "waitbuyerpay" && !self.is_late(&id);
                let paid = self.data("alibaba.order.payUrl", json!({ "orderId": id }));
                assert_eq!(paid["protocolPaySuccess"], expected);
            }
            Action::PayBatch(which) => {
                let ids: Vec<_> =
                    which.iter().filter_map(|which| self.order(*which, &["waitbuyerpay"])).collect();
                self.data("alibaba.order.payBatch", json!({ "orderIds": ids }));
                messages
                    .extend((self.prefix != "ka.").then(|| ("ORDER_BATCH_PAY".to_owned(), String::new())));
            }
            Action::Cancel(which) => {
                let Some(id) = self.order(*which, &["waitbuyerpay"]) else { return messages };
                let params = json!({ "webSite": "1688", "orderId": number(&id), "cancelReason": "other" });
                let waited = self.order_status(&id) == "waitbuyerpay" && !self.is_late(&id);
                let answer = self.call("alibaba.order.cancel", params);
                let too_fast = answer.msg.starts_with("CLOSE_ORDER_TOO_FAST");
                assert_eq!(answer.code == 200 || too_fast, waited, "{answer:?}");
            }
            Action::Ship(which) => {
                let Some(id) = self.order(*which, &["waitsellersend"]) else { return messages };
                let expected = self.order_status(&id) == "waitsellersend";
                assert_eq!(self.driver.sandbox.ship(&id, self.driver.now).is_ok(), expected);
            }
            Action::ShipPart(which, chosen) => {
                let Some(id) = self.order(*which, &["waitsellersend"]) else { return messages };
                let items: Vec<_> = self.chosen(&id, chosen).iter().filter_map(Value::as_i64).collect();
                let open = self.unshipped(&id);
                let waits = self.order_status(&id) == "waitsellersend";
                let fits = !items.is_empty() && items.iter().all(|item| open.contains(item));
                let texts: Vec<_> = items.iter().map(i64::to_string).collect();
                let shipped = self.driver.sandbox.ship_items(&id, &texts, self.driver.now);
                assert_eq!(shipped.is_ok(), waits && fits, "{shipped:?}");
                if shipped.is_ok() && items.len() < open.len() && !self.ka_orders.contains(&id) {
                    messages.push(("ORDER_BUYER_VIEW_PART_PART_SENDGOODS waitsellersend".to_owned(), id));
                }
            }
            Action::Reprice(which, thousandths) => {
                let Some(id) = self.order(*which, &["waitbuyerpay"]) else { return messages };
                let goods =
                    fen(&self.observed.orders[&id]["baseInfo"]["sumProductPayment"]) * thousandths / 1000;
                let waits = self.is_unpaid(&id);
                let price = NewPrice { goods: Some(Fen(goods)), freight: None };
                let changed = self.driver.sandbox.change_price(&id, price, self.driver.now);
                assert_eq!(changed.is_ok(), waits && goods > 0, "{changed:?}");
                let kind = "ORDER_BUYER_VIEW_ORDER_PRICE_MODIFY";
                if changed.is_ok() && self.ka_orders.contains(&id) {
                    messages.push((format!("{kind} WAITING_FOR_PAYMENT"), id));
                } else if changed.is_ok() {
                    messages.push((kind.to_owned(), String::new()));
                }
            }
            Action::Close(which) => {
                let Some(id) = self.order(*which, &["waitbuyerpay"]) else { return messages };
                let waits = self.is_unpaid(&id);
                assert_eq!(self.driver.sandbox.close_order(&id, self.driver.now).is_ok(), waits);
            }
            Action::Confirm(which, chosen, contested) => {
                let contested = self.contested().filter(|_| *contested);
                let Some(id) = contested.or_else(|| self.order(*which, &["waitbuyerreceive"])) else {
                    return messages;
                };
                let params = json!({ "orderId": number(&id), "orderEntryIds": self.chosen(&id, chosen) });
                let confirmed = self.data("alibaba.order.confirmReceipt", params);
                let kind = "ORDER_BUYER_VIEW_ORDER_COMFIRM_RECEIVEGOODS";
                let has_message = confirmed["success"] == true && !self.ka_orders.contains(&id);
                messages.extend(has_message.then(|| (kind.to_owned(), id)));
            }
            Action::Apply(application) => self.apply(application),
            Action::Agree(which) => {
                let Some(id) = self.refund(*which, &["waitselleragree"]) else { return messages };
                let expected = self.refund_status(&id) == "waitselleragree";
                assert_eq!(self.driver.sandbox.seller_agrees(&id, self.driver.now).is_ok(), expected);
            }
            Action::Refuse(which) => {
                let Some(id) = self.refund(*which, &["waitselleragree", "waitsellerreceive"]) else {
                    return messages;
                };
                let expected =
                    ["waitselleragree", "waitsellerreceive"].contains(&self.refund_status(&id).as_str());
                assert_eq!(
                    self.driver.sandbox.seller_refuses(&id, "不同意", self.driver.now).is_ok(),
                    expected
                );
            }
            Action::ReturnGoods(which, good) => {
                let Some(id) = self.refund(*which, &["waitbuyersend"]) else { return messages };
                let waybill = if *good { "73120000000001" } else { "?" };
                let params = json!({ "refundId": id, "logisticsCompanyNo": "SF", "freightBill": waybill });
                let expected = *good && self.refund_status(&id) == "waitbuyersend";
                let submitted = self.data("alibaba.refund.submitReturn", params);
                assert_eq!(submitted["success"], expected, "{submitted}");
            }
            Action::Receive(which) => {
                let Some(id) = self.refund(*which, &["waitsellerreceive"]) else { return messages };
                let expected = self.refund_status(&id) == "waitsellerreceive";
                assert_eq!(self.driver.sandbox.seller_receives(&id, self.driver.now).is_ok(), expected);
            }
            Action::CartAdd(ware, sku, quantity) => self.add_to_cart(*ware, *sku, *quantity),
            Action::CartSet(which, quantity) => {
                let Some(id) = self.cart_ids(&[*which]).pop() else { return messages };
                let answer = self.call("alibaba.cart.setQuantity", json!({ "id": id, "quantity": quantity }));
                assert_eq!(answer.code == 200, *quantity > 0, "{answer:?}");
                if let (Some((_, pieces)), 200) = (self.cart.get_mut(&id), answer.code) {
                    *pieces = *quantity;
                }
            }
            Action::CartRemove(which) => {
                let ids = self.cart_ids(which);
                let answer = self.call("alibaba.cart.remove", json!({ "cartIds": ids }));
                assert_eq!(answer.code, if ids.is_empty() { 990_011 } else { 200 });
                self.cart.retain(|id, _| !ids.contains(id));
            }
            Action::CartOrder(which) => self.order_from_cart(which),
            Action::BookFreight(order, item, pieces) => self.book_freight(*order, *item, *pieces),
            Action::Wait(time) => self.driver.now += time,
            Action::Withdraw(which) => {
                let open = ["waitselleragree", "waitbuyermodify", "waitbuyersend"];
                let Some(id) = self.refund(*which, &open) else { return messages };
                let expected = open.contains(&self.refund_status(&id).as_str());
                let cancelled = self.driver.data("ka.refund.cancel", json!({ "refundId": id }));
                assert_eq!(cancelled["success"], expected);
            }
            Action::Through(prefix, action) => {
                self.prefix = prefix;
                messages = self.perform(action);
                self.prefix = "";
            }
        }
        messages
    }

    /// Returns ids of cart items, possibly repeated.
    fn cart_ids(&self, which: &[usize]) -> Vec<i64> {
        let ids: Vec<_> = self.cart.keys().copied().collect();
        which.iter().filter_map(|which| ids.get(which % ids.len().max(1)).copied()).collect()
    }

    fn add_to_cart(&mut self, ware: usize, sku: usize, quantity: i64) {
        let line = self.lines(&[(ware, sku, quantity)]).remove(0);
        let goods = json!([self.map_ids[ware], line["specId"]]);
        let answer = self.call("alibaba.cart.add", line);
        assert_eq!(answer.code == 200, quantity > 0, "{answer:?}");
        if quantity > 0 {
            let existing = self.cart.iter().find(|(_, (other, _))| *other == goods);
            let (id, before) = existing.map_or((None, 0), |(id, (_, pieces))| (Some(*id), *pieces));
            let item_id = answer.data["id"].as_i64().unwrap();
            assert!(id.is_none_or(|id| id == item_id), "the same goods are one item");
            self.cart.insert(item_id, (goods, before + quantity));
        }
    }

    fn order_from_cart(&mut self, which: &[usize]) {
        let ids = self.cart_ids(which);
        let params = json!({ "flow": "general", "cartIds": ids });
        let preview = self.data("alibaba.cart.previewOrder", params.clone());
        let created = self.call("alibaba.cart.createOrder", params.clone());
        assert_eq!(preview["success"].as_bool(), Some(created.code == 200));
        self.transitions.insert(format!(
            "{}cart {}",
            self.prefix,
            if created.code == 200 { "ordered" } else { "refused" }
        ));
        if created.code != 200 {
            return;
        }
        let (orders, previews) =
            (created.data.as_array().unwrap(), preview["orderPreviewResuslt"].as_array().unwrap());
        assert_eq!(orders.len(), previews.len());
        let mut bought = BTreeMap::new();
        for (order, preview) in orders.iter().zip(previews) {
            assert_eq!(fen(&order["baseInfo"]["totalAmount"]), preview["sumPayment"].as_i64().unwrap());
            self.orders.push(order["baseInfo"]["idOfStr"].as_str().unwrap().to_owned());
            for item in order["productItems"].as_array().unwrap() {
                let of_item = |product: &&Value| product["offerId"] == item["productID"];
                let product = self.products.iter().position(|product| of_item(&product)).unwrap();
                let goods = json!([self.map_ids[product], item["specId"].as_str().unwrap_or_default()]);
                let quantity = item["quantity"].as_i64().unwrap();
                assert_eq!(bought.insert(goods.to_string(), quantity), None, "each SKU is in one sub-order");
            }
        }
        let chosen: BTreeSet<_> = ids.iter().collect();
        let removed = chosen.iter().filter_map(|id| self.cart.remove(id));
        let expected: BTreeMap<_, _> = removed.map(|(goods, pieces)| (goods.to_string(), pieces)).collect();
        assert_eq!(bought, expected, "each item of the cart is ordered once");
        assert_eq!(self.call("alibaba.cart.createOrder", params).code, 990_011);
    }

    /// Previews and books freight, which must succeed for bought pieces that are not booked yet only.
    fn book_freight(&mut self, which: usize, item: usize, pieces: i64) {
        let Some(order) = self.order(which, &["waitsellersend", "waitbuyerreceive", "success"]) else {
            return;
        };
        let items = self.observed.orders[&order]["productItems"].as_array().unwrap();
        let item = items[item % items.len()].clone();
        let id = item["subItemID"].as_i64().unwrap();
        let returned: i64 = self.observed.refunds.values().map(|refund| returned(refund, id)).sum();
        let booked = self.booked.get(&id).copied().unwrap_or_default();
        let is_open = self.order_status(&order) != "cancel"
            && (self.order_status(&order) != "waitbuyerpay" || !self.is_late(&order));
        let left = item["quantity"].as_i64().unwrap() - returned - booked;
        let line = json!({
            "itemId": item["productID"].to_string(),
            "skuId": item["skuID"].to_string(),
            "quantity": pieces,
            "freightInfo": { "serviceId": "2" },
            "currency": "CNY",
            "price": "1",
        });
        let address = json!({ "country": "JP" });
        let params = json!({ "receiverAddress": address, "renderItems": [line] });
        let preview = self.call("logistics.preview", params);
        assert_eq!(preview.code == 200, pieces > 0, "{preview:?}");
        if pieces < 1 {
            return;
        }
        self.driver.now -= SECOND;
        let params = json!({
            "renderId": preview.data["renderId"],
            "tmallOrderInfo": { "tmallOrderId": order },
        });
        let booking = self.call("logistics.book", params);
        assert_eq!(booking.code == 200, is_open && pieces <= left, "{pieces} of {left}: {booking:?}");
        self.transitions.insert(format!("abroad {}", if booking.code == 200 { "booked" } else { "refused" }));
        if booking.code == 200 {
            assert_eq!(booking.data["totalFreight"], preview.data["totalFreight"]);
            *self.booked.entry(id).or_default() += pieces;
        }
    }

    /// Returns whether an order is waiting for payment now.
    fn is_unpaid(&self, id: &str) -> bool {
        self.order_status(id) == "waitbuyerpay" && !self.is_late_at(id, self.driver.now)
    }

    /// Returns whether the time limit for payment is over at the next call, a second later.
    fn is_late(&self, id: &str) -> bool {
        self.is_late_at(id, self.driver.now + SECOND)
    }

    fn is_late_at(&self, id: &str, time: u64) -> bool {
        let until =
            self.observed.orders[id]["productItems"][0]["gmtPayExpireTime"].as_str().unwrap().to_owned();
        // Times in this format sort as text.
        until <= china(time)
    }

    /// Creates an order for each seller, as KA does.
    fn create_order_through_ka(&mut self, lines: &[Value]) {
        let preview = self.driver.call("ka.order.preview", json!({ "cargoParamList": lines }));
        let created = self.driver.call("ka.order.create", create(lines));
        assert_eq!(preview.code == 200, created.data["success"] == true, "{preview:?} {created:?}");
        if preview.code != 200 {
            return;
        }
        let several = created.data["orderList"].as_array().unwrap().iter();
        let several = several.map(|order| (order["orderId"].clone(), order["orderAmmount"].clone()));
        let one = Some((created.data["orderId"].clone(), created.data["totalSuccessAmount"].clone()));
        let orders: Vec<_> = one.into_iter().filter(|(id, _)| !id.is_null()).chain(several).collect();
        let sums: Vec<_> =
            preview.data.as_array().unwrap().iter().map(|order| &order["sumPayment"]).collect();
        assert_eq!(orders.iter().map(|(_, amount)| amount).collect::<Vec<_>>(), sums);
        for (id, _) in orders {
            let id = id.as_str().unwrap().to_owned();
            self.ka_orders.insert(id.clone());
            self.orders.push(id);
        }
    }

    fn create_order(&mut self, lines: &[(usize, usize, i64)]) {
        let lines = self.lines(lines);
        if self.prefix == "ka." {
            return self.create_order_through_ka(&lines);
        }
        let preview = self.data("alibaba.order.preview", json!({ "cargoParamList": lines }));
        let order = self.data("alibaba.order.create", create(&lines));
        assert_eq!(preview["success"], order["success"]);
        if order["success"] == true {
            assert_eq!(preview["orderPreviewResuslt"][0]["sumPayment"], order["totalSuccessAmount"]);
            self.orders.push(order["orderId"].as_str().unwrap().to_owned());
        }
    }

    fn chosen(&self, order: &str, chosen: &[bool]) -> Vec<Value> {
        let items = self.observed.orders[order]["productItems"].as_array().unwrap();
        let pairs = items.iter().zip(chosen.iter().cycle());
        pairs.filter(|(_, chosen)| **chosen).map(|(item, _)| item["subItemID"].clone()).collect()
    }

    fn apply(&mut self, application: &Application) {
        let Some(id) = self.order(application.order, &[application.state]) else {
            return;
        };
        let fitting = match self.order_status(&id).as_str() {
            "waitsellersend" => 0,
            "waitbuyerreceive" => 1 + usize::from(application.returns),
            _ => 3 + usize::from(application.returns),
        };
        let goods = application.goods.unwrap_or(fitting);
        let items = self.chosen(&id, &application.items);
        let order = &self.observed.orders[&id];
        let all = order["productItems"].as_array().unwrap().iter();
        let left: i64 = all
            .filter(|item| items.contains(&item["subItemID"]))
            .map(|item| fen(&item["itemAmount"]) - fen(&item["refund"]))
            .sum();
        let mut params = json!({
            "orderId": number(&id),
            "orderEntryIds": items,
            "disputeRequest": if application.returns { "returnRefund" } else { "refund" },
            "applyPayment": left * application.payment / 1000,
            "applyCarriage": application.carriage,
            "applyReasonId": application.reason,
            "description": "说明",
            "goodsStatus": GOODS[goods],
        });
        // Goods that were not received cannot be returned.
        if goods != 2 && goods != 4 && application.goods.is_none() {
            params["disputeRequest"] = json!("refund");
        }
        if application.voucher {
            params["vouchers"] = json!([self.driver.voucher()]);
        }
        if let Some(pieces) = application.pieces {
            let counts = items.iter().map(|item| json!({ "id": item, "count": pieces }));
            params["orderEntryCountList"] = counts.collect();
        }
        let answer = self.call("alibaba.refund.create", params);
        if answer.code == 200 {
            self.refunds.push(answer.data["refundId"].as_str().unwrap().to_owned());
        }
    }

    /// Observes everything and compares it with the previous state.
    pub fn check(&mut self, action: &Action, messages: Vec<(String, String)>) {
        let list = self.look("alibaba.order.list", json!({ "pageSize": 1000 }));
        let orders = list["result"].as_array().unwrap().iter();
        let orders: BTreeMap<_, _> = orders
            .map(|order| (order["baseInfo"]["idOfStr"].as_str().unwrap().to_owned(), order.clone()))
            .collect();
        let created: BTreeSet<_> = self.orders.iter().collect();
        assert_eq!(orders.keys().collect::<BTreeSet<_>>(), created, "every accepted order is found");
        let mut refunds = BTreeMap::new();
        for id in self.refunds.clone() {
            refunds.insert(id.clone(), self.look("alibaba.refund.get", json!({ "refundId": id })));
        }
        let now = Observed { orders, refunds };
        let mut expected = messages;
        expected.extend(self.changes(&now));
        let (of_parcels, messages): (Vec<_>, Vec<_>) =
            self.driver.messages().into_iter().partition(parcels::is_about_parcel);
        of_parcels.iter().for_each(|message| self.parcels.record(message, &mut self.driver));
        let mut received: Vec<_> = messages.iter().map(message).collect();
        expected.sort();
        received.sort();
        assert_eq!(received, expected, "messages about exactly the changes by {action:?}");
        self.check_money(&now);
        self.check_refunds(&now);
        self.check_cart();
        self.observed = now;
    }

    /// Returns the expected messages about changes since the previous state. Each change must be a valid transition.
    fn changes(&mut self, now: &Observed) -> Vec<(String, String)> {
        let mut messages = Vec::new();
        for (id, order) in &now.orders {
            let base = &order["baseInfo"];
            let status = base["status"].as_str().unwrap();
            let before = self
                .observed
                .orders
                .get(id)
                .map_or("", |order| order["baseInfo"]["status"].as_str().unwrap());
            if status == before {
                continue;
            }
            assert!(ORDER_EDGES.contains(&(before, status)), "order: {before} to {status}");
            self.transitions.insert(format!("order {before} {status}"));
            if self.ka_orders.contains(id) {
                self.transitions.insert(format!("ka order {status}"));
                messages.extend(ka_message(status).map(|kind| (kind.to_owned(), id.clone())));
                continue;
            }
            let kind = match status {
                "waitbuyerpay" => "ORDER_BUYER_VIEW_BUYER_MAKE",
                "waitsellersend" => "ORDER_BUYER_VIEW_ORDER_PAY",
                "waitbuyerreceive" => "ORDER_BUYER_VIEW_ANNOUNCE_SENDGOODS",
                "success" => "ORDER_BUYER_VIEW_ORDER_SUCCESS",
                _ => match base["closeOperateType"].as_str().unwrap() {
                    "CLOSE_TRADE_BY_BUYER" => "ORDER_BUYER_VIEW_ORDER_BUYER_CLOSE",
                    "CLOSE_TRADE_BY_SELLER" => "ORDER_BUYER_VIEW_ORDER_SELLER_CLOSE",
                    _ => "ORDER_BUYER_VIEW_ORDER_BOPS_CLOSE",
                },
            };
            messages.push((format!("{kind} {status}"), id.clone()));
        }
        for (id, refund) in &now.refunds {
            let status = refund["status"].as_str().unwrap();
            let before =
                self.observed.refunds.get(id).map_or("", |refund| refund["status"].as_str().unwrap());
            if status == before {
                continue;
            }
            assert!(REFUND_EDGES.contains(&(before, status)), "refund: {before} to {status}");
            self.transitions.insert(format!("refund {before} {status}"));
            if self.ka_orders.contains(&refund["orderId"].to_string()) {
                self.transitions.insert(format!("ka refund {status}"));
                messages.push(("ORDER_BUYER_VIEW_ORDER_BUYER_REFUND".to_owned(), id.clone()));
                continue;
            }
            let kind = match refund["disputeType"].as_i64().unwrap() {
                1 => "ORDER_BUYER_VIEW_ORDER_BUYER_REFUND_IN_SALES",
                _ => "ORDER_BUYER_VIEW_ORDER_REFUND_AFTER_SALES",
            };
            messages.push((format!("{kind} {status}"), id.clone()));
        }
        messages
    }

    fn check_money(&self, now: &Observed) {
        let (mut paid, mut held, mut refunded, mut settled) = (0, 0, 0, 0);
        for (id, order) in &now.orders {
            let base = &order["baseInfo"];
            let total = fen(&base["totalAmount"]);
            let back = fen(&base["refund"]);
            let items = order["productItems"].as_array().unwrap();
            let amounts: i64 = items.iter().map(|item| fen(&item["itemAmount"])).sum();
            let postage: i64 = items.iter().map(|item| fen(&item["sharePostage"])).sum();
            assert_eq!((total, postage), (amounts + fen(&base["shippingFee"]), fen(&base["shippingFee"])));
            assert!(items.iter().all(|item| (0..=fen(&item["itemAmount"])).contains(&fen(&item["refund"]))));
            let refunds = now.refunds.values().filter(|refund| refund["orderId"] == number(id));
            let by_refunds: i64 = refunds
                .map(|refund| {
                    refund["refundPayment"].as_i64().unwrap() + refund["refundCarriage"].as_i64().unwrap()
                })
                .sum();
            assert!(back <= total && back == by_refunds, "{back} of {total}, by refunds {by_refunds}");
            if order["tradeTerms"][0]["payTime"].is_null() {
                assert_eq!(back, 0);
                continue;
            }
            paid += total;
            refunded += back;
            if ["success", "cancel"].contains(&base["status"].as_str().unwrap()) {
                settled += total - back;
            } else {
                held += total - back;
            }
        }
        let ledger = self.driver.sandbox.ledger();
        assert_eq!(
            (ledger.paid.0, ledger.held.0, ledger.refunded.0, ledger.settled.0),
            (paid, held, refunded, settled)
        );
    }

    /// Checks that a sub-order has at most one active refund.
    fn check_refunds(&self, now: &Observed) {
        let mut active = BTreeSet::new();
        for refund in now.refunds.values() {
            if ["refundsuccess", "refundclose"].contains(&refund["status"].as_str().unwrap()) {
                continue;
            }
            for item in refund["orderEntryIdList"].as_array().unwrap() {
                assert!(active.insert(item.to_string()), "two refunds of sub-order {item}");
            }
        }
    }

    /// Checks the cart: the expected items, separated by whether they are in stock.
    fn check_cart(&mut self) {
        let cart = self.look("v2.alibaba.cart.list", json!({}));
        let mut listed = Cart::new();
        for (list, on_sale) in [("enableList", true), ("disableList", false)] {
            for shop in cart[list].as_array().unwrap() {
                for item in shop["cartItemInfos"].as_array().unwrap() {
                    assert_eq!(item["amountOnSale"].as_i64() > Some(0), on_sale);
                    let goods = json!([item["offerMapId"], item["specId"]]);
                    listed.insert(item["id"].as_i64().unwrap(), (goods, item["quantity"].as_i64().unwrap()));
                }
            }
        }
        assert_eq!(listed, self.cart);
    }

    /// Checks that every step of every parcel was reported.
    fn check_parcels(&mut self) {
        let v1_orders = self.orders.iter().filter(|order| !self.ka_orders.contains(*order));
        self.parcels.check(v1_orders, &mut self.driver);
    }

    /// Checks that the stock and the pieces sold add up to the initial stock.
    fn check_stock(&mut self) {
        let mut sold: BTreeMap<String, i64> = BTreeMap::new();
        for order in self.observed.orders.values() {
            let never_paid = order["tradeTerms"][0]["payTime"].is_null();
            let closed = order["baseInfo"]["status"] == "cancel";
            for item in order["productItems"].as_array().unwrap() {
                let not_sent = item["logisticsStatus"] == 1;
                let refunded = item["refund"] == item["itemAmount"];
                if !(closed && never_paid || refunded && not_sent) {
                    *sold.entry(item["skuID"].to_string()).or_default() += item["quantity"].as_i64().unwrap();
                }
            }
        }
        for product in self.products.clone() {
            let now = self.look("alibaba.product.get", json!({ "offerId": product["offerId"] }));
            let of = |product: &Value| product["productSaleInfo"]["amountOnSale"].as_i64().unwrap();
            let skus = now["productSkuInfos"].as_array().unwrap().iter();
            assert!(of(&now) >= 0 && skus.clone().all(|sku| sku["amountOnSale"].as_i64() >= Some(0)));
            if skus.len() == 0 {
                continue;
            }
            let sold: i64 = skus.map(|sku| sold.get(&sku["skuId"].to_string()).copied().unwrap_or(0)).sum();
            assert_eq!(of(&now) + sold, of(&product));
        }
    }
}

/// Returns how many pieces of a sub-order were returned with a refund.
fn returned(refund: &Value, item: i64) -> i64 {
    let is_returned = refund["status"] == "refundsuccess" && refund["refundGoods"] == true;
    let pieces = refund["orderEntryCountMap"][item.to_string()].as_i64();
    pieces.filter(|_| is_returned).unwrap_or_default()
}

/// Returns type and status of KA's message about an order in this state, if it has one.
fn ka_message(status: &str) -> Option<&'static str> {
    match status {
        "waitbuyerpay" => Some("ORDER_CREATE WAITING_FOR_PAYMENT"),
        "waitsellersend" => Some("ORDER_PAY_SUCCESS WAITING_FOR_SENT"),
        "cancel" => Some("ORDER_CANCEL CANCEL"),
        _ => None,
    }
}

/// Returns type and status of a message, and the id of its refund or order.
fn message(message: &crate::driver::Message) -> (String, String) {
    let body = &message.body;
    let text = |name: &str| body[name].as_str().unwrap_or_default();
    if let Some(order) = body["orderId"].as_str() {
        let id = body["refundId"].as_str().unwrap_or(order);
        return (format!("{} {}", message.kind, text("orderStatus")).trim_end().to_owned(), id.to_owned());
    }
    let order = body["orderId"].as_i64().map(|id| id.to_string()).unwrap_or_default();
    match text("currentStatus") {
        "" => (message.kind.clone(), order),
        "confirm_goods_and_has_subsidy" => (message.kind.clone(), order),
        status => {
            let id = body["refundId"].as_str().map_or(order, str::to_owned);
            (format!("{} {status}", message.kind), id)
        }
    }
}

/// Formats a time as the sandbox does, with an independent library.
fn china(now: u64) -> String {
    let time = std::time::UNIX_EPOCH + std::time::Duration::from_millis(now + 8 * HOUR);
    let time = httpdate::HttpDate::from(time).to_string();
    let parts: Vec<_> = time.split(' ').collect();
    let months = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];
    let month = months.iter().position(|month| *month == parts[2]).unwrap() + 1;
    format!("{}-{month:02}-{} {}", parts[3], parts[1], parts[4])
}

/// Chooses an id, newest first: among those that match, if any do and `which` is below [`ANY`].
fn choose(ids: &[String], which: usize, is_match: impl Fn(&str) -> bool) -> Option<String> {
    let fitting: Vec<_> = ids.iter().filter(|id| which < ANY && is_match(id)).collect();
    let candidates = if fitting.is_empty() { ids.iter().collect() } else { fitting };
    candidates.iter().rev().nth(which % candidates.len().max(1)).map(|id| (*id).clone())
}

/// Performs all actions. Returns the transitions of orders and refunds.
fn run(seed: u64, actions: &[Action]) -> BTreeSet<String> {
    let mut run = Run::new(seed);
    for action in actions {
        let messages = run.perform(action);
        run.check(action, messages);
    }
    run.check_stock();
    run.check_parcels();
    run.transitions
}

/// Generates runs. Most start with shipped orders, some of them created through KA, to reach later states.
pub fn any_run() -> impl Strategy<Value = (u64, Vec<Action>)> {
    let shipped = |prefix: &'static str| -> Vec<Action> {
        let ordered = |ware| {
            let order = Action::Order(vec![(ware, 0, 5), (ware, 1, 6)]);
            [Action::Through(prefix, Box::new(order)), Action::Pay(0), Action::Ship(0)]
        };
        (0..WARES.len()).flat_map(ordered).collect()
    };
    let start = prop_oneof![2 => Just(Vec::new()), 2 => Just(shipped("")), 1 => Just(shipped("ka."))];
    let actions = prop::collection::vec(action(), 1..60);
    (any::<u64>(), start, actions).prop_map(|(seed, start, actions)| (seed, [start, actions].concat()))
}

pub fn config(cases: u32) -> Config {
    Config { cases, failure_persistence: None, ..Config::default() }
}

/// Returns the number of runs: that of `PANDAPON_MODEL_RUNS`, or a small one.
pub fn runs() -> Config {
    let runs = std::env::var("PANDAPON_MODEL_RUNS").ok();
    config(runs.map_or(16, |runs| runs.parse().unwrap()))
}

proptest! {
    #![proptest_config(runs())]

    #[test]
    fn money_stock_states_and_messages_are_consistent((seed, actions) in any_run()) {
        run(seed, &actions);
    }

}

proptest! {
    #![proptest_config(config(4))]

    #[test]
    fn the_same_calls_have_the_same_results((seed, actions) in any_run()) {
        let answers = |seed| {
            let mut run = Run::new(seed);
            let actions = actions.iter().take(15);
            actions.for_each(|action| {
                let messages = run.perform(action);
                run.check(action, messages);
            });
            format!("{:?} {:?}", run.observed, run.driver.sandbox)
        };
        prop_assert_eq!(answers(seed), answers(seed));
    }
}

/// The properties would also hold for a sandbox that refuses everything: random runs must reach every transition.
#[test]
fn random_runs_reach_every_transition() {
    let edges = |subject: &str, edges: &[(&str, &str)]| -> Vec<String> {
        edges.iter().map(|(from, to)| format!("{subject} {from} {to}")).collect()
    };
    let others = [
        "cart ordered",
        "cart refused",
        "v2.cart ordered",
        "v2.cart refused",
        "abroad booked",
        "abroad refused",
        "ka order waitbuyerpay",
        "ka order waitsellersend",
        "ka order cancel",
        "ka refund refundclose",
        "ka refund refundsuccess",
    ];
    let mut missing: BTreeSet<_> = edges("order", ORDER_EDGES)
        .into_iter()
        .chain(edges("refund", REFUND_EDGES))
        .chain(others.map(str::to_owned))
        .collect();
    let mut runner = TestRunner::deterministic();
    let strategy = any_run();
    for _ in 0..MAX_RUNS {
        let (seed, actions) = strategy.new_tree(&mut runner).unwrap().current();
        for step in run(seed, &actions) {
            missing.remove(&step);
        }
        if missing.is_empty() {
            return;
        }
    }
    panic!("no run reached the transitions {missing:?}");
}
