//! Handlers for refunds on Taobao: preview, create, read, messages, cancel, return goods.

use pandapon::scalar::Fen;
use pandapon::schema::Json;

use crate::clock;
use crate::error::{ApiError, AMOUNT, INVALID_FIELD, NOT_FOUND, STATE};
use crate::handlers::carriers;
use crate::model::market::Market;
use crate::model::taobao::order::{Line, Order, Status as OrderStatus};
use crate::model::taobao::refund::{
    reason_text, reasons_for, Goods, Message, Refund, Shipment, Status, Step,
};
use crate::model::taobao::{messages, Taobao};
use crate::money::fen;
use crate::request_context::RequestContext;

/// Previews a refund: the valid reasons, and the limits of its amount.
pub fn preview(market: &mut Market, context: &RequestContext<'_>) -> Result<Json, ApiError> {
    let terms = terms(market, context)?;
    let reasons = reasons_for(terms.goods).map(|reason| {
        Json::from([
            ("reasonId", reason.id.into()),
            ("reasonDesc", reason.text.into()),
            ("tips", reason.tips.into()),
        ])
    });
    let goods = valid_goods(terms.line.status).iter().map(|goods| (*goods as i64).to_string().into());
    let can_edit = terms.min < terms.max;
    let draft = Json::from([
        ("refundStatus", "0".into()),
        ("refundType", (1 + i64::from(terms.returns)).into()),
        ("goodsStatus", (terms.goods as i64).into()),
        ("refundFee", fen(terms.max)),
        ("canEditFee", can_edit.into()),
    ]);
    let limits = Json::from([
        ("refundFee", fen(terms.max)),
        ("minRefundFee", fen(terms.min)),
        ("canEditRefundFee", can_edit.into()),
    ]);
    let template = Json::from([
        ("refundReasons", reasons.collect::<Vec<_>>().into()),
        ("goodsStatusList", goods.collect::<Vec<_>>().into()),
        ("refundOrder", draft),
        ("maxRefundFee", limits),
    ]);
    Ok(Json::from([
        ("refundOrderTemplate", template),
        ("distributorId", terms.order.user.as_str().into()),
        ("currency", CURRENCY.into()),
        ("saleFlag", true.into()),
    ]))
}

/// Applies for a refund of a sub-order. This closes an earlier one that the seller refused. The data, the refund's id, is
/// the emulator's own: no page shows any.
pub fn create(market: &mut Market, context: &RequestContext<'_>) -> Result<Json, ApiError> {
    let params = context.params;
    let terms = terms(market, context)?;
    let reason_id = params.id("reasonId");
    let reason = reasons_for(terms.goods).find(|reason| Some(reason.id) == reason_id);
    let reason =
        reason.ok_or_else(|| ApiError::new(NOT_FOUND, "the reason is not valid for this goodsStatus"))?;
    let (Fen(min), Fen(max), fee) = (terms.min, terms.max, params.fen("refundFee"));
    if !(min..=max).contains(&fee.0) {
        return Err(ApiError::new(AMOUNT, format!("from {min} to {max} fen can be refunded")));
    }
    let refused = terms.refused;
    let mut refund = Refund {
        id: 0,
        user: context.user.to_owned(),
        order_id: terms.order.id,
        line_id: terms.line.id,
        status: Status::Applied,
        returns: terms.returns,
        goods: terms.goods,
        fee,
        reason_id: reason.id,
        description: params.text("refundDesc").unwrap_or_default().to_owned(),
        images: params.text("refundImages").map(str::to_owned),
        pay_order_id: None,
        refuse_reason: None,
        shipment: None,
        messages: Vec::new(),
        applied: context.now,
        modified: context.now,
    };
    if let Some(refused) = refused {
        // A refused refund always allows this step.
        let _ = market.advance_taobao_refund(refused, Step::BuyerCloses, context.now);
    }
    refund.id = market.ids.next();
    let data = Json::from([("refundId", refund.id.to_string().into())]);
    market.keep_taobao_refund(refund, context.now);
    Ok(data)
}

/// Returns a refund.
pub fn get(market: &mut Market, context: &RequestContext<'_>) -> Result<Json, ApiError> {
    let refund = market.taobao.refund(context.params.id("refundId"), context.user)?;
    Ok(Json::from([
        ("distributorId", refund.user.as_str().into()),
        ("currency", CURRENCY.into()),
        ("refundOrderAggregate", refund_view(&market.taobao, refund)),
    ]))
}

