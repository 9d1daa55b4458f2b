//! The ledger: where all the money is.

use pandapon::scalar::Fen;
use serde::{Deserialize, Serialize};

/// Where the money is: what was paid is held, refunded or settled, to the fen.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Ledger {
    /// Paid by the buyer, in all.
    pub paid: Fen,
    /// Held by the platform until the trade is over.
    pub held: Fen,
    /// Given back to the buyer.
    pub refunded: Fen,
    /// Given to the sellers.
    pub settled: Fen,
}

impl Ledger {
    pub(crate) fn pay(&mut self, amount: Fen) {
        self.paid.0 = self.paid.0.saturating_add(amount.0);
        self.held.0 = self.held.0.saturating_add(amount.0);
    }

    pub(crate) fn settle(&mut self, amount: Fen) {
        self.held.0 = self.held.0.saturating_sub(amount.0);
        self.settled.0 = self.settled.0.saturating_add(amount.0);
    }

    /// Gives money back that the platform still holds.
    pub(crate) fn refund_held(&mut self, amount: Fen) {
        self.held.0 = self.held.0.saturating_sub(amount.0);
        self.refunded.0 = self.refunded.0.saturating_add(amount.0);
    }

    /// Gives money back that the seller already has.
    pub(crate) fn refund_settled(&mut self, amount: Fen) {
        self.settled.0 = self.settled.0.saturating_sub(amount.0);
        self.refunded.0 = self.refunded.0.saturating_add(amount.0);
    }
}
