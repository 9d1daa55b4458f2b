//! Refunds on Taobao: previewing, applying, reading, messages, cancelling, sending goods back.

use pandapon::scalar::Fen;
use pandapon::schema::Json;

use crate::clock;
use crate::error::{ApiError, AMOUNT, NOT_THERE, STATE, UNREADABLE};
use crate::handlers::carriers;
use crate::model::market::Market;
use crate::model::taobao::order::{Line, Order, Status as OrderStatus};
use crate::model::taobao::refund::{Goods, Message, Refund, Shipment, Status, Step};
use crate::model::taobao::{messages, Taobao};
use crate::money::fen;
use crate::request_context::RequestContext;

/// The reasons that fit, and how much money.
pub fn preview(market: &mut Market, context: &RequestContext<'_>) -> Result<Json, ApiError> {
    let terms = terms(market, context)?;
    let reasons = fitting(terms.goods).map(|reason| {
        Json::from([
            ("reasonId", reason.id.into()),
            ("reasonDesc", reason.text.into()),
            ("tips", reason.tips.into()),
        ])
    });
    let goods = fitting_goods(terms.line.status).iter().map(|goods| (*goods as i64).to_string().into());
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
        ("distributorId", distributor_id(terms.order).into()),
        ("currency", CURRENCY.into()),
        ("saleFlag", true.into()),
    ]))
}

/// Applies for a refund of a sub-order. One that the seller refused is closed by it. The answer, the refund's id, is
/// the emulator's own: no page shows one.
pub fn apply(market: &mut Market, context: &RequestContext<'_>) -> Result<Json, ApiError> {
    let params = context.params;
    let terms = terms(market, context)?;
    let reason_id = params.id("reasonId");
    let reason = fitting(terms.goods).find(|reason| Some(reason.id) == reason_id);
    let reason = reason.ok_or_else(|| ApiError::new(NOT_THERE, "no such reason fits the goodsStatus"))?;
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
        // From where a refund was refused this step always leads on.
        let _ = market.advance_taobao_refund(refused, Step::BuyerCloses, context.now);
    }
    refund.id = market.ids.next();
    let answer = Json::from([("refundId", refund.id.to_string().into())]);
    market.keep_taobao_refund(refund, context.now);
    Ok(answer)
}

/// A refund.
pub fn get(market: &mut Market, context: &RequestContext<'_>) -> Result<Json, ApiError> {
    let refund = market.taobao.refund(context.params.id("refundId"), context.user)?;
    Ok(Json::from([
        ("distributorId", refund.user.as_str().into()),
        ("currency", CURRENCY.into()),
        ("refundOrderAggregate", parts(&market.taobao, refund)),
    ]))
}

/// The page of the user's refunds that fit, the newest first. What a page answers is the emulator's own: refunds as
/// they are read one by one.
pub fn list(market: &mut Market, context: &RequestContext<'_>) -> Result<Json, ApiError> {
    let params = context.params;
    let taobao = &market.taobao;
    let time = |name| params.id(name).and_then(|time| u64::try_from(time).ok());
    let is = |name, value: i64| params.0.get(name).is_none() || params.id(name) == Some(value);
    let (from, to) = (time("refundStartTime"), time("refundEndTime"));
    let number = |refund: &Refund| taobao.orders.get(&refund.order_id)?.seller_order_number.as_deref();
    let fits = |refund: &&Refund| {
        refund.user == context.user
            && is("refundId", refund.id)
            && is("purchaseOrderId", refund.order_id)
            && is("refundStatus", refund.status as i64)
            && params.text("salesOrderId").is_none_or(|order| number(refund) == Some(order))
            && from.is_none_or(|from| refund.applied >= from)
            && to.is_none_or(|to| refund.applied <= to)
    };
    let refunds: Vec<_> = taobao.refunds.values().rev().filter(fits).collect();
    let page = params.page("pageNo", "pageSize");
    let views = page.slice(refunds.iter()).map(|refund| parts(taobao, refund));
    Ok(Json::from([
        ("pageNo", page.number.into()),
        ("pageSize", page.size.into()),
        ("total", (refunds.len() as i64).into()),
        ("data", views.collect::<Vec<_>>().into()),
    ]))
}

/// Sends a message. That one must say or show something, about a refund that is under way, is the emulator's own.
pub fn send_message(market: &mut Market, context: &RequestContext<'_>) -> Result<Json, ApiError> {
    let text = |name| context.params.text(name).filter(|text| !text.is_empty()).map(str::to_owned);
    let (text_of_message, images) = (text("refundMessage"), text("refundImages"));
    let refund = market.taobao.refund(context.params.id("refundId"), context.user)?;
    if !refund.status.is_active() {
        return Err(ApiError::new(STATE, "the refund is over"));
    }
    if text_of_message.is_none() && images.is_none() {
        return Err(ApiError::new(UNREADABLE, "the message is empty"));
    }
    let id = refund.id;
    if let Some(refund) = market.taobao.refunds.get_mut(&id) {
        refund.messages.push(Message {
            text: text_of_message.unwrap_or_default(),
            images,
            sent: context.now,
        });
        messages::refund(&mut market.outbox, refund, context.now);
    }
    Ok(Json::Object(Vec::new()))
}

