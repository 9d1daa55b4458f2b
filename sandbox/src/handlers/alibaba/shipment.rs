//! Handlers for parcels on 1688: tracking of parcels to the buyer, and carriers for returns.

use pandapon::schema::Json;

use crate::clock;
use crate::error::ApiError;
use crate::handlers::alibaba::order::check_site;
use crate::handlers::carriers::CARRIERS;
use crate::model::alibaba::shipment::Parcel;
use crate::model::market::Market;
use crate::request_context::RequestContext;

const YEAR: u64 = 365 * 24 * 3_600_000;

/// Returns the traces of an order's parcels.
pub fn tracking(market: &mut Market, context: &RequestContext<'_>) -> Result<Json, ApiError> {
    check_site(context)?;
    let order = market
        .order(context.params.id("orderId"), context.user)
        .map_err(ApiError::from_model(["404", "order.nopermission.buyer"]))?;
    if context.now.saturating_sub(order.created) > YEAR {
        return Err(ApiError::new("order.createtime.history", "the order is older than a year"));
    }
    let parcel_id = context.params.text("logisticsId").filter(|id| !id.is_empty());
    let parcels = order.parcels.iter().filter(|parcel| parcel_id.is_none_or(|id| parcel.id == id));
    let traces: Vec<_> = parcels.map(|parcel| trace(order.id, parcel, context.now)).collect();
    if traces.is_empty() {
        return Err(ApiError::new("404", "the order has no such parcel yet"));
    }
    Ok(Json::from([("logisticsTrace", traces.into())]))
}

fn trace(order_id: i64, parcel: &Parcel, now: u64) -> Json {
    let steps = parcel.reached(now).map(|(time, node)| {
        Json::from([("acceptTime", clock::format(time).into()), ("remark", node.remark.into())])
    });
    Json::from([
        ("logisticsId", parcel.id.as_str().into()),
        ("orderId", order_id.into()),
        ("logisticsBillNo", parcel.waybill.as_str().into()),
        ("logisticsSteps", steps.collect::<Vec<_>>().into()),
    ])
}

/// Lists the carriers that can return goods.
pub fn carriers(_: &mut Market, _: &RequestContext<'_>) -> Result<Json, ApiError> {
    let carriers = CARRIERS.iter().enumerate().map(|(index, carrier)| {
        Json::from([
            ("id", Json::from(index as i64 + 1)),
            ("companyName", carrier.name.into()),
            ("companyNo", carrier.code.into()),
            ("companyPhone", "00000".into()),
            ("supportPrint", false.into()),
            ("spelling", carrier.spelling.into()),
        ])
    });
    Ok(carriers.collect::<Vec<_>>().into())
}
