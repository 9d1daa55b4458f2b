//! How orders and refunds on Taobao go on: each step with its push message, and with the money and the stock that it
//! moves.

use pandapon::event::Topic;
use pandapon::scalar::Fen;

use crate::model::error::InvalidTransition;
use crate::model::market::Market;
use crate::model::taobao::order::{Order, Status, Step};
use crate::model::taobao::refund::{Goods, Refund, Status as RefundStatus, Step as RefundStep};
use crate::model::taobao::{messages, refund};

impl Market {
    /// Keeps an order that was made: its goods are taken from stock.
    pub fn keep_taobao_order(&mut self, order: Order, now: u64) {
        for line in &order.lines {
            self.taobao.catalogue.take(line.mp_sku_id, line.quantity);
        }
        messages::order(&mut self.outbox, &Topic::Created, &order, &self.taobao.refunds, now);
        self.taobao.orders.insert(order.id, order);
    }

    /// Takes lines of an order one step further, if the state of all of them allows it.
    pub fn advance_taobao(
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
                lines.for_each(|line| self.taobao.catalogue.give_back(line.mp_sku_id, line.quantity));
            }
            // What was not refunded of a line that is closed is the seller's.
            Step::RefundCloses => lines.for_each(|line| self.ledger.settle(line.refundable())),
            Step::SellerShips => {}
        }
        messages::order(&mut self.outbox, &topic(step, order), order, &self.taobao.refunds, now);
        Ok(())
    }

    /// Lets time pass: what was not paid in time is closed, and what was to be cancelled is.
    pub fn pass_taobao_time(&mut self, now: u64) {
        let orders = self.taobao.orders.values_mut();
        let due = orders.filter_map(|order| {
            let cancellation = order.cancellation.take_if(|cancellation| cancellation.due <= now)?;
            Some((order.id, cancellation))
        });
        for (order, cancellation) in due.collect::<Vec<_>>() {
            // Nothing was paid since: from where it waits for payment this step always leads on.
            let _ = self.advance_taobao(order, &cancellation.line_ids, Step::BuyerCancels, cancellation.due);
        }
        let late = self.taobao.orders.values().filter(|order| order.payment_is_late(now));
        let late = late.map(|order| (order.id, order.open_lines().map(|line| line.id).collect::<Vec<_>>()));
        for (order, lines) in late.collect::<Vec<_>>() {
            // Late orders wait for payment, from where this step always leads on.
            let _ = self.advance_taobao(order, &lines, Step::TimeRunsOut, now);
        }
    }

    /// Keeps a refund that was applied for.
    pub fn keep_taobao_refund(&mut self, refund: Refund, now: u64) {
        let lines = self.taobao.orders.get_mut(&refund.order_id).map(|order| &mut order.lines);
        if let Some(line) = lines.into_iter().flatten().find(|line| line.id == refund.line_id) {
            line.refund = Some(refund.id);
        }
        messages::refund(&mut self.outbox, &refund, now);
        self.taobao.refunds.insert(refund.id, refund);
    }

    /// Takes a refund one step further, if its state allows it.
    pub fn advance_taobao_refund(
        &mut self,
        id: i64,
        step: RefundStep,
        now: u64,
    ) -> Result<(), InvalidTransition> {
        let refund = self.taobao.refunds.get_mut(&id).ok_or(InvalidTransition)?;
        refund.status = refund::next(refund.status, step).ok_or(InvalidTransition)?;
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
            self.give_taobao_money_back(id, now);
        }
        Ok(())
    }

    /// Moves the money of a refund to the buyer. A line is closed by it if its goods were never shipped, are for sale
    /// again then, or went back, or if all its money did.
    fn give_taobao_money_back(&mut self, id: i64, now: u64) {
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
            self.taobao.catalogue.give_back(line.mp_sku_id, line.quantity);
        }
        if not_shipped || refund.returns || line.refundable() == Fen(0) {
            let (order, line) = (refund.order_id, refund.line_id);
            // Lines with a refund are paid and not closed, from where this step always leads on.
            let _ = self.advance_taobao(order, &[line], Step::RefundCloses, now);
        }
    }

    /// Changes what an order costs, if that leaves no line without a price.
    pub fn reprice_taobao(
        &mut self,
        order_id: i64,
        goods: Option<Fen>,
        freight: Option<Fen>,
        now: u64,
    ) -> bool {
        let Some(order) = self.taobao.orders.get_mut(&order_id) else {
            return false;
        };
        let is_done = order.reprice(goods, freight, now);
        if is_done {
            messages::order(&mut self.outbox, &Topic::PriceChanged, order, &self.taobao.refunds, now);
        }
        is_done
    }

    /// Closes the refunds of lines that are being shipped.
    pub fn close_taobao_refunds(&mut self, line_ids: &[i64], now: u64) {
        let refunds = self.taobao.refunds.values();
        let active = refunds.filter(|refund| line_ids.contains(&refund.line_id) && refund.status.is_active());
        for id in active.map(|refund| refund.id).collect::<Vec<_>>() {
            // Before goods are shipped none can be on their way back.
            let _ = self.advance_taobao_refund(id, RefundStep::SellerShips, now);
        }
    }
}

/// What a message on a step is about. A part of an order that is closed changes its price, as on 1688.
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
