//! Handlers for orders on Taobao: preview, create, pay, cancel, set the warehouse.

use pandapon::scalar::Fen;
use pandapon::schema::Json;

use crate::error::{ApiError, AMOUNT, INVALID_FIELD, NOT_FOUND, STATE, TOO_MANY, UNAVAILABLE};
use crate::handlers::taobao::basket::{by_shop, requested_lines, Basket, Baskets, Line, RequestedLine};
use crate::ids::Ids;
use crate::model::market::Market;
use crate::model::taobao::order::{Cancellation, Line as OrderLine, Order, Receiver, Status, Step};
use crate::money::{fen, sum};
use crate::request_context::{number, Params, RequestContext};

/// Previews the orders of these lines. Goods that cannot be ordered do not affect the others.
pub fn preview(market: &mut Market, context: &RequestContext<'_>) -> Result<Json, ApiError> {
    receiver(context.params)?;
    let lines = requested_lines(context.params)?;
    Ok(preview_view(&by_shop(&market.taobao.catalogue, lines)))
}

pub fn preview_view(goods: &Baskets<'_>) -> Json {
    let total = sum(goods.baskets.iter().map(Basket::total));
    Json::from([
        ("renderItemList", goods.baskets.iter().map(basket_view).collect::<Vec<_>>().into()),
        ("unavailableSkuList", goods.unavailable.iter().map(unavailable).collect::<Vec<_>>().into()),
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

/// Creates an order for each shop of these lines: all of them, or none. That they must not cost more than `purchaseAmount`
/// is the emulator's reading of that param. The prices in lines are ignored.
pub fn create(market: &mut Market, context: &RequestContext<'_>) -> Result<Json, ApiError> {
    let receiver = receiver(context.params)?;
    let lines = requested_lines(context.params)?;
    let max_amount = context.params.fen("purchaseAmount");
    create_each(market, lines, &receiver, Some(max_amount), context)
}

/// Creates an order for each shop of these lines, for at most `max_amount` in total. Returns their views.
pub fn create_each(
    market: &mut Market,
    lines: Vec<RequestedLine>,
    receiver: &Receiver,
    max_amount: Option<Fen>,
    context: &RequestContext<'_>,
) -> Result<Json, ApiError> {
    let goods = by_shop(&market.taobao.catalogue, lines);
    if let Some((requested, reason)) = goods.unavailable.first() {
        let id = requested.mp_sku_id.map(|id| id.to_string()).unwrap_or_default();
        return Err(ApiError::new(UNAVAILABLE, format!("SKU {id} cannot be ordered: {reason}")));
    }
    let Fen(total) = sum(goods.baskets.iter().map(Basket::total));
    if let Some(Fen(max)) = max_amount.filter(|max| total > max.0) {
        return Err(ApiError::new(AMOUNT, format!("the goods cost {total} fen; purchaseAmount is {max}")));
    }
    let orders: Vec<_> =
        goods.baskets.into_iter().map(|basket| make(basket, receiver, &mut market.ids, context)).collect();
    let data = Json::from([("orderList", orders.iter().map(created_view).collect::<Vec<_>>().into())]);
    for order in orders {
        market.keep_taobao_order(order, context.now);
    }
    Ok(data)
}

fn make(basket: Basket<'_>, receiver: &Receiver, ids: &mut Ids, context: &RequestContext<'_>) -> Order {
    let param = |name| context.params.text(name).filter(|text| !text.is_empty() && *text != "-");
    let line = |line: Line<'_>, ids: &mut Ids| OrderLine {
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

/// Maximum number of orders that can be paid at once: Taobao Global's limit.
const MAX_ORDERS: usize = 10;

/// Pays orders. Some may be paid while others are not: the data lists those that were not.
pub fn pay(market: &mut Market, context: &RequestContext<'_>) -> Result<Json, ApiError> {
    let ids = context.params.list("orderIds");
    if ids.len() > MAX_ORDERS {
        return Err(ApiError::new(TOO_MANY, format!("at most {MAX_ORDERS} orders can be paid at once")));
    }
    let mut failed = Vec::new();
    for id in ids {
        if let Err(error) = pay_one(market, number(id), context) {
            failed.push(Json::from([
                ("purchaseId", id.as_digits().into()),
                ("errorCode", error.code.into()),
                ("errorMessage", error.message.into()),
            ]));
        }
    }
    Ok(Json::from([("payFailedResults", failed.into())]))
}

fn pay_one(market: &mut Market, id: Option<i64>, context: &RequestContext<'_>) -> Result<(), ApiError> {
    let order = market.taobao.order(id, context.user)?;
    let refuse = |message: &str| Err(ApiError::new(STATE, message));
    if order.cancellation.is_some() {
        return refuse("the order is being cancelled");
    }
    let (id, lines) = (order.id, order.open_lines().map(|line| line.id).collect::<Vec<_>>());
    if lines.is_empty() || market.advance_taobao_order(id, &lines, Step::BuyerPays, context.now).is_err() {
        return refuse("the order is not waiting for payment");
    }
    Ok(())
}

/// Duration of the cancellation task, in milliseconds: the emulator's own.
const CANCELLATION_DELAY: u64 = 5_000;

/// Starts a task that cancels an order, or lines of it. The order must be waiting for payment: whether Taobao cancels paid
/// orders is not documented. Until the task ends, the status of the order does not change, and it cannot be paid.
pub fn cancel(market: &mut Market, context: &RequestContext<'_>) -> Result<Json, ApiError> {
    let params = context.params;
    let order = market.taobao.order(params.id("orderId"), context.user)?;
    if order.status() != Status::WaitBuyerPay {
        return Err(ApiError::new(STATE, "the order is not waiting for payment"));
    }
    if order.cancellation.is_some() {
        return Err(ApiError::new(STATE, "the order is being cancelled"));
    }
    let line_ids = params.ids("subOrderIds");
    let open: Vec<_> = order.open_lines().map(|line| line.id).collect();
    if line_ids.len() != params.list("subOrderIds").len()
        || line_ids.iter().any(|id| order.line(*id).is_none())
    {
        return Err(ApiError::new(NOT_FOUND, "a sub-order does not belong to this order"));
    }
    if line_ids.iter().any(|id| !open.contains(id)) {
        return Err(ApiError::new(STATE, "a sub-order is closed"));
    }
    let id = order.id;
    let cancellation = Cancellation {
        due: context.now.saturating_add(CANCELLATION_DELAY),
        line_ids: if line_ids.is_empty() { open } else { line_ids },
        reason: params.text("cancelReason").unwrap_or_default().to_owned(),
    };
    if let Some(order) = market.taobao.orders.get_mut(&id) {
        order.cancellation = Some(cancellation);
    }
    Ok(true.into())
}

/// Sets the warehouse of an order that is not shipped or closed. That condition is the emulator's own.
pub fn set_warehouse(market: &mut Market, context: &RequestContext<'_>) -> Result<Json, ApiError> {
    let params = context.params;
    let order = market.taobao.order(params.id("orderId"), context.user)?;
    if !matches!(order.status(), Status::WaitBuyerPay | Status::WaitSellerSend) {
        return Err(ApiError::new(STATE, "the order is already shipped or closed"));
    }
    let id = order.id;
    if let Some(order) = market.taobao.orders.get_mut(&id) {
        let text = |name| params.text(name).unwrap_or_default().to_owned();
        order.warehouse = Some((text("warehouseName"), text("warehouseAddress")));
    }
    Ok(Json::Object(Vec::new()))
}

/// Reads the receiver, which is JSON text. Which fields are required is not documented: here none is.
fn receiver(params: Params<'_>) -> Result<Receiver, ApiError> {
    match params.text("receiver").map(Json::parse) {
        Some(Ok(address @ Json::Object(_))) => Ok(read_receiver(Params(&address))),
        _ => Err(ApiError::new(INVALID_FIELD, "receiver must be a JSON object, as text")),
    }
}

/// Reads the fields of a receiver.
pub fn read_receiver(address: Params<'_>) -> Receiver {
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
