//! The warehouse, for key accounts: parcels that come in from the sellers.
//!
//! By its title [`Forecast`] announces a parcel, and [`Update`] changes what was announced. [`Inbound`] reports that a
//! parcel came in and what its inspection found; the vendor's page calls it still in development.

use pandapon_derive::{endpoint, params};

use crate::endpoint::{Descriptor, Endpoint};
use crate::scalar::TextId;
use crate::schema::Json;

/// The endpoints of this group.
pub const ENDPOINTS: &[&Descriptor] = &[Forecast::DESCRIPTOR, Update::DESCRIPTOR, Inbound::DESCRIPTOR];

/// Announces a parcel.
///
/// The vendor's page could not be read: members are sent as they are given, and the answer comes as it is.
#[endpoint(
    name = "ka.wms.forecast",
    route = Post,
    safety = Once,
    evidence = Nothing,
    repetition = Unknown,
    provenance = Unrouted,
    title = "Package forecasting",
    page = "https://doc-en-ka.xportcn.com/api-339881548",
    response = Json,
    open,
    not_empty,
)]
pub struct Forecast {}

/// Changes what is known of a parcel.
///
/// The vendor's page could not be read: members are sent as they are given, and the answer comes as it is.
#[endpoint(
    name = "ka.wms.update",
    route = Post,
    safety = Once,
    evidence = Nothing,
    repetition = Unknown,
    provenance = Unrouted,
    title = "package update",
    page = "https://doc-en-ka.xportcn.com/api-339881548",
    response = Json,
    open,
    not_empty,
)]
pub struct Update {}

/// Reports a parcel that came in, and what its inspection found.
///
/// In development, says the vendor's page. Its members are read off a sample that is cut: none is known to be required,
/// and others pass. The answer is on no page that could be read.
#[endpoint(
    name = "ka.wms.inbound",
    route = Post "/wms/package/inbound",
    safety = Once,
    evidence = Nothing,
    repetition = Unknown,
    provenance = Documented,
    title = "package inbound",
    page = "https://doc-en-ka.xportcn.com/api-339881548",
    response = Json,
    open,
    not_empty,
)]
pub struct Inbound {
    /// Your own number of the order.
    #[wire(name = "out_order_id")]
    pub out_order_id: Option<String>,
    /// Order on 1688.
    #[wire(name = "alibaba_order_id")]
    pub alibaba_order_id: Option<TextId>,
    /// Waybill in China.
    #[wire(name = "logistics_tracking_number")]
    pub logistics_tracking_number: Option<String>,
    /// What the inspection found.
    #[wire(name = "quality_inspection_info")]
    pub quality_inspection_info: Option<QualityInspection>,
}

/// What an inspection found. The vendor's sample is cut: others pass.
#[params(open)]
pub struct QualityInspection {
    /// The result in words, such as 质检通过 (passed).
    pub status: Option<String>,
    /// Weight; the unit is not stated.
    pub weight: Option<f64>,
    /// Length; the unit is not stated.
    pub length: Option<f64>,
    /// Width: text in the sample, where length and height are numbers. The unit is not stated.
    pub width: Option<String>,
    /// Height; the unit is not stated.
    pub height: Option<f64>,
    /// Why the goods failed.
    #[wire(name = "failed_remark")]
    pub failed_remark: Option<String>,
    /// Addresses of pictures.
    pub images: Option<Vec<String>>,
}
