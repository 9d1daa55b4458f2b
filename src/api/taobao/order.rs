//! Orders on Taobao: from the preview to the parcel.
//!
//! How buying goes:
//!
//! 1. Read the product ([`super::product::Get`]). Preview and order need the ids of the distributing platform: the
//!    product's `mpId` as `itemId`, the SKU's `mpSkuId` as `skuId`. Taobao's own ids will not do.
//! 2. [`Preview`] asks whether the goods can be ordered and what they cost, and makes no order.
//! 3. [`Create`] orders. Several main orders may come of one call. `purchaseAmount` is what you plan to spend.
//! 4. [`Pay`] debits orders. Like every call that creates or pays, it is never sent twice by itself: after a timeout
//!    or a doubtful answer read the order again ([`Get`]), never pay again blindly.
//! 5. [`SetWarehouse`] names the warehouse that the goods go to first, [`Tracking`] shows the way of the parcels, by
//!    sub-order. [`ChatLink`] opens a chat with the seller.
//! 6. [`Cancel`] cancels an order or some of its lines. That is a task: it ends later. Refunds: [`super::refund`].
//!
//! **No number protects against double orders.** Taobao Global takes the caller's own order number as a guard against
//! them; a user of another reseller saw two orders come of one number nevertheless, and which member of [`Create`] is
//! that number is not known. So keep a guard of your own: note an order before you send it, and after a doubtful
//! answer look for it ([`List`]) before you order again.
//!
//! The status of an order ([`TaobaoOrderStatus`]): `BULIDING` (the misspelling is Taobao's), then `WAIT_BUYER_P` (pay),
//! `WAIT_SELLER_SEND_GOODS`, `WAIT_BUYER_CONFIRM_GOODS` (shipped); `TRADE_CLOSED` if it ended. No word says that it
//! succeeded, and a line may be further than its order. Accounts of another kind have numbers instead
//! ([`crate::api::ka::purchase::List`]).
//!
//! Amounts are in **fen**, in the lines of an order as text.
//!
//! Sources: the vendor's pages, and for meaning and limits a public client of the platform that they wrap and other
//! resellers of it (spec/semantics.md, section 5). Taobao's error codes are not public.

use pandapon_derive::{endpoint, params, response, string_enum};

use crate::endpoint::{Descriptor, Endpoint};
use crate::scalar::{Fen, Id, TextId};
use crate::schema::Json;
use crate::schema::JsonText;

/// The endpoints of this group.
pub const ENDPOINTS: &[&Descriptor] = &[
    Preview::DESCRIPTOR,
    Create::DESCRIPTOR,
    Pay::DESCRIPTOR,
    UploadPaymentVoucher::DESCRIPTOR,
    SetWarehouse::DESCRIPTOR,
    Cancel::DESCRIPTOR,
    Get::DESCRIPTOR,
    List::DESCRIPTOR,
    Tracking::DESCRIPTOR,
    ChatLink::DESCRIPTOR,
];

/// The status of an order. An open set, known from Taobao Global.
#[string_enum(open)]
pub enum TaobaoOrderStatus {
    /// Being made; the misspelling is Taobao's.
    #[wire("BULIDING")]
    Building,
    /// Waits for payment.
    #[wire("WAIT_BUYER_P")]
    WaitBuyerPay,
    /// Paid: waits for the seller to ship.
    #[wire("WAIT_SELLER_SEND_GOODS")]
    WaitSellerSendGoods,
    /// Shipped: waits for the buyer to receive.
    #[wire("WAIT_BUYER_CONFIRM_GOODS")]
    WaitBuyerConfirmGoods,
    /// Closed.
    #[wire("TRADE_CLOSED")]
    TradeClosed,
}

/// The status of a parcel. An open set: the vendor's sample has `TRANSPORT`, the others are known from Taobao Global.
#[string_enum(open)]
pub enum TaobaoParcelStatus {
    /// Waits for the carrier to collect.
    #[wire("WAITING_COLLECT")]
    WaitingCollect,
    /// Collected by the carrier.
    #[wire("COLLECTED")]
    Collected,
    /// On its way.
    #[wire("TRANSPORT")]
    Transport,
    /// Waits for customs.
    #[wire("WAITING_CUSTOMS")]
    WaitingCustoms,
    /// In customs clearance.
    #[wire("CUSTOMS_CLEARANCE")]
    CustomsClearance,
    /// Failed in customs.
    #[wire("CUSTOMS_FAILED")]
    CustomsFailed,
    /// Being delivered.
    #[wire("DELIVERING")]
    Delivering,
    /// Signed for.
    #[wire("SIGNED")]
    Signed,
    /// Rejected by the receiver.
    #[wire("REJECTED")]
    Rejected,
    /// Returned.
    #[wire("RETURNED")]
    Returned,
    /// Something went wrong.
    #[wire("EXCEPTION")]
    Exception,
    /// Taobao does not know either.
    #[wire("UNKNOWN")]
    Unknown,
}

