//! Orders on 1688 in generation 2: as [in generation 1](crate::api::alibaba::order), step by step, but with mapped ids
//! (`offerMapId`) for the goods, and with a code of the district in the address.

use pandapon_derive::{endpoint, params};

use crate::api::alibaba::order::{
    self, CancelReason, CreatedOrders, FastAddress, Flow, Order, OrderPreviews, PartialAddress, Payment,
    TradeType, WebSite,
};
use crate::api::v2::derived_endpoints;
use crate::endpoint::{Descriptor, Endpoint};
use crate::scalar::{Id, TextId};

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

derived_endpoints! {
    PayBatch(order::PayBatch), Derived;
    Get(order::Get), Derived;
    List(order::List), Documented;
    Tracking(order::Tracking), Unrouted;
    ConfirmReceipt(order::ConfirmReceipt), Derived;
}

/// Goods to preview or to order. The vendor's pages mark nothing of it as required.
#[params]
pub struct FastCargo {
    /// The seller: the encrypted shop id `sellerOpenId` of the product.
    pub seller_open_id: Option<String>,
    /// Product: its mapped id.
    #[sensible(required)]
    pub offer_map_id: Option<String>,
    /// SKU: the `specId` that the product's details show. Leave it out for goods without SKUs.
    pub spec_id: Option<String>,
    /// How many, in the unit that the product is sold by. 1688 keeps it as a decimal number.
    #[sensible(required, whole, least = 1)]
    pub quantity: Option<f64>,
    /// Product number. The page does not say whose.
    pub product_no: Option<String>,
    /// Number of the container or box.
    pub container: Option<String>,
}

/// Asks whether goods can be ordered, and what they cost. Makes no order.
///
/// Wraps 1688's `alibaba.createOrder.preview`, whose errors are listed at [`crate::api::alibaba::order::Preview`] of
/// generation 1. No page that could be read shows the answer: it is taken to be the one of there.
#[endpoint(
    name = "v2.alibaba.order.preview",
    route = Post "/v2/alibaba/order/create/preview",
    safety = Read,
    provenance = Documented,
    title = "Preview data interface before creating an order",
    page = "https://doc-env2.pandapon.com/api-289121038",
    response = OrderPreviews,
)]
pub struct Preview {
    /// Where the goods go: the freight depends on it.
    pub address_param: Option<FastAddress>,
    /// The goods, at least one line.
    #[sensible(required)]
    #[wire(least = 1)]
    pub cargo_param_list: Option<Vec<FastCargo>>,
}

/// Asks whether goods of several sellers can be ordered, and what they cost. Makes no order.
///
/// Path and members are those of generation 1 by the rule that derives paths. Whether the vendor still wants the `offerId` or the
/// mapped id here is on no page that could be read.
#[endpoint(
    name = "v2.alibaba.order.previewBatch",
    route = Post "/v2/alibaba/order/create/previewbatch",
    safety = Read,
    provenance = Derived,
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
    pub cargo_param_list: Option<Vec<MappedBatchLine>>,
}

/// Goods of one of several sellers.
#[params]
pub struct MappedBatchLine {
    /// Product, by 1688's own number.
    #[sensible(required, or = "offerMapId")]
    pub offer_id: Option<Id>,
    /// Product, by its mapped id (inferred from [`Preview`]).
    #[wire(upstream)]
    pub offer_map_id: Option<String>,
    /// SKU: the `specId` that the product's details show. Leave it out for goods without SKUs.
    pub spec_id: Option<String>,
    /// How many, in the unit that the product is sold by. 1688 keeps it as a decimal number.
    #[sensible(whole, least = 1)]
    pub quantity: f64,
    /// The seller: the encrypted shop id `sellerOpenId` of the product.
    pub seller_open_id: Option<String>,
}

