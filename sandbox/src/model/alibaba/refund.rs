//! Refunds on 1688: where the goods may be, the reasons, and the state machine.

use pandapon::scalar::Fen;
use serde::{Deserialize, Serialize};
use State::{Close, Success, WaitBuyerModify, WaitBuyerSend, WaitSellerAgree, WaitSellerReceive};

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
    /// Maximum amount at the time of the application.
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
    /// The name on the wire.
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

    /// The name on the wire at a sub-order.
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
    /// The seller agrees to a refund without a return.
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

const AGREE: &str = "SYSTEM_AGREE_REFUND";
const SHIPPED: &str = "SELLER_SEND_GOODS_CLOSE";
const RECEIVED: &str = "BUYER_RECEIVE_CLOSE";
const CANCELLED: &str = "BUYER_CANCEL_REFUND_CLOSE";

/// The whole of it.
pub static STATE_MACHINE: &[Edge] = &[
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

    use super::{find_edge, Edge, State, Step};

    pub fn serialize<S: Serializer>(edge: &Edge, target: S) -> Result<S::Ok, S::Error> {
        (edge.from, edge.step).serialize(target)
    }

    pub fn deserialize<'de, D: Deserializer<'de>>(source: D) -> Result<&'static Edge, D::Error> {
        let (from, step) = <(Option<State>, Step)>::deserialize(source)?;
        find_edge(from, step)
            .ok_or_else(|| D::Error::custom(format_args!("no refund goes from {from:?} by {step:?}")))
    }
}

/// Where a step leads from a state, if anywhere.
pub fn find_edge(from: Option<State>, step: Step) -> Option<&'static Edge> {
    STATE_MACHINE.iter().find(|edge| edge.from == from && edge.step == step)
}

/// Where the goods are when a refund is applied for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Goods {
    NotShipped,
    OnTheirWay,
    Received,
    NeverCame,
    ReceivedAfterSale,
}

/// The words of [`Goods`].
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

/// A reason. 20021 and 20028 stand in 1688's samples; the other ids are the emulator's own.
#[derive(Debug)]
pub struct Reason {
    pub id: i64,
    pub name: &'static str,
    pub needs_voucher: bool,
    /// Whether the freight is not refunded for it.
    pub without_freight: bool,
    /// Where the goods may be.
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

/// A reason in a snapshot: its id.
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
        reason.ok_or_else(|| D::Error::custom(format_args!("there is no reason {id}")))
    }
}

/// The reason of this id, if it fits where the goods are.
pub fn find_reason(id: Option<i64>, goods: Goods) -> Option<&'static Reason> {
    REASONS.iter().find(|reason| Some(reason.id) == id && reason.fits.contains(&goods))
}
