//! Cancelling: a task that ends later.

use crate::asked::Asked;
use crate::envelope::{Failure, NOT_THERE, STATE};
use crate::state::market::Market;
use crate::state::taobao::order::{Cancellation, Status};
use pandapon::schema::Json;

/// How long the task takes, in milliseconds: the emulator's own.
const TASK: u64 = 5_000;

/// Begins to cancel an order that waits for payment, or lines of it: whether Taobao cancels what is paid is on no
/// page. Until the task ends the order stands where it stood, and cannot be paid.
pub fn cancel(market: &mut Market, asked: &Asked<'_>) -> Result<Json, Failure> {
    let members = asked.members;
    let order = market.taobao.order(members.id("orderId"), asked.user)?;
    if order.status() != Status::WaitBuyerPay {
        return Err(Failure::new(STATE, "the order does not wait for payment"));
    }
    if order.cancellation.is_some() {
        return Err(Failure::new(STATE, "the order is being cancelled"));
    }
    let named = members.ids("subOrderIds");
    let open: Vec<_> = order.open_lines().map(|line| line.id).collect();
    if named.len() != members.list("subOrderIds").len() || named.iter().any(|id| order.line(*id).is_none()) {
        return Err(Failure::new(NOT_THERE, "a sub-order is not of this order"));
    }
    if named.iter().any(|id| !open.contains(id)) {
        return Err(Failure::new(STATE, "a sub-order is closed"));
    }
    let id = order.id;
    let cancellation = Cancellation {
        due: asked.now.saturating_add(TASK),
        line_ids: if named.is_empty() { open } else { named },
        reason: members.text("cancelReason").unwrap_or_default().to_owned(),
    };
    if let Some(order) = market.taobao.orders.get_mut(&id) {
        order.cancellation = Some(cancellation);
    }
    Ok(true.into())
}
