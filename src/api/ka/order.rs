//! Orders on 1688, for key accounts.
//!
//! 1. [`Preview`] asks what the goods cost. The vendor says to call it before every order.
//! 2. [`Create`] orders. Its page is cut inside the address: what follows is that of the preview (inferred).
//! 3. [`Pay`] pays. What it takes and answers is on no page that could be read.
//! 4. [`Get`], [`List`] and [`Tracking`] tell the statuses of orders. Only their titles are known.
//!
//! Amounts are in fen (inferred: 1688 counts these sums so, and the vendor's sample fits).
//!
//! How buying on 1688 goes otherwise, and what may fail, tells [generation 1](crate::api::alibaba::order).

use pandapon_derive::{endpoint, params, response};

use crate::api::alibaba::order::{Flow, TradeType};
use crate::endpoint::{Descriptor, Endpoint};
use crate::scalar::{Fen, Id};
use crate::schema::Json;

/// The endpoints of this group.
pub const ENDPOINTS: &[&Descriptor] = &[
    Preview::DESCRIPTOR,
    Create::DESCRIPTOR,
    Pay::DESCRIPTOR,
    Get::DESCRIPTOR,
    List::DESCRIPTOR,
    Tracking::DESCRIPTOR,
];

/// Where the goods go. The vendor's page shows it in a sample only: others pass.
#[params(open)]
pub struct KaAddress {
    /// Who receives the goods.
    pub full_name: Option<String>,
    /// Mobile number.
    pub mobile: Option<String>,
    /// Landline; empty in the sample. 1688 wants digits and hyphens, no Chinese.
    pub phone: Option<String>,
    /// Postal code.
    pub post_code: Option<String>,
    /// City, such as 崇左市.
    pub city_text: Option<String>,
    /// Province.
    pub province_text: Option<String>,
    /// District, such as 凭祥市区.
    pub area_text: Option<String>,
    /// Town or street community.
    pub town_text: Option<String>,
    /// Street and number.
    pub address: Option<String>,
    /// Code of the district, such as `451481`. With it 1688 looks at no texts but the street.
    pub district_code: Option<String>,
}

/// Where the goods go. The vendor's page is cut after `postCode`: the members after it are those of
/// [`KaAddress`], and others pass.
#[params(open)]
pub struct KaOrderAddress {
    /// Who receives the goods.
    pub full_name: Option<String>,
    /// Mobile number.
    pub mobile: Option<String>,
    /// Landline. 1688 wants digits and hyphens, no Chinese.
    pub phone: Option<String>,
    /// Postal code.
    pub post_code: Option<String>,
    /// City.
    #[wire(upstream)]
    pub city_text: Option<String>,
    /// Province.
    #[wire(upstream)]
    pub province_text: Option<String>,
    /// District.
    #[wire(upstream)]
    pub area_text: Option<String>,
    /// Town or street community.
    #[wire(upstream)]
    pub town_text: Option<String>,
    /// Street and number.
    #[wire(upstream)]
    pub address: Option<String>,
    /// Code of the district. With it 1688 looks at no texts but the street.
    #[wire(upstream)]
    pub district_code: Option<String>,
}

impl From<KaAddress> for KaOrderAddress {
    fn from(address: KaAddress) -> Self {
        Self {
            full_name: address.full_name,
            mobile: address.mobile,
            phone: address.phone,
            post_code: address.post_code,
            city_text: address.city_text,
            province_text: address.province_text,
            area_text: address.area_text,
            town_text: address.town_text,
            address: address.address,
            district_code: address.district_code,
        }
    }
}

/// Goods to order. The vendor's page shows its members in a sample only: others pass.
#[params(open)]
pub struct KaOrderLine {
    /// Product.
    pub offer_id: Option<Id>,
    /// SKU, unique within its product.
    pub spec_id: Option<String>,
    /// How many. A decimal number, `2.0` in the sample.
    #[sensible(required, whole, least = 1)]
    pub quantity: Option<f64>,
}

/// Asks whether goods can be ordered, and what they cost. Makes no order.
///
/// Resembles generation 1's, which wraps 1688's `alibaba.createOrder.preview`; but the answer is a list. Its members
/// are read off samples: none is known to be required.
#[endpoint(
    name = "ka.order.preview",
    route = Post "/alibaba/ka/order/create/preview",
    safety = Read,
    provenance = Documented,
    title = "Order Preview (The preview interface needs to be called before creating an order)",
    page = "https://doc-en-ka.xportcn.com/api-338074941",
    response = Vec<PricedOrder>,
    open,
)]
pub struct Preview {
    /// Stands in an older sample only; what it means is not stated.
    pub ali_id: Option<String>,
    /// How the order would be placed. The sample says `fenxiaonew`, which 1688 does not list.
    pub flow: Option<Flow>,
    /// Your own number of the order. Stands in an older sample only.
    pub out_order_id: Option<String>,
    /// Where the goods go: the freight depends on it.
    pub address_param: Option<KaAddress>,
    /// The goods.
    #[sensible(required, least = 1)]
    pub cargo_param_list: Option<Vec<KaOrderLine>>,
}

