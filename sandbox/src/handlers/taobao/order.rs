//! Orders on Taobao: preview, create, pay, cancel, the warehouse and the receiver.

use pandapon::scalar::Fen;
use pandapon::schema::Json;

use crate::error::{ApiError, AMOUNT, NOT_THERE, STATE, TOO_MANY, UNAVAILABLE, UNREADABLE};
use crate::handlers::taobao::basket::{self, requested_lines, sort, Basket, Line, RequestedLine, Sorted};
use crate::ids::Ids;
use crate::model::market::Market;
use crate::model::taobao::order::{Cancellation, Line as OrderLine, Order, Receiver, Status, Step};
use crate::money::{fen, sum};
use crate::request_context::{number, Params, RequestContext};

/// Previews the orders that these lines would make. What cannot be had does not hinder the rest.
pub fn preview(market: &mut Market, context: &RequestContext<'_>) -> Result<Json, ApiError> {
    receiver(context.params)?;
    let lines = requested_lines(context.params)?;
    Ok(preview_view(&sort(&market.taobao.catalogue, lines)))
}

pub fn preview_view(sorted: &Sorted<'_>) -> Json {
    let total = sum(sorted.baskets.iter().map(Basket::total));
    Json::from([
        ("renderItemList", sorted.baskets.iter().map(basket_view).collect::<Vec<_>>().into()),
        ("unavailableSkuList", sorted.unavailable.iter().map(unavailable).collect::<Vec<_>>().into()),
        ("totalRealPayPrice", price(total)),
    ])
}

fn basket_view(basket: &Basket<'_>) -> Json {
    Json::from([
        ("shopName", basket.shop.name.as_str().into()),
        ("orderFee", price(basket.total())),
        ("mainlandShippingFee", price(basket.freight())),
        ("itemPriceInfos", basket.lines.iter().map(line_view).collect::<Vec<_>>().into()),
    ])
}

fn line_view(line: &Line<'_>) -> Json {
    Json::from([
        ("itemId", line.product.mp_id.to_string().into()),
        ("skuId", line.sku.mp_sku_id.to_string().into()),
        ("quantity", line.quantity.into()),
        ("price", price(line.sku.price())),
        ("totalPrice", price(line.product_fee())),
    ])
}

fn unavailable((requested, reason): &(RequestedLine, &'static str)) -> Json {
    Json::from([
        ("itemId", requested.mp_id.map(|id| id.to_string()).into()),
        ("skuId", requested.mp_sku_id.map(|id| id.to_string()).into()),
        ("reason", (*reason).into()),
        ("errorCode", UNAVAILABLE.into()),
    ])
}

fn price(amount: Fen) -> Json {
    Json::from([("amount", amount.0.into()), ("currency", "CNY".into())])
}

/// Makes an order for each shop of these lines: all of them or none. That they must not cost more than was planned
/// is the emulator's reading of `purchaseAmount`. The price that a line names is not looked at.
pub fn create(market: &mut Market, context: &RequestContext<'_>) -> Result<Json, ApiError> {
    let receiver = receiver(context.params)?;
    let lines = requested_lines(context.params)?;
    let planned = context.params.fen("purchaseAmount");
    make_each(market, lines, &receiver, Some(planned), context)
}

/// Makes an order for each shop of these lines, for at most this much money; answers them.
pub fn make_each(
    market: &mut Market,
    lines: Vec<RequestedLine>,
    receiver: &Receiver,
    planned: Option<Fen>,
    context: &RequestContext<'_>,
) -> Result<Json, ApiError> {
    let sorted = sort(&market.taobao.catalogue, lines);
    if let Some((requested, reason)) = sorted.unavailable.first() {
        let id = requested.mp_sku_id.map(|id| id.to_string()).unwrap_or_default();
        return Err(ApiError::new(UNAVAILABLE, format!("the SKU {id} cannot be ordered: {reason}")));
    }
    let Fen(total) = sum(sorted.baskets.iter().map(Basket::total));
    if let Some(Fen(planned)) = planned.filter(|planned| total > planned.0) {
        return Err(ApiError::new(AMOUNT, format!("the goods cost {total} fen, {planned} were planned")));
    }
    let orders: Vec<_> =
        sorted.baskets.into_iter().map(|basket| make(basket, receiver, &mut market.ids, context)).collect();
    let answer = Json::from([("orderList", orders.iter().map(created_view).collect::<Vec<_>>().into())]);
    for order in orders {
        market.keep_taobao_order(order, context.now);
    }
    Ok(answer)
}

fn make(basket: Basket<'_>, receiver: &Receiver, ids: &mut Ids, context: &RequestContext<'_>) -> Order {
    let param = |name| context.params.text(name).filter(|text| !text.is_empty() && *text != "-");
    let line = |line: basket::Line<'_>, ids: &mut Ids| OrderLine {
        id: ids.next(),
        outer_id: ids.next(),
        mp_id: line.product.mp_id,
        mp_sku_id: line.sku.mp_sku_id,
        title: line.product.title.clone(),
        label: line.sku.label(),
        quantity: line.quantity,
        price: line.sku.price(),
        product_fee: line.product_fee(),
        post_fee: line.post_fee,
        line_no: line.line_no,
        remark: line.remark,
        status: Status::WaitBuyerPay,
        paid: false,
        refunded: Fen(0),
        refund: None,
    };
    Order {
        id: ids.next(),
        outer_id: ids.next(),
        user: context.user.to_owned(),
        shop_id: basket.shop.id,
        lines: basket.lines.into_iter().map(|priced| line(priced, ids)).collect(),
        receiver: receiver.clone(),
        source: param("orderSource").map(str::to_owned),
        seller_order_number: param("sellerOrderNumber").map(str::to_owned),
        warehouse: None,
        created: context.now,
        modified: context.now,
        paid: None,
        parcels: Vec::new(),
        cancellation: None,
    }
}

