//! What only the outside world can do to the sandbox: let time pass, sell, ship, agree, refuse.
//!
//! The methods of [`Sandbox`] find what an id is of; a file for each marketplace does what its sellers do.

pub mod alibaba;
pub mod declaration;
pub mod taobao;

use pandapon::scalar::Fen;
use thiserror::Error;

use crate::handlers::alibaba::basket::MAX_PIECES;
use crate::model::market::Market;
use crate::request_log::shortened;
use crate::Sandbox;

/// What goods or freight of an order may cost at most, in fen: the emulator's own bound.
pub const MAX_PRICE: Fen = Fen(1_000_000_000_000);

/// Maximum number of milliseconds that the sandbox's clock can be ahead: a hundred years. The emulator's own bound.
pub const MAX_AHEAD: u64 = 3_155_760_000_000;

/// Maximum length of a seller's reason, in characters. The emulator's own bound.
pub const MAX_REASON_LENGTH: usize = 2000;

/// Why a control had no effect.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum ControlError {
    /// No such order.
    #[error("there is no order {:?}", shortened(.0))]
    NoOrder(String),
    /// The order is not waiting for the seller to ship.
    #[error("the order {0} is not waiting for the seller to ship")]
    OrderState(String),
    /// The order is not waiting for payment.
    #[error("the order {0} is not waiting for payment")]
    NotUnpaid(String),
    /// The sub-order cannot be shipped.
    #[error(
        "the sub-order {:?} is not of this order, was shipped before, or is not to be shipped any more",
        shortened(.0)
    )]
    SubOrder(String),
    /// The price cannot be that of an order.
    #[error(
        "goods must cost at least 1 fen for each sub-order, freight at least 0, and neither more than {} fen; one of them \
         must be given",
        MAX_PRICE.0
    )]
    Price,
    /// No such SKU.
    #[error("there is no SKU {:?}", shortened(.0))]
    NoSku(String),
    /// The stock is not a valid number of pieces.
    #[error("the stock must be from 0 to {MAX_PIECES} pieces, not {0}")]
    Stock(i64),
    /// No such refund.
    #[error("there is no refund {:?}", shortened(.0))]
    NoRefund(String),
    /// The refund's state does not allow it.
    #[error("the refund {0} is in state {1}, which does not allow it")]
    RefundState(String, &'static str),
    /// The seller's reason is too long.
    #[error("the reason is longer than {MAX_REASON_LENGTH} characters")]
    Reason,
    /// The clock would be too far ahead.
    #[error("the sandbox's clock can be at most {MAX_AHEAD} milliseconds ahead, a hundred years")]
    TooFarAhead,
}

/// What a seller asks for an order from now on, in fen. What is not given stays.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct NewPrice {
    /// For all goods together: shared out among the sub-orders by what they cost before.
    pub goods: Option<Fen>,
    /// For the freight.
    pub freight: Option<Fen>,
}

impl NewPrice {
    /// The price, if it is one.
    fn checked(self) -> Result<Self, ControlError> {
        let fits = |price: Option<Fen>| price.is_none_or(|price| (Fen(0)..=MAX_PRICE).contains(&price));
        let is_given = self.goods.is_some() || self.freight.is_some();
        (is_given && fits(self.goods) && fits(self.freight)).then_some(self).ok_or(ControlError::Price)
    }
}

