//! Handlers for refunds on 1688: reasons, vouchers, create, read, cancel, return goods.

use pandapon::scalar::Fen;
use pandapon::schema::Json;

use crate::clock;
use crate::error::ApiError;
use crate::handlers::carriers;
use crate::http::success_view;
use crate::model::alibaba::order::{Item, Order, State as OrderState};
use crate::model::alibaba::product::IMAGE_HOST;
use crate::model::alibaba::refund::{
    self, Goods, Operation, Part, Reason, Refund, Shipment, State, Step, REASONS,
};
use crate::model::market::Market;
use crate::money::{fen, share, sum};
use crate::request_context::{Params, RequestContext};

/// Returns the valid reasons for a refund of sub-orders.
pub fn reasons(market: &mut Market, context: &RequestContext<'_>) -> Result<Json, ApiError> {
    let params = context.params;
    let order = market.order(params.id("orderId"), context.user).map_err(ApiError::from_model(CODES))?;
    let goods = check_goods(order, context)?;
    check_items(order, &params.ids("orderEntryIds"), goods)?;
    let valid = REASONS.iter().filter(|reason| reason.fits.contains(&goods));
    let reasons = valid.map(|reason| {
        Json::from([
            ("id", reason.id.into()),
            ("name", reason.name.into()),
            ("needVoucher", reason.needs_voucher.into()),
            ("noRefundCarriage", reason.without_freight.into()),
            ("tip", reason.tip.into()),
        ])
    });
    Ok(Json::from([("reasons", reasons.collect::<Vec<_>>().into())]))
}

/// Prefix of every JPEG in base64: bytes FF D8 FF.
const JPEG: &str = "/9j/";

/// Stores a picture, a JPEG in base64. That the vendor expects base64 is inferred.
pub fn upload_voucher(market: &mut Market, context: &RequestContext<'_>) -> Result<Json, ApiError> {
    let picture = context.params.text("imageData").unwrap_or_default();
    if !picture.starts_with(JPEG) || !is_base64(picture) {
        return Err(ApiError::new("4000", "imageData must be a JPEG picture in base64"));
    }
    let path = format!("img/ibank/{}.jpg", market.ids.next());
    market.vouchers.insert(format!("{IMAGE_HOST}/{path}"));
    Ok(Json::from([("imageDomain", IMAGE_HOST.into()), ("imageRelativeUrl", path.into())]))
}

/// Returns whether all vouchers were uploaded. Their URLs are valid with or without `https://`.
fn are_uploaded(market: &Market, vouchers: &[&str]) -> bool {
    vouchers.iter().all(|voucher| {
        let url = voucher.strip_prefix("https://").unwrap_or(voucher);
        market.vouchers.contains(url)
    })
}

fn is_base64(text: &str) -> bool {
    let digits = text.trim_end_matches('=');
    text.len().is_multiple_of(4)
        && text.len() - digits.len() <= 2
        && digits.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"+/".contains(&byte))
}

/// The codes for an order that does not exist, and for one of another user.
pub const CODES: [&str; 2] = ["5001", "5002"];
const STATE: &str = "5010";

