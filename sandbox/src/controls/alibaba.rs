//! What 1688's sellers do.

use crate::controls::{chosen, ControlError, NewPrice};
use crate::handlers::alibaba::order_view;
use crate::model::alibaba::messages::Topic;
use crate::model::alibaba::order::{State, Step};
use crate::model::alibaba::refund::Step as RefundStep;
use crate::model::alibaba::shipment::Parcel;
use crate::model::market::Market;

/// Ships these sub-orders, or all that were not shipped. Earlier applications for refunds are closed by it.
pub fn ship(
    market: &mut Market,
    order_id: &str,
    items: Option<&[String]>,
    now: u64,
) -> Result<(), ControlError> {
    let id = find(market, order_id)?;
    let not_now = || ControlError::OrderState(order_id.to_owned());
    let order = market.orders.get(&id).filter(|order| order.state == State::WaitSellerSend);
    let waiting = order.ok_or_else(not_now)?.unshipped();
    let item_ids = match items {
        None => waiting.clone(),
        Some(items) => chosen(items, &waiting)?,
    };
    market.close_refunds_by_shipping(id, &item_ids, now);
    let is_all = waiting.iter().all(|item| item_ids.contains(item));
    let parcel = Parcel::new(&mut market.ids, item_ids, now);
    let order = market.orders.get_mut(&id).ok_or_else(not_now)?;
    order.parcels.push(parcel);
    if is_all {
        market.advance(id, Step::SellerShips, now).map_err(|_| not_now())?;
    } else {
        order.modified = now;
        market.outbox.order(Topic::PartlyShipped, order, order.state.as_str(), [], now);
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
    let whole = order_view::order_view(order, &market.refunds, order_view::Detail::Whole);
    market.outbox.with_body(Topic::PriceChanged, order, whole, now);
    Ok(())
}

/// Closes an unpaid order.
pub fn close_order(market: &mut Market, order_id: &str, now: u64) -> Result<(), ControlError> {
    let id = unpaid(market, order_id)?;
    market.advance(id, Step::SellerCloses, now).map_err(|_| ControlError::NotUnpaid(order_id.to_owned()))
}

/// Puts so many pieces into stock.
pub fn set_stock(market: &mut Market, sku_id: &str, pieces: i64) -> Result<(), ControlError> {
    let exists = sku_id.parse().is_ok_and(|id| market.catalogue.set_stock(id, pieces));
    exists.then_some(()).ok_or_else(|| ControlError::NoSku(sku_id.to_owned()))
}

/// The seller agrees: to the refund, or to taking the goods back first.
pub fn seller_agrees(market: &mut Market, id: &str, now: u64) -> Result<(), ControlError> {
    let returns = market.refunds.get(id).is_some_and(|refund| refund.returns);
    let step = if returns { RefundStep::SellerAgreesToReturn } else { RefundStep::SellerAgrees };
    step_of_seller(market, id, step, "", now)
}

/// The seller refuses the refund, or the goods that came back.
pub fn seller_refuses(market: &mut Market, id: &str, reason: &str, now: u64) -> Result<(), ControlError> {
    step_of_seller(market, id, RefundStep::SellerRefuses, reason, now)?;
    if let Some(refund) = market.refunds.get_mut(id) {
        refund.reject_times += 1;
        refund.reject_reason = Some(reason.to_owned());
    }
    Ok(())
}

/// The seller receives the goods that came back, and the buyer the money.
pub fn seller_receives(market: &mut Market, id: &str, now: u64) -> Result<(), ControlError> {
    step_of_seller(market, id, RefundStep::SellerReceives, "", now)
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

fn step_of_seller(
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
