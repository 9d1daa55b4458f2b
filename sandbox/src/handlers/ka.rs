//! What can be asked of Xport KA and is not asked of generation 1 in the same way. All else that is emulated of KA is
//! answered as generation 1 does, from the same state: no page shows how KA itself answers.
//!
//! Where a request's params are not documented they are the emulator's own: those of generation 1, or of another
//! endpoint of KA.

use pandapon::schema::Json;

use crate::error::{ApiError, NOT_THERE};
use crate::handlers::alibaba::basket::{each_seller, lines, Basket, PricedLine};
use crate::handlers::alibaba::order::{check_terms, created, keep_each, make_each, pay_batch, pay_url};
use crate::handlers::alibaba::product::product_view;
use crate::handlers::taobao::order_view::{page, Terms};
use crate::model::logistics::{Inspection, WarehouseParcel};
use crate::model::market::Market;
use crate::model::taobao::order::Status;
use crate::money::fen;
use crate::request_context::RequestContext;

/// The products of these `offerIds`, each as generation 1 shows it. One that is not there is left out.
pub fn get_many(market: &mut Market, context: &RequestContext<'_>) -> Result<Json, ApiError> {
    let ids = context.params.ids("offerIds").into_iter();
    let products = ids.filter_map(|id| market.catalogue.offer(id)).map(product_view);
    Ok(products.collect::<Vec<_>>().into())
}

/// The freight of these goods: takes the fields of the preview, and answers its freight.
pub fn estimate_freight(market: &mut Market, context: &RequestContext<'_>) -> Result<Json, ApiError> {
    let baskets = baskets(market, context)?;
    let freight = baskets.iter().map(|basket| Json::from([("sumCarriage", fen(basket.freight()))]));
    Ok(freight.collect::<Vec<_>>().into())
}

/// What goods would cost: an entry for each order that they would make, all amounts in fen. `sumTotalPayment`, which
/// exceeds `sumPayment` in the vendor's sample by something that no page explains, is the same here.
pub fn preview(market: &mut Market, context: &RequestContext<'_>) -> Result<Json, ApiError> {
    let baskets: Vec<_> = baskets(market, context)?;
    Ok(baskets.iter().map(of_basket).collect::<Vec<_>>().into())
}

/// The goods of each seller: all of them or none.
pub fn baskets<'a>(market: &'a Market, context: &RequestContext<'_>) -> Result<Vec<Basket<'a>>, ApiError> {
    each_seller(lines(&market.catalogue, context)?)?.into_iter().collect()
}

fn of_basket(basket: &Basket<'_>) -> Json {
    Json::from([
        ("sumCarriage", fen(basket.freight())),
        ("sumPayment", fen(basket.total())),
        ("sumTotalPayment", fen(basket.total())),
        ("sumPaymentNoCarriage", fen(basket.goods())),
        ("orderItemTOList", basket.lines.iter().map(of_line).collect::<Vec<_>>().into()),
    ])
}

fn of_line(line: &PricedLine<'_>) -> Json {
    Json::from([
        ("amount", fen(line.amount())),
        ("message", Json::Null),
        ("finalUnitPrice", fen(line.price)),
        ("specId", line.sku.spec_id.as_deref().unwrap_or_default().into()),
        ("skuId", line.sku.id.into()),
        ("offerId", line.offer.id.into()),
        ("openOfferId", line.offer.map_id.as_str().into()),
    ])
}

/// Makes the orders that the preview shows, and answers as generation 1 does.
pub fn create(market: &mut Market, context: &RequestContext<'_>) -> Result<Json, ApiError> {
    check_terms(context)?;
    let orders = make_each(lines(&market.catalogue, context)?, &mut market.ids, context)?;
    let answer = created(&orders);
    keep_each(market, orders, context.now);
    Ok(answer)
}

/// Pays one order by its `orderId`, or several by their `orderIds`, as generation 1 does.
pub fn pay(market: &mut Market, context: &RequestContext<'_>) -> Result<Json, ApiError> {
    match context.params.0.get("orderIds") {
        Some(_) => pay_batch(market, context),
        None => pay_url(market, context),
    }
}

