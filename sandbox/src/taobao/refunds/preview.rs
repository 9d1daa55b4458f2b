//! What a refund may be, before it is applied for.

use super::reason::fitting;
use super::show::{distributor_id, CURRENCY};
use super::terms::{fitting_goods, terms};
use crate::asked::Asked;
use crate::envelope::Failure;
use crate::money::fen;
use crate::state::market::Market;
use pandapon::schema::Json;

/// The reasons that fit, and how much money.
pub fn preview(market: &mut Market, asked: &Asked<'_>) -> Result<Json, Failure> {
    let terms = terms(market, asked)?;
    let reasons = fitting(terms.goods).map(|reason| {
        Json::from([
            ("reasonId", reason.id.into()),
            ("reasonDesc", reason.text.into()),
            ("tips", reason.tips.into()),
        ])
    });
    let goods = fitting_goods(terms.line.status).iter().map(|goods| (*goods as i64).to_string().into());
    let can_edit = terms.least < terms.most;
    let draft = Json::from([
        ("refundStatus", "0".into()),
        ("refundType", (1 + i64::from(terms.returns)).into()),
        ("goodsStatus", (terms.goods as i64).into()),
        ("refundFee", fen(terms.most)),
        ("canEditFee", can_edit.into()),
    ]);
    let limits = Json::from([
        ("refundFee", fen(terms.most)),
        ("minRefundFee", fen(terms.least)),
        ("canEditRefundFee", can_edit.into()),
    ]);
    let template = Json::from([
        ("refundReasons", reasons.collect::<Vec<_>>().into()),
        ("goodsStatusList", goods.collect::<Vec<_>>().into()),
        ("refundOrder", draft),
        ("maxRefundFee", limits),
    ]);
    Ok(Json::from([
        ("refundOrderTemplate", template),
        ("distributorId", distributor_id(terms.order).into()),
        ("currency", CURRENCY.into()),
        ("saleFlag", true.into()),
    ]))
}
