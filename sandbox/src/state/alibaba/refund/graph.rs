//! How a refund goes, as data.

use serde::{Deserialize, Serialize};

/// Where a refund stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum State {
    WaitSellerAgree,
    WaitBuyerModify,
    WaitBuyerSend,
    WaitSellerReceive,
    Success,
    Close,
}

impl State {
    /// As it stands on the wire.
    pub const fn word(self) -> &'static str {
        match self {
            State::WaitSellerAgree => "waitselleragree",
            State::WaitBuyerModify => "waitbuyermodify",
            State::WaitBuyerSend => "waitbuyersend",
            State::WaitSellerReceive => "waitsellerreceive",
            State::Success => "refundsuccess",
            State::Close => "refundclose",
        }
    }

    /// As it stands on the wire at a sub-order.
    pub const fn item_word(self) -> &'static str {
        match self {
            State::WaitSellerAgree => "WAIT_SELLER_AGREE",
            State::WaitBuyerModify => "WAIT_BUYER_MODIFY",
            State::WaitBuyerSend => "WAIT_BUYER_SEND",
            State::WaitSellerReceive => "WAIT_SELLER_RECEIVE",
            State::Success => "REFUND_SUCCESS",
            State::Close => "REFUND_CLOSED",
        }
    }
}

/// What takes a refund further.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Step {
    BuyerApplies,
    /// The seller agrees to give money back without the goods.
    SellerAgrees,
    /// The seller agrees to take the goods back.
    SellerAgreesToReturn,
    SellerRefuses,
    BuyerSends,
    SellerReceives,
    /// The seller ships after all.
    SellerShips,
    /// The buyer confirms the receipt after all.
    BuyerReceives,
    /// The buyer takes the application back.
    BuyerCancels,
    /// The buyer applies anew after a refusal.
    BuyerAppliesAnew,
}

/// Where a step leads from a state.
#[derive(Debug)]
pub struct Edge {
    pub from: Option<State>,
    pub step: Step,
    pub to: State,
    /// `refundAction` of the push message (spec/semantics.md, section 4). That an arrival at `refundsuccess`
    /// is told as `SYSTEM_AGREE_REFUND` is the emulator's reading of "= refunded".
    pub action: &'static str,
    pub operator: &'static str,
    /// `operateTypeInt`, where 1688's samples show it.
    pub kind: Option<i64>,
    pub description: &'static str,
}

const fn edge(from: State, step: Step, to: State, action: &'static str, operator: &'static str) -> Edge {
    Edge { from: Some(from), step, to, action, operator, kind: None, description: action }
}

impl Edge {
    const fn says(mut self, kind: Option<i64>, description: &'static str) -> Self {
        self.kind = kind;
        self.description = description;
        self
    }

    /// `operatorRoleId`: 1 buyer, 2 seller in samples; none of the system.
    pub fn role(&self) -> Option<i64> {
        match self.operator {
            "buyer" => Some(1),
            "seller" => Some(2),
            _ => None,
        }
    }
}

use State::{Close, Success, WaitBuyerModify, WaitBuyerSend, WaitSellerAgree, WaitSellerReceive};

const AGREE: &str = "SYSTEM_AGREE_REFUND";
const SHIPPED: &str = "SELLER_SEND_GOODS_CLOSE";
const RECEIVED: &str = "BUYER_RECEIVE_CLOSE";
const CANCELLED: &str = "BUYER_CANCEL_REFUND_CLOSE";

/// The whole of it.
pub static GRAPH: &[Edge] = &[
    Edge {
        from: None,
        ..edge(WaitSellerAgree, Step::BuyerApplies, WaitSellerAgree, "BUYER_APPLY_REFUND", "buyer")
            .says(Some(1), "买家发起退款申请")
    },
    edge(WaitSellerAgree, Step::SellerAgrees, Success, AGREE, "system").says(None, "卖家同意退款"),
    edge(
        WaitSellerAgree,
        Step::SellerAgreesToReturn,
        WaitBuyerSend,
        "SELLER_AGREE_REFUND_PROCOTOL",
        "seller",
    )
    .says(None, "卖家同意退货"),
    edge(WaitSellerAgree, Step::SellerRefuses, WaitBuyerModify, "SELLER_REJECT_REFUND", "seller")
        .says(None, "卖家拒绝退款"),
    edge(WaitBuyerSend, Step::BuyerSends, WaitSellerReceive, "BUYER_SEND_GOODS", "buyer")
        .says(Some(10), "买家已退货"),
    edge(WaitSellerReceive, Step::SellerReceives, Success, AGREE, "system").says(None, "卖家确认收到退货"),
    edge(WaitSellerReceive, Step::SellerRefuses, WaitBuyerModify, "SELLER_REJECT_REFUND", "seller")
        .says(None, "卖家拒绝退款"),
    edge(WaitSellerAgree, Step::BuyerCancels, Close, CANCELLED, "buyer").says(None, "买家撤销退款申请"),
    edge(WaitBuyerModify, Step::BuyerCancels, Close, CANCELLED, "buyer").says(None, "买家撤销退款申请"),
    edge(WaitBuyerSend, Step::BuyerCancels, Close, CANCELLED, "buyer").says(None, "买家撤销退款申请"),
    edge(WaitBuyerModify, Step::BuyerAppliesAnew, Close, CANCELLED, "buyer").says(None, "买家重新申请"),
    edge(WaitSellerAgree, Step::SellerShips, Close, SHIPPED, "seller").says(None, "卖家已发货，退款关闭"),
    edge(WaitBuyerModify, Step::SellerShips, Close, SHIPPED, "seller").says(None, "卖家已发货，退款关闭"),
    edge(WaitSellerAgree, Step::BuyerReceives, Close, RECEIVED, "buyer").says(None, "买家确认收货，退款关闭"),
    edge(WaitBuyerModify, Step::BuyerReceives, Close, RECEIVED, "buyer").says(None, "买家确认收货，退款关闭"),
    edge(WaitBuyerSend, Step::BuyerReceives, Close, RECEIVED, "buyer").says(None, "买家确认收货，退款关闭"),
    edge(WaitSellerReceive, Step::BuyerReceives, Close, RECEIVED, "buyer")
        .says(None, "买家确认收货，退款关闭"),
];

/// An edge in a snapshot: where it begins, and its step.
pub mod edge_by_step {
    use serde::de::Error;
    use serde::{Deserialize, Deserializer, Serialize, Serializer};

    use super::{find, Edge, State, Step};

    pub fn serialize<S: Serializer>(edge: &Edge, target: S) -> Result<S::Ok, S::Error> {
        (edge.from, edge.step).serialize(target)
    }

    pub fn deserialize<'de, D: Deserializer<'de>>(source: D) -> Result<&'static Edge, D::Error> {
        let (from, step) = <(Option<State>, Step)>::deserialize(source)?;
        find(from, step)
            .ok_or_else(|| D::Error::custom(format_args!("no refund goes from {from:?} by {step:?}")))
    }
}

/// Where a step leads from a state, if anywhere.
pub fn find(from: Option<State>, step: Step) -> Option<&'static Edge> {
    GRAPH.iter().find(|edge| edge.from == from && edge.step == step)
}
