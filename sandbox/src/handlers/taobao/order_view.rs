//! Handlers that read orders on Taobao: one, and lists.

use pandapon::schema::Json;

use crate::clock;
use crate::error::ApiError;
use crate::model::market::Market;
use crate::model::taobao::messages::{self, REFUND_STATUS};
use crate::model::taobao::order::{Line, Order, Status};
use crate::model::taobao::refund::Refunds;
use crate::money::fen;
use crate::request_context::RequestContext;

/// How the status of orders and refunds is represented: generation 1 and KA differ in it.
#[derive(Clone, Copy)]
pub struct Vocabulary {
    /// The status of an order, or of a sub-order.
    pub status: fn(Status) -> Json,
    /// Name of the field with the status of a sub-order's refund.
    pub refund_status: &'static str,
}

const VOCABULARY: Vocabulary =
    Vocabulary { status: |status| status.as_str().into(), refund_status: REFUND_STATUS };

/// Returns an order by its id.
pub fn get(market: &mut Market, context: &RequestContext<'_>) -> Result<Json, ApiError> {
    let order = market.taobao.order(context.params.id("orderId"), context.user)?;
    Ok(order_view(order, &market.taobao.refunds, VOCABULARY))
}

/// Lists the user's orders that match the filters, newest first.
pub fn list(market: &mut Market, context: &RequestContext<'_>) -> Result<Json, ApiError> {
    Ok(page(market, context, VOCABULARY))
}

/// Lists the user's orders in a vocabulary, which also applies to the param `status`.
pub fn page(market: &Market, context: &RequestContext<'_>, vocabulary: Vocabulary) -> Json {
    let params = context.params;
    let time = |name| params.id(name).and_then(|time| u64::try_from(time).ok());
    let (from, to) = (time("modifyStartTime"), time("modifyEndTime"));
    let status = params.0.get("status").and_then(Json::as_digits).filter(|status| !status.is_empty());
    let matches = |order: &&Order| {
        order.user == context.user
            && status.is_none_or(|status| (vocabulary.status)(order.status()).as_digits() == Some(status))
            && from.is_none_or(|from| order.modified >= from)
            && to.is_none_or(|to| order.modified <= to)
    };
    let orders: Vec<_> = market.taobao.orders.values().rev().filter(matches).collect();
    let page = params.page("pageNo", "pageSize");
    let views = page.slice(orders.iter()).map(|order| order_view(order, &market.taobao.refunds, vocabulary));
    Json::from([
        ("pageNo", page.number.into()),
        ("pageSize", page.size.into()),
        ("total", (orders.len() as i64).into()),
        ("data", views.collect::<Vec<_>>().into()),
    ])
}

fn order_view(order: &Order, refunds: &Refunds, vocabulary: Vocabulary) -> Json {
    let lines = order.lines.iter().map(|line| line_view(order, line, refunds, vocabulary));
    let (name, address) =
        order.warehouse.as_ref().map(|(name, address)| (name.as_str(), address.as_str())).unzip();
    Json::from([
        ("purchaseId", order.id.to_string().into()),
        ("purchaseOrderOuterId", order.outer_id.to_string().into()),
        ("status", (vocabulary.status)(order.status())),
        ("orderSource", order.source.as_deref().into()),
        ("sellerOrderNumber", order.seller_order_number.as_deref().into()),
        ("purchaseAmount", fen(order.total())),
        ("warehouseName", name.into()),
        ("warehouseAddress", address.into()),
        ("createTime", clock::format(order.created).into()),
        ("modifyTime", clock::format(order.modified).into()),
        ("payTime", order.paid.map(clock::format).into()),
        ("subOrders", lines.collect::<Vec<_>>().into()),
    ])
}

fn line_view(order: &Order, line: &Line, refunds: &Refunds, vocabulary: Vocabulary) -> Json {
    let more = [
        ("sub_purchase_order_id", Json::from(line.id.to_string())),
        ("order_line_no", line.line_no.as_deref().into()),
        ("item_id", line.mp_id.to_string().into()),
        ("sku_id", line.mp_sku_id.to_string().into()),
        ("price", fen(line.price)),
        ("order_remark", line.remark.as_deref().into()),
        ("status", (vocabulary.status)(line.status)),
    ];
    let mut fields: Vec<_> = more.map(|(name, value)| (name.to_owned(), value)).into();
    if let Json::Object(common) = messages::sub_order(order, line, refunds) {
        let rename =
            |name: String| if name == REFUND_STATUS { vocabulary.refund_status.to_owned() } else { name };
        fields.extend(common.into_iter().map(|(name, value)| (rename(name), value)));
    }
    Json::Object(fields)
}
