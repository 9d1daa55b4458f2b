//! Where the parcels of a sub-order are.

use pandapon::schema::Json;

use crate::clock;
use crate::error::ApiError;
use crate::model::market::Market;
use crate::model::taobao::messages::CARRIER;
use crate::model::taobao::order::{Line, Order, Parcel};
use crate::request_context::RequestContext;

const HOUR: u64 = 3_600_000;

/// A step on the way of a parcel.
struct Step {
    /// How long after the parcel was shipped.
    after: u64,
    status: &'static str,
    text: &'static str,
    /// Where: near the seller, or near the receiver.
    arrived: bool,
}

const fn step(after: u64, status: &'static str, text: &'static str, arrived: bool) -> Step {
    Step { after, status, text, arrived }
}

const STEPS: [Step; 5] = [
    step(0, "WAITING_COLLECT", "等待揽收", false),
    step(2 * HOUR, "COLLECTED", "快件已揽收", false),
    step(12 * HOUR, "TRANSPORT", "快件运输中", false),
    step(36 * HOUR, "DELIVERING", "快件派送中", true),
    step(40 * HOUR, "SIGNED", "快件已签收", true),
];

/// The parcels of a sub-order; none before it is shipped.
pub fn tracking(market: &mut Market, context: &RequestContext<'_>) -> Result<Json, ApiError> {
    let (order, line) = market.taobao.line(context.params.id("subPurchaseOrderId"), context.user)?;
    let picture = market.taobao.catalogue.goods(line.mp_id, line.mp_sku_id);
    let picture = picture.map(|(product, sku)| product.picture_of(sku));
    let parcels = order
        .parcel(line.id)
        .into_iter()
        .map(|shipped| parcel(shipped, order, line, picture.clone(), context.now));
    Ok(Json::from([
        ("purchaseOrderOuterId", line.outer_id.to_string().into()),
        ("pnmLogisticsDetails", parcels.collect::<Vec<_>>().into()),
    ]))
}

fn parcel(parcel: &Parcel, order: &Order, line: &Line, picture: Option<String>, now: u64) -> Json {
    let receiver = &order.receiver;
    let passed = STEPS.iter().map(|step| (parcel.shipped.saturating_add(step.after), step));
    let traces = passed.filter(|(time, _)| *time <= now).map(|(time, step)| {
        let (province, city) = match step.arrived {
            true => (receiver.state.as_str(), receiver.city.as_str()),
            false => ("浙江省", "杭州市"),
        };
        Json::from([
            ("status", step.status.into()),
            ("statusDesc", step.text.into()),
            ("standerdDesc", step.text.into()),
            ("time", clock::text(time).into()),
            ("province", province.into()),
            ("city", city.into()),
        ])
    });
    let phone = if receiver.mobile_phone.is_empty() { &receiver.phone } else { &receiver.mobile_phone };
    let carrier = Json::from([("company", CARRIER.into()), ("companyContact", "00000".into())]);
    let goods = Json::from([
        ("title", line.title.as_str().into()),
        ("property", line.label.as_str().into()),
        ("imageUrl", picture.unwrap_or_default().into()),
        ("quantity", line.quantity.to_string().into()),
    ]);
    let receiver = Json::from([
        ("name", receiver.name.as_str().into()),
        ("phone", phone.as_str().into()),
        ("zipCode", receiver.zip.as_str().into()),
        ("province", receiver.state.as_str().into()),
        ("city", receiver.city.as_str().into()),
        ("district", receiver.district.as_str().into()),
        ("address", receiver.address.as_str().into()),
    ]);
    Json::from([
        ("mailNo", parcel.waybill.as_str().into()),
        ("logisticsTraces", traces.collect::<Vec<_>>().into()),
        ("logisticsPartner", vec![carrier].into()),
        ("receiver", receiver),
        ("logisticsGoods", vec![goods].into()),
    ])
}
