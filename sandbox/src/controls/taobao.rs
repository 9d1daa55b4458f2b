//! What Taobao's sellers do.

use crate::controls::{chosen, ControlError, NewPrice};
use crate::model::market::Market;
use crate::model::taobao::order::{Order, Parcel, Status, Step};
use crate::model::taobao::refund::Step as RefundStep;

/// Ships these sub-orders, or all that were not shipped, in one parcel. Earlier applications for refunds are closed
/// by it.
pub fn ship(market: &mut Market, id: i64, items: Option<&[String]>, now: u64) -> Result<(), ControlError> {
    let not_now = || ControlError::OrderState(id.to_string());
    let order = market.taobao.orders.get(&id).filter(|order| order.status() == Status::WaitSellerSend);
    let waiting = order.ok_or_else(not_now)?.unshipped();
    let line_ids = match items {
        None => waiting,
        Some(items) => chosen(items, &waiting)?,
    };
    market.close_taobao_refunds(&line_ids, now);
    let parcel = Parcel { waybill: market.ids.waybill(), shipped: now, line_ids: line_ids.clone() };
    if let Some(order) = market.taobao.orders.get_mut(&id) {
        order.parcels.push(parcel);
    }
    market.advance_taobao(id, &line_ids, Step::SellerShips, now).map_err(|_| not_now())
}

/// Changes the price of an unpaid order.
pub fn change_price(market: &mut Market, id: i64, price: NewPrice, now: u64) -> Result<(), ControlError> {
    unpaid(market, id)?;
    let NewPrice { goods, freight } = price.checked()?;
    let is_done = market.reprice_taobao(id, goods, freight, now);
    is_done.then_some(()).ok_or(ControlError::Price)
}

/// Closes an unpaid order.
pub fn close_order(market: &mut Market, id: i64, now: u64) -> Result<(), ControlError> {
    let lines: Vec<_> = unpaid(market, id)?.open_lines().map(|line| line.id).collect();
    let done = market.advance_taobao(id, &lines, Step::SellerCloses, now);
    done.map_err(|_| ControlError::NotUnpaid(id.to_string()))
}

/// Puts so many pieces into stock, if there is such a SKU.
pub fn set_stock(market: &mut Market, sku_id: &str, pieces: i64) -> bool {
    sku_id.parse().is_ok_and(|id| market.taobao.catalogue.set_stock(id, pieces))
}

/// The seller agrees: to the refund, or to taking the goods back first.
pub fn seller_agrees(market: &mut Market, id: i64, now: u64) -> Result<(), ControlError> {
    let returns = market.taobao.refunds.get(&id).is_some_and(|refund| refund.returns);
    let step = if returns { RefundStep::SellerAgreesToReturn } else { RefundStep::SellerAgrees };
    advance(market, id, step, now)
}

/// The seller refuses the refund, or the goods that came back.
pub fn seller_refuses(market: &mut Market, id: i64, reason: &str, now: u64) -> Result<(), ControlError> {
    advance(market, id, RefundStep::SellerRefuses, now)?;
    if let Some(refund) = market.taobao.refunds.get_mut(&id) {
        refund.refuse_reason = Some(reason.to_owned());
    }
    Ok(())
}

/// The seller receives the goods that came back, and the buyer the money.
pub fn seller_receives(market: &mut Market, id: i64, now: u64) -> Result<(), ControlError> {
    advance(market, id, RefundStep::SellerReceives, now)
}

fn unpaid(market: &Market, id: i64) -> Result<&Order, ControlError> {
    let order = market.taobao.orders.get(&id).filter(|order| order.status() == Status::WaitBuyerPay);
    order.ok_or_else(|| ControlError::NotUnpaid(id.to_string()))
}

fn advance(market: &mut Market, id: i64, step: RefundStep, now: u64) -> Result<(), ControlError> {
    let refund = market.taobao.refunds.get(&id).ok_or_else(|| ControlError::NoRefund(id.to_string()))?;
    let status = refund.status.as_str();
    market.advance_taobao_refund(id, step, now).map_err(|_| ControlError::RefundState(id.to_string(), status))
}
