//! Controls of Taobao's sellers.

use crate::controls::{parse_items, ControlError, NewPrice};
use crate::model::market::Market;
use crate::model::taobao::order::{Order, Status, Step};
use crate::model::taobao::refund::Step as RefundStep;
use crate::model::taobao::shipment::Parcel;

/// Ships these sub-orders, or all unshipped ones, in one parcel. This closes their active refunds.
pub fn ship(market: &mut Market, id: i64, items: Option<&[String]>, now: u64) -> Result<(), ControlError> {
    let wrong_state = || ControlError::OrderState(id.to_string());
    let order = market.taobao.orders.get(&id).filter(|order| order.status() == Status::WaitSellerSend);
    let waiting = order.ok_or_else(wrong_state)?.unshipped();
    let line_ids = match items {
        None => waiting,
        Some(items) => parse_items(items, &waiting)?,
    };
    market.close_taobao_refunds(&line_ids, now);
    let parcel = Parcel { waybill: market.ids.waybill(), shipped: now, line_ids: line_ids.clone() };
    if let Some(order) = market.taobao.orders.get_mut(&id) {
        order.parcels.push(parcel);
    }
    market.advance_taobao_order(id, &line_ids, Step::SellerShips, now).map_err(|_| wrong_state())
}

/// Changes the price of an unpaid order.
pub fn change_price(market: &mut Market, id: i64, price: NewPrice, now: u64) -> Result<(), ControlError> {
    unpaid(market, id)?;
    let NewPrice { goods, freight } = price.checked()?;
    let is_repriced = market.reprice_taobao_order(id, goods, freight, now);
    is_repriced.then_some(()).ok_or(ControlError::Price)
}

/// Closes an unpaid order.
pub fn close_order(market: &mut Market, id: i64, now: u64) -> Result<(), ControlError> {
    let lines: Vec<_> = unpaid(market, id)?.open_lines().map(|line| line.id).collect();
    let closed = market.advance_taobao_order(id, &lines, Step::SellerCloses, now);
    closed.map_err(|_| ControlError::NotUnpaid(id.to_string()))
}

/// Sets the stock of a SKU. Returns whether it exists.
pub fn set_stock(market: &mut Market, sku_id: &str, pieces: i64) -> bool {
    sku_id.parse().is_ok_and(|id| market.taobao.catalogue.set_stock(id, pieces))
}

/// Agrees to a refund, or to a return of the goods.
pub fn seller_agrees(market: &mut Market, id: i64, now: u64) -> Result<(), ControlError> {
    let returns = market.taobao.refunds.get(&id).is_some_and(|refund| refund.returns);
    let step = if returns { RefundStep::SellerAgreesToReturn } else { RefundStep::SellerAgrees };
    advance_refund(market, id, step, now)
}

/// Refuses a refund, or returned goods.
pub fn seller_refuses(market: &mut Market, id: i64, reason: &str, now: u64) -> Result<(), ControlError> {
    advance_refund(market, id, RefundStep::SellerRefuses, now)?;
    if let Some(refund) = market.taobao.refunds.get_mut(&id) {
        refund.refuse_reason = Some(reason.to_owned());
    }
    Ok(())
}

/// Receives returned goods. The buyer gets the money.
pub fn seller_receives(market: &mut Market, id: i64, now: u64) -> Result<(), ControlError> {
    advance_refund(market, id, RefundStep::SellerReceives, now)
}

fn unpaid(market: &Market, id: i64) -> Result<&Order, ControlError> {
    let order = market.taobao.orders.get(&id).filter(|order| order.status() == Status::WaitBuyerPay);
    order.ok_or_else(|| ControlError::NotUnpaid(id.to_string()))
}

fn advance_refund(market: &mut Market, id: i64, step: RefundStep, now: u64) -> Result<(), ControlError> {
    let refund = market.taobao.refunds.get(&id).ok_or_else(|| ControlError::NoRefund(id.to_string()))?;
    let status = refund.status.as_str();
    market.advance_taobao_refund(id, step, now).map_err(|_| ControlError::RefundState(id.to_string(), status))
}
