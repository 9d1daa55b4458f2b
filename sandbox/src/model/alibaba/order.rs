//! Orders on 1688: one per seller, from waiting for payment to success or cancellation.

use pandapon::event::Topic;
use pandapon::scalar::Fen;
use pandapon::schema::Json;
use pandapon::state::OrderState;
use serde::{Deserialize, Serialize};

use crate::model::alibaba::product::Seller;
use crate::model::alibaba::shipment::Parcel;
use crate::model::error::InvalidTransition;
use crate::money::{share, sum};

/// Time limit for the payment of an order, in seconds, from 1688's sample.
pub const PAY_TIMEOUT: u64 = 43_200;

/// An order.
#[derive(Debug, Serialize, Deserialize)]
pub struct Order {
    pub id: i64,
    /// KA's number of it, if it was created through KA.
    pub purchase_number: Option<String>,
    /// The user-id that it belongs to.
    pub user: String,
    pub seller: Seller,
    pub state: State,
    pub items: Vec<Item>,
    pub freight: Fen,
    pub refunded_freight: Fen,
    #[serde(with = "json_text")]
    pub address: Json,
    pub note: Option<String>,
    /// The buyer's own number of it. Missing in older snapshots.
    #[serde(default)]
    pub out_order_id: Option<String>,
    pub created: u64,
    pub modified: u64,
    pub paid: Option<u64>,
    pub completed: Option<u64>,
    pub close_reason: Option<String>,
    pub closed_by: Option<ClosedBy>,
    /// Its parcels, oldest first.
    pub parcels: Vec<Parcel>,
}

/// A sub-order, of one SKU.
#[derive(Debug, Serialize, Deserialize)]
pub struct Item {
    pub id: i64,
    pub offer_id: i64,
    pub sku_id: i64,
    pub spec_id: Option<String>,
    pub subject: String,
    pub image: String,
    /// The attributes of the SKU; null if it has none.
    #[serde(with = "json_text")]
    pub attributes: Json,
    pub quantity: i64,
    pub price: Fen,
    /// Amount due: unit price × quantity, unless the seller changed it.
    pub amount: Fen,
    pub refunded: Fen,
    /// Number of returned pieces.
    pub returned: i64,
    /// Whether the buyer confirmed its receipt.
    pub received: bool,
    /// Its last refund in sale.
    pub refund_in_sale: Option<String>,
    /// Its last after-sale refund.
    pub refund_after_sale: Option<String>,
}

impl Item {
    /// Returns the amount that can still be refunded.
    pub fn refundable(&self) -> Fen {
        Fen(self.amount.0 - self.refunded.0)
    }

    /// Returns the difference that the seller made to the amount due; negative if it was reduced.
    pub fn discount(&self) -> Fen {
        Fen(self.amount.0 - self.price.0 * self.quantity)
    }

    /// Returns whether it is completely refunded or completely returned.
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
    /// Returns the name on the wire.
    pub const fn as_str(self) -> &'static str {
        match self {
            ClosedBy::Buyer => "CLOSE_TRADE_BY_BUYER",
            ClosedBy::Seller => "CLOSE_TRADE_BY_SELLER",
            ClosedBy::Platform => "CLOSE_TRADE_BY_SYSTEM",
        }
    }
}

/// A step in the life of an order.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Step {
    BuyerPays,
    BuyerCancels,
    SellerCloses,
    TimeRunsOut,
    SellerShips,
    /// Everything that was not returned was received.
    BuyerReceives,
    /// Everything was refunded.
    RefundCloses,
}

/// Transitions: from which state a step leads to which, and the topic of its push message (spec/semantics.md, section 4).
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
    /// Returns the name on the wire.
    pub const fn as_str(self) -> &'static str {
        match self {
            State::WaitBuyerPay => "waitbuyerpay",
            State::WaitSellerSend => "waitsellersend",
            State::WaitBuyerReceive => "waitbuyerreceive",
            State::Success => "success",
            State::Cancel => "cancel",
        }
    }

    /// Returns what its word means to users.
    pub fn meaning(self) -> Option<OrderState> {
        OrderState::from_word(self.as_str())
    }

    pub fn is_over(self) -> bool {
        self.meaning().is_some_and(|state| state.is_finished() || state.is_closed())
    }
}

impl Order {
    /// Returns the amount due for the goods, without freight.
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

    /// Returns the difference that the seller made to the amounts due; negative if they were reduced.
    pub fn discount(&self) -> Fen {
        sum(self.items.iter().map(Item::discount))
    }

    /// Changes the price of the goods, distributed in proportion to the previous amounts, and of the freight. Changes
    /// nothing and returns false if a sub-order would cost nothing.
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

    /// Returns whether a sub-order was shipped.
    pub fn has_shipped(&self, item_id: i64) -> bool {
        self.parcels.iter().any(|parcel| parcel.item_ids.contains(&item_id))
    }

    /// Returns the sub-orders that are still to be shipped.
    pub fn unshipped(&self) -> Vec<i64> {
        let open = self.items.iter().filter(|item| !item.is_closed() && !self.has_shipped(item.id));
        open.map(|item| item.id).collect()
    }

    /// Returns the amount that the seller gets when the trade ends.
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

    /// Returns the deadline of its payment.
    pub fn pay_by(&self) -> u64 {
        self.created.saturating_add(PAY_TIMEOUT * 1000)
    }

    /// Performs a step. Returns the topic of the push message about it.
    pub fn advance(&mut self, step: Step, now: u64) -> Result<Topic, InvalidTransition> {
        let transition = STATE_MACHINE.iter().find(|(from, by, ..)| *from == self.state && *by == step);
        let (_, _, to, topic) = transition.ok_or(InvalidTransition)?;
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
        Ok(topic.clone())
    }
}

/// Stores JSON in a snapshot as its text, which keeps all digits.
mod json_text {
    use pandapon::schema::Json;
    use serde::de::Error;
    use serde::{Deserialize, Deserializer, Serializer};

    pub fn serialize<S: Serializer>(json: &Json, target: S) -> Result<S::Ok, S::Error> {
        target.collect_str(json)
    }

    pub fn deserialize<'de, D: Deserializer<'de>>(source: D) -> Result<Json, D::Error> {
        Json::parse(&String::deserialize(source)?).map_err(D::Error::custom)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_step_leads_to_the_state_that_its_name_says() {
        for (from, step, to, _) in STATE_MACHINE {
            let expected = match step {
                Step::BuyerPays => OrderState::AwaitingShipment,
                Step::SellerShips => OrderState::AwaitingReceipt,
                Step::BuyerReceives => OrderState::Finished,
                Step::BuyerCancels | Step::SellerCloses | Step::TimeRunsOut | Step::RefundCloses => {
                    OrderState::Closed
                }
            };
            assert_eq!(to.meaning(), Some(expected), "{from:?} {step:?}");
            let unpaid = from.meaning().is_some_and(OrderState::is_awaiting_payment);
            assert_eq!(unpaid, *from == State::WaitBuyerPay, "{from:?}");
        }
    }
}
