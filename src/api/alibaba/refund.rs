//! After-sales on 1688: money back, with or without the goods going back.
//!
//! How a refund goes:
//!
//! 1. Where are the goods? That is the [`GoodsStatus`]. Before the trade is completed the refund is *in sale*,
//!    afterwards *after-sale*; confirming receipt normally completes it.
//! 2. [`Reasons`] lists the reasons that this order, its sub-orders and this goods status allow, and says which need
//!    a voucher (a picture as evidence) and which exclude the freight.
//! 3. [`UploadVoucher`] takes a picture and answers where it lies; the two parts joined are the voucher.
//! 4. [`Create`] applies. Amounts are in fen. While the seller has not shipped, the whole amount paid must be asked
//!    for.
//! 5. [`Get`] tells its status: `waitselleragree`, then `refundsuccess`, or `waitbuyermodify` (the seller refused;
//!    change the request), or `waitbuyersend` (send the goods back).
//! 6. For a return: [`Carriers`] lists the carriers, [`SubmitReturn`] reports carrier and waybill; then
//!    `waitsellerreceive`, and `refundsuccess` once the seller has the goods.
//!
//! Sources: the vendor's pages, and for meaning and limits 1688's own documentation of the endpoints that they wrap
//! (spec/semantics.md, section 1).

use pandapon_derive::{endpoint, params, response, string_enum};

use super::Done;
use crate::endpoint::{Descriptor, Endpoint};
use crate::scalar::{Fen, Id, TextId};
use crate::schema::Json;
use crate::schema::{Condition, Rule};

/// The endpoints of this group.
pub const ENDPOINTS: &[&Descriptor] = &[
    Reasons::DESCRIPTOR,
    UploadVoucher::DESCRIPTOR,
    Create::DESCRIPTOR,
    Get::DESCRIPTOR,
    Carriers::DESCRIPTOR,
    SubmitReturn::DESCRIPTOR,
];

/// Where the goods are when a refund is asked for. Other values fail (upstream error 5003).
#[string_enum(closed)]
pub enum GoodsStatus {
    /// In sale, not shipped.
    RefundWaitSellerSend,
    /// In sale, shipped, not received.
    RefundWaitBuyerReceive,
    /// In sale: the goods are there, receipt is not confirmed.
    RefundBuyerReceived,
    /// After the trade was completed: receipt was confirmed, but the goods never came.
    AftersaleBuyerNotReceived,
    /// After the trade was completed, received.
    AftersaleBuyerReceived,
}

/// What is asked for. Other values fail (upstream error 5010).
#[string_enum(closed)]
pub enum DisputeRequest {
    /// Money only.
    Refund,
    /// Return the goods and refund. Only when they were received.
    ReturnRefund,
}

/// The status of a refund. An open set.
#[string_enum(open)]
pub enum RefundStatus {
    /// Waits for the seller to agree.
    #[wire("waitselleragree")]
    WaitSellerAgree,
    /// The seller refused: the buyer may change the request.
    #[wire("waitbuyermodify")]
    WaitBuyerModify,
    /// The seller agreed to the return: send the goods back, then [`SubmitReturn`].
    #[wire("waitbuyersend")]
    WaitBuyerSend,
    /// The goods are on their way back.
    #[wire("waitsellerreceive")]
    WaitSellerReceive,
    /// Refunded.
    #[wire("refundsuccess")]
    RefundSuccess,
    /// Closed without a refund.
    #[wire("refundclose")]
    RefundClose,
}

const RETURN_NEEDS_GOODS: Rule = Rule {
    name: "return_needs_goods",
    when: Condition::OneOf("disputeRequest", &["returnRefund"]),
    then: &[Condition::OneOf("goodsStatus", &["refundBuyerReceived", "aftersaleBuyerReceived"])],
    says: "\"returnRefund\" is possible only with goods that were received: goodsStatus must be \
           refundBuyerReceived or aftersaleBuyerReceived; ask for \"refund\" otherwise",
};

