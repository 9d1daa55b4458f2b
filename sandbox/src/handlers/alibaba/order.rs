//! Orders on 1688: preview, create, pay, cancel, confirm receipt.

use pandapon::endpoint::Generation;
use pandapon::scalar::Fen;
use pandapon::schema::Json;

use crate::handlers::alibaba::basket::{each_seller, lines, single, Basket, Line, PricedLine};
use crate::handlers::alibaba::order_view::{order_view as show, Detail};
use crate::http::{done_view, Failure};
use crate::ids::Ids;
use crate::model::alibaba::messages::Topic;
use crate::model::alibaba::order::{Item, Order, State, Step};
use crate::model::market::Market;
use crate::money::{fen, yuan};
use crate::request_context::{number, Asked};

/// The one flow of the sandbox.
pub const FLOW: &str = "general";
/// The trade types of the sandbox: word, name, description.
pub const TRADE_TYPES: [(&str, &str, &str); 2] =
    [("assureTrade", "担保交易", "担保交易4.0"), ("alipay", "支付宝担保交易", "支付宝担保交易")];

/// Previews an order of one seller.
pub fn preview(market: &mut Market, asked: &Asked<'_>) -> Result<Json, Failure> {
    let basket = single(lines(&market.catalogue, asked)?)?;
    Ok(answer(vec![of_basket(&basket, asked.generation)], None))
}

/// Previews the orders of several sellers. What one seller cannot deliver does not hinder the others.
pub fn preview_batch(market: &mut Market, asked: &Asked<'_>) -> Result<Json, Failure> {
    preview_each(lines(&market.catalogue, asked)?, asked.generation)
}

