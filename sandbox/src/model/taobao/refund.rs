//! Refunds on Taobao, called reverse orders, each of one sub-order (spec/semantics.md, 5.1): their state machine, the
//! whereabouts of the goods, and the reasons.

use std::collections::BTreeMap;

use pandapon::scalar::Fen;
use pandapon::state::RefundState;
use serde::{Deserialize, Serialize};

/// All refunds by id, oldest first.
pub type Refunds = BTreeMap<i64, Refund>;

/// A refund.
#[derive(Debug, Serialize, Deserialize)]
pub struct Refund {
    pub id: i64,
    /// The user-id that it belongs to.
    pub user: String,
    pub order_id: i64,
    pub line_id: i64,
    pub status: Status,
    /// Whether the goods are to be returned.
    pub returns: bool,
    pub goods: Goods,
    pub fee: Fen,
    pub reason_id: i64,
    pub description: String,
    /// The text of the param: its format for several images is not documented.
    pub images: Option<String>,
    /// Number of the payment to the buyer.
    pub pay_order_id: Option<i64>,
    /// The seller's reason for a refusal.
    pub refuse_reason: Option<String>,
    pub shipment: Option<Shipment>,
    pub messages: Vec<Message>,
    pub applied: u64,
    pub modified: u64,
}

/// The shipment of returned goods.
#[derive(Debug, Serialize, Deserialize)]
pub struct Shipment {
    pub carrier_code: String,
    pub waybill: String,
    pub phone: String,
}

/// A message of the buyer to the seller.
#[derive(Debug, Serialize, Deserialize)]
pub struct Message {
    pub text: String,
    pub images: Option<String>,
    pub sent: u64,
}

/// The whereabouts of the goods: `goodsStatus`.
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
    /// The values that a buyer can state. The other two result from a return.
    pub const STATED_BY_BUYERS: [Goods; 4] =
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
    /// Returns its code as text, for error messages.
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

    /// Returns whether it may still be paid.
    pub fn is_active(self) -> bool {
        !self.meaning().is_some_and(|state| state.is_refunded() || state.is_closed())
    }

    /// Returns what its code means to users.
    pub fn meaning(self) -> Option<RefundState> {
        RefundState::from_word(self.as_str())
    }
}

/// A step in the life of a refund.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Step {
    /// The seller agrees to a refund without a return.
    SellerAgrees,
    /// The seller agrees to take the goods back.
    SellerAgreesToReturn,
    SellerRefuses,
    BuyerSends,
    SellerReceives,
    /// The buyer withdraws the application, or applies again after a refusal.
    BuyerCloses,
    /// The seller ships despite the application.
    SellerShips,
}

/// Transitions: from which status a step leads to which.
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

/// Returns the status to which a step leads, if the current status allows it.
pub fn next_status(from: Status, step: Step) -> Option<Status> {
    STATE_MACHINE.iter().find(|(state, by, _)| *state == from && *by == step).map(|(.., to)| *to)
}

/// A reason for a refund. The ids are the emulator's own.
pub struct Reason {
    pub id: i64,
    pub text: &'static str,
    pub tips: &'static str,
    /// The whereabouts of the goods for which it is valid.
    pub valid_for: &'static [Goods],
}

static REASONS: &[Reason] = &[
    Reason { id: 990_401, text: "不想要了", tips: "", valid_for: &Goods::STATED_BY_BUYERS },
    Reason { id: 990_402, text: "卖家缺货", tips: "", valid_for: &[Goods::NotShipped] },
    Reason { id: 990_403, text: "未收到货", tips: "", valid_for: &[Goods::Shipped, Goods::NotReceived] },
    Reason {
        id: 990_404, text: "质量问题", tips: "请上传实物照片", valid_for: &[Goods::Received]
    },
    Reason {
        id: 990_405, text: "与描述不符", tips: "请上传实物照片", valid_for: &[Goods::Received]
    },
];

/// Returns the reasons that are valid for the whereabouts of the goods.
pub fn reasons_for(goods: Goods) -> impl Iterator<Item = &'static Reason> {
    REASONS.iter().filter(move |reason| reason.valid_for.contains(&goods))
}

/// Returns the text of a reason.
pub fn reason_text(id: i64) -> &'static str {
    REASONS.iter().find(|reason| reason.id == id).map_or("", |reason| reason.text)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_step_leads_to_the_state_that_its_name_says() {
        for (from, step, to) in STATE_MACHINE {
            let expected = match step {
                Step::SellerAgrees | Step::SellerReceives => RefundState::Refunded,
                Step::SellerAgreesToReturn => RefundState::AwaitingReturn,
                Step::SellerRefuses => RefundState::Refused,
                Step::BuyerSends => RefundState::Returning,
                Step::BuyerCloses | Step::SellerShips => RefundState::Closed,
            };
            assert_eq!(to.meaning(), Some(expected), "{from:?} {step:?}");
        }
    }
}
