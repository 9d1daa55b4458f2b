//! Orders on Taobao: one for each shop, from waiting for payment to closure. No word says that one succeeded
//! (spec/semantics.md, section 5).

use pandapon::scalar::Fen;
use serde::{Deserialize, Serialize};

use crate::model::error::InvalidTransition;
use crate::money::{share, sum};

/// How long an order may wait for payment, in milliseconds. The emulator's own: that there is an end to it says the
/// field `close_time_without_payment`, and no page says when.
const PAY_TIMEOUT: u64 = 24 * 3_600_000;

/// An order.
#[derive(Debug, Serialize, Deserialize)]
pub struct Order {
    pub id: i64,
    /// Taobao's number of it.
    pub outer_id: i64,
    /// The user-id that it was made for.
    pub user: String,
    /// The shop's id.
    pub shop_id: i64,
    /// Never empty.
    pub lines: Vec<Line>,
    pub receiver: Receiver,
    /// The platform that the goods are sold on.
    pub source: Option<String>,
    /// The order's number there.
    pub seller_order_number: Option<String>,
    /// Where the goods go first: name and address.
    pub warehouse: Option<(String, String)>,
    pub created: u64,
    pub modified: u64,
    pub paid: Option<u64>,
    pub parcels: Vec<Parcel>,
    /// A task that will cancel lines of it.
    pub cancellation: Option<Cancellation>,
}

/// A sub-order: one SKU.
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
    /// What distinguishes the SKU.
    pub label: String,
    pub remark: Option<String>,
    pub quantity: i64,
    /// What one piece cost when it was ordered.
    pub price: Fen,
    /// What the goods cost.
    pub product_fee: Fen,
    /// Its share of the order's freight.
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

    /// What can still be refunded for it.
    pub fn refundable(&self) -> Fen {
        Fen(self.total().0 - self.refunded.0)
    }

    pub fn is_open(&self) -> bool {
        self.status != Status::Closed
    }
}

/// Where the goods go.
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

/// A parcel to the buyer.
#[derive(Debug, Serialize, Deserialize)]
pub struct Parcel {
    pub waybill: String,
    /// When it was shipped, in milliseconds since 1970.
    pub shipped: u64,
    /// The sub-orders in it.
    pub line_ids: Vec<i64>,
}

/// What a task of cancelling will do, and when.
#[derive(Debug, Serialize, Deserialize)]
pub struct Cancellation {
    pub due: u64,
    pub line_ids: Vec<i64>,
    pub reason: String,
}

/// The status of a line and of an order, in the order in which they follow each other.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub enum Status {
    WaitBuyerPay,
    WaitSellerSend,
    WaitBuyerConfirm,
    Closed,
}

impl Status {
    /// The name on the wire.
    pub const fn as_str(self) -> &'static str {
        match self {
            Status::WaitBuyerPay => "WAIT_BUYER_P",
            Status::WaitSellerSend => "WAIT_SELLER_SEND_GOODS",
            Status::WaitBuyerConfirm => "WAIT_BUYER_CONFIRM_GOODS",
            Status::Closed => "TRADE_CLOSED",
        }
    }
}

/// What takes lines of an order further.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Step {
    BuyerPays,
    BuyerCancels,
    TimeRunsOut,
    SellerShips,
    RefundCloses,
    SellerCloses,
}

/// Where each step leads.
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
    /// The status: that of the line that has come least far.
    pub fn status(&self) -> Status {
        self.lines.iter().map(|line| line.status).min().unwrap_or(Status::Closed)
    }

    /// The lines that are still to be shipped.
    pub fn unshipped(&self) -> Vec<i64> {
        let waiting = self.lines.iter().filter(|line| line.status == Status::WaitSellerSend);
        waiting.map(|line| line.id).collect()
    }

    /// The parcel that a line is in.
    pub fn parcel(&self, line_id: i64) -> Option<&Parcel> {
        self.parcels.iter().find(|parcel| parcel.line_ids.contains(&line_id))
    }

    /// Sets what its open lines and their freight cost: shared out by what the goods cost before. Changes nothing if
    /// that leaves a line without a price.
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

    /// The lines that are to be paid or were: what was closed without payment costs nothing.
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

    /// When it must be paid.
    pub fn pay_by(&self) -> u64 {
        self.created.saturating_add(PAY_TIMEOUT)
    }

    pub fn payment_is_late(&self, now: u64) -> bool {
        self.status() == Status::WaitBuyerPay && now >= self.pay_by()
    }

    /// Takes these lines one step further: all of them, or none if the step does not lead on from one.
    pub fn advance(&mut self, line_ids: &[i64], step: Step, now: u64) -> Result<(), InvalidTransition> {
        let next = |line: &Line| {
            let edge = STATE_MACHINE.iter().find(|(from, by, _)| *from == line.status && *by == step);
            edge.map(|(_, _, to)| *to).ok_or(InvalidTransition)
        };
        let chosen = |line: &Line| line_ids.contains(&line.id);
        self.lines.iter().filter(|line| chosen(line)).try_for_each(|line| next(line).map(drop))?;
        for line in self.lines.iter_mut().filter(|line| chosen(line)) {
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