/// Lists the user's refunds that match the filters, newest first. The data of a page is the emulator's own: refunds as
/// `get` returns them.
pub fn list(market: &mut Market, context: &RequestContext<'_>) -> Result<Json, ApiError> {
    let params = context.params;
    let taobao = &market.taobao;
    let time = |name| params.id(name).and_then(|time| u64::try_from(time).ok());
    let is = |name, value: i64| params.0.get(name).is_none() || params.id(name) == Some(value);
    let (from, to) = (time("refundStartTime"), time("refundEndTime"));
    let number = |refund: &Refund| taobao.orders.get(&refund.order_id)?.seller_order_number.as_deref();
    let matches = |refund: &&Refund| {
        refund.user == context.user
            && is("refundId", refund.id)
            && is("purchaseOrderId", refund.order_id)
            && is("refundStatus", refund.status as i64)
            && params.text("salesOrderId").is_none_or(|order| number(refund) == Some(order))
            && from.is_none_or(|from| refund.applied >= from)
            && to.is_none_or(|to| refund.applied <= to)
    };
    let refunds: Vec<_> = taobao.refunds.values().rev().filter(matches).collect();
    let page = params.page("pageNo", "pageSize");
    let views = page.slice(refunds.iter()).map(|refund| refund_view(taobao, refund));
    Ok(Json::from([
        ("pageNo", page.number.into()),
        ("pageSize", page.size.into()),
        ("total", (refunds.len() as i64).into()),
        ("data", views.collect::<Vec<_>>().into()),
    ]))
}

/// Sends a message to the seller. That it must have text or images, and that the refund must be active, is the emulator's
/// own rule.
pub fn send_message(market: &mut Market, context: &RequestContext<'_>) -> Result<Json, ApiError> {
    let text = |name| context.params.text(name).filter(|text| !text.is_empty()).map(str::to_owned);
    let (message, images) = (text("refundMessage"), text("refundImages"));
    let refund = market.taobao.refund(context.params.id("refundId"), context.user)?;
    if !refund.status.is_active() {
        return Err(ApiError::new(STATE, "the refund is already paid or closed"));
    }
    if message.is_none() && images.is_none() {
        return Err(ApiError::new(INVALID_FIELD, "the message is empty"));
    }
    let id = refund.id;
    if let Some(refund) = market.taobao.refunds.get_mut(&id) {
        refund.messages.push(Message { text: message.unwrap_or_default(), images, sent: context.now });
        messages::refund(&mut market.outbox, refund, context.now);
    }
    Ok(Json::Object(Vec::new()))
}

/// Lists the messages about a refund, oldest first.
pub fn messages(market: &mut Market, context: &RequestContext<'_>) -> Result<Json, ApiError> {
    let refund = market.taobao.refund(context.params.id("refundId"), context.user)?;
    let messages = refund.messages.iter().map(|message| {
        Json::from([
            ("refundMessage", message.text.as_str().into()),
            ("refundImages", message.images.as_deref().into()),
            ("time", clock::format(message.sent).into()),
        ])
    });
    Ok(messages.collect::<Vec<_>>().into())
}

/// Withdraws a refund that the seller has not decided on, has refused, or has agreed to while the goods are not sent yet.
pub fn cancel(market: &mut Market, context: &RequestContext<'_>) -> Result<Json, ApiError> {
    let refund = market.taobao.refund(context.params.id("refundId"), context.user)?;
    let (id, has_address) = (refund.id, seller_has_agreed(refund));
    let closed = market.advance_taobao_refund(id, Step::BuyerCloses, context.now);
    closed.map_err(|_| ApiError::new(STATE, "the refund can no longer be cancelled"))?;
    let refund = market.taobao.refund(Some(id), context.user)?;
    let order = market.taobao.orders.get(&refund.order_id);
    let line = order.and_then(|order| Some((order, order.line(refund.line_id)?)));
    let line = line.map(|(order, line)| purchase_order_line(&market.taobao, order, line));
    let parts =
        Json::from([("logistics", return_view(refund, has_address)), ("purchaseOrderLine", line.into())]);
    Ok(Json::from([
        ("cancelSuccess", true.into()),
        ("currency", CURRENCY.into()),
        ("distributorId", refund.user.as_str().into()),
        ("refundOrderAggregate", parts),
    ]))
}