/// Where the goods go. For delivery within China another reseller gives the warehouse there.
#[params]
pub struct TaobaoReceiver {
    /// Postal code.
    pub zip: Option<String>,
    /// Country, such as 中国.
    pub country: Option<String>,
    /// Province, such as 浙江省.
    pub state: Option<String>,
    /// City, such as 杭州市.
    pub city: Option<String>,
    /// District, such as 余杭区.
    pub district: Option<String>,
    /// Street and number.
    pub address: Option<String>,
    /// Who receives the goods.
    pub name: Option<String>,
    /// Landline. May be empty.
    pub phone: Option<String>,
    /// Mobile number.
    #[wire(name = "mobile_phone")]
    pub mobile_phone: Option<String>,
    /// The receiver's tax number.
    #[wire(upstream, name = "tax_id")]
    pub tax_id: Option<String>,
}

/// Asks whether goods can be ordered, and what they cost. Makes no order.
///
/// Wraps Taobao Global's `/purchase/order/render`, which answers the goods seller by seller with their freight within
/// China, the SKUs that cannot be had with the reasons, and all that is to be paid; every amount in fen. The vendor's
/// page exists in Vietnamese only, and could not be read as far as the answer: it comes as it is.
#[endpoint(
    name = "taobao.order.preview",
    route = Post "/open/order/render",
    safety = Read,
    provenance = Documented,
    title = "Order render before creation (Vietnamese docs only)",
    page = "https://doc-vnm.pandapon.com/api-250496540",
    response = Json,
)]
pub struct Preview {
    /// The goods; JSON text on the wire.
    #[sensible(least = 1)]
    pub order_line_list: JsonText<Vec<TaobaoPreviewLine>>,
    /// Where the goods go; JSON text on the wire.
    pub receiver: JsonText<TaobaoReceiver>,
}

/// Goods to preview. The vendor's page shows its members in a sample only: others pass.
#[params(open)]
pub struct TaobaoPreviewLine {
    /// Product: the `mpId` that its details show.
    #[sensible(required, or = "skuId")]
    pub item_id: Option<Id>,
    /// How many, a number as text.
    #[sensible(whole, least = 1)]
    pub quantity: Option<String>,
    /// SKU: the `mpSkuId` that the product's details show.
    pub sku_id: Option<Id>,
}

/// Orders goods.
///
/// Wraps Taobao Global's `/purchase/order/create`, which answers the orders that were made, an estimate of each, the
/// sub-order of each line, and an address to pay at. No page that could be read shows the answer: it comes as it is.
#[endpoint(
    name = "taobao.order.create",
    route = Post "/open/order",
    safety = Once,
    evidence = Mark { put: "sellerOrderNumber", list: "taobao.order.list", found: None },
    repetition = Creates,
    provenance = Documented,
    title = "Create an order",
    page = "https://doc-en.pandapon.com/api-263477610",
    response = Json,
)]
pub struct Create {
    /// The goods; JSON text on the wire.
    #[sensible(least = 1)]
    pub order_line_list: JsonText<Vec<TaobaoOrderLine>>,
    /// The platform that the goods are sold on to their buyer, such as `lazada`; `-` if there is none.
    pub order_source: Option<String>,
    /// What you plan to spend, in fen.
    #[sensible(least = 0)]
    pub purchase_amount: Fen,
    /// Where the goods go; JSON text on the wire.
    pub receiver: JsonText<TaobaoReceiver>,
    /// The order's number on the platform of `orderSource`; `-` if there is none. Not known to protect against double
    /// orders.
    pub seller_order_number: Option<String>,
}

/// Goods to order. The vendor's page shows its members in a sample only: others pass.
#[params(open)]
pub struct TaobaoOrderLine {
    /// Product: the `mpId` that its details show.
    #[sensible(required, or = "skuId")]
    pub item_id: Option<TextId>,
    /// Your own number of the line, by which the answer tells its sub-order.
    pub order_line_no: Option<String>,
    /// How many, a number as text.
    #[sensible(whole, least = 1)]
    pub quantity: Option<String>,
    /// Price of one, in fen, a number as text.
    pub price: Option<String>,
    /// Currency: `CNY`.
    pub currency: Option<String>,
    /// SKU: the `mpSkuId` that the product's details show.
    pub sku_id: Option<TextId>,
    /// Title of the product.
    #[wire(upstream)]
    pub title: Option<String>,
    /// Note to the line.
    #[wire(upstream)]
    pub order_remark: Option<String>,
}