const COUNTS_NEED_RETURN_IN_SALE: Rule = Rule {
    name: "counts_need_return_in_sale",
    when: Condition::Given("orderEntryCountList"),
    then: &[
        Condition::OneOf("goodsStatus", &["refundBuyerReceived"]),
        Condition::OneOf("disputeRequest", &["returnRefund"]),
    ],
    says: "applies only to goods that are returned in sale: goodsStatus refundBuyerReceived with disputeRequest \
           returnRefund; leave it out otherwise, and when everything is returned",
};

/// Asks which reasons a refund of these sub-orders may give.
///
/// Wraps 1688's `alibaba.trade.getRefundReasonList`. Upstream errors: 5xxx of the caller (goods status, sub-orders),
/// 4xxx of the server.
#[endpoint(
    name = "alibaba.refund.reasons",
    route = Post,
    safety = Read,
    provenance = Unrouted,
    title = "Check the reason for refund and return (used to create refund and return)",
    page = "https://doc-en.pandapon.com/api-263477654",
    response = RefundReasons,
)]
pub struct Reasons {
    /// Main order.
    #[wire(upstream)]
    pub order_id: Id,
    /// Sub-orders to refund.
    #[wire(upstream)]
    pub order_entry_ids: Vec<Id>,
    /// Where the goods are.
    #[wire(upstream)]
    pub goods_status: GoodsStatus,
}

/// The reasons that fit.
#[response]
pub struct RefundReasons {
    /// The reasons.
    #[wire(upstream)]
    pub reasons: Option<Vec<RefundReason>>,
}

/// A reason for a refund.
#[response]
pub struct RefundReason {
    /// Its id, for `applyReasonId`.
    #[wire(upstream)]
    pub id: Option<Id>,
    /// Its text, for people.
    #[wire(upstream)]
    pub name: Option<String>,
    /// Whether a voucher is mandatory.
    #[wire(upstream)]
    pub need_voucher: Option<bool>,
    /// Whether the freight is NOT refundable for this reason (true = `applyCarriage` must be 0).
    #[wire(upstream)]
    pub no_refund_carriage: Option<bool>,
    /// Advice for the buyer.
    #[wire(upstream)]
    pub tip: Option<String>,
}

/// Uploads a picture as evidence. The answer's two parts, joined, are a voucher.
///
/// Wraps 1688's `alibaba.trade.uploadRefundVoucher`. How the wrapper wants the file encoded was not seen: base64 text
/// in a JSON body is inferred. Upstream error: 4000 (no picture, or trouble of the server).
#[endpoint(
    name = "alibaba.refund.uploadVoucher",
    route = Post,
    safety = Once,
    evidence = Nothing,
    repetition = Harmless,
    provenance = Unrouted,
    title = "Upload the refund and return voucher",
    page = "https://doc-en.pandapon.com/api-263477655",
    response = UploadedVoucher,
)]
pub struct UploadVoucher {
    /// The picture: jpg, smaller than 1 MB. Bytes, or base64 text without a `data:` prefix.
    #[wire(upstream, kind = crate::schema::Kind::Bytes, most = 1_048_575)]
    pub image_data: String,
}

/// Where an uploaded picture lies.
#[response]
pub struct UploadedVoucher {
    /// Domain of the picture.
    #[wire(upstream)]
    pub image_domain: Option<String>,
    /// Path of the picture under that domain. `https://` + domain + `/` + path is the voucher.
    #[wire(upstream)]
    pub image_relative_url: Option<String>,
}

