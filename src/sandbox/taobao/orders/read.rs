//! Orders as they are read. The answers are on no page: a sub-order has the members that the page of the price change
//! shows, and those that say which it is and where it stands.

use crate::sandbox::asked::Asked;
use crate::sandbox::clock;
use crate::sandbox::envelope::Failure;
use crate::sandbox::money::fen;
use crate::sandbox::state::market::Market;
use crate::sandbox::state::taobao::order::{Line, Order};
use crate::sandbox::state::taobao::refund::Refunds;
use crate::sandbox::state::taobao::tell;
use crate::schema::Json;

/// An order.
pub fn get(market: &mut Market, asked: &Asked<'_>) -> Result<Json, Failure> {
    let order = market.taobao.order(asked.members.id("orderId"), asked.user)?;
    Ok(show(order, &market.taobao.refunds))
}

/// The page of the user's orders that fit, the newest first.
pub fn list(market: &mut Market, asked: &Asked<'_>) -> Result<Json, Failure> {
    let members = asked.members;
    let time = |name| members.id(name).and_then(|time| u64::try_from(time).ok());
    let (from, to) = (time("modifyStartTime"), time("modifyEndTime"));
    let fits = |order: &&Order| {
        order.user == asked.user
            && members.text("status").is_none_or(|status| order.status().word() == status)
            && from.is_none_or(|from| order.modified >= from)
            && to.is_none_or(|to| order.modified <= to)
    };
    let orders: Vec<_> = market.taobao.orders.values().rev().filter(fits).collect();
    let page = members.page("pageNo", "pageSize");
    let shown = page.of(orders.iter()).map(|order| show(order, &market.taobao.refunds));
    Ok(Json::from([
        ("pageNo", page.number.into()),
        ("pageSize", page.size.into()),
        ("total", (orders.len() as i64).into()),
        ("data", shown.collect::<Vec<_>>().into()),
    ]))
}

fn show(order: &Order, refunds: &Refunds) -> Json {
    let (name, address) =
        order.warehouse.as_ref().map(|(name, address)| (name.as_str(), address.as_str())).unzip();
    Json::from([
        ("purchaseId", order.id.to_string().into()),
        ("purchaseOrderOuterId", order.outer_id.to_string().into()),
        ("status", order.status().word().into()),
        ("orderSource", order.source.as_deref().into()),
        ("sellerOrderNumber", order.seller_order_number.as_deref().into()),
        ("purchaseAmount", fen(order.total())),
        ("warehouseName", name.into()),
        ("warehouseAddress", address.into()),
        ("createTime", clock::text(order.created).into()),
        ("modifyTime", clock::text(order.modified).into()),
        ("payTime", order.paid.map(clock::text).into()),
        (
            "subOrders",
            order.lines.iter().map(|line| show_line(order, line, refunds)).collect::<Vec<_>>().into(),
        ),
    ])
}

fn show_line(order: &Order, line: &Line, refunds: &Refunds) -> Json {
    let more = [
        ("sub_purchase_order_id", Json::from(line.id.to_string())),
        ("order_line_no", line.line_no.as_deref().into()),
        ("item_id", line.mp_id.to_string().into()),
        ("sku_id", line.mp_sku_id.to_string().into()),
        ("price", fen(line.price)),
        ("order_remark", line.remark.as_deref().into()),
        ("status", line.status.word().into()),
    ];
    let mut members: Vec<_> = more.map(|(name, value)| (name.to_owned(), value)).into();
    if let Json::Object(known) = tell::sub_order(order, line, refunds) {
        members.extend(known);
    }
    Json::Object(members)
}