/// Debits orders: from the balance on Alipay first, then from the card that is bound to the account.
///
/// Wraps Taobao Global's `/purchase/order/batch/pay`, which takes at most 10 orders and may succeed in part. The
/// vendor's page could not be read: the answer comes as it is. Read the orders again afterwards.
#[endpoint(
    name = "taobao.order.pay",
    route = Post,
    safety = Once,
    evidence = State { read: "taobao.order.get" },
    repetition = Guarded,
    provenance = Unrouted,
    title = "Pay for the order",
    page = "https://doc-en.pandapon.com/api-263477615",
    response = Json,
)]
pub struct Pay {
    /// The main orders. Taobao Global says at most 10.
    #[wire(upstream)]
    pub order_ids: Vec<TextId>,
}

/// Uploads the proof of a payment.
///
/// The vendor names the endpoint; its page could not be read. Members pass as they are given, and the answer comes as
/// it is.
#[endpoint(
    name = "taobao.order.uploadPaymentVoucher",
    route = Post,
    safety = Once,
    evidence = State { read: "taobao.order.get" },
    repetition = Unknown,
    provenance = Unrouted,
    title = "Upload the payment voucher",
    page = "https://doc-en.pandapon.com/api-263477612",
    response = Json,
    open,
    not_empty,
)]
pub struct UploadPaymentVoucher {}

/// Names the warehouse in China that an order's goods go to first. Calling it again sets the same.
///
/// What it answers is not documented.
#[endpoint(
    name = "taobao.order.setWarehouse",
    route = Post "/open/order/updateWarehouse",
    safety = Idempotent,
    provenance = Documented,
    title = "Modify the pre-warehouse information of the order",
    page = "https://doc-en.pandapon.com/api-263477614",
    response = Json,
)]
pub struct SetWarehouse {
    /// The warehouse's address.
    pub warehouse_address: Option<String>,
    /// The warehouse's name.
    pub warehouse_name: Option<String>,
    /// Order.
    #[sensible(required)]
    pub order_id: Option<TextId>,
}

/// Cancels an order, or some of its lines. That is a task: it ends later, so read the order again.
///
/// Wraps Taobao Global's `/purchase/order/asyn/cancel`. The vendor's page could not be read: the answer comes as it
/// is.
#[endpoint(
    name = "taobao.order.cancel",
    route = Post,
    safety = Once,
    evidence = State { read: "taobao.order.get" },
    repetition = Guarded,
    provenance = Unrouted,
    title = "Cancel the order",
    page = "https://doc-en.pandapon.com/api-263477613",
    response = Json,
)]
pub struct Cancel {
    /// Order.
    #[wire(upstream)]
    pub order_id: TextId,
    /// The sub-orders to cancel. None means the whole order. Another reseller requires them.
    #[wire(upstream)]
    pub sub_order_ids: Option<Vec<TextId>>,
    /// Why, in free text: 1688's words mean nothing here.
    #[wire(upstream)]
    pub cancel_reason: String,
}

/// Reads an order.
///
/// Wraps Taobao Global's `/purchase/orders/query`, whose amounts are in fen. The vendor's page could not be read: the
/// answer comes as it is.
#[endpoint(
    name = "taobao.order.get",
    route = Get,
    safety = Read,
    provenance = Unrouted,
    title = "Get the order details according to the order ID",
    page = "https://doc-en.pandapon.com/api-263477617",
    response = Json,
)]
pub struct Get {
    /// Order.
    #[wire(upstream)]
    pub order_id: TextId,
}

/// Lists orders, page by page.
///
/// Wraps Taobao Global's `/purchase/orders/query`, whose amounts are in fen. The vendor's page could not be read: the
/// answer comes as it is.
#[endpoint(
    name = "taobao.order.list",
    route = Get,
    safety = Read,
    provenance = Unrouted,
    title = "Paging to query the order list",
    page = "https://doc-en.pandapon.com/api-263477611",
    response = Json,
)]
pub struct List {
    /// Page, from 1.
    #[sensible(least = 1)]
    #[wire(upstream)]
    pub page_no: Option<i64>,
    /// Orders a page; the most is not known.
    #[sensible(least = 1)]
    #[wire(upstream)]
    pub page_size: Option<i64>,
    /// Only orders with this status.
    #[wire(upstream)]
    pub status: Option<TaobaoOrderStatus>,
    /// Only orders changed from this time on, in milliseconds since 1970.
    #[wire(upstream)]
    pub modify_start_time: Option<i64>,
    /// Only orders changed up to this time, in milliseconds since 1970.
    #[wire(upstream)]
    pub modify_end_time: Option<i64>,
}

