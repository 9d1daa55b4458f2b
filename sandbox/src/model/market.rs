//! The state of the market: goods, carts, orders, refunds, pictures, addresses, transports, money. What stands here by
//! itself is 1688's, or of both.

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};

use crate::auth::Account;
use crate::ids::Ids;
use crate::model::alibaba::order::Order;
use crate::model::alibaba::product::Catalogue;
use crate::model::alibaba::refund::Refund;
use crate::model::cart::Carts;
use crate::model::error::{Entity, ModelError};
use crate::model::ledger::Ledger;
use crate::model::logistics::{Logistics, WarehouseParcel};
use crate::model::outbox::Outbox;
use crate::model::taobao::Taobao;
use crate::random::Random;

/// The state of the sandbox behind its gate.
#[derive(Debug, Serialize, Deserialize)]
pub struct Market {
    pub catalogue: Catalogue,
    pub carts: Carts,
    /// By id, which rises with time.
    pub orders: BTreeMap<i64, Order>,
    /// By id, which rises with time.
    pub refunds: BTreeMap<String, Refund>,
    /// Addresses of pictures that were uploaded, without `https://`.
    pub vouchers: BTreeSet<String>,
    /// By id.
    pub addresses: BTreeMap<i64, Address>,
    /// Parcels that were reported to the warehouse, by waybill.
    pub warehouse: BTreeMap<String, WarehouseParcel>,
    /// What goes abroad.
    pub logistics: Logistics,
    pub taobao: Taobao,
    pub ledger: Ledger,
    pub ids: Ids,
    pub outbox: Outbox,
}

impl Market {
    pub fn new(random: &mut Random, account: Account) -> Self {
        let catalogue = Catalogue::new(random);
        let ids = Ids::new(random.clone());
        Self {
            catalogue,
            carts: Carts::default(),
            orders: BTreeMap::new(),
            refunds: BTreeMap::new(),
            vouchers: BTreeSet::new(),
            addresses: BTreeMap::new(),
            warehouse: BTreeMap::new(),
            logistics: Logistics::default(),
            ledger: Ledger::default(),
            taobao: Taobao::new(random),
            ids,
            outbox: Outbox::new(account),
        }
    }

    /// Lets time pass, on both platforms.
    pub fn pass_time(&mut self, now: u64) {
        self.pass_alibaba_time(now);
        self.pass_taobao_time(now);
    }

    /// Returns the order of this id.
    ///
    /// # Errors
    /// If there is none, or it belongs to another user.
    pub fn order(&self, id: Option<i64>, user: &str) -> Result<&Order, ModelError> {
        let order = id.and_then(|id| self.orders.get(&id)).ok_or(ModelError::NotFound(Entity::Order))?;
        (order.user == user).then_some(order).ok_or(ModelError::OfAnotherUser(Entity::Order))
    }

    /// Returns the refund of this id.
    ///
    /// # Errors
    /// If there is none, or it belongs to another user.
    pub fn refund(&self, id: Option<&str>, user: &str) -> Result<&Refund, ModelError> {
        let refund = id.and_then(|id| self.refunds.get(id)).ok_or(ModelError::NotFound(Entity::Refund))?;
        (refund.user == user).then_some(refund).ok_or(ModelError::OfAnotherUser(Entity::Refund))
    }

    /// The refund of a sub-order that may still end with money.
    pub fn active_refund(&self, item_id: i64) -> Option<&Refund> {
        self.refunds.values().find(|refund| refund.is_active() && refund.covers(item_id))
    }
}

/// An address.
#[derive(Debug, Default, Serialize, Deserialize)]
pub struct Address {
    /// The user-id that it belongs to.
    pub user: String,
    /// What was saved, by the names of the request.
    pub parts: BTreeMap<String, String>,
}
