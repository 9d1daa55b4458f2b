//! After-sales on Taobao: money back, with or without the goods going back. Taobao calls such a refund a reverse
//! order.
//!
//! How a refund goes:
//!
//! 1. [`Preview`] asks what a refund of a sub-order may be, for a kind of refund and the place of the goods: the
//!    reasons that fit, and the least and the most money.
//! 2. [`Create`] applies for it, with one of these reasons. [`Update`] changes the application, [`Cancel`] takes it
//!    back.
//! 3. The seller decides. [`Get`] tells the status of the refund, [`List`] lists refunds. Taobao Global pushes a message
//!    (its type 9) when a refund or the talk about it changed; whether the vendor passes it on is not known.
//!    [`Messages`] and [`SendMessage`] are that talk with the seller.
//! 4. For a return, once its status is 20: [`PreviewReturn`] asks where to send the goods, [`SubmitReturn`]
//!    reports carrier and waybill. Then the status is 30, until the seller has the goods.
//! 5. At 100 the money is back.
//!
//! The codes, all numbers:
//!
//! - kind of refund (`refundType`): 1 money only · 2 return and refund
//! - place of the goods (`goodsStatus`): 1 not shipped · 2 shipped · 3 not received · 4 received · 5 sent back · 6
//!   the seller confirmed receipt
//! - the status of the refund (`refundStatus`): 0 none · 10 applied for, waits for the seller · 20 the seller agreed,
//!   waits for the return · 30 returned, waits for the seller to receive it · 100 refunded · -10 the seller refused ·
//!   -20 closed
//!
//! The sets are open: other codes may come. Amounts are in **fen** (inferred: Taobao Global's are, and they are
//! integers here, too).
//!
//! Of several of these endpoints the vendor says that they are still in development. What their pages do not show is
//! known from public clients of the platform that they wrap (spec/semantics.md, section 5.1).

use pandapon_derive::{endpoint, response};

use crate::endpoint::{Descriptor, Endpoint};
use crate::scalar::{Fen, Id, TextId};
use crate::schema::Json;

/// The endpoints of this group.
pub const ENDPOINTS: &[&Descriptor] = &[
    Preview::DESCRIPTOR,
    Create::DESCRIPTOR,
    Update::DESCRIPTOR,
    Cancel::DESCRIPTOR,
    Get::DESCRIPTOR,
    List::DESCRIPTOR,
    Messages::DESCRIPTOR,
    SendMessage::DESCRIPTOR,
    PreviewReturn::DESCRIPTOR,
    SubmitReturn::DESCRIPTOR,
];

/// Asks what a refund of a sub-order may be: the reasons that fit, and how much money. Applies for nothing.
///
/// The path is that of generation 2 by the rule that derives paths. Wraps Taobao Global's `/order/refund/render`.
#[endpoint(
    name = "taobao.refund.preview",
    route = Post "/open/order/refund/render",
    safety = Read,
    provenance = Derived,
    title = "Reverse order rendering interface",
    page = "https://doc-cnv2.pandapon.com/api-288803028",
    response = RefundPreview,
)]
pub struct Preview {
    /// Sub-order.
    #[sensible(required)]
    pub sub_order_id: Option<TextId>,
    /// Kind of refund: 1 money only · 2 return and refund.
    pub refund_type: i64,
    /// Place of the goods: 1 not shipped · 2 shipped · 3 not received · 4 received · 5 sent back · 6 the seller
    /// confirmed receipt.
    pub goods_status: i64,
}

/// What a refund may be.
#[response]
pub struct RefundPreview {
    /// What it may be.
    pub refund_order_template: Option<RefundTemplate>,
    /// Your account at the distributing platform.
    pub distributor_id: Option<TextId>,
    /// Currency.
    pub currency: Option<String>,
    /// Whether after-sales is possible.
    pub sale_flag: Option<bool>,
}

