//! Orders: one for each seller, from waiting for payment to success or closure.

use pandapon::scalar::Fen;
use pandapon::schema::Json;
use serde::{Deserialize, Serialize};

use crate::model::alibaba::messages::Topic;
use crate::model::alibaba::product::Seller;
use crate::model::alibaba::shipment::Parcel;
use crate::model::error::InvalidTransition;
use crate::model::json_text;
use crate::money::{share, sum};

/// How long an order may wait for payment, in seconds: as 1688's sample.
pub const PAY_TIMEOUT: u64 = 43_200;

/// An order.
#[derive(Debug, Serialize, Deserialize)]
pub struct Order {
    pub id: i64,
    /// KA's number of it, if it was made through KA.
    pub purchase_number: Option<String>,
    /// The user-id that it was made for.
    pub user: String,
    pub seller: Seller,
    pub state: State,
    pub items: Vec<Item>,
    pub freight: Fen,
    pub refunded_freight: Fen,
    #[serde(with = "json_text")]
    pub address: Json,
    pub note: Option<String>,
    pub created: u64,
    pub modified: u64,
    pub paid: Option<u64>,
    pub completed: Option<u64>,
    pub close_reason: Option<String>,
    pub closed_by: Option<ClosedBy>,
    /// The oldest first.
    pub parcels: Vec<Parcel>,
}

/// A sub-order: one SKU.
#[derive(Debug, Serialize, Deserialize)]
pub struct Item {
    pub id: i64,
    pub offer_id: i64,
    pub sku_id: i64,
    pub spec_id: Option<String>,
    pub subject: String,
    pub image: String,
    /// What distinguishes it; null if nothing does.
    #[serde(with = "json_text")]
    pub attributes: Json,
    pub quantity: i64,
    pub price: Fen,
    /// What was to be paid for it: price by quantity, unless the seller changed it.
    pub amount: Fen,
    pub refunded: Fen,
    /// Pieces that went back.
    pub returned: i64,
    /// Whether the buyer confirmed that it came.
    pub received: bool,
    /// Its last refund in sale.
    pub refund_in_sale: Option<String>,
    /// Its last after-sale refund.
    pub refund_after_sale: Option<String>,
}

impl Item {
    /// What can still be refunded for it.
    pub fn refundable(&self) -> Fen {
        Fen(self.amount.0 - self.refunded.0)
    }

    /// What the seller added to its price or, below 0, took off.
    pub fn discount(&self) -> Fen {
        Fen(self.amount.0 - self.price.0 * self.quantity)
    }

    /// Whether nothing more is to come of it: all its money or all its pieces went back.
    pub fn is_closed(&self) -> bool {
        self.refunded >= self.amount || self.returned >= self.quantity
    }
}

/// The state of an order.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum State {
    WaitBuyerPay,
    WaitSellerSend,
    WaitBuyerReceive,
    Success,
    Cancel,
}

/// Who closed an order.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum ClosedBy {
    Buyer,
    Seller,
    Platform,
}

impl ClosedBy {
    /// The name on the wire.
    pub const fn as_str(self) -> &'static str {
        match self {
            ClosedBy::Buyer => "CLOSE_TRADE_BY_BUYER",
            ClosedBy::Seller => "CLOSE_TRADE_BY_SELLER",
            ClosedBy::Platform => "CLOSE_TRADE_BY_SYSTEM",
        }
    }
}

/// What takes an order further.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Step {
    BuyerPays,
    BuyerCancels,
    SellerCloses,
    TimeRunsOut,
    SellerShips,
    /// Everything that did not go back was received.
    BuyerReceives,
    /// Everything was refunded.
    RefundCloses,
}

/// Where each step leads, and the push message about it (spec/semantics.md, section 4).
const STATE_MACHINE: &[(State, Step, State, Topic)] = &[
    (State::WaitBuyerPay, Step::BuyerPays, State::WaitSellerSend, Topic::Paid),
    (State::WaitBuyerPay, Step::BuyerCancels, State::Cancel, Topic::ClosedByBuyer),
    (State::WaitBuyerPay, Step::SellerCloses, State::Cancel, Topic::ClosedBySeller),
    (State::WaitBuyerPay, Step::TimeRunsOut, State::Cancel, Topic::ClosedByPlatform),
    (State::WaitSellerSend, Step::SellerShips, State::WaitBuyerReceive, Topic::Shipped),
    (State::WaitSellerSend, Step::RefundCloses, State::Cancel, Topic::ClosedBySeller),
    (State::WaitBuyerReceive, Step::BuyerReceives, State::Success, Topic::Succeeded),
    (State::WaitBuyerReceive, Step::RefundCloses, State::Cancel, Topic::ClosedBySeller),
];

