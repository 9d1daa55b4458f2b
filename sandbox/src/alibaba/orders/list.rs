//! Lists of orders.

use super::show::{order as show, Detail, TRADE_4_0};
use crate::asked::Asked;
use crate::clock;
use crate::envelope::Failure;
use crate::state::alibaba::order::Order;
use crate::state::market::Market;
use pandapon::schema::Json;

/// The user's orders that fit every filter, the newest first. `bizTypes`, `sellerRateStatus` and what the
/// list may show besides (`need…`) are not looked at; there are no old orders in another table and no numbers
/// of the caller's own.
pub fn list(market: &mut Market, asked: &Asked<'_>) -> Result<Json, Failure> {
    let members = asked.members;
    let page = members.page("page", "pageSize");
    let has_none = members.boolean("isHis")
        || members.text("outOrderId").is_some_and(|id| !id.is_empty())
        || members.text("tradeType").is_some_and(|kind| !matches!(kind, "" | TRADE_4_0));
    let orders: Vec<_> = market
        .orders
        .values()
        .rev()
        .filter(|order| !has_none && order.user == asked.user && fits(order, market, asked))
        .collect();
    let shown = page.of(orders.iter()).map(|order| show(order, &market.refunds, Detail::WithoutLogistics));
    Ok(Json::from([
        ("result", shown.collect::<Vec<_>>().into()),
        ("totalRecord", (orders.len() as i64).into()),
    ]))
}

fn fits(order: &Order, market: &Market, asked: &Asked<'_>) -> bool {
    let members = asked.members;
    let given = |name| members.text(name).filter(|text| !text.is_empty());
    let is = |name, value: &str| given(name).is_none_or(|text| text == value);
    let within = |time: u64, start, end| {
        let time = clock::digits(&clock::text(time));
        given(start).is_none_or(|start| time >= clock::digits(start))
            && given(end).is_none_or(|end| time.as_str() <= until(end).as_str())
    };
    let has_refund = |status: &str| {
        let mut refunds = market.refunds.values();
        refunds.any(|refund| refund.order_id == order.id && refund.state.word() == status)
    };
    let ids = members.ids("orderIds");
    is("orderStatus", order.state.word())
        && is("sellerMemberId", &order.seller.member_id)
        && is("sellerLoginId", &order.seller.name)
        && given("refundStatus").is_none_or(has_refund)
        && given("productName").is_none_or(|name| order.items.iter().any(|item| item.subject.contains(name)))
        && (ids.is_empty() || ids.contains(&order.id))
        && within(order.created, "createStartTime", "createEndTime")
        && within(order.modified, "modifyStartTime", "modifyEndTime")
}

/// The end of a span; one that is only a day lasts until its last second.
fn until(end: &str) -> String {
    format!("{:9<14}", clock::digits(end))
}