/// The ids of sub-orders that are all among these.
fn chosen(items: &[String], waiting: &[i64]) -> Result<Vec<i64>, ControlError> {
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

/// Controls. `now` is the time in milliseconds since 1970 that the caller's clock shows, as in
/// [`Sandbox::handle`].
impl Sandbox {
    /// Lets time pass: from now on the sandbox's clock is ahead of the caller's by so many milliseconds more. What was
    /// not paid in time is closed, parcels move. Requests are still to be signed by the caller's clock.
    ///
    /// # Errors
    /// If the clock would be more than [`MAX_AHEAD`] ahead; then nothing has changed.
    pub fn advance(&mut self, milliseconds: u64, now: u64) -> Result<(), ControlError> {
        let ahead = self.ahead.checked_add(milliseconds).filter(|ahead| *ahead <= MAX_AHEAD);
        self.ahead = ahead.ok_or(ControlError::TooFarAhead)?;
        self.control(now, |_, _| Ok(()))
    }

    /// The sandbox's own clock: the caller's and what it was advanced by.
    pub fn time(&self, now: u64) -> u64 {
        now.saturating_add(self.ahead)
    }

    /// The seller ships all of an order that is paid and was not shipped yet, in one parcel. Earlier applications for refunds
    /// are closed by it.
    ///
    /// # Errors
    /// If there is no such order, or it is not waiting for the seller to ship.
    pub fn ship(&mut self, order_id: &str, now: u64) -> Result<(), ControlError> {
        self.control(now, |market, now| match market.taobao_order(order_id) {
            Some(order) => taobao::ship(market, order, None, now),
            None => alibaba::ship(market, order_id, None, now),
        })
    }

    /// The seller ships these sub-orders of an order that is paid, in one parcel. With the last of them the order is
    /// shipped.
    ///
    /// # Errors
    /// As [`Sandbox::ship`], and if one of them is not to be shipped; then none is.
    pub fn ship_items(&mut self, order_id: &str, items: &[String], now: u64) -> Result<(), ControlError> {
        self.control(now, |market, now| match market.taobao_order(order_id) {
            Some(order) => taobao::ship(market, order, Some(items), now),
            None => alibaba::ship(market, order_id, Some(items), now),
        })
    }

    /// The seller changes the price of an order that is not paid, and of its sub-orders with it.
    ///
    /// # Errors
    /// If there is no such order, it is not waiting for payment, or the price is invalid.
    pub fn change_price(&mut self, order_id: &str, price: NewPrice, now: u64) -> Result<(), ControlError> {
        self.control(now, |market, now| match market.taobao_order(order_id) {
            Some(order) => taobao::change_price(market, order, price, now),
            None => alibaba::change_price(market, order_id, price, now),
        })
    }

    /// The seller closes an order that is not paid. Its goods are for sale again.
    ///
    /// # Errors
    /// If there is no such order, or it is not waiting for payment.
    pub fn close_order(&mut self, order_id: &str, now: u64) -> Result<(), ControlError> {
        self.control(now, |market, now| match market.taobao_order(order_id) {
            Some(order) => taobao::close_order(market, order, now),
            None => alibaba::close_order(market, order_id, now),
        })
    }

    /// So many pieces of a SKU are in stock from now on. Orders keep theirs.
    ///
    /// # Errors
    /// If there is no such SKU, or the number of pieces is out of bounds.
    pub fn set_stock(&mut self, sku_id: &str, pieces: i64, now: u64) -> Result<(), ControlError> {
        if !(0..=MAX_PIECES).contains(&pieces) {
            return Err(ControlError::Stock(pieces));
        }
        self.control(now, |market, _| {
            let is_known = taobao::set_stock(market, sku_id, pieces);
            if is_known {
                Ok(())
            } else {
                alibaba::set_stock(market, sku_id, pieces)
            }
        })
    }

    /// The seller agrees: to the refund, which is paid at once, or to taking the goods back first.
    ///
    /// # Errors
    /// If there is no such refund, or it is not waiting for the seller to agree.
    pub fn seller_agrees(&mut self, refund_id: &str, now: u64) -> Result<(), ControlError> {
        self.control(now, |market, now| match market.taobao_refund(refund_id) {
            Some(refund) => taobao::seller_agrees(market, refund, now),
            None => alibaba::seller_agrees(market, refund_id, now),
        })
    }

    /// The seller refuses a refund, or goods that came back.
    ///
    /// # Errors
    /// If there is no such refund, it is not waiting for the seller, or the reason is too long.
    pub fn seller_refuses(&mut self, refund_id: &str, reason: &str, now: u64) -> Result<(), ControlError> {
        if reason.chars().nth(MAX_REASON_LENGTH).is_some() {
            return Err(ControlError::Reason);
        }
        self.control(now, |market, now| match market.taobao_refund(refund_id) {
            Some(refund) => taobao::seller_refuses(market, refund, reason, now),
            None => alibaba::seller_refuses(market, refund_id, reason, now),
        })
    }

    /// The seller receives goods that came back, and the buyer the money.
    ///
    /// # Errors
    /// If there is no such refund, or no goods are on their way back.
    pub fn seller_receives(&mut self, refund_id: &str, now: u64) -> Result<(), ControlError> {
        self.control(now, |market, now| match market.taobao_refund(refund_id) {
            Some(refund) => taobao::seller_receives(market, refund, now),
            None => alibaba::seller_receives(market, refund_id, now),
        })
    }

    /// Does something at a moment of the sandbox's clock, after the effects of the time until then.
    fn control<T>(&mut self, now: u64, act: impl FnOnce(&mut Market, u64) -> T) -> T {
        let time = self.time(now);
        self.market.pass_time(time);
        let done = act(&mut self.market, time);
        self.enqueue_messages(now);
        done
    }
}

impl Market {
    /// The number of an order if it is one on Taobao. No two things have the same number.
    fn taobao_order(&self, id: &str) -> Option<i64> {
        id.parse().ok().filter(|id| self.taobao.orders.contains_key(id))
    }

    /// The number of a refund if it is one on Taobao.
    fn taobao_refund(&self, id: &str) -> Option<i64> {
        id.parse().ok().filter(|id| self.taobao.refunds.contains_key(id))
    }
}
