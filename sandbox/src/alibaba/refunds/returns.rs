//! Sending goods back, with the upstream's codes (spec/semantics.md, 1.5).

use crate::alibaba::vouchers;
use crate::asked::Asked;
use crate::carriers;
use crate::envelope::{done, Failure};
use crate::state::alibaba::refund::graph::{State, Step};
use crate::state::alibaba::refund::Shipment;
use crate::state::market::Market;
use pandapon::schema::Json;

/// Reports carrier and waybill of goods that the seller agreed to take back.
pub fn submit_return(market: &mut Market, asked: &Asked<'_>) -> Result<Json, Failure> {
    let members = asked.members;
    let id = members.text("refundId").unwrap_or_default();
    if !id.starts_with("TQ") {
        return Err(Failure::new("4008", "a refundId starts with TQ"));
    }
    let refund = market.refund(Some(id), asked.user, ["4005", "4006"])?;
    if refund.state != State::WaitBuyerSend {
        let state = refund.state.word();
        return Err(Failure::new("4007", format!("a refund in state {state} takes no return")));
    }
    let code = members.text("logisticsCompanyNo").unwrap_or_default();
    let waybill = members.text("freightBill").unwrap_or_default();
    if code.is_empty() || waybill.is_empty() {
        return Err(Failure::new("4002", "carrier and waybill are needed"));
    }
    let carrier = carriers::name(code)
        .filter(|_| carriers::knows(waybill))
        .ok_or_else(|| Failure::new("4004", "the carrier knows no such waybill"))?;
    let vouchers = members.texts("vouchers");
    if !vouchers::are_uploaded(market, &vouchers) {
        return Err(Failure::new("4003", "a voucher was not uploaded"));
    }
    let note = members.text("description").unwrap_or_default();
    if let Some(refund) = market.refunds.get_mut(id) {
        refund.shipment = Some(Shipment { carrier: carrier.to_owned(), waybill: waybill.to_owned() });
    }
    market
        .advance_refund(id, Step::BuyerSends, note, &vouchers, asked.now)
        .map_err(|_| Failure::new("4007", "the refund takes no return"))?;
    Ok(done())
}
