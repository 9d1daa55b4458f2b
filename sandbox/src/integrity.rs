//! Checks that a restored state is consistent: its numbers are in the range that the sandbox itself would produce, and
//! its references exist. Otherwise a restored state could make the sandbox overflow, divide by zero or loop forever.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::RangeInclusive;

use pandapon::scalar::Fen;

use crate::model::alibaba::order::{Item, Order, State};
use crate::model::alibaba::product::MAX_PIECES;
use crate::model::alibaba::refund::Refund;
use crate::model::logistics::Freight;
use crate::model::market::{Ledger, Market};
use crate::model::taobao::order::{Line, Order as TaobaoOrder, Status};
use crate::model::taobao::refund::Refund as TaobaoRefund;
use crate::model::taobao::Taobao;
use crate::money::sum;
use crate::{controls, Sandbox};

/// Range of the price of one piece, in fen.
pub const PRICE: RangeInclusive<Fen> = Fen(0)..=Fen(1_000_000_000);
/// Range of the price of a line, of freight, or of a refund, in fen.
pub const AMOUNT: RangeInclusive<Fen> = Fen(0)..=Fen(1_000_000_000_000_000);
/// Range of the total of all orders, in fen.
pub const TOTAL: RangeInclusive<Fen> = Fen(0)..=Fen(4_000_000_000_000_000_000);
/// Range of the quantity of a line.
pub const PIECES: RangeInclusive<i64> = 1..=MAX_PIECES;
/// Range of the stock of a SKU. Returned pieces may raise it above the maximum that a control can set.
pub const STOCK: RangeInclusive<i64> = 0..=1_000_000_000_000;
/// Range of the ids of goods, shops and properties.
pub const GOODS_ID: RangeInclusive<i64> = 0..=1_000_000_000_000_000_000;
/// Range of displayed counters, such as the number of pieces sold.
pub const COUNT: RangeInclusive<i64> = 0..=1_000_000_000_000;

impl Sandbox {
    /// Returns the name of the first inconsistent part of the state, if there is one.
    pub(super) fn inconsistency(&self) -> Option<&'static str> {
        let market = &self.market;
        let parts = [
            ("clock", self.ahead <= controls::MAX_AHEAD),
            ("nonces", self.auth.is_consistent()),
            ("faults", self.faults.is_consistent()),
            ("push messages", self.webhooks.is_consistent()),
            ("products of 1688", market.catalogue.is_consistent()),
            ("products of Taobao", market.taobao.catalogue.is_consistent()),
            ("carts", market.carts.is_consistent() && market.taobao.carts.is_consistent()),
            ("orders of 1688", market.orders_are_consistent()),
            ("refunds of 1688", market.refunds_are_consistent()),
            ("orders of Taobao", market.taobao.orders_are_consistent()),
            ("refunds of Taobao", market.taobao.refunds_are_consistent()),
            ("freight bookings", market.logistics_is_consistent()),
            ("ledger", TOTAL.contains(&market.ledger.paid) && market.ledger == market.ledger_of_orders()),
            ("ids", market.ids.is_consistent(market.highest_id())),
        ];
        parts.into_iter().find(|(_, is_consistent)| !is_consistent).map(|(part, _)| part)
    }
}

impl Market {
    fn orders_are_consistent(&self) -> bool {
        self.orders
            .iter()
            .all(|(id, order)| *id == order.id && order.seller.is_consistent() && order_is_consistent(order))
    }

    fn refunds_are_consistent(&self) -> bool {
        let exists = |refund: &Option<String>| refund.as_ref().is_none_or(|id| self.refunds.contains_key(id));
        let mut items = self.orders.values().flat_map(|order| &order.items);
        items.all(|item| exists(&item.refund_in_sale) && exists(&item.refund_after_sale))
            && self.refunds.iter().all(|(id, refund)| {
                let order = self.orders.get(&refund.order_id);
                *id == refund.id && order.is_some_and(|order| refund_is_consistent(refund, order))
            })
            && self.active_refunds_are_consistent()
    }