/// What an application for a refund may say. Its members are read off the vendor's sample, which is cut.
#[response]
pub struct RefundTemplate {
    /// The reasons that fit.
    pub refund_reasons: Option<Vec<TaobaoRefundReason>>,
    /// Places of the goods that fit.
    pub goods_status_list: Option<Vec<String>>,
    /// The refund as it would be.
    pub refund_order: Option<RefundDraft>,
    /// How much money it may be.
    pub max_refund_fee: Option<RefundLimits>,
}

/// A reason for a refund.
#[response]
pub struct TaobaoRefundReason {
    /// Its id, for `reasonId`.
    pub reason_id: Option<Id>,
    /// Its text, for people.
    pub reason_desc: Option<String>,
    /// Advice for the buyer.
    pub tips: Option<String>,
}

/// How much money a refund may be.
#[response]
pub struct RefundLimits {
    /// The most, in fen (inferred).
    pub refund_fee: Option<Fen>,
    /// The least, in fen (inferred).
    pub min_refund_fee: Option<Fen>,
    /// Whether less than the most may be asked for.
    pub can_edit_refund_fee: Option<bool>,
    /// Advice for the buyer.
    pub fee_tips: Option<String>,
}

/// A refund as it would be: [`TaobaoRefund`], but with text for the code of its status.
#[response]
pub struct RefundDraft {
    /// The refund's id.
    pub refund_id: Option<TextId>,
    /// Its status: the code of [`TaobaoRefund`], as text.
    pub refund_status: Option<String>,
    /// Kind of refund: 1 money only · 2 return and refund.
    pub refund_type: Option<i64>,
    /// Place of the goods, 1 to 6: see [`Preview`].
    pub goods_status: Option<i64>,
    /// Amount, in fen (inferred).
    pub refund_fee: Option<Fen>,
    /// Whether the amount can be changed.
    pub can_edit_fee: Option<bool>,
    /// Advice on the amount.
    pub fee_tips: Option<String>,
    /// Reason.
    pub reason_id: Option<Id>,
    /// Reason, for people.
    pub reason_desc: Option<String>,
    /// Explanation.
    pub refund_desc: Option<String>,
    /// Number of the payment that refunds.
    pub pay_order_id: Option<TextId>,
    /// When the current step runs out of time.
    pub timeout_date: Option<String>,
    /// How long the current step still has; the unit is not stated.
    pub remaining_time: Option<String>,
    /// What happens when the current step runs out of time; no table is public.
    pub timeout_type: Option<String>,
    /// Why the seller refused.
    pub seller_refuse_reason: Option<String>,
    /// Why the seller refused, in the seller's words.
    pub seller_refuse_reason_describe: Option<String>,
}

/// Applies for a refund, or for returning the goods and a refund.
///
/// Wraps Taobao Global's `/order/refund/submit`. The vendor's page could not be read: the answer comes as it is.
#[endpoint(
    name = "taobao.refund.create",
    route = Post,
    safety = Once,
    evidence = Part { read: "taobao.refund.list" },
    repetition = Guarded,
    provenance = Unrouted,
    title = "Reverse order submission",
    page = "https://doc-en.pandapon.com/api-263477625",
    response = Json,
)]
pub struct Create {
    /// Sub-order.
    #[sensible(required)]
    #[wire(upstream)]
    pub sub_order_id: Option<TextId>,
    /// Kind of refund: 1 money only · 2 return and refund. As in the preview.
    #[wire(upstream)]
    pub refund_type: Option<i64>,
    /// Place of the goods: 1 not shipped · 2 shipped · 3 not received · 4 received · 5 sent back · 6 the seller
    /// confirmed receipt. As in the preview.
    #[wire(upstream)]
    pub goods_status: Option<i64>,
    /// Reason, from the preview.
    #[wire(upstream)]
    pub reason_id: Option<Id>,
    /// Amount, in fen (inferred): above 0, and at most what the preview's `maxRefundFee` says.
    #[sensible(least = 1)]
    #[wire(upstream)]
    pub refund_fee: Option<Fen>,
    /// Explanation.
    #[wire(upstream)]
    pub refund_desc: Option<String>,
    /// Pictures. How several are written is not stated.
    #[wire(upstream)]
    pub refund_images: Option<String>,
}

