//! How orders and refunds go on: each step with its push message, and with the money and the stock that it
//! moves.

use pandapon::scalar::Fen;
use pandapon::schema::Json;

use crate::model::alibaba::messages::Topic;
use crate::model::alibaba::order::{State, Step};
use crate::model::alibaba::refund::{self, Operation, Refund, State as RefundState, Step as RefundStep};
use crate::model::error::InvalidTransition;
use crate::model::market::Market;

impl Market {
    /// Takes an order one step further, if its state allows it, and sends a push
    /// message.
    pub fn advance(&mut self, order_id: i64, step: Step, now: u64) -> Result<(), InvalidTransition> {
        let order = self.orders.get_mut(&order_id).ok_or(InvalidTransition)?;
        let topic = order.advance(step, now)?;
        if order.state.is_over() {
            self.ledger.settle(order.unsettled());
        }
        if matches!(step, Step::BuyerCancels | Step::SellerCloses | Step::TimeRunsOut) {
            for item in &order.items {
                self.catalogue.give_back(item.sku_id, item.quantity);
            }
        }
        self.outbox.order(topic, order, order.state.as_str(), [], now);
        Ok(())
    }

    /// Lets time pass: what was not paid in time is closed, and parcels move.
    pub fn pass_alibaba_time(&mut self, now: u64) {
        let expired: Vec<_> =
            self.orders.values().filter(|order| order.payment_is_late(now)).map(|order| order.id).collect();
        for order in expired {
            // Late orders wait for payment, from where this step always leads on.
            let _ = self.advance(order, Step::TimeRunsOut, now);
        }
        self.announce_parcels(now);
    }

    /// Ends a trade of which nothing is to come any more: closed if everything went back, a success if
    /// something was kept. An order of which all was shipped that is still to come is shipped.
    pub fn finish_if_done(&mut self, order_id: i64, now: u64) {
        let Some(order) = self.orders.get(&order_id) else {
            return;
        };
        let step = if order.items.iter().all(|item| item.is_closed()) {
            Step::RefundCloses
        } else if order.items.iter().all(|item| item.is_closed() || item.received) {
            Step::BuyerReceives
        } else if order.unshipped().is_empty() {
            Step::SellerShips
        } else {
            return;
        };
        // A trade that is over stays over, and one that is shipped is not shipped again.
        let _ = self.advance(order_id, step, now);
    }

    /// Takes a refund one step further, if its state allows it, and sends a push
    /// message.
    pub fn advance_refund(
        &mut self,
        id: &str,
        step: RefundStep,
        remark: &str,
        vouchers: &[&str],
        now: u64,
    ) -> Result<(), InvalidTransition> {
        let refund = self.refunds.get_mut(id).ok_or(InvalidTransition)?;
        let from = (step != RefundStep::BuyerApplies).then_some(refund.state);
        let edge = refund::find_edge(from, step).ok_or(InvalidTransition)?;
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
        self.outbox.order(topic, order, edge.to.as_str(), more, now);
        if edge.to == RefundState::Success {
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
        let amount = Fen(refund.payment.0 + refund.carriage.0);
        if order.state.is_over() {
            self.ledger.refund_settled(amount);
        } else {
            self.ledger.refund_held(amount);
        }
        order.refunded_freight.0 += refund.carriage.0;
        order.modified = now;
        let unshipped = if order.state == State::WaitSellerSend { order.unshipped() } else { Vec::new() };
        for part in &refund.parts {
            let Some(item) = order.items.iter_mut().find(|item| item.id == part.item_id) else {
                continue;
            };
            item.refunded.0 += part.amount.0;
            if refund.returns {
                item.returned += part.pieces;
            }
            if unshipped.contains(&item.id) {
                self.catalogue.give_back(item.sku_id, item.quantity);
            }
        }
        self.finish_if_done(refund.order_id, now);
    }

    /// Closes the refunds of sub-orders that are being shipped.
    pub fn close_refunds_by_shipping(&mut self, order_id: i64, items: &[i64], now: u64) {
        self.close_refunds(RefundStep::SellerShips, order_id, items, now);
    }

    /// Closes the refunds of sub-orders whose receipt is being confirmed.
    pub fn close_refunds_by_receipt(&mut self, order_id: i64, items: &[i64], now: u64) {
        self.close_refunds(RefundStep::BuyerReceives, order_id, items, now);
    }

    fn close_refunds(&mut self, step: RefundStep, order_id: i64, items: &[i64], now: u64) {
        let concerns =
            |refund: &Refund| refund.order_id == order_id && items.iter().any(|item| refund.covers(*item));
        let active = self.refunds.values().filter(|refund| refund.is_active() && concerns(refund));
        let ids: Vec<_> = active.map(|refund| refund.id.clone()).collect();
        for id in ids {
            // From every active state in which goods can be shipped or received the step leads on.
            let _ = self.advance_refund(&id, step, "", &[], now);
        }
    }
}
