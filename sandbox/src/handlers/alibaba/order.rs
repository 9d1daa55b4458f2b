//! Handlers for orders on 1688: preview, create, pay, cancel, confirm receipt.

use pandapon::endpoint::Generation;
use pandapon::event::{Platform, Topic};
use pandapon::scalar::Fen;
use pandapon::schema::Json;

use crate::error::ApiError;
use crate::handlers::alibaba::basket::{each_seller, lines, single, Basket, Line, PricedLine};
use crate::handlers::alibaba::order_view::{order_view, Detail};
use crate::http::success_view;
use crate::ids::Ids;
use crate::model::alibaba::messages;
use crate::model::alibaba::order::{Item, Order, State, Step};
use crate::model::market::Market;
use crate::money::{fen, yuan};
use crate::request_context::{number, RequestContext};

/// The only flow that the sandbox supports.
pub const FLOW: &str = "general";
/// The trade types that the sandbox supports: code, name, description.
pub const TRADE_TYPES: [(&str, &str, &str); 2] =
    [("assureTrade", "担保交易", "担保交易4.0"), ("alipay", "支付宝担保交易", "支付宝担保交易")];

/// Previews an order of one seller.
pub fn preview(market: &mut Market, context: &RequestContext<'_>) -> Result<Json, ApiError> {
    let basket = single(lines(&market.catalogue, context)?)?;
    Ok(preview_view(vec![basket_view(&basket, context.generation)], None))
}

/// Previews the orders of several sellers. Goods that one seller cannot deliver do not affect the others.
pub fn preview_batch(market: &mut Market, context: &RequestContext<'_>) -> Result<Json, ApiError> {
    preview_each(lines(&market.catalogue, context)?, context.generation)
}

/// Previews an order for each seller of these lines.
pub fn preview_each(lines: Vec<Line<'_>>, generation: Generation) -> Result<Json, ApiError> {
    let baskets = each_seller(lines)?;
    let previews = baskets.iter().map(|basket| match basket {
        Ok(basket) => basket_view(basket, generation),
        Err(error) => Json::from([
            ("status", false.into()),
            ("tradeModeNameList", Vec::new().into()),
            ("resultCode", error.code.into()),
            ("message", error.message.as_str().into()),
        ]),
    });
    let previews = previews.collect();
    Ok(preview_view(previews, baskets.iter().find_map(|basket| basket.as_ref().err())))
}

fn preview_view(previews: Vec<Json>, error: Option<&ApiError>) -> Json {
    Json::from([
        ("orderPreviewResuslt", previews.into()),
        ("success", error.is_none().into()),
        ("errorCode", error.map(|error| error.code).into()),
        ("errorMsg", error.map(|error| error.message.as_str()).into()),
        ("postFeeByDescOfferList", Vec::new().into()),
        ("consignOfferList", Vec::new().into()),
        ("unsupportedCrossBorderPayOfferList", Vec::new().into()),
    ])
}

fn basket_view(basket: &Basket<'_>, generation: Generation) -> Json {
    let codes = TRADE_TYPES.map(|(code, ..)| Json::from(code));
    let models = TRADE_TYPES.map(|(code, name, description)| {
        Json::from([
            ("name", name.into()),
            ("description", description.into()),
            ("tradeType", code.into()),
            ("opSupport", true.into()),
        ])
    });
    let cargo: Vec<_> = basket.lines.iter().map(|line| line_view(line, generation)).collect();
    Json::from([
        ("discountFee", fen(Fen(0))),
        ("tradeModeNameList", Json::List(codes.into())),
        ("status", true.into()),
        ("taoSampleSinglePromotion", true.into()),
        ("sumPayment", fen(basket.total())),
        ("sumCarriage", fen(basket.freight())),
        ("sumPaymentNoCarriage", fen(basket.goods())),
        ("additionalFee", fen(Fen(0))),
        ("flowFlag", FLOW.into()),
        ("cargoList", cargo.into()),
        ("shopPromotionList", Vec::new().into()),
        ("tradeModelList", Json::List(models.into())),
    ])
}

/// A line. Generation 2, which identifies products by their mapped ids, has both ids.
fn line_view(line: &PricedLine<'_>, generation: Generation) -> Json {
    let map_id = (generation == Generation::V2).then_some(line.offer.map_id.as_str());
    Json::from([
        ("amount", yuan(line.amount())),
        ("finalUnitPrice", yuan(line.price)),
        ("specId", line.sku.spec_id.as_deref().into()),
        ("skuId", line.sku.id.into()),
        ("offerId", line.offer.id.into()),
        ("openOfferId", map_id.into()),
        ("cargoPromotionList", Vec::new().into()),
    ])
}

/// Maximum length of a note, in characters. 1688 cuts longer ones.
const MAX_NOTE_LENGTH: usize = 500;
/// The flows in KA's samples, which 1688 does not list and KA's preview does not return.
const KA_FLOWS: [&str; 2] = ["fenxiaonew", "ppayment"];

