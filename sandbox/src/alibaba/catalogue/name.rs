//! Which product a request names: generation 1 calls it by 1688's own number, generation 2 by its mapped id.

use crate::asked::Asked;
use crate::envelope::Failure;
use crate::members::Members;
use crate::state::alibaba::catalogue::{Catalogue, Offer};
use pandapon::endpoint::Generation;
use pandapon::schema::Json;

/// What a request, or a line of it, calls a product: its `offerMapId` in generation 2, its `offerId` otherwise.
/// Some endpoints of generation 2 take either, for no page tells which.
#[derive(Clone, Copy)]
pub enum Called<'a> {
    MapId(&'a str),
    Number(&'a Json),
    Nothing,
}

impl<'a> Called<'a> {
    pub fn of(generation: Generation, members: Members<'a>) -> Self {
        match generation {
            Generation::V2 => Self::by_either(members),
            _ => Self::by_number(members),
        }
    }

    /// By its mapped id if there is one, by its number otherwise.
    pub fn by_either(members: Members<'a>) -> Self {
        let map_id = members.text("offerMapId").filter(|id| !id.is_empty());
        map_id.map_or_else(|| Self::by_number(members), Called::MapId)
    }

    fn by_number(members: Members<'a>) -> Self {
        members.0.get("offerId").map_or(Called::Nothing, Called::Number)
    }

    /// The product that is called so.
    pub fn find(self, catalogue: &Catalogue) -> Option<&Offer> {
        match self {
            Called::MapId(id) => catalogue.mapped(id),
            Called::Number(number) => catalogue.offer(number.as_digits()?.parse().ok()?),
            Called::Nothing => None,
        }
    }

    /// As the request has it.
    pub fn text(self) -> &'a str {
        match self {
            Called::MapId(id) => id,
            Called::Number(number) => number.as_digits().unwrap_or_default(),
            Called::Nothing => "",
        }
    }
}

/// The product that a text names where generation 2 takes either name, for no page tells which.
pub fn named<'a>(catalogue: &'a Catalogue, name: &str, generation: Generation) -> Option<&'a Offer> {
    let mapped = catalogue.mapped(name).filter(|_| generation == Generation::V2);
    mapped.or_else(|| catalogue.offer(name.parse().ok()?))
}

/// The product that a request is about.
pub fn asked_for<'a>(catalogue: &'a Catalogue, asked: &Asked<'_>) -> Result<&'a Offer, Failure> {
    Called::of(asked.generation, asked.members).find(catalogue).ok_or_else(missing)
}

/// There is no product of this name.
pub fn missing() -> Failure {
    Failure::new("PRODUCT_NOT_EXIST", "there is no such product")
}
