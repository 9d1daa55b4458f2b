//! The reasons to choose from.

use super::apply::{check_goods, check_items, CODES};
use crate::asked::Asked;
use crate::envelope::Failure;
use crate::state::alibaba::refund::reason::REASONS;
use crate::state::market::Market;
use pandapon::schema::Json;

/// The reasons that sub-orders may be refunded for.
pub fn reasons(market: &mut Market, asked: &Asked<'_>) -> Result<Json, Failure> {
    let members = asked.members;
    let order = market.order(members.id("orderId"), asked.user, CODES)?;
    let goods = check_goods(order, asked)?;
    check_items(order, &members.ids("orderEntryIds"), goods)?;
    let fitting = REASONS.iter().filter(|reason| reason.fits.contains(&goods));
    let reasons = fitting.map(|reason| {
        Json::from([
            ("id", reason.id.into()),
            ("name", reason.name.into()),
            ("needVoucher", reason.needs_voucher.into()),
            ("noRefundCarriage", reason.without_freight.into()),
            ("tip", reason.tip.into()),
        ])
    });
    Ok(Json::from([("reasons", reasons.collect::<Vec<_>>().into())]))
}
