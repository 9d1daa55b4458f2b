//! Payloads of push messages of Xport KA. Their bodies come as JSON text inside a string.
//!
//! Source: <https://doc-en-ka.xportcn.com/doc-7259275>.

use pandapon_derive::{response, string_enum};

use crate::scalar::{Fen, Id, TextId};

/// An order was created, cancelled or paid, or its price was changed.
#[response]
pub struct KaOrderChange {
    /// Order.
    pub order_id: Option<Id>,
    /// Number of the purchase order on the platform, `PO…`.
    pub order_no: Option<TextId>,
    /// Its state.
    pub order_status: Option<KaOrderStatus>,
    /// 1 before, 2 after payment in the vendor's examples.
    pub pay_status: Option<i64>,
    /// Goods and freight. The page states no unit; fen is inferred from KA's previews, as of all amounts here.
    pub total_amount: Option<Fen>,
    /// Freight, in fen (inferred).
    pub shipping_fee: Option<Fen>,
    /// The goods, in fen (inferred).
    pub product_amount: Option<Fen>,
    /// Refunded, in fen (inferred).
    pub refund_amount: Option<Fen>,
    /// State of its refund; null in the vendor's examples.
    pub refund_status: Option<String>,
    /// Why it was closed, such as `buyer_cancel`.
    pub close_reason: Option<String>,
    /// Created at, `yyyy-MM-dd HH:mm:ss`.
    pub tb_create_time: Option<String>,
    /// Paid at, `yyyy-MM-dd HH:mm:ss`.
    pub pay_time: Option<String>,
}

/// State of an order of KA in a push message. An open set: the words of the vendor's examples.
#[string_enum(open)]
pub enum KaOrderStatus {
    /// Waits for payment.
    #[wire("WAITING_FOR_PAYMENT")]
    WaitingForPayment,
    /// Paid: waits for the seller to ship.
    #[wire("WAITING_FOR_SENT")]
    WaitingForSent,
    /// Cancelled.
    #[wire("CANCEL")]
    Cancelled,
}

/// The state of a refund changed. The vendor's page is cut after `orderId`: what follows stays in `other`.
#[response]
pub struct KaRefundChange {
    /// Refund, `TQ…`.
    pub refund_id: Option<TextId>,
    /// Order.
    pub order_id: Option<Id>,
}