/// The page of the user's orders, as generation 1 lists those on Taobao, but in KA's terms. The vendor's page shows
/// neither the name of the field that tells where an order stands nor what the call takes: both are generation 1's.
pub fn list(market: &mut Market, context: &RequestContext<'_>) -> Result<Json, ApiError> {
    Ok(page(market, context, TERMS))
}

const TERMS: Terms = Terms { status: |status| code(status).into(), refund_status: "refundStatus" };

/// KA's codes for the state of an order. The sandbox's orders on Taobao are in no other state.
const fn code(status: Status) -> i64 {
    match status {
        Status::WaitBuyerPay => 0,
        Status::WaitSellerSend => 10,
        Status::WaitBuyerConfirm => 11,
        Status::Closed => 4,
    }
}

/// Announces a parcel of one of the user's orders.
pub fn forecast(market: &mut Market, context: &RequestContext<'_>) -> Result<Json, ApiError> {
    let waybill = waybill(context)?;
    let parcel = of_order(market, context)?;
    Ok(keep(market, waybill, parcel))
}

/// Changes what was announced.
pub fn update(market: &mut Market, context: &RequestContext<'_>) -> Result<Json, ApiError> {
    let waybill = waybill(context)?;
    let announced = find_parcel(market, &waybill, context).cloned();
    let announced = announced.ok_or_else(|| ApiError::new(NOT_THERE, "no such parcel was announced"))?;
    let changed = match context.params.0.get(ORDER) {
        Some(_) => of_order(market, context)?,
        None => announced.clone(),
    };
    let out_order_id = changed.out_order_id.or(announced.out_order_id);
    let parcel = WarehouseParcel { out_order_id, inspection: announced.inspection, ..changed };
    Ok(keep(market, waybill, parcel))
}

/// Reports a parcel that came in, announced or not, and what its inspection found.
pub fn inbound(market: &mut Market, context: &RequestContext<'_>) -> Result<Json, ApiError> {
    let waybill = waybill(context)?;
    let announced = find_parcel(market, &waybill, context).cloned();
    let parcel = match (context.params.0.get(ORDER), announced) {
        (None, Some(announced)) => announced,
        _ => of_order(market, context)?,
    };
    let inspection = context.params.0.get("quality_inspection_info");
    let text =
        |name: &str| inspection.and_then(|inspection| inspection.get(name)?.as_digits()).map(str::to_owned);
    let inspection = Inspection { status: text("status"), failed_remark: text("failed_remark") };
    Ok(keep(market, waybill, WarehouseParcel { inspection: Some(inspection), ..parcel }))
}

const ORDER: &str = "alibaba_order_id";
const WAYBILL: &str = "logistics_tracking_number";
const OUT_ORDER: &str = "out_order_id";

fn waybill(context: &RequestContext<'_>) -> Result<String, ApiError> {
    let waybill = context.params.text(WAYBILL).filter(|waybill| !waybill.is_empty());
    let waybill = waybill.ok_or_else(|| ApiError::new(NOT_THERE, format!("{WAYBILL} is needed")))?;
    Ok(waybill.to_owned())
}

fn find_parcel<'a>(
    market: &'a Market,
    waybill: &str,
    context: &RequestContext<'_>,
) -> Option<&'a WarehouseParcel> {
    market.warehouse.get(waybill).filter(|parcel| parcel.user == context.user)
}

/// A parcel of the order that is named.
fn of_order(market: &Market, context: &RequestContext<'_>) -> Result<WarehouseParcel, ApiError> {
    let order = market.order(context.params.id(ORDER), context.user)?;
    Ok(WarehouseParcel {
        user: context.user.to_owned(),
        order_id: order.id,
        out_order_id: context.params.text(OUT_ORDER).map(str::to_owned),
        inspection: None,
    })
}

fn keep(market: &mut Market, waybill: String, parcel: WarehouseParcel) -> Json {
    let inspection = parcel.inspection.as_ref().map(|inspection| {
        Json::from([
            ("status", inspection.status.as_deref().into()),
            ("failed_remark", inspection.failed_remark.as_deref().into()),
        ])
    });
    let view = Json::from([
        (OUT_ORDER, parcel.out_order_id.as_deref().into()),
        (ORDER, parcel.order_id.to_string().into()),
        (WAYBILL, waybill.as_str().into()),
        ("quality_inspection_info", inspection.into()),
    ]);
    market.warehouse.insert(waybill, parcel);
    view
}
