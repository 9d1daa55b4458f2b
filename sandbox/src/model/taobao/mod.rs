//! The state of Taobao: its products, and the carts, orders and refunds of its buyers.

pub mod messages;
pub mod order;
pub mod product;
pub mod product_data;
pub mod refund;
pub mod shipment;
pub mod transitions;

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::model::cart::Carts;
use crate::model::error::{Entity, ModelError};
use crate::model::taobao::order::{Line, Order};
use crate::model::taobao::product::Catalogue;
use crate::model::taobao::refund::{Refund, Refunds};
use crate::random::Random;

/// The state of Taobao.
#[derive(Debug, Serialize, Deserialize)]
pub struct Taobao {
    pub catalogue: Catalogue,
    pub carts: Carts,
    /// Orders by id, oldest first.
    pub orders: BTreeMap<i64, Order>,
    /// Refunds by id, oldest first.
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

    /// Returns the order of this id.
    ///
    /// # Errors
    /// If it does not exist, or belongs to another user.
    pub fn order(&self, id: Option<i64>, user: &str) -> Result<&Order, ModelError> {
        let order = id.and_then(|id| self.orders.get(&id)).filter(|order| order.user == user);
        order.ok_or(ModelError::NotFound(Entity::Order))
    }

    /// Returns the sub-order of this id and its order.
    ///
    /// # Errors
    /// If it does not exist, or belongs to another user.
    pub fn line(&self, id: Option<i64>, user: &str) -> Result<(&Order, &Line), ModelError> {
        let orders = self.orders.values().filter(|order| order.user == user);
        let mut lines = orders.flat_map(|order| order.lines.iter().map(move |line| (order, line)));
        let line = lines.find(|(_, line)| Some(line.id) == id);
        line.ok_or(ModelError::NotFound(Entity::SubOrder))
    }

    /// Returns the refund of this id.
    ///
    /// # Errors
    /// If it does not exist, or belongs to another user.
    pub fn refund(&self, id: Option<i64>, user: &str) -> Result<&Refund, ModelError> {
        let refund = id.and_then(|id| self.refunds.get(&id)).filter(|refund| refund.user == user);
        refund.ok_or(ModelError::NotFound(Entity::Refund))
    }

    /// Returns the active refund of a sub-order.
    pub fn active_refund(&self, line_id: i64) -> Option<&Refund> {
        self.refunds.values().find(|refund| refund.line_id == line_id && refund.status.is_active())
    }
}
