//! Sending goods back.

use super::show::{agreed, RETURN_ADDRESS, RETURN_PHONE};
use crate::asked::Asked;
use crate::carriers;
use crate::envelope::{Failure, NOT_THERE, STATE};
use crate::state::market::Market;
use crate::state::taobao::refund::{Shipment, Step};
use pandapon::schema::Json;

/// Where to send goods, once the seller has agreed. The answer is the emulator's own, by the members that reading a
/// refund shows.
pub fn preview_return(market: &mut Market, asked: &Asked<'_>) -> Result<Json, Failure> {
    let refund = market.taobao.refund(asked.members.id("refundId"), asked.user)?;
    if !agreed(refund) {
        return Err(Failure::new(STATE, "the seller did not agree to a return"));
    }
    Ok(Json::from([
        ("refundId", refund.id.to_string().into()),
        (
            "receiverAddress",
            Json::from([
                ("detailAddress", RETURN_ADDRESS.into()),
                ("phone", RETURN_PHONE.into()),
                ("receiver", "退货仓".into()),
            ]),
        ),
    ]))
}

/// Reports carrier and waybill. The carriers are those of the sandbox's 1688: which Taobao knows is on no page.
pub fn submit_return(market: &mut Market, asked: &Asked<'_>) -> Result<Json, Failure> {
    let members = asked.members;
    let id = market.taobao.refund(members.id("refundId"), asked.user)?.id;
    let text = |name| members.text(name).unwrap_or_default();
    let (code, waybill) = (text("logisticsCompanyCode"), text("logisticsNo"));
    if carriers::name(code).is_none() || !carriers::knows(waybill) {
        return Err(Failure::new(NOT_THERE, "there is no such carrier, or it knows no such waybill"));
    }
    let done = market.advance_taobao_refund(id, Step::BuyerSends, asked.now);
    done.map_err(|_| Failure::new(STATE, "the refund does not wait for goods"))?;
    if let Some(refund) = market.taobao.refunds.get_mut(&id) {
        refund.shipment = Some(Shipment {
            carrier_code: code.to_owned(),
            waybill: waybill.to_owned(),
            phone: text("phone").to_owned(),
        });
    }
    Ok(true.into())
}
