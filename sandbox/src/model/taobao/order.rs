//! Orders on Taobao: one per shop, from waiting for payment to closure. There is no documented status of success
//! (spec/semantics.md, section 5).

use pandapon::scalar::Fen;
#[cfg(test)]
use pandapon::state::OrderState;
use serde::{Deserialize, Serialize};

use crate::model::error::InvalidTransition;
use crate::model::taobao::shipment::Parcel;
use crate::money::{share, sum};

/// Time limit for the payment of an order, in milliseconds. The emulator's own: the field `close_time_without_payment`
/// shows that there is a limit, but no page says which.
const PAY_TIMEOUT: u64 = 24 * 3_600_000;

/// An order.
#[derive(Debug, Serialize, Deserialize)]
pub struct Order {
    pub id: i64,
    /// Taobao's number of it.
    pub outer_id: i64,
    /// The user-id that it belongs to.
    pub user: String,
    /// The shop's id.
    pub shop_id: i64,
    /// Its sub-orders. Never empty.
    pub lines: Vec<Line>,
    pub receiver: Receiver,
    /// The platform on which the caller sells the goods.
    pub source: Option<String>,
    /// The number of the order on that platform.
    pub seller_order_number: Option<String>,
    /// The warehouse to which the goods are sent first: name and address.
    pub warehouse: Option<(String, String)>,
    pub created: u64,
    pub modified: u64,
    pub paid: Option<u64>,
    pub parcels: Vec<Parcel>,
    /// A pending task that will cancel some of its lines.
    pub cancellation: Option<Cancellation>,
}

/// A sub-order, of one SKU.
#[derive(Debug, Serialize, Deserialize)]
pub struct Line {
    pub id: i64,
    /// Taobao's number of it.
    pub outer_id: i64,
    /// The caller's own number of it.
    pub line_no: Option<String>,
    pub mp_id: i64,
    pub mp_sku_id: i64,
    pub title: String,
    /// The properties of the SKU, as text.
    pub label: String,
    pub remark: Option<String>,
    pub quantity: i64,
    /// The unit price when it was ordered.
    pub price: Fen,
    /// Amount due for the goods.
    pub product_fee: Fen,
    /// Its share of the freight.
    pub post_fee: Fen,
    pub status: Status,
    /// Whether it was paid.
    pub paid: bool,
    pub refunded: Fen,
    /// Its last refund.
    pub refund: Option<i64>,
}

impl Line {
    pub fn total(&self) -> Fen {
        Fen(self.product_fee.0 + self.post_fee.0)
    }

    /// Returns the amount that can still be refunded.
    pub fn refundable(&self) -> Fen {
        Fen(self.total().0 - self.refunded.0)
    }

    pub fn is_open(&self) -> bool {
        self.status != Status::Closed
    }
}

/// Delivery address.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub struct Receiver {
    pub zip: String,
    pub country: String,
    pub state: String,
    pub city: String,
    pub district: String,
    pub address: String,
    pub name: String,
    pub phone: String,
    pub mobile_phone: String,
}

/// A pending task that cancels lines of an order.
#[derive(Debug, Serialize, Deserialize)]
pub struct Cancellation {
    pub due: u64,
    pub line_ids: Vec<i64>,
    pub reason: String,
}

/// The status of a line or of an order, in their usual sequence.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub enum Status {
    WaitBuyerPay,
    WaitSellerSend,
    WaitBuyerConfirm,
    Closed,
}

impl Status {
    /// Returns the name on the wire.
    pub const fn as_str(self) -> &'static str {
        match self {
            Status::WaitBuyerPay => "WAIT_BUYER_P",
            Status::WaitSellerSend => "WAIT_SELLER_SEND_GOODS",
            Status::WaitBuyerConfirm => "WAIT_BUYER_CONFIRM_GOODS",
            Status::Closed => "TRADE_CLOSED",
        }
    }

    /// Returns what its word means to users.
    #[cfg(test)]
    pub fn meaning(self) -> Option<OrderState> {
        OrderState::from_word(self.as_str())
    }
}

/// A step in the life of an order's lines.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Step {
    BuyerPays,
    BuyerCancels,
    TimeRunsOut,
    SellerShips,
    RefundCloses,
    SellerCloses,
}