/// Applies for a refund, or for returning the goods and a refund.
///
/// Wraps 1688's `alibaba.trade.createRefund`. Upstream errors: 5001 no such order · 5002 not the buyer · 5003 goods
/// status · 5004 reason · 5005 voucher needed · 5006 freight not refundable for this reason · 5010 the state does not
/// allow it, or it was submitted before · 5011 amount too high · 5012 description · 5013 return count · 5100 other ·
/// 4xxx the server.
#[endpoint(
    name = "alibaba.refund.create",
    route = Post "/alibaba/refund/detail/create",
    safety = Once,
    evidence = Part { read: "alibaba.order.get" },
    repetition = Guarded,
    provenance = Documented,
    title = "Create a refund and return application",
    page = "https://doc-en.pandapon.com/api-263477656",
    response = CreatedRefund,
    rules = [RETURN_NEEDS_GOODS, COUNTS_NEED_RETURN_IN_SALE],
)]
pub struct Create {
    /// Main order.
    pub order_id: Id,
    /// Sub-orders to refund (`subItemID` of the order's items). Required upstream, optional on the vendor's page.
    pub order_entry_ids: Option<Vec<Id>>,
    /// Money only, or return and refund; the latter only when the goods were received.
    pub dispute_request: DisputeRequest,
    /// Amount for the goods, in fen. At most what was paid for them; while the seller has not shipped it must be
    /// exactly that. Upstream error 5011.
    #[wire(least = 0)]
    pub apply_payment: Fen,
    /// Freight to refund, in fen; 0 for none. Some reasons exclude it (`noRefundCarriage`, upstream error 5006).
    #[wire(least = 0)]
    pub apply_carriage: Fen,
    /// Reason, from [`Reasons`] for the same order, sub-orders and goods status.
    pub apply_reason_id: Id,
    /// Explanation, 2 to 150 characters (upstream error 5012).
    #[wire(least = 2, most = 150)]
    pub description: String,
    /// Where the goods are.
    pub goods_status: GoodsStatus,
    /// Vouchers: addresses of pictures from [`UploadVoucher`], at most 5. Needed if the reason says `needVoucher`.
    #[wire(most = 5)]
    pub vouchers: Option<Vec<String>>,
    /// Pieces to return of each sub-order. Only in sale, received, with return; leave it out to return all.
    pub order_entry_count_list: Option<Vec<OrderEntryCount>>,
}

/// Pieces of a sub-order.
#[params]
pub struct OrderEntryCount {
    /// Sub-order.
    #[sensible(required)]
    pub id: Option<Id>,
    /// Pieces to return (upstream error 5013).
    #[wire(least = 0)]
    pub count: Option<i64>,
}

/// The refund that was applied for.
#[response]
pub struct CreatedRefund {
    /// Its id, `TQ…`.
    pub refund_id: Option<TextId>,
}

/// Asks for the status of a refund.
///
/// Wraps 1688's `alibaba.trade.refund.OpQueryOrderRefund`.
#[endpoint(
    name = "alibaba.refund.get",
    route = Post "/alibaba/refund/info",
    safety = Read,
    provenance = Documented,
    title = "Check the details of the after-sales order",
    page = "https://doc-en.pandapon.com/api-263477653",
    response = RefundDetail,
)]
pub struct Get {
    /// Refund, `TQ…`.
    #[sensible(required)]
    pub refund_id: Option<TextId>,
}

