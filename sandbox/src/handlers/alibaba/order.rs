//! Orders on 1688: preview, create, pay, cancel, confirm receipt.

use pandapon::endpoint::Generation;
use pandapon::scalar::Fen;
use pandapon::schema::Json;

use crate::error::ApiError;
use crate::handlers::alibaba::basket::{each_seller, lines, single, Basket, Line, PricedLine};
use crate::handlers::alibaba::order_view::{order_view, Detail};
use crate::http::done_view;
use crate::ids::Ids;
use crate::model::alibaba::messages::Topic;
use crate::model::alibaba::order::{Item, Order, State, Step};
use crate::model::market::Market;
use crate::money::{fen, yuan};
use crate::request_context::{number, RequestContext};

/// The one flow of the sandbox.
pub const FLOW: &str = "general";
/// The trade types of the sandbox: word, name, description.
pub const TRADE_TYPES: [(&str, &str, &str); 2] =
    [("assureTrade", "担保交易", "担保交易4.0"), ("alipay", "支付宝担保交易", "支付宝担保交易")];

/// Previews an order of one seller.
pub fn preview(market: &mut Market, context: &RequestContext<'_>) -> Result<Json, ApiError> {
    let basket = single(lines(&market.catalogue, context)?)?;
    Ok(answer(vec![of_basket(&basket, context.generation)], None))
}

/// Previews the orders of several sellers. What one seller cannot deliver does not hinder the others.
pub fn preview_batch(market: &mut Market, context: &RequestContext<'_>) -> Result<Json, ApiError> {
    preview_each(lines(&market.catalogue, context)?, context.generation)
}

/// A preview for each seller of these lines.
pub fn preview_each(lines: Vec<Line<'_>>, generation: Generation) -> Result<Json, ApiError> {
    let baskets = each_seller(lines)?;
    let previews = baskets.iter().map(|basket| match basket {
        Ok(basket) => of_basket(basket, generation),
        Err(failure) => Json::from([
            ("status", false.into()),
            ("tradeModeNameList", Vec::new().into()),
            ("resultCode", failure.code.into()),
            ("message", failure.message.as_str().into()),
        ]),
    });
    let previews = previews.collect();
    Ok(answer(previews, baskets.iter().find_map(|basket| basket.as_ref().err())))
}

fn answer(previews: Vec<Json>, failure: Option<&ApiError>) -> Json {
    Json::from([
        ("orderPreviewResuslt", previews.into()),
        ("success", failure.is_none().into()),
        ("errorCode", failure.map(|failure| failure.code).into()),
        ("errorMsg", failure.map(|failure| failure.message.as_str()).into()),
        ("postFeeByDescOfferList", Vec::new().into()),
        ("consignOfferList", Vec::new().into()),
        ("unsupportedCrossBorderPayOfferList", Vec::new().into()),
    ])
}

