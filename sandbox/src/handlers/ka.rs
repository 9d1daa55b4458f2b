//! Handlers for endpoints of Xport KA that differ from generation 1. All other emulated endpoints of KA are handled as in
//! generation 1, on the same state: no page shows the responses of KA itself.
//!
//! Where the params of a request are not documented, they are the emulator's own: those of generation 1, or of another
//! endpoint of KA.

use pandapon::schema::Json;

use crate::error::{ApiError, NOT_FOUND};
use crate::handlers::alibaba::basket::{each_seller, lines, Basket, PricedLine};
use crate::handlers::alibaba::order::{check_terms, created_view, keep_each, make_each, pay_batch, pay_url};
use crate::handlers::alibaba::product::product_view;
use crate::handlers::taobao::order_view::{page, Vocabulary};
use crate::model::logistics::{Inspection, WarehouseParcel};
use crate::model::market::Market;
use crate::model::taobao::order::Status;
use crate::money::fen;
use crate::request_context::RequestContext;

/// Returns the products with these `offerIds`, each as in generation 1. Unknown ones are left out.
pub fn get_many(market: &mut Market, context: &RequestContext<'_>) -> Result<Json, ApiError> {
    let ids = context.params.ids("offerIds").into_iter();
    let products = ids.filter_map(|id| market.catalogue.offer(id)).map(product_view);
    Ok(products.collect::<Vec<_>>().into())
}

/// Returns the freight of these goods. The params are those of the preview, and the data is its freight.
pub fn estimate_freight(market: &mut Market, context: &RequestContext<'_>) -> Result<Json, ApiError> {
    let baskets = baskets(market, context)?;
    let freight = baskets.iter().map(|basket| Json::from([("sumCarriage", fen(basket.freight()))]));
    Ok(freight.collect::<Vec<_>>().into())
}

/// Previews goods: returns an entry for each order that would be created, with all amounts in fen. `sumTotalPayment`
/// equals `sumPayment` here; no page explains why it is higher in the vendor's sample.
pub fn preview(market: &mut Market, context: &RequestContext<'_>) -> Result<Json, ApiError> {
    let baskets: Vec<_> = baskets(market, context)?;
    Ok(baskets.iter().map(basket_view).collect::<Vec<_>>().into())
}

/// Returns the basket of each seller, or an error if one of them cannot be ordered.
fn baskets<'a>(market: &'a Market, context: &RequestContext<'_>) -> Result<Vec<Basket<'a>>, ApiError> {
    each_seller(lines(&market.catalogue, context)?)?.into_iter().collect()
}

fn basket_view(basket: &Basket<'_>) -> Json {
    Json::from([
        ("sumCarriage", fen(basket.freight())),
        ("sumPayment", fen(basket.total())),
        ("sumTotalPayment", fen(basket.total())),
        ("sumPaymentNoCarriage", fen(basket.goods())),
        ("orderItemTOList", basket.lines.iter().map(line_view).collect::<Vec<_>>().into()),
    ])
}

fn line_view(line: &PricedLine<'_>) -> Json {
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

/// Creates the orders that the preview shows. The data is as in generation 1.
pub fn create(market: &mut Market, context: &RequestContext<'_>) -> Result<Json, ApiError> {
    check_terms(context)?;
    let orders = make_each(lines(&market.catalogue, context)?, &mut market.ids, context)?;
    let data = created_view(&orders);
    keep_each(market, orders, context.now);
    Ok(data)
}

/// Pays one order by its `orderId`, or several by their `orderIds`, as in generation 1.
pub fn pay(market: &mut Market, context: &RequestContext<'_>) -> Result<Json, ApiError> {
    match context.params.0.get("orderIds") {
        Some(_) => pay_batch(market, context),
        None => pay_url(market, context),
    }
}

/// Lists the user's orders as generation 1 lists those on Taobao, but with KA's codes. The vendor's page shows neither the
/// name of the status field nor the params: both are those of generation 1.
pub fn list(market: &mut Market, context: &RequestContext<'_>) -> Result<Json, ApiError> {
    Ok(page(market, context, VOCABULARY))
}

const VOCABULARY: Vocabulary =
    Vocabulary { status: |status| code(status).into(), refund_status: "refundStatus" };

/// Returns KA's code for the status of an order. KA has more codes; the sandbox's orders on Taobao do not need them.
const fn code(status: Status) -> i64 {
    match status {
        Status::WaitBuyerPay => 0,
        Status::WaitSellerSend => 10,
        Status::WaitBuyerConfirm => 11,
        Status::Closed => 4,
    }
}

/// Announces a parcel of one of the user's orders to the warehouse.
pub fn forecast(market: &mut Market, context: &RequestContext<'_>) -> Result<Json, ApiError> {
    let waybill = waybill(context)?;
    let parcel = new_parcel(market, context)?;
    Ok(keep(market, waybill, parcel))
}

/// Changes an announced parcel.
pub fn update(market: &mut Market, context: &RequestContext<'_>) -> Result<Json, ApiError> {
    let waybill = waybill(context)?;
    let announced = find_parcel(market, &waybill, context).cloned();
    let announced = announced.ok_or_else(|| ApiError::new(NOT_FOUND, "announced parcel not found"))?;
    let changed = match context.params.0.get(ORDER) {
        Some(_) => new_parcel(market, context)?,
        None => announced.clone(),
    };
    let out_order_id = changed.out_order_id.or(announced.out_order_id);
    let parcel = WarehouseParcel { out_order_id, inspection: announced.inspection, ..changed };
    Ok(keep(market, waybill, parcel))
}

/// Reports the arrival of a parcel, announced or not, and the result of its inspection.
pub fn inbound(market: &mut Market, context: &RequestContext<'_>) -> Result<Json, ApiError> {
    let waybill = waybill(context)?;
    let announced = find_parcel(market, &waybill, context).cloned();
    let parcel = match (context.params.0.get(ORDER), announced) {
        (None, Some(announced)) => announced,
        _ => new_parcel(market, context)?,
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
    let waybill = waybill.ok_or_else(|| ApiError::new(NOT_FOUND, format!("{WAYBILL} is required")))?;
    Ok(waybill.to_owned())
}

fn find_parcel<'a>(
    market: &'a Market,
    waybill: &str,
    context: &RequestContext<'_>,
) -> Option<&'a WarehouseParcel> {
    market.warehouse.get(waybill).filter(|parcel| parcel.user == context.user)
}

/// Creates a parcel of the requested order.
fn new_parcel(market: &Market, context: &RequestContext<'_>) -> Result<WarehouseParcel, ApiError> {
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

#[cfg(test)]
mod tests {
    use pandapon::state::OrderState;

    use super::*;

    #[test]
    fn the_codes_of_ka_mean_what_the_words_of_generation_1_mean() {
        for status in [Status::WaitBuyerPay, Status::WaitSellerSend, Status::WaitBuyerConfirm, Status::Closed]
        {
            let state = OrderState::from_word(&code(status).to_string());
            assert!(state.is_some(), "{status:?}");
            assert_eq!(state, OrderState::from_word(status.as_str()), "{status:?}");
        }
    }
}
