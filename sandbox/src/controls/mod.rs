//! Controls: what only the outside world can do to the sandbox. They let time pass, and act for sellers and carriers.
//!
//! The methods of [`Sandbox`] decide to which marketplace an id belongs; a file for each marketplace does the rest.

pub mod alibaba;
pub mod declaration;
pub mod taobao;

use pandapon::scalar::Fen;
use thiserror::Error;

use crate::model::alibaba::product::MAX_PIECES;
use crate::model::market::Market;
use crate::request_log::shortened;
use crate::Sandbox;

/// Maximum price of the goods, and of the freight, of an order, in fen. The emulator's own limit.
pub const MAX_PRICE: Fen = Fen(1_000_000_000_000);

/// Maximum number of milliseconds that the sandbox's clock can be ahead: a hundred years. The emulator's own limit.
pub const MAX_AHEAD: u64 = 3_155_760_000_000;

/// Maximum length of a seller's reason, in characters. The emulator's own limit.
pub const MAX_REASON_LENGTH: usize = 2000;

/// The reason why a control had no effect.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum ControlError {
    /// The order does not exist.
    #[error("order {:?} not found", shortened(.0))]
    NoOrder(String),
    /// The order is not waiting for the seller to ship.
    #[error("order {0} is not waiting for the seller to ship")]
    OrderState(String),
    /// The order is not waiting for payment.
    #[error("order {0} is not waiting for payment")]
    NotUnpaid(String),
    /// The sub-order cannot be shipped.
    #[error(
        "sub-order {:?} cannot be shipped: it is not part of this order, already shipped, or closed",
        shortened(.0)
    )]
    SubOrder(String),
    /// The price is not valid for the order.
    #[error(
        "invalid price: expected goods, freight or both, with goods of at least 1 fen per sub-order, freight of at least 0, \
         and each at most {} fen",
        MAX_PRICE.0
    )]
    Price,
    /// The SKU does not exist.
    #[error("SKU {:?} not found", shortened(.0))]
    NoSku(String),
    /// The stock is not a valid number of pieces.
    #[error("stock must be from 0 to {MAX_PIECES} pieces, not {0}")]
    Stock(i64),
    /// The refund does not exist.
    #[error("refund {:?} not found", shortened(.0))]
    NoRefund(String),
    /// The refund's state does not allow it.
    #[error("refund {0} is in state {1}, which does not allow this")]
    RefundState(String, &'static str),
    /// The seller's reason is too long.
    #[error("the reason is longer than {MAX_REASON_LENGTH} characters")]
    Reason,
    /// The clock would be too far ahead.
    #[error("the clock of the sandbox can be at most {MAX_AHEAD} milliseconds (a hundred years) ahead")]
    TooFarAhead,
}

/// The new price of an order, in fen. A part that is none stays as it is.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct NewPrice {
    /// Price of all goods together, distributed among the sub-orders in proportion to their previous prices.
    pub goods: Option<Fen>,
    /// Price of the freight.
    pub freight: Option<Fen>,
}

impl NewPrice {
    /// Checks that a part is set and that both are within the limits.
    fn checked(self) -> Result<Self, ControlError> {
        let in_range = |price: Option<Fen>| price.is_none_or(|price| (Fen(0)..=MAX_PRICE).contains(&price));
        let is_set = self.goods.is_some() || self.freight.is_some();
        (is_set && in_range(self.goods) && in_range(self.freight)).then_some(self).ok_or(ControlError::Price)
    }
}

/// Parses the ids of the sub-orders to ship, each of which must be waiting for it.
fn parse_items(items: &[String], waiting: &[i64]) -> Result<Vec<i64>, ControlError> {
    let mut ids = Vec::new();
    for item in items {
        let id = item.parse().ok().filter(|id| waiting.contains(id) && !ids.contains(id));
        ids.push(id.ok_or_else(|| ControlError::SubOrder(item.clone()))?);
    }
    match ids.is_empty() {
        true => Err(ControlError::SubOrder(String::new())),
        false => Ok(ids),
    }
}

/// Controls. `now` is the time on the caller's clock in milliseconds since 1970, as in [`Sandbox::handle`].
impl Sandbox {
    /// Lets time pass: moves the sandbox's clock ahead. Orders that were not paid in time are closed, and parcels move.
    /// Requests must still be signed by the caller's clock.
    ///
    /// # Errors
    /// If the clock would be more than [`MAX_AHEAD`] ahead. Nothing changes then.
    pub fn advance(&mut self, milliseconds: u64, now: u64) -> Result<(), ControlError> {
        let ahead = self.ahead.checked_add(milliseconds).filter(|ahead| *ahead <= MAX_AHEAD);
        self.ahead = ahead.ok_or(ControlError::TooFarAhead)?;
        self.control(now, |_, _| Ok(()))
    }

    /// Returns the time on the sandbox's own clock: the caller's, plus the time that it was advanced by.
    pub fn time(&self, now: u64) -> u64 {
        now.saturating_add(self.ahead)
    }

