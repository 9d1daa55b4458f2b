//! Orders on 1688: from the preview to the receipt of the goods.
//!
//! How buying goes:
//!
//! 1. Search and read the product ([`super::product`]): its offer id, the `specId` of the SKU, its prices in
//!    **yuan**.
//! 2. [`Preview`] asks whether the goods can be ordered and what they cost, and makes no order. One seller in
//!    [`Preview`], several in [`PreviewBatch`]. Its totals are in **fen**. From its answer come the `flow`, the
//!    `tradeType` (an empty `tradeModeNameList` means: not by API) and the promotion for the next step.
//! 3. [`Create`] orders from one seller, [`CreateBatch`] from several. Even one seller's goods may become several
//!    orders: then `orderId` is empty and `orderList` holds them. Do not trust `success` alone: 1688's own samples
//!    show an order that was made beside `success: false`. When in doubt look for the order ([`List`]) before
//!    ordering again. The seller may still change price or freight: the push message
//!    `ORDER_BUYER_VIEW_ORDER_PRICE_MODIFY` tells.
//! 4. [`PayUrl`] answers a link to the cashier, but may itself debit the account by agreement (`protocolPaySuccess`);
//!    [`PayBatch`] debits several orders. Neither is ever sent twice by itself. After a timeout or a doubtful answer
//!    read the order again ([`Get`]); never pay again blindly.
//! 5. Until it is paid, [`Cancel`] closes an order, but not within 10 seconds of its creation.
//! 6. The seller ships: [`Get`] shows the state, [`Tracking`] the way of the parcels.
//! 7. [`ConfirmReceipt`] gives the money to the seller. Refunds after that are after-sale ([`super::refund`]).
//!
//! Orders count in fen when they are made and in yuan when they are read: each member says which.
//!
//! Sources: the vendor's pages, and for meaning and limits 1688's own documentation of the endpoints that they wrap
//! (spec/semantics.md, section 2). Members known only from there are marked as such.

use pandapon_derive::{endpoint, params, response, string_enum};

use super::refund::RefundStatus;
use super::Done;
use crate::endpoint::{Descriptor, Endpoint};
use crate::scalar::{Fen, Id, TextId, Yuan};
use crate::schema::Json;
use crate::schema::Kind;

/// The endpoints of this group.
pub const ENDPOINTS: &[&Descriptor] = &[
    Preview::DESCRIPTOR,
    PreviewBatch::DESCRIPTOR,
    Create::DESCRIPTOR,
    CreateBatch::DESCRIPTOR,
    PayUrl::DESCRIPTOR,
    PayBatch::DESCRIPTOR,
    Cancel::DESCRIPTOR,
    Get::DESCRIPTOR,
    List::DESCRIPTOR,
    Tracking::DESCRIPTOR,
    ConfirmReceipt::DESCRIPTOR,
];

/// How an order is placed. Price and protection differ: take the preview's `flowFlag`. Known from 1688 only, so other
/// words pass.
#[string_enum(open)]
pub enum Flow {
    /// Wholesale. The vendor's pages show this one.
    General,
    /// Distribution.
    Fenxiao,
    /// Consignment: the relation with the seller is checked (upstream error 500_007).
    #[wire("saleproxy")]
    SaleProxy,
    /// Daily special or group deal.
    Paired,
    /// Under a repurchase contract.
    Repurchase,
    /// Select source at the distribution price: one piece, freight included.
    #[wire("boutiquefenxiao")]
    BoutiqueFenxiao,
    /// Select source at the wholesale price: more than two pieces.
    #[wire("boutiquepifa")]
    BoutiquePifa,
}

/// How an order is paid. No word fits every product: only those of the preview's `tradeModeNameList` do. Known from
/// 1688 only, so other words pass (`fxassure` and `nzassure` are the guarantee in its samples).
#[string_enum(open)]
pub enum TradeType {
    /// Guarantee of trade 4.0.
    AssureTrade,
    /// Alipay guarantee; being retired.
    Alipay,
    /// Account period: paid later, on a date.
    Period,
    /// Guarantee for the inquiries of enterprises.
    Assure,
    /// Credit purchase.
    CreditBuy,
    /// Bank transfer.
    Bank,
    /// Paid in stages, 6-3-1.
    #[wire("631staged")]
    Staged631,
    /// Paid in stages, 3-7.
    #[wire("37staged")]
    Staged37,
}

/// Which site an order is on.
#[string_enum(open)]
pub enum WebSite {
    /// 1688: every order of this client.
    #[wire("1688")]
    Alibaba1688,
    /// The international site.
    #[wire("alibaba")]
    International,
}

/// Why an order is cancelled. Known from 1688 only; a vendor sample of generation 2 sends free text, so other words
/// pass.
#[string_enum(open)]
pub enum CancelReason {
    /// The buyer does not want it.
    BuyerCancel,
    /// The seller has none.
    SellerGoodsLack,
    /// Anything else.
    #[wire("other")]
    AnythingElse,
}

/// The status of an order. An open set: 1688 calls everything else "other". Messages add
/// `confirm_goods_and_has_subsidy`.
#[string_enum(open)]
pub enum OrderStatus {
    /// Waits for payment.
    #[wire("waitbuyerpay")]
    WaitBuyerPay,
    /// Paid: waits for the seller to ship.
    #[wire("waitsellersend")]
    WaitSellerSend,
    /// Waits for the carrier to collect. Only in lists.
    #[wire("waitlogisticstakein")]
    WaitLogisticsTakeIn,
    /// Shipped: waits for the buyer to receive.
    #[wire("waitbuyerreceive")]
    WaitBuyerReceive,
    /// Waits for the buyer's signature. Only in lists.
    #[wire("waitbuyersign")]
    WaitBuyerSign,
    /// Signed for. Only in lists.
    #[wire("signinsuccess")]
    SignInSuccess,
    /// Receipt confirmed.
    #[wire("confirm_goods")]
    ConfirmGoods,
    /// Completed.
    Success,
    /// Cancelled.
    Cancel,
    /// Terminated.
    Terminated,
}