/// A refund. The vendor's page is cut after `buyerUserId`; what follows is known from 1688's own page.
#[response]
pub struct RefundDetail {
    /// Number of the record on the platform. The refund's id is `refundId`.
    pub id: Option<Id>,
    /// Created by.
    pub create_by: Option<String>,
    /// Created by, id.
    pub create_by_id: Option<Id>,
    /// Created at.
    pub create_time: Option<String>,
    /// Updated by.
    pub update_by: Option<String>,
    /// Updated by, id.
    pub update_by_id: Option<Id>,
    /// Updated at.
    pub update_time: Option<String>,
    /// Remark.
    pub remark: Option<String>,
    /// Alipay transaction number.
    pub alipay_payment_id: Option<String>,
    /// Freight applied for, in fen.
    pub apply_carriage: Option<Fen>,
    /// Amount that the buyer typed first; the unit is not stated.
    pub apply_expect: Option<i64>,
    /// Amount applied for, in fen.
    pub apply_payment: Option<Fen>,
    /// Reason.
    pub apply_reason: Option<String>,
    /// Reason, id.
    pub apply_reason_id: Option<Id>,
    /// Second-level reason.
    pub apply_sub_reason: Option<String>,
    /// Second-level reason, id.
    pub apply_sub_reason_id: Option<Id>,
    /// Buyer's Alipay id.
    pub buyer_alipay_id: Option<String>,
    /// Carrier with which the buyer sends the goods back.
    pub buyer_logistics_name: Option<String>,
    /// Buyer's member id.
    pub buyer_member_id: Option<String>,
    /// Whether the buyer has sent the goods back.
    pub buyer_send_goods: Option<bool>,
    /// Buyer's user id.
    pub buyer_user_id: Option<Id>,
    /// The refund's id, `TQ…`.
    #[wire(upstream)]
    pub refund_id: Option<TextId>,
    /// Order.
    #[wire(upstream)]
    pub order_id: Option<Id>,
    /// Its status.
    #[wire(upstream)]
    pub status: Option<RefundStatus>,
    /// Where the goods are: 1 not received · 2 received · 3 returned. Another code than in [`Create`].
    #[wire(upstream)]
    pub goods_status: Option<i64>,
    /// 1 in sale · 2 after-sale.
    #[wire(upstream)]
    pub dispute_type: Option<i64>,
    /// What was asked for; the numbers are not documented.
    #[wire(upstream)]
    pub dispute_request: Option<i64>,
    /// Amount refunded for the goods, in fen.
    #[wire(upstream)]
    pub refund_payment: Option<Fen>,
    /// Freight refunded, in fen.
    #[wire(upstream)]
    pub refund_carriage: Option<Fen>,
    /// The most that can be refunded, in fen.
    #[wire(upstream)]
    pub can_refund_payment: Option<Fen>,
    /// Frozen amount, in fen.
    #[wire(upstream)]
    pub frozen_fund: Option<Fen>,
    /// Why the seller refused.
    #[wire(upstream)]
    pub reject_reason: Option<String>,
    /// Why the seller refused, id.
    #[wire(upstream)]
    pub reject_reason_id: Option<Id>,
    /// How often the seller refused.
    #[wire(upstream)]
    pub reject_times: Option<i64>,
    /// Waybill of the goods on their way back.
    #[wire(upstream)]
    pub freight_bill: Option<String>,
    /// Where to send the goods back to.
    #[wire(upstream)]
    pub seller_receive_address: Option<String>,
    /// Who receives them there.
    #[wire(upstream)]
    pub seller_real_name: Option<String>,
    /// Mobile number there.
    #[wire(upstream)]
    pub seller_mobile: Option<String>,
    /// Landline there.
    #[wire(upstream)]
    pub seller_tel: Option<String>,
    /// Sub-orders, the newest first.
    #[wire(upstream)]
    pub order_entry_id_list: Option<Vec<Id>>,
    /// Pieces of each sub-order, by its id.
    #[wire(upstream)]
    pub order_entry_count_map: Option<Json>,
    /// Applied at.
    #[wire(upstream)]
    pub gmt_apply: Option<String>,
    /// Changed at.
    #[wire(upstream)]
    pub gmt_modified: Option<String>,
    /// Completed at.
    #[wire(upstream)]
    pub gmt_completed: Option<String>,
    /// When the current step runs out of time.
    #[wire(upstream)]
    pub gmt_time_out: Option<String>,
    /// What happens when the current step runs out of time.
    #[wire(upstream)]
    pub time_out_operate_type: Option<String>,
    /// Since when the clock of the current step has been stopped.
    #[wire(upstream)]
    pub gmt_freezed: Option<String>,
    /// Created at, on 1688.
    #[wire(upstream)]
    pub gmt_create: Option<String>,
    /// Fee of 1688's own logistics that is refunded, in fen.
    #[wire(upstream)]
    pub refund_official_solution_cost: Option<Fen>,
    /// Money that is advanced for an instant refund; the unit is not stated.
    #[wire(upstream)]
    pub prepaid_balance: Option<i64>,
    /// Kind of instant refund.
    #[wire(upstream)]
    pub instant_refund_type: Option<String>,
    /// Channel that pays out an instant refund.
    #[wire(upstream)]
    pub disburse_channel: Option<String>,
    /// Kind of trade, a code, such as `50060` (trade 4.0).
    #[wire(upstream)]
    pub trade_type_str: Option<String>,
    /// The status of its review by the platform's staff; empty if they were not asked.
    #[wire(upstream)]
    pub task_status: Option<String>,
    /// Further information.
    #[wire(upstream)]
    pub ext_info: Option<RefundExtraInformation>,
    /// What happened so far, the newest first in a sample.
    #[wire(upstream)]
    pub refund_operation_list: Option<Vec<RefundOperation>>,