    /// Returns whether the active refunds can be paid: each sub-order is in at most one, and the freight suffices.
    fn active_refunds_are_consistent(&self) -> bool {
        let (mut items, mut freight) = (BTreeSet::new(), BTreeMap::new());
        let mut active = self.refunds.values().filter(|refund| refund.is_active());
        active.all(|refund| {
            let Some(order) = self.orders.get(&refund.order_id).filter(|order| order.paid.is_some()) else {
                return false;
            };
            let left =
                freight.entry(order.id).or_insert(order.freight.0.saturating_sub(order.refunded_freight.0));
            *left -= refund.carriage.0;
            *left >= 0
                && sum(refund.parts.iter().map(|part| part.amount)) == refund.payment
                && refund.parts.iter().all(|part| {
                    let item = order.items.iter().find(|item| item.id == part.item_id);
                    items.insert(part.item_id)
                        && item.is_some_and(|item| {
                            part.amount <= item.refundable()
                                && (!refund.returns || part.pieces <= item.quantity - item.returned)
                        })
                })
        })
    }

    fn logistics_is_consistent(&self) -> bool {
        let previews = self.logistics.previews.values();
        let bookings = self.logistics.bookings.iter();
        let has_order = |order: &Option<i64>| order.is_none_or(|id| self.orders.contains_key(&id));
        previews.into_iter().all(freight_is_consistent)
            && bookings.into_iter().all(|(id, booking)| {
                *id == booking.id && has_order(&booking.order_id) && freight_is_consistent(&booking.freight)
            })
    }

    /// Calculates the ledger from the orders.
    fn ledger_of_orders(&self) -> Ledger {
        let paid = self.orders.values().filter(|order| order.paid.is_some());
        let parts = paid.map(|order| (order.total(), order.refunded(), order.state.is_over()));
        let lines = self.taobao.orders.values().flat_map(|order| &order.lines).filter(|line| line.paid);
        let parts = parts.chain(lines.map(|line| (line.total(), line.refunded, !line.is_open())));
        let mut ledger = Ledger::default();
        for (total, refunded, is_over) in parts {
            ledger.pay(total);
            ledger.refund_held(refunded);
            if is_over {
                ledger.settle(Fen(total.0 - refunded.0));
            }
        }
        ledger
    }

    /// Returns the highest of all increasing ids.
    fn highest_id(&self) -> i64 {
        let last = [
            self.orders.keys().next_back(),
            self.addresses.keys().next_back(),
            self.logistics.bookings.keys().next_back(),
            self.taobao.orders.keys().next_back(),
            self.taobao.refunds.keys().next_back(),
        ];
        last.into_iter().flatten().copied().max().unwrap_or_default()
    }
}

fn order_is_consistent(order: &Order) -> bool {
    let items: BTreeSet<_> = order.items.iter().map(|item| item.id).collect();
    let is_paid = match order.state {
        State::WaitBuyerPay => order.paid.is_none(),
        State::WaitSellerSend | State::WaitBuyerReceive | State::Success => order.paid.is_some(),
        State::Cancel => true,
    };
    is_paid
        && (order.paid.is_some() || order.refunded() == Fen(0))
        && items.len() == order.items.len()
        && order.items.iter().all(item_is_consistent)
        && TOTAL.contains(&order.goods())
        && AMOUNT.contains(&order.freight)
        && (Fen(0)..=order.freight).contains(&order.refunded_freight)
        && order.parcels.iter().all(|parcel| parcel.is_consistent(&items))
}

fn item_is_consistent(item: &Item) -> bool {
    GOODS_ID.contains(&item.offer_id)
        && GOODS_ID.contains(&item.sku_id)
        && PIECES.contains(&item.quantity)
        && PRICE.contains(&item.price)
        && AMOUNT.contains(&item.amount)
        && (Fen(0)..=item.amount).contains(&item.refunded)
        && (0..=item.quantity).contains(&item.returned)
}

