//! Errors of the model. Handlers translate them into the codes of the API.

use std::fmt;

use thiserror::Error;

/// Why the model does not return a record.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
pub enum ModelError {
    /// No record has this id. On Taobao this includes records of other users.
    #[error("there is no such {0}")]
    NotFound(Entity),
    /// The record belongs to another user.
    #[error("the {0} belongs to another user")]
    OfAnotherUser(Entity),
}

/// A kind of record.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Entity {
    Order,
    SubOrder,
    Refund,
}

impl fmt::Display for Entity {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(match self {
            Entity::Order => "order",
            Entity::SubOrder => "sub-order",
            Entity::Refund => "refund",
        })
    }
}

/// The step does not lead on from the current state of an order or refund.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
#[error("the state does not allow this step")]
pub struct InvalidTransition;
