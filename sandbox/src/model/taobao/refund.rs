//! Refunds on Taobao: reverse orders, each of one sub-order (spec/semantics.md, 5.1).

use std::collections::BTreeMap;

use pandapon::scalar::Fen;
use serde::{Deserialize, Serialize};

/// All refunds, by id, which rises with time.
pub type Refunds = BTreeMap<i64, Refund>;

/// A refund.
#[derive(Debug, Serialize, Deserialize)]
pub struct Refund {
    pub id: i64,
    /// The user-id that it was made for.
    pub user: String,
    pub order_id: i64,
    pub line_id: i64,
    pub status: Status,
    /// Whether the goods go back.
    pub returns: bool,
    pub goods: Goods,
    pub fee: Fen,
    pub reason_id: i64,
    pub description: String,
    /// As the buyer wrote them: how several are written is not known.
    pub images: Option<String>,
    /// Number of the payment that refunded.
    pub pay_order_id: Option<i64>,
    /// Why the seller refused, in the seller's words.
    pub refuse_reason: Option<String>,
    pub shipment: Option<Shipment>,
    pub messages: Vec<Message>,
    pub applied: u64,
    pub modified: u64,
}

/// How the goods went back.
#[derive(Debug, Serialize, Deserialize)]
pub struct Shipment {
    pub carrier_code: String,
    pub waybill: String,
    pub phone: String,
}

/// The messages of the buyer to the seller.
#[derive(Debug, Serialize, Deserialize)]
pub struct Message {
    pub text: String,
    pub images: Option<String>,
    pub sent: u64,
}

/// Where the goods of a refund are: `goodsStatus`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Goods {
    NotShipped = 1,
    Shipped = 2,
    NotReceived = 3,
    Received = 4,
    SentBack = 5,
    Confirmed = 6,
}

impl Goods {
    /// What a buyer can say of goods. The other two come of a return.
    pub const SAID_BY_BUYERS: [Goods; 4] =
        [Goods::NotShipped, Goods::Shipped, Goods::NotReceived, Goods::Received];
}

/// The status of a refund: `refundStatus`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Status {
    Applied = 10,
    Agreed = 20,
    SentBack = 30,
    Refunded = 100,
    Refused = -10,
    Closed = -20,
}

impl Status {
    /// Its code as text, for people.
    pub const fn as_str(self) -> &'static str {
        match self {
            Status::Applied => "10",
            Status::Agreed => "20",
            Status::SentBack => "30",
            Status::Refunded => "100",
            Status::Refused => "-10",
            Status::Closed => "-20",
        }
    }

    /// Whether it may still end with money.
    pub const fn is_active(self) -> bool {
        !matches!(self, Status::Refunded | Status::Closed)
    }
}

/// What takes a refund further.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Step {
    /// The seller agrees to a refund without a return.
    SellerAgrees,
    /// The seller agrees to take the goods back.
    SellerAgreesToReturn,
    SellerRefuses,
    BuyerSends,
    SellerReceives,
    /// The buyer takes it back, or applies anew after a refusal.
    BuyerCloses,
    /// The seller ships after all.
    SellerShips,
}

/// Where each step leads.
const STATE_MACHINE: &[(Status, Step, Status)] = &[
    (Status::Applied, Step::SellerAgrees, Status::Refunded),
    (Status::Applied, Step::SellerAgreesToReturn, Status::Agreed),
    (Status::Applied, Step::SellerRefuses, Status::Refused),
    (Status::Agreed, Step::BuyerSends, Status::SentBack),
    (Status::SentBack, Step::SellerReceives, Status::Refunded),
    (Status::SentBack, Step::SellerRefuses, Status::Refused),
    (Status::Applied, Step::BuyerCloses, Status::Closed),
    (Status::Agreed, Step::BuyerCloses, Status::Closed),
    (Status::Refused, Step::BuyerCloses, Status::Closed),
    (Status::Applied, Step::SellerShips, Status::Closed),
    (Status::Refused, Step::SellerShips, Status::Closed),
];

/// Where a step leads from a status, if anywhere.
pub fn next(from: Status, step: Step) -> Option<Status> {
    STATE_MACHINE.iter().find(|(state, by, _)| *state == from && *by == step).map(|(.., to)| *to)
}
