//! Making orders: the goods are taken from stock, and one order is made for each seller.

use super::basket::{each_seller, lines, single, Basket, Line, PricedLine};
use super::preview::{FLOW, TRADE_TYPES};
use super::show::{order as show, Detail};
use crate::asked::Asked;
use crate::envelope::Failure;
use crate::ids::Ids;
use crate::money::fen;
use crate::state::alibaba::order::{Item, Order, State};
use crate::state::alibaba::topic::Topic;
use crate::state::market::Market;
use pandapon::endpoint::Generation;
use pandapon::scalar::Fen;
use pandapon::schema::Json;

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
