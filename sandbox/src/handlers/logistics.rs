//! What can be asked about freight abroad, and of it.
//!
//! No page shows an answer of this group, nor a tariff or a code: services, prices, what is refused and the fields of
//! the answers are the emulator's own. Their names are those of the requests where there is one. Freight is counted in
//! CNY, whatever the `currency` of the goods.

use pandapon::schema::Json;

use crate::error::{ApiError, NOT_THERE};
use crate::handlers::freight::{
    country, goods, lines, needed_country, service, service_id, Service, SERVICES,
};
use crate::model::alibaba::order::State;
use crate::model::logistics::{Booking, DomesticParcel, Freight, FreightLine, Report};
use crate::model::market::Market;
use crate::money::yuan_text;
use crate::request_context::{number, Params, RequestContext};

/// What each service would take for a product.
pub fn estimate(market: &mut Market, context: &RequestContext<'_>) -> Result<Json, ApiError> {
    let country = needed_country(context.params)?;
    let goods = goods(&market.catalogue, context.params, context.generation)?;
    let carried = SERVICES.iter().map(|service| goods.carried(service, country));
    Ok(services_view(&carried.collect::<Vec<_>>()))
}

/// What these lines would cost, under a `renderId` by which they can be booked, once.
pub fn preview(market: &mut Market, context: &RequestContext<'_>) -> Result<Json, ApiError> {
    let country = needed_country(context.params)?;
    let lines = lines(&market.catalogue, "renderItems", country, context)?;
    let previewed = Freight { user: context.user.to_owned(), country: country.to_owned(), lines };
    let render_id = market.ids.render();
    let mut fields = vec![("renderId".to_owned(), render_id.as_str().into())];
    fields.extend(freight_view(&previewed, "renderItems"));
    market.logistics.previews.insert(render_id, previewed);
    Ok(Json::Object(fields))
}

/// Books what was previewed under `renderId`, or else these lines to this address. Lines and address that are given
/// beside a `renderId` must be the preview's. Goods whose order is not named are taken to be bought elsewhere.
pub fn book(market: &mut Market, context: &RequestContext<'_>) -> Result<Json, ApiError> {
    let params = context.params;
    let render_id = params.text("renderId").filter(|id| !id.is_empty());
    let freight = match render_id {
        Some(id) => previewed(market, id, context)?,
        None => priced(market, context)?,
    };
    let order = params.0.get("tmallOrderInfo").and_then(|order| order.get("tmallOrderId"));
    let order_id = bought(market, order, &freight)?;
    let id = market.ids.next();
    let booking = Booking { id, render_id: render_id.map(str::to_owned), order_id, freight };
    let answer = booking_view(&booking);
    if let Some(id) = render_id {
        market.logistics.previews.remove(id);
    }
    market.logistics.bookings.insert(id, booking);
    Ok(answer)
}

fn priced(market: &Market, context: &RequestContext<'_>) -> Result<Freight, ApiError> {
    let country = needed_country(context.params)?;
    let lines = lines(&market.catalogue, "lineItems", country, context)?;
    Ok(Freight { user: context.user.to_owned(), country: country.to_owned(), lines })
}

fn previewed(market: &Market, id: &str, context: &RequestContext<'_>) -> Result<Freight, ApiError> {
    let previewed = market.logistics.previews.get(id).filter(|preview| preview.user == context.user);
    let previewed = previewed.ok_or_else(|| {
        ApiError::new(NOT_THERE, format!("there is no preview {id:?}, or it was booked before"))
    })?;
    if country(context.params).is_some_and(|country| !country.eq_ignore_ascii_case(&previewed.country)) {
        return Err(refuse("the goods go to another country than in the preview"));
    }
    let params = context.params.list("lineItems");
    let same = params.len() == previewed.lines.len()
        && params.iter().map(Params).zip(&previewed.lines).all(|(params, line)| is_same(params, line));
    match params.is_empty() || same {
        true => Ok(previewed.clone()),
        false => Err(refuse("the lines are not those of the preview")),
    }
}

