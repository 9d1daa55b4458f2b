//! Errors of the model. Handlers translate them into the codes of the API.

use std::fmt;

use thiserror::Error;

/// The reason why the model does not return a record.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
pub enum ModelError {
    /// No record has this id. On Taobao this includes records of other users.
    #[error("{0} not found")]
    NotFound(Entity),
    /// The record belongs to another user.
    #[error("the {0} belongs to another user")]
    BelongsToAnotherUser(Entity),
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

/// The current state of an order or refund does not allow a step.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
#[error("the state does not allow this step")]
pub struct InvalidTransition;
