//! What only the outside world can do to the sandbox: the seller's part.

use thiserror::Error;

/// Why a control had no effect.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum NotPossible {
    /// No such order.
    #[error("there is no order {0:?}")]
    NoOrder(String),
    /// The order is not waiting for the seller to ship.
    #[error("the order {0} is not waiting for the seller to ship")]
    OrderState(String),
    /// No such refund.
    #[error("there is no refund {0:?}")]
    NoRefund(String),
    /// The refund's state does not allow it.
    #[error("the refund {0} is in state {1}, which does not allow it")]
    RefundState(String, &'static str),
}
