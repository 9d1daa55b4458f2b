//! What carrying a line costs: by weight or by space, whichever is more, and by how far it goes.

use crate::state::alibaba::catalogue::Packed;
use pandapon::scalar::Fen;

/// A freight service. The id `1` stands in the vendor's sample.
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
