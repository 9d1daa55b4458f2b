//! Reporting the parcels that are on their way to the warehouse.

use super::refuse;
use super::show::reports;
use crate::asked::Asked;
use crate::envelope::{Failure, NOT_THERE};
use crate::members::Members;
use crate::state::market::Market;
use crate::state::transport::{Booking, DomesticParcel, FreightLine, Report};
use pandapon::schema::Json;

/// Takes down by which parcels the lines of a transport come, in place of what was reported of them before. All of the
/// lines or none.
pub fn update_domestic(market: &mut Market, asked: &Asked<'_>) -> Result<Json, Failure> {
    let members = asked.members;
    let booking = members.id("orderId").and_then(|id| market.transports.bookings.get_mut(&id));
    let booking = booking.filter(|booking| booking.freight.user == asked.user);
    let booking = booking.ok_or_else(|| Failure::new(NOT_THERE, "there is no such transport"))?;
    let order = members.text("tmallOrderId").filter(|id| !id.is_empty());
    if order.is_some_and(|id| booking.order_id.is_none_or(|order| order.to_string() != id)) {
        return Err(refuse("the transport is of another order"));
    }
    let given = members.list("logisticInfos").iter().map(Members);
    let updates = given.map(|given| Ok((line(booking, given)?, report(given))));
    for (line, report) in updates.collect::<Result<Vec<_>, Failure>>()? {
        if let Some(line) = booking.freight.lines.get_mut(line) {
            line.report = report;
        }
    }
    Ok(reports(booking))
}

/// Which line of the transport is meant: the first that all that is given fits.
fn line(booking: &Booking, given: Members<'_>) -> Result<usize, Failure> {
    let wanted = given.0.get("lineItem").map(Members);
    let fits = |line: &FreightLine| {
        wanted.is_some_and(|wanted| {
            wanted.text("itemId").is_none_or(|id| id == line.item_id)
                && wanted.id("skuId").is_some_and(|id| id == line.sku_id)
                && wanted.id("quantity").is_none_or(|quantity| quantity == line.quantity)
        })
    };
    let line = booking.freight.lines.iter().position(fits);
    line.ok_or_else(|| Failure::new(NOT_THERE, "the transport has no such line"))
}

fn report(given: Members<'_>) -> Report {
    let text = |members: Members<'_>, name| members.text(name).map(str::to_owned);
    let parcel = |parcel| DomesticParcel {
        waybill: text(parcel, "logisticNumer"),
        carrier: text(parcel, "logisticCompanyName"),
        time: text(parcel, "rtsTime"),
    };
    Report {
        waybill: text(given, "logisticNumer"),
        parcels: given.list("domesticLogisticInfo").iter().map(Members).map(parcel).collect(),
    }
}