/// The status of the refund of a sub-order: the words of [`RefundStatus`] in other letters. An open set.
#[string_enum(open)]
pub enum ItemRefundStatus {
    /// Waits for the seller to agree.
    #[wire("WAIT_SELLER_AGREE")]
    WaitSellerAgree,
    /// The seller refused: the buyer may change the request.
    #[wire("WAIT_BUYER_MODIFY")]
    WaitBuyerModify,
    /// The seller agreed to the return: send the goods back.
    #[wire("WAIT_BUYER_SEND")]
    WaitBuyerSend,
    /// The goods are on their way back.
    #[wire("WAIT_SELLER_RECEIVE")]
    WaitSellerReceive,
    /// Refunded.
    #[wire("REFUND_SUCCESS")]
    RefundSuccess,
    /// Closed without a refund.
    #[wire("REFUND_CLOSED")]
    RefundClosed,
}

/// Who closed an order. An open set.
#[string_enum(open)]
pub enum CloseOperateType {
    /// The seller.
    #[wire("CLOSE_TRADE_BY_SELLER")]
    Seller,
    /// The platform's staff.
    #[wire("CLOSE_TRADE_BY_BOPS")]
    Platform,
    /// The system, after a timeout.
    #[wire("CLOSE_TRADE_BY_SYSTEM")]
    System,
    /// The buyer.
    #[wire("CLOSE_TRADE_BY_BUYER")]
    Buyer,
    /// A complaint about credit; the misspelling is 1688's.
    #[wire("CLOSE_TRADE_BY_CREADIT")]
    Credit,
}

/// Where the goods go, as [`Create`] wants it. For buyers abroad: a warehouse in China.
///
/// 1688 itself also takes an `addressId`, or a `districtCode` with the street, before it looks at the texts; the
/// vendor's page shows neither.
#[params]
pub struct DeliveryAddress {
    /// Who receives the goods.
    pub full_name: String,
    /// Mobile number.
    pub mobile: String,
    /// Landline: digits and hyphens, no Chinese. May be empty (a vendor sample leaves it so).
    #[wire(kind = Kind::Telephone, least = 0)]
    pub phone: String,
    /// Postal code; samples show `000000` where there is none.
    pub post_code: Option<String>,
    /// City, such as 杭州市.
    pub city_text: String,
    /// Province, such as 浙江省.
    pub province_text: String,
    /// District, such as 滨江区.
    pub area_text: Option<String>,
    /// Town or street community, such as 长河镇. May be empty: not every address has one.
    #[wire(least = 0)]
    pub town_text: String,
    /// Street and number.
    pub address: String,
}

/// Where the goods go. The pages of previews and batches do not say what is required: give what [`DeliveryAddress`]
/// asks for.
#[params]
pub struct PartialAddress {
    /// Who receives the goods.
    pub full_name: Option<String>,
    /// Mobile number.
    pub mobile: Option<String>,
    /// Landline: digits and hyphens, no Chinese.
    #[wire(kind = Kind::Telephone)]
    pub phone: Option<String>,
    /// Postal code; samples show `000000` where there is none.
    pub post_code: Option<String>,
    /// City, such as 杭州市.
    pub city_text: Option<String>,
    /// Province, such as 浙江省.
    pub province_text: Option<String>,
    /// District, such as 滨江区.
    pub area_text: Option<String>,
    /// Town or street community, such as 长河镇.
    pub town_text: Option<String>,
    /// Street and number.
    pub address: Option<String>,
}

impl From<DeliveryAddress> for PartialAddress {
    fn from(address: DeliveryAddress) -> Self {
        Self {
            full_name: Some(address.full_name),
            mobile: Some(address.mobile),
            phone: Some(address.phone),
            post_code: address.post_code,
            city_text: Some(address.city_text),
            province_text: Some(address.province_text),
            area_text: address.area_text,
            town_text: Some(address.town_text),
            address: Some(address.address),
        }
    }
}

/// Where the goods go, as the cart and generation 2 want it: [`PartialAddress`], and the code of the district. The
/// vendor's pages mark nothing of it as required: give what [`DeliveryAddress`] asks for.
#[params]
pub struct FastAddress {
    /// Who receives the goods.
    pub full_name: Option<String>,
    /// Mobile number.
    pub mobile: Option<String>,
    /// Landline: digits and hyphens, no Chinese.
    #[wire(kind = Kind::Telephone)]
    pub phone: Option<String>,
    /// Postal code; samples show `000000` where there is none.
    pub post_code: Option<String>,
    /// City, such as 杭州市.
    pub city_text: Option<String>,
    /// Province, such as 浙江省.
    pub province_text: Option<String>,
    /// District, such as 滨江区.
    pub area_text: Option<String>,
    /// Town or street community, such as 长河镇.
    pub town_text: Option<String>,
    /// Street and number.
    pub address: Option<String>,
    /// Code of the district: 1688 looks at it before it looks at the names of province, city, district and town.
    pub district_code: Option<String>,
}

/// Asks whether goods of one seller can be ordered, and what they cost. Makes no order.
///
/// Wraps 1688's `alibaba.createOrder.preview`, which checks stock, minimum quantity, mixed-batch rules and
/// consignment. Upstream errors: 500_001 not tradable online · 500_002 another seller, or no `specId` · 500_003
/// `specId` of another offer · 500_004 stock · 500_005 below the minimum · 500_006 mixed batch · 500_007 no
/// consignment relation · 500_008 price 0 · 500_009 batch minimum.
#[endpoint(
    name = "alibaba.order.preview",
    route = Post "/alibaba/order/create/preview",
    safety = Read,
    provenance = Documented,
    title = "Preview data before creating an order",
    page = "https://doc-en.pandapon.com/api-263477648",
    response = OrderPreviews,
)]
pub struct Preview {
    /// Where the goods go: the freight depends on it.
    pub address_param: Option<PartialAddress>,
    /// The goods, at least one line, all of one seller.
    #[sensible(required)]
    #[wire(least = 1)]
    pub cargo_param_list: Option<Vec<PreviewLine>>,
}