/// Orders goods of one seller.
///
/// The path is on the vendor's page, its members could not be read: they are those of generation 1, with address
/// and goods as the sister endpoints [`Preview`] and [`CreateBatch`] want them (inferred); others pass. So is the
/// answer. Upstream errors are listed at [`crate::api::alibaba::order::Create`] of generation 1.
#[endpoint(
    name = "v2.alibaba.order.create",
    route = Post "/v2/alibaba/order/create",
    safety = Once,
    evidence = Mark { put: "message", list: "alibaba.order.list", found: Some("baseInfo.buyerFeedback") },
    repetition = Creates,
    provenance = Documented,
    title = "Create Order Interface",
    page = "https://doc-th.pandapon.com/api-289190490",
    response = CreatedOrders,
    open,
)]
pub struct Create {
    /// How the order is placed: the preview's `flowFlag`, or `general`.
    #[wire(upstream)]
    pub flow: Option<Flow>,
    /// Note to the seller. No limit is stated here; 1688 keeps at most 500 characters.
    #[sensible(most = 500)]
    #[wire(upstream)]
    pub message: Option<String>,
    /// Promotion of the shop, from the preview; the default one if left out.
    #[wire(upstream)]
    pub shop_promotion_id: Option<String>,
    /// Your own number of the order, by which [`List`] filters. 1688 takes it; whether the vendor passes it on is not known, and
    /// nothing says that a number that was used before is refused: look for the order before you order again.
    #[wire(upstream)]
    pub out_order_id: Option<String>,
    /// How the order is paid: one of the preview's `tradeModeNameList`.
    #[wire(upstream)]
    pub trade_type: Option<TradeType>,
    /// Where the goods go.
    #[wire(upstream)]
    pub address_param: Option<FastAddress>,
    /// The goods, all of one seller.
    #[sensible(required, least = 1)]
    #[wire(upstream)]
    pub cargo_param_list: Option<Vec<FastCargo>>,
}

/// Orders goods of several sellers, at least one order for each.
///
/// The vendor's page of the answer is cut after the pictures of the first item; what follows is known from 1688.
#[endpoint(
    name = "v2.alibaba.order.createBatch",
    route = Post "/v2/alibaba/order/batch/create",
    safety = Once,
    evidence = Mark { put: "message", list: "alibaba.order.list", found: Some("baseInfo.buyerFeedback") },
    repetition = Creates,
    provenance = Documented,
    title = "Create order interface in batch (different merchants)",
    page = "https://doc-cnv2.pandapon.com/api-288855706",
    response = Vec<Order>,
)]
pub struct CreateBatch {
    /// How the orders are placed: the preview's `flowFlag`, or `general`.
    pub flow: Flow,
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
    pub address_param: Option<FastAddress>,
    /// The goods, at least one line, each with its seller.
    #[sensible(required)]
    #[wire(least = 1)]
    pub cargo_param_list: Option<Vec<FastCargo>>,
    /// User, by id.
    pub user_id: Option<TextId>,
    /// Name of the employee who orders.
    pub staff_name: Option<String>,
    /// Channel that the order came by. What the numbers mean is not stated.
    pub platform_order: Option<i64>,
    /// Pictures of the receipt of a bank transfer. How several are written in the one text is not stated.
    pub transfer_account_imgs: Option<String>,
    /// Remark on the bank transfer.
    pub transfer_account_remark: Option<String>,
}

/// Asks for the link to the cashier, where a buyer who is logged in to 1688 pays. May itself debit the account, by
/// agreement: look at `protocolPaySuccess`, and never send it again blindly.
///
/// The vendor's page of the answer is cut after `orderId`; what follows is on the page of
/// [`crate::api::alibaba::order::PayUrl`] of generation 1.
#[endpoint(
    name = "v2.alibaba.order.payUrl",
    route = Get "/v2/alibaba/order/pay/url",
    safety = Once,
    evidence = State { read: "alibaba.order.get" },
    repetition = Guarded,
    provenance = Documented,
    title = "Order payment",
    page = "https://doc-env2.pandapon.com/api-289121041",
    response = Payment,
)]
pub struct PayUrl {
    /// Order.
    pub order_id: TextId,
}

/// Closes an order that is not paid.
///
/// Wraps 1688's `alibaba.trade.cancel`. Upstream errors: `CLOSE_ORDER_TOO_FAST` (within 10 seconds of its creation:
/// wait) · `ORDER_STATUS_ERROR` (not waiting for payment) · `400_3` (not a party to it) · `ORDER_NOT_EXIST`.
#[endpoint(
    name = "v2.alibaba.order.cancel",
    route = Post "/v2/alibaba/order/cancel",
    safety = Once,
    evidence = State { read: "alibaba.order.get" },
    repetition = Guarded,
    provenance = Documented,
    title = "Cancel order interface before payment",
    page = "https://doc-env2.pandapon.com/api-289121040",
    response = Option<bool>,
)]
pub struct Cancel {
    /// The site: `1688`.
    pub web_site: WebSite,
    /// Order.
    pub order_id: Id,
    /// Why. 1688 requires one of its words; the sample of this page sends free text.
    pub cancel_reason: Option<CancelReason>,
    /// Remark.
    pub remark: Option<String>,
}
