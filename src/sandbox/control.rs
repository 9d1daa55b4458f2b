//! What only the outside world can do to the sandbox: the seller's part.

use thiserror::Error;

use super::state::alibaba::order::{State, Step};
use super::state::alibaba::parcel::Parcel;
use super::state::alibaba::refund::graph::Step as RefundStep;
use super::state::market::Market;

/// Why a control had no effect.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum NotPossible {
    /// No such order.
    #[error("there is no order {0:?}")]
    NoOrder(String),
    /// The order is not waiting for the seller to ship.
    #[error("the order {0} is not waiting for the seller to ship")]
    OrderState(String),
    /// No such refund.
    #[error("there is no refund {0:?}")]
    NoRefund(String),
    /// The refund's state does not allow it.
    #[error("the refund {0} is in state {1}, which does not allow it")]
    RefundState(String, &'static str),
}

/// Ships an order, as its seller would. Refunds that were asked for before are closed by it.
pub fn ship(market: &mut Market, order_id: i64, now: u64) -> Result<(), NotPossible> {
    let order = market.orders.get(&order_id);
    if order.is_none_or(|order| order.state != State::WaitSellerSend) {
        return Err(NotPossible::OrderState(order_id.to_string()));
    }
    market.close_refunds_by_shipping(order_id, now);
    let parcel = (market.ids.parcel(), market.ids.waybill());
    if let Some(order) = market.orders.get_mut(&order_id) {
        let open = order.items.iter().filter(|item| !item.is_closed());
        let item_ids = open.map(|item| item.id).collect();
        let (id, waybill) = parcel;
        order.parcel = Some(Parcel { id, waybill, shipped: now, item_ids });
    }
    market
        .advance(order_id, Step::SellerShips, now)
        .map_err(|_| NotPossible::OrderState(order_id.to_string()))
}

/// The seller agrees: to the refund, or to taking the goods back first.
pub fn seller_agrees(market: &mut Market, id: &str, now: u64) -> Result<(), NotPossible> {
    let returns = market.refunds.get(id).is_some_and(|refund| refund.returns);
    let step = if returns { RefundStep::SellerAgreesToReturn } else { RefundStep::SellerAgrees };
    step_of_seller(market, id, step, "", now)
}

/// The seller refuses the refund, or the goods that came back.
pub fn seller_refuses(market: &mut Market, id: &str, reason: &str, now: u64) -> Result<(), NotPossible> {
    step_of_seller(market, id, RefundStep::SellerRefuses, reason, now)?;
    if let Some(refund) = market.refunds.get_mut(id) {
        refund.reject_times += 1;
        refund.reject_reason = Some(reason.to_owned());
    }
    Ok(())
}

/// The seller receives the goods that came back, and the buyer the money.
pub fn seller_receives(market: &mut Market, id: &str, now: u64) -> Result<(), NotPossible> {
    step_of_seller(market, id, RefundStep::SellerReceives, "", now)
}

fn step_of_seller(
    market: &mut Market,
    id: &str,
    step: RefundStep,
    remark: &str,
    now: u64,
) -> Result<(), NotPossible> {
    let refund = market.refunds.get(id).ok_or_else(|| NotPossible::NoRefund(id.to_owned()))?;
    let state = refund.state;
    market
        .advance_refund(id, step, remark, &[], now)
        .map_err(|_| NotPossible::RefundState(id.to_owned(), state.word()))
}