/// Goods to preview.
#[params]
pub struct PreviewLine {
    /// Product.
    #[sensible(required)]
    pub offer_id: Option<Id>,
    /// SKU: the `specId` that the product's details show. Leave it out for goods without SKUs.
    pub spec_id: Option<String>,
    /// How many, in the unit that the product is sold by. 1688 keeps it as a decimal number.
    #[sensible(whole, least = 1)]
    pub quantity: f64,
}

/// Asks whether goods of several sellers can be ordered, and what they cost. Makes no order.
///
/// Wraps [`Preview`]'s upstream, once for each seller (inferred).
#[endpoint(
    name = "alibaba.order.previewBatch",
    route = Post "/alibaba/order/create/previewbatch",
    safety = Read,
    provenance = Documented,
    title = "Preview data before creating an order (batch different merchants)",
    page = "https://doc-en.pandapon.com/api-263477644",
    response = OrderPreviews,
)]
pub struct PreviewBatch {
    /// Where the goods go: the freight depends on it.
    pub address_param: Option<PartialAddress>,
    /// The goods, at least one line, each with its seller.
    #[sensible(required)]
    #[wire(least = 1)]
    pub cargo_param_list: Option<Vec<BatchLine>>,
}

/// Goods of one of several sellers.
#[params]
pub struct BatchLine {
    /// Product.
    #[sensible(required)]
    pub offer_id: Option<Id>,
    /// SKU: the `specId` that the product's details show. Leave it out for goods without SKUs.
    pub spec_id: Option<String>,
    /// How many, in the unit that the product is sold by. 1688 keeps it as a decimal number.
    #[sensible(whole, least = 1)]
    pub quantity: f64,
    /// The seller: the encrypted shop id `sellerOpenId` of the product.
    pub seller_open_id: Option<String>,
}

/// What the goods would cost, seller by seller.
#[response]
pub struct OrderPreviews {
    /// One for each order that would be made; the misspelling is the vendor's.
    #[wire(name = "orderPreviewResuslt", always)]
    pub order_preview_result: Option<Vec<OrderPreview>>,
    /// Whether it worked.
    pub success: Option<bool>,
    /// Error code, such as `500_004`: see [`Preview`].
    pub error_code: Option<String>,
    /// Error text.
    pub error_msg: Option<String>,
    /// Products whose freight is only described in words: the totals may lack it.
    pub post_fee_by_desc_offer_list: Option<Vec<Id>>,
    /// Consignment goods.
    pub consign_offer_list: Option<Vec<Id>>,
    /// Products that cannot be paid from abroad.
    #[wire(always)]
    pub unsupported_cross_border_pay_offer_list: Option<Vec<TextId>>,
}

/// What the goods of one order would cost. The vendor's page says 14 members and shows three; the others are known
/// from 1688.
#[response]
pub struct OrderPreview {
    /// Taken off the goods' total afterwards, in fen.
    pub discount_fee: Option<Fen>,
    /// The words that `tradeType` may have. Empty: these goods cannot be ordered by API.
    pub trade_mode_name_list: Option<Vec<TradeType>>,
    /// Whether these goods can be ordered.
    pub status: Option<bool>,
    /// Inverted: `false` means that there IS a discount on single items.
    #[wire(upstream)]
    pub tao_sample_single_promotion: Option<bool>,
    /// All that is to be paid, in fen.
    #[wire(upstream)]
    pub sum_payment: Option<Fen>,
    /// Text for people.
    #[wire(upstream)]
    pub message: Option<String>,
    /// Freight, in fen.
    #[wire(upstream)]
    pub sum_carriage: Option<Fen>,
    /// Code of the result.
    #[wire(upstream)]
    pub result_code: Option<String>,
    /// The goods without freight, in fen.
    #[wire(upstream)]
    pub sum_payment_no_carriage: Option<Fen>,
    /// Additional fee, in fen.
    #[wire(upstream)]
    pub additional_fee: Option<Fen>,
    /// The `flow` to order with.
    #[wire(upstream)]
    pub flow_flag: Option<Flow>,
    /// The goods, line by line.
    #[wire(upstream)]
    pub cargo_list: Option<Vec<PreviewedCargo>>,
    /// Promotions of the shop: one may be chosen by `shopPromotionId`.
    #[wire(upstream)]
    pub shop_promotion_list: Option<Vec<Promotion>>,
    /// The ways to pay, with names for people.
    #[wire(upstream)]
    pub trade_model_list: Option<Vec<TradeModel>>,
    /// The channels of payment and how much each can pay; newer than the 14 members.
    #[wire(upstream)]
    pub pay_channel_infos: Option<Vec<PayChannel>>,
}

/// A line of a preview.
#[response]
pub struct PreviewedCargo {
    /// The line's amount. Its unit is not certain (yuan in 1688's sample, fen in one of Xport KA): never add it to
    /// the sums.
    #[wire(upstream)]
    pub amount: Option<f64>,
    /// Price of one. Its unit is not certain either.
    #[wire(upstream)]
    pub final_unit_price: Option<f64>,
    /// Text for people.
    #[wire(upstream)]
    pub message: Option<String>,
    /// Code of the line's result.
    #[wire(upstream)]
    pub result_code: Option<String>,
    /// SKU, unique within its product.
    #[wire(upstream)]
    pub spec_id: Option<String>,
    /// SKU, unique everywhere.
    #[wire(upstream)]
    pub sku_id: Option<Id>,
    /// Product.
    #[wire(upstream)]
    pub offer_id: Option<Id>,
    /// Product, encrypted.
    #[wire(upstream)]
    pub open_offer_id: Option<String>,
    /// Promotions of this line.
    #[wire(upstream)]
    pub cargo_promotion_list: Option<Vec<Promotion>>,
}