/// Whether a line agrees with the preview.
fn is_same(params: Params<'_>, previewed: &FreightLine) -> bool {
    params.text("itemId").is_none_or(|id| id == previewed.item_id)
        && params.id("skuId").is_none_or(|id| id == previewed.sku_id)
        && params.id("quantity").is_none_or(|quantity| quantity == previewed.quantity)
        && service_id(params).is_none_or(|id| id == previewed.service_id)
}

/// Takes down by which parcels the lines of a transport come, in place of what was reported of them before. All of the
/// lines or none.
pub fn update_domestic(market: &mut Market, context: &RequestContext<'_>) -> Result<Json, ApiError> {
    let params = context.params;
    let booking = params.id("orderId").and_then(|id| market.logistics.bookings.get_mut(&id));
    let booking = booking.filter(|booking| booking.freight.user == context.user);
    let booking = booking.ok_or_else(|| ApiError::new(NOT_THERE, "there is no such transport"))?;
    let order = params.text("tmallOrderId").filter(|id| !id.is_empty());
    if order.is_some_and(|id| booking.order_id.is_none_or(|order| order.to_string() != id)) {
        return Err(refuse("the transport is of another order"));
    }
    let params = params.list("logisticInfos").iter().map(Params);
    let updates = params.map(|params| Ok((line(booking, params)?, report(params))));
    for (line, report) in updates.collect::<Result<Vec<_>, ApiError>>()? {
        if let Some(line) = booking.freight.lines.get_mut(line) {
            line.report = report;
        }
    }
    Ok(reports_view(booking))
}

/// Which line of the transport is meant: the first that all that is given fits.
fn line(booking: &Booking, params: Params<'_>) -> Result<usize, ApiError> {
    let goods = params.0.get("lineItem").map(Params);
    let fits = |line: &FreightLine| {
        goods.is_some_and(|goods| {
            goods.text("itemId").is_none_or(|id| id == line.item_id)
                && goods.id("skuId").is_some_and(|id| id == line.sku_id)
                && goods.id("quantity").is_none_or(|quantity| quantity == line.quantity)
        })
    };
    let line = booking.freight.lines.iter().position(fits);
    line.ok_or_else(|| ApiError::new(NOT_THERE, "the transport has no such line"))
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

/// The order that `tmallOrderId` names, if it does: the user's own, not closed, and with all these goods, of which no
/// other transport takes too many.
pub fn bought(market: &Market, id: Option<&Json>, freight: &Freight) -> Result<Option<i64>, ApiError> {
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
        let left = kept - market.logistics.booked(order.id, line.sku_id);
        if freight.pieces(line.sku_id) > left {
            return Err(refuse(format!("of SKU {} the order has {left} pieces left to carry", line.sku_id)));
        }
    }
    Ok(Some(order.id))
}

/// What freight is counted in.
const CURRENCY: &str = "CNY";

type Fields = Vec<(String, Json)>;

/// The services that could carry the same goods, each with what it would take.
pub fn services_view(lines: &[FreightLine]) -> Json {
    let offers = lines.iter().map(|line| {
        let mut offer = service(&line.service_id).map(service_info).unwrap_or_default();
        offer.push(("freight".to_owned(), yuan_text(line.freight)));
        offer.push(("currency".to_owned(), CURRENCY.into()));
        Json::Object(offer)
    });
    Json::from([("freightInfos", offers.collect::<Vec<_>>().into())])
}

/// The freight of some lines, under the name that the request has for them.
pub fn freight_view(freight: &Freight, lines: &str) -> Fields {
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

/// A transport that was booked.
pub fn booking_view(booking: &Booking) -> Json {
    let mut fields = head(booking);
    fields.push(("renderId".to_owned(), booking.render_id.as_deref().into()));
    fields.extend(freight_view(&booking.freight, "lineItems"));
    Json::Object(fields)
}

/// What was reported of the parcels of a transport.
pub fn reports_view(booking: &Booking) -> Json {
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

/// The emulator's own code for goods that cannot be carried as requested.
const NOT_CARRIED: &str = "990012";

pub fn refuse(message: impl Into<String>) -> ApiError {
    ApiError::new(NOT_CARRIED, message)
}
