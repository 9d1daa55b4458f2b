//! Payloads of push messages about Taobao.
//!
//! The vendor's page of the price change shows three members and 8 of the 26 of a sub-order. The rest, and all of the
//! change of an order's state, is known from other resellers of the same upstream (spec/semantics.md, section 5): that
//! the platform passes it on is inferred.

use pandapon_derive::response;

use crate::api::taobao::order::TaobaoOrderStatus;
use crate::scalar::{Fen, TextId};
use crate::schema::Json;

/// The state of an order changed.
#[response]
pub struct TaobaoOrderChange {
    /// Order on the platform.
    #[wire(upstream, name = "purchase_id")]
    pub purchase_id: Option<TextId>,
    /// The caller's own number of the order.
    #[wire(upstream, name = "outer_purchase_id")]
    pub outer_purchase_id: Option<TextId>,
    /// Its state. A line may be further: in a sample the order waits for the seller to ship, and a line is shipped.
    #[wire(upstream)]
    pub status: Option<TaobaoOrderStatus>,
    /// When it happened: milliseconds since 1970.
    #[wire(upstream, name = "business_time")]
    pub business_time: Option<i64>,
    /// The lines.
    #[wire(upstream, name = "sku_list")]
    pub sku_list: Option<Vec<TaobaoChangedLine>>,
}

/// A line of an order whose state changed.
#[response]
pub struct TaobaoChangedLine {
    /// Product.
    #[wire(upstream, name = "item_id")]
    pub item_id: Option<TextId>,
    /// SKU.
    #[wire(upstream, name = "sku_id")]
    pub sku_id: Option<TextId>,
    /// The caller's own number of the line.
    #[wire(upstream, name = "order_line_no")]
    pub order_line_no: Option<TextId>,
    /// Carrier.
    #[wire(upstream, name = "logistic_company_name")]
    pub logistic_company_name: Option<String>,
    /// Waybill.
    #[wire(upstream, name = "logistic_number")]
    pub logistic_number: Option<String>,
    /// State of the line.
    #[wire(upstream)]
    pub status: Option<TaobaoOrderStatus>,
}

/// The price of an order was changed.
#[response]
pub struct TaobaoPriceChange {
    /// Taobao's number of the order.
    pub sales_order_id: Option<TextId>,
    /// Order on the platform.
    #[wire(upstream)]
    pub purchase_order_id: Option<TextId>,
    /// The sub-orders.
    pub sub_orders: Option<Vec<TaobaoSubOrder>>,
    /// The new price of the order.
    #[wire(name = "purchaseOrderPriceDTO")]
    pub purchase_order_price: Option<TaobaoOrderPrice>,
    /// The new prices of its lines.
    #[wire(upstream, name = "purchaseOrderLinePriceChangeMessageDTOList")]
    pub line_prices: Option<Vec<TaobaoLinePriceChange>>,
}

/// A sub-order in a message on prices.
#[response]
pub struct TaobaoSubOrder {
    /// Taobao's number of the main order.
    #[wire(name = "purchase_order_outer_id")]
    pub purchase_order_outer_id: Option<TextId>,
    /// Taobao's number of the sub-order.
    #[wire(name = "purchase_order_line_outer_id")]
    pub purchase_order_line_outer_id: Option<TextId>,
    /// When it is closed if it is not paid.
    #[wire(name = "close_time_without_payment")]
    pub close_time_without_payment: Option<String>,
    /// What went wrong, in detail.
    #[wire(name = "detail_error_code")]
    pub detail_error_code: Option<String>,
    /// What went wrong.
    #[wire(upstream, name = "error_code")]
    pub error_code: Option<String>,
    /// What went wrong, for people.
    #[wire(upstream, name = "error_message")]
    pub error_message: Option<String>,
    /// Paid for the goods. Text in the vendor's example; the unit is not stated.
    #[wire(name = "product_amount")]
    pub product_amount: Option<String>,
    /// Freight inside China; type and unit are not stated.
    #[wire(upstream, name = "domestic_post_fee")]
    pub domestic_post_fee: Option<Json>,
    /// Paid by red packets; type and unit are not stated.
    #[wire(upstream, name = "hongbao_deduction_amount")]
    pub hongbao_deduction_amount: Option<Json>,
    /// Refund.
    #[wire(upstream, name = "refund_id")]
    pub refund_id: Option<TextId>,
    /// How the refund stands; the type is not stated.
    #[wire(upstream, name = "refund_status")]
    pub refund_status: Option<Json>,
    /// Whether receipt can be confirmed.
    #[wire(upstream, name = "can_confirm_receipt")]
    pub can_confirm_receipt: Option<bool>,
    /// What distinguishes the SKU; the type is not stated.
    #[wire(upstream, name = "sku_info")]
    pub sku_info: Option<Json>,
    /// Title of the product.
    #[wire(upstream)]
    pub title: Option<String>,
    /// Pieces.
    pub quantity: Option<i64>,
    /// Carrier. The upstream calls it expired: see `logistic_orders`.
    #[wire(name = "logistic_company_name")]
    pub logistic_company_name: Option<String>,
    /// Waybill. The upstream calls it expired: see `logistic_orders`.
    #[wire(name = "logistic_number")]
    pub logistic_number: Option<String>,
    /// The upstream calls it expired, and does not explain it.
    #[wire(upstream, name = "rts_time")]
    pub rts_time: Option<Json>,
    /// The parcels.
    #[wire(upstream, name = "logistic_orders")]
    pub logistic_orders: Option<Vec<Json>>,
}

/// The price of an order. Whole numbers; that they are fen is inferred from their like.
#[response]
pub struct TaobaoOrderPrice {
    /// Currency.
    #[wire(upstream)]
    pub purchase_currency: Option<String>,
    /// Goods and freight, in fen (inferred).
    #[wire(upstream)]
    pub purchase_total_fee: Option<Fen>,
    /// The goods, in fen (inferred).
    #[wire(upstream)]
    pub purchase_product_fee: Option<Fen>,
    /// Freight, in fen (inferred).
    #[wire(upstream)]
    pub purchase_shipping_fee: Option<Fen>,
}

/// The new price of a line.
#[response]
pub struct TaobaoLinePriceChange {
    /// Line on the platform.
    #[wire(upstream)]
    pub purchase_order_line_id: Option<TextId>,
    /// Taobao's numbers of the line.
    #[wire(upstream)]
    pub sales_order_line_id_list: Option<Vec<TextId>>,
    /// The price.
    #[wire(upstream, name = "purchaseOrderItemPriceDTO")]
    pub price: Option<TaobaoLinePrice>,
}

/// The price of a line. Whole numbers; that they are fen is inferred from their like.
#[response]
pub struct TaobaoLinePrice {
    /// Currency.
    #[wire(upstream)]
    pub purchase_currency: Option<String>,
    /// Goods and freight, in fen (inferred).
    #[wire(upstream)]
    pub purchase_total_fee: Option<Fen>,
    /// The goods, in fen (inferred).
    #[wire(upstream)]
    pub purchase_product_fee: Option<Fen>,
    /// One piece, in fen (inferred).
    #[wire(upstream)]
    pub purchase_product_unit_fee: Option<Fen>,
    /// Freight, in fen (inferred).
    #[wire(upstream)]
    pub purchase_shipping_fee: Option<Fen>,
}
