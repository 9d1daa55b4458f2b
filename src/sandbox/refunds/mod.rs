//! Refunds: money back, with or without the goods going back.

mod apply;
mod graph;
mod progress;
mod reasons;
mod returns;
mod show;

use super::envelope::Failure;
use super::market::Market;
use crate::scalar::Fen;

pub use apply::apply;
pub use graph::State;
pub use progress::{close_by_receipt, close_by_shipping, seller_agrees, seller_receives, seller_refuses};
pub use reasons::reasons;
pub use returns::submit_return;
pub use show::get;

/// Where the goods are, as a refund is asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Goods {
    NotShipped,
    OnTheirWay,
    Received,
    NeverCame,
    ReceivedAfterSale,
}

/// The words of [`Goods`].
const GOODS: [(&str, Goods); 5] = [
    ("refundWaitSellerSend", Goods::NotShipped),
    ("refundWaitBuyerReceive", Goods::OnTheirWay),
    ("refundBuyerReceived", Goods::Received),
    ("aftersaleBuyerNotReceived", Goods::NeverCame),
    ("aftersaleBuyerReceived", Goods::ReceivedAfterSale),
];

impl Goods {
    pub fn of(word: Option<&str>) -> Option<Goods> {
        GOODS.iter().find(|(known, _)| Some(*known) == word).map(|(_, goods)| *goods)
    }

    pub const fn is_after_sale(self) -> bool {
        matches!(self, Goods::NeverCame | Goods::ReceivedAfterSale)
    }

    pub const fn are_received(self) -> bool {
        matches!(self, Goods::Received | Goods::ReceivedAfterSale)
    }
}

/// A refund.
#[derive(Debug)]
pub struct Refund {
    pub id: String,
    /// Number of the record.
    number: i64,
    pub order_id: i64,
    /// The user-id that it was made for.
    user: String,
    pub state: State,
    goods: Goods,
    /// Whether the goods go back.
    returns: bool,
    parts: Vec<Part>,
    payment: Fen,
    carriage: Fen,
    /// The most that could be asked for when it was asked for.
    bound: Fen,
    reason: &'static reasons::Reason,
    reject_reason: Option<String>,
    reject_times: i64,
    shipment: Option<Shipment>,
    applied: u64,
    modified: u64,
    operations: Vec<Operation>,
}

/// A sub-order in a refund.
#[derive(Debug)]
struct Part {
    item_id: i64,
    pieces: i64,
    amount: Fen,
}

/// How the goods went back.
#[derive(Debug)]
struct Shipment {
    carrier: &'static str,
    waybill: String,
}

/// Something that was done to a refund.
#[derive(Debug)]
struct Operation {
    edge: &'static graph::Edge,
    remark: String,
    vouchers: Vec<String>,
}

impl Refund {
    /// Whether it may still end with money.
    pub fn is_active(&self) -> bool {
        !matches!(self.state, State::Success | State::Close)
    }

    pub fn is_after_sale(&self) -> bool {
        self.goods.is_after_sale()
    }

    fn covers(&self, item_id: i64) -> bool {
        self.parts.iter().any(|part| part.item_id == item_id)
    }
}

impl Market {
    /// The refund of this id if it is the user's; otherwise a failure with one of two codes, as for orders.
    fn refund(
        &self,
        id: Option<&str>,
        user: &str,
        [missing, foreign]: [&'static str; 2],
    ) -> Result<&Refund, Failure> {
        let refund = id.and_then(|id| self.refunds.get(id));
        let refund = refund.ok_or_else(|| Failure::new(missing, "there is no such refund"))?;
        if refund.user != user {
            return Err(Failure::new(foreign, "the refund belongs to another user"));
        }
        Ok(refund)
    }

    /// The refund of a sub-order that may still end with money.
    fn active_refund(&self, item_id: i64) -> Option<&Refund> {
        self.refunds.values().find(|refund| refund.is_active() && refund.covers(item_id))
    }
}