/// What the goods of one order would cost.
#[response]
pub struct PricedOrder {
    /// Freight, in fen.
    pub sum_carriage: Option<Fen>,
    /// Goods and freight, in fen.
    pub sum_payment: Option<Fen>,
    /// All that is to be paid, in fen. More than `sumPayment` in the sample; what is added is not stated.
    pub sum_total_payment: Option<Fen>,
    /// The goods without freight, in fen.
    pub sum_payment_no_carriage: Option<Fen>,
    /// The goods, line by line.
    #[wire(name = "orderItemTOList")]
    pub order_item_list: Option<Vec<PricedLine>>,
}

/// A line of a preview.
#[response]
pub struct PricedLine {
    /// The line's amount: fen in the sample, where 1688 itself shows yuan. Take totals from the sums only.
    pub amount: Option<Fen>,
    /// Text for people.
    pub message: Option<String>,
    /// Price of one: fen in the sample, where 1688 itself shows yuan.
    pub final_unit_price: Option<Fen>,
    /// SKU, unique within its product.
    pub spec_id: Option<String>,
    /// SKU, unique everywhere.
    pub sku_id: Option<Id>,
    /// Product.
    pub offer_id: Option<Id>,
    /// Product, encrypted.
    pub open_offer_id: Option<String>,
}

/// Orders goods.
///
/// The vendor's page is cut inside the address. Nothing is known of the answer, which comes as it is: when in doubt
/// look for the order ([`List`]) before ordering again.
#[endpoint(
    name = "ka.order.create",
    route = Post "/alibaba/ka/order/create",
    safety = Once,
    evidence = Mark { put: "message", list: "ka.order.list", found: None },
    repetition = Creates,
    provenance = Documented,
    title = "Create an order",
    page = "https://doc-en-ka.xportcn.com/api-338074942",
    response = Json,
    open,
)]
pub struct Create {
    /// How the order is placed: as in the preview.
    pub flow: Option<Flow>,
    /// Note to the seller. No limit is stated here; 1688 keeps at most 500 characters.
    #[sensible(most = 500)]
    pub message: Option<String>,
    /// Promotion of the shop.
    pub shop_promotion_id: Option<String>,
    /// How the order is paid.
    pub trade_type: Option<TradeType>,
    /// Where the goods go.
    pub address_param: Option<KaOrderAddress>,
    /// The goods, as in the preview.
    #[sensible(required, least = 1)]
    #[wire(upstream)]
    pub cargo_param_list: Option<Vec<KaOrderLine>>,
}

/// Pays orders. After a doubtful answer read the order before paying again.
///
/// Of the vendor's page only the path could be read: members are sent as they are given, and the answer comes as it
/// is.
#[endpoint(
    name = "ka.order.pay",
    route = Post "/alibaba/ka/order/pay",
    safety = Once,
    evidence = State { read: "ka.order.get" },
    repetition = Unknown,
    provenance = Documented,
    title = "order pay",
    page = "https://doc-en-ka.xportcn.com/api-454827975",
    response = Json,
    open,
    not_empty,
)]
pub struct Pay {}

/// Reads an order.
///
/// The vendor's page could not be read: members are sent as they are given, and the answer comes as it is.
#[endpoint(
    name = "ka.order.get",
    route = Post,
    safety = Read,
    provenance = Unrouted,
    title = "Get order details",
    page = "https://doc-en-ka.xportcn.com/api-454827975",
    response = Json,
    open,
    not_empty,
)]
pub struct Get {}

/// Lists orders.
///
/// The vendor's page could not be read: members are sent as they are given, and the answer comes as it is.
#[endpoint(
    name = "ka.order.list",
    route = Post,
    safety = Read,
    provenance = Unrouted,
    title = "Order list",
    page = "https://doc-en-ka.xportcn.com/api-454827975",
    response = Json,
    open,
)]
pub struct List {}

/// Asks where the parcels of an order are.
///
/// The vendor's page could not be read: members are sent as they are given, and the answer comes as it is.
#[endpoint(
    name = "ka.order.tracking",
    route = Post,
    safety = Read,
    provenance = Unrouted,
    title = "Order Logistics",
    page = "https://doc-en-ka.xportcn.com/api-454827975",
    response = Json,
    open,
    not_empty,
)]
pub struct Tracking {}
