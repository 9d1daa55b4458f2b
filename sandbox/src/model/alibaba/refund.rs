//! Refunds on 1688: their state machine, the whereabouts of the goods, and the reasons.

use pandapon::scalar::Fen;
use pandapon::state::RefundState;
use serde::{Deserialize, Serialize};
use State::{Close, Success, WaitBuyerModify, WaitBuyerSend, WaitSellerAgree, WaitSellerReceive};

/// A refund.
#[derive(Debug, Serialize, Deserialize)]
pub struct Refund {
    pub id: String,
    /// The number of the record.
    pub number: i64,
    pub order_id: i64,
    /// The user-id that it belongs to.
    pub user: String,
    pub state: State,
    pub goods: Goods,
    /// Whether the goods are to be returned.
    pub returns: bool,
    pub parts: Vec<Part>,
    pub payment: Fen,
    pub carriage: Fen,
    /// Maximum amount for the goods at the time of the application.
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

/// The part of a refund that concerns one sub-order.
#[derive(Debug, Serialize, Deserialize)]
pub struct Part {
    pub item_id: i64,
    pub pieces: i64,
    pub amount: Fen,
}

/// The shipment of returned goods.
#[derive(Debug, Serialize, Deserialize)]
pub struct Shipment {
    pub carrier: String,
    pub waybill: String,
}

/// An operation on a refund.
#[derive(Debug, Serialize, Deserialize)]
pub struct Operation {
    #[serde(rename = "edge", with = "transition_by_step")]
    pub transition: &'static Transition,
    pub remark: String,
    pub vouchers: Vec<String>,
}

impl Refund {
    /// Returns whether it may still be paid.
    pub fn is_active(&self) -> bool {
        !self.state.meaning().is_some_and(|state| state.is_refunded() || state.is_closed())
    }

    pub fn is_after_sale(&self) -> bool {
        self.goods.is_after_sale()
    }

    pub fn covers(&self, item_id: i64) -> bool {
        self.parts.iter().any(|part| part.item_id == item_id)
    }
}

/// The state of a refund.
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
    /// Returns the name on the wire.
    pub const fn as_str(self) -> &'static str {
        match self {
            State::WaitSellerAgree => "waitselleragree",
            State::WaitBuyerModify => "waitbuyermodify",
            State::WaitBuyerSend => "waitbuyersend",
            State::WaitSellerReceive => "waitsellerreceive",
            State::Success => "refundsuccess",
            State::Close => "refundclose",
        }
    }

    /// Returns what its word means to users.
    pub fn meaning(self) -> Option<RefundState> {
        RefundState::from_word(self.as_str())
    }

    /// Returns the name on the wire in a sub-order.
    pub const fn as_item_status(self) -> &'static str {
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

/// A step in the life of a refund.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Step {
    BuyerApplies,
    /// The seller agrees to a refund without a return.
    SellerAgrees,
    /// The seller agrees to take the goods back.
    SellerAgreesToReturn,
    SellerRefuses,
    BuyerSends,
    SellerReceives,
    /// The seller ships despite the application.
    SellerShips,
    /// The buyer confirms the receipt despite the application.
    BuyerReceives,
    /// The buyer withdraws the application.
    BuyerCancels,
    /// The buyer applies again after a refusal.
    BuyerAppliesAnew,
}

/// A transition: a step from one state to another.
#[derive(Debug)]
pub struct Transition {
    pub from: Option<State>,
    pub step: Step,
    pub to: State,
    /// `refundAction` of the push message (spec/semantics.md, section 4). That reaching `refundsuccess` is reported as
    /// `SYSTEM_AGREE_REFUND` is the emulator's reading of "= refunded".
    pub action: &'static str,
    pub operator: &'static str,
    /// `operateTypeInt`, where 1688's samples show it.
    pub kind: Option<i64>,
    pub description: &'static str,
}

const fn transition(
    from: State,
    step: Step,
    to: State,
    action: &'static str,
    operator: &'static str,
) -> Transition {
    Transition { from: Some(from), step, to, action, operator, kind: None, description: action }
}

impl Transition {
    const fn described(mut self, kind: Option<i64>, description: &'static str) -> Self {
        self.kind = kind;
        self.description = description;
        self
    }

    /// Returns `operatorRoleId`: in samples 1 for the buyer and 2 for the seller; none for the system.
    pub fn role(&self) -> Option<i64> {
        match self.operator {
            "buyer" => Some(1),
            "seller" => Some(2),
            _ => None,
        }
    }
}