/// A promotion.
#[response]
pub struct Promotion {
    /// Its id, for `shopPromotionId`.
    #[wire(upstream)]
    pub promotion_id: Option<String>,
    /// Whether it applies if none is chosen.
    #[wire(upstream)]
    pub selected: Option<bool>,
    /// Its name.
    #[wire(upstream)]
    pub text: Option<String>,
    /// What it is.
    #[wire(upstream)]
    pub desc: Option<String>,
    /// Whether it frees from freight.
    #[wire(upstream)]
    pub free_postage: Option<bool>,
    /// What it takes off, in fen.
    #[wire(upstream)]
    pub discount_fee: Option<Fen>,
}

/// A way to pay.
#[response]
pub struct TradeModel {
    /// Its name for people.
    #[wire(upstream)]
    pub name: Option<String>,
    /// What it is.
    #[wire(upstream)]
    pub description: Option<String>,
    /// Its word for `tradeType`.
    #[wire(upstream)]
    pub trade_type: Option<TradeType>,
    /// Whether it can be used by API.
    #[wire(upstream)]
    pub op_support: Option<bool>,
}

/// A channel of payment.
#[response]
pub struct PayChannel {
    /// Its name, such as `alipay`.
    #[wire(upstream)]
    pub name: Option<String>,
    /// The most that it can pay, in fen.
    #[wire(upstream)]
    pub amount_limit: Option<Fen>,
}

/// Orders goods of one seller.
///
/// Wraps 1688's `alibaba.trade.createCrossOrder`. Upstream error: `not support tradeType:【…】` (take one of the
/// preview's). How many SKUs an order holds is not certain: 50 by 1688's text of 2026 (split yourself above that),
/// 100 by older texts, which make several orders above 50.
#[endpoint(
    name = "alibaba.order.create",
    route = Post "/alibaba/order/create",
    safety = Once,
    evidence = Mark { put: "message", list: "alibaba.order.list", found: Some("baseInfo.buyerFeedback") },
    repetition = Creates,
    provenance = Documented,
    title = "Create an order",
    page = "https://doc-vnm.pandapon.com/api-250496568",
    response = CreatedOrders,
)]
pub struct Create {
    /// How the order is placed: the preview's `flowFlag`, or `general`.
    pub flow: Flow,
    /// Note to the seller. No limit is stated here; 1688 keeps at most 500 characters.
    #[sensible(most = 500)]
    pub message: Option<String>,
    /// Promotion of the shop, from the preview; the default one if left out.
    pub shop_promotion_id: Option<String>,
    /// Your own number of the order, by which [`List`] filters. 1688 takes it; whether the vendor passes it on is not known, and
    /// nothing says that a number that was used before is refused: look for the order before you order again.
    #[wire(upstream)]
    pub out_order_id: Option<String>,
    /// How the order is paid: one of the preview's `tradeModeNameList`. Left out: credit if the account has it, else
    /// the Alipay guarantee.
    pub trade_type: Option<TradeType>,
    /// Where the goods go.
    pub address_param: DeliveryAddress,
    /// The goods, all of one seller.
    #[sensible(least = 1)]
    pub cargo_param_list: Vec<CargoLine>,
}

/// Goods to order.
#[params]
pub struct CargoLine {
    /// Product.
    pub offer_id: Id,
    /// SKU: the `specId` that the product's details show. The vendor's page marks it as required, but 1688 wants none
    /// for goods without SKUs: it may be empty.
    #[wire(least = 0)]
    pub spec_id: String,
    /// How many, in the unit that the product is sold by. 1688 keeps it as a decimal number.
    #[sensible(whole, least = 1)]
    pub quantity: f64,
}

/// The order or orders that were made. The vendor's page is cut: all is known from 1688. The order may exist whatever
/// `success` says: read it again before ordering a second time.
#[response]
pub struct CreatedOrders {
    /// What is to be paid in all, in fen. Empty if several orders were made.
    #[wire(upstream)]
    pub total_success_amount: Option<Fen>,
    /// The order. Empty if several were made.
    #[wire(upstream)]
    pub order_id: Option<TextId>,
    /// Freight, in fen. Empty if several orders were made.
    #[wire(upstream)]
    pub post_fee: Option<Fen>,
    /// Whether it worked. Not to be trusted alone.
    #[wire(upstream)]
    pub success: Option<bool>,
    /// The orders, if several were made.
    #[wire(upstream)]
    pub order_list: Option<Vec<CreatedOrder>>,
    /// The goods that could not be ordered.
    #[wire(upstream)]
    pub failed_offer_list: Option<Vec<FailedOffer>>,
    /// When payment is due, for orders on account.
    #[wire(upstream)]
    pub account_period: Option<AccountPeriod>,
}

/// One of several orders that were made.
#[response]
pub struct CreatedOrder {
    /// The order.
    #[wire(upstream)]
    pub order_id: Option<TextId>,
    /// What is to be paid for it, in fen; the misspelling is 1688's.
    #[wire(upstream, name = "orderAmmount")]
    pub order_amount: Option<Fen>,
    /// Freight, in fen.
    #[wire(upstream)]
    pub post_fee: Option<Fen>,
    /// Whether it worked. Not to be trusted alone.
    #[wire(upstream)]
    pub success: Option<bool>,
    /// Code of the result.
    #[wire(upstream)]
    pub result_code: Option<String>,
    /// Text for people.
    #[wire(upstream)]
    pub message: Option<String>,
}

/// Goods that could not be ordered.
#[response]
pub struct FailedOffer {
    /// Product.
    #[wire(upstream)]
    pub offer_id: Option<TextId>,
    /// SKU.
    #[wire(upstream)]
    pub spec_id: Option<String>,
    /// Error code.
    #[wire(upstream)]
    pub error_code: Option<String>,
    /// Error text.
    #[wire(upstream)]
    pub error_message: Option<String>,
}

