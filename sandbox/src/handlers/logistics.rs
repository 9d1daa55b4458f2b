//! Handlers for international freight.
//!
//! No page shows a response of this group, a tariff or a code: services, prices, refusals and the fields of the data are
//! the emulator's own. Fields have the names of the params where there is one. Freight is in CNY, whatever the `currency`
//! of the goods.

use pandapon::schema::Json;

use crate::error::{ApiError, NOT_FOUND};
use crate::handlers::freight::{
    country, goods, priced_lines, refuse, required_country, service, service_id, Service, SERVICES,
};
use crate::model::alibaba::order::State;
use crate::model::logistics::{Booking, DomesticParcel, Freight, FreightLine, Report};
use crate::model::market::Market;
use crate::money::yuan_text;
use crate::request_context::{number, Params, RequestContext};

/// Returns the price of each service for a product.
pub fn estimate(market: &mut Market, context: &RequestContext<'_>) -> Result<Json, ApiError> {
    let country = required_country(context.params)?;
    let goods = goods(&market.catalogue, context.params, context.generation)?;
    let lines = SERVICES.iter().map(|service| goods.price(service, country));
    Ok(services_view(&lines.collect::<Vec<_>>()))
}

/// Previews the price of lines, with a `renderId` by which they can be booked once.
pub fn preview(market: &mut Market, context: &RequestContext<'_>) -> Result<Json, ApiError> {
    let country = required_country(context.params)?;
    let lines = priced_lines(&market.catalogue, "renderItems", country, context)?;
    let freight = Freight { user: context.user.to_owned(), country: country.to_owned(), lines };
    let render_id = market.ids.render();
    let mut fields = vec![("renderId".to_owned(), render_id.as_str().into())];
    fields.extend(freight_view(&freight, "renderItems"));
    market.logistics.previews.insert(render_id, freight);
    Ok(Json::Object(fields))
}

/// Books the preview of a `renderId`, or lines and an address. Beside a `renderId`, lines and address must match the
/// preview. Goods without an order are assumed to be bought elsewhere.
pub fn book(market: &mut Market, context: &RequestContext<'_>) -> Result<Json, ApiError> {
    let params = context.params;
    let render_id = params.text("renderId").filter(|id| !id.is_empty());
    let freight = match render_id {
        Some(id) => find_preview(market, id, context)?,
        None => price(market, context)?,
    };
    let order = params.0.get("tmallOrderInfo").and_then(|order| order.get("tmallOrderId"));
    let order_id = find_order(market, order, &freight)?;
    let id = market.ids.next();
    let booking = Booking { id, render_id: render_id.map(str::to_owned), order_id, freight };
    let data = booking_view(&booking);
    if let Some(id) = render_id {
        market.logistics.previews.remove(id);
    }
    market.logistics.bookings.insert(id, booking);
    Ok(data)
}

fn price(market: &Market, context: &RequestContext<'_>) -> Result<Freight, ApiError> {
    let country = required_country(context.params)?;
    let lines = priced_lines(&market.catalogue, "lineItems", country, context)?;
    Ok(Freight { user: context.user.to_owned(), country: country.to_owned(), lines })
}

fn find_preview(market: &Market, id: &str, context: &RequestContext<'_>) -> Result<Freight, ApiError> {
    let preview = market.logistics.previews.get(id).filter(|preview| preview.user == context.user);
    let preview = preview
        .ok_or_else(|| ApiError::new(NOT_FOUND, format!("preview {id:?} not found, or already booked")))?;
    if country(context.params).is_some_and(|country| !country.eq_ignore_ascii_case(&preview.country)) {
        return Err(refuse("the country differs from the preview"));
    }
    let params = context.params.list("lineItems");
    let is_same = params.len() == preview.lines.len()
        && params.iter().map(Params).zip(&preview.lines).all(|(params, line)| matches(params, line));
    match params.is_empty() || is_same {
        true => Ok(preview.clone()),
        false => Err(refuse("the lines differ from the preview")),
    }
}

/// Returns whether a requested line matches that of the preview.
fn matches(params: Params<'_>, line: &FreightLine) -> bool {
    params.text("itemId").is_none_or(|id| id == line.item_id)
        && params.id("skuId").is_none_or(|id| id == line.sku_id)
        && params.id("quantity").is_none_or(|quantity| quantity == line.quantity)
        && service_id(params).is_none_or(|id| id == line.service_id)
}

/// Stores the parcels in which lines of a booking are sent to the warehouse, replacing earlier reports on these lines.
/// Updates all lines of the request, or none.
pub fn update_domestic(market: &mut Market, context: &RequestContext<'_>) -> Result<Json, ApiError> {
    let params = context.params;
    let booking = params.id("orderId").and_then(|id| market.logistics.bookings.get_mut(&id));
    let booking = booking.filter(|booking| booking.freight.user == context.user);
    let booking = booking.ok_or_else(|| ApiError::new(NOT_FOUND, "booking not found"))?;
    let order = params.text("tmallOrderId").filter(|id| !id.is_empty());
    if order.is_some_and(|id| booking.order_id.is_none_or(|order| order.to_string() != id)) {
        return Err(refuse("the booking belongs to another order"));
    }
    let params = params.list("logisticInfos").iter().map(Params);
    let updates = params.map(|params| Ok((line_index(booking, params)?, report(params))));
    for (index, report) in updates.collect::<Result<Vec<_>, ApiError>>()? {
        if let Some(line) = booking.freight.lines.get_mut(index) {
            line.report = report;
        }
    }
    Ok(reports_view(booking))
}

