//! What freight abroad costs: the services and their tariff, and the goods of a request by it.

use pandapon::endpoint::Generation;
use pandapon::scalar::Fen;

use crate::error::{ApiError, NOT_THERE};
use crate::handlers::alibaba::basket::MAX_PIECES;
use crate::handlers::alibaba::product::find_by_ref;
use crate::handlers::logistics::refuse;
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

/// In fen.
struct Rate {
    /// For each line.
    base: i64,
    /// For each step of weight that is begun.
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

/// Where it is near to, as two letters.
const NEAR: [&str; 13] = ["HK", "ID", "JP", "KH", "KR", "LA", "MM", "MO", "MY", "PH", "SG", "TH", "VN"];
/// Grams in a step of weight.
const STEP: i64 = 100;
/// Cubic centimetres that are charged as a gram: 6000 a kilogram, as carriers commonly have it.
const SPACE: i64 = 6;

/// The service of this id.
pub fn service(id: &str) -> Option<&'static Service> {
    SERVICES.iter().find(|service| service.id == id)
}

impl Service {
    /// What these pieces cost to this country.
    pub fn freight(&self, packed: Packed, quantity: i64, country: &str) -> Fen {
        let is_near = NEAR.iter().any(|near| near.eq_ignore_ascii_case(country));
        let rate = if is_near { &self.near } else { &self.far };
        let grams = packed.grams.max(packed.cubic_centimetres() / SPACE) * quantity;
        let steps = (grams + STEP - 1) / STEP;
        Fen(rate.base + rate.step * steps)
    }
}

/// Pieces of a SKU that are to be carried.
pub struct Goods {
    item_id: String,
    sku_id: i64,
    packed: Packed,
    quantity: i64,
}

/// The goods of a line: `itemId` is the product as the generation calls it, `skuId` 1688's global one. A product
/// without SKUs needs none.
pub fn goods(catalogue: &Catalogue, line: Params<'_>, generation: Generation) -> Result<Goods, ApiError> {
    let item_id = line.text("itemId").unwrap_or_default();
    let offer = find_by_ref(catalogue, item_id, generation)
        .ok_or_else(|| ApiError::new(NOT_THERE, format!("there is no product {item_id:?}")))?;
    let sku = match line.id("skuId") {
        Some(id) => offer.skus.iter().find(|sku| sku.id == id),
        None => offer.sku(None),
    };
    let sku = sku.ok_or_else(|| ApiError::new(NOT_THERE, "the skuId is not of this product"))?;
    let quantity = line.id("quantity").filter(|pieces| (1..=MAX_PIECES).contains(pieces));
    let quantity = quantity.ok_or_else(|| refuse("the quantity must be at least one piece"))?;
    Ok(Goods { item_id: item_id.to_owned(), sku_id: sku.id, packed: sku.packed, quantity })
}

impl Goods {
    /// These goods, carried by a service.
    pub fn carried(&self, service: &Service, country: &str) -> FreightLine {
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

/// The lines of a request, each with the service of its `freightInfo`.
pub fn lines(
    catalogue: &Catalogue,
    lines: &str,
    country: &str,
    context: &RequestContext<'_>,
) -> Result<Vec<FreightLine>, ApiError> {
    let carried = context.params.list(lines).iter().map(Params).map(|line| {
        let goods = goods(catalogue, line, context.generation)?;
        let service = service_id(line).and_then(service);
        let service = service.ok_or_else(|| refuse("freightInfo.serviceId is none of the estimate's"))?;
        Ok(goods.carried(service, country))
    });
    let carried: Vec<_> = carried.collect::<Result<_, ApiError>>()?;
    match carried.is_empty() {
        true => Err(refuse("there are no goods in the request")),
        false => Ok(carried),
    }
}

/// The freight service that a line names.
pub fn service_id(line: Params<'_>) -> Option<&str> {
    Params(line.0.get("freightInfo")?).text("serviceId")
}

/// Where the goods go: the `country` of `receiverAddress`, if there is one.
pub fn country<'a>(params: Params<'a>) -> Option<&'a str> {
    let address = Params(params.0.get("receiverAddress")?);
    address.text("country").map(str::trim).filter(|country| !country.is_empty())
}

/// Where the goods go, which decides what it costs.
pub fn needed_country<'a>(params: Params<'a>) -> Result<&'a str, ApiError> {
    country(params).ok_or_else(|| refuse("receiverAddress.country is needed"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn large_goods_are_charged_by_their_space_and_each_step_as_a_whole() {
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
