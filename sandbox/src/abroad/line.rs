//! The goods that a request names, and what carrying them costs.

use super::refuse;
use super::tariff::{self, Service};
use crate::alibaba::catalogue::named;
use crate::alibaba::orders::basket::MOST_PIECES;
use crate::asked::Asked;
use crate::envelope::{Failure, NOT_THERE};
use crate::members::Members;
use crate::state::alibaba::catalogue::{Catalogue, Packed};
use crate::state::transport::{FreightLine, Report};
use pandapon::endpoint::Generation;

/// Pieces of a SKU that are to be carried.
pub struct Goods {
    item_id: String,
    sku_id: i64,
    packed: Packed,
    quantity: i64,
}

/// The goods of a line: `itemId` is the product as the generation calls it, `skuId` 1688's global one. A product
/// without SKUs needs none.
pub fn goods(catalogue: &Catalogue, line: Members<'_>, generation: Generation) -> Result<Goods, Failure> {
    let item_id = line.text("itemId").unwrap_or_default();
    let offer = named(catalogue, item_id, generation)
        .ok_or_else(|| Failure::new(NOT_THERE, format!("there is no product {item_id:?}")))?;
    let sku = match line.id("skuId") {
        Some(id) => offer.skus.iter().find(|sku| sku.id == id),
        None => offer.sku(None),
    };
    let sku = sku.ok_or_else(|| Failure::new(NOT_THERE, "the skuId is not of this product"))?;
    let quantity = line.id("quantity").filter(|pieces| (1..=MOST_PIECES).contains(pieces));
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
    asked: &Asked<'_>,
) -> Result<Vec<FreightLine>, Failure> {
    let carried = asked.members.list(lines).iter().map(Members).map(|line| {
        let goods = goods(catalogue, line, asked.generation)?;
        let service = service_id(line).and_then(tariff::service);
        let service = service.ok_or_else(|| refuse("freightInfo.serviceId is none of the estimate's"))?;
        Ok(goods.carried(service, country))
    });
    let carried: Vec<_> = carried.collect::<Result<_, _>>()?;
    match carried.is_empty() {
        true => Err(refuse("there are no goods in the request")),
        false => Ok(carried),
    }
}

/// The freight service that a line names.
pub fn service_id(line: Members<'_>) -> Option<&str> {
    Members(line.0.get("freightInfo")?).text("serviceId")
}

/// Where the goods go: the `country` of `receiverAddress`, if there is one.
pub fn country<'a>(members: Members<'a>) -> Option<&'a str> {
    let address = Members(members.0.get("receiverAddress")?);
    address.text("country").map(str::trim).filter(|country| !country.is_empty())
}

/// Where the goods go, which decides what it costs.
pub fn needed_country<'a>(members: Members<'a>) -> Result<&'a str, Failure> {
    country(members).ok_or_else(|| refuse("receiverAddress.country is needed"))
}