/// Shows the way of a sub-order's parcels.
///
/// Wraps Taobao Global's `/logistics/detail/get`.
#[endpoint(
    name = "taobao.order.tracking",
    route = Get "/open/order/logistics/detail/get",
    safety = Read,
    provenance = Documented,
    title = "Get logistics details",
    page = "https://doc-en.pandapon.com/api-263477618",
    response = TaobaoTracking,
)]
pub struct Tracking {
    /// Sub-order of the purchase, by the distributing platform's id. Generation 2 requires it.
    #[sensible(required)]
    pub sub_purchase_order_id: Option<TextId>,
}

/// The parcels of a sub-order.
#[response]
pub struct TaobaoTracking {
    /// Sub-order, by Taobao's own id.
    pub purchase_order_outer_id: Option<TextId>,
    /// The parcels.
    pub pnm_logistics_details: Option<Vec<TaobaoParcel>>,
}

/// A parcel. Its members are read off the vendor's samples.
#[response]
pub struct TaobaoParcel {
    /// Waybill.
    pub mail_no: Option<String>,
    /// What happened to it so far.
    pub logistics_traces: Option<Vec<TaobaoTrace>>,
    /// Who carries it.
    pub logistics_partner: Option<Vec<TaobaoCarrier>>,
    /// Where it goes.
    pub receiver: Option<ParcelReceiver>,
    /// What is in it.
    pub logistics_goods: Option<Vec<ParcelGoods>>,
}

/// A step on the way of a parcel.
#[response]
pub struct TaobaoTrace {
    /// How the parcel stood.
    pub status: Option<TaobaoParcelStatus>,
    /// How it stood, for people.
    pub status_desc: Option<String>,
    /// What happened, in standard words for people; the misspelling is the vendor's.
    #[wire(name = "standerdDesc")]
    pub standard_desc: Option<String>,
    /// The carrier's code of the step, such as `TMS_STATION_OUT`.
    pub action: Option<String>,
    /// When, `yyyy-MM-dd HH:mm:ss`; China time (inferred).
    pub time: Option<String>,
    /// Province.
    pub province: Option<String>,
    /// City.
    pub city: Option<String>,
    /// District.
    pub district: Option<String>,
    /// The carrier's place.
    pub facility_name: Option<String>,
    /// City that it goes to next.
    pub next_city: Option<String>,
    /// The carrier's place that it goes to next.
    pub next_node_name: Option<String>,
}

/// Who carries a parcel.
#[response]
pub struct TaobaoCarrier {
    /// The carrier's name.
    pub company: Option<String>,
    /// How to reach the carrier.
    pub company_contact: Option<String>,
    /// The carrier's picture.
    pub company_image_url: Option<String>,
}

/// Where a parcel goes.
#[response]
pub struct ParcelReceiver {
    /// Who receives it.
    pub name: Option<String>,
    /// Telephone.
    pub phone: Option<String>,
    /// Postal code.
    pub zip_code: Option<String>,
    /// Province.
    pub province: Option<String>,
    /// City.
    pub city: Option<String>,
    /// District.
    pub district: Option<String>,
    /// Street and number.
    pub address: Option<String>,
}

/// What is in a parcel.
#[response]
pub struct ParcelGoods {
    /// Title of the product.
    pub title: Option<String>,
    /// What distinguishes the SKU: colour, size.
    pub property: Option<String>,
    /// Picture.
    pub image_url: Option<String>,
    /// How many, a number as text.
    pub quantity: Option<String>,
}

/// Asks for a link to a chat with the seller. It logs its reader in: give it to nobody else.
///
/// The vendor's page contradicts itself. Its table requires the first four members, and shows beside `loginName` what
/// must be an example of `pageParamMap`; its sample sends `sourceType` and `bizId` alone. Which of the two the vendor
/// wants is not known: give all six.
#[endpoint(
    name = "taobao.order.chatLink",
    route = Post "/open/order/page/link/get",
    safety = Read,
    provenance = Documented,
    title = "Get the IM link",
    page = "https://doc-en.pandapon.com/api-263477616",
    response = Option<String>,
)]
pub struct ChatLink {
    /// Name to log in with.
    pub login_name: String,
    /// Password to log in with.
    pub password: String,
    /// The page to open.
    pub page_name: String,
    /// What the page is about: `sourceType` and `bizId` (inferred from the example beside `loginName`);
    /// JSON text on the wire.
    pub page_param_map: JsonText<Json>,
    /// What kind of thing the chat is about: `item` in the vendor's sample, which alone shows this member.
    #[wire(upstream)]
    pub source_type: Option<String>,
    /// What the chat is about, by its id: a product with `item`. The vendor's sample alone shows this member.
    #[wire(upstream)]
    pub biz_id: Option<TextId>,
}