fn of_basket(basket: &Basket<'_>, generation: Generation) -> Json {
    let words = TRADE_TYPES.map(|(word, ..)| Json::from(word));
    let models = TRADE_TYPES.map(|(word, name, description)| {
        Json::from([
            ("name", name.into()),
            ("description", description.into()),
            ("tradeType", word.into()),
            ("opSupport", true.into()),
        ])
    });
    let cargo: Vec<_> = basket.lines.iter().map(|line| of_line(line, generation)).collect();
    Json::from([
        ("discountFee", fen(Fen(0))),
        ("tradeModeNameList", Json::List(words.into())),
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

/// A line. Generation 2, which knows the product by its mapped id, has that beside the number.
fn of_line(line: &PricedLine<'_>, generation: Generation) -> Json {
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

/// The most characters that 1688 keeps of a note.
const NOTE_LENGTH: usize = 500;
/// The flows of KA's samples, which 1688 does not list and KA's preview does not name.
const KA_FLOWS: [&str; 2] = ["fenxiaonew", "ppayment"];

/// Makes an order of one seller.
pub fn create(market: &mut Market, context: &RequestContext<'_>) -> Result<Json, ApiError> {
    check_terms(context)?;
    let basket = single(lines(&market.catalogue, context)?)?;
    let order = make(&basket, &mut market.ids, context);
    let answer = created(std::slice::from_ref(&order));
    keep(market, order, context.now);
    Ok(answer)
}

/// The answer about orders that were created: an object for one, a list for several.
pub fn created(orders: &[Order]) -> Json {
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

/// Makes an order for each of several sellers.
pub fn create_batch(market: &mut Market, context: &RequestContext<'_>) -> Result<Json, ApiError> {
    check_terms(context)?;
    let orders = make_each(lines(&market.catalogue, context)?, &mut market.ids, context)?;
    Ok(keep_each(market, orders, context.now))
}

/// An order for each seller of these lines. All of them or none: whether the vendor makes a part is not known.
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
        keep(market, order, now);
    }
    views.into()
}

/// Which terms the sandbox trades by; the codes are words of its own, but for the text on trade types.
pub fn check_terms(context: &RequestContext<'_>) -> Result<(), ApiError> {
    match context.params.text("flow") {
        None | Some("" | FLOW) => {}
        Some(flow) if context.generation == Generation::Ka && KA_FLOWS.contains(&flow) => {}
        Some("saleproxy") => {
            return Err(ApiError::new("500_007", "there is no consignment relation with the seller"));
        }
        Some(flow) => {
            return Err(ApiError::new(
                "FLOW_NOT_SUPPORTED",
                format!("the preview offers the flow {FLOW}, not {flow}"),
            ));
        }
    }
    match context.params.text("tradeType") {
        Some(trade_type)
            if !trade_type.is_empty() && TRADE_TYPES.iter().all(|(word, ..)| *word != trade_type) =>
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
        note: note.map(|note| note.chars().take(NOTE_LENGTH).collect()),
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

fn keep(market: &mut Market, order: Order, now: u64) {
    for item in &order.items {
        market.catalogue.take(item.sku_id, item.quantity);
    }
    market.outbox.order(Topic::Made, &order, order.state.as_str(), [], now);
    market.orders.insert(order.id, order);
}

/// Pays an order by agreement. What is not waiting for payment cannot be paid.
pub fn pay_url(market: &mut Market, context: &RequestContext<'_>) -> Result<Json, ApiError> {
    let order =
        market.order(context.params.id("orderId"), context.user).map_err(ApiError::from_model(CODES))?.id;
    let paid = pay(market, order, context.now);
    let cannot: Vec<_> = (!paid).then_some(Json::from(order)).into_iter().collect();
    Ok(Json::from([
        ("orderId", order.to_string().into()),
        ("protocolPaySuccess", paid.into()),
        ("payUrl", Json::Null),
        ("cantPayOrderList", cannot.into()),
    ]))
}

/// Pays orders by agreement. The answer's shape is the emulator's own, that of the push message
/// `ORDER_BATCH_PAY`, which KA does not have.
pub fn pay_batch(market: &mut Market, context: &RequestContext<'_>) -> Result<Json, ApiError> {
    let mut outcomes = Vec::new();
    for id in context.params.list("orderIds") {
        let order =
            market.order(number(id), context.user).map_err(ApiError::from_model(CODES)).map(|order| order.id);
        let paid = order.is_ok_and(|order| pay(market, order, context.now));
        let status = if paid { "successed" } else { "PARAM_ILLEGAL" };
        outcomes.push(Json::from([("orderId", id.clone()), ("status", status.into())]));
    }
    let answer = Json::from([("batchPay", outcomes.into())]);
    if context.generation != Generation::Ka {
        market.outbox.send(Topic::BatchPaid, answer.clone(), context.now);
    }
    Ok(answer)
}

fn pay(market: &mut Market, order_id: i64, now: u64) -> bool {
    if market.advance(order_id, Step::BuyerPays, now).is_err() {
        return false;
    }
    if let Some(order) = market.orders.get(&order_id) {
        market.ledger.pay(order.total());
    }
    true
}

/// How long after its creation an order cannot be cancelled yet, in milliseconds.
const TOO_FAST: u64 = 10_000;

/// Cancels an order that waits for payment.
pub fn cancel(market: &mut Market, context: &RequestContext<'_>) -> Result<Json, ApiError> {
    check_site(context)?;
    let order =
        market.order(context.params.id("orderId"), context.user).map_err(ApiError::from_model(CODES))?;
    let (id, created) = (order.id, order.created);
    if order.state != State::WaitBuyerPay {
        return Err(ApiError::new(
            "ORDER_STATUS_ERROR",
            "only orders that wait for payment can be cancelled",
        ));
    }
    if context.now.saturating_sub(created) < TOO_FAST {
        return Err(ApiError::new(
            "CLOSE_ORDER_TOO_FAST",
            "an order can be cancelled from 10 seconds after its creation on",
        ));
    }
    if let Some(order) = market.orders.get_mut(&id) {
        order.close_reason = context.params.text("cancelReason").map(str::to_owned);
    }
    match market.advance(id, Step::BuyerCancels, context.now) {
        Ok(()) => Ok(true.into()),
        Err(_) => Ok(false.into()),
    }
}

/// What the messages call an order of which something was received.
const CONFIRMED: &str = "confirm_goods_and_has_subsidy";

/// Confirms that sub-orders were received: those that are named, or all that are still to come. Refunds of
/// theirs that are not decided yet are closed. Once nothing is to come any more, the trade is a success and
/// the seller gets the money.
pub fn confirm_receipt(market: &mut Market, context: &RequestContext<'_>) -> Result<Json, ApiError> {
    let order =
        market.order(context.params.id("orderId"), context.user).map_err(ApiError::from_model(CODES))?;
    let wrong = |message: &str| ApiError::new("ORDER_STATUS_ERROR", message);
    if order.state != State::WaitBuyerReceive {
        return Err(wrong("only orders that were shipped and not received can be confirmed"));
    }
    let id = order.id;
    let open = order.items.iter().filter(|item| !item.received && !item.is_closed());
    let open: Vec<_> = open.map(|item| item.id).collect();
    let mut items = context.params.ids("orderEntryIds");
    if items.is_empty() {
        items.clone_from(&open);
    }
    if items.iter().any(|item| !open.contains(item)) {
        return Err(wrong("a sub-order is not of this order, was confirmed before, or went back"));
    }
    market.close_refunds_by_receipt(id, &items, context.now);
    let Some(order) = market.orders.get_mut(&id) else {
        return Err(wrong("the order is gone"));
    };
    for item in order.items.iter_mut().filter(|item| items.contains(&item.id)) {
        item.received = true;
    }
    order.modified = context.now;
    market.outbox.order(Topic::Received, order, CONFIRMED, [], context.now);
    market.finish_if_done(id, context.now);
    Ok(done_view())
}

/// The codes for an order that does not exist, and for one of another user.
pub const CODES: [&str; 2] = ["ORDER_NOT_EXIST", "400_3"];

/// Refuses a site on which this sandbox has no orders.
pub fn check_site(context: &RequestContext<'_>) -> Result<(), ApiError> {
    match context.params.text("webSite") {
        None | Some("1688") => Ok(()),
        Some(site) => Err(ApiError::new(
            "ORDER_NOT_EXIST",
            format!("there are no orders on the site {site}: webSite must be 1688"),
        )),
    }
}
