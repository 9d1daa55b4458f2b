//! Refunds as they are read.

use super::show::{parts, CURRENCY};
use crate::asked::Asked;
use crate::envelope::Failure;
use crate::state::market::Market;
use crate::state::taobao::refund::Refund;
use pandapon::schema::Json;

/// A refund.
pub fn get(market: &mut Market, asked: &Asked<'_>) -> Result<Json, Failure> {
    let refund = market.taobao.refund(asked.members.id("refundId"), asked.user)?;
    Ok(Json::from([
        ("distributorId", refund.user.as_str().into()),
        ("currency", CURRENCY.into()),
        ("refundOrderAggregate", parts(&market.taobao, refund)),
    ]))
}

/// The page of the user's refunds that fit, the newest first. What a page answers is the emulator's own: refunds as
/// they are read one by one.
pub fn list(market: &mut Market, asked: &Asked<'_>) -> Result<Json, Failure> {
    let members = asked.members;
    let taobao = &market.taobao;
    let time = |name| members.id(name).and_then(|time| u64::try_from(time).ok());
    let is = |name, value: i64| members.0.get(name).is_none() || members.id(name) == Some(value);
    let (from, to) = (time("refundStartTime"), time("refundEndTime"));
    let number = |refund: &Refund| taobao.orders.get(&refund.order_id)?.seller_order_number.as_deref();
    let fits = |refund: &&Refund| {
        refund.user == asked.user
            && is("refundId", refund.id)
            && is("purchaseOrderId", refund.order_id)
            && is("refundStatus", refund.status as i64)
            && members.text("salesOrderId").is_none_or(|order| number(refund) == Some(order))
            && from.is_none_or(|from| refund.applied >= from)
            && to.is_none_or(|to| refund.applied <= to)
    };
    let refunds: Vec<_> = taobao.refunds.values().rev().filter(fits).collect();
    let page = members.page("pageNo", "pageSize");
    let shown = page.of(refunds.iter()).map(|refund| parts(taobao, refund));
    Ok(Json::from([
        ("pageNo", page.number.into()),
        ("pageSize", page.size.into()),
        ("total", (refunds.len() as i64).into()),
        ("data", shown.collect::<Vec<_>>().into()),
    ]))
}