/// The return of the goods, with the address as an object, as on the page of `cancel`.
fn return_view(refund: &Refund, has_address: bool) -> Json {
    let mut fields = Vec::new();
    if has_address {
        fields.push(("receiverAddress".to_owned(), return_address_view()));
    }
    if let Some(shipment) = &refund.shipment {
        let carrier = Json::from([
            ("logisticCompanyCode", shipment.carrier_code.as_str().into()),
            ("logisticsCompanyName", carriers::name(&shipment.carrier_code).into()),
        ]);
        fields.push(("logisticsCompany".to_owned(), carrier));
        fields.push(("logisticsNo".to_owned(), shipment.waybill.as_str().into()));
        fields.push(("buyerPhone".to_owned(), shipment.phone.as_str().into()));
    }
    Json::Object(fields)
}

/// Returns the return address, once the seller has agreed. The data is the emulator's own, with fields of the data of a
/// refund.
pub fn preview_return(market: &mut Market, context: &RequestContext<'_>) -> Result<Json, ApiError> {
    let refund = market.taobao.refund(context.params.id("refundId"), context.user)?;
    if !seller_has_agreed(refund) {
        return Err(ApiError::new(STATE, "the seller has not agreed to a return"));
    }
    Ok(Json::from([("refundId", refund.id.to_string().into()), ("receiverAddress", return_address_view())]))
}

/// Stores carrier and waybill of returned goods. The carriers are those of 1688 in the sandbox: those of Taobao are not
/// documented.
pub fn submit_return(market: &mut Market, context: &RequestContext<'_>) -> Result<Json, ApiError> {
    let params = context.params;
    let id = market.taobao.refund(params.id("refundId"), context.user)?.id;
    let text = |name| params.text(name).unwrap_or_default();
    let (code, waybill) = (text("logisticsCompanyCode"), text("logisticsNo"));
    if carriers::name(code).is_none() || !carriers::is_waybill(waybill) {
        return Err(ApiError::new(NOT_FOUND, "unknown carrier or invalid waybill"));
    }
    let sent = market.advance_taobao_refund(id, Step::BuyerSends, context.now);
    sent.map_err(|_| ApiError::new(STATE, "the refund is not waiting for returned goods"))?;
    if let Some(refund) = market.taobao.refunds.get_mut(&id) {
        refund.shipment = Some(Shipment {
            carrier_code: code.to_owned(),
            waybill: waybill.to_owned(),
            phone: text("phone").to_owned(),
        });
    }
    Ok(true.into())
}

const CURRENCY: &str = "CNY";
/// The address of returns.
const RETURN_ADDRESS: &str = "浙江省 杭州市 滨江区 沙箱路1号 退货仓";
const RETURN_PHONE: &str = "13000000000";

fn return_address_view() -> Json {
    Json::from([
        ("detailAddress", RETURN_ADDRESS.into()),
        ("phone", RETURN_PHONE.into()),
        ("receiver", "退货仓".into()),
    ])
}

/// The refund without order and return.
fn refund_order(refund: &Refund) -> Json {
    let is_editable = refund.status == Status::Refused;
    Json::from([
        ("refundId", refund.id.to_string().into()),
        ("refundStatus", (refund.status as i64).into()),
        ("refundType", (1 + i64::from(refund.returns)).into()),
        ("goodsStatus", (refund.goods as i64).into()),
        ("refundFee", fen(refund.fee)),
        ("canEditFee", is_editable.into()),
        ("reasonId", refund.reason_id.into()),
        ("reasonDesc", reason_text(refund.reason_id).into()),
        ("refundDesc", refund.description.as_str().into()),
        ("payOrderId", refund.pay_order_id.map(|id| id.to_string()).unwrap_or_default().into()),
        ("sellerRefuseReason", refund.refuse_reason.clone().unwrap_or_default().into()),
        ("sellerRefuseReasonDescribe", refund.refuse_reason.clone().unwrap_or_default().into()),
    ])
}

/// The refunded sub-order.
fn purchase_order_line(taobao: &Taobao, order: &Order, line: &Line) -> Json {
    let goods = taobao.catalogue.goods(line.mp_id, line.mp_sku_id);
    let picture = goods.map(|(product, sku)| product.picture_of(sku));
    let shop = taobao.catalogue.shop(order.shop_id);
    Json::from([
        ("purchaseOrderId", order.id.into()),
        ("purchaseOrderLineId", line.id.into()),
        ("salesOrderId", order.seller_order_number.clone().unwrap_or_default().into()),
        ("salesMarket", order.source.clone().unwrap_or_default().into()),
        ("createTime", Json::Number(order.created.to_string())),
        ("itemTitle", line.title.as_str().into()),
        ("itemImageUrl", picture.unwrap_or_default().into()),
        ("quantity", line.quantity.into()),
        ("currency", CURRENCY.into()),
        ("price", fen(line.price)),
        ("totalPrice", fen(line.total())),
        ("productFee", fen(line.product_fee)),
        ("postFee", fen(line.post_fee)),
        ("hongbaoDeductionAmount", 0.into()),
        ("supplierId", shop.map(|shop| shop.supplier_id).into()),
        ("supplierNick", shop.map(|shop| shop.nick.as_str()).into()),
    ])
}

