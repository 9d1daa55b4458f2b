//! Transitions of orders and refunds on Taobao: each step with its push message, and with the money and stock that it
//! moves.

use pandapon::event::Topic;
use pandapon::scalar::Fen;

use crate::model::error::InvalidTransition;
use crate::model::market::Market;
use crate::model::taobao::order::{Order, Status, Step};
use crate::model::taobao::refund::{Goods, Refund, Status as RefundStatus, Step as RefundStep};
use crate::model::taobao::{messages, refund};

impl Market {
    /// Stores a new order. Its goods are taken from stock.
    pub fn keep_taobao_order(&mut self, order: Order, now: u64) {
        for line in &order.lines {
            self.taobao.catalogue.take_from_stock(line.mp_sku_id, line.quantity);
        }
        messages::order(&mut self.outbox, &Topic::Created, &order, &self.taobao.refunds, now);
        self.taobao.orders.insert(order.id, order);
    }

    /// Performs a step of some lines of an order if the status of all of them allows it.
    pub fn advance_taobao_order(
        &mut self,
        order_id: i64,
        line_ids: &[i64],
        step: Step,
        now: u64,
    ) -> Result<(), InvalidTransition> {
        let order = self.taobao.orders.get_mut(&order_id).ok_or(InvalidTransition)?;
        order.advance(line_ids, step, now)?;
        let lines = order.lines.iter().filter(|line| line_ids.contains(&line.id));
        match step {
            Step::BuyerPays => self.ledger.pay(order.total()),
            Step::BuyerCancels | Step::TimeRunsOut | Step::SellerCloses => {
                lines.for_each(|line| self.taobao.catalogue.return_to_stock(line.mp_sku_id, line.quantity));
            }
            // The seller gets what was not refunded.
            Step::RefundCloses => lines.for_each(|line| self.ledger.settle(line.refundable())),
            Step::SellerShips => {}
        }
        messages::order(&mut self.outbox, &topic(step, order), order, &self.taobao.refunds, now);
        Ok(())
    }

    /// Lets time pass: performs pending cancellations, and closes orders that were not paid in time.
    pub fn pass_taobao_time(&mut self, now: u64) {
        let orders = self.taobao.orders.values_mut();
        let due = orders.filter_map(|order| {
            let cancellation = order.cancellation.take_if(|cancellation| cancellation.due <= now)?;
            Some((order.id, cancellation))
        });
        for (order, cancellation) in due.collect::<Vec<_>>() {
            // An order with a pending cancellation cannot be paid, so its status still allows this step.
            let _ = self.advance_taobao_order(
                order,
                &cancellation.line_ids,
                Step::BuyerCancels,
                cancellation.due,
            );
        }
        let late = self.taobao.orders.values().filter(|order| order.payment_is_late(now));
        let late = late.map(|order| (order.id, order.open_lines().map(|line| line.id).collect::<Vec<_>>()));
        for (order, lines) in late.collect::<Vec<_>>() {
            // Late orders wait for payment, a status that always allows this step.
            let _ = self.advance_taobao_order(order, &lines, Step::TimeRunsOut, now);
        }
    }

    /// Stores a new refund.
    pub fn keep_taobao_refund(&mut self, refund: Refund, now: u64) {
        let lines = self.taobao.orders.get_mut(&refund.order_id).map(|order| &mut order.lines);
        if let Some(line) = lines.into_iter().flatten().find(|line| line.id == refund.line_id) {
            line.refund = Some(refund.id);
        }
        messages::refund(&mut self.outbox, &refund, now);
        self.taobao.refunds.insert(refund.id, refund);
    }

    /// Performs a step of a refund if its status allows it.
    pub fn advance_taobao_refund(
        &mut self,
        id: i64,
        step: RefundStep,
        now: u64,
    ) -> Result<(), InvalidTransition> {
        let refund = self.taobao.refunds.get_mut(&id).ok_or(InvalidTransition)?;
        refund.status = refund::next_status(refund.status, step).ok_or(InvalidTransition)?;
        refund.modified = now;
        match step {
            RefundStep::BuyerSends => refund.goods = Goods::SentBack,
            RefundStep::SellerReceives => refund.goods = Goods::Confirmed,
            _ => {}
        }
        if refund.status == RefundStatus::Refunded {
            refund.pay_order_id = Some(self.ids.next());
        }
        messages::refund(&mut self.outbox, refund, now);
        if refund.status == RefundStatus::Refunded {
            self.pay_taobao_refund(id, now);
        }
        Ok(())
    }

    /// Pays a refund to the buyer. This closes the line if its goods were never shipped, which returns them to stock, were
    /// returned, or are refunded completely.
    fn pay_taobao_refund(&mut self, id: i64, now: u64) {
        let Some(refund) = self.taobao.refunds.get(&id) else {
            return;
        };
        let Some(order) = self.taobao.orders.get_mut(&refund.order_id) else {
            return;
        };
        let Some(line) = order.lines.iter_mut().find(|line| line.id == refund.line_id) else {
            return;
        };
        self.ledger.refund_held(refund.fee);
        line.refunded.0 += refund.fee.0;
        order.modified = now;
        let not_shipped = line.status == Status::WaitSellerSend;
        if not_shipped {
            self.taobao.catalogue.return_to_stock(line.mp_sku_id, line.quantity);
        }
        if not_shipped || refund.returns || line.refundable() == Fen(0) {
            let (order, line) = (refund.order_id, refund.line_id);
            // Lines with a refund are paid and not closed, which always allows this step.
            let _ = self.advance_taobao_order(order, &[line], Step::RefundCloses, now);
        }
    }

    /// Changes the price of an order. Changes nothing and returns false if a line would cost nothing.
    pub fn reprice_taobao_order(
        &mut self,
        order_id: i64,
        goods: Option<Fen>,
        freight: Option<Fen>,
        now: u64,
    ) -> bool {
        let Some(order) = self.taobao.orders.get_mut(&order_id) else {
            return false;
        };
        let is_repriced = order.reprice(goods, freight, now);
        if is_repriced {
            messages::order(&mut self.outbox, &Topic::PriceChanged, order, &self.taobao.refunds, now);
        }
        is_repriced
    }

    /// Closes the refunds of lines that are being shipped.
    pub fn close_taobao_refunds(&mut self, line_ids: &[i64], now: u64) {
        let refunds = self.taobao.refunds.values();
        let active = refunds.filter(|refund| line_ids.contains(&refund.line_id) && refund.status.is_active());
        for id in active.map(|refund| refund.id).collect::<Vec<_>>() {
            // Every active status of a refund of unshipped goods allows this step.
            let _ = self.advance_taobao_refund(id, RefundStep::SellerShips, now);
        }
    }
}

/// Returns the topic of the message about a step. Closing a part of an order changes its price, as on 1688.
fn topic(step: Step, order: &Order) -> Topic {
    match step {
        Step::BuyerPays => Topic::Paid,
        Step::SellerShips if order.unshipped().is_empty() => Topic::Shipped,
        Step::SellerShips => Topic::PartlyShipped,
        _ if order.status() != Status::Closed => Topic::PriceChanged,
        Step::BuyerCancels => Topic::ClosedByBuyer,
        Step::TimeRunsOut => Topic::ClosedByPlatform,
        Step::RefundCloses | Step::SellerCloses => Topic::ClosedBySeller,
    }
}