/// Changes the application for a refund.
///
/// The vendor names the endpoint; its page could not be read. Members pass as they are given, and the answer comes as
/// it is.
#[endpoint(
    name = "taobao.refund.update",
    route = Post,
    safety = Once,
    evidence = State { read: "taobao.refund.get" },
    repetition = Unknown,
    provenance = Unrouted,
    title = "Reverse order modification",
    page = "https://doc-en.pandapon.com/api-263477627",
    response = Json,
    open,
    not_empty,
)]
pub struct Update {}

/// Takes back the application for a refund. Although it is a GET, it changes something.
///
/// The vendor says that it is still in development.
#[endpoint(
    name = "taobao.refund.cancel",
    route = Get "/open/order/refund/cancel/{refundId}",
    safety = Once,
    evidence = State { read: "taobao.refund.get" },
    repetition = Guarded,
    provenance = Documented,
    title = "Reverse order cancellation",
    page = "https://doc-en.pandapon.com/api-263477623",
    response = CancelledRefund,
)]
pub struct Cancel {
    /// Refund.
    pub refund_id: TextId,
}

/// What became of a refund that was taken back.
#[response]
pub struct CancelledRefund {
    /// Whether it was taken back.
    pub cancel_success: Option<bool>,
    /// Currency.
    pub currency: Option<String>,
    /// Your account at the distributing platform.
    pub distributor_id: Option<TextId>,
    /// The refund.
    pub refund_order_aggregate: Option<CancelledRefundParts>,
}

/// The parts of a refund that was taken back. Its members are read off the vendor's sample, which is cut.
#[response]
pub struct CancelledRefundParts {
    /// The goods on their way back.
    pub logistics: Option<CancelledReturn>,
    /// What was bought.
    pub purchase_order_line: Option<RefundedLine>,
}

/// The goods on their way back: [`TaobaoReturn`], but with the address taken apart.
#[response]
pub struct CancelledReturn {
    /// Where to send the goods.
    pub receiver_address: Option<ReturnAddress>,
    /// Waybill.
    pub logistics_no: Option<String>,
    /// Carrier.
    pub logistics_company: Option<ReturnCarrier>,
    /// Buyer's telephone.
    pub buyer_phone: Option<String>,
    /// Note to the return.
    pub return_goods_desc: Option<String>,
    /// What the seller said when agreeing to the return.
    pub seller_agree_return_describe: Option<String>,
}

/// Where to send goods back.
#[response]
pub struct ReturnAddress {
    /// The whole address.
    pub detail_address: Option<String>,
    /// Telephone.
    pub phone: Option<String>,
    /// Who receives the goods.
    pub receiver: Option<String>,
}

/// The carrier of goods that go back.
#[response]
pub struct ReturnCarrier {
    /// Its code, as [`Get`] shows it.
    pub logistics_company_code: Option<String>,
    /// Its code, such as `SF`, as [`Cancel`] shows it; the missing letter is the vendor's.
    pub logistic_company_code: Option<String>,
    /// Its name.
    pub logistics_company_name: Option<String>,
}

/// What was bought. Its members are read off the vendor's samples, which are cut.
#[response]
pub struct RefundedLine {
    /// Purchase order.
    pub purchase_order_id: Option<Id>,
    /// Sub-order of the purchase.
    pub purchase_order_line_id: Option<Id>,
    /// Order on the market where the goods were sold.
    pub sales_order_id: Option<TextId>,
    /// That market.
    pub sales_market: Option<String>,
    /// Bought at, in milliseconds since 1970.
    pub create_time: Option<i64>,
    /// Title of the product.
    pub item_title: Option<String>,
    /// Picture of the product.
    pub item_image_url: Option<String>,
    /// How many.
    pub quantity: Option<i64>,
    /// Currency.
    pub currency: Option<String>,
    /// Price of one, in fen (inferred).
    pub price: Option<Fen>,
    /// Price of all, in fen (inferred).
    pub total_price: Option<Fen>,
    /// What the goods cost, in fen (inferred).
    pub product_fee: Option<Fen>,
    /// Freight, in fen (inferred).
    pub post_fee: Option<Fen>,
    /// Taken off by a hongbao, Taobao's gift money, in fen (inferred).
    #[wire(upstream)]
    pub hongbao_deduction_amount: Option<Fen>,
    /// Seller.
    pub supplier_id: Option<Id>,
    /// The seller's nick.
    #[wire(upstream)]
    pub supplier_nick: Option<String>,
}