/// The messages about a refund, the oldest first.
pub fn messages(market: &mut Market, context: &RequestContext<'_>) -> Result<Json, ApiError> {
    let refund = market.taobao.refund(context.params.id("refundId"), context.user)?;
    let messages = refund.messages.iter().map(|message| {
        Json::from([
            ("refundMessage", message.text.as_str().into()),
            ("refundImages", message.images.as_deref().into()),
            ("time", time(message.sent)),
        ])
    });
    Ok(messages.collect::<Vec<_>>().into())
}

/// Takes a refund back that the seller did not decide on, refused, or waits for the goods of.
pub fn cancel(market: &mut Market, context: &RequestContext<'_>) -> Result<Json, ApiError> {
    let refund = market.taobao.refund(context.params.id("refundId"), context.user)?;
    let (id, address_known) = (refund.id, agreed(refund));
    let done = market.advance_taobao_refund(id, Step::BuyerCloses, context.now);
    done.map_err(|_| ApiError::new(STATE, "the refund cannot be taken back any more"))?;
    let refund = market.taobao.refund(Some(id), context.user)?;
    let order = market.taobao.orders.get(&refund.order_id);
    let line = order.and_then(|order| Some((order, order.line(refund.line_id)?)));
    let line = line.map(|(order, line)| purchase_order_line(&market.taobao, order, line));
    let parts =
        Json::from([("logistics", return_view(refund, address_known)), ("purchaseOrderLine", line.into())]);
    Ok(Json::from([
        ("cancelSuccess", true.into()),
        ("currency", CURRENCY.into()),
        ("distributorId", refund.user.as_str().into()),
        ("refundOrderAggregate", parts),
    ]))
}