/// A preview for each seller of these lines.
pub fn preview_each(lines: Vec<Line<'_>>, generation: Generation) -> Result<Json, Failure> {
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

fn answer(previews: Vec<Json>, failure: Option<&Failure>) -> Json {
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
pub fn create(market: &mut Market, asked: &Asked<'_>) -> Result<Json, Failure> {
    check_terms(asked)?;
    let basket = single(lines(&market.catalogue, asked)?)?;
    let order = make(&basket, &mut market.ids, asked);
    let answer = created(std::slice::from_ref(&order));
    keep(market, order, asked.now);
    Ok(answer)
}

/// What is answered of orders that were made: of one by itself, of several in a list.
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
pub fn create_batch(market: &mut Market, asked: &Asked<'_>) -> Result<Json, Failure> {
    check_terms(asked)?;
    let orders = make_each(lines(&market.catalogue, asked)?, &mut market.ids, asked)?;
    Ok(keep_each(market, orders, asked.now))
}

/// An order for each seller of these lines. All of them or none: whether the vendor makes a part is not known.
pub fn make_each(lines: Vec<Line<'_>>, ids: &mut Ids, asked: &Asked<'_>) -> Result<Vec<Order>, Failure> {
    let baskets: Vec<_> = each_seller(lines)?.into_iter().collect::<Result<_, _>>()?;
    Ok(baskets.iter().map(|basket| make(basket, ids, asked)).collect())
}

/// Keeps orders that were made; gives them as they are shown.
pub fn keep_each(market: &mut Market, orders: Vec<Order>, now: u64) -> Json {
    let shown: Vec<_> = orders.iter().map(|order| show(order, &market.refunds, Detail::Whole)).collect();
    for order in orders {
        keep(market, order, now);
    }
    shown.into()
}

/// Which terms the sandbox trades by; the codes are words of its own, but for the text on trade types.
pub fn check_terms(asked: &Asked<'_>) -> Result<(), Failure> {
    match asked.members.text("flow") {
        None | Some("" | FLOW) => {}
        Some(flow) if asked.generation == Generation::Ka && KA_FLOWS.contains(&flow) => {}
        Some("saleproxy") => {
            return Err(Failure::new("500_007", "there is no consignment relation with the seller"));
        }
        Some(flow) => {
            return Err(Failure::new(
                "FLOW_NOT_SUPPORTED",
                format!("the preview offers the flow {FLOW}, not {flow}"),
            ));
        }
    }
    match asked.members.text("tradeType") {
        Some(asked) if !asked.is_empty() && TRADE_TYPES.iter().all(|(word, ..)| *word != asked) => {
            Err(Failure::new("TRADE_TYPE_NOT_SUPPORTED", format!("not support tradeType:【{asked}】")))
        }
        _ => Ok(()),
    }
}

fn make(basket: &Basket<'_>, ids: &mut Ids, asked: &Asked<'_>) -> Order {
    let note = asked.members.text("message").filter(|note| !note.is_empty());
    Order {
        id: ids.next(),
        purchase_number: (asked.generation == Generation::Ka).then(|| ids.purchase(asked.now)),
        user: asked.user.to_owned(),
        seller: basket.seller.clone(),
        state: State::WaitBuyerPay,
        items: basket.lines.iter().map(|line| item(line, ids.next())).collect(),
        freight: basket.freight(),
        refunded_freight: Fen(0),
        address: asked.members.0.get("addressParam").cloned().unwrap_or_default(),
        note: note.map(|note| note.chars().take(NOTE_LENGTH).collect()),
        created: asked.now,
        modified: asked.now,
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
    market.outbox.order(Topic::Made, &order, order.state.word(), [], now);
    market.orders.insert(order.id, order);
}

/// Pays an order by agreement. What is not waiting for payment cannot be paid.
pub fn pay_url(market: &mut Market, asked: &Asked<'_>) -> Result<Json, Failure> {
    let order = market.order(asked.members.id("orderId"), asked.user, CODES)?.id;
    let paid = pay(market, order, asked.now);
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
pub fn pay_batch(market: &mut Market, asked: &Asked<'_>) -> Result<Json, Failure> {
    let mut outcomes = Vec::new();
    for id in asked.members.list("orderIds") {
        let order = market.order(number(id), asked.user, CODES).map(|order| order.id);
        let paid = order.is_ok_and(|order| pay(market, order, asked.now));
        let status = if paid { "successed" } else { "PARAM_ILLEGAL" };
        outcomes.push(Json::from([("orderId", id.clone()), ("status", status.into())]));
    }
    let answer = Json::from([("batchPay", outcomes.into())]);
    if asked.generation != Generation::Ka {
        market.outbox.send(Topic::BatchPaid, answer.clone(), asked.now);
    }
    Ok(answer)
}

fn pay(market: &mut Market, order_id: i64, now: u64) -> bool {
    if market.advance(order_id, Step::BuyerPays, now).is_err() {
        return false;
    }
    if let Some(order) = market.orders.get(&order_id) {
        market.book.pay(order.total());
    }
    true
}

/// How long after its creation an order cannot be cancelled yet, in milliseconds.
const TOO_FAST: u64 = 10_000;

/// Cancels an order that waits for payment.
pub fn cancel(market: &mut Market, asked: &Asked<'_>) -> Result<Json, Failure> {
    check_site(asked)?;
    let order = market.order(asked.members.id("orderId"), asked.user, CODES)?;
    let (id, created) = (order.id, order.created);
    if order.state != State::WaitBuyerPay {
        return Err(Failure::new("ORDER_STATUS_ERROR", "only orders that wait for payment can be cancelled"));
    }
    if asked.now.saturating_sub(created) < TOO_FAST {
        return Err(Failure::new(
            "CLOSE_ORDER_TOO_FAST",
            "an order can be cancelled from 10 seconds after its creation on",
        ));
    }
    if let Some(order) = market.orders.get_mut(&id) {
        order.close_reason = asked.members.text("cancelReason").map(str::to_owned);
    }
    match market.advance(id, Step::BuyerCancels, asked.now) {
        Ok(()) => Ok(true.into()),
        Err(_) => Ok(false.into()),
    }
}

/// What the messages call an order of which something was received.
const CONFIRMED: &str = "confirm_goods_and_has_subsidy";

/// Confirms that sub-orders were received: those that are named, or all that are still to come. Refunds of
/// theirs that are not decided yet are closed. Once nothing is to come any more, the trade is a success and
/// the seller gets the money.
pub fn confirm_receipt(market: &mut Market, asked: &Asked<'_>) -> Result<Json, Failure> {
    let order = market.order(asked.members.id("orderId"), asked.user, CODES)?;
    let wrong = |message: &str| Failure::new("ORDER_STATUS_ERROR", message);
    if order.state != State::WaitBuyerReceive {
        return Err(wrong("only orders that were shipped and not received can be confirmed"));
    }
    let id = order.id;
    let open = order.items.iter().filter(|item| !item.received && !item.is_closed());
    let open: Vec<_> = open.map(|item| item.id).collect();
    let mut items = asked.members.ids("orderEntryIds");
    if items.is_empty() {
        items.clone_from(&open);
    }
    if items.iter().any(|item| !open.contains(item)) {
        return Err(wrong("a sub-order is not of this order, was confirmed before, or went back"));
    }
    market.close_refunds_by_receipt(id, &items, asked.now);
    let Some(order) = market.orders.get_mut(&id) else {
        return Err(wrong("the order is gone"));
    };
    for item in order.items.iter_mut().filter(|item| items.contains(&item.id)) {
        item.received = true;
    }
    order.modified = asked.now;
    market.outbox.order(Topic::Received, order, CONFIRMED, [], asked.now);
    market.finish_if_done(id, asked.now);
    Ok(done_view())
}

/// The codes for an order that does not exist, and for one of another user.
pub const CODES: [&str; 2] = ["ORDER_NOT_EXIST", "400_3"];

/// Refuses a site on which this sandbox has no orders.
pub fn check_site(asked: &Asked<'_>) -> Result<(), Failure> {
    match asked.members.text("webSite") {
        None | Some("1688") => Ok(()),
        Some(site) => Err(Failure::new(
            "ORDER_NOT_EXIST",
            format!("there are no orders on the site {site}: webSite must be 1688"),
        )),
    }
}