/// Creates an order from one seller.
pub fn create(market: &mut Market, context: &RequestContext<'_>) -> Result<Json, ApiError> {
    check_terms(context)?;
    let basket = single(lines(&market.catalogue, context)?)?;
    let order = make(&basket, &mut market.ids, context);
    let data = created_view(std::slice::from_ref(&order));
    market.keep_order(order, context.now);
    Ok(data)
}

/// The data about created orders: fields for one order, a list for several.
pub fn created_view(orders: &[Order]) -> Json {
    let several = if orders.len() > 1 { orders } else { &[] };
    let several = several.iter().map(|order| {
        Json::from([
            ("orderId", order.id.to_string().into()),
            ("orderAmmount", fen(order.total())),
            ("postFee", fen(order.freight)),
            ("success", true.into()),
        ])
    });
    let one = orders.first().filter(|_| orders.len() == 1);
    Json::from([
        ("totalSuccessAmount", one.map(|order| fen(order.total())).into()),
        ("orderId", one.map(|order| order.id.to_string()).into()),
        ("postFee", one.map(|order| fen(order.freight)).into()),
        ("success", true.into()),
        ("orderList", several.collect::<Vec<_>>().into()),
        ("failedOfferList", Vec::new().into()),
    ])
}

/// Creates an order from each of several sellers.
pub fn create_batch(market: &mut Market, context: &RequestContext<'_>) -> Result<Json, ApiError> {
    check_terms(context)?;
    let orders = make_each(lines(&market.catalogue, context)?, &mut market.ids, context)?;
    Ok(keep_each(market, orders, context.now))
}

/// Makes an order for each seller of these lines, without storing them. An error of one seller fails all: whether the
/// vendor creates the others is not documented.
pub fn make_each(
    lines: Vec<Line<'_>>,
    ids: &mut Ids,
    context: &RequestContext<'_>,
) -> Result<Vec<Order>, ApiError> {
    let baskets: Vec<_> = each_seller(lines)?.into_iter().collect::<Result<_, _>>()?;
    Ok(baskets.iter().map(|basket| make(basket, ids, context)).collect())
}

/// Stores orders. Returns their views.
pub fn keep_each(market: &mut Market, orders: Vec<Order>, now: u64) -> Json {
    let views: Vec<_> =
        orders.iter().map(|order| order_view(order, &market.refunds, Detail::Whole)).collect();
    for order in orders {
        market.keep_order(order, now);
    }
    views.into()
}

/// Checks flow and trade type. The codes are the emulator's own, except for the message about trade types.
pub fn check_terms(context: &RequestContext<'_>) -> Result<(), ApiError> {
    match context.params.text("flow") {
        None | Some("" | FLOW) => {}
        Some(flow) if context.generation == Generation::Ka && KA_FLOWS.contains(&flow) => {}
        Some("saleproxy") => {
            return Err(ApiError::new("500_007", "no consignment relation with the seller"));
        }
        Some(flow) => {
            return Err(ApiError::new(
                "FLOW_NOT_SUPPORTED",
                format!("unsupported flow {flow}: the preview offers {FLOW}"),
            ));
        }
    }
    match context.params.text("tradeType") {
        Some(trade_type)
            if !trade_type.is_empty() && TRADE_TYPES.iter().all(|(code, ..)| *code != trade_type) =>
        {
            Err(ApiError::new("TRADE_TYPE_NOT_SUPPORTED", format!("not support tradeType:【{trade_type}】")))
        }
        _ => Ok(()),
    }
}

fn make(basket: &Basket<'_>, ids: &mut Ids, context: &RequestContext<'_>) -> Order {
    let note = context.params.text("message").filter(|note| !note.is_empty());
    Order {
        id: ids.next(),
        purchase_number: (context.generation == Generation::Ka).then(|| ids.purchase(context.now)),
        user: context.user.to_owned(),
        seller: basket.seller.clone(),
        state: State::WaitBuyerPay,
        items: basket.lines.iter().map(|line| item(line, ids.next())).collect(),
        freight: basket.freight(),
        refunded_freight: Fen(0),
        address: context.params.0.get("addressParam").cloned().unwrap_or_default(),
        note: note.map(|note| note.chars().take(MAX_NOTE_LENGTH).collect()),
        out_order_id: context.params.text("outOrderId").filter(|id| !id.is_empty()).map(str::to_owned),
        created: context.now,
        modified: context.now,
        paid: None,
        completed: None,
        close_reason: None,
        closed_by: None,
        parcels: Vec::new(),
    }
}

fn item(line: &PricedLine<'_>, id: i64) -> Item {
    Item {
        id,
        offer_id: line.offer.id,
        sku_id: line.sku.id,
        spec_id: line.sku.spec_id.clone(),
        subject: line.offer.subject.clone(),
        image: line.offer.image(),
        attributes: line.sku.attributes().into(),
        quantity: line.quantity,
        price: line.price,
        amount: line.amount(),
        refunded: Fen(0),
        returned: 0,
        received: false,
        refund_in_sale: None,
        refund_after_sale: None,
    }
}

