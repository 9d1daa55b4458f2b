//! International freight: the services, their tariff, and the goods of a request priced by it.

use pandapon::endpoint::Generation;
use pandapon::scalar::Fen;

use crate::error::{ApiError, NOT_FOUND, NOT_SHIPPABLE};
use crate::handlers::alibaba::product::find_by_ref;
use crate::model::alibaba::product::MAX_PIECES;
use crate::model::alibaba::product::{Catalogue, Packed};
use crate::model::logistics::{FreightLine, Report};
use crate::request_context::{Params, RequestContext};

/// A freight service. The id `1` is in the vendor's sample.
pub struct Service {
    pub id: &'static str,
    pub company: &'static str,
    pub category: &'static str,
    near: Rate,
    far: Rate,
}

/// A rate, in fen.
struct Rate {
    /// Per line.
    base: i64,
    /// Per started step of weight.
    step: i64,
}

/// The services.
pub const SERVICES: [Service; 2] = [
    Service {
        id: "1",
        company: "Sandbox Post",
        category: "economy",
        near: Rate { base: 1500, step: 310 },
        far: Rate { base: 2500, step: 545 },
    },
    Service {
        id: "2",
        company: "Sandbox Express",
        category: "express",
        near: Rate { base: 3900, step: 620 },
        far: Rate { base: 6800, step: 1090 },
    },
];

/// Country codes to which the near rate applies.
const NEAR: [&str; 13] = ["HK", "ID", "JP", "KH", "KR", "LA", "MM", "MO", "MY", "PH", "SG", "TH", "VN"];
/// Grams in a step of weight.
const STEP: i64 = 100;
/// Cubic centimetres that are charged as one gram: 6000 per kilogram, as is common among carriers.
const VOLUME_DIVISOR: i64 = 6;

/// Returns the service with this id.
pub fn service(id: &str) -> Option<&'static Service> {
    SERVICES.iter().find(|service| service.id == id)
}

impl Service {
    /// Returns the freight of these pieces to this country.
    pub fn freight(&self, packed: Packed, quantity: i64, country: &str) -> Fen {
        let is_near = NEAR.iter().any(|near| near.eq_ignore_ascii_case(country));
        let rate = if is_near { &self.near } else { &self.far };
        let grams = packed.grams.max(packed.cubic_centimetres() / VOLUME_DIVISOR) * quantity;
        let steps = (grams + STEP - 1) / STEP;
        Fen(rate.base + rate.step * steps)
    }
}

/// Pieces of a SKU to ship.
pub struct Goods {
    item_id: String,
    sku_id: i64,
    packed: Packed,
    quantity: i64,
}

/// Reads the goods of a line. `itemId` identifies the product as usual in the generation, `skuId` is 1688's global one. A
/// product without SKUs needs no `skuId`.
pub fn goods(catalogue: &Catalogue, line: Params<'_>, generation: Generation) -> Result<Goods, ApiError> {
    let item_id = line.text("itemId").unwrap_or_default();
    let offer = find_by_ref(catalogue, item_id, generation)
        .ok_or_else(|| ApiError::new(NOT_FOUND, format!("product {item_id:?} not found")))?;
    let sku = match line.id("skuId") {
        Some(id) => offer.skus.iter().find(|sku| sku.id == id),
        None => offer.sku(None),
    };
    let sku = sku.ok_or_else(|| ApiError::new(NOT_FOUND, "skuId does not belong to this product"))?;
    let quantity = line.id("quantity").filter(|pieces| (1..=MAX_PIECES).contains(pieces));
    let quantity = quantity.ok_or_else(|| refuse("quantity must be at least 1"))?;
    Ok(Goods { item_id: item_id.to_owned(), sku_id: sku.id, packed: sku.packed, quantity })
}

impl Goods {
    /// Prices these goods for a service.
    pub fn price(&self, service: &Service, country: &str) -> FreightLine {
        FreightLine {
            item_id: self.item_id.clone(),
            sku_id: self.sku_id,
            quantity: self.quantity,
            service_id: service.id.to_owned(),
            freight: service.freight(self.packed, self.quantity, country),
            report: Report::default(),
        }
    }
}

/// Reads and prices the lines of a request, each with the service in its `freightInfo`.
pub fn priced_lines(
    catalogue: &Catalogue,
    lines: &str,
    country: &str,
    context: &RequestContext<'_>,
) -> Result<Vec<FreightLine>, ApiError> {
    let priced = context.params.list(lines).iter().map(Params).map(|line| {
        let goods = goods(catalogue, line, context.generation)?;
        let service = service_id(line).and_then(service);
        let service =
            service.ok_or_else(|| refuse("unknown freightInfo.serviceId: expected one from the estimate"))?;
        Ok(goods.price(service, country))
    });
    let priced: Vec<_> = priced.collect::<Result<_, ApiError>>()?;
    match priced.is_empty() {
        true => Err(refuse("the request contains no goods")),
        false => Ok(priced),
    }
}

/// Returns the id of the freight service of a line.
pub fn service_id(line: Params<'_>) -> Option<&str> {
    Params(line.0.get("freightInfo")?).text("serviceId")
}

/// Returns the country of destination: the `country` of `receiverAddress`, if present.
pub fn country<'a>(params: Params<'a>) -> Option<&'a str> {
    let address = Params(params.0.get("receiverAddress")?);
    address.text("country").map(str::trim).filter(|country| !country.is_empty())
}

/// Returns the country of destination, which the price depends on.
///
/// # Errors
/// If it is missing.
pub fn required_country<'a>(params: Params<'a>) -> Result<&'a str, ApiError> {
    country(params).ok_or_else(|| refuse("receiverAddress.country is required"))
}

/// An error for goods that cannot be shipped as requested.
pub fn refuse(message: impl Into<String>) -> ApiError {
    ApiError::new(NOT_SHIPPABLE, message)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn charges_large_goods_by_volume_and_rounds_up_to_whole_steps() {
        let small = Packed { grams: 200, size: [10, 10, 10] };
        let large = Packed { size: [12, 10, 10], ..small };
        let larger = Packed { size: [13, 10, 10], ..small };
        let [post, _] = SERVICES;
        let freight = |packed, quantity, country| post.freight(packed, quantity, country).0;
        assert_eq!(freight(small, 1, "US"), 2500 + 2 * 545);
        assert_eq!(freight(large, 1, "US"), freight(small, 1, "US"));
        assert_eq!(freight(larger, 1, "US"), 2500 + 3 * 545);
        assert_eq!(freight(small, 3, "US"), 2500 + 6 * 545);
        assert_eq!(freight(small, 1, "vn"), 1500 + 2 * 310);
    }
}
