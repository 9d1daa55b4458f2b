//! The market: products, carts, orders, refunds, pictures, addresses, freight and money of both marketplaces.

use std::collections::{BTreeMap, BTreeSet};

use pandapon::scalar::Fen;
use serde::{Deserialize, Serialize};

use crate::auth::Account;
use crate::ids::Ids;
use crate::model::alibaba::order::Order;
use crate::model::alibaba::product::Catalogue;
use crate::model::alibaba::refund::Refund;
use crate::model::cart::Carts;
use crate::model::error::{Entity, ModelError};
use crate::model::logistics::{Logistics, WarehouseParcel};
use crate::model::outbox::Outbox;
use crate::model::taobao::Taobao;
use crate::random::Random;

/// The state of both marketplaces. Fields other than `taobao` belong to 1688 or to both.
#[derive(Debug, Serialize, Deserialize)]
pub struct Market {
    pub catalogue: Catalogue,
    pub carts: Carts,
    /// Orders by id, oldest first.
    pub orders: BTreeMap<i64, Order>,
    /// Refunds by id, oldest first.
    pub refunds: BTreeMap<String, Refund>,
    /// URLs of uploaded pictures, without `https://`.
    pub vouchers: BTreeSet<String>,
    /// Addresses by id.
    pub addresses: BTreeMap<i64, Address>,
    /// Parcels reported to the warehouse, by waybill.
    pub warehouse: BTreeMap<String, WarehouseParcel>,
    /// International freight.
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

    /// Lets time pass on both marketplaces.
    pub fn pass_time(&mut self, now: u64) {
        self.pass_alibaba_time(now);
        self.pass_taobao_time(now);
    }

    /// Returns the order of this id.
    ///
    /// # Errors
    /// If it does not exist, or belongs to another user.
    pub fn order(&self, id: Option<i64>, user: &str) -> Result<&Order, ModelError> {
        let order = id.and_then(|id| self.orders.get(&id)).ok_or(ModelError::NotFound(Entity::Order))?;
        (order.user == user).then_some(order).ok_or(ModelError::BelongsToAnotherUser(Entity::Order))
    }

    /// Returns the refund of this id.
    ///
    /// # Errors
    /// If it does not exist, or belongs to another user.
    pub fn refund(&self, id: Option<&str>, user: &str) -> Result<&Refund, ModelError> {
        let refund = id.and_then(|id| self.refunds.get(id)).ok_or(ModelError::NotFound(Entity::Refund))?;
        (refund.user == user).then_some(refund).ok_or(ModelError::BelongsToAnotherUser(Entity::Refund))
    }

    /// Returns the active refund of a sub-order.
    pub fn active_refund(&self, item_id: i64) -> Option<&Refund> {
        self.refunds.values().find(|refund| refund.is_active() && refund.covers(item_id))
    }
}

/// An address.
#[derive(Debug, Default, Serialize, Deserialize)]
pub struct Address {
    /// The user-id that it belongs to.
    pub user: String,
    /// Its parts, by the names of the request's params.
    pub parts: BTreeMap<String, String>,
}

/// The totals of all payments, in fen: `paid` is the sum of `held`, `refunded` and `settled`.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Ledger {
    /// Paid by buyers.
    pub paid: Fen,
    /// Held by the platform until the trade is completed.
    pub held: Fen,
    /// Refunded to buyers.
    pub refunded: Fen,
    /// Paid out to sellers.
    pub settled: Fen,
}

impl Ledger {
    /// Records a payment.
    pub(crate) fn pay(&mut self, amount: Fen) {
        self.paid.0 = self.paid.0.saturating_add(amount.0);
        self.held.0 = self.held.0.saturating_add(amount.0);
    }

    /// Pays money that the platform holds out to the seller.
    pub(crate) fn settle(&mut self, amount: Fen) {
        self.held.0 = self.held.0.saturating_sub(amount.0);
        self.settled.0 = self.settled.0.saturating_add(amount.0);
    }

    /// Refunds money that the platform still holds.
    pub(crate) fn refund_held(&mut self, amount: Fen) {
        self.held.0 = self.held.0.saturating_sub(amount.0);
        self.refunded.0 = self.refunded.0.saturating_add(amount.0);
    }

    /// Refunds money that the seller already has.
    pub(crate) fn refund_settled(&mut self, amount: Fen) {
        self.settled.0 = self.settled.0.saturating_sub(amount.0);
        self.refunded.0 = self.refunded.0.saturating_add(amount.0);
    }
}