/// When an order on account is to be paid.
#[response]
pub struct AccountPeriod {
    /// On a date every month (1), two months (3) or three months (6), or some days after receipt (5).
    #[wire(upstream)]
    pub tap_type: Option<i64>,
    /// The day of the month, or the number of days after receipt.
    #[wire(upstream)]
    pub tap_date: Option<i64>,
    /// How often payment was overdue.
    #[wire(upstream)]
    pub tap_overdue: Option<i64>,
}

/// Orders goods of several sellers, at least one order for each.
///
/// The vendor's page of the answer is cut. What it is here is what the same endpoint of generation 2 shows: the orders as
/// [`Get`] reads them (inferred).
#[endpoint(
    name = "alibaba.order.createBatch",
    route = Post "/alibaba/order/batch/create",
    safety = Once,
    evidence = Mark { put: "message", list: "alibaba.order.list", found: Some("baseInfo.buyerFeedback") },
    repetition = Creates,
    provenance = Documented,
    title = "Create orders (different merchants)",
    page = "https://doc-en.pandapon.com/api-263477645",
    response = Vec<Order>,
)]
pub struct CreateBatch {
    /// How the orders are placed: the preview's `flowFlag`, or `general`.
    pub flow: Option<Flow>,
    /// Note to the sellers. No limit is stated here; 1688 keeps at most 500 characters.
    #[sensible(most = 500)]
    pub message: Option<String>,
    /// Promotion of the shop, from the preview; the default one if left out.
    pub shop_promotion_id: Option<String>,
    /// Your own number of the order, by which [`List`] filters. 1688 takes it; whether the vendor passes it on is not known, and
    /// nothing says that a number that was used before is refused: look for the order before you order again.
    #[wire(upstream)]
    pub out_order_id: Option<String>,
    /// How the orders are paid: one of the preview's `tradeModeNameList`.
    pub trade_type: Option<TradeType>,
    /// Where the goods go.
    pub address_param: Option<PartialAddress>,
    /// The goods, at least one line, each with its seller.
    #[sensible(required)]
    #[wire(least = 1)]
    pub cargo_param_list: Option<Vec<BatchLine>>,
}

/// Asks for the link to the cashier, where a buyer who is logged in to 1688 pays. May itself debit the account, by
/// agreement: look at `protocolPaySuccess`, and never send it again blindly.
///
/// Wraps 1688's `alibaba.alipay.url.get`. Invitation orders without an address (`sellerOrder`) cannot be paid in a
/// batch.
#[endpoint(
    name = "alibaba.order.payUrl",
    route = Get "/alibaba/order/pay/url",
    safety = Once,
    evidence = State { read: "alibaba.order.get" },
    repetition = Guarded,
    provenance = Documented,
    title = "Order payment",
    page = "https://doc-en.pandapon.com/api-263477651",
    response = Payment,
)]
pub struct PayUrl {
    /// Order.
    #[sensible(required)]
    pub order_id: Option<TextId>,
}

/// The status of a payment. Test accounts pay by account period and get a `payUrl`.
#[response]
pub struct Payment {
    /// Order.
    pub order_id: Option<TextId>,
    /// Whether the order was paid at once, by agreement. `false` after a timeout may be wrong: read the order.
    pub protocol_pay_success: Option<bool>,
    /// Link to the cashier, if it was not.
    pub pay_url: Option<String>,
    /// Orders that cannot be paid. Success may be partial.
    pub cant_pay_order_list: Option<Vec<Id>>,
}

/// Pays orders, by agreement. Never send it again blindly: after a timeout an order may be paid although nothing says
/// so; read the orders. The push message `ORDER_BATCH_PAY` reports each.
///
/// Resembles 1688's `alibaba.trade.pay.protocolPay.preparePay`, which tries credit first, then Alipay (inferred).
/// What the answer holds is on no page that could be read. How many orders are allowed is not certain: 1688's
/// texts on payment say 100, and 30 for payment from abroad.
#[endpoint(
    name = "alibaba.order.payBatch",
    route = Post "/alibaba/order/batch/submit/to/pay",
    safety = Once,
    evidence = State { read: "alibaba.order.get" },
    repetition = Guarded,
    provenance = Documented,
    title = "Developers submit and pay 1688 orders in bulk",
    page = "https://doc-en.pandapon.com/api-263477643",
    response = Json,
)]
pub struct PayBatch {
    /// The orders.
    pub order_ids: Vec<TextId>,
}

/// Closes an order that is not paid.
///
/// Wraps 1688's `alibaba.trade.cancel`. Upstream errors: `CLOSE_ORDER_TOO_FAST` (within 10 seconds of its creation:
/// wait) · `ORDER_STATUS_ERROR` (not waiting for payment) · `400_3` (not a party to it) · `ORDER_NOT_EXIST`.
#[endpoint(
    name = "alibaba.order.cancel",
    route = Post "/alibaba/order/cancel",
    safety = Once,
    evidence = State { read: "alibaba.order.get" },
    repetition = Guarded,
    provenance = Documented,
    title = "Cancel the order before payment",
    page = "https://doc-en.pandapon.com/api-263477650",
    response = Option<bool>,
)]
pub struct Cancel {
    /// The site: `1688`.
    pub web_site: WebSite,
    /// Order.
    pub order_id: Id,
    /// Why.
    pub cancel_reason: CancelReason,
    /// Remark.
    pub remark: Option<String>,
}

/// Reads an order.
///
/// Wraps 1688's `alibaba.trade.get.buyerView`.
#[endpoint(
    name = "alibaba.order.get",
    route = Post "/alibaba/order/detail",
    safety = Read,
    provenance = Documented,
    title = "Get order details (Vietnamese page only)",
    page = "https://doc-vnm.pandapon.com/api-250496569",
    response = Order,
)]
pub struct Get {
    /// The site: `1688`.
    pub web_site: WebSite,
    /// Order.
    #[sensible(required)]
    pub order_id: Option<TextId>,
}

