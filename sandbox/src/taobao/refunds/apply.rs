//! Applying for a refund.

use super::reason::fitting;
use super::terms::terms;
use crate::asked::Asked;
use crate::envelope::{Failure, AMOUNT, NOT_THERE};
use crate::state::market::Market;
use crate::state::taobao::refund::{Refund, Status, Step};
use pandapon::scalar::Fen;
use pandapon::schema::Json;

/// Applies for a refund of a sub-order. One that the seller refused is closed by it. The answer, the refund's id, is
/// the emulator's own: no page shows one.
pub fn apply(market: &mut Market, asked: &Asked<'_>) -> Result<Json, Failure> {
    let members = asked.members;
    let terms = terms(market, asked)?;
    let reason = members.id("reasonId");
    let reason = fitting(terms.goods).find(|known| Some(known.id) == reason);
    let reason = reason.ok_or_else(|| Failure::new(NOT_THERE, "no such reason fits the goodsStatus"))?;
    let (Fen(least), Fen(most), fee) = (terms.least, terms.most, members.fen("refundFee"));
    if !(least..=most).contains(&fee.0) {
        return Err(Failure::new(AMOUNT, format!("from {least} to {most} fen can be refunded")));
    }
    let refused = terms.refused;
    let mut refund = Refund {
        id: 0,
        user: asked.user.to_owned(),
        order_id: terms.order.id,
        line_id: terms.line.id,
        status: Status::Applied,
        returns: terms.returns,
        goods: terms.goods,
        fee,
        reason_id: reason.id,
        description: members.text("refundDesc").unwrap_or_default().to_owned(),
        images: members.text("refundImages").map(str::to_owned),
        pay_order_id: None,
        refuse_reason: None,
        shipment: None,
        messages: Vec::new(),
        applied: asked.now,
        modified: asked.now,
    };
    if let Some(refused) = refused {
        // From where a refund was refused this step always leads on.
        let _ = market.advance_taobao_refund(refused, Step::BuyerCloses, asked.now);
    }
    refund.id = market.ids.next();
    let answer = Json::from([("refundId", refund.id.to_string().into())]);
    market.keep_taobao_refund(refund, asked.now);
    Ok(answer)
}
