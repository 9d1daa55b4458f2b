//! Transitions of orders and refunds on 1688: each step with its push message, and with the money and stock that it moves.

use pandapon::event::Topic;
use pandapon::scalar::Fen;
use pandapon::schema::Json;

use crate::model::alibaba::messages;
use crate::model::alibaba::order::{Order, State, Step};
use crate::model::alibaba::refund::{self, Operation, Refund, State as RefundState, Step as RefundStep};
use crate::model::error::InvalidTransition;
use crate::model::market::Market;

impl Market {
    /// Stores a new order. Its goods are taken from stock.
    pub fn keep_order(&mut self, order: Order, now: u64) {
        for item in &order.items {
            self.catalogue.take_from_stock(item.sku_id, item.quantity);
        }
        messages::order(&mut self.outbox, &Topic::Created, &order, order.state.as_str(), [], now);
        self.orders.insert(order.id, order);
    }

    /// Performs a step of an order if its state allows it.
    pub fn advance_order(&mut self, order_id: i64, step: Step, now: u64) -> Result<(), InvalidTransition> {
        let order = self.orders.get_mut(&order_id).ok_or(InvalidTransition)?;
        let topic = order.advance(step, now)?;
        if step == Step::BuyerPays {
            self.ledger.pay(order.total());
        }
        if order.state.is_over() {
            self.ledger.settle(order.unsettled());
        }
        if matches!(step, Step::BuyerCancels | Step::SellerCloses | Step::TimeRunsOut) {
            for item in &order.items {
                self.catalogue.return_to_stock(item.sku_id, item.quantity);
            }
        }
        messages::order(&mut self.outbox, &topic, order, order.state.as_str(), [], now);
        Ok(())
    }

    /// Lets time pass: orders that were not paid in time are closed, and parcels move.
    pub fn pass_alibaba_time(&mut self, now: u64) {
        let expired: Vec<_> =
            self.orders.values().filter(|order| order.payment_is_late(now)).map(|order| order.id).collect();
        for order in expired {
            // Late orders wait for payment, a state that always allows this step.
            let _ = self.advance_order(order, Step::TimeRunsOut, now);
        }
        self.announce_parcels(now);
    }

    /// Ends a trade that has nothing left to deliver: cancelled if everything was refunded or returned, successful
    /// otherwise. If only unshipped sub-orders were refunded, the order becomes shipped.
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
        // Does nothing if the trade is already in that state.
        let _ = self.advance_order(order_id, step, now);
    }

    /// Performs a step of a refund if its state allows it.
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
        let transition = refund::find_transition(from, step).ok_or(InvalidTransition)?;
        refund.state = transition.to;
        refund.modified = now;
        refund.operations.push(Operation {
            transition,
            remark: remark.to_owned(),
            vouchers: vouchers.iter().map(|voucher| (*voucher).to_owned()).collect(),
        });
        let Some(order) = self.orders.get(&refund.order_id) else {
            return Ok(());
        };
        let topic = if refund.is_after_sale() { Topic::RefundAfterSale } else { Topic::RefundInSale };
        let refund_fields = [
            ("refundAction", Json::from(transition.action)),
            ("operator", transition.operator.into()),
            ("refundId", id.into()),
        ];
        messages::order(&mut self.outbox, &topic, order, transition.to.as_str(), refund_fields, now);
        if transition.to == RefundState::Success {
            self.pay_refund(id, now);
        }
        Ok(())
    }

    /// Pays a refund to the buyer: from the held money while the trade is open, from the seller afterwards. Unshipped
    /// pieces return to stock.
    fn pay_refund(&mut self, id: &str, now: u64) {
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
                self.catalogue.return_to_stock(item.sku_id, item.quantity);
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
            // Every active state in which goods can be shipped or received allows the step.
            let _ = self.advance_refund(&id, step, "", &[], now);
        }
    }
}
