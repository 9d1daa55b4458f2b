//! Receipt of the goods, in part or in whole.

use super::find::CODES;
use crate::asked::Asked;
use crate::envelope::{done, Failure};
use crate::state::alibaba::order::State;
use crate::state::alibaba::topic::Topic;
use crate::state::market::Market;
use pandapon::schema::Json;

/// What the messages call an order of which something was received.
const CONFIRMED: &str = "confirm_goods_and_has_subsidy";

/// Confirms that sub-orders were received: those that are named, or all that are still to come. Refunds of
/// theirs that are not decided yet are closed. Once nothing is to come any more, the trade is a success and
/// the seller gets the money.
pub fn confirm_receipt(market: &mut Market, asked: &Asked<'_>) -> Result<Json, Failure> {
    let order = market.order(asked.members.id("orderId"), asked.user, CODES)?;
    let wrong = |message: &str| Failure::new("ORDER_STATUS_ERROR", message);
    if order.state != State::WaitBuyerReceive {
        return Err(wrong("only orders that were shipped and not received can be confirmed"));
    }
    let id = order.id;
    let open = order.items.iter().filter(|item| !item.received && !item.is_closed());
    let open: Vec<_> = open.map(|item| item.id).collect();
    let mut items = asked.members.ids("orderEntryIds");
    if items.is_empty() {
        items.clone_from(&open);
    }
    if items.iter().any(|item| !open.contains(item)) {
        return Err(wrong("a sub-order is not of this order, was confirmed before, or went back"));
    }
    market.close_refunds_by_receipt(id, &items, asked.now);
    let Some(order) = market.orders.get_mut(&id) else {
        return Err(wrong("the order is gone"));
    };
    for item in order.items.iter_mut().filter(|item| items.contains(&item.id)) {
        item.received = true;
    }
    order.modified = asked.now;
    market.outbox.order(Topic::Received, order, CONFIRMED, [], asked.now);
    market.finish_if_done(id, asked.now);
    Ok(done())
}
