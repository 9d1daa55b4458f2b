//! Payment. The sandbox's account has an agreement and all the money in the world: it pays at once.

use super::find::CODES;
use crate::asked::Asked;
use crate::envelope::Failure;
use crate::members::number;
use crate::state::alibaba::order::Step;
use crate::state::alibaba::topic::Topic;
use crate::state::market::Market;
use pandapon::endpoint::Generation;
use pandapon::schema::Json;

/// Pays an order by agreement. What is not waiting for payment cannot be paid.
pub fn pay_url(market: &mut Market, asked: &Asked<'_>) -> Result<Json, Failure> {
    let order = market.order(asked.members.id("orderId"), asked.user, CODES)?.id;
    let paid = pay(market, order, asked.now);
    let cannot: Vec<_> = (!paid).then_some(Json::from(order)).into_iter().collect();
    Ok(Json::from([
        ("orderId", order.to_string().into()),
        ("protocolPaySuccess", paid.into()),
        ("payUrl", Json::Null),
        ("cantPayOrderList", cannot.into()),
    ]))
}

/// Pays orders by agreement. The answer's shape is the emulator's own, that of the push message
/// `ORDER_BATCH_PAY`, which KA does not have.
pub fn pay_batch(market: &mut Market, asked: &Asked<'_>) -> Result<Json, Failure> {
    let mut outcomes = Vec::new();
    for id in asked.members.list("orderIds") {
        let order = market.order(number(id), asked.user, CODES).map(|order| order.id);
        let paid = order.is_ok_and(|order| pay(market, order, asked.now));
        let status = if paid { "successed" } else { "PARAM_ILLEGAL" };
        outcomes.push(Json::from([("orderId", id.clone()), ("status", status.into())]));
    }
    let answer = Json::from([("batchPay", outcomes.into())]);
    if asked.generation != Generation::Ka {
        market.outbox.send(Topic::BatchPaid, answer.clone(), asked.now);
    }
    Ok(answer)
}

fn pay(market: &mut Market, order_id: i64, now: u64) -> bool {
    if market.advance(order_id, Step::BuyerPays, now).is_err() {
        return false;
    }
    if let Some(order) = market.orders.get(&order_id) {
        market.book.pay(order.total());
    }
    true
}
