//! Handlers that read orders on 1688: one, and lists.

use std::collections::BTreeMap;

use pandapon::scalar::Fen;
use pandapon::schema::Json;

use crate::clock;
use crate::error::ApiError;
use crate::handlers::alibaba::order::{check_site, CODES};
use crate::model::alibaba::order::{ClosedBy, Item, Order, State, PAY_TIMEOUT};
use crate::model::alibaba::refund::Refund;
use crate::model::market::Market;
use crate::money::{fen, share, yuan};
use crate::request_context::{Params, RequestContext};

/// Lists the user's orders that match all filters, newest first. `bizTypes`, `sellerRateStatus` and requests for more
/// fields (`need…`) are ignored. There are no archived orders.
pub fn list(market: &mut Market, context: &RequestContext<'_>) -> Result<Json, ApiError> {
    let params = context.params;
    let page = params.page("page", "pageSize");
    let matches_none = params.boolean("isHis")
        || params.text("tradeType").is_some_and(|kind| !matches!(kind, "" | TRADE_4_0));
    let orders: Vec<_> = market
        .orders
        .values()
        .rev()
        .filter(|order| !matches_none && order.user == context.user && matches(order, market, context))
        .collect();
    let views =
        page.slice(orders.iter()).map(|order| order_view(order, &market.refunds, Detail::WithoutLogistics));
    Ok(Json::from([
        ("result", views.collect::<Vec<_>>().into()),
        ("totalRecord", (orders.len() as i64).into()),
    ]))
}

fn matches(order: &Order, market: &Market, context: &RequestContext<'_>) -> bool {
    let params = context.params;
    let param = |name| params.text(name).filter(|text| !text.is_empty());
    let is = |name, value: &str| param(name).is_none_or(|text| text == value);
    let within = |time: u64, start, end| {
        let time = clock::digits(&clock::format(time));
        param(start).is_none_or(|start| time >= clock::digits(start))
            && param(end).is_none_or(|end| time.as_str() <= until(end).as_str())
    };
    let has_refund = |status: &str| {
        let mut refunds = market.refunds.values();
        refunds.any(|refund| refund.order_id == order.id && refund.state.as_str() == status)
    };
    let ids = params.ids("orderIds");
    is("orderStatus", order.state.as_str())
        && is("sellerMemberId", &order.seller.member_id)
        && is("sellerLoginId", &order.seller.name)
        && is("outOrderId", order.out_order_id.as_deref().unwrap_or_default())
        && param("refundStatus").is_none_or(has_refund)
        && param("productName").is_none_or(|name| order.items.iter().any(|item| item.subject.contains(name)))
        && (ids.is_empty() || ids.contains(&order.id))
        && within(order.created, "createStartTime", "createEndTime")
        && within(order.modified, "modifyStartTime", "modifyEndTime")
}

/// Returns the last second of a span of time. An end that is only a date includes the whole day.
fn until(end: &str) -> String {
    format!("{:9<14}", clock::digits(end))
}

/// The trade type of all orders: trade 4.0.
const TRADE_4_0: &str = "50060";

/// Names of the parts of an address: in the data of an order, and in the params that created it.
const ADDRESS: [(&str, &str); 9] = [
    ("address", "address"),
    ("area", "areaText"),
    ("city", "cityText"),
    ("contactPerson", "fullName"),
    ("mobile", "mobile"),
    ("province", "provinceText"),
    ("telephone", "phone"),
    ("zip", "postCode"),
    ("town", "townText"),
];

/// How much of an order is returned.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Detail {
    Whole,
    /// As in lists.
    WithoutLogistics,
}

/// Returns an order by its id.
pub fn get(market: &mut Market, context: &RequestContext<'_>) -> Result<Json, ApiError> {
    check_site(context)?;
    let order =
        market.order(context.params.id("orderId"), context.user).map_err(ApiError::from_model(CODES))?;
    Ok(order_view(order, &market.refunds, Detail::Whole))
}

/// An order.
pub fn order_view(order: &Order, refunds: &BTreeMap<String, Refund>, detail: Detail) -> Json {
    let amounts: Vec<_> = order.items.iter().map(|item| item.amount).collect();
    let postage = share(order.freight, &amounts);
    let items = order.items.iter().zip(postage).enumerate();
    let items: Vec<_> =
        items.map(|(index, (item, postage))| sub_order(order, item, index, postage, refunds)).collect();
    let logistics = match detail {
        Detail::Whole => native_logistics(order),
        Detail::WithoutLogistics => Json::Null,
    };
    Json::from([
        ("baseInfo", base_info(order, refunds)),
        ("productItems", items.into()),
        ("tradeTerms", vec![trade_term(order)].into()),
        ("nativeLogistics", logistics),
        ("extAttributes", Vec::new().into()),
    ])
}

