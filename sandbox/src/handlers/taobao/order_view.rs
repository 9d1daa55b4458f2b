//! Orders on Taobao as they are read: one, and lists.

use pandapon::schema::Json;

use crate::clock;
use crate::error::ApiError;
use crate::model::market::Market;
use crate::model::taobao::messages::{self, REFUND_STATUS};
use crate::model::taobao::order::{Line, Order, Status};
use crate::model::taobao::refund::Refunds;
use crate::money::fen;
use crate::request_context::RequestContext;

/// The names by which the status of orders and refunds is answered.
#[derive(Clone, Copy)]
pub struct Terms {
    /// The status of an order, or of a sub-order.
    pub status: fn(Status) -> Json,
    /// The field with the status of a sub-order's refund.
    pub refund_status: &'static str,
}

const TERMS: Terms = Terms { status: |status| status.as_str().into(), refund_status: REFUND_STATUS };

/// An order.
pub fn get(market: &mut Market, context: &RequestContext<'_>) -> Result<Json, ApiError> {
    let order = market.taobao.order(context.params.id("orderId"), context.user)?;
    Ok(order_view(order, &market.taobao.refunds, TERMS))
}

/// The page of the user's orders that fit, the newest first.
pub fn list(market: &mut Market, context: &RequestContext<'_>) -> Result<Json, ApiError> {
    Ok(page(market, context, TERMS))
}

/// The same in other terms, in which `status` is asked for, too.
pub fn page(market: &Market, context: &RequestContext<'_>, terms: Terms) -> Json {
    let params = context.params;
    let time = |name| params.id(name).and_then(|time| u64::try_from(time).ok());
    let (from, to) = (time("modifyStartTime"), time("modifyEndTime"));
    let status = params.0.get("status").and_then(Json::as_digits).filter(|status| !status.is_empty());
    let fits = |order: &&Order| {
        order.user == context.user
            && status.is_none_or(|status| (terms.status)(order.status()).as_digits() == Some(status))
            && from.is_none_or(|from| order.modified >= from)
            && to.is_none_or(|to| order.modified <= to)
    };
    let orders: Vec<_> = market.taobao.orders.values().rev().filter(fits).collect();
    let page = params.page("pageNo", "pageSize");
    let views = page.slice(orders.iter()).map(|order| order_view(order, &market.taobao.refunds, terms));
    Json::from([
        ("pageNo", page.number.into()),
        ("pageSize", page.size.into()),
        ("total", (orders.len() as i64).into()),
        ("data", views.collect::<Vec<_>>().into()),
    ])
}

fn order_view(order: &Order, refunds: &Refunds, terms: Terms) -> Json {
    let lines = order.lines.iter().map(|line| line_view(order, line, refunds, terms));
    let (name, address) =
        order.warehouse.as_ref().map(|(name, address)| (name.as_str(), address.as_str())).unzip();
    Json::from([
        ("purchaseId", order.id.to_string().into()),
        ("purchaseOrderOuterId", order.outer_id.to_string().into()),
        ("status", (terms.status)(order.status())),
        ("orderSource", order.source.as_deref().into()),
        ("sellerOrderNumber", order.seller_order_number.as_deref().into()),
        ("purchaseAmount", fen(order.total())),
        ("warehouseName", name.into()),
        ("warehouseAddress", address.into()),
        ("createTime", clock::text(order.created).into()),
        ("modifyTime", clock::text(order.modified).into()),
        ("payTime", order.paid.map(clock::text).into()),
        ("subOrders", lines.collect::<Vec<_>>().into()),
    ])
}

fn line_view(order: &Order, line: &Line, refunds: &Refunds, terms: Terms) -> Json {
    let more = [
        ("sub_purchase_order_id", Json::from(line.id.to_string())),
        ("order_line_no", line.line_no.as_deref().into()),
        ("item_id", line.mp_id.to_string().into()),
        ("sku_id", line.mp_sku_id.to_string().into()),
        ("price", fen(line.price)),
        ("order_remark", line.remark.as_deref().into()),
        ("status", (terms.status)(line.status)),
    ];
    let mut fields: Vec<_> = more.map(|(name, value)| (name.to_owned(), value)).into();
    if let Json::Object(common) = messages::sub_order(order, line, refunds) {
        let in_terms =
            |name: String| if name == REFUND_STATUS { terms.refund_status.to_owned() } else { name };
        fields.extend(common.into_iter().map(|(name, value)| (in_terms(name), value)));
    }
    Json::Object(fields)
}
