//! What happens to a refund after it was applied for: the seller's doing, and what closes it.

use super::graph::{self, Step};
use super::{Operation, Refund, State};
use crate::sandbox::control::NotPossible;
use crate::sandbox::market::{Market, WrongState};
use crate::sandbox::orders::{finish_if_done, State as OrderState};
use crate::sandbox::pushes::Topic;
use crate::schema::Json;

impl Market {
    /// Takes a refund one step further, if the step leads on from where it stands, and says so in a push
    /// message.
    pub(super) fn advance_refund(
        &mut self,
        id: &str,
        step: Step,
        remark: &str,
        vouchers: &[&str],
        now: u64,
    ) -> Result<(), WrongState> {
        let refund = self.refunds.get_mut(id).ok_or(WrongState)?;
        let from = (step != Step::BuyerApplies).then_some(refund.state);
        let edge = graph::find(from, step).ok_or(WrongState)?;
        refund.state = edge.to;
        refund.modified = now;
        refund.operations.push(Operation {
            edge,
            remark: remark.to_owned(),
            vouchers: vouchers.iter().map(|voucher| (*voucher).to_owned()).collect(),
        });
        let Some(order) = self.orders.get(&refund.order_id) else {
            return Ok(());
        };
        let topic = if refund.is_after_sale() { Topic::RefundAfterSale } else { Topic::RefundInSale };
        let more = [
            ("refundAction", Json::from(edge.action)),
            ("operator", edge.operator.into()),
            ("refundId", id.into()),
        ];
        self.outbox.order(topic, order, edge.to.word(), more, now);
        if edge.to == State::Success {
            self.give_money_back(id, now);
        }
        Ok(())
    }

    /// Moves the money of a refund to the buyer: from what is held while the trade runs, from the seller
    /// afterwards. Pieces that were never shipped are for sale again.
    fn give_money_back(&mut self, id: &str, now: u64) {
        let Some(refund) = self.refunds.get(id) else {
            return;
        };
        let Some(order) = self.orders.get_mut(&refund.order_id) else {
            return;
        };
        let amount = crate::scalar::Fen(refund.payment.0 + refund.carriage.0);
        if order.state.is_over() {
            self.book.refund_settled(amount);
        } else {
            self.book.refund_held(amount);
        }
        order.refunded_freight.0 += refund.carriage.0;
        order.modified = now;
        for part in &refund.parts {
            let Some(item) = order.items.iter_mut().find(|item| item.id == part.item_id) else {
                continue;
            };
            item.refunded.0 += part.amount.0;
            if refund.returns {
                item.returned += part.pieces;
            }
            if order.state == OrderState::WaitSellerSend {
                self.catalogue.give_back(item.sku_id, item.quantity);
            }
        }
        finish_if_done(self, refund.order_id, now);
    }

    fn step_of_seller(&mut self, id: &str, step: Step, remark: &str, now: u64) -> Result<(), NotPossible> {
        let refund = self.refunds.get(id).ok_or_else(|| NotPossible::NoRefund(id.to_owned()))?;
        let state = refund.state;
        self.advance_refund(id, step, remark, &[], now)
            .map_err(|_| NotPossible::RefundState(id.to_owned(), state.word()))
    }
}

/// The seller agrees: to the refund, or to taking the goods back first.
pub fn seller_agrees(market: &mut Market, id: &str, now: u64) -> Result<(), NotPossible> {
    let returns = market.refunds.get(id).is_some_and(|refund| refund.returns);
    let step = if returns { Step::SellerAgreesToReturn } else { Step::SellerAgrees };
    market.step_of_seller(id, step, "", now)
}

/// The seller refuses the refund, or the goods that came back.
pub fn seller_refuses(market: &mut Market, id: &str, reason: &str, now: u64) -> Result<(), NotPossible> {
    market.step_of_seller(id, Step::SellerRefuses, reason, now)?;
    if let Some(refund) = market.refunds.get_mut(id) {
        refund.reject_times += 1;
        refund.reject_reason = Some(reason.to_owned());
    }
    Ok(())
}

/// The seller receives the goods that came back, and the buyer the money.
pub fn seller_receives(market: &mut Market, id: &str, now: u64) -> Result<(), NotPossible> {
    market.step_of_seller(id, Step::SellerReceives, "", now)
}

/// Closes the refunds of an order that is being shipped.
pub fn close_by_shipping(market: &mut Market, order_id: i64, now: u64) {
    close(market, Step::SellerShips, now, |refund| refund.order_id == order_id);
}

/// Closes the refunds of sub-orders whose receipt is being confirmed.
pub fn close_by_receipt(market: &mut Market, order_id: i64, items: &[i64], now: u64) {
    close(market, Step::BuyerReceives, now, |refund| {
        refund.order_id == order_id && items.iter().any(|item| refund.covers(*item))
    });
}

fn close(market: &mut Market, step: Step, now: u64, concerns: impl Fn(&Refund) -> bool) {
    let active = market.refunds.values().filter(|refund| refund.is_active() && concerns(refund));
    let ids: Vec<_> = active.map(|refund| refund.id.clone()).collect();
    for id in ids {
        // From every active state in which goods can be shipped or received the step leads on.
        let _ = market.advance_refund(&id, step, "", &[], now);
    }
}