/// Reads a refund.
///
/// Wraps Taobao Global's `/order/refund/query`. The vendor says of generation 1 that it is still in development; the
/// inner parts of its answer are those of generation 2.
#[endpoint(
    name = "taobao.refund.get",
    route = Get "/open/order/refund/query",
    safety = Read,
    provenance = Documented,
    title = "Reverse single query",
    page = "https://doc-en.pandapon.com/api-263477628",
    response = TaobaoRefundDetail,
)]
pub struct Get {
    /// Refund.
    pub refund_id: TextId,
}

/// A refund, with what belongs to it.
#[response]
pub struct TaobaoRefundDetail {
    /// Your account at the distributing platform.
    #[wire(always)]
    pub distributor_id: Option<TextId>,
    /// Currency.
    #[wire(always)]
    pub currency: Option<String>,
    /// The refund.
    #[wire(always)]
    pub refund_order_aggregate: Option<TaobaoRefundParts>,
}

/// The parts of a refund. Its members are read off the vendor's sample, which is cut.
#[response]
pub struct TaobaoRefundParts {
    /// The refund itself.
    pub refund_order: Option<TaobaoRefund>,
    /// The goods on their way back.
    pub logistics: Option<TaobaoReturn>,
    /// What was bought.
    pub purchase_order_line: Option<RefundedLine>,
}

/// The refund itself.
#[response]
pub struct TaobaoRefund {
    /// The refund's id.
    pub refund_id: Option<TextId>,
    /// Its status: 0 none · 10 applied for, waits for the seller · 20 the seller agreed, waits for the return · 30
    /// returned, waits for the seller to receive it · 100 refunded · -10 the seller refused · -20 closed.
    pub refund_status: Option<i64>,
    /// Kind of refund: 1 money only · 2 return and refund.
    pub refund_type: Option<i64>,
    /// Place of the goods, 1 to 6: see [`Preview`].
    pub goods_status: Option<i64>,
    /// Amount, in fen (inferred).
    pub refund_fee: Option<Fen>,
    /// Whether the amount can be changed.
    pub can_edit_fee: Option<bool>,
    /// Advice on the amount.
    pub fee_tips: Option<String>,
    /// Reason.
    pub reason_id: Option<Id>,
    /// Reason, for people.
    pub reason_desc: Option<String>,
    /// Explanation.
    pub refund_desc: Option<String>,
    /// Number of the payment that refunds.
    pub pay_order_id: Option<TextId>,
    /// When the current step runs out of time.
    pub timeout_date: Option<String>,
    /// How long the current step still has; the unit is not stated.
    pub remaining_time: Option<String>,
    /// What happens when the current step runs out of time; no table is public.
    pub timeout_type: Option<String>,
    /// Why the seller refused.
    pub seller_refuse_reason: Option<String>,
    /// Why the seller refused, in the seller's words.
    pub seller_refuse_reason_describe: Option<String>,
}

/// The goods on their way back.
#[response]
pub struct TaobaoReturn {
    /// Where to send the goods.
    pub receiver_address: Option<String>,
    /// Waybill.
    #[wire(upstream)]
    pub logistics_no: Option<String>,
    /// Carrier.
    pub logistics_company: Option<ReturnCarrier>,
    /// Buyer's telephone.
    pub buyer_phone: Option<String>,
    /// Note to the return.
    pub return_goods_desc: Option<String>,
    /// What the seller said when agreeing to the return.
    pub seller_agree_return_describe: Option<String>,
}