    /// Ships all unshipped sub-orders of a paid order, in one parcel. This closes their active refunds.
    ///
    /// # Errors
    /// If the order does not exist, or is not waiting for the seller to ship.
    pub fn ship(&mut self, order_id: &str, now: u64) -> Result<(), ControlError> {
        self.control(now, |market, now| match market.taobao_order(order_id) {
            Some(order) => taobao::ship(market, order, None, now),
            None => alibaba::ship(market, order_id, None, now),
        })
    }

    /// Ships some sub-orders of a paid order, in one parcel. The order is shipped once all of them are.
    ///
    /// # Errors
    /// As [`Sandbox::ship`], and if one of the sub-orders cannot be shipped. Then none is.
    pub fn ship_items(&mut self, order_id: &str, items: &[String], now: u64) -> Result<(), ControlError> {
        self.control(now, |market, now| match market.taobao_order(order_id) {
            Some(order) => taobao::ship(market, order, Some(items), now),
            None => alibaba::ship(market, order_id, Some(items), now),
        })
    }

    /// Changes the price of an unpaid order and of its sub-orders.
    ///
    /// # Errors
    /// If the order does not exist, is not waiting for payment, or the price is invalid.
    pub fn change_price(&mut self, order_id: &str, price: NewPrice, now: u64) -> Result<(), ControlError> {
        self.control(now, |market, now| match market.taobao_order(order_id) {
            Some(order) => taobao::change_price(market, order, price, now),
            None => alibaba::change_price(market, order_id, price, now),
        })
    }

    /// Closes an unpaid order on behalf of the seller. Its goods return to stock.
    ///
    /// # Errors
    /// If the order does not exist, or is not waiting for payment.
    pub fn close_order(&mut self, order_id: &str, now: u64) -> Result<(), ControlError> {
        self.control(now, |market, now| match market.taobao_order(order_id) {
            Some(order) => taobao::close_order(market, order, now),
            None => alibaba::close_order(market, order_id, now),
        })
    }

    /// Sets the stock of a SKU. Existing orders are not affected.
    ///
    /// # Errors
    /// If the SKU does not exist, or the number of pieces is out of range.
    pub fn set_stock(&mut self, sku_id: &str, pieces: i64, now: u64) -> Result<(), ControlError> {
        if !(0..=MAX_PIECES).contains(&pieces) {
            return Err(ControlError::Stock(pieces));
        }
        self.control(now, |market, _| {
            let is_on_taobao = taobao::set_stock(market, sku_id, pieces);
            if is_on_taobao {
                Ok(())
            } else {
                alibaba::set_stock(market, sku_id, pieces)
            }
        })
    }

    /// Agrees to a refund on behalf of the seller. It is paid immediately, or after the goods were returned.
    ///
    /// # Errors
    /// If the refund does not exist, or is not waiting for the seller to agree.
    pub fn seller_agrees(&mut self, refund_id: &str, now: u64) -> Result<(), ControlError> {
        self.control(now, |market, now| match market.taobao_refund(refund_id) {
            Some(refund) => taobao::seller_agrees(market, refund, now),
            None => alibaba::seller_agrees(market, refund_id, now),
        })
    }

    /// Refuses a refund, or returned goods, on behalf of the seller.
    ///
    /// # Errors
    /// If the refund does not exist, is not waiting for the seller, or the reason is too long.
    pub fn seller_refuses(&mut self, refund_id: &str, reason: &str, now: u64) -> Result<(), ControlError> {
        if reason.chars().nth(MAX_REASON_LENGTH).is_some() {
            return Err(ControlError::Reason);
        }
        self.control(now, |market, now| match market.taobao_refund(refund_id) {
            Some(refund) => taobao::seller_refuses(market, refund, reason, now),
            None => alibaba::seller_refuses(market, refund_id, reason, now),
        })
    }

    /// Receives returned goods on behalf of the seller. The buyer gets the money.
    ///
    /// # Errors
    /// If the refund does not exist, or no goods are on their way back.
    pub fn seller_receives(&mut self, refund_id: &str, now: u64) -> Result<(), ControlError> {
        self.control(now, |market, now| match market.taobao_refund(refund_id) {
            Some(refund) => taobao::seller_receives(market, refund, now),
            None => alibaba::seller_receives(market, refund_id, now),
        })
    }

    /// Applies the effects of the time that has passed, runs an action, and enqueues its messages.
    fn control<T>(&mut self, now: u64, action: impl FnOnce(&mut Market, u64) -> T) -> T {
        let time = self.time(now);
        self.market.pass_time(time);
        let result = action(&mut self.market, time);
        self.enqueue_messages(now);
        result
    }
}

impl Market {
    /// Returns the id of an order if it is on Taobao. Ids are unique across both marketplaces.
    fn taobao_order(&self, id: &str) -> Option<i64> {
        id.parse().ok().filter(|id| self.taobao.orders.contains_key(id))
    }

    /// Returns the id of a refund if it is on Taobao.
    fn taobao_refund(&self, id: &str) -> Option<i64> {
        id.parse().ok().filter(|id| self.taobao.refunds.contains_key(id))
    }
}
