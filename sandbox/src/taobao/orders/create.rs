//! Making orders: the goods are taken from stock, and one order is made for each shop.

use super::basket::{sort, wanted, Basket, Wanted};
use super::receiver::receiver;
use crate::asked::Asked;
use crate::envelope::{Failure, AMOUNT, UNAVAILABLE};
use crate::ids::Ids;
use crate::money::{fen, sum};
use crate::state::market::Market;
use crate::state::taobao::order::{Line, Order, Receiver, Status};
use pandapon::scalar::Fen;
use pandapon::schema::Json;

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
    let answer = Json::from([("orderList", orders.iter().map(show).collect::<Vec<_>>().into())]);
    for order in orders {
        market.keep_taobao_order(order, asked.now);
    }
    Ok(answer)
}

fn make(basket: Basket<'_>, receiver: &Receiver, ids: &mut Ids, asked: &Asked<'_>) -> Order {
    let given = |name| asked.members.text(name).filter(|text| !text.is_empty() && *text != "-");
    let line = |line: super::basket::Line<'_>, ids: &mut Ids| Line {
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

fn show(order: &Order) -> Json {
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
