//! The warehouse: parcels that are announced, and that come in.
//!
//! Of `inbound` the vendor shows a sample; `forecast` and `update`, of which it shows nothing, take the same members.
//! What all three answer, the parcel as it is known, is the emulator's own.

use crate::asked::Asked;
use crate::envelope::{Failure, NOT_THERE};
use crate::state::market::Market;
use crate::state::warehouse::{Inspection, WarehouseParcel};
use pandapon::schema::Json;

/// Announces a parcel of one of the user's orders.
pub fn forecast(market: &mut Market, asked: &Asked<'_>) -> Result<Json, Failure> {
    let waybill = waybill(asked)?;
    let parcel = of_order(market, asked)?;
    Ok(keep(market, waybill, parcel))
}

/// Changes what was announced.
pub fn update(market: &mut Market, asked: &Asked<'_>) -> Result<Json, Failure> {
    let waybill = waybill(asked)?;
    let known = known(market, &waybill, asked).cloned();
    let known = known.ok_or_else(|| Failure::new(NOT_THERE, "no such parcel was announced"))?;
    let changed = match asked.members.0.get(ORDER) {
        Some(_) => of_order(market, asked)?,
        None => known.clone(),
    };
    let out_order_id = changed.out_order_id.or(known.out_order_id);
    let parcel = WarehouseParcel { out_order_id, inspection: known.inspection, ..changed };
    Ok(keep(market, waybill, parcel))
}

/// Reports a parcel that came in, announced or not, and what its inspection found.
pub fn inbound(market: &mut Market, asked: &Asked<'_>) -> Result<Json, Failure> {
    let waybill = waybill(asked)?;
    let announced = known(market, &waybill, asked).cloned();
    let parcel = match (asked.members.0.get(ORDER), announced) {
        (None, Some(announced)) => announced,
        _ => of_order(market, asked)?,
    };
    let found = asked.members.0.get("quality_inspection_info");
    let text = |name: &str| found.and_then(|found| found.get(name)?.as_digits()).map(str::to_owned);
    let inspection = Inspection { status: text("status"), failed_remark: text("failed_remark") };
    Ok(keep(market, waybill, WarehouseParcel { inspection: Some(inspection), ..parcel }))
}

const ORDER: &str = "alibaba_order_id";
const WAYBILL: &str = "logistics_tracking_number";
const OUT_ORDER: &str = "out_order_id";

fn waybill(asked: &Asked<'_>) -> Result<String, Failure> {
    let waybill = asked.members.text(WAYBILL).filter(|waybill| !waybill.is_empty());
    let waybill = waybill.ok_or_else(|| Failure::new(NOT_THERE, format!("{WAYBILL} is needed")))?;
    Ok(waybill.to_owned())
}

fn known<'a>(market: &'a Market, waybill: &str, asked: &Asked<'_>) -> Option<&'a WarehouseParcel> {
    market.warehouse.get(waybill).filter(|parcel| parcel.user == asked.user)
}

/// A parcel of the order that is named.
fn of_order(market: &Market, asked: &Asked<'_>) -> Result<WarehouseParcel, Failure> {
    let order = market.order(asked.members.id(ORDER), asked.user, [NOT_THERE; 2])?;
    Ok(WarehouseParcel {
        user: asked.user.to_owned(),
        order_id: order.id,
        out_order_id: asked.members.text(OUT_ORDER).map(str::to_owned),
        inspection: None,
    })
}

fn keep(market: &mut Market, waybill: String, parcel: WarehouseParcel) -> Json {
    let inspection = parcel.inspection.as_ref().map(|found| {
        Json::from([
            ("status", found.status.as_deref().into()),
            ("failed_remark", found.failed_remark.as_deref().into()),
        ])
    });
    let shown = Json::from([
        (OUT_ORDER, parcel.out_order_id.as_deref().into()),
        (ORDER, parcel.order_id.to_string().into()),
        (WAYBILL, waybill.as_str().into()),
        ("quality_inspection_info", inspection.into()),
    ]);
    market.warehouse.insert(waybill, parcel);
    shown
}