impl State {
    /// The name on the wire.
    pub const fn as_str(self) -> &'static str {
        match self {
            State::WaitBuyerPay => "waitbuyerpay",
            State::WaitSellerSend => "waitsellersend",
            State::WaitBuyerReceive => "waitbuyerreceive",
            State::Success => "success",
            State::Cancel => "cancel",
        }
    }

    pub const fn is_over(self) -> bool {
        matches!(self, State::Success | State::Cancel)
    }
}

impl Order {
    /// Goods without freight.
    pub fn goods(&self) -> Fen {
        sum(self.items.iter().map(|item| item.amount))
    }

    pub fn total(&self) -> Fen {
        Fen(self.goods().0 + self.freight.0)
    }

    pub fn refunded(&self) -> Fen {
        let goods = sum(self.items.iter().map(|item| item.refunded));
        Fen(goods.0 + self.refunded_freight.0)
    }

    /// What the seller added to the prices or, below 0, took off.
    pub fn discount(&self) -> Fen {
        sum(self.items.iter().map(Item::discount))
    }

    /// Sets what its goods and its freight cost; the goods' price is shared out by what they cost before. Changes
    /// nothing if that leaves a sub-order without a price.
    pub fn reprice(&mut self, goods: Option<Fen>, freight: Option<Fen>, now: u64) -> bool {
        let amounts: Vec<_> = self.items.iter().map(|item| item.amount).collect();
        let amounts = goods.map_or(amounts.clone(), |goods| share(goods, &amounts));
        if amounts.iter().any(|amount| amount.0 < 1) {
            return false;
        }
        for (item, amount) in self.items.iter_mut().zip(amounts) {
            item.amount = amount;
        }
        self.freight = freight.unwrap_or(self.freight);
        self.modified = now;
        true
    }

    /// Whether a sub-order is in a parcel.
    pub fn has_shipped(&self, item_id: i64) -> bool {
        self.parcels.iter().any(|parcel| parcel.item_ids.contains(&item_id))
    }

    /// The sub-orders that are still to be shipped.
    pub fn unshipped(&self) -> Vec<i64> {
        let open = self.items.iter().filter(|item| !item.is_closed() && !self.has_shipped(item.id));
        open.map(|item| item.id).collect()
    }

    /// What goes to the seller when the trade is over.
    pub fn unsettled(&self) -> Fen {
        match self.paid {
            Some(_) => Fen(self.total().0 - self.refunded().0),
            None => Fen(0),
        }
    }

    pub fn buyer_member_id(&self) -> String {
        format!("b2b-{}", self.user)
    }

    pub fn payment_is_late(&self, now: u64) -> bool {
        self.state == State::WaitBuyerPay && now >= self.pay_by()
    }

    /// When it must be paid.
    pub fn pay_by(&self) -> u64 {
        self.created.saturating_add(PAY_TIMEOUT * 1000)
    }

    /// Takes it one step further. Returns the topic of the push message about it.
    pub fn advance(&mut self, step: Step, now: u64) -> Result<Topic, InvalidTransition> {
        let edge = STATE_MACHINE.iter().find(|(from, by, ..)| *from == self.state && *by == step);
        let (_, _, to, topic) = edge.ok_or(InvalidTransition)?;
        self.state = *to;
        self.modified = now;
        match step {
            Step::BuyerPays => self.paid = Some(now),
            Step::SellerShips => {}
            Step::BuyerReceives => self.completed = Some(now),
            Step::BuyerCancels => self.closed_by = Some(ClosedBy::Buyer),
            Step::SellerCloses | Step::RefundCloses => self.closed_by = Some(ClosedBy::Seller),
            Step::TimeRunsOut => {
                self.closed_by = Some(ClosedBy::Platform);
                self.close_reason = Some("BUYER_NO_PAY".to_owned());
            }
        }
        Ok(*topic)
    }
}