/// An order. The vendor's page of it is cut: its members are those that its push message on prices names and that the
/// batch of generation 2 shows, and what they hold is known from 1688.
#[response]
pub struct Order {
    /// State, totals, terms.
    #[wire(upstream)]
    pub base_info: Option<OrderBase>,
    /// What kind of business it is: credit, customised, and more.
    #[wire(upstream)]
    pub order_biz_info: Option<Json>,
    /// The sub-orders, one for each SKU.
    pub product_items: Option<Vec<OrderItem>>,
    /// The payments, one for each stage.
    #[wire(upstream)]
    pub trade_terms: Option<Vec<TradeTerm>>,
    /// Where the goods go, and the parcels. Not in lists.
    pub native_logistics: Option<NativeLogistics>,
    /// Parcels abroad.
    pub international_logistics: Option<Json>,
    /// What the seller guarantees.
    pub guarantees_terms: Option<Json>,
    /// Ratings.
    #[wire(upstream)]
    pub order_rate_info: Option<Json>,
    /// Invoice.
    #[wire(upstream)]
    pub order_invoice_info: Option<Json>,
    /// Customs declaration.
    #[wire(upstream)]
    pub customs: Option<Json>,
    /// Further address data of orders from abroad.
    #[wire(upstream)]
    pub overseas_extra_address: Option<Json>,
    /// Further attributes.
    #[wire(upstream)]
    pub ext_attributes: Option<Vec<ExtAttribute>>,
}

/// State, totals and terms of an order.
#[response]
pub struct OrderBase {
    /// The order.
    #[wire(upstream)]
    pub id: Option<Id>,
    /// The order, as 1688's text.
    #[wire(upstream)]
    pub id_of_str: Option<TextId>,
    /// Its status.
    #[wire(upstream)]
    pub status: Option<OrderStatus>,
    /// The status of its refund in sale.
    #[wire(upstream)]
    pub refund_status: Option<RefundStatus>,
    /// The status of its after-sale refund.
    #[wire(upstream)]
    pub refund_status_for_as: Option<RefundStatus>,
    /// What is to be paid in all, in yuan: the sum of `itemAmount`, and `shippingFee`.
    #[wire(upstream)]
    pub total_amount: Option<Yuan>,
    /// Freight, in yuan.
    #[wire(upstream)]
    pub shipping_fee: Option<Yuan>,
    /// The goods, in yuan.
    #[wire(upstream)]
    pub sum_product_payment: Option<Yuan>,
    /// Refunded, in yuan.
    #[wire(upstream)]
    pub refund: Option<Yuan>,
    /// Paid by coupons, in yuan.
    #[wire(upstream)]
    pub coupon_fee: Option<Yuan>,
    /// Discount, in **fen** among yuan.
    #[wire(upstream)]
    pub discount: Option<Fen>,
    /// Refunded; the unit is not stated.
    #[wire(upstream)]
    pub refund_payment: Option<i64>,
    /// Why it was closed: a [`CancelReason`]; a sample of the list shows `BUYER_NO_PAY`.
    #[wire(upstream)]
    pub close_reason: Option<CancelReason>,
    /// Who closed it.
    #[wire(upstream)]
    pub close_operate_type: Option<CloseOperateType>,
    /// How long it may wait for payment: seconds if `payTimeoutType` is 0.
    #[wire(upstream)]
    pub pay_timeout: Option<i64>,
    /// What `payTimeout` is: 0 a number of seconds.
    #[wire(upstream)]
    pub pay_timeout_type: Option<i64>,
    /// Kind of trade, a code: `1` to `10`, or `50060` (trade 4.0). Not the `tradeType` of [`Create`].
    #[wire(upstream)]
    pub trade_type: Option<String>,
    /// The buyer's note, at most 500 characters.
    #[wire(upstream)]
    pub buyer_feedback: Option<String>,
    /// Whether the seller made it, as an invitation.
    #[wire(upstream)]
    pub seller_order: Option<bool>,
}