/// Lists refunds, page by page.
///
/// The vendor's page with this path is titled as a list of messages; path and members say that it lists refunds
/// (inferred). The vendor says that it is still in development. No page that could be read shows the answer: it comes
/// as it is.
#[endpoint(
    name = "taobao.refund.list",
    route = Post "/open/order/refund/queryList",
    safety = Read,
    provenance = Documented,
    title = "Reverse single list query",
    page = "https://doc-en.pandapon.com/api-263477619",
    response = Json,
)]
pub struct List {
    /// Only this refund.
    pub refund_id: Option<TextId>,
    /// Only refunds of this purchase order.
    pub purchase_order_id: Option<TextId>,
    /// Only refunds of this order on the market where the goods were sold.
    pub sales_order_id: Option<TextId>,
    /// Only refunds with this status: see [`TaobaoRefund`].
    pub refund_status: Option<i64>,
    /// Only refunds from this time on, in milliseconds since 1970 (inferred: the page states no unit).
    pub refund_start_time: Option<i64>,
    /// Only refunds up to this time, in milliseconds since 1970 (inferred: the page states no unit).
    pub refund_end_time: Option<i64>,
    /// Page, from 1.
    #[sensible(least = 1)]
    pub page_no: Option<i64>,
    /// Refunds a page; the most is not known.
    #[sensible(least = 1)]
    pub page_size: i64,
}

/// Lists the messages about a refund.
///
/// The vendor's page could not be read: the answer comes as it is.
#[endpoint(
    name = "taobao.refund.messages",
    route = Post,
    safety = Read,
    provenance = Unrouted,
    title = "Reverse single message list query",
    page = "https://doc-en.pandapon.com/api-263477626",
    response = Json,
)]
pub struct Messages {
    /// Refund.
    #[sensible(required)]
    #[wire(upstream)]
    pub refund_id: Option<TextId>,
}

/// Sends the seller a message about a refund.
///
/// The vendor says that it is still in development. What it answers is on no page that could be read.
#[endpoint(
    name = "taobao.refund.sendMessage",
    route = Post "/open/order/refund/submit/message",
    safety = Once,
    evidence = Mark { put: "refundMessage", list: "taobao.refund.messages", found: None },
    repetition = Creates,
    provenance = Documented,
    title = "Submit a message in reverse",
    page = "https://doc-en.pandapon.com/api-263477624",
    response = Json,
)]
pub struct SendMessage {
    /// Refund.
    #[sensible(required)]
    pub refund_id: Option<TextId>,
    /// The message.
    #[sensible(required, or = "refundImages")]
    pub refund_message: Option<String>,
    /// Pictures. How several are written is not stated.
    pub refund_images: Option<String>,
}

/// Asks where to send goods back to, once the seller has agreed (refund status 20).
///
/// The vendor's page could not be read: the answer comes as it is.
#[endpoint(
    name = "taobao.refund.previewReturn",
    route = Get,
    safety = Read,
    provenance = Unrouted,
    title = "Return logistics rendering",
    page = "https://doc-en.pandapon.com/api-263477621",
    response = Json,
)]
pub struct PreviewReturn {
    /// Refund.
    #[sensible(required)]
    #[wire(upstream)]
    pub refund_id: Option<TextId>,
}

/// Reports carrier and waybill of goods that were sent back, once the seller has agreed (refund status 20).
///
/// The vendor's page could not be read: the answer comes as it is.
#[endpoint(
    name = "taobao.refund.submitReturn",
    route = Post,
    safety = Once,
    evidence = State { read: "taobao.refund.get" },
    repetition = Unknown,
    provenance = Unrouted,
    title = "Return logistics submission",
    page = "https://doc-en.pandapon.com/api-263477622",
    response = Json,
)]
pub struct SubmitReturn {
    /// Refund.
    #[sensible(required)]
    #[wire(upstream)]
    pub refund_id: Option<TextId>,
    /// Carrier, by its code.
    #[wire(upstream)]
    pub logistics_company_code: Option<String>,
    /// Waybill.
    #[wire(upstream)]
    pub logistics_no: Option<String>,
    /// Buyer's telephone.
    #[wire(upstream)]
    pub phone: Option<String>,
}
