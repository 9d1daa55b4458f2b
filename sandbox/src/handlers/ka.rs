//! What can be asked of Xport KA and is not asked of generation 1 in the same way. All else that is emulated of KA is
//! answered as generation 1 does, from the same state: no page shows how KA itself answers.
//!
//! Where a request's members stand on no page they are the emulator's own: those of generation 1, or of another
//! endpoint of KA.

use pandapon::schema::Json;

use crate::handlers::alibaba::basket::{each_seller, lines, Basket, PricedLine};
use crate::handlers::alibaba::order::{check_terms, created, keep_each, make_each, pay_batch, pay_url};
use crate::handlers::alibaba::product::product_view;
use crate::handlers::taobao::order_view::{page, Terms};
use crate::http::{Failure, NOT_THERE};
use crate::model::logistics::{Inspection, WarehouseParcel};
use crate::model::market::Market;
use crate::model::taobao::order::Status;
use crate::money::fen;
use crate::request_context::Asked;

/// The products of these `offerIds`, each as generation 1 shows it. One that is not there is left out.
pub fn get_many(market: &mut Market, asked: &Asked<'_>) -> Result<Json, Failure> {
    let ids = asked.members.ids("offerIds").into_iter();
    let products = ids.filter_map(|id| market.catalogue.offer(id)).map(product_view);
    Ok(products.collect::<Vec<_>>().into())
}

/// The freight of these goods: takes the members of the preview, and answers its freight.
pub fn estimate_freight(market: &mut Market, asked: &Asked<'_>) -> Result<Json, Failure> {
    let baskets = baskets(market, asked)?;
    let freight = baskets.iter().map(|basket| Json::from([("sumCarriage", fen(basket.freight()))]));
    Ok(freight.collect::<Vec<_>>().into())
}

/// What goods would cost: an entry for each order that they would make, all amounts in fen. `sumTotalPayment`, which
/// exceeds `sumPayment` in the vendor's sample by something that no page explains, is the same here.
pub fn preview(market: &mut Market, asked: &Asked<'_>) -> Result<Json, Failure> {
    let baskets: Vec<_> = baskets(market, asked)?;
    Ok(baskets.iter().map(of_basket).collect::<Vec<_>>().into())
}

/// The goods of each seller: all of them or none.
pub fn baskets<'a>(market: &'a Market, asked: &Asked<'_>) -> Result<Vec<Basket<'a>>, Failure> {
    each_seller(lines(&market.catalogue, asked)?)?.into_iter().collect()
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
pub fn create(market: &mut Market, asked: &Asked<'_>) -> Result<Json, Failure> {
    check_terms(asked)?;
    let orders = make_each(lines(&market.catalogue, asked)?, &mut market.ids, asked)?;
    let answer = created(&orders);
    keep_each(market, orders, asked.now);
    Ok(answer)
}

/// Pays one order by its `orderId`, or several by their `orderIds`, as generation 1 does.
pub fn pay(market: &mut Market, asked: &Asked<'_>) -> Result<Json, Failure> {
    match asked.members.0.get("orderIds") {
        Some(_) => pay_batch(market, asked),
        None => pay_url(market, asked),
    }
}

/// The page of the user's orders, as generation 1 lists those on Taobao, but in KA's terms. The vendor's page shows
/// neither the name of the member that tells where an order stands nor what the call takes: both are generation 1's.
pub fn list(market: &mut Market, asked: &Asked<'_>) -> Result<Json, Failure> {
    Ok(page(market, asked, TERMS))
}

const TERMS: Terms = Terms { status: |status| code(status).into(), refund_status: "refundStatus" };

/// What KA calls where an order stands. The sandbox's orders on Taobao are in no other state.
const fn code(status: Status) -> i64 {
    match status {
        Status::WaitBuyerPay => 0,
        Status::WaitSellerSend => 10,
        Status::WaitBuyerConfirm => 11,
        Status::Closed => 4,
    }
}

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