/// Transitions: from which status a step leads to which.
const STATE_MACHINE: &[(Status, Step, Status)] = &[
    (Status::WaitBuyerPay, Step::BuyerPays, Status::WaitSellerSend),
    (Status::WaitBuyerPay, Step::BuyerCancels, Status::Closed),
    (Status::WaitBuyerPay, Step::TimeRunsOut, Status::Closed),
    (Status::WaitBuyerPay, Step::SellerCloses, Status::Closed),
    (Status::WaitSellerSend, Step::SellerShips, Status::WaitBuyerConfirm),
    (Status::WaitSellerSend, Step::RefundCloses, Status::Closed),
    (Status::WaitBuyerConfirm, Step::RefundCloses, Status::Closed),
];

impl Order {
    /// Returns the status of the order: that of its least advanced line.
    pub fn status(&self) -> Status {
        self.lines.iter().map(|line| line.status).min().unwrap_or(Status::Closed)
    }

    /// Returns the lines that are still to be shipped.
    pub fn unshipped(&self) -> Vec<i64> {
        let waiting = self.lines.iter().filter(|line| line.status == Status::WaitSellerSend);
        waiting.map(|line| line.id).collect()
    }

    /// Returns the parcel of a line.
    pub fn parcel(&self, line_id: i64) -> Option<&Parcel> {
        self.parcels.iter().find(|parcel| parcel.line_ids.contains(&line_id))
    }

    /// Changes the price of the open lines and of their freight, distributed in proportion to the previous prices. Changes
    /// nothing and returns false if a line would cost nothing.
    pub fn reprice(&mut self, goods: Option<Fen>, freight: Option<Fen>, now: u64) -> bool {
        let before: Vec<_> = self.open_lines().map(|line| line.product_fee).collect();
        let goods = goods.map_or(before.clone(), |goods| share(goods, &before));
        if goods.iter().any(|amount| amount.0 < 1) {
            return false;
        }
        let freight = share(freight.unwrap_or_else(|| self.post_fee()), &before);
        let open = self.lines.iter_mut().filter(|line| line.is_open());
        for (line, (goods, freight)) in open.zip(goods.into_iter().zip(freight)) {
            line.product_fee = goods;
            line.post_fee = freight;
        }
        self.modified = now;
        true
    }

    pub fn open_lines(&self) -> impl Iterator<Item = &Line> {
        self.lines.iter().filter(|line| line.is_open())
    }

    pub fn line(&self, id: i64) -> Option<&Line> {
        self.lines.iter().find(|line| line.id == id)
    }

    /// Returns the lines that count for the price: those that are open or paid.
    fn priced_lines(&self) -> impl Iterator<Item = &Line> {
        self.lines.iter().filter(|line| line.paid || line.is_open())
    }

    pub fn product_fee(&self) -> Fen {
        sum(self.priced_lines().map(|line| line.product_fee))
    }

    pub fn post_fee(&self) -> Fen {
        sum(self.priced_lines().map(|line| line.post_fee))
    }

    pub fn total(&self) -> Fen {
        Fen(self.product_fee().0 + self.post_fee().0)
    }

    /// Returns the deadline of its payment.
    pub fn pay_by(&self) -> u64 {
        self.created.saturating_add(PAY_TIMEOUT)
    }

    pub fn payment_is_late(&self, now: u64) -> bool {
        self.status() == Status::WaitBuyerPay && now >= self.pay_by()
    }

    /// Performs a step of these lines: of all, or of none if the status of one does not allow it.
    pub fn advance(&mut self, line_ids: &[i64], step: Step, now: u64) -> Result<(), InvalidTransition> {
        let next = |line: &Line| {
            let transition = STATE_MACHINE.iter().find(|(from, by, _)| *from == line.status && *by == step);
            transition.map(|(_, _, to)| *to).ok_or(InvalidTransition)
        };
        let is_selected = |line: &Line| line_ids.contains(&line.id);
        self.lines.iter().filter(|line| is_selected(line)).try_for_each(|line| next(line).map(drop))?;
        for line in self.lines.iter_mut().filter(|line| is_selected(line)) {
            line.status = next(line)?;
            line.paid |= step == Step::BuyerPays;
        }
        self.modified = now;
        if step == Step::BuyerPays {
            self.paid = Some(now);
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_step_leads_to_the_state_that_its_name_says() {
        for (from, step, to) in STATE_MACHINE {
            let expected = match step {
                Step::BuyerPays => OrderState::AwaitingShipment,
                Step::SellerShips => OrderState::AwaitingReceipt,
                Step::BuyerCancels | Step::SellerCloses | Step::TimeRunsOut | Step::RefundCloses => {
                    OrderState::Closed
                }
            };
            assert_eq!(to.meaning(), Some(expected), "{from:?} {step:?}");
        }
    }
}