/// Applies for a refund of the requested sub-orders, or of all that are open.
pub fn create(market: &mut Market, context: &RequestContext<'_>) -> Result<Json, ApiError> {
    let params = context.params;
    let order = market.order(params.id("orderId"), context.user).map_err(ApiError::from_model(CODES))?;
    let goods = check_goods(order, context)?;
    let items = check_items(order, &params.ids("orderEntryIds"), goods)?;
    let refused = check_active(market, &items)?;
    let returns = check_request(params, goods)?;
    let reason = check_reason(market, params, goods)?;
    let (payment, carriage) = (params.fen("applyPayment"), params.fen("applyCarriage"));
    let refundable: Vec<_> = items.iter().map(|item| item.refundable()).collect();
    let bound = sum(refundable.iter().copied());
    check_amounts(payment, bound, goods)?;
    check_carriage(market, order, carriage, reason, refused.as_deref())?;
    if payment.0 + carriage.0 == 0 {
        return Err(ApiError::new("5100", "applyPayment and applyCarriage are both 0"));
    }
    let pieces = check_pieces(&items, params, returns)?;
    let shares = share(payment, &refundable);
    let parts = items.iter().zip(pieces).zip(shares).map(|((item, pieces), amount)| Part {
        item_id: item.id,
        pieces,
        amount,
    });
    let refund = Refund {
        id: String::new(),
        number: 0,
        order_id: order.id,
        user: context.user.to_owned(),
        state: State::WaitSellerAgree,
        goods,
        returns,
        parts: parts.collect(),
        payment,
        carriage,
        bound,
        reason,
        reject_reason: None,
        reject_times: 0,
        shipment: None,
        applied: context.now,
        modified: context.now,
        operations: Vec::new(),
    };
    if let Some(refused) = refused {
        // A refused refund waits for the buyer, a state that always allows this step.
        let _ = market.advance_refund(&refused, Step::BuyerAppliesAnew, "", &[], context.now);
    }
    Ok(Json::from([("refundId", keep(market, refund, context).into())]))
}

/// Stores a refund under a new id and sends a message about it. Returns the id.
fn keep(market: &mut Market, mut refund: Refund, context: &RequestContext<'_>) -> String {
    refund.number = market.ids.next();
    refund.id = market.ids.refund();
    let id = refund.id.clone();
    if let Some(order) = market.orders.get_mut(&refund.order_id) {
        for item in order.items.iter_mut().filter(|item| refund.covers(item.id)) {
            let last_refund = if refund.goods.is_after_sale() {
                &mut item.refund_after_sale
            } else {
                &mut item.refund_in_sale
            };
            *last_refund = Some(id.clone());
        }
    }
    market.refunds.insert(id.clone(), refund);
    let description = context.params.text("description").unwrap_or_default();
    let vouchers = context.params.texts("vouchers");
    // The initial step of every refund, which is always possible.
    let _ = market.advance_refund(&id, Step::BuyerApplies, description, &vouchers, context.now);
    id
}

/// Reads `goodsStatus`, which must match the state of the order.
fn check_goods(order: &Order, context: &RequestContext<'_>) -> Result<Goods, ApiError> {
    let goods = Goods::from_wire(context.params.text("goodsStatus"));
    let goods = goods.ok_or_else(|| ApiError::new("5003", "unknown goodsStatus"))?;
    let is_match = match order.state {
        OrderState::WaitSellerSend if order.parcels.is_empty() => goods == Goods::NotShipped,
        OrderState::WaitSellerSend => !goods.is_after_sale(),
        OrderState::WaitBuyerReceive => matches!(goods, Goods::OnTheirWay | Goods::Received),
        OrderState::Success => goods.is_after_sale(),
        OrderState::WaitBuyerPay | OrderState::Cancel => false,
    };
    if !is_match {
        let state = order.state.as_str();
        return Err(ApiError::new(STATE, format!("goodsStatus does not match an order in state {state}")));
    }
    Ok(goods)
}

/// Returns the requested sub-orders, or all that are open. They must belong to this order and be refundable.
fn check_items<'a>(order: &'a Order, ids: &[i64], goods: Goods) -> Result<Vec<&'a Item>, ApiError> {
    if ids.iter().any(|id| order.items.iter().all(|item| item.id != *id)) {
        return Err(ApiError::new(STATE, "a sub-order does not belong to this order"));
    }
    let is_requested = |item: &&Item| if ids.is_empty() { !item.is_closed() } else { ids.contains(&item.id) };
    let items: Vec<_> = order.items.iter().filter(is_requested).collect();
    if items.is_empty() || items.iter().any(|item| item.refundable().0 == 0) {
        return Err(ApiError::new(STATE, "a sub-order was already refunded"));
    }
    if goods == Goods::OnTheirWay && items.iter().any(|item| item.received) {
        return Err(ApiError::new(STATE, "the receipt of a sub-order was already confirmed"));
    }
    let is_unshipped = goods == Goods::NotShipped;
    if items.iter().any(|item| !item.received && order.has_shipped(item.id) == is_unshipped) {
        return Err(ApiError::new(
            STATE,
            "goodsStatus does not match all sub-orders: some are shipped, some are not",
        ));
    }
    Ok(items)
}

