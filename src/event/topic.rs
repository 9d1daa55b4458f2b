//! The topic of a push message.

use pandapon_derive::string_enum;

use super::platform::Platform;

/// The topic of a push message: its type without the prefix that generation 1 puts before it. An open set; a type that
/// is not known is kept with its prefix.
///
/// The names are 1688's own and KA's; the misspelling is 1688's. Only the price change is seen on the vendor's pages of
/// generation 1: that the others come under 1688's names is inferred from it. The type of Taobao's message on the state
/// of an order is on no page, so it is recognised by its members ([`super::PayloadKind::TaobaoOrderChange`]).
#[string_enum(open)]
pub enum Topic {
    /// An order was created (1688).
    #[wire("ORDER_BUYER_VIEW_BUYER_MAKE")]
    Created,
    /// The price of an order was changed, or a sub-order was closed: read the order again (1688, Taobao, KA).
    #[wire("ORDER_BUYER_VIEW_ORDER_PRICE_MODIFY")]
    PriceChanged,
    /// An order was paid; one paid in stages: its first payment (1688).
    #[wire("ORDER_BUYER_VIEW_ORDER_PAY")]
    Paid,
    /// A stage of an order was paid (1688).
    #[wire("ORDER_BUYER_VIEW_ORDER_STEP_PAY")]
    StagePaid,
    /// A part of an order was shipped (1688).
    #[wire("ORDER_BUYER_VIEW_PART_PART_SENDGOODS")]
    PartlyShipped,
    /// An order was shipped (1688).
    #[wire("ORDER_BUYER_VIEW_ANNOUNCE_SENDGOODS")]
    Shipped,
    /// Receipt was confirmed, each time, in part too (1688).
    #[wire("ORDER_BUYER_VIEW_ORDER_COMFIRM_RECEIVEGOODS")]
    Received,
    /// An order is completed (1688).
    #[wire("ORDER_BUYER_VIEW_ORDER_SUCCESS")]
    Succeeded,
    /// The buyer closed an order (1688).
    #[wire("ORDER_BUYER_VIEW_ORDER_BUYER_CLOSE")]
    ClosedByBuyer,
    /// The seller closed an order, or a refund did (1688).
    #[wire("ORDER_BUYER_VIEW_ORDER_SELLER_CLOSE")]
    ClosedBySeller,
    /// The platform closed an order, also because it was not paid in time (1688).
    #[wire("ORDER_BUYER_VIEW_ORDER_BOPS_CLOSE")]
    ClosedByPlatform,
    /// Something happened to a refund in sale (1688).
    #[wire("ORDER_BUYER_VIEW_ORDER_BUYER_REFUND_IN_SALES")]
    RefundInSale,
    /// Something happened to an after-sale refund (1688).
    #[wire("ORDER_BUYER_VIEW_ORDER_REFUND_AFTER_SALES")]
    RefundAfterSale,
    /// A batch of orders was paid, or some could not be (1688).
    #[wire("ORDER_BATCH_PAY")]
    BatchPaid,
    /// A parcel reached a node of its way, for the first time (1688).
    #[wire("LOGISTICS_BUYER_VIEW_TRACE")]
    ParcelMoved,
    /// The waybill of a parcel was changed (1688).
    #[wire("LOGISTICS_MAIL_NO_CHANGE")]
    WaybillChanged,
    /// An order was created (KA).
    #[wire("ORDER_CREATE")]
    KaCreated,
    /// An order was cancelled (KA).
    #[wire("ORDER_CANCEL")]
    KaCancelled,
    /// An order was paid (KA).
    #[wire("ORDER_PAY_SUCCESS")]
    KaPaid,
    /// Something happened to a refund (KA).
    #[wire("ORDER_BUYER_VIEW_ORDER_BUYER_REFUND")]
    KaRefund,
}

impl Topic {
    /// Returns the topic of a message type, with or without its prefix.
    pub fn from_message_type(message_type: &str) -> Topic {
        let name = Platform::strip_prefix(message_type);
        let known = Topic::KNOWN.iter().find(|known| known.as_str() == name);
        known.cloned().unwrap_or_else(|| Topic::Other(message_type.to_owned()))
    }
}