fn created_view(order: &Order) -> Json {
    let lines = order.lines.iter().map(|line| {
        Json::from([
            ("subPurchaseOrderId", line.id.to_string().into()),
            ("orderLineNo", line.line_no.as_deref().into()),
        ])
    });
    Json::from([
        ("purchaseId", order.id.to_string().into()),
        ("estimateAmount", fen(order.total())),
        ("orderLineList", lines.collect::<Vec<_>>().into()),
    ])
}

/// The most orders that are paid at once: Taobao Global's limit.
const MAX_ORDERS: usize = 10;

/// Pays orders; some may be paid while others are not. The answer names those that were not.
pub fn pay(market: &mut Market, context: &RequestContext<'_>) -> Result<Json, ApiError> {
    let ids = context.params.list("orderIds");
    if ids.len() > MAX_ORDERS {
        return Err(ApiError::new(TOO_MANY, format!("at most {MAX_ORDERS} orders are paid at once")));
    }
    let mut failed = Vec::new();
    for id in ids {
        if let Err(failure) = pay_one(market, number(id), context) {
            failed.push(Json::from([
                ("purchaseId", id.as_digits().into()),
                ("errorCode", failure.code.into()),
                ("errorMessage", failure.message.into()),
            ]));
        }
    }
    Ok(Json::from([("payFailedResults", failed.into())]))
}

fn pay_one(market: &mut Market, id: Option<i64>, context: &RequestContext<'_>) -> Result<(), ApiError> {
    let order = market.taobao.order(id, context.user)?;
    let refused = |why: &str| Err(ApiError::new(STATE, why));
    if order.cancellation.is_some() {
        return refused("the order is being cancelled");
    }
    let (id, lines) = (order.id, order.open_lines().map(|line| line.id).collect::<Vec<_>>());
    if lines.is_empty() || market.advance_taobao(id, &lines, Step::BuyerPays, context.now).is_err() {
        return refused("the order does not wait for payment");
    }
    Ok(())
}

/// How long the task takes, in milliseconds: the emulator's own.
const TASK: u64 = 5_000;

/// Begins to cancel an order that waits for payment, or lines of it: whether Taobao cancels what is paid is on no
/// page. Until the task ends the order stands where it stood, and cannot be paid.
pub fn cancel(market: &mut Market, context: &RequestContext<'_>) -> Result<Json, ApiError> {
    let params = context.params;
    let order = market.taobao.order(params.id("orderId"), context.user)?;
    if order.status() != Status::WaitBuyerPay {
        return Err(ApiError::new(STATE, "the order does not wait for payment"));
    }
    if order.cancellation.is_some() {
        return Err(ApiError::new(STATE, "the order is being cancelled"));
    }
    let line_ids = params.ids("subOrderIds");
    let open: Vec<_> = order.open_lines().map(|line| line.id).collect();
    if line_ids.len() != params.list("subOrderIds").len()
        || line_ids.iter().any(|id| order.line(*id).is_none())
    {
        return Err(ApiError::new(NOT_THERE, "a sub-order is not of this order"));
    }
    if line_ids.iter().any(|id| !open.contains(id)) {
        return Err(ApiError::new(STATE, "a sub-order is closed"));
    }
    let id = order.id;
    let cancellation = Cancellation {
        due: context.now.saturating_add(TASK),
        line_ids: if line_ids.is_empty() { open } else { line_ids },
        reason: params.text("cancelReason").unwrap_or_default().to_owned(),
    };
    if let Some(order) = market.taobao.orders.get_mut(&id) {
        order.cancellation = Some(cancellation);
    }
    Ok(true.into())
}

/// Names the warehouse of an order that is not shipped or closed: that it must not be is the emulator's own.
pub fn set_warehouse(market: &mut Market, context: &RequestContext<'_>) -> Result<Json, ApiError> {
    let params = context.params;
    let order = market.taobao.order(params.id("orderId"), context.user)?;
    if !matches!(order.status(), Status::WaitBuyerPay | Status::WaitSellerSend) {
        return Err(ApiError::new(STATE, "the order is shipped or closed"));
    }
    let id = order.id;
    if let Some(order) = market.taobao.orders.get_mut(&id) {
        let text = |name| params.text(name).unwrap_or_default().to_owned();
        order.warehouse = Some((text("warehouseName"), text("warehouseAddress")));
    }
    Ok(Json::Object(Vec::new()))
}

/// The receiver, which comes as JSON text. Which fields it must have is on no page: none, here.
pub fn receiver(params: Params<'_>) -> Result<Receiver, ApiError> {
    match params.text("receiver").map(Json::parse) {
        Some(Ok(address @ Json::Object(_))) => Ok(read(Params(&address))),
        _ => Err(ApiError::new(UNREADABLE, "receiver must be a JSON object, as text")),
    }
}

/// The receiver of these fields.
pub fn read(address: Params<'_>) -> Receiver {
    let text = |name| address.text(name).unwrap_or_default().to_owned();
    Receiver {
        zip: text("zip"),
        country: text("country"),
        state: text("state"),
        city: text("city"),
        district: text("district"),
        address: text("address"),
        name: text("name"),
        phone: text("phone"),
        mobile_phone: text("mobile_phone"),
    }
}