/// Returns the index of the first line of the booking that matches all params.
fn line_index(booking: &Booking, params: Params<'_>) -> Result<usize, ApiError> {
    let goods = params.0.get("lineItem").map(Params);
    let is_match = |line: &FreightLine| {
        goods.is_some_and(|goods| {
            goods.text("itemId").is_none_or(|id| id == line.item_id)
                && goods.id("skuId").is_some_and(|id| id == line.sku_id)
                && goods.id("quantity").is_none_or(|quantity| quantity == line.quantity)
        })
    };
    let index = booking.freight.lines.iter().position(is_match);
    index.ok_or_else(|| ApiError::new(NOT_FOUND, "line not found in the booking"))
}

fn report(params: Params<'_>) -> Report {
    let text = |params: Params<'_>, name| params.text(name).map(str::to_owned);
    let parcel = |parcel| DomesticParcel {
        waybill: text(parcel, "logisticNumer"),
        carrier: text(parcel, "logisticCompanyName"),
        time: text(parcel, "rtsTime"),
    };
    Report {
        waybill: text(params, "logisticNumer"),
        parcels: params.list("domesticLogisticInfo").iter().map(Params).map(parcel).collect(),
    }
}

/// Returns the order of `tmallOrderId`, if present. It must belong to the user, not be closed, and have enough of these
/// goods that no other booking ships.
fn find_order(market: &Market, id: Option<&Json>, freight: &Freight) -> Result<Option<i64>, ApiError> {
    let Some(id) = id.filter(|id| id.as_digits() != Some("")) else {
        return Ok(None);
    };
    let order = market.order(number(id), &freight.user)?;
    if order.state == State::Cancel {
        return Err(refuse("the order is closed"));
    }
    for line in &freight.lines {
        let of_sku = order.items.iter().filter(|item| item.sku_id == line.sku_id);
        let kept: i64 = of_sku.map(|item| item.quantity - item.returned).sum();
        let left = kept - market.logistics.booked_pieces(order.id, line.sku_id);
        if freight.pieces(line.sku_id) > left {
            return Err(refuse(format!(
                "the order has only {left} pieces of SKU {} left to ship",
                line.sku_id
            )));
        }
    }
    Ok(Some(order.id))
}

/// The currency of freight.
const CURRENCY: &str = "CNY";

type Fields = Vec<(String, Json)>;

/// The services that can ship the same goods, each with its price.
fn services_view(lines: &[FreightLine]) -> Json {
    let offers = lines.iter().map(|line| {
        let mut offer = service(&line.service_id).map(service_info).unwrap_or_default();
        offer.push(("freight".to_owned(), yuan_text(line.freight)));
        offer.push(("currency".to_owned(), CURRENCY.into()));
        Json::Object(offer)
    });
    Json::from([("freightInfos", offers.collect::<Vec<_>>().into())])
}

/// The freight of lines; their field has the name of the param.
fn freight_view(freight: &Freight, lines: &str) -> Fields {
    let fields = freight.lines.iter().map(|line| {
        let mut fields = goods_view(line);
        let service = service(&line.service_id).map(service_info);
        fields.push(("freightInfo".to_owned(), service.map(Json::Object).unwrap_or_default()));
        fields.push(("freight".to_owned(), yuan_text(line.freight)));
        Json::Object(fields)
    });
    vec![
        ("currency".to_owned(), CURRENCY.into()),
        ("totalFreight".to_owned(), yuan_text(freight.total())),
        (lines.to_owned(), fields.collect::<Vec<_>>().into()),
    ]
}

/// A booking.
fn booking_view(booking: &Booking) -> Json {
    let mut fields = head(booking);
    fields.push(("renderId".to_owned(), booking.render_id.as_deref().into()));
    fields.extend(freight_view(&booking.freight, "lineItems"));
    Json::Object(fields)
}

/// The reported parcels of a booking.
fn reports_view(booking: &Booking) -> Json {
    let lines = booking.freight.lines.iter().map(|line| {
        let parcels = line.report.parcels.iter().map(|parcel| {
            Json::from([
                ("logisticNumer", parcel.waybill.as_deref().into()),
                ("logisticCompanyName", parcel.carrier.as_deref().into()),
                ("rtsTime", parcel.time.as_deref().into()),
            ])
        });
        Json::from([
            ("lineItem", Json::Object(goods_view(line))),
            ("logisticNumer", line.report.waybill.as_deref().into()),
            ("domesticLogisticInfo", parcels.collect::<Vec<_>>().into()),
        ])
    });
    let mut fields = head(booking);
    fields.push(("logisticInfos".to_owned(), lines.collect::<Vec<_>>().into()));
    Json::Object(fields)
}

fn head(booking: &Booking) -> Fields {
    let order = booking.order_id.map(|id| id.to_string());
    vec![("orderId".to_owned(), booking.id.to_string().into()), ("tmallOrderId".to_owned(), order.into())]
}

fn goods_view(line: &FreightLine) -> Fields {
    vec![
        ("itemId".to_owned(), line.item_id.as_str().into()),
        ("skuId".to_owned(), line.sku_id.to_string().into()),
        ("quantity".to_owned(), line.quantity.into()),
    ]
}

fn service_info(service: &Service) -> Fields {
    let fields =
        [("serviceId", service.id), ("companyName", service.company), ("serviceCategory", service.category)];
    fields.map(|(name, value)| (name.to_owned(), value.into())).into()
}
