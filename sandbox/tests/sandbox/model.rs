//! Any calls in any order: whatever happens, the money, the stock, the states and the push messages add up.

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

/// Where an order can go, by spec/semantics.md.
const ORDER_EDGES: &[(&str, &str)] = &[
    ("", "waitbuyerpay"),
    ("waitbuyerpay", "waitsellersend"),
    ("waitbuyerpay", "cancel"),
    ("waitsellersend", "waitbuyerreceive"),
    ("waitsellersend", "cancel"),
    ("waitbuyerreceive", "success"),
    ("waitbuyerreceive", "cancel"),
];

/// Where a refund can go, by spec/semantics.md.
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

/// From this number on, choose among all orders or refunds, whether the act fits them or not.
const ANY: usize = 100;
/// After this many runs a step that none took is taken to be impossible.
const MOST_RUNS: usize = 300;

/// Something that somebody does. Numbers choose among what is there.
#[derive(Debug, Clone)]
pub enum Act {
    Order(Vec<(usize, usize, i64)>),
    OrderBatch(Vec<(usize, usize, i64)>),
    Pay(usize),
    PayBatch(Vec<usize>),
    Cancel(usize),
    Ship(usize),
    ShipPart(usize, Vec<bool>),
    /// What all goods together cost, in thousandths of what they cost before.
    Reprice(usize, i64),
    Close(usize),
    /// The last says: of an order with a refund under way, if there is one.
    Confirm(usize, Vec<bool>, bool),
    Apply(Application),
    Agree(usize),
    Refuse(usize),
    SendBack(usize, bool),
    Receive(usize),
    /// Goods as in an order.
    CartAdd(usize, usize, i64),
    CartSet(usize, i64),
    CartRemove(Vec<usize>),
    CartOrder(Vec<usize>),
    /// Books the transport abroad of pieces of a sub-order.
    Carry(usize, usize, i64),
    Wait(u64),
    /// The buyer takes back an application.
    TakeBack(usize),
    /// By the endpoints of another generation, `v2.` or `ka.`.
    Elsewhere(&'static str, Box<Act>),
}

#[derive(Debug, Clone)]
pub struct Application {
    order: usize,
    /// What state the order is in, if there is such an order.
    state: &'static str,
    items: Vec<bool>,
    /// None: one that fits the order's state.
    goods: Option<usize>,
    returns: bool,
    /// Of what was paid, in thousandths.
    payment: i64,
    carriage: i64,
    reason: i64,
    voucher: bool,
    pieces: Option<i64>,
}

fn act() -> impl Strategy<Value = Act> {
    let lines = || {
        prop::collection::vec(
            (0..WARES.len(), 0..2_usize, prop_oneof![4 => 2..6_i64, 1 => -1..3000_i64]),
            1..4,
        )
    };
    let one_ware = (0..WARES.len(), 5..9_i64, 5..9_i64);
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
        Act::Apply(Application {
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
    let act = prop_oneof![
        2 => lines().prop_map(Act::Order),
        3 => one_ware.prop_map(|(ware, one, other)| Act::Order(vec![(ware, 0, one), (ware, 1, other)])),
        1 => lines().prop_map(Act::OrderBatch),
        5 => which().prop_map(Act::Pay),
        1 => prop::collection::vec(which(), 0..4).prop_map(Act::PayBatch),
        3 => which().prop_map(Act::Cancel),
        4 => which().prop_map(Act::Ship),
        3 => (which(), items()).prop_map(|(order, items)| Act::ShipPart(order, items)),
        1 => (which(), prop_oneof![4 => 500..1500_i64, 1 => Just(0)])
            .prop_map(|(order, price)| Act::Reprice(order, price)),
        1 => which().prop_map(Act::Close),
        4 => (which(), items(), any::<bool>())
            .prop_map(|(order, items, contested)| Act::Confirm(order, items, contested)),
        12 => application,
        8 => which().prop_map(Act::Agree),
        4 => which().prop_map(Act::Refuse),
        8 => (which(), prop::bool::weighted(0.9)).prop_map(|(refund, good)| Act::SendBack(refund, good)),
        2 => which().prop_map(Act::Receive),
        2 => which().prop_map(Act::TakeBack),
        4 => (0..WARES.len(), 0..2_usize, prop_oneof![6 => 2..6_i64, 1 => -1..3000_i64])
            .prop_map(|(ware, sku, quantity)| Act::CartAdd(ware, sku, quantity)),
        1 => (0..3_usize, prop_oneof![2 => 2..6_i64, 1 => -1..3000_i64])
            .prop_map(|(item, quantity)| Act::CartSet(item, quantity)),
        1 => prop::collection::vec(0..5_usize, 0..3).prop_map(Act::CartRemove),
        3 => prop::collection::vec(0..5_usize, 0..4).prop_map(Act::CartOrder),
        2 => (which(), 0..2_usize, 0..5_i64).prop_map(|(order, item, pieces)| Act::Carry(order, item, pieces)),
        2 => prop_oneof![0..60 * SECOND, 0..14 * HOUR].prop_map(Act::Wait),
    ];
    let prefix = prop_oneof![2 => Just(""), 2 => Just("v2."), 1 => Just("ka.")];
    (act, prefix).prop_map(|(act, prefix)| match prefix {
        "" => act,
        prefix => Act::Elsewhere(prefix, Box::new(act)),
    })
}

/// What the carts of both generations should hold: goods and pieces, by cart id.
type Cart = BTreeMap<i64, (Value, i64)>;

/// All that can be seen of the sandbox at a moment.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Sight {
    orders: BTreeMap<String, Value>,
    refunds: BTreeMap<String, Value>,
}

#[derive(Clone)]
pub struct Run {
    pub driver: Driver,
    products: Vec<Value>,
    /// The mapped ids of the products.
    map_ids: Vec<Value>,
    /// What the names of endpoints begin with: the generation that acts are done in.
    prefix: &'static str,
    cart: Cart,
    /// Pieces that go abroad, by sub-order.
    carried: BTreeMap<i64, i64>,
    /// The orders that were made through KA.
    of_ka: BTreeSet<String>,
    orders: Vec<String>,
    refunds: Vec<String>,
    parcels: Parcels,
    pub sight: Sight,
    seen: BTreeSet<String>,
}

impl Run {
    pub fn new(seed: u64) -> Self {
        let mut driver = Driver::new(seed);
        let products = WARES.iter().map(|ware| driver.product(ware)).collect();
        let map_id = |ware: &&str| {
            let found = driver.ask("v2.alibaba.product.searchByKeyword", json!({ "keyword": ware }));
            found["data"][0]["offerMapId"].clone()
        };
        let map_ids = WARES.iter().map(map_id).collect();
        Self {
            driver,
            products,
            map_ids,
            prefix: "",
            cart: Cart::new(),
            carried: BTreeMap::new(),
            of_ka: BTreeSet::new(),
            orders: Vec::new(),
            refunds: Vec::new(),
            parcels: Parcels::default(),
            sight: Sight::default(),
            seen: BTreeSet::new(),
        }
    }

    /// Asks in the generation of the act.
    fn ask(&mut self, name: &str, members: Value) -> Value {
        self.driver.ask(&self.endpoint(name), members)
    }

    fn call(&mut self, name: &str, members: Value) -> Answer {
        self.driver.call(&self.endpoint(name), members)
    }

    /// What an endpoint is called in the generation of the act; generation 1 does what KA has not.
    fn endpoint(&self, name: &str) -> String {
        if self.prefix != "ka." {
            return format!("{}{name}", self.prefix);
        }
        let of_ka = match name.strip_prefix("alibaba.").unwrap_or(name) {
            "order.payUrl" | "order.payBatch" => "ka.order.pay".to_owned(),
            name => format!("ka.{name}"),
        };
        pandapon::api::find(&of_ka).map_or(name.to_owned(), |_| of_ka)
    }

    /// Asks without letting time pass.
    fn look(&mut self, name: &str, members: Value) -> Value {
        self.driver.now -= SECOND;
        self.driver.ask(name, members)
    }

    fn order(&self, which: usize, fitting: &[&str]) -> Option<String> {
        choose(&self.orders, which, |id| fitting.contains(&self.order_status(id).as_str()))
    }

    fn refund(&self, which: usize, fitting: &[&str]) -> Option<String> {
        choose(&self.refunds, which, |id| fitting.contains(&self.refund_status(id).as_str()))
    }

    /// An order whose goods go back while it is not received.
    fn contested(&self) -> Option<String> {
        let refund = self.refund(0, &["waitbuyersend", "waitsellerreceive"])?;
        Some(self.sight.refunds[&refund]["orderId"].to_string())
    }

    /// The sub-orders that are still to be shipped.
    fn unshipped(&self, order: &str) -> Vec<i64> {
        let items = self.sight.orders[order]["productItems"].as_array().unwrap().iter();
        let open = items.filter(|item| item["logisticsStatus"] == 1 && item["refund"] != item["itemAmount"]);
        open.map(|item| item["subItemID"].as_i64().unwrap()).collect()
    }

    fn order_status(&self, id: &str) -> String {
        self.sight.orders[id]["baseInfo"]["status"].as_str().unwrap().to_owned()
    }

    fn refund_status(&self, id: &str) -> String {
        self.sight.refunds[id]["status"].as_str().unwrap().to_owned()
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

    /// Does it; gives the messages that are not about a change of state.
    pub fn act(&mut self, act: &Act) -> Vec<(String, String)> {
        let mut more = Vec::new();
        match act {
            Act::Order(lines) => self.make(lines),
            Act::OrderBatch(lines) => {
                let members = json!({ "flow": "general", "cargoParamList": self.lines(lines) });
                let preview = self.ask("alibaba.order.previewBatch", members.clone());
                let made = self.call("alibaba.order.createBatch", members);
                assert_eq!(preview["success"].as_bool(), Some(made.code == 200));
                for order in made.data.as_array().into_iter().flatten() {
                    self.orders.push(order["baseInfo"]["idOfStr"].as_str().unwrap().to_owned());
                }
            }
            Act::Pay(which) => {
                let Some(id) = self.order(*which, &["waitbuyerpay"]) else { return more };
                let expected = self.order_status(&id) == "waitbuyerpay" && !self.is_late(&id);
                let paid = self.ask("alibaba.order.payUrl", json!({ "orderId": id }));
                assert_eq!(paid["protocolPaySuccess"], expected);
            }
            Act::PayBatch(which) => {
                let ids: Vec<_> =
                    which.iter().filter_map(|which| self.order(*which, &["waitbuyerpay"])).collect();
                self.ask("alibaba.order.payBatch", json!({ "orderIds": ids }));
                more.extend((self.prefix != "ka.").then(|| ("ORDER_BATCH_PAY".to_owned(), String::new())));
            }
            Act::Cancel(which) => {
                let Some(id) = self.order(*which, &["waitbuyerpay"]) else { return more };
                let members = json!({ "webSite": "1688", "orderId": number(&id), "cancelReason": "other" });
                let waited = self.order_status(&id) == "waitbuyerpay" && !self.is_late(&id);
                let answer = self.call("alibaba.order.cancel", members);
                let too_fast = answer.msg.starts_with("CLOSE_ORDER_TOO_FAST");
                assert_eq!(answer.code == 200 || too_fast, waited, "{answer:?}");
            }
            Act::Ship(which) => {
                let Some(id) = self.order(*which, &["waitsellersend"]) else { return more };
                let expected = self.order_status(&id) == "waitsellersend";
                assert_eq!(self.driver.sandbox.ship(&id, self.driver.now).is_ok(), expected);
            }
            Act::ShipPart(which, chosen) => {
                let Some(id) = self.order(*which, &["waitsellersend"]) else { return more };
                let items: Vec<_> = self.chosen(&id, chosen).iter().filter_map(Value::as_i64).collect();
                let open = self.unshipped(&id);
                let waits = self.order_status(&id) == "waitsellersend";
                let fits = !items.is_empty() && items.iter().all(|item| open.contains(item));
                let texts: Vec<_> = items.iter().map(i64::to_string).collect();
                let shipped = self.driver.sandbox.ship_items(&id, &texts, self.driver.now);
                assert_eq!(shipped.is_ok(), waits && fits, "{shipped:?}");
                if shipped.is_ok() && items.len() < open.len() && !self.of_ka.contains(&id) {
                    more.push(("ORDER_BUYER_VIEW_PART_PART_SENDGOODS waitsellersend".to_owned(), id));
                }
            }
            Act::Reprice(which, thousandths) => {
                let Some(id) = self.order(*which, &["waitbuyerpay"]) else { return more };
                let goods =
                    fen(&self.sight.orders[&id]["baseInfo"]["sumProductPayment"]) * thousandths / 1000;
                let waits = self.is_unpaid(&id);
                let price = NewPrice { goods: Some(Fen(goods)), freight: None };
                let changed = self.driver.sandbox.change_price(&id, price, self.driver.now);
                assert_eq!(changed.is_ok(), waits && goods > 0, "{changed:?}");
                let kind = "ORDER_BUYER_VIEW_ORDER_PRICE_MODIFY";
                if changed.is_ok() && self.of_ka.contains(&id) {
                    more.push((format!("{kind} WAITING_FOR_PAYMENT"), id));
                } else if changed.is_ok() {
                    more.push((kind.to_owned(), String::new()));
                }
            }
            Act::Close(which) => {
                let Some(id) = self.order(*which, &["waitbuyerpay"]) else { return more };
                let waits = self.is_unpaid(&id);
                assert_eq!(self.driver.sandbox.close_order(&id, self.driver.now).is_ok(), waits);
            }
            Act::Confirm(which, chosen, contested) => {
                let contested = self.contested().filter(|_| *contested);
                let Some(id) = contested.or_else(|| self.order(*which, &["waitbuyerreceive"])) else {
                    return more;
                };
                let members = json!({ "orderId": number(&id), "orderEntryIds": self.chosen(&id, chosen) });
                let done = self.ask("alibaba.order.confirmReceipt", members);
                let kind = "ORDER_BUYER_VIEW_ORDER_COMFIRM_RECEIVEGOODS";
                let is_told = done["success"] == true && !self.of_ka.contains(&id);
                more.extend(is_told.then(|| (kind.to_owned(), id)));
            }
            Act::Apply(application) => self.apply(application),
            Act::Agree(which) => {
                let Some(id) = self.refund(*which, &["waitselleragree"]) else { return more };
                let expected = self.refund_status(&id) == "waitselleragree";
                assert_eq!(self.driver.sandbox.seller_agrees(&id, self.driver.now).is_ok(), expected);
            }
            Act::Refuse(which) => {
                let Some(id) = self.refund(*which, &["waitselleragree", "waitsellerreceive"]) else {
                    return more;
                };
                let expected =
                    ["waitselleragree", "waitsellerreceive"].contains(&self.refund_status(&id).as_str());
                assert_eq!(
                    self.driver.sandbox.seller_refuses(&id, "不同意", self.driver.now).is_ok(),
                    expected
                );
            }
            Act::SendBack(which, good) => {
                let Some(id) = self.refund(*which, &["waitbuyersend"]) else { return more };
                let waybill = if *good { "73120000000001" } else { "?" };
                let members = json!({ "refundId": id, "logisticsCompanyNo": "SF", "freightBill": waybill });
                let expected = *good && self.refund_status(&id) == "waitbuyersend";
                let done = self.ask("alibaba.refund.submitReturn", members);
                assert_eq!(done["success"], expected, "{done}");
            }
            Act::Receive(which) => {
                let Some(id) = self.refund(*which, &["waitsellerreceive"]) else { return more };
                let expected = self.refund_status(&id) == "waitsellerreceive";
                assert_eq!(self.driver.sandbox.seller_receives(&id, self.driver.now).is_ok(), expected);
            }
            Act::CartAdd(ware, sku, quantity) => self.collect(*ware, *sku, *quantity),
            Act::CartSet(which, quantity) => {
                let Some(id) = self.cart_ids(&[*which]).pop() else { return more };
                let answer = self.call("alibaba.cart.setQuantity", json!({ "id": id, "quantity": quantity }));
                assert_eq!(answer.code == 200, *quantity > 0, "{answer:?}");
                if let (Some((_, pieces)), 200) = (self.cart.get_mut(&id), answer.code) {
                    *pieces = *quantity;
                }
            }
            Act::CartRemove(which) => {
                let ids = self.cart_ids(which);
                let answer = self.call("alibaba.cart.remove", json!({ "cartIds": ids }));
                assert_eq!(answer.code, if ids.is_empty() { 990_011 } else { 200 });
                self.cart.retain(|id, _| !ids.contains(id));
            }
            Act::CartOrder(which) => self.order_from_cart(which),
            Act::Carry(order, item, pieces) => self.carry(*order, *item, *pieces),
            Act::Wait(time) => self.driver.now += time,
            Act::TakeBack(which) => {
                let open = ["waitselleragree", "waitbuyermodify", "waitbuyersend"];
                let Some(id) = self.refund(*which, &open) else { return more };
                let expected = open.contains(&self.refund_status(&id).as_str());
                let done = self.driver.ask("ka.refund.cancel", json!({ "refundId": id }));
                assert_eq!(done["success"], expected);
            }
            Act::Elsewhere(prefix, act) => {
                self.prefix = prefix;
                more = self.act(act);
                self.prefix = "";
            }
        }
        more
    }

    /// Some cart ids: perhaps the same one twice.
    fn cart_ids(&self, which: &[usize]) -> Vec<i64> {
        let ids: Vec<_> = self.cart.keys().copied().collect();
        which.iter().filter_map(|which| ids.get(which % ids.len().max(1)).copied()).collect()
    }

    fn collect(&mut self, ware: usize, sku: usize, quantity: i64) {
        let line = self.lines(&[(ware, sku, quantity)]).remove(0);
        let goods = json!([self.map_ids[ware], line["specId"]]);
        let answer = self.call("alibaba.cart.add", line);
        assert_eq!(answer.code == 200, quantity > 0, "{answer:?}");
        if quantity > 0 {
            let known = self.cart.iter().find(|(_, (known, _))| *known == goods);
            let (id, before) = known.map_or((None, 0), |(id, (_, pieces))| (Some(*id), *pieces));
            let given = answer.data["id"].as_i64().unwrap();
            assert!(id.is_none_or(|id| id == given), "the same goods are one item");
            self.cart.insert(given, (goods, before + quantity));
        }
    }

    fn order_from_cart(&mut self, which: &[usize]) {
        let ids = self.cart_ids(which);
        let members = json!({ "flow": "general", "cartIds": ids });
        let preview = self.ask("alibaba.cart.previewOrder", members.clone());
        let made = self.call("alibaba.cart.createOrder", members.clone());
        assert_eq!(preview["success"].as_bool(), Some(made.code == 200));
        self.seen.insert(format!(
            "{}cart {}",
            self.prefix,
            if made.code == 200 { "ordered" } else { "refused" }
        ));
        if made.code != 200 {
            return;
        }
        let (orders, previews) =
            (made.data.as_array().unwrap(), preview["orderPreviewResuslt"].as_array().unwrap());
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
                assert_eq!(
                    bought.insert(goods.to_string(), quantity),
                    None,
                    "each SKU stands in one sub-order"
                );
            }
        }
        let chosen: BTreeSet<_> = ids.iter().collect();
        let gone = chosen.iter().filter_map(|id| self.cart.remove(id));
        let expected: BTreeMap<_, _> = gone.map(|(goods, pieces)| (goods.to_string(), pieces)).collect();
        assert_eq!(bought, expected, "what was in the cart was bought, and once");
        assert_eq!(self.call("alibaba.cart.createOrder", members).code, 990_011);
    }

    /// Estimates, previews and books; only pieces that were bought, and each once.
    fn carry(&mut self, which: usize, item: usize, pieces: i64) {
        let Some(order) = self.order(which, &["waitsellersend", "waitbuyerreceive", "success"]) else {
            return;
        };
        let items = self.sight.orders[&order]["productItems"].as_array().unwrap();
        let item = items[item % items.len()].clone();
        let id = item["subItemID"].as_i64().unwrap();
        let returned: i64 = self.sight.refunds.values().map(|refund| returned(refund, id)).sum();
        let carried = self.carried.get(&id).copied().unwrap_or_default();
        let is_open = self.order_status(&order) != "cancel"
            && (self.order_status(&order) != "waitbuyerpay" || !self.is_late(&order));
        let left = item["quantity"].as_i64().unwrap() - returned - carried;
        let line = json!({
            "itemId": item["productID"].to_string(),
            "skuId": item["skuID"].to_string(),
            "quantity": pieces,
            "freightInfo": { "serviceId": "2" },
            "currency": "CNY",
            "price": "1",
        });
        let address = json!({ "country": "JP" });
        let members = json!({ "receiverAddress": address, "renderItems": [line] });
        let preview = self.call("logistics.preview", members);
        assert_eq!(preview.code == 200, pieces > 0, "{preview:?}");
        if pieces < 1 {
            return;
        }
        self.driver.now -= SECOND;
        let members = json!({
            "renderId": preview.data["renderId"],
            "tmallOrderInfo": { "tmallOrderId": order },
        });
        let booking = self.call("logistics.book", members);
        assert_eq!(booking.code == 200, is_open && pieces <= left, "{pieces} of {left}: {booking:?}");
        self.seen.insert(format!("abroad {}", if booking.code == 200 { "booked" } else { "refused" }));
        if booking.code == 200 {
            assert_eq!(booking.data["totalFreight"], preview.data["totalFreight"]);
            *self.carried.entry(id).or_default() += pieces;
        }
    }

    /// Whether an order waits for payment at this moment.
    fn is_unpaid(&self, id: &str) -> bool {
        self.order_status(id) == "waitbuyerpay" && !self.is_late_at(id, self.driver.now)
    }

    /// Whether an order is not to be paid any more when the next call comes, a second later.
    fn is_late(&self, id: &str) -> bool {
        self.is_late_at(id, self.driver.now + SECOND)
    }

    fn is_late_at(&self, id: &str, time: u64) -> bool {
        let until = self.sight.orders[id]["productItems"][0]["gmtPayExpireTime"].as_str().unwrap().to_owned();
        // In China time, which sorts as text.
        until <= china(time)
    }

    /// As KA does it: an order for each seller.
    fn make_through_ka(&mut self, lines: &[Value]) {
        let preview = self.driver.call("ka.order.preview", json!({ "cargoParamList": lines }));
        let made = self.driver.call("ka.order.create", create(lines));
        assert_eq!(preview.code == 200, made.data["success"] == true, "{preview:?} {made:?}");
        if preview.code != 200 {
            return;
        }
        let several = made.data["orderList"].as_array().unwrap().iter();
        let several = several.map(|order| (order["orderId"].clone(), order["orderAmmount"].clone()));
        let one = Some((made.data["orderId"].clone(), made.data["totalSuccessAmount"].clone()));
        let orders: Vec<_> = one.into_iter().filter(|(id, _)| !id.is_null()).chain(several).collect();
        let sums: Vec<_> =
            preview.data.as_array().unwrap().iter().map(|order| &order["sumPayment"]).collect();
        assert_eq!(orders.iter().map(|(_, amount)| amount).collect::<Vec<_>>(), sums);
        for (id, _) in orders {
            let id = id.as_str().unwrap().to_owned();
            self.of_ka.insert(id.clone());
            self.orders.push(id);
        }
    }

    fn make(&mut self, lines: &[(usize, usize, i64)]) {
        let lines = self.lines(lines);
        if self.prefix == "ka." {
            return self.make_through_ka(&lines);
        }
        let preview = self.ask("alibaba.order.preview", json!({ "cargoParamList": lines }));
        let order = self.ask("alibaba.order.create", create(&lines));
        assert_eq!(preview["success"], order["success"]);
        if order["success"] == true {
            assert_eq!(preview["orderPreviewResuslt"][0]["sumPayment"], order["totalSuccessAmount"]);
            self.orders.push(order["orderId"].as_str().unwrap().to_owned());
        }
    }

    fn chosen(&self, order: &str, chosen: &[bool]) -> Vec<Value> {
        let items = self.sight.orders[order]["productItems"].as_array().unwrap();
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
        let order = &self.sight.orders[&id];
        let all = order["productItems"].as_array().unwrap().iter();
        let left: i64 = all
            .filter(|item| items.contains(&item["subItemID"]))
            .map(|item| fen(&item["itemAmount"]) - fen(&item["refund"]))
            .sum();
        let mut members = json!({
            "orderId": number(&id),
            "orderEntryIds": items,
            "disputeRequest": if application.returns { "returnRefund" } else { "refund" },
            "applyPayment": left * application.payment / 1000,
            "applyCarriage": application.carriage,
            "applyReasonId": application.reason,
            "description": "说明",
            "goodsStatus": GOODS[goods],
        });
        // Of goods that were not received there is no return.
        if goods != 2 && goods != 4 && application.goods.is_none() {
            members["disputeRequest"] = json!("refund");
        }
        if application.voucher {
            members["vouchers"] = json!([self.driver.voucher()]);
        }
        if let Some(pieces) = application.pieces {
            let counts = items.iter().map(|item| json!({ "id": item, "count": pieces }));
            members["orderEntryCountList"] = counts.collect();
        }
        let answer = self.call("alibaba.refund.create", members);
        if answer.code == 200 {
            self.refunds.push(answer.data["refundId"].as_str().unwrap().to_owned());
        }
    }

    /// Looks at everything and holds it against what was seen before.
    pub fn check(&mut self, act: &Act, more: Vec<(String, String)>) {
        let list = self.look("alibaba.order.list", json!({ "pageSize": 1000 }));
        let orders = list["result"].as_array().unwrap().iter();
        let orders: BTreeMap<_, _> = orders
            .map(|order| (order["baseInfo"]["idOfStr"].as_str().unwrap().to_owned(), order.clone()))
            .collect();
        let known: BTreeSet<_> = self.orders.iter().collect();
        assert_eq!(orders.keys().collect::<BTreeSet<_>>(), known, "every accepted order is found");
        let mut refunds = BTreeMap::new();
        for id in self.refunds.clone() {
            refunds.insert(id.clone(), self.look("alibaba.refund.get", json!({ "refundId": id })));
        }
        let now = Sight { orders, refunds };
        let mut expected = more;
        expected.extend(self.changes(&now));
        let (of_parcels, messages): (Vec<_>, Vec<_>) =
            self.driver.messages().into_iter().partition(parcels::is_about_parcel);
        of_parcels.iter().for_each(|message| self.parcels.hear(message, &mut self.driver));
        let mut told: Vec<_> = messages.iter().map(message).collect();
        expected.sort();
        told.sort();
        assert_eq!(told, expected, "the messages tell of the changes by {act:?}, and of nothing else");
        self.check_money(&now);
        self.check_refunds(&now);
        self.check_cart();
        self.sight = now;
    }

    /// The messages that the changes since the last sight must have sent; every change follows an edge.
    fn changes(&mut self, now: &Sight) -> Vec<(String, String)> {
        let mut messages = Vec::new();
        for (id, order) in &now.orders {
            let base = &order["baseInfo"];
            let status = base["status"].as_str().unwrap();
            let before =
                self.sight.orders.get(id).map_or("", |order| order["baseInfo"]["status"].as_str().unwrap());
            if status == before {
                continue;
            }
            assert!(ORDER_EDGES.contains(&(before, status)), "order: {before} to {status}");
            self.seen.insert(format!("order {before} {status}"));
            if self.of_ka.contains(id) {
                self.seen.insert(format!("ka order {status}"));
                messages.extend(message_of_ka(status).map(|kind| (kind.to_owned(), id.clone())));
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
            let before = self.sight.refunds.get(id).map_or("", |refund| refund["status"].as_str().unwrap());
            if status == before {
                continue;
            }
            assert!(REFUND_EDGES.contains(&(before, status)), "refund: {before} to {status}");
            self.seen.insert(format!("refund {before} {status}"));
            if self.of_ka.contains(&refund["orderId"].to_string()) {
                self.seen.insert(format!("ka refund {status}"));
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

    fn check_money(&self, now: &Sight) {
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
        let book = self.driver.sandbox.ledger();
        assert_eq!(
            (book.paid.0, book.held.0, book.refunded.0, book.settled.0),
            (paid, held, refunded, settled)
        );
    }

    /// A sub-order has one refund under way at most, and shows its last one.
    fn check_refunds(&self, now: &Sight) {
        let mut under_way = BTreeSet::new();
        for refund in now.refunds.values() {
            if ["refundsuccess", "refundclose"].contains(&refund["status"].as_str().unwrap()) {
                continue;
            }
            for item in refund["orderEntryIdList"].as_array().unwrap() {
                assert!(under_way.insert(item.to_string()), "two refunds of sub-order {item}");
            }
        }
    }

    /// The cart holds what was put into it and not taken out or bought; what is out of stock stands apart.
    fn check_cart(&mut self) {
        let cart = self.look("v2.alibaba.cart.list", json!({}));
        let mut found = Cart::new();
        for (list, on_sale) in [("enableList", true), ("disableList", false)] {
            for shop in cart[list].as_array().unwrap() {
                for item in shop["cartItemInfos"].as_array().unwrap() {
                    assert_eq!(item["amountOnSale"].as_i64() > Some(0), on_sale);
                    let goods = json!([item["offerMapId"], item["specId"]]);
                    found.insert(item["id"].as_i64().unwrap(), (goods, item["quantity"].as_i64().unwrap()));
                }
            }
        }
        assert_eq!(found, self.cart);
    }

    /// Of every step of every parcel was told.
    fn check_parcels(&mut self) {
        let of_first = self.orders.iter().filter(|order| !self.of_ka.contains(*order));
        self.parcels.check(of_first, &mut self.driver);
    }

    /// What is on the shelves and what is sold and not given back is what was there in the beginning.
    fn check_stock(&mut self) {
        let mut gone: BTreeMap<String, i64> = BTreeMap::new();
        for order in self.sight.orders.values() {
            let never_paid = order["tradeTerms"][0]["payTime"].is_null();
            let closed = order["baseInfo"]["status"] == "cancel";
            for item in order["productItems"].as_array().unwrap() {
                let not_sent = item["logisticsStatus"] == 1;
                let refunded = item["refund"] == item["itemAmount"];
                if !(closed && never_paid || refunded && not_sent) {
                    *gone.entry(item["skuID"].to_string()).or_default() += item["quantity"].as_i64().unwrap();
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
            let gone: i64 = skus.map(|sku| gone.get(&sku["skuId"].to_string()).copied().unwrap_or(0)).sum();
            assert_eq!(of(&now) + gone, of(&product));
        }
    }
}

/// How many pieces of a sub-order went back by a refund.
fn returned(refund: &Value, item: i64) -> i64 {
    let went_back = refund["status"] == "refundsuccess" && refund["refundGoods"] == true;
    let pieces = refund["orderEntryCountMap"][item.to_string()].as_i64();
    pieces.filter(|_| went_back).unwrap_or_default()
}

/// The message by which KA tells that an order is in a state, if it does, and what it calls that state.
fn message_of_ka(status: &str) -> Option<&'static str> {
    match status {
        "waitbuyerpay" => Some("ORDER_CREATE WAITING_FOR_PAYMENT"),
        "waitsellersend" => Some("ORDER_PAY_SUCCESS WAITING_FOR_SENT"),
        "cancel" => Some("ORDER_CANCEL CANCEL"),
        _ => None,
    }
}

/// What a message is about: kind and state, and the refund or order.
fn message(message: &crate::driver::Message) -> (String, String) {
    let body = &message.body;
    let text = |name: &str| body[name].as_str().unwrap_or_default();
    if let Some(order) = body["orderId"].as_str() {
        let about = body["refundId"].as_str().unwrap_or(order);
        return (format!("{} {}", message.kind, text("orderStatus")).trim_end().to_owned(), about.to_owned());
    }
    let order = body["orderId"].as_i64().map(|id| id.to_string()).unwrap_or_default();
    match text("currentStatus") {
        "" => (message.kind.clone(), order),
        "confirm_goods_and_has_subsidy" => (message.kind.clone(), order),
        status => {
            let about = body["refundId"].as_str().map_or(order, str::to_owned);
            (format!("{} {status}", message.kind), about)
        }
    }
}

/// A time as the sandbox writes it, by way of a library.
fn china(now: u64) -> String {
    let time = std::time::UNIX_EPOCH + std::time::Duration::from_millis(now + 8 * HOUR);
    let time = httpdate::HttpDate::from(time).to_string();
    let parts: Vec<_> = time.split(' ').collect();
    let months = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];
    let month = months.iter().position(|month| *month == parts[2]).unwrap() + 1;
    format!("{}-{month:02}-{} {}", parts[3], parts[1], parts[4])
}

/// One of these, the newest first: of those that fit if there are any and `which` is below [`ANY`].
fn choose(ids: &[String], which: usize, fits: impl Fn(&str) -> bool) -> Option<String> {
    let fitting: Vec<_> = ids.iter().filter(|id| which < ANY && fits(id)).collect();
    let candidates = if fitting.is_empty() { ids.iter().collect() } else { fitting };
    candidates.iter().rev().nth(which % candidates.len().max(1)).map(|id| (*id).clone())
}

/// Lets all of it happen; gives the steps that orders and refunds took.
fn run(seed: u64, acts: &[Act]) -> BTreeSet<String> {
    let mut run = Run::new(seed);
    for act in acts {
        let more = run.act(act);
        run.check(act, more);
    }
    run.check_stock();
    run.check_parcels();
    run.seen
}

/// Most of the runs begin with orders that were shipped, so that they get further; some of these were made through KA.
pub fn any_run() -> impl Strategy<Value = (u64, Vec<Act>)> {
    let shipped = |prefix: &'static str| -> Vec<Act> {
        let ordered = |ware| {
            let order = Act::Order(vec![(ware, 0, 5), (ware, 1, 6)]);
            [Act::Elsewhere(prefix, Box::new(order)), Act::Pay(0), Act::Ship(0)]
        };
        (0..WARES.len()).flat_map(ordered).collect()
    };
    let start = prop_oneof![2 => Just(Vec::new()), 2 => Just(shipped("")), 1 => Just(shipped("ka."))];
    let acts = prop::collection::vec(act(), 1..60);
    (any::<u64>(), start, acts).prop_map(|(seed, start, acts)| (seed, [start, acts].concat()))
}

pub fn config(cases: u32) -> Config {
    Config { cases, failure_persistence: None, ..Config::default() }
}

/// Few runs, or as many as `PANDAPON_MODEL_RUNS` says.
pub fn runs() -> Config {
    let said = std::env::var("PANDAPON_MODEL_RUNS").ok();
    config(said.map_or(16, |runs| runs.parse().unwrap()))
}

proptest! {
    #![proptest_config(runs())]

    #[test]
    fn everything_adds_up((seed, acts) in any_run()) {
        run(seed, &acts);
    }

}

proptest! {
    #![proptest_config(config(4))]

    #[test]
    fn the_same_calls_get_the_same_answers((seed, acts) in any_run()) {
        let answers = |seed| {
            let mut run = Run::new(seed);
            let acts = acts.iter().take(15);
            acts.for_each(|act| {
                let more = run.act(act);
                run.check(act, more);
            });
            format!("{:?} {:?}", run.sight, run.driver.sandbox)
        };
        prop_assert_eq!(answers(seed), answers(seed));
    }
}

/// The property would hold of a sandbox that refuses everything. This one reaches every state in every way.
#[test]
fn random_runs_take_every_step() {
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
    for _ in 0..MOST_RUNS {
        let (seed, acts) = strategy.new_tree(&mut runner).unwrap().current();
        for step in run(seed, &acts) {
            missing.remove(&step);
        }
        if missing.is_empty() {
            return;
        }
    }
    panic!("no run took the steps {missing:?}");
}