    // Facts that are true or false.
    /// Whether only money is refunded.
    #[wire(upstream)]
    pub only_refund: Option<bool>,
    /// Whether the goods go back.
    #[wire(upstream)]
    pub refund_goods: Option<bool>,
    /// Whether the goods were received.
    #[wire(upstream)]
    pub goods_received: Option<bool>,
    /// Whether the return was made by the new procedure.
    #[wire(upstream)]
    pub new_refund_return: Option<bool>,
    /// Whether its after-sale step ran out of time.
    #[wire(upstream)]
    pub aftersale_agree_timeout: Option<bool>,
    /// Whether an after-sale refund is paid out by itself.
    #[wire(upstream)]
    pub aftersale_auto_disburse: Option<bool>,
    /// Whether the platform's staff changed it.
    #[wire(upstream)]
    pub crm_modify_refund: Option<bool>,
    /// Whether the seller's balance does not suffice (trade 4.0).
    #[wire(upstream)]
    pub insufficient_account: Option<bool>,
    /// Whether the seller's deposit does not suffice for an instant refund.
    #[wire(upstream)]
    pub insufficient_bail: Option<bool>,
    /// Whether the seller pays out later.
    #[wire(upstream)]
    pub seller_delay_disburse: Option<bool>,
    /// Whether the order is one of trade 4.0.
    #[wire(upstream)]
    pub support_new_steppay: Option<bool>,
    /// Whether the system has stopped the clock of the current step.
    #[wire(upstream)]
    pub time_out_freeze: Option<bool>,

    // The same facts as 1688's query by order calls them. Which names the vendor passes on is not known.
    /// `onlyRefund` under its other name.
    #[wire(upstream)]
    pub is_only_refund: Option<bool>,
    /// `refundGoods` under its other name.
    #[wire(upstream)]
    pub is_refund_goods: Option<bool>,
    /// `goodsReceived` under its other name.
    #[wire(upstream)]
    pub is_goods_received: Option<bool>,
    /// `newRefundReturn` under its other name.
    #[wire(upstream)]
    pub is_new_refund_return: Option<bool>,
    /// `aftersaleAgreeTimeout` under its other name.
    #[wire(upstream)]
    pub is_aftersale_agree_timeout: Option<bool>,
    /// `aftersaleAutoDisburse` under its other name.
    #[wire(upstream)]
    pub is_aftersale_auto_disburse: Option<bool>,
    /// `crmModifyRefund` under its other name.
    #[wire(upstream)]
    pub is_crm_modify_refund: Option<bool>,
    /// `insufficientAccount` under its other name.
    #[wire(upstream)]
    pub is_insufficient_account: Option<bool>,
    /// `insufficientBail` under its other name.
    #[wire(upstream)]
    pub is_insufficient_bail: Option<bool>,
    /// `sellerDelayDisburse` under its other name.
    #[wire(upstream)]
    pub is_seller_delay_disburse: Option<bool>,
    /// `supportNewSteppay` under its other name.
    #[wire(upstream)]
    pub is_support_new_steppay: Option<bool>,
    /// `timeOutFreeze` under its other name.
    #[wire(upstream)]
    pub is_time_out_freeze: Option<bool>,
    /// `buyerSendGoods` under its other name.
    #[wire(upstream)]
    pub is_buyer_send_goods: Option<bool>,
}

/// Further information of a refund. Its other members stay in `other`.
#[response]
pub struct RefundExtraInformation {
    /// Where the money lies.
    #[wire(upstream)]
    pub pay_mode: Option<RefundPayMode>,
    /// `1` if the order may be sent back within 7 days without a reason.
    #[wire(upstream, name = "7d")]
    pub seven_days: Option<String>,
}

/// Where the money of a refund lies. An open set.
#[string_enum(open)]
pub enum RefundPayMode {
    /// Alipay.
    Alipay,
    /// Frozen in the account.
    FundFreeze,
}

