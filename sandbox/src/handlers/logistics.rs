//! What can be asked about freight abroad, and of it.
//!
//! No page shows an answer of this group, nor a tariff or a code: services, prices, what is refused and the members of
//! the answers are the emulator's own. Their names are those of the requests where there is one. Freight is counted in
//! CNY, whatever the `currency` of the goods.

use pandapon::schema::Json;

use crate::handlers::freight::{
    country, goods, lines, needed_country, service, service_id, Service, SERVICES,
};
use crate::http::{Failure, NOT_THERE};
use crate::model::alibaba::order::State;
use crate::model::logistics::{Booking, DomesticParcel, Freight, FreightLine, Report};
use crate::model::market::Market;
use crate::money::yuan_text;
use crate::request_context::{number, Asked, Members};

/// What each service would take for a product.
pub fn estimate(market: &mut Market, asked: &Asked<'_>) -> Result<Json, Failure> {
    let country = needed_country(asked.members)?;
    let goods = goods(&market.catalogue, asked.members, asked.generation)?;
    let carried = SERVICES.iter().map(|service| goods.carried(service, country));
    Ok(services_view(&carried.collect::<Vec<_>>()))
}

/// What these lines would cost, under a `renderId` by which they can be booked, once.
pub fn preview(market: &mut Market, asked: &Asked<'_>) -> Result<Json, Failure> {
    let country = needed_country(asked.members)?;
    let lines = lines(&market.catalogue, "renderItems", country, asked)?;
    let previewed = Freight { user: asked.user.to_owned(), country: country.to_owned(), lines };
    let render_id = market.ids.render();
    let mut shown = vec![("renderId".to_owned(), render_id.as_str().into())];
    shown.extend(freight_view(&previewed, "renderItems"));
    market.transports.previews.insert(render_id, previewed);
    Ok(Json::Object(shown))
}

/// Books what was previewed under `renderId`, or else these lines to this address. Lines and address that are given
/// beside a `renderId` must be the preview's. Goods whose order is not named are taken to be bought elsewhere.
pub fn book(market: &mut Market, asked: &Asked<'_>) -> Result<Json, Failure> {
    let members = asked.members;
    let render_id = members.text("renderId").filter(|id| !id.is_empty());
    let freight = match render_id {
        Some(id) => previewed(market, id, asked)?,
        None => priced(market, asked)?,
    };
    let order = members.0.get("tmallOrderInfo").and_then(|order| order.get("tmallOrderId"));
    let order_id = bought(market, order, &freight)?;
    let id = market.ids.next();
    let booking = Booking { id, render_id: render_id.map(str::to_owned), order_id, freight };
    let answer = booking_view(&booking);
    if let Some(id) = render_id {
        market.transports.previews.remove(id);
    }
    market.transports.bookings.insert(id, booking);
    Ok(answer)
}

fn priced(market: &Market, asked: &Asked<'_>) -> Result<Freight, Failure> {
    let country = needed_country(asked.members)?;
    let lines = lines(&market.catalogue, "lineItems", country, asked)?;
    Ok(Freight { user: asked.user.to_owned(), country: country.to_owned(), lines })
}

fn previewed(market: &Market, id: &str, asked: &Asked<'_>) -> Result<Freight, Failure> {
    let previewed = market.transports.previews.get(id).filter(|preview| preview.user == asked.user);
    let previewed = previewed.ok_or_else(|| {
        Failure::new(NOT_THERE, format!("there is no preview {id:?}, or it was booked before"))
    })?;
    if country(asked.members).is_some_and(|country| !country.eq_ignore_ascii_case(&previewed.country)) {
        return Err(refuse("the goods go to another country than in the preview"));
    }
    let given = asked.members.list("lineItems");
    let same = given.len() == previewed.lines.len()
        && given.iter().map(Members).zip(&previewed.lines).all(|(given, line)| is_same(given, line));
    match given.is_empty() || same {
        true => Ok(previewed.clone()),
        false => Err(refuse("the lines are not those of the preview")),
    }
}

/// Whether whatever a line says is so in the preview.
fn is_same(given: Members<'_>, previewed: &FreightLine) -> bool {
    given.text("itemId").is_none_or(|id| id == previewed.item_id)
        && given.id("skuId").is_none_or(|id| id == previewed.sku_id)
        && given.id("quantity").is_none_or(|quantity| quantity == previewed.quantity)
        && service_id(given).is_none_or(|id| id == previewed.service_id)
}

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
    Ok(reports_view(booking))
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

/// The order that `tmallOrderId` names, if it does: the user's own, not closed, and with all these goods, of which no
/// other transport takes too many.
pub fn bought(market: &Market, id: Option<&Json>, freight: &Freight) -> Result<Option<i64>, Failure> {
    let Some(id) = id.filter(|id| id.as_digits() != Some("")) else {
        return Ok(None);
    };
    let order = market.order(number(id), &freight.user, [NOT_THERE; 2])?;
    if order.state == State::Cancel {
        return Err(refuse("the order is closed"));
    }
    for line in &freight.lines {
        let of_sku = order.items.iter().filter(|item| item.sku_id == line.sku_id);
        let kept: i64 = of_sku.map(|item| item.quantity - item.returned).sum();
        let left = kept - market.transports.booked(order.id, line.sku_id);
        if freight.pieces(line.sku_id) > left {
            return Err(refuse(format!("of SKU {} the order has {left} pieces left to carry", line.sku_id)));
        }
    }
    Ok(Some(order.id))
}

/// What freight is counted in.
const CURRENCY: &str = "CNY";

type Shown = Vec<(String, Json)>;

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
pub fn freight_view(freight: &Freight, lines: &str) -> Shown {
    let shown = freight.lines.iter().map(|line| {
        let mut shown = goods_view(line);
        let service = service(&line.service_id).map(service_info);
        shown.push(("freightInfo".to_owned(), service.map(Json::Object).unwrap_or_default()));
        shown.push(("freight".to_owned(), yuan_text(line.freight)));
        Json::Object(shown)
    });
    vec![
        ("currency".to_owned(), CURRENCY.into()),
        ("totalFreight".to_owned(), yuan_text(freight.total())),
        (lines.to_owned(), shown.collect::<Vec<_>>().into()),
    ]
}

/// A transport that was booked.
pub fn booking_view(booking: &Booking) -> Json {
    let mut shown = head(booking);
    shown.push(("renderId".to_owned(), booking.render_id.as_deref().into()));
    shown.extend(freight_view(&booking.freight, "lineItems"));
    Json::Object(shown)
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
    let mut shown = head(booking);
    shown.push(("logisticInfos".to_owned(), lines.collect::<Vec<_>>().into()));
    Json::Object(shown)
}

fn head(booking: &Booking) -> Shown {
    let order = booking.order_id.map(|id| id.to_string());
    vec![("orderId".to_owned(), booking.id.to_string().into()), ("tmallOrderId".to_owned(), order.into())]
}

fn goods_view(line: &FreightLine) -> Shown {
    vec![
        ("itemId".to_owned(), line.item_id.as_str().into()),
        ("skuId".to_owned(), line.sku_id.to_string().into()),
        ("quantity".to_owned(), line.quantity.into()),
    ]
}

fn service_info(service: &Service) -> Shown {
    let members =
        [("serviceId", service.id), ("companyName", service.company), ("serviceCategory", service.category)];
    members.map(|(name, value)| (name.to_owned(), value.into())).into()
}

/// The emulator's own code for goods that cannot be carried as it is asked for.
const NOT_CARRIED: &str = "990012";

pub fn refuse(message: impl Into<String>) -> Failure {
    Failure::new(NOT_CARRIED, message)
}
