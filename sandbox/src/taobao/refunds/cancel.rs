//! Taking an application back: a GET that changes the world.

use super::show::{agreed, purchase_order_line, CURRENCY, RETURN_ADDRESS, RETURN_PHONE};
use crate::asked::Asked;
use crate::carriers;
use crate::envelope::{Failure, STATE};
use crate::state::market::Market;
use crate::state::taobao::refund::{Refund, Step};
use pandapon::schema::Json;

/// Takes a refund back that the seller did not decide on, refused, or waits for the goods of.
pub fn cancel(market: &mut Market, asked: &Asked<'_>) -> Result<Json, Failure> {
    let refund = market.taobao.refund(asked.members.id("refundId"), asked.user)?;
    let (id, address_known) = (refund.id, agreed(refund));
    let done = market.advance_taobao_refund(id, Step::BuyerCloses, asked.now);
    done.map_err(|_| Failure::new(STATE, "the refund cannot be taken back any more"))?;
    let refund = market.taobao.refund(Some(id), asked.user)?;
    let order = market.taobao.orders.get(&refund.order_id);
    let line = order.and_then(|order| Some((order, order.line(refund.line_id)?)));
    let line = line.map(|(order, line)| purchase_order_line(&market.taobao, order, line));
    let parts =
        Json::from([("logistics", logistics(refund, address_known)), ("purchaseOrderLine", line.into())]);
    Ok(Json::from([
        ("cancelSuccess", true.into()),
        ("currency", CURRENCY.into()),
        ("distributorId", refund.user.as_str().into()),
        ("refundOrderAggregate", parts),
    ]))
}

/// The goods on their way back, with the address taken apart as on the page of this endpoint.
fn logistics(refund: &Refund, address_known: bool) -> Json {
    let mut members = Vec::new();
    if address_known {
        let address = Json::from([
            ("detailAddress", RETURN_ADDRESS.into()),
            ("phone", RETURN_PHONE.into()),
            ("receiver", "退货仓".into()),
        ]);
        members.push(("receiverAddress".to_owned(), address));
    }
    if let Some(shipment) = &refund.shipment {
        let carrier = Json::from([
            ("logisticCompanyCode", shipment.carrier_code.as_str().into()),
            ("logisticsCompanyName", carriers::name(&shipment.carrier_code).into()),
        ]);
        members.push(("logisticsCompany".to_owned(), carrier));
        members.push(("logisticsNo".to_owned(), shipment.waybill.as_str().into()));
        members.push(("buyerPhone".to_owned(), shipment.phone.as_str().into()));
    }
    Json::Object(members)
}