/// The goods on their way back, with the address taken apart as on the page of this endpoint.
fn return_view(refund: &Refund, address_known: bool) -> Json {
    let mut fields = Vec::new();
    if address_known {
        let address = Json::from([
            ("detailAddress", RETURN_ADDRESS.into()),
            ("phone", RETURN_PHONE.into()),
            ("receiver", "退货仓".into()),
        ]);
        fields.push(("receiverAddress".to_owned(), address));
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

/// Where to send goods, once the seller has agreed. The answer is the emulator's own, by the fields that reading a
/// refund shows.
pub fn preview_return(market: &mut Market, context: &RequestContext<'_>) -> Result<Json, ApiError> {
    let refund = market.taobao.refund(context.params.id("refundId"), context.user)?;
    if !agreed(refund) {
        return Err(ApiError::new(STATE, "the seller did not agree to a return"));
    }
    Ok(Json::from([
        ("refundId", refund.id.to_string().into()),
        (
            "receiverAddress",
            Json::from([
                ("detailAddress", RETURN_ADDRESS.into()),
                ("phone", RETURN_PHONE.into()),
                ("receiver", "退货仓".into()),
            ]),
        ),
    ]))
}

/// Reports carrier and waybill. The carriers are those of the sandbox's 1688: which Taobao knows is on no page.
pub fn submit_return(market: &mut Market, context: &RequestContext<'_>) -> Result<Json, ApiError> {
    let params = context.params;
    let id = market.taobao.refund(params.id("refundId"), context.user)?.id;
    let text = |name| params.text(name).unwrap_or_default();
    let (code, waybill) = (text("logisticsCompanyCode"), text("logisticsNo"));
    if carriers::name(code).is_none() || !carriers::knows(waybill) {
        return Err(ApiError::new(NOT_THERE, "there is no such carrier, or it knows no such waybill"));
    }
    let done = market.advance_taobao_refund(id, Step::BuyerSends, context.now);
    done.map_err(|_| ApiError::new(STATE, "the refund does not wait for goods"))?;
    if let Some(refund) = market.taobao.refunds.get_mut(&id) {
        refund.shipment = Some(Shipment {
            carrier_code: code.to_owned(),
            waybill: waybill.to_owned(),
            phone: text("phone").to_owned(),
        });
    }
    Ok(true.into())
}

pub const CURRENCY: &str = "CNY";
/// Where goods go back to.
pub const RETURN_ADDRESS: &str = "浙江省 杭州市 滨江区 沙箱路1号 退货仓";
pub const RETURN_PHONE: &str = "13000000000";

/// The account at the distributing platform: the user, here.
pub fn distributor_id(order: &Order) -> String {
    order.user.clone()
}

/// The refund itself.
pub fn refund_order(refund: &Refund) -> Json {
    let is_editable = refund.status == Status::Refused;
    Json::from([
        ("refundId", refund.id.to_string().into()),
        ("refundStatus", (refund.status as i64).into()),
        ("refundType", (1 + i64::from(refund.returns)).into()),
        ("goodsStatus", (refund.goods as i64).into()),
        ("refundFee", fen(refund.fee)),
        ("canEditFee", is_editable.into()),
        ("reasonId", refund.reason_id.into()),
        ("reasonDesc", text(refund.reason_id).into()),
        ("refundDesc", refund.description.as_str().into()),
        ("payOrderId", refund.pay_order_id.map(|id| id.to_string()).unwrap_or_default().into()),
        ("sellerRefuseReason", refund.refuse_reason.clone().unwrap_or_default().into()),
        ("sellerRefuseReasonDescribe", refund.refuse_reason.clone().unwrap_or_default().into()),
    ])
}

/// What was bought.
pub fn purchase_order_line(taobao: &Taobao, order: &Order, line: &Line) -> Json {
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

/// A refund with what belongs to it.
pub fn parts(taobao: &Taobao, refund: &Refund) -> Json {
    let order = taobao.orders.get(&refund.order_id);
    let line = order.and_then(|order| Some((order, order.line(refund.line_id)?)));
    Json::from([
        ("refundOrder", refund_order(refund)),
        ("logistics", logistics_view(refund)),
        ("purchaseOrderLine", line.map(|(order, line)| purchase_order_line(taobao, order, line)).into()),
    ])
}

/// The goods on their way back. The address is there once the seller agreed.
fn logistics_view(refund: &Refund) -> Json {
    let agreed = agreed(refund);
    let if_agreed = |text: &str| Json::from(if agreed { text } else { "" });
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

/// Whether the seller agreed to take the goods back.
pub fn agreed(refund: &Refund) -> bool {
    refund.returns && matches!(refund.status, Status::Agreed | Status::SentBack | Status::Refunded)
}

/// A time as it is shown.
pub fn time(milliseconds: u64) -> Json {
    clock::text(milliseconds).into()
}

/// `refundType`: money only.
pub const MONEY_ONLY: i64 = 1;
/// `refundType`: the goods go back first.
const RETURN: i64 = 2;

/// What a refund may be.
pub struct Terms<'a> {
    pub order: &'a Order,
    pub line: &'a Line,
    pub returns: bool,
    pub goods: Goods,
    pub min: Fen,
    pub max: Fen,
    /// A refund that the seller refused, and that a new one takes the place of.
    pub refused: Option<i64>,
}

/// The terms for what a request asks. All of the money is that of the goods and their share of the freight; until the
/// seller ships, less cannot be asked for. Both are the emulator's own.
pub fn terms<'a>(market: &'a Market, context: &RequestContext<'_>) -> Result<Terms<'a>, ApiError> {
    let params = context.params;
    let (order, line) = market.taobao.line(params.id("subOrderId"), context.user)?;
    let refuse = |why: &str| Err(ApiError::new(STATE, why));
    let status = params.id("goodsStatus");
    let goods = fitting_goods(line.status).iter().find(|goods| Some(**goods as i64) == status);
    let Some(goods) = goods.copied() else {
        return refuse("the goodsStatus does not fit where the sub-order stands");
    };
    let returns = match params.id("refundType") {
        Some(MONEY_ONLY) => false,
        Some(RETURN) if goods == Goods::Received => true,
        Some(RETURN) => return refuse("only goods that were received can be returned"),
        _ => return refuse("the refundType must be 1 or 2"),
    };
    let active = market.taobao.active_refund(line.id);
    if active.is_some_and(|refund| refund.status != Status::Refused) {
        return refuse("a refund of the sub-order is under way");
    }
    let max = line.refundable();
    let min = if goods == Goods::NotShipped { max } else { Fen(1) };
    Ok(Terms { order, line, returns, goods, min, max, refused: active.map(|refund| refund.id) })
}

/// The valid values for where the goods of a line are.
pub fn fitting_goods(status: OrderStatus) -> &'static [Goods] {
    match status {
        OrderStatus::WaitSellerSend => &[Goods::NotShipped],
        OrderStatus::WaitBuyerConfirm => &[Goods::Shipped, Goods::NotReceived, Goods::Received],
        OrderStatus::WaitBuyerPay | OrderStatus::Closed => &[],
    }
}

/// A reason.
pub struct Reason {
    pub id: i64,
    pub text: &'static str,
    pub tips: &'static str,
    /// Where the goods may be.
    pub fits: &'static [Goods],
}

static REASONS: &[Reason] = &[
    Reason { id: 990_401, text: "不想要了", tips: "", fits: &Goods::SAID_BY_BUYERS },
    Reason { id: 990_402, text: "卖家缺货", tips: "", fits: &[Goods::NotShipped] },
    Reason { id: 990_403, text: "未收到货", tips: "", fits: &[Goods::Shipped, Goods::NotReceived] },
    Reason { id: 990_404, text: "质量问题", tips: "请上传实物照片", fits: &[Goods::Received] },
    Reason { id: 990_405, text: "与描述不符", tips: "请上传实物照片", fits: &[Goods::Received] },
];

/// The reasons that fit where the goods are.
pub fn fitting(goods: Goods) -> impl Iterator<Item = &'static Reason> {
    REASONS.iter().filter(move |reason| reason.fits.contains(&goods))
}

/// The text of a reason, by its id.
pub fn text(id: i64) -> &'static str {
    REASONS.iter().find(|reason| reason.id == id).map_or("", |reason| reason.text)
}
