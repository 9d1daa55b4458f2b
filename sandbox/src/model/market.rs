//! All that the sandbox knows: goods, carts, orders, refunds, pictures, addresses, transports, money. What stands here by
//! itself is 1688's, or of both.

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};

use crate::auth::Keys;
use crate::http::Failure;
use crate::ids::Ids;
use crate::model::alibaba::order::Order;
use crate::model::alibaba::product::Catalogue;
use crate::model::alibaba::refund::Refund;
use crate::model::cart::Carts;
use crate::model::ledger::Book;
use crate::model::logistics::{Transports, WarehouseParcel};
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
    pub transports: Transports,
    pub taobao: Taobao,
    pub book: Book,
    pub ids: Ids,
    pub outbox: Outbox,
}

impl Market {
    pub fn new(random: &mut Random, keys: Keys) -> Self {
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
            transports: Transports::default(),
            book: Book::default(),
            taobao: Taobao::new(random),
            ids,
            outbox: Outbox::new(keys),
        }
    }

    /// Lets time pass, on both platforms.
    pub fn pass_time(&mut self, now: u64) {
        self.pass_alibaba_time(now);
        self.pass_taobao_time(now);
    }

    /// The order of this id if it is the user's; otherwise a failure with the first of two codes if there is
    /// none, and with the second if it is somebody else's.
    pub fn order(
        &self,
        id: Option<i64>,
        user: &str,
        [missing, foreign]: [&'static str; 2],
    ) -> Result<&Order, Failure> {
        let order = id.and_then(|id| self.orders.get(&id));
        let order = order.ok_or_else(|| Failure::new(missing, "there is no such order"))?;
        if order.user != user {
            return Err(Failure::new(foreign, "the order belongs to another user"));
        }
        Ok(order)
    }

    /// The refund of this id if it is the user's; otherwise a failure with one of two codes, as for orders.
    pub fn refund(
        &self,
        id: Option<&str>,
        user: &str,
        [missing, foreign]: [&'static str; 2],
    ) -> Result<&Refund, Failure> {
        let refund = id.and_then(|id| self.refunds.get(id));
        let refund = refund.ok_or_else(|| Failure::new(missing, "there is no such refund"))?;
        if refund.user != user {
            return Err(Failure::new(foreign, "the refund belongs to another user"));
        }
        Ok(refund)
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
