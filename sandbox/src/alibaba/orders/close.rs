//! Cancelling what is not paid.

use super::find::{check_site, CODES};
use crate::asked::Asked;
use crate::envelope::Failure;
use crate::state::alibaba::order::{State, Step};
use crate::state::market::Market;
use pandapon::schema::Json;

/// How long after its creation an order cannot be cancelled yet, in milliseconds.
const TOO_FAST: u64 = 10_000;

/// Cancels an order that waits for payment.
pub fn cancel(market: &mut Market, asked: &Asked<'_>) -> Result<Json, Failure> {
    check_site(asked)?;
    let order = market.order(asked.members.id("orderId"), asked.user, CODES)?;
    let (id, created) = (order.id, order.created);
    if order.state != State::WaitBuyerPay {
        return Err(Failure::new("ORDER_STATUS_ERROR", "only orders that wait for payment can be cancelled"));
    }
    if asked.now.saturating_sub(created) < TOO_FAST {
        return Err(Failure::new(
            "CLOSE_ORDER_TOO_FAST",
            "an order can be cancelled from 10 seconds after its creation on",
        ));
    }
    if let Some(order) = market.orders.get_mut(&id) {
        order.close_reason = asked.members.text("cancelReason").map(str::to_owned);
    }
    match market.advance(id, Step::BuyerCancels, asked.now) {
        Ok(()) => Ok(true.into()),
        Err(_) => Ok(false.into()),
    }
}