/// Refuses sub-orders with an active refund, except for one of the same sub-orders that the seller refused: returns the id
/// of that, which the new refund replaces. The replacement is the emulator's choice, as the vendor documents no endpoint
/// that changes a refund.
fn check_active(market: &Market, items: &[&Item]) -> Result<Option<String>, ApiError> {
    let mut refused = None;
    for item in items {
        let Some(active) = market.active_refund(item.id) else {
            continue;
        };
        let covers_same = active.parts.iter().all(|part| items.iter().any(|item| item.id == part.item_id));
        let is_same_refund = refused.as_ref().is_none_or(|refused| *refused == active.id);
        if active.state != State::WaitBuyerModify || !covers_same || !is_same_refund {
            return Err(ApiError::new(STATE, format!("refund {} is in progress", active.id)));
        }
        refused = Some(active.id.clone());
    }
    Ok(refused)
}

/// Reads whether the goods are to be returned.
fn check_request(params: Params<'_>, goods: Goods) -> Result<bool, ApiError> {
    match params.text("disputeRequest") {
        Some("refund") => Ok(false),
        Some("returnRefund") if goods.are_received() => Ok(true),
        _ => Err(ApiError::new(STATE, "only goods that were received can be returned")),
    }
}

fn check_reason(market: &Market, params: Params<'_>, goods: Goods) -> Result<&'static Reason, ApiError> {
    let reason = refund::find_reason(params.id("applyReasonId"), goods);
    let reason =
        reason.ok_or_else(|| ApiError::new("5004", "the reason is not valid for this goodsStatus"))?;
    let vouchers = params.texts("vouchers");
    if reason.needs_voucher && vouchers.is_empty() {
        return Err(ApiError::new("5005", "this reason requires a voucher"));
    }
    if !are_uploaded(market, &vouchers) {
        return Err(ApiError::new("5005", "a voucher was not uploaded"));
    }
    Ok(reason)
}

fn check_amounts(payment: Fen, bound: Fen, goods: Goods) -> Result<(), ApiError> {
    if payment.0 < 0 || payment > bound {
        return Err(ApiError::new("5011", format!("at most {} fen can be refunded", bound.0)));
    }
    if goods == Goods::NotShipped && payment != bound {
        return Err(ApiError::new(
            "5011",
            format!("before the seller ships, the amount must be exactly {} fen", bound.0),
        ));
    }
    Ok(())
}

/// Checks the freight to refund. Freight that other refunds received or claim is not available.
fn check_carriage(
    market: &Market,
    order: &Order,
    carriage: Fen,
    reason: &Reason,
    replaced: Option<&str>,
) -> Result<(), ApiError> {
    if reason.without_freight && carriage.0 > 0 {
        return Err(ApiError::new("5006", "freight is not refunded for this reason"));
    }
    let others = market.refunds.values().filter(|refund| {
        refund.order_id == order.id && refund.is_active() && Some(refund.id.as_str()) != replaced
    });
    let claimed = sum(others.map(|refund| refund.carriage));
    let left = order.freight.0 - order.refunded_freight.0 - claimed.0;
    if carriage.0 < 0 || carriage.0 > left {
        return Err(ApiError::new("5011", format!("at most {left} fen of freight can be refunded")));
    }
    Ok(())
}

/// Reads how many pieces of each sub-order are returned: from `orderEntryCountList`, by default all that are left.
fn check_pieces(items: &[&Item], params: Params<'_>, returns: bool) -> Result<Vec<i64>, ApiError> {
    let counts = params.list("orderEntryCountList");
    let count = |item: &Item| {
        let mut counts = counts.iter().map(Params);
        counts.find(|count| count.id("id") == Some(item.id))
    };
    let is_covered = |id: Option<i64>| items.iter().any(|item| Some(item.id) == id);
    if !counts.iter().all(|count| is_covered(Params(count).id("id"))) {
        return Err(ApiError::new("5013", "a returned sub-order does not belong to this refund"));
    }
    let pieces = items.iter().map(|item| {
        let left = item.quantity - item.returned;
        match count(item).and_then(|count| count.id("count")) {
            _ if !returns => Ok(left),
            None if counts.is_empty() => Ok(left),
            Some(count) if (1..=left).contains(&count) => Ok(count),
            _ => Err(ApiError::new(
                "5013",
                format!("from 1 to {left} pieces of sub-order {} can be returned", item.id),
            )),
        }
    });
    pieces.collect()
}

/// Returns a refund. The codes for an unknown refund are those of `submitReturn`: this endpoint's are not documented.
pub fn get(market: &mut Market, context: &RequestContext<'_>) -> Result<Json, ApiError> {
    let refund = market
        .refund(context.params.text("refundId"), context.user)
        .map_err(ApiError::from_model(["4005", "4006"]))?;
    let seller = market.orders.get(&refund.order_id).map(|order| &order.seller);
    Ok(refund_view(refund, seller.map_or("", |seller| &seller.name)))
}

fn refund_view(refund: &Refund, seller_name: &str) -> Json {
    let is_success = refund.state == State::Success;
    let if_paid = |amount: Fen| fen(if is_success { amount } else { Fen(0) });
    let completed = (!refund.is_active()).then(|| clock::format(refund.modified));
    let shipment = refund.shipment.as_ref();
    let goods = match shipment {
        Some(_) => 3,
        None if refund.goods.are_received() => 2,
        None => 1,
    };
    // The address is shown once the seller has agreed.
    let has_agreed = refund.returns
        && matches!(refund.state, State::WaitBuyerSend | State::WaitSellerReceive | State::Success);
    let receiver = |text: &str| Json::from(has_agreed.then_some(text));
    let items: Vec<_> = refund.parts.iter().map(|part| Json::from(part.item_id)).collect();
    let pieces = refund.parts.iter().map(|part| (part.item_id.to_string(), part.pieces.into()));
    let operations: Vec<_> =
        refund.operations.iter().map(|operation| operation_view(operation, refund)).collect();
    Json::from([
        ("id", refund.number.into()),
        ("createTime", clock::format(refund.applied).into()),
        ("updateTime", clock::format(refund.modified).into()),
        ("refundId", refund.id.as_str().into()),
        ("orderId", refund.order_id.into()),
        ("status", refund.state.as_str().into()),
        ("applyPayment", fen(refund.payment)),
        ("applyCarriage", fen(refund.carriage)),
        ("refundPayment", if_paid(refund.payment)),
        ("refundCarriage", if_paid(refund.carriage)),
        ("canRefundPayment", fen(refund.bound)),
        ("frozenFund", fen(Fen(0))),
        ("applyReason", refund.reason.name.into()),
        ("applyReasonId", refund.reason.id.into()),
        ("rejectReason", refund.reject_reason.as_deref().into()),
        ("rejectTimes", refund.reject_times.into()),
        ("goodsStatus", goods.into()),
        ("disputeType", (1 + i64::from(refund.is_after_sale())).into()),
        ("onlyRefund", (!refund.returns).into()),
        ("refundGoods", refund.returns.into()),
        ("goodsReceived", refund.goods.are_received().into()),
        ("buyerMemberId", format!("b2b-{}", refund.user).into()),
        ("buyerUserId", refund.user.parse().ok().map(|user: i64| Json::from(user)).unwrap_or_default()),
        ("buyerSendGoods", shipment.is_some().into()),
        ("buyerLogisticsName", shipment.map(|shipment| shipment.carrier.as_str()).into()),
        ("freightBill", shipment.map(|shipment| shipment.waybill.as_str()).into()),
        ("sellerReceiveAddress", receiver("浙江省 杭州市 滨江区 沙箱路1号 退货仓")),
        ("sellerRealName", receiver(seller_name)),
        ("sellerMobile", receiver("13000000000")),
        ("orderEntryIdList", items.into()),
        ("orderEntryCountMap", Json::Object(pieces.collect())),
        ("gmtApply", clock::format(refund.applied).into()),
        ("gmtModified", clock::format(refund.modified).into()),
        ("gmtCompleted", completed.into()),
        ("refundOperationList", operations.into()),
    ])
}

fn operation_view(operation: &Operation, refund: &Refund) -> Json {
    let Operation { transition, remark, vouchers } = operation;
    let vouchers: Vec<_> = vouchers.iter().map(|voucher| Json::from(voucher.as_str())).collect();
    let is_refusal = transition.to == State::WaitBuyerModify;
    let is_return = transition.to == State::WaitSellerReceive;
    let waybill = refund.shipment.as_ref().filter(|_| is_return).map(|shipment| shipment.waybill.as_str());
    Json::from([
        ("beforeOperateStatus", transition.from.map(State::as_str).into()),
        ("afterOperateStatus", transition.to.as_str().into()),
        ("discription", transition.description.into()),
        ("operateRemark", remark.as_str().into()),
        ("operateTypeInt", transition.kind.into()),
        ("operatorRoleId", transition.role().into()),
        ("vouchers", vouchers.into()),
        ("freightBill", waybill.into()),
        ("rejectReason", is_refusal.then_some(remark.as_str()).into()),
    ])
}

/// Withdraws a refund.
pub fn cancel(market: &mut Market, context: &RequestContext<'_>) -> Result<Json, ApiError> {
    let refund = market
        .refund(context.params.text("refundId"), context.user)
        .map_err(ApiError::from_model(["4005", "4006"]))?;
    let (id, state) = (refund.id.clone(), refund.state.as_str());
    let cancelled = market.advance_refund(&id, Step::BuyerCancels, "", &[], context.now);
    cancelled.map_err(|_| ApiError::new("4007", format!("a refund in state {state} cannot be cancelled")))?;
    Ok(success_view())
}

/// Stores carrier and waybill of goods that the seller has agreed to take back.
pub fn submit_return(market: &mut Market, context: &RequestContext<'_>) -> Result<Json, ApiError> {
    let params = context.params;
    let id = params.text("refundId").unwrap_or_default();
    if !id.starts_with("TQ") {
        return Err(ApiError::new("4008", "refundId must start with TQ"));
    }
    let refund = market.refund(Some(id), context.user).map_err(ApiError::from_model(["4005", "4006"]))?;
    if refund.state != State::WaitBuyerSend {
        let state = refund.state.as_str();
        return Err(ApiError::new("4007", format!("a refund in state {state} does not accept a return")));
    }
    let code = params.text("logisticsCompanyNo").unwrap_or_default();
    let waybill = params.text("freightBill").unwrap_or_default();
    if code.is_empty() || waybill.is_empty() {
        return Err(ApiError::new("4002", "carrier and waybill are required"));
    }
    let carrier = carriers::name(code)
        .filter(|_| carriers::is_waybill(waybill))
        .ok_or_else(|| ApiError::new("4004", "unknown carrier or invalid waybill"))?;
    let vouchers = params.texts("vouchers");
    if !are_uploaded(market, &vouchers) {
        return Err(ApiError::new("4003", "a voucher was not uploaded"));
    }
    let note = params.text("description").unwrap_or_default();
    if let Some(refund) = market.refunds.get_mut(id) {
        refund.shipment = Some(Shipment { carrier: carrier.to_owned(), waybill: waybill.to_owned() });
    }
    market
        .advance_refund(id, Step::BuyerSends, note, &vouchers, context.now)
        .map_err(|_| ApiError::new("4007", "the refund does not accept a return"))?;
    Ok(success_view())
}