/// A sub-order: one SKU of an order.
#[response]
pub struct OrderItem {
    /// Article number of the SKU, as it was when ordered.
    pub cargo_number: Option<String>,
    /// Description.
    pub description: Option<String>,
    /// What is paid for this sub-order, in yuan.
    pub item_amount: Option<Yuan>,
    /// Title of the product.
    pub name: Option<String>,
    /// Price of one before discounts, in yuan.
    pub price: Option<Yuan>,
    /// Product.
    #[wire(name = "productID")]
    pub product_id: Option<Id>,
    /// Pictures.
    pub product_img_url: Option<Vec<String>>,
    /// Page of the product as it was when ordered.
    #[wire(upstream)]
    pub product_snapshot_url: Option<String>,
    /// How many, in `unit`.
    #[wire(upstream)]
    pub quantity: Option<f64>,
    /// Refunded, in yuan.
    #[wire(upstream)]
    pub refund: Option<Yuan>,
    /// SKU.
    #[wire(upstream, name = "skuID")]
    pub sku_id: Option<Id>,
    /// Place in the list.
    #[wire(upstream)]
    pub sort: Option<i64>,
    /// Its status; the words are not listed.
    #[wire(upstream)]
    pub status: Option<String>,
    /// The sub-order: the id for `orderEntryIds`.
    #[wire(upstream, name = "subItemID")]
    pub sub_item_id: Option<Id>,
    /// Kind.
    #[wire(upstream, name = "type")]
    pub kind: Option<String>,
    /// Unit that the product is sold by.
    #[wire(upstream)]
    pub unit: Option<String>,
    /// Weight, in `weightUnit`.
    #[wire(upstream)]
    pub weight: Option<String>,
    /// Unit of the weight.
    #[wire(upstream)]
    pub weight_unit: Option<String>,
    /// What the seller guarantees.
    #[wire(upstream)]
    pub guarantees_terms: Option<Json>,
    /// Article number of the product, as it was when ordered.
    #[wire(upstream)]
    pub product_cargo_number: Option<String>,
    /// What distinguishes the SKU: colour, size.
    #[wire(upstream)]
    pub sku_infos: Option<Json>,
    /// What the seller changed the price by, in fen (the unit is concluded from a sample).
    #[wire(upstream)]
    pub entry_discount: Option<Fen>,
    /// SKU, unique within its product.
    #[wire(upstream)]
    pub spec_id: Option<String>,
    /// How fine `quantity` counts: a power of ten.
    #[wire(upstream)]
    pub quantity_factor: Option<f64>,
    /// Its status, for people.
    #[wire(upstream)]
    pub status_str: Option<String>,
    /// The status of its refund.
    #[wire(upstream)]
    pub refund_status: Option<ItemRefundStatus>,
    /// Why it was closed.
    #[wire(upstream)]
    pub close_reason: Option<CancelReason>,
    /// 1 not sent · 2 sent · 3 received · 4 returned · 5 partly sent · 8 no parcel yet.
    #[wire(upstream)]
    pub logistics_status: Option<i64>,
    /// Created at.
    #[wire(upstream)]
    pub gmt_create: Option<String>,
    /// Changed at.
    #[wire(upstream)]
    pub gmt_modified: Option<String>,
    /// Completed at.
    #[wire(upstream)]
    pub gmt_completed: Option<String>,
    /// When it must be paid.
    #[wire(upstream)]
    pub gmt_pay_expire_time: Option<String>,
    /// Refund in sale, `TQ…`.
    #[wire(upstream)]
    pub refund_id: Option<TextId>,
    /// The sub-order, as 1688's text.
    #[wire(upstream, name = "subItemIDString")]
    pub sub_item_id_string: Option<TextId>,
    /// After-sale refund, `TQ…`.
    #[wire(upstream)]
    pub refund_id_for_as: Option<TextId>,
    /// Its share of the freight, in yuan.
    #[wire(upstream)]
    pub share_postage: Option<Yuan>,
}

/// A payment, or a stage of it.
#[response]
pub struct TradeTerm {
    /// 1 unpaid · 2 paid · 4 fully refunded · 6 the seller got the money · 7 no payment made yet · 8 cancelled before
    /// payment · 9 being paid · 12 on account.
    #[wire(upstream)]
    pub pay_status: Option<String>,
    /// Paid at.
    #[wire(upstream)]
    pub pay_time: Option<String>,
    /// 1 Alipay · 2 trust pay · 3 credit · 4 bank · 5 instalments · 6 draft · 7 account period · 8 merged · 9 none ·
    /// 10 LST credit · 12 declared · 13 platform. 1688's list differs in 2, 4, 8 and 9: show `payWayDesc`.
    #[wire(upstream)]
    pub pay_way: Option<String>,
    /// Amount of the stage, in yuan; the misspelling is 1688's.
    #[wire(upstream, name = "phasAmount")]
    pub phase_amount: Option<Yuan>,
    /// The stage, an id.
    #[wire(upstream)]
    pub phase: Option<Id>,
    /// Condition of the stage.
    #[wire(upstream)]
    pub phase_condition: Option<String>,
    /// Time of the stage.
    #[wire(upstream)]
    pub phase_date: Option<String>,
    /// Whether it is paid by bank card.
    #[wire(upstream)]
    pub card_pay: Option<bool>,
    /// Whether it is paid by quick payment.
    #[wire(upstream)]
    pub express_pay: Option<bool>,
    /// How it is paid, for people.
    #[wire(upstream)]
    pub pay_way_desc: Option<String>,
}

/// A further attribute.
#[response]
pub struct ExtAttribute {
    /// Its name.
    #[wire(upstream)]
    pub key: Option<String>,
    /// Its value.
    #[wire(upstream)]
    pub value: Option<String>,
    /// What it is.
    #[wire(upstream)]
    pub description: Option<String>,
}

/// Where the goods go, and the parcels.
#[response]
pub struct NativeLogistics {
    /// Street and number.
    pub address: Option<String>,
    /// District.
    pub area: Option<String>,
    /// Code of the district.
    pub area_code: Option<String>,
    /// City.
    pub city: Option<String>,
    /// Who receives the goods.
    pub contact_person: Option<String>,
    /// Fax.
    pub fax: Option<String>,
    /// Mobile number.
    pub mobile: Option<String>,
    /// Province.
    pub province: Option<String>,
    /// Landline.
    pub telephone: Option<String>,
    /// Postal code.
    pub zip: Option<String>,
    /// The parcels.
    pub logistics_items: Option<Vec<LogisticsItem>>,
    /// Code of the town.
    pub town_code: Option<String>,
    /// Town.
    pub town: Option<String>,
    /// Meaning not stated.
    pub caid: Option<Json>,
    /// Code of the carrier that really brings it.
    pub real_logistics_company_no: Option<String>,
}

/// A parcel. Its further members stay in `other`.
#[response]
pub struct LogisticsItem {
    /// 0 sent by the seller · 1 sent online · 2 without logistics.
    #[wire(upstream, name = "type")]
    pub kind: Option<String>,
    /// Freight, in yuan.
    #[wire(upstream)]
    pub carriage: Option<Yuan>,
    /// Why there is no logistics: 1 a third party · 2 freight or a difference in price · 3 the seller delivers · 4
    /// the buyer picks up · 5 other.
    #[wire(upstream)]
    pub no_logistics_condition: Option<String>,
}

