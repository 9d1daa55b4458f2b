//! Receipt of the goods, in part or in whole.

use super::{State, Step, CODES};
use crate::sandbox::endpoints::Asked;
use crate::sandbox::envelope::Failure;
use crate::sandbox::market::Market;
use crate::sandbox::pushes::Topic;
use crate::sandbox::refunds;
use crate::schema::Json;

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
    refunds::close_by_receipt(market, id, &items, asked.now);
    let Some(order) = market.orders.get_mut(&id) else {
        return Err(wrong("the order is gone"));
    };
    for item in order.items.iter_mut().filter(|item| items.contains(&item.id)) {
        item.received = true;
    }
    order.modified = asked.now;
    market.outbox.order(Topic::Received, order, CONFIRMED, [], asked.now);
    finish_if_done(market, id, asked.now);
    Ok(Json::from([("success", true.into()), ("errorCode", "".into()), ("errorInfo", "".into())]))
}

/// Ends a trade of which nothing is to come any more: closed if everything went back, a success if something
/// was kept.
pub fn finish_if_done(market: &mut Market, order_id: i64, now: u64) {
    let Some(order) = market.orders.get(&order_id) else {
        return;
    };
    let step = if order.items.iter().all(|item| item.is_closed()) {
        Step::RefundCloses
    } else if order.items.iter().all(|item| item.is_closed() || item.received) {
        Step::BuyerReceives
    } else {
        return;
    };
    // A trade that is over stays over: after-sale refunds change it no more.
    let _ = market.advance(order_id, step, now);
}
