//! Freight abroad: from the vendor's warehouse in China to a buyer in another country.
//!
//! How goods leave China:
//!
//! 1. [`Estimate`] asks what the freight of one product would be, before anything is bought.
//! 2. [`Preview`] asks for the freight of all lines of an order, each with its freight service.
//! 3. [`Book`] orders the transport. Its `renderId` is, by its name, that of the preview (inferred). `tmallOrderId`
//!    links it to the order in China.
//! 4. When the sellers have shipped, [`UpdateDomestic`] reports the parcels that are on their way to the warehouse.
//!
//! Of none of the answers a page could be read: they come as they are. Prices here are text, and `currency` says in
//! what.
//!
//! These four also repeat timestamp and signature in the query, as `timestamp` and `sign`. The client adds both; they
//! are no members.
//!
//! Source: the vendor's pages. No upstream documentation of this group is known.

use pandapon_derive::{endpoint, params};

use crate::endpoint::{Descriptor, Endpoint};
use crate::scalar::TextId;
use crate::schema::Json;

/// The endpoints of this group.
pub const ENDPOINTS: &[&Descriptor] =
    &[Estimate::DESCRIPTOR, Preview::DESCRIPTOR, Book::DESCRIPTOR, UpdateDomestic::DESCRIPTOR];

/// Where goods go abroad.
#[params]
pub struct ReceiverAddress {
    /// Who receives the goods.
    pub name: Option<String>,
    /// E-mail address.
    pub email: Option<String>,
    /// Landline.
    pub phone: Option<String>,
    /// Mobile number.
    pub mobile_phone: Option<String>,
    /// Street and number.
    pub address: Option<String>,
    /// The receiver's tax number.
    pub tax_id: Option<String>,
    /// Country; two letters in the samples, such as `US`.
    pub country: Option<String>,
    /// City.
    pub city: Option<String>,
    /// Postal code.
    pub zip: Option<String>,
    /// State or province.
    pub state: Option<String>,
}

/// The freight service that carries a line. The vendor's page shows its members in a sample only: others pass.
#[params(open)]
pub struct FreightInfo {
    /// The service, such as `1`.
    pub service_id: Option<TextId>,
    /// The carrier's name; empty in the samples.
    pub company_name: Option<String>,
    /// What kind of service it is; empty in the samples.
    pub service_category: Option<String>,
}

/// Asks what the freight abroad of one product would be. Books nothing.
#[endpoint(
    name = "logistics.estimate",
    route = Post "/open/pp/logistics/itemLogisticsPrice",
    safety = Read,
    signs_query,
    provenance = Derived,
    title = "Consult overseas freight estimate",
    page = "https://doc-env2.pandapon.com/api-289121052",
    response = Json,
)]
pub struct Estimate {
    /// Product.
    pub item_id: TextId,
    /// SKU.
    pub sku_id: TextId,
    /// Where the goods go.
    pub receiver_address: ReceiverAddress,
    /// How many.
    #[sensible(least = 1)]
    pub quantity: i64,
    /// What `price` is counted in. Required, although the vendor's sample leaves it out.
    pub currency: String,
    /// Price, in `currency`. Required, although the vendor's sample leaves it out; whether it is that of one piece is
    /// not stated.
    pub price: String,
}

/// Asks for the freight abroad of an order's lines. Books nothing.
#[endpoint(
    name = "logistics.preview",
    route = Post "/open/pp/logistics/orderRenderFreight",
    safety = Read,
    signs_query,
    provenance = Documented,
    title = "Order overseas freight preview",
    page = "https://doc-en.pandapon.com/api-263477671",
    response = Json,
)]
pub struct Preview {
    /// Where the goods go.
    pub receiver_address: Option<ReceiverAddress>,
    /// The lines.
    #[sensible(required, least = 1)]
    pub render_items: Option<Vec<FreightLine>>,
}

/// A line to price.
#[params]
pub struct FreightLine {
    /// Product.
    pub item_id: TextId,
    /// SKU.
    pub sku_id: TextId,
    /// How many.
    #[sensible(least = 1)]
    pub quantity: i64,
    /// The freight service.
    pub freight_info: FreightInfo,
    /// What `price` is counted in. Required, although the vendor's sample leaves it out.
    pub currency: String,
    /// Price, in `currency`. Required, although the vendor's sample leaves it out; whether it is that of one piece is
    /// not stated.
    pub price: String,
}

