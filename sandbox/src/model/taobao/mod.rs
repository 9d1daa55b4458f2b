//! What Taobao knows: its goods, and the carts, orders and refunds of its buyers.

pub mod messages;
pub mod order;
pub mod product;
pub mod product_data;
pub mod refund;
pub mod transitions;

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::model::cart::Carts;
use crate::model::error::{Entity, ModelError};
use crate::model::taobao::order::{Line, Order};
use crate::model::taobao::product::Catalogue;
use crate::model::taobao::refund::{Refund, Refunds};
use crate::random::Random;

/// The half of the state that is Taobao's.
#[derive(Debug, Serialize, Deserialize)]
pub struct Taobao {
    pub catalogue: Catalogue,
    pub carts: Carts,
    /// By id, which rises with time.
    pub orders: BTreeMap<i64, Order>,
    pub refunds: Refunds,
}

impl Taobao {
    pub fn new(random: &mut Random) -> Self {
        Self {
            catalogue: Catalogue::new(random),
            carts: Carts::default(),
            orders: BTreeMap::new(),
            refunds: Refunds::new(),
        }
    }

    /// The order of this id, if it is the user's.
    pub fn order(&self, id: Option<i64>, user: &str) -> Result<&Order, ModelError> {
        let order = id.and_then(|id| self.orders.get(&id)).filter(|order| order.user == user);
        order.ok_or(ModelError::NotFound(Entity::Order))
    }

    /// The sub-order of this id with its order, if they are the user's.
    pub fn line(&self, id: Option<i64>, user: &str) -> Result<(&Order, &Line), ModelError> {
        let orders = self.orders.values().filter(|order| order.user == user);
        let mut lines = orders.flat_map(|order| order.lines.iter().map(move |line| (order, line)));
        let line = lines.find(|(_, line)| Some(line.id) == id);
        line.ok_or(ModelError::NotFound(Entity::SubOrder))
    }

    /// The refund of this id, if it is the user's.
    pub fn refund(&self, id: Option<i64>, user: &str) -> Result<&Refund, ModelError> {
        let refund = id.and_then(|id| self.refunds.get(&id)).filter(|refund| refund.user == user);
        refund.ok_or(ModelError::NotFound(Entity::Refund))
    }

    /// The refund of a sub-order that may still end with money.
    pub fn active_refund(&self, line_id: i64) -> Option<&Refund> {
        self.refunds.values().find(|refund| refund.line_id == line_id && refund.status.is_active())
    }
}
