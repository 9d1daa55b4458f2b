//! Orders on Taobao: preview, create, pay, cancel, the warehouse and the receiver.

use pandapon::scalar::Fen;
use pandapon::schema::Json;

use crate::handlers::taobao::basket;
use crate::handlers::taobao::basket::{sort, wanted, Basket, Line, Sorted, Wanted};
use crate::http::{Failure, AMOUNT, NOT_THERE, STATE, TOO_MANY, UNAVAILABLE, UNREADABLE};
use crate::ids::Ids;
use crate::model::market::Market;
use crate::model::taobao::order::{Cancellation, Line as OrderLine, Order, Receiver, Status, Step};
use crate::money::{fen, sum};
use crate::request_context::{number, Asked, Members};

/// Previews the orders that these lines would make. What cannot be had does not hinder the rest.
pub fn preview(market: &mut Market, asked: &Asked<'_>) -> Result<Json, Failure> {
    receiver(asked.members)?;
    let lines = wanted(asked.members)?;
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

fn unavailable((wanted, reason): &(Wanted, &'static str)) -> Json {
    Json::from([
        ("itemId", wanted.mp_id.map(|id| id.to_string()).into()),
        ("skuId", wanted.mp_sku_id.map(|id| id.to_string()).into()),
        ("reason", (*reason).into()),
        ("errorCode", UNAVAILABLE.into()),
    ])
}

fn price(amount: Fen) -> Json {
    Json::from([("amount", amount.0.into()), ("currency", "CNY".into())])
}

/// Makes an order for each shop of these lines: all of them or none. That they must not cost more than was planned
/// is the emulator's reading of `purchaseAmount`. The price that a line names is not looked at.
pub fn create(market: &mut Market, asked: &Asked<'_>) -> Result<Json, Failure> {
    let receiver = receiver(asked.members)?;
    let lines = wanted(asked.members)?;
    let planned = asked.members.fen("purchaseAmount");
    make_each(market, lines, &receiver, Some(planned), asked)
}

/// Makes an order for each shop of these lines, for at most this much money; answers them.
pub fn make_each(
    market: &mut Market,
    lines: Vec<Wanted>,
    receiver: &Receiver,
    planned: Option<Fen>,
    asked: &Asked<'_>,
) -> Result<Json, Failure> {
    let sorted = sort(&market.taobao.catalogue, lines);
    if let Some((wanted, reason)) = sorted.unavailable.first() {
        let id = wanted.mp_sku_id.map(|id| id.to_string()).unwrap_or_default();
        return Err(Failure::new(UNAVAILABLE, format!("the SKU {id} cannot be ordered: {reason}")));
    }
    let Fen(total) = sum(sorted.baskets.iter().map(Basket::total));
    if let Some(Fen(planned)) = planned.filter(|planned| total > planned.0) {
        return Err(Failure::new(AMOUNT, format!("the goods cost {total} fen, {planned} were planned")));
    }
    let orders: Vec<_> =
        sorted.baskets.into_iter().map(|basket| make(basket, receiver, &mut market.ids, asked)).collect();
    let answer = Json::from([("orderList", orders.iter().map(created_view).collect::<Vec<_>>().into())]);
    for order in orders {
        market.keep_taobao_order(order, asked.now);
    }
    Ok(answer)
}

fn make(basket: Basket<'_>, receiver: &Receiver, ids: &mut Ids, asked: &Asked<'_>) -> Order {
    let given = |name| asked.members.text(name).filter(|text| !text.is_empty() && *text != "-");
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
        user: asked.user.to_owned(),
        shop_id: basket.shop.id,
        lines: basket.lines.into_iter().map(|known| line(known, ids)).collect(),
        receiver: receiver.clone(),
        source: given("orderSource").map(str::to_owned),
        seller_order_number: given("sellerOrderNumber").map(str::to_owned),
        warehouse: None,
        created: asked.now,
        modified: asked.now,
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
const MOST_ORDERS: usize = 10;

/// Pays orders; some may be paid while others are not. The answer names those that were not.
pub fn pay(market: &mut Market, asked: &Asked<'_>) -> Result<Json, Failure> {
    let ids = asked.members.list("orderIds");
    if ids.len() > MOST_ORDERS {
        return Err(Failure::new(TOO_MANY, format!("at most {MOST_ORDERS} orders are paid at once")));
    }
    let mut failed = Vec::new();
    for id in ids {
        if let Err(failure) = pay_one(market, number(id), asked) {
            failed.push(Json::from([
                ("purchaseId", id.as_digits().into()),
                ("errorCode", failure.code.into()),
                ("errorMessage", failure.message.into()),
            ]));
        }
    }
    Ok(Json::from([("payFailedResults", failed.into())]))
}

fn pay_one(market: &mut Market, id: Option<i64>, asked: &Asked<'_>) -> Result<(), Failure> {
    let order = market.taobao.order(id, asked.user)?;
    let refused = |why: &str| Err(Failure::new(STATE, why));
    if order.cancellation.is_some() {
        return refused("the order is being cancelled");
    }
    let (id, lines) = (order.id, order.open_lines().map(|line| line.id).collect::<Vec<_>>());
    if lines.is_empty() || market.advance_taobao(id, &lines, Step::BuyerPays, asked.now).is_err() {
        return refused("the order does not wait for payment");
    }
    Ok(())
}

/// How long the task takes, in milliseconds: the emulator's own.
const TASK: u64 = 5_000;

/// Begins to cancel an order that waits for payment, or lines of it: whether Taobao cancels what is paid is on no
/// page. Until the task ends the order stands where it stood, and cannot be paid.
pub fn cancel(market: &mut Market, asked: &Asked<'_>) -> Result<Json, Failure> {
    let members = asked.members;
    let order = market.taobao.order(members.id("orderId"), asked.user)?;
    if order.status() != Status::WaitBuyerPay {
        return Err(Failure::new(STATE, "the order does not wait for payment"));
    }
    if order.cancellation.is_some() {
        return Err(Failure::new(STATE, "the order is being cancelled"));
    }
    let named = members.ids("subOrderIds");
    let open: Vec<_> = order.open_lines().map(|line| line.id).collect();
    if named.len() != members.list("subOrderIds").len() || named.iter().any(|id| order.line(*id).is_none()) {
        return Err(Failure::new(NOT_THERE, "a sub-order is not of this order"));
    }
    if named.iter().any(|id| !open.contains(id)) {
        return Err(Failure::new(STATE, "a sub-order is closed"));
    }
    let id = order.id;
    let cancellation = Cancellation {
        due: asked.now.saturating_add(TASK),
        line_ids: if named.is_empty() { open } else { named },
        reason: members.text("cancelReason").unwrap_or_default().to_owned(),
    };
    if let Some(order) = market.taobao.orders.get_mut(&id) {
        order.cancellation = Some(cancellation);
    }
    Ok(true.into())
}

/// Names the warehouse of an order that is not shipped or closed: that it must not be is the emulator's own.
pub fn set_warehouse(market: &mut Market, asked: &Asked<'_>) -> Result<Json, Failure> {
    let members = asked.members;
    let order = market.taobao.order(members.id("orderId"), asked.user)?;
    if !matches!(order.status(), Status::WaitBuyerPay | Status::WaitSellerSend) {
        return Err(Failure::new(STATE, "the order is shipped or closed"));
    }
    let id = order.id;
    if let Some(order) = market.taobao.orders.get_mut(&id) {
        let text = |name| members.text(name).unwrap_or_default().to_owned();
        order.warehouse = Some((text("warehouseName"), text("warehouseAddress")));
    }
    Ok(Json::Object(Vec::new()))
}

/// The receiver, which comes as JSON text. Which members it must have is on no page: none, here.
pub fn receiver(members: Members<'_>) -> Result<Receiver, Failure> {
    match members.text("receiver").map(Json::parse) {
        Some(Ok(address @ Json::Object(_))) => Ok(read(Members(&address))),
        _ => Err(Failure::new(UNREADABLE, "receiver must be a JSON object, as text")),
    }
}

/// The receiver of these members.
pub fn read(address: Members<'_>) -> Receiver {
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