/// A step of a refund.
#[response]
pub struct RefundOperation {
    /// State before.
    #[wire(upstream)]
    pub before_operate_status: Option<RefundStatus>,
    /// State after.
    #[wire(upstream)]
    pub after_operate_status: Option<RefundStatus>,
    /// Description; the misspelling is the vendor's.
    #[wire(upstream, name = "discription")]
    pub description: Option<String>,
    /// Remark.
    #[wire(upstream)]
    pub operate_remark: Option<String>,
    /// Kind of step; no table is public.
    #[wire(upstream)]
    pub operate_type_int: Option<i64>,
    /// Who did it: 1 buyer · 2 seller in samples.
    #[wire(upstream)]
    pub operator_role_id: Option<i64>,
    /// For whom its message is: 3 staff to both · 4 to the buyer · 5 to the seller · 7 normal.
    #[wire(upstream)]
    pub msg_type: Option<i64>,
    /// 1 normal · 2 hidden; samples show 3.
    #[wire(upstream)]
    pub message_status: Option<i64>,
    /// Vouchers.
    #[wire(upstream)]
    pub vouchers: Option<Vec<String>>,
    /// Carrier.
    #[wire(upstream)]
    pub logistics_company: Option<Carrier>,
    /// Waybill.
    #[wire(upstream)]
    pub freight_bill: Option<String>,
    /// Where the goods go back to.
    #[wire(upstream)]
    pub refund_address: Option<String>,
    /// Why it was refused.
    #[wire(upstream)]
    pub reject_reason: Option<String>,
}

/// Lists the carriers that goods can be sent back with.
///
/// Wraps 1688's `alibaba.logistics.OpQueryLogisticCompanyList`.
#[endpoint(
    name = "alibaba.refund.carriers",
    route = Get,
    safety = Read,
    provenance = Unrouted,
    title = "List of logistics companies - all logistics companies",
    page = "https://doc-en.pandapon.com/api-263477657",
    response = Vec<Carrier>,
)]
pub struct Carriers {}

/// A carrier.
#[response]
pub struct Carrier {
    /// Its id.
    #[wire(upstream)]
    pub id: Option<Id>,
    /// Its name.
    #[wire(upstream)]
    pub company_name: Option<String>,
    /// Its code, for `logisticsCompanyNo`, such as `ZTO`.
    #[wire(upstream)]
    pub company_no: Option<String>,
    /// Its telephone.
    #[wire(upstream)]
    pub company_phone: Option<String>,
    /// Whether it prints waybills. 1688's page does not say in which form.
    #[wire(upstream)]
    pub support_print: Option<Json>,
    /// Its name in full pinyin.
    #[wire(upstream)]
    pub spelling: Option<String>,
}

/// Reports carrier and waybill of goods that were sent back. Only after the seller agreed (`waitbuyersend`).
///
/// Wraps 1688's `alibaba.trade.refund.returnGoods`. Upstream errors: 4001 token · 4002 carrier and waybill needed ·
/// 4003 vouchers · 4004 carrier and waybill do not fit · 4005 no such refund · 4006 not yours · 4007 the state does
/// not allow it · 4008 refund id · 5001 query failed · 5002, 5003 failed.
#[endpoint(
    name = "alibaba.refund.submitReturn",
    route = Post "/alibaba/refund/goods/return",
    safety = Once,
    evidence = State { read: "alibaba.refund.get" },
    repetition = Guarded,
    provenance = Documented,
    title = "The buyer submits the refund information",
    page = "https://doc-en.pandapon.com/api-263477657",
    response = Done,
)]
pub struct SubmitReturn {
    /// Refund, `TQ…`.
    #[sensible(required)]
    pub refund_id: Option<TextId>,
    /// Carrier: `companyNo` of [`Carriers`], such as `ZTO`.
    pub logistics_company_no: String,
    /// Waybill. With a wrong one the seller may refuse.
    pub freight_bill: String,
    /// Note, 2 to 200 characters.
    #[wire(least = 2, most = 200)]
    pub description: Option<String>,
    /// Vouchers: addresses of pictures from [`UploadVoucher`], at most 10. Without them later claims are not
    /// possible.
    #[wire(most = 10)]
    pub vouchers: Option<Vec<String>>,
}
