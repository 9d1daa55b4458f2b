//! Controls of 1688's sellers.

use pandapon::event::Topic;

use crate::controls::{parse_items, ControlError, NewPrice};
use crate::handlers::alibaba::order_view;
use crate::model::alibaba::messages;
use crate::model::alibaba::order::{State, Step};
use crate::model::alibaba::refund::Step as RefundStep;
use crate::model::alibaba::shipment::Parcel;
use crate::model::market::Market;

/// Ships these sub-orders, or all unshipped ones, in one parcel. This closes their active refunds.
pub fn ship(
    market: &mut Market,
    order_id: &str,
    items: Option<&[String]>,
    now: u64,
) -> Result<(), ControlError> {
    let id = find(market, order_id)?;
    let wrong_state = || ControlError::OrderState(order_id.to_owned());
    let order = market.orders.get(&id).filter(|order| order.state == State::WaitSellerSend);
    let waiting = order.ok_or_else(wrong_state)?.unshipped();
    let item_ids = match items {
        None => waiting.clone(),
        Some(items) => parse_items(items, &waiting)?,
    };
    market.close_refunds_by_shipping(id, &item_ids, now);
    let is_all = waiting.iter().all(|item| item_ids.contains(item));
    let parcel = Parcel::new(&mut market.ids, item_ids, now);
    let order = market.orders.get_mut(&id).ok_or_else(wrong_state)?;
    order.parcels.push(parcel);
    if is_all {
        market.advance_order(id, Step::SellerShips, now).map_err(|_| wrong_state())?;
    } else {
        order.modified = now;
        messages::order(&mut market.outbox, &Topic::PartlyShipped, order, order.state.as_str(), [], now);
    }
    market.announce_parcels(now);
    Ok(())
}

/// Changes the price of an unpaid order. The message about it carries the whole order (spec/semantics.md,
/// section 4).
pub fn change_price(
    market: &mut Market,
    order_id: &str,
    price: NewPrice,
    now: u64,
) -> Result<(), ControlError> {
    let id = unpaid(market, order_id)?;
    let NewPrice { goods, freight } = price.checked()?;
    let Some(order) = market.orders.get_mut(&id) else {
        return Err(ControlError::NoOrder(order_id.to_owned()));
    };
    if !order.reprice(goods, freight, now) {
        return Err(ControlError::Price);
    }
    let view = order_view::order_view(order, &market.refunds, order_view::Detail::Whole);
    messages::with_body(&mut market.outbox, &Topic::PriceChanged, order, view, now);
    Ok(())
}

/// Closes an unpaid order.
pub fn close_order(market: &mut Market, order_id: &str, now: u64) -> Result<(), ControlError> {
    let id = unpaid(market, order_id)?;
    market
        .advance_order(id, Step::SellerCloses, now)
        .map_err(|_| ControlError::NotUnpaid(order_id.to_owned()))
}

/// Sets the stock of a SKU.
pub fn set_stock(market: &mut Market, sku_id: &str, pieces: i64) -> Result<(), ControlError> {
    let exists = sku_id.parse().is_ok_and(|id| market.catalogue.set_stock(id, pieces));
    exists.then_some(()).ok_or_else(|| ControlError::NoSku(sku_id.to_owned()))
}

/// Agrees to a refund, or to a return of the goods.
pub fn seller_agrees(market: &mut Market, id: &str, now: u64) -> Result<(), ControlError> {
    let returns = market.refunds.get(id).is_some_and(|refund| refund.returns);
    let step = if returns { RefundStep::SellerAgreesToReturn } else { RefundStep::SellerAgrees };
    advance_refund(market, id, step, "", now)
}

/// Refuses a refund, or returned goods.
pub fn seller_refuses(market: &mut Market, id: &str, reason: &str, now: u64) -> Result<(), ControlError> {
    advance_refund(market, id, RefundStep::SellerRefuses, reason, now)?;
    if let Some(refund) = market.refunds.get_mut(id) {
        refund.reject_times += 1;
        refund.reject_reason = Some(reason.to_owned());
    }
    Ok(())
}

/// Receives returned goods. The buyer gets the money.
pub fn seller_receives(market: &mut Market, id: &str, now: u64) -> Result<(), ControlError> {
    advance_refund(market, id, RefundStep::SellerReceives, "", now)
}

fn find(market: &Market, order_id: &str) -> Result<i64, ControlError> {
    let id = order_id.parse().ok().filter(|id| market.orders.contains_key(id));
    id.ok_or_else(|| ControlError::NoOrder(order_id.to_owned()))
}

fn unpaid(market: &Market, order_id: &str) -> Result<i64, ControlError> {
    let id = find(market, order_id)?;
    let waits = market.orders.get(&id).is_some_and(|order| order.state == State::WaitBuyerPay);
    waits.then_some(id).ok_or_else(|| ControlError::NotUnpaid(order_id.to_owned()))
}

fn advance_refund(
    market: &mut Market,
    id: &str,
    step: RefundStep,
    remark: &str,
    now: u64,
) -> Result<(), ControlError> {
    let refund = market.refunds.get(id).ok_or_else(|| ControlError::NoRefund(id.to_owned()))?;
    let state = refund.state;
    market
        .advance_refund(id, step, remark, &[], now)
        .map_err(|_| ControlError::RefundState(id.to_owned(), state.as_str()))
}