/// Orders the transport abroad.
#[endpoint(
    name = "logistics.book",
    route = Post "/open/pp/logistics/orderBookingFreight",
    safety = Once,
    evidence = Nothing,
    repetition = Unknown,
    signs_query,
    provenance = Documented,
    title = "Create international logistics orders",
    page = "https://doc-en.pandapon.com/api-263477673",
    response = Json,
)]
pub struct Book {
    /// The preview that this books, `FF…` in the sample; that it is the preview's is concluded from its name.
    #[sensible(required, or = "lineItems")]
    pub render_id: Option<TextId>,
    /// Where the goods go.
    pub receiver_address: Option<ReceiverAddress>,
    /// The lines.
    #[sensible(least = 1)]
    pub line_items: Option<Vec<BookedLine>>,
    /// The order in China.
    pub tmall_order_info: Option<TmallOrderInfo>,
    /// Remark. Whether it belongs here or in `tmallOrderInfo` the vendor's page does not show.
    pub remark: Option<String>,
}

/// A line to carry.
#[params]
pub struct BookedLine {
    /// Product.
    pub item_id: Option<TextId>,
    /// SKU.
    pub sku_id: Option<TextId>,
    /// How many.
    #[sensible(least = 1)]
    pub quantity: Option<i64>,
    /// Title of the product.
    pub title: Option<String>,
    /// Picture of the product.
    pub image_url: Option<String>,
    /// The freight service.
    pub freight_info: Option<FreightInfo>,
    /// What `price` is counted in.
    pub currency: Option<String>,
    /// Price, in `currency`; whether it is that of one piece is not stated.
    pub price: Option<String>,
}

/// The order in China that goods were bought by.
#[params]
pub struct TmallOrderInfo {
    /// The order.
    pub tmall_order_id: Option<TextId>,
}

/// Reports the parcels that are on their way to the warehouse.
#[endpoint(
    name = "logistics.updateDomestic",
    route = Post "/open/pp/logistics/updateLogisticInfo",
    safety = Once,
    evidence = Nothing,
    repetition = Unknown,
    signs_query,
    provenance = Documented,
    title = "Update domestic logistics information",
    page = "https://doc-en.pandapon.com/api-263477672",
    response = Json,
)]
pub struct UpdateDomestic {
    /// The transport that [`Book`] ordered (concluded from its name).
    #[sensible(required, or = "tmallOrderId")]
    pub order_id: Option<TextId>,
    /// The order in China.
    pub tmall_order_id: Option<TextId>,
    /// The parcels, line by line.
    pub logistic_infos: Option<Vec<LogisticInfo>>,
}

/// The parcels of a line.
#[params]
pub struct LogisticInfo {
    /// The line.
    pub line_item: Option<LogisticLine>,
    /// Waybill abroad; the misspelling is the vendor's.
    #[wire(name = "logisticNumer")]
    pub logistic_number: Option<String>,
    /// The parcels in China.
    pub domestic_logistic_info: Option<Vec<DomesticParcel>>,
}

/// The line that parcels belong to. The vendor's page shows its members in a sample only: others pass.
#[params(open)]
pub struct LogisticLine {
    /// Product.
    pub item_id: Option<TextId>,
    /// SKU.
    pub sku_id: Option<TextId>,
    /// How many.
    #[sensible(least = 1)]
    pub quantity: Option<i64>,
    /// Title of the product.
    pub title: Option<String>,
    /// Picture of the product.
    pub image_url: Option<String>,
}

/// A parcel on its way to the warehouse.
#[params]
pub struct DomesticParcel {
    /// Waybill in China; the misspelling is the vendor's.
    #[wire(name = "logisticNumer")]
    pub logistic_number: Option<String>,
    /// The carrier's name, such as 顺丰.
    pub logistic_company_name: Option<String>,
    /// A time, in seconds since 1970 as text, such as `1754342534`; of what, the vendor's page does not say.
    pub rts_time: Option<String>,
}