const AGREE: &str = "SYSTEM_AGREE_REFUND";
const SHIPPED: &str = "SELLER_SEND_GOODS_CLOSE";
const RECEIVED: &str = "BUYER_RECEIVE_CLOSE";
const CANCELLED: &str = "BUYER_CANCEL_REFUND_CLOSE";

/// Transitions: from which state a step leads to which. A new refund has no state.
pub static STATE_MACHINE: &[Transition] = &[
    Transition {
        from: None,
        ..transition(WaitSellerAgree, Step::BuyerApplies, WaitSellerAgree, "BUYER_APPLY_REFUND", "buyer")
            .described(Some(1), "买家发起退款申请")
    },
    transition(WaitSellerAgree, Step::SellerAgrees, Success, AGREE, "system").described(None, "卖家同意退款"),
    transition(
        WaitSellerAgree,
        Step::SellerAgreesToReturn,
        WaitBuyerSend,
        "SELLER_AGREE_REFUND_PROCOTOL",
        "seller",
    )
    .described(None, "卖家同意退货"),
    transition(WaitSellerAgree, Step::SellerRefuses, WaitBuyerModify, "SELLER_REJECT_REFUND", "seller")
        .described(None, "卖家拒绝退款"),
    transition(WaitBuyerSend, Step::BuyerSends, WaitSellerReceive, "BUYER_SEND_GOODS", "buyer")
        .described(Some(10), "买家已退货"),
    transition(WaitSellerReceive, Step::SellerReceives, Success, AGREE, "system")
        .described(None, "卖家确认收到退货"),
    transition(WaitSellerReceive, Step::SellerRefuses, WaitBuyerModify, "SELLER_REJECT_REFUND", "seller")
        .described(None, "卖家拒绝退款"),
    transition(WaitSellerAgree, Step::BuyerCancels, Close, CANCELLED, "buyer")
        .described(None, "买家撤销退款申请"),
    transition(WaitBuyerModify, Step::BuyerCancels, Close, CANCELLED, "buyer")
        .described(None, "买家撤销退款申请"),
    transition(WaitBuyerSend, Step::BuyerCancels, Close, CANCELLED, "buyer")
        .described(None, "买家撤销退款申请"),
    transition(WaitBuyerModify, Step::BuyerAppliesAnew, Close, CANCELLED, "buyer")
        .described(None, "买家重新申请"),
    transition(WaitSellerAgree, Step::SellerShips, Close, SHIPPED, "seller")
        .described(None, "卖家已发货，退款关闭"),
    transition(WaitBuyerModify, Step::SellerShips, Close, SHIPPED, "seller")
        .described(None, "卖家已发货，退款关闭"),
    transition(WaitSellerAgree, Step::BuyerReceives, Close, RECEIVED, "buyer")
        .described(None, "买家确认收货，退款关闭"),
    transition(WaitBuyerModify, Step::BuyerReceives, Close, RECEIVED, "buyer")
        .described(None, "买家确认收货，退款关闭"),
    transition(WaitBuyerSend, Step::BuyerReceives, Close, RECEIVED, "buyer")
        .described(None, "买家确认收货，退款关闭"),
    transition(WaitSellerReceive, Step::BuyerReceives, Close, RECEIVED, "buyer")
        .described(None, "买家确认收货，退款关闭"),
];

/// Stores a transition in a snapshot as its initial state and its step.
pub mod transition_by_step {
    use serde::de::Error;
    use serde::{Deserialize, Deserializer, Serialize, Serializer};

    use super::{find_transition, State, Step, Transition};

    pub fn serialize<S: Serializer>(transition: &Transition, target: S) -> Result<S::Ok, S::Error> {
        (transition.from, transition.step).serialize(target)
    }

    pub fn deserialize<'de, D: Deserializer<'de>>(source: D) -> Result<&'static Transition, D::Error> {
        let (from, step) = <(Option<State>, Step)>::deserialize(source)?;
        find_transition(from, step)
            .ok_or_else(|| D::Error::custom(format_args!("step {step:?} is not possible from {from:?}")))
    }
}

/// Returns the transition of a step from a state, if the state allows it.
pub fn find_transition(from: Option<State>, step: Step) -> Option<&'static Transition> {
    STATE_MACHINE.iter().find(|transition| transition.from == from && transition.step == step)
}

/// The whereabouts of the goods at the time of the application: `goodsStatus`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Goods {
    NotShipped,
    OnTheirWay,
    Received,
    NeverCame,
    ReceivedAfterSale,
}

