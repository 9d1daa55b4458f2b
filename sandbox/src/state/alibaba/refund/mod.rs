//! Refunds: money back, with or without the goods going back.

use serde::{Deserialize, Serialize};

pub mod goods;
pub mod graph;
pub mod reason;

use goods::Goods;
use graph::{edge_by_step, Edge, State};
use pandapon::scalar::Fen;
use reason::{reason_by_id, Reason};

/// A refund.
#[derive(Debug, Serialize, Deserialize)]
pub struct Refund {
    pub id: String,
    /// Number of the record.
    pub number: i64,
    pub order_id: i64,
    /// The user-id that it was made for.
    pub user: String,
    pub state: State,
    pub goods: Goods,
    /// Whether the goods go back.
    pub returns: bool,
    pub parts: Vec<Part>,
    pub payment: Fen,
    pub carriage: Fen,
    /// The most that could be asked for when it was asked for.
    pub bound: Fen,
    #[serde(with = "reason_by_id")]
    pub reason: &'static Reason,
    pub reject_reason: Option<String>,
    pub reject_times: i64,
    pub shipment: Option<Shipment>,
    pub applied: u64,
    pub modified: u64,
    pub operations: Vec<Operation>,
}

/// A sub-order in a refund.
#[derive(Debug, Serialize, Deserialize)]
pub struct Part {
    pub item_id: i64,
    pub pieces: i64,
    pub amount: Fen,
}

/// How the goods went back.
#[derive(Debug, Serialize, Deserialize)]
pub struct Shipment {
    pub carrier: String,
    pub waybill: String,
}

/// Something that was done to a refund.
#[derive(Debug, Serialize, Deserialize)]
pub struct Operation {
    #[serde(with = "edge_by_step")]
    pub edge: &'static Edge,
    pub remark: String,
    pub vouchers: Vec<String>,
}

impl Refund {
    /// Whether it may still end with money.
    pub fn is_active(&self) -> bool {
        !matches!(self.state, State::Success | State::Close)
    }

    pub fn is_after_sale(&self) -> bool {
        self.goods.is_after_sale()
    }

    pub fn covers(&self, item_id: i64) -> bool {
        self.parts.iter().any(|part| part.item_id == item_id)
    }
}