/// A refund with its return and its sub-order.
fn refund_view(taobao: &Taobao, refund: &Refund) -> Json {
    let order = taobao.orders.get(&refund.order_id);
    let line = order.and_then(|order| Some((order, order.line(refund.line_id)?)));
    Json::from([
        ("refundOrder", refund_order(refund)),
        ("logistics", logistics_view(refund)),
        ("purchaseOrderLine", line.map(|(order, line)| purchase_order_line(taobao, order, line)).into()),
    ])
}

/// The return of the goods. The address is shown once the seller has agreed.
fn logistics_view(refund: &Refund) -> Json {
    let has_agreed = seller_has_agreed(refund);
    let if_agreed = |text: &str| Json::from(if has_agreed { text } else { "" });
    let shipment = refund.shipment.as_ref();
    let carrier = shipment.map(|shipment| {
        let name = carriers::name(&shipment.carrier_code);
        Json::from([
            ("logisticsCompanyCode", shipment.carrier_code.as_str().into()),
            ("logisticsCompanyName", name.into()),
        ])
    });
    let mut fields = vec![
        ("receiverAddress".to_owned(), if_agreed(RETURN_ADDRESS)),
        ("sellerAgreeReturnDescribe".to_owned(), if_agreed("同意退货")),
    ];
    if let Some(shipment) = shipment {
        fields.push(("logisticsNo".to_owned(), shipment.waybill.as_str().into()));
        fields.push(("buyerPhone".to_owned(), shipment.phone.as_str().into()));
    }
    fields.extend(carrier.map(|carrier| ("logisticsCompany".to_owned(), carrier)));
    Json::Object(fields)
}

/// Returns whether the seller has agreed to take the goods back.
fn seller_has_agreed(refund: &Refund) -> bool {
    refund.returns && matches!(refund.status, Status::Agreed | Status::SentBack | Status::Refunded)
}

/// `refundType`: a refund without a return.
const MONEY_ONLY: i64 = 1;
/// `refundType`: a refund after the goods are returned.
const RETURN: i64 = 2;

/// The terms of a possible refund.
struct Terms<'a> {
    order: &'a Order,
    line: &'a Line,
    returns: bool,
    goods: Goods,
    min: Fen,
    max: Fen,
    /// A refund that the seller refused, which a new one replaces.
    refused: Option<i64>,
}

/// Checks a requested refund and returns its terms. The maximum is the price of the goods and their share of the freight;
/// before the seller ships, it is also the minimum. Both rules are the emulator's own.
fn terms<'a>(market: &'a Market, context: &RequestContext<'_>) -> Result<Terms<'a>, ApiError> {
    let params = context.params;
    let (order, line) = market.taobao.line(params.id("subOrderId"), context.user)?;
    let refuse = |message: &str| Err(ApiError::new(STATE, message));
    let status = params.id("goodsStatus");
    let goods = valid_goods(line.status).iter().find(|goods| Some(**goods as i64) == status);
    let Some(goods) = goods.copied() else {
        return refuse("goodsStatus does not match the status of the sub-order");
    };
    let returns = match params.id("refundType") {
        Some(MONEY_ONLY) => false,
        Some(RETURN) if goods == Goods::Received => true,
        Some(RETURN) => return refuse("only goods that were received can be returned"),
        _ => return refuse("refundType must be 1 or 2"),
    };
    let active = market.taobao.active_refund(line.id);
    if active.is_some_and(|refund| refund.status != Status::Refused) {
        return refuse("a refund of the sub-order is in progress");
    }
    let max = line.refundable();
    let min = if goods == Goods::NotShipped { max } else { Fen(1) };
    Ok(Terms { order, line, returns, goods, min, max, refused: active.map(|refund| refund.id) })
}

/// Returns the values of `goodsStatus` that are valid for the status of a line.
fn valid_goods(status: OrderStatus) -> &'static [Goods] {
    match status {
        OrderStatus::WaitSellerSend => &[Goods::NotShipped],
        OrderStatus::WaitBuyerConfirm => &[Goods::Shipped, Goods::NotReceived, Goods::Received],
        OrderStatus::WaitBuyerPay | OrderStatus::Closed => &[],
    }
}