fn refund_is_consistent(refund: &Refund, order: &Order) -> bool {
    let amounts = [refund.payment, refund.carriage, refund.bound];
    amounts.iter().all(|amount| TOTAL.contains(amount))
        && refund.user == order.user
        && COUNT.contains(&refund.reject_times)
        && refund.parts.iter().all(|part| {
            order.items.iter().any(|item| {
                item.id == part.item_id
                    && (0..=item.quantity).contains(&part.pieces)
                    && (Fen(0)..=item.amount).contains(&part.amount)
            })
        })
}

fn freight_is_consistent(freight: &Freight) -> bool {
    freight.lines.iter().all(|line| PIECES.contains(&line.quantity) && TOTAL.contains(&line.freight))
}

impl Taobao {
    fn orders_are_consistent(&self) -> bool {
        self.orders.iter().all(|(id, order)| {
            *id == order.id
                && self.catalogue.shop(order.shop_id).is_some()
                && taobao_order_is_consistent(order)
        })
    }

    fn refunds_are_consistent(&self) -> bool {
        let mut lines = self.orders.values().flat_map(|order| &order.lines);
        lines.all(|line| line.refund.is_none_or(|id| self.refunds.contains_key(&id)))
            && self.refunds.iter().all(|(id, refund)| {
                let order = self.orders.get(&refund.order_id);
                *id == refund.id && order.is_some_and(|order| taobao_refund_is_consistent(refund, order))
            })
            && self.active_refunds_are_consistent()
    }

    /// Returns whether the active refunds can be paid: each sub-order is in at most one.
    fn active_refunds_are_consistent(&self) -> bool {
        let mut lines = BTreeSet::new();
        let mut active = self.refunds.values().filter(|refund| refund.status.is_active());
        active.all(|refund| {
            let line = self.orders.get(&refund.order_id).and_then(|order| order.line(refund.line_id));
            lines.insert(refund.line_id)
                && line.is_some_and(|line| line.paid && line.is_open() && refund.fee <= line.refundable())
        })
    }
}

fn taobao_order_is_consistent(order: &TaobaoOrder) -> bool {
    let lines: BTreeSet<_> = order.lines.iter().map(|line| line.id).collect();
    let exists = |ids: &[i64]| ids.iter().all(|id| lines.contains(id));
    let waits = order.lines.iter().any(|line| line.status == Status::WaitBuyerPay);
    let has_paid = order.lines.iter().any(|line| line.paid);
    !order.lines.is_empty()
        && (!waits || !has_paid)
        && lines.len() == order.lines.len()
        && order.lines.iter().all(line_is_consistent)
        && TOTAL.contains(&order.total())
        && order.parcels.iter().all(|parcel| exists(&parcel.line_ids))
        && order.cancellation.as_ref().is_none_or(|cancellation| exists(&cancellation.line_ids))
}

fn line_is_consistent(line: &Line) -> bool {
    PIECES.contains(&line.quantity)
        && PRICE.contains(&line.price)
        && AMOUNT.contains(&line.product_fee)
        && AMOUNT.contains(&line.post_fee)
        && (Fen(0)..=line.total()).contains(&line.refunded)
        && match line.status {
            Status::WaitBuyerPay => !line.paid,
            Status::WaitSellerSend | Status::WaitBuyerConfirm => line.paid,
            Status::Closed => true,
        }
        && (line.paid || line.refunded == Fen(0))
}

fn taobao_refund_is_consistent(refund: &TaobaoRefund, order: &TaobaoOrder) -> bool {
    let line = order.line(refund.line_id);
    refund.user == order.user && line.is_some_and(|line| (Fen(0)..=line.total()).contains(&refund.fee))
}