fn base_info(order: &Order, refunds: &BTreeMap<String, Refund>) -> Json {
    let last = |after_sale| {
        let mut of_order = refunds.values().rev().filter(|refund| refund.order_id == order.id);
        of_order.find(|refund| refund.is_after_sale() == after_sale)
    };
    let status = |after_sale| Json::from(last(after_sale).map(|refund| refund.state.as_str()));
    Json::from([
        ("id", order.id.into()),
        ("idOfStr", order.id.to_string().into()),
        ("status", order.state.as_str().into()),
        ("refundStatus", status(false)),
        ("refundStatusForAs", status(true)),
        ("totalAmount", yuan(order.total())),
        ("shippingFee", yuan(order.freight)),
        ("sumProductPayment", yuan(order.goods())),
        ("refund", yuan(order.refunded())),
        ("couponFee", yuan(Fen(0))),
        ("discount", fen(order.discount())),
        ("closeReason", order.close_reason.as_deref().into()),
        ("closeOperateType", order.closed_by.map(ClosedBy::as_str).into()),
        ("payTimeout", (PAY_TIMEOUT as i64).into()),
        ("payTimeoutType", 0.into()),
        ("tradeType", TRADE_4_0.into()),
        ("buyerFeedback", order.note.as_deref().into()),
        ("sellerOrder", false.into()),
    ])
}

fn sub_order(
    order: &Order,
    item: &Item,
    index: usize,
    postage: Fen,
    refunds: &BTreeMap<String, Refund>,
) -> Json {
    let time = |time: Option<u64>| Json::from(time.map(clock::format));
    let last_refund = item.refund_after_sale.as_ref().or(item.refund_in_sale.as_ref());
    let refund_status =
        last_refund.and_then(|id| refunds.get(id)).map(|refund| refund.state.as_item_status());
    let status = if order.paid.is_some() && item.refunded >= item.amount {
        State::Cancel.as_str()
    } else if item.received {
        State::Success.as_str()
    } else if order.state == State::WaitSellerSend && order.has_shipped(item.id) {
        State::WaitBuyerReceive.as_str()
    } else {
        order.state.as_str()
    };
    // 1 not sent, 2 sent, 3 received, 4 returned
    let logistics = match order.has_shipped(item.id) {
        _ if item.returned > 0 => 4,
        _ if item.received => 3,
        true => 2,
        false => 1,
    };
    let attributes: Vec<_> =
        Some(item.attributes.clone()).into_iter().filter(|json| !json.is_null()).collect();
    Json::from([
        ("subItemID", item.id.into()),
        ("subItemIDString", item.id.to_string().into()),
        ("sort", (index as i64 + 1).into()),
        ("name", item.subject.as_str().into()),
        ("productID", item.offer_id.into()),
        ("skuID", item.sku_id.into()),
        ("specId", item.spec_id.as_deref().into()),
        ("skuInfos", attributes.into()),
        ("productImgUrl", vec![Json::from(item.image.as_str())].into()),
        ("quantity", item.quantity.into()),
        ("quantityFactor", 1.into()),
        ("unit", "件".into()),
        ("price", yuan(item.price)),
        ("itemAmount", yuan(item.amount)),
        ("sharePostage", yuan(postage)),
        ("refund", yuan(item.refunded)),
        ("entryDiscount", fen(item.discount())),
        ("status", status.into()),
        ("refundStatus", refund_status.into()),
        ("refundId", item.refund_in_sale.as_deref().into()),
        ("refundIdForAs", item.refund_after_sale.as_deref().into()),
        ("logisticsStatus", logistics.into()),
        ("closeReason", order.close_reason.as_deref().into()),
        ("gmtCreate", clock::format(order.created).into()),
        ("gmtModified", clock::format(order.modified).into()),
        ("gmtCompleted", time(order.completed)),
        ("gmtPayExpireTime", clock::format(order.pay_by()).into()),
    ])
}

fn trade_term(order: &Order) -> Json {
    let status = match order.state {
        State::WaitBuyerPay => "1",
        State::Cancel if order.paid.is_none() => "8",
        _ if order.paid.is_some() && order.refunded() >= order.total() => "4",
        State::Success | State::Cancel => "6",
        State::WaitSellerSend | State::WaitBuyerReceive => "2",
    };
    Json::from([
        ("payStatus", status.into()),
        ("payTime", order.paid.map(clock::format).into()),
        ("payWay", "1".into()),
        ("payWayDesc", "支付宝".into()),
        ("phasAmount", yuan(order.total())),
        ("cardPay", false.into()),
        ("expressPay", false.into()),
    ])
}

fn native_logistics(order: &Order) -> Json {
    let address = Params(&order.address);
    let texts =
        ADDRESS.iter().filter_map(|(name, param)| Some(((*name).to_owned(), address.text(param)?.into())));
    // The freight is that of the whole order: it is listed with the first parcel.
    let carriages = std::iter::once(order.freight).chain(std::iter::repeat(Fen(0)));
    let parcels = order.parcels.iter().zip(carriages);
    let parcels =
        parcels.map(|(_, carriage)| Json::from([("type", "0".into()), ("carriage", yuan(carriage))]));
    let parcels = ("logisticsItems".to_owned(), parcels.collect::<Vec<_>>().into());
    Json::Object(texts.chain([parcels]).collect())
}
