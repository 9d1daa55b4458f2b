//! Payloads of push messages about 1688.
//!
//! All of it is known from 1688's own documentation of its messages (spec/semantics.md, section 4): which of it the
//! platform passes on, and unchanged, is inferred. Messages come late and out of order, and none has an amount: read the
//! order or refund again.

use pandapon_derive::{response, string_enum};

use crate::api::alibaba::order::OrderStatus;
use crate::api::alibaba::refund::RefundStatus;
use crate::scalar::{Id, TextId};

/// The state of an order changed.
#[response]
pub struct OrderChange {
    /// Order.
    #[wire(upstream)]
    pub order_id: Option<Id>,
    /// Its state. A confirmed receipt is `confirm_goods_and_has_subsidy` here, a word that only messages have.
    #[wire(upstream)]
    pub current_status: Option<OrderStatus>,
    /// When 1688 sent the message: `yyyy-MM-dd HH:mm:ss`, China time.
    #[wire(upstream)]
    pub msg_send_time: Option<String>,
    /// Buyer's member id, `b2b-…`.
    #[wire(upstream)]
    pub buyer_member_id: Option<String>,
    /// Seller's member id, `b2b-…`.
    #[wire(upstream)]
    pub seller_member_id: Option<String>,
}

/// The state of a refund changed.
#[response]
pub struct RefundChange {
    /// Refund, `TQ…`.
    #[wire(upstream)]
    pub refund_id: Option<TextId>,
    /// The action.
    #[wire(upstream)]
    pub refund_action: Option<RefundAction>,
    /// Who did it.
    #[wire(upstream)]
    pub operator: Option<RefundOperator>,
    /// State of the refund.
    #[wire(upstream)]
    pub current_status: Option<RefundStatus>,
    /// Order.
    #[wire(upstream)]
    pub order_id: Option<Id>,
    /// When 1688 sent the message: `yyyy-MM-dd HH:mm:ss`, China time.
    #[wire(upstream)]
    pub msg_send_time: Option<String>,
    /// Buyer's member id, `b2b-…`.
    #[wire(upstream)]
    pub buyer_member_id: Option<String>,
    /// Seller's member id, `b2b-…`.
    #[wire(upstream)]
    pub seller_member_id: Option<String>,
}

/// Who did something to a refund. An open set.
#[string_enum(open)]
pub enum RefundOperator {
    /// The buyer.
    Buyer,
    /// The seller.
    Seller,
    /// The system.
    System,
}

/// What happened to a refund. An open set; the misspellings are 1688's. What a word means beyond itself is documented
/// only of [`RefundAction::SystemAgreedRefund`].
#[string_enum(open)]
pub enum RefundAction {
    /// The buyer applied for it.
    #[wire("BUYER_APPLY_REFUND")]
    BuyerApplied,
    /// Closed: the buyer received the goods.
    #[wire("BUYER_RECEIVE_CLOSE")]
    ClosedByReceipt,
    /// Closed: the seller shipped the goods.
    #[wire("SELLER_SEND_GOODS_CLOSE")]
    ClosedByShipping,
    /// Closed: the buyer took it back.
    #[wire("BUYER_CANCEL_REFUND_CLOSE")]
    ClosedByBuyer,
    /// The buyer uploaded a voucher.
    #[wire("BUYER_UPLOAD_BILL")]
    BuyerUploadedVoucher,
    /// The seller uploaded a voucher.
    #[wire("SELLER_UPLOAD_BILL")]
    SellerUploadedVoucher,
    /// The seller refused it.
    #[wire("SELLER_REJECT_REFUND")]
    SellerRefused,
    /// The seller agreed.
    #[wire("SELLER_AGREE_REFUND")]
    SellerAgreed,
    /// The seller received the returned goods.
    #[wire("SELLER_RECEIVE_GOODS")]
    SellerReceivedGoods,
    /// The buyer sent the goods back.
    #[wire("BUYER_SEND_GOODS")]
    BuyerSentGoods,
    /// The buyer changed what is asked for.
    #[wire("BUYER_MODIFY_REFUND_PROTOCOL")]
    BuyerChangedTerms,
    /// The buyer asked the platform to step in.
    #[wire("BUYER_APPLY_SUPPORT")]
    BuyerAskedForSupport,
    /// The seller asked the platform to step in.
    #[wire("SELLER_APPLY_SUPPORT")]
    SellerAskedForSupport,
    /// The system agreed to what is asked for.
    #[wire("SYSTEM_AGREE_REFUND_PROTOCOL")]
    SystemAgreedToTerms,
    /// The system agreed: the money is refunded.
    #[wire("SYSTEM_AGREE_REFUND")]
    SystemAgreedRefund,
    /// The system took the goods as sent.
    #[wire("SYSTEM_SEND_GOODS")]
    SystemSentGoods,
    /// The system changed what is asked for.
    #[wire("SYSTEM_MODIFY_REFUND_PROTOCOL")]
    SystemChangedTerms,
    /// The system tells that the platform may be asked to step in.
    #[wire("SYSTEM_NOTIFY_APPLY_SUPPORT")]
    SystemOfferedSupport,
    /// The seller agreed to what is asked for.
    #[wire("SELLER_AGREE_REFUND_PROCOTOL")]
    SellerAgreedToTerms,
    /// The seller refused what is asked for.
    #[wire("SELLER_REJECT_REFUND_PROCOTOL")]
    SellerRefusedTerms,
    /// Closed: the request for the platform's help ran out of time.
    #[wire("CRM_APPLY_TIMEOUT_CLOSE")]
    ClosedByTimeout,
    /// The platform's staff was asked to step in.
    #[wire("CRM_APPLY_SUPPORT")]
    StaffAskedForSupport,
    /// The platform's staff stepped in.
    #[wire("CRM_INTERVENE_TASK")]
    StaffStarted,
    /// The platform's staff dismissed the case.
    #[wire("CRM_DISMISS_TASK")]
    StaffDismissed,
    /// The platform's staff finished the case.
    #[wire("CRM_FINISH_TASK")]
    StaffFinished,
    /// Closed: the buyer paid a stage of the order.
    #[wire("BUYER_STEP_PAY_ORDER_CLOSE")]
    ClosedByStagePayment,
    /// Closed: the buyer confirmed a stage of the order.
    #[wire("BUYER_STEP_CONFIRM_CLOSE")]
    ClosedByStageConfirmation,
    /// Closed: the buyer closed the trade.
    #[wire("BUYER_CLOSE_TRADE_CLOSE")]
    ClosedByClosingTrade,
    /// Closed: the seller confirmed the order.
    #[wire("SELLER_CONFIRM_ORDER_CLOSE")]
    ClosedByOrderConfirmation,
    /// Closed: the seller moved the order to its next stage.
    #[wire("SELLER_STEP_PUSH_CLOSE")]
    ClosedByNextStage,
}

