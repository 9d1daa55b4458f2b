//! Handler for parcels on Taobao: tracking of parcels to the buyer.

use pandapon::schema::Json;

use crate::clock;
use crate::error::ApiError;
use crate::model::market::Market;
use crate::model::taobao::order::{Line, Order};
use crate::model::taobao::shipment::{Parcel, CARRIER};
use crate::request_context::RequestContext;

/// Returns the parcels of a sub-order; none before it is shipped.
pub fn tracking(market: &mut Market, context: &RequestContext<'_>) -> Result<Json, ApiError> {
    let (order, line) = market.taobao.line(context.params.id("subPurchaseOrderId"), context.user)?;
    let picture = market.taobao.catalogue.goods(line.mp_id, line.mp_sku_id);
    let picture = picture.map(|(product, sku)| product.picture_of(sku));
    let parcels = order
        .parcel(line.id)
        .into_iter()
        .map(|parcel| parcel_view(parcel, order, line, picture.clone(), context.now));
    Ok(Json::from([
        ("purchaseOrderOuterId", line.outer_id.to_string().into()),
        ("pnmLogisticsDetails", parcels.collect::<Vec<_>>().into()),
    ]))
}

fn parcel_view(parcel: &Parcel, order: &Order, line: &Line, picture: Option<String>, now: u64) -> Json {
    let receiver = &order.receiver;
    let traces = parcel.reached(now).map(|(time, node)| {
        let (province, city) = match node.is_near_receiver {
            true => (receiver.state.as_str(), receiver.city.as_str()),
            false => ("浙江省", "杭州市"),
        };
        Json::from([
            ("status", node.status.into()),
            ("statusDesc", node.text.into()),
            ("standerdDesc", node.text.into()),
            ("time", clock::format(time).into()),
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
