//! Paying.

use crate::asked::Asked;
use crate::envelope::{Failure, STATE, TOO_MANY};
use crate::members::number;
use crate::state::market::Market;
use crate::state::taobao::order::Step;
use pandapon::schema::Json;

/// The most orders that are paid at once: Taobao Global's limit.
const MOST_ORDERS: usize = 10;

/// Pays orders; some may be paid while others are not. The answer names those that were not.
pub fn pay(market: &mut Market, asked: &Asked<'_>) -> Result<Json, Failure> {
    let ids = asked.members.list("orderIds");
    if ids.len() > MOST_ORDERS {
        return Err(Failure::new(TOO_MANY, format!("at most {MOST_ORDERS} orders are paid at once")));
    }
    let mut failed = Vec::new();
    for id in ids {
        if let Err(failure) = pay_one(market, number(id), asked) {
            failed.push(Json::from([
                ("purchaseId", id.as_digits().into()),
                ("errorCode", failure.code.into()),
                ("errorMessage", failure.message.into()),
            ]));
        }
    }
    Ok(Json::from([("payFailedResults", failed.into())]))
}

fn pay_one(market: &mut Market, id: Option<i64>, asked: &Asked<'_>) -> Result<(), Failure> {
    let order = market.taobao.order(id, asked.user)?;
    let refused = |why: &str| Err(Failure::new(STATE, why));
    if order.cancellation.is_some() {
        return refused("the order is being cancelled");
    }
    let (id, lines) = (order.id, order.open_lines().map(|line| line.id).collect::<Vec<_>>());
    if lines.is_empty() || market.advance_taobao(id, &lines, Step::BuyerPays, asked.now).is_err() {
        return refused("the order does not wait for payment");
    }
    Ok(())
}