/// Orders were paid together, by agreement. Has the outcome of each.
#[response]
pub struct BatchPayment {
    /// The orders.
    #[wire(upstream)]
    pub batch_pay: Option<Vec<PaidOrder>>,
}

/// An order of a batch.
#[response]
pub struct PaidOrder {
    /// Order.
    #[wire(upstream)]
    pub order_id: Option<Id>,
    /// Outcome of its payment.
    #[wire(upstream)]
    pub status: Option<BatchPaymentStatus>,
}

/// Outcome of the payment of an order of a batch. An open set; the misspelling is 1688's.
#[string_enum(open)]
pub enum BatchPaymentStatus {
    /// Paid.
    #[wire("successed")]
    Succeeded,
    /// The account has too little money.
    #[wire("ACCOUNT_BALANCE_NOT_ENOUGH")]
    BalanceTooLow,
    /// There is no such account.
    #[wire("ACCOUNT_NOT_EXIST")]
    NoAccount,
    /// The account is frozen.
    #[wire("ACCOUNT_FROZEN")]
    AccountFrozen,
    /// A parameter is wrong.
    #[wire("PARAM_ILLEGAL")]
    WrongParameter,
}

/// A parcel reached a node of its way. Sent the first time that it does.
#[response]
pub struct ParcelProgress {
    /// The parcel.
    #[wire(upstream, name = "OrderLogisticsTracingModel")]
    pub parcel: Option<MovedParcel>,
}

/// A parcel that reached a node of its way.
#[response]
pub struct MovedParcel {
    /// Number of the parcel on 1688.
    #[wire(upstream)]
    pub logistics_id: Option<TextId>,
    /// Carrier, a code.
    #[wire(upstream)]
    pub cp_code: Option<String>,
    /// Waybill.
    #[wire(upstream)]
    pub mail_no: Option<String>,
    /// The node.
    #[wire(upstream)]
    pub status_changed: Option<ParcelNode>,
    /// When it was reached.
    #[wire(upstream)]
    pub change_time: Option<String>,
    /// What is in the parcel.
    #[wire(upstream)]
    pub order_logs_items: Option<Vec<ParcelItem>>,
}

/// A node of a parcel's way. An open set.
#[string_enum(open)]
pub enum ParcelNode {
    /// Shipped.
    #[wire("CONSIGN")]
    Shipped,
    /// Collected by the carrier.
    #[wire("ACCEPT")]
    Collected,
    /// On its way.
    #[wire("TRANSPORT")]
    Transport,
    /// Being delivered.
    #[wire("DELIVERING")]
    Delivering,
    /// At an agent's, to be picked up.
    #[wire("AGENT_SIGN")]
    AtAgent,
    /// Signed for.
    #[wire("SIGN")]
    Signed,
    /// Something went wrong.
    #[wire("FAILED")]
    Failed,
}

/// A sub-order in a parcel.
#[response]
pub struct ParcelItem {
    /// Order.
    #[wire(upstream)]
    pub order_id: Option<Id>,
    /// Sub-order.
    #[wire(upstream)]
    pub order_entry_id: Option<Id>,
}

/// A parcel has another waybill.
#[response]
pub struct WaybillChange {
    /// The parcel.
    #[wire(upstream, name = "MailNoChangeModel")]
    pub parcel: Option<RelabelledParcel>,
}

/// A parcel with its old waybill and its new one.
#[response]
pub struct RelabelledParcel {
    /// Number of the parcel on 1688.
    #[wire(upstream)]
    pub logistics_id: Option<TextId>,
    /// Carrier before, a code.
    #[wire(upstream)]
    pub old_cp_code: Option<String>,
    /// Carrier now, a code.
    #[wire(upstream)]
    pub new_cp_code: Option<String>,
    /// Waybill before.
    #[wire(upstream)]
    pub old_mail_no: Option<String>,
    /// Waybill now.
    #[wire(upstream)]
    pub new_mail_no: Option<String>,
    /// When it was changed. An older source calls it `eventType`.
    #[wire(upstream)]
    pub event_time: Option<String>,
    /// What is in the parcel.
    #[wire(upstream)]
    pub order_logs_items: Option<Vec<ParcelItem>>,
}