/// Lists orders.
///
/// Of the vendor's page only the path in generation 2 could be read. Members are those of 1688's
/// `alibaba.trade.getBuyerOrderList`, which it wraps; others pass. Times are `yyyyMMddHHmmssSSSZ` there, such as
/// `20180614101942000+0800`; the vendor's own samples show `yyyy-MM-dd HH:mm:ss` in China time.
#[endpoint(
    name = "alibaba.order.list",
    route = Post "/alibaba/order/page",
    safety = Read,
    provenance = Derived,
    title = "Order List",
    page = "https://doc-th.pandapon.com/api-289190488",
    response = OrderPage,
    open,
)]
pub struct List {
    /// Page, from 1.
    #[sensible(least = 1)]
    #[wire(upstream)]
    pub page: Option<i64>,
    /// Orders a page, 20 in a sample; the most is not stated.
    #[sensible(least = 1)]
    #[wire(upstream)]
    pub page_size: Option<i64>,
    /// Their statuses.
    #[wire(upstream)]
    pub order_status: Option<OrderStatus>,
    /// The statuses of their refunds.
    #[wire(upstream)]
    pub refund_status: Option<RefundStatus>,
    /// Created at this time or later.
    #[sensible(time)]
    #[wire(upstream)]
    pub create_start_time: Option<String>,
    /// Created at this time or earlier.
    #[sensible(time)]
    #[wire(upstream)]
    pub create_end_time: Option<String>,
    /// Changed at this time or later.
    #[sensible(time)]
    #[wire(upstream)]
    pub modify_start_time: Option<String>,
    /// Changed at this time or earlier.
    #[sensible(time)]
    #[wire(upstream)]
    pub modify_end_time: Option<String>,
    /// Old orders, kept in another table; `false` if left out.
    #[wire(upstream)]
    pub is_his: Option<bool>,
    /// Kinds of business.
    #[wire(upstream)]
    pub biz_types: Option<Vec<String>>,
    /// Seller, by member id.
    #[wire(upstream)]
    pub seller_member_id: Option<String>,
    /// Seller, by login name.
    #[wire(upstream)]
    pub seller_login_id: Option<String>,
    /// Kind of trade, a code: `1` to `10`, or `50060` (trade 4.0).
    #[wire(upstream)]
    pub trade_type: Option<String>,
    /// Title of the product.
    #[wire(upstream)]
    pub product_name: Option<String>,
    /// The seller's rating: 4 given · 5 not given · 6 not needed.
    #[wire(upstream)]
    pub seller_rate_status: Option<i64>,
    /// Whether to show addresses and telephone numbers.
    #[wire(upstream)]
    pub need_buyer_address_and_phone: Option<bool>,
    /// Whether to show notes.
    #[wire(upstream)]
    pub need_memo_info: Option<bool>,
    /// Your own number of the order.
    #[wire(upstream)]
    pub out_order_id: Option<String>,
    /// These orders.
    #[wire(upstream)]
    pub order_ids: Option<Vec<Id>>,
}

/// A page of orders, in 1688's shape: the vendor's is on no page that could be read.
#[response]
pub struct OrderPage {
    /// The orders, without logistics.
    #[wire(upstream)]
    pub result: Option<Vec<Order>>,
    /// How many there are in all.
    #[wire(upstream)]
    pub total_record: Option<i64>,
}

/// Asks where the parcels of an order are.
///
/// Wraps 1688's `alibaba.trade.getLogisticsTraceInfo.buyerView`; it may lag. Upstream errors: 404 (none found) ·
/// `order.nopermission.buyer` · `order.createtime.history` (older than a year).
#[endpoint(
    name = "alibaba.order.tracking",
    route = Get,
    safety = Read,
    provenance = Unrouted,
    title = "Obtain the logistics tracking information of the order",
    page = "https://doc-en.pandapon.com/api-263477646",
    response = OrderTracking,
)]
pub struct Tracking {
    /// Order.
    #[wire(upstream)]
    pub order_id: Id,
    /// The site: `1688`.
    #[wire(upstream)]
    pub web_site: Option<WebSite>,
    /// One parcel of the order.
    #[wire(upstream)]
    pub logistics_id: Option<TextId>,
}

/// Where the parcels are.
#[response]
pub struct OrderTracking {
    /// The parcels.
    #[wire(upstream)]
    pub logistics_trace: Option<Vec<LogisticsTrace>>,
}

/// The way of a parcel.
#[response]
pub struct LogisticsTrace {
    /// The parcel.
    #[wire(upstream)]
    pub logistics_id: Option<TextId>,
    /// Order.
    #[wire(upstream)]
    pub order_id: Option<Id>,
    /// Waybill.
    #[wire(upstream)]
    pub logistics_bill_no: Option<String>,
    /// Its steps, the oldest first in a sample.
    #[wire(upstream)]
    pub logistics_steps: Option<Vec<LogisticsStep>>,
}

/// A step on the way of a parcel.
#[response]
pub struct LogisticsStep {
    /// When, `yyyy-MM-dd HH:mm:ss` in China time.
    #[wire(upstream)]
    pub accept_time: Option<String>,
    /// What happened, in Chinese.
    #[wire(upstream)]
    pub remark: Option<String>,
}

/// Confirms that goods were received: the seller gets the money, and refunds become after-sale.
///
/// Wraps 1688's `trade.receivegoods.confirm`, which requires both members; the vendor's page does not say. No table
/// of its errors is public.
#[endpoint(
    name = "alibaba.order.confirmReceipt",
    route = Post "/alibaba/order/receivegoods",
    safety = Once,
    evidence = State { read: "alibaba.order.get" },
    repetition = Guarded,
    provenance = Documented,
    title = "The buyer confirms the receipt of goods",
    page = "https://doc-en.pandapon.com/api-263477652",
    response = Done,
)]
pub struct ConfirmReceipt {
    /// Order.
    #[sensible(required)]
    pub order_id: Option<Id>,
    /// Sub-orders that were received (`subItemID` of the order's items).
    pub order_entry_ids: Option<Vec<Id>>,
}
