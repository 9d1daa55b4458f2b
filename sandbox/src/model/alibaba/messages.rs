//! What push messages are about (spec/platform.md).

/// The messages about 1688 that this sandbox sends, without the prefix of generation 1.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Topic {
    Made,
    PriceChanged,
    Paid,
    PartlyShipped,
    Shipped,
    Received,
    Succeeded,
    ClosedByBuyer,
    ClosedBySeller,
    ClosedByPlatform,
    RefundInSale,
    RefundAfterSale,
    BatchPaid,
    ParcelMoved,
}

impl Topic {
    /// The name on the wire.
    pub const fn as_str(self) -> &'static str {
        match self {
            Topic::Made => "ORDER_BUYER_VIEW_BUYER_MAKE",
            Topic::PriceChanged => "ORDER_BUYER_VIEW_ORDER_PRICE_MODIFY",
            Topic::Paid => "ORDER_BUYER_VIEW_ORDER_PAY",
            Topic::PartlyShipped => "ORDER_BUYER_VIEW_PART_PART_SENDGOODS",
            Topic::Shipped => "ORDER_BUYER_VIEW_ANNOUNCE_SENDGOODS",
            Topic::Received => "ORDER_BUYER_VIEW_ORDER_COMFIRM_RECEIVEGOODS",
            Topic::Succeeded => "ORDER_BUYER_VIEW_ORDER_SUCCESS",
            Topic::ClosedByBuyer => "ORDER_BUYER_VIEW_ORDER_BUYER_CLOSE",
            Topic::ClosedBySeller => "ORDER_BUYER_VIEW_ORDER_SELLER_CLOSE",
            Topic::ClosedByPlatform => "ORDER_BUYER_VIEW_ORDER_BOPS_CLOSE",
            Topic::RefundInSale => "ORDER_BUYER_VIEW_ORDER_BUYER_REFUND_IN_SALES",
            Topic::RefundAfterSale => "ORDER_BUYER_VIEW_ORDER_REFUND_AFTER_SALES",
            Topic::BatchPaid => "ORDER_BATCH_PAY",
            Topic::ParcelMoved => "LOGISTICS_BUYER_VIEW_TRACE",
        }
    }
}