/// The names of [`Goods`] on the wire.
const GOODS: [(&str, Goods); 5] = [
    ("refundWaitSellerSend", Goods::NotShipped),
    ("refundWaitBuyerReceive", Goods::OnTheirWay),
    ("refundBuyerReceived", Goods::Received),
    ("aftersaleBuyerNotReceived", Goods::NeverCame),
    ("aftersaleBuyerReceived", Goods::ReceivedAfterSale),
];

impl Goods {
    pub fn from_wire(text: Option<&str>) -> Option<Goods> {
        GOODS.iter().find(|(name, _)| Some(*name) == text).map(|(_, goods)| *goods)
    }

    pub const fn is_after_sale(self) -> bool {
        matches!(self, Goods::NeverCame | Goods::ReceivedAfterSale)
    }

    pub const fn are_received(self) -> bool {
        matches!(self, Goods::Received | Goods::ReceivedAfterSale)
    }
}

/// A reason for a refund. 20021 and 20028 are in 1688's samples; the other ids are the emulator's own.
#[derive(Debug)]
pub struct Reason {
    pub id: i64,
    pub name: &'static str,
    pub needs_voucher: bool,
    /// Whether the freight cannot be refunded for it.
    pub without_freight: bool,
    /// The whereabouts of the goods for which it is valid.
    pub fits: &'static [Goods],
    pub tip: &'static str,
}

const EVERYWHERE: &[Goods] =
    &[Goods::NotShipped, Goods::OnTheirWay, Goods::Received, Goods::NeverCame, Goods::ReceivedAfterSale];
const MISSING: &[Goods] = &[Goods::OnTheirWay, Goods::NeverCame];
const THERE: &[Goods] = &[Goods::Received, Goods::ReceivedAfterSale];

/// Every reason.
pub static REASONS: &[Reason] = &[
    Reason {
        id: 20_028,
        name: "不想要了/与卖家协商一致退款",
        needs_voucher: false,
        without_freight: false,
        fits: EVERYWHERE,
        tip: "",
    },
    Reason {
        id: 20_021,
        name: "颜色/图案/款式与描述不符",
        needs_voucher: true,
        without_freight: false,
        fits: THERE,
        tip: "请上传实物照片",
    },
    Reason {
        id: 990_001,
        name: "卖家缺货",
        needs_voucher: false,
        without_freight: false,
        fits: &[Goods::NotShipped],
        tip: "",
    },
    Reason {
        id: 990_002,
        name: "未收到货",
        needs_voucher: false,
        without_freight: false,
        fits: MISSING,
        tip: "",
    },
    Reason {
        id: 990_003,
        name: "质量问题",
        needs_voucher: true,
        without_freight: false,
        fits: THERE,
        tip: "请上传实物照片",
    },
    Reason {
        id: 990_004,
        name: "七天无理由退货",
        needs_voucher: false,
        without_freight: true,
        fits: THERE,
        tip: "运费不退",
    },
];

/// Stores a reason in a snapshot as its id.
pub mod reason_by_id {
    use serde::de::Error;
    use serde::{Deserialize, Deserializer, Serializer};

    use super::{Reason, REASONS};

    pub fn serialize<S: Serializer>(reason: &Reason, target: S) -> Result<S::Ok, S::Error> {
        target.serialize_i64(reason.id)
    }

    pub fn deserialize<'de, D: Deserializer<'de>>(source: D) -> Result<&'static Reason, D::Error> {
        let id = i64::deserialize(source)?;
        let reason = REASONS.iter().find(|reason| reason.id == id);
        reason.ok_or_else(|| D::Error::custom(format_args!("unknown reason {id}")))
    }
}

/// Returns the reason with this id if it is valid for the whereabouts of the goods.
pub fn find_reason(id: Option<i64>, goods: Goods) -> Option<&'static Reason> {
    REASONS.iter().find(|reason| Some(reason.id) == id && reason.fits.contains(&goods))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_step_leads_to_the_state_that_its_name_says() {
        for Transition { from, step, to, .. } in STATE_MACHINE {
            let expected = match step {
                Step::BuyerApplies => RefundState::Requested,
                Step::SellerAgrees | Step::SellerReceives => RefundState::Refunded,
                Step::SellerAgreesToReturn => RefundState::AwaitingReturn,
                Step::SellerRefuses => RefundState::Refused,
                Step::BuyerSends => RefundState::Returning,
                // A new application is another refund.
                Step::BuyerAppliesAnew | Step::SellerShips | Step::BuyerReceives | Step::BuyerCancels => {
                    RefundState::Closed
                }
            };
            assert_eq!(to.meaning(), Some(expected), "{from:?} {step:?}");
            assert_eq!(RefundState::from_word(to.as_item_status()), Some(expected), "{to:?}");
        }
    }
}
