//! Which product a request names: generation 1 calls it by Taobao's own number, generation 2 by its mapped id.

use crate::asked::Asked;
use crate::members::number;
use crate::state::taobao::catalogue::{Catalogue, Product};
use pandapon::endpoint::Generation;

/// The product that a member of a request names, distributed or not. In generation 2 the member is a mapped id; a
/// number passes where no page says which of the two is wanted.
pub fn asked_for<'a>(catalogue: &'a Catalogue, asked: &Asked<'_>, member: &str) -> Option<&'a Product> {
    let name = asked.members.0.get(member)?;
    match asked.generation {
        Generation::V2 => name.as_text().and_then(|id| catalogue.mapped(id)),
        _ => catalogue.item(number(name)?),
    }
}
