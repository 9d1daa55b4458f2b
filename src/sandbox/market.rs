//! All that the sandbox knows: goods, orders, refunds, pictures, money.

use std::collections::{BTreeMap, BTreeSet};

use super::catalogue::Catalogue;
use super::envelope::Failure;
use super::ids::Ids;
use super::keys::Keys;
use super::money::Book;
use super::orders::{Order, Step};
use super::pushes::Outbox;
use super::random::Random;
use super::refunds::Refund;

/// The state of the sandbox behind its gate.
#[derive(Debug)]
pub struct Market {
    pub catalogue: Catalogue,
    /// By id, which rises with time.
    pub orders: BTreeMap<i64, Order>,
    /// By id, which rises with time.
    pub refunds: BTreeMap<String, Refund>,
    /// Addresses of pictures that were uploaded, without `https://`.
    pub vouchers: BTreeSet<String>,
    pub book: Book,
    pub ids: Ids,
    pub outbox: Outbox,
}

impl Market {
    pub fn new(random: &mut Random, keys: Keys) -> Self {
        Self {
            catalogue: Catalogue::new(random),
            orders: BTreeMap::new(),
            refunds: BTreeMap::new(),
            vouchers: BTreeSet::new(),
            book: Book::default(),
            ids: Ids::new(random.clone()),
            outbox: Outbox::new(keys),
        }
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

    /// Takes an order one step further, if the step leads on from where it stands, and says so in a push
    /// message.
    pub fn advance(&mut self, order_id: i64, step: Step, now: u64) -> Result<(), WrongState> {
        let order = self.orders.get_mut(&order_id).ok_or(WrongState)?;
        let topic = order.advance(step, now)?;
        if order.state.is_over() {
            self.book.settle(order.unsettled());
        }
        if matches!(step, Step::BuyerCancels | Step::TimeRunsOut) {
            for item in &order.items {
                self.catalogue.give_back(item.sku_id, item.quantity);
            }
        }
        self.outbox.order(topic, order, order.state.word(), [], now);
        Ok(())
    }

    /// Lets time pass: what was not paid in time is closed.
    pub fn pass_time(&mut self, now: u64) {
        let expired: Vec<_> =
            self.orders.values().filter(|order| order.payment_is_late(now)).map(|order| order.id).collect();
        for order in expired {
            // Late orders wait for payment, from where this step always leads on.
            let _ = self.advance(order, Step::TimeRunsOut, now);
        }
    }
}

/// A step does not lead on from where an order or refund stands.
#[derive(Debug, PartialEq, Eq)]
pub struct WrongState;