/// Pays an order by agreement. `cantPayOrderList` contains an order that is not waiting for payment.
pub fn pay_url(market: &mut Market, context: &RequestContext<'_>) -> Result<Json, ApiError> {
    let id =
        market.order(context.params.id("orderId"), context.user).map_err(ApiError::from_model(CODES))?.id;
    let is_paid = market.advance_order(id, Step::BuyerPays, context.now).is_ok();
    let unpayable: Vec<_> = (!is_paid).then_some(Json::from(id)).into_iter().collect();
    Ok(Json::from([
        ("orderId", id.to_string().into()),
        ("protocolPaySuccess", is_paid.into()),
        ("payUrl", Json::Null),
        ("cantPayOrderList", unpayable.into()),
    ]))
}

/// Pays orders by agreement. The form of the data is the emulator's own: that of the push message `ORDER_BATCH_PAY`, which
/// KA does not have.
pub fn pay_batch(market: &mut Market, context: &RequestContext<'_>) -> Result<Json, ApiError> {
    let mut outcomes = Vec::new();
    for id in context.params.list("orderIds") {
        let order = market.order(number(id), context.user).map(|order| order.id);
        let is_paid = order.is_ok_and(|id| market.advance_order(id, Step::BuyerPays, context.now).is_ok());
        let status = if is_paid { "successed" } else { "PARAM_ILLEGAL" };
        outcomes.push(Json::from([("orderId", id.clone()), ("status", status.into())]));
    }
    let data = Json::from([("batchPay", outcomes.into())]);
    if context.generation != Generation::Ka {
        market.outbox.post(Platform::Alibaba, Topic::BatchPaid.as_str(), data.clone(), context.now);
    }
    Ok(data)
}

/// Minimum age of an order that can be cancelled, in milliseconds.
const MIN_CANCEL_AGE: u64 = 10_000;

/// Cancels an order that is waiting for payment.
pub fn cancel(market: &mut Market, context: &RequestContext<'_>) -> Result<Json, ApiError> {
    check_site(context)?;
    let order =
        market.order(context.params.id("orderId"), context.user).map_err(ApiError::from_model(CODES))?;
    let (id, created) = (order.id, order.created);
    if order.state != State::WaitBuyerPay {
        return Err(ApiError::new("ORDER_STATUS_ERROR", "only orders waiting for payment can be cancelled"));
    }
    if context.now.saturating_sub(created) < MIN_CANCEL_AGE {
        return Err(ApiError::new(
            "CLOSE_ORDER_TOO_FAST",
            "an order cannot be cancelled in the first 10 seconds after its creation",
        ));
    }
    if let Some(order) = market.orders.get_mut(&id) {
        order.close_reason = context.params.text("cancelReason").map(str::to_owned);
    }
    match market.advance_order(id, Step::BuyerCancels, context.now) {
        Ok(()) => Ok(true.into()),
        Err(_) => Ok(false.into()),
    }
}

/// The status in messages about a confirmed receipt.
const CONFIRMED: &str = "confirm_goods_and_has_subsidy";

/// Confirms the receipt of the requested sub-orders, or of all that are open. This closes their active refunds. Once all
/// sub-orders are received or refunded, the trade is successful and the seller gets the money.
pub fn confirm_receipt(market: &mut Market, context: &RequestContext<'_>) -> Result<Json, ApiError> {
    let order =
        market.order(context.params.id("orderId"), context.user).map_err(ApiError::from_model(CODES))?;
    let wrong_status = |message: &str| ApiError::new("ORDER_STATUS_ERROR", message);
    if order.state != State::WaitBuyerReceive {
        return Err(wrong_status("only orders that were shipped and not received can be confirmed"));
    }
    let id = order.id;
    let open = order.items.iter().filter(|item| !item.received && !item.is_closed());
    let open: Vec<_> = open.map(|item| item.id).collect();
    let mut items = context.params.ids("orderEntryIds");
    if items.is_empty() {
        items.clone_from(&open);
    }
    if items.iter().any(|item| !open.contains(item)) {
        return Err(wrong_status("a sub-order is not part of this order, already confirmed, or returned"));
    }
    market.close_refunds_by_receipt(id, &items, context.now);
    let Some(order) = market.orders.get_mut(&id) else {
        return Err(wrong_status("order not found"));
    };
    for item in order.items.iter_mut().filter(|item| items.contains(&item.id)) {
        item.received = true;
    }
    order.modified = context.now;
    messages::order(&mut market.outbox, &Topic::Received, order, CONFIRMED, [], context.now);
    market.finish_if_done(id, context.now);
    Ok(success_view())
}

/// The codes for an order that does not exist, and for one of another user.
pub const CODES: [&str; 2] = ["ORDER_NOT_EXIST", "400_3"];

/// Refuses a site other than 1688.
pub fn check_site(context: &RequestContext<'_>) -> Result<(), ApiError> {
    match context.params.text("webSite") {
        None | Some("1688") => Ok(()),
        Some(site) => {
            Err(ApiError::new("ORDER_NOT_EXIST", format!("unsupported webSite {site}: expected 1688")))
        }
    }
}
