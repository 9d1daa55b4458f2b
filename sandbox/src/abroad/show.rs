//! Freight and transports as they are answered.

use super::tariff::{service, Service};
use crate::money::yuan_text;
use crate::state::transport::{Booking, Freight, FreightLine};
use pandapon::schema::Json;

/// What freight is counted in.
const CURRENCY: &str = "CNY";

type Shown = Vec<(String, Json)>;

/// The services that could carry the same goods, each with what it would take.
pub fn services(lines: &[FreightLine]) -> Json {
    let offers = lines.iter().map(|line| {
        let mut offer = service(&line.service_id).map(service_info).unwrap_or_default();
        offer.push(("freight".to_owned(), yuan_text(line.freight)));
        offer.push(("currency".to_owned(), CURRENCY.into()));
        Json::Object(offer)
    });
    Json::from([("freightInfos", offers.collect::<Vec<_>>().into())])
}

/// The freight of some lines, under the name that the request has for them.
pub fn freight(freight: &Freight, lines: &str) -> Shown {
    let shown = freight.lines.iter().map(|line| {
        let mut shown = goods(line);
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
pub fn booking(booking: &Booking) -> Json {
    let mut shown = head(booking);
    shown.push(("renderId".to_owned(), booking.render_id.as_deref().into()));
    shown.extend(freight(&booking.freight, "lineItems"));
    Json::Object(shown)
}

/// What was reported of the parcels of a transport.
pub fn reports(booking: &Booking) -> Json {
    let lines = booking.freight.lines.iter().map(|line| {
        let parcels = line.report.parcels.iter().map(|parcel| {
            Json::from([
                ("logisticNumer", parcel.waybill.as_deref().into()),
                ("logisticCompanyName", parcel.carrier.as_deref().into()),
                ("rtsTime", parcel.time.as_deref().into()),
            ])
        });
        Json::from([
            ("lineItem", Json::Object(goods(line))),
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

fn goods(line: &FreightLine) -> Shown {
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
