//! After-sales on 1688, for key accounts.
//!
//! Only the titles of these endpoints are known. They are those of [generation 1](crate::api::alibaba::refund), whose
//! steps they seem to follow, and [`Cancel`].

use pandapon_derive::endpoint;

use crate::endpoint::{Descriptor, Endpoint};
use crate::schema::Json;

/// The endpoints of this group.
pub const ENDPOINTS: &[&Descriptor] = &[
    Reasons::DESCRIPTOR,
    UploadVoucher::DESCRIPTOR,
    Create::DESCRIPTOR,
    Get::DESCRIPTOR,
    Cancel::DESCRIPTOR,
    Carriers::DESCRIPTOR,
    SubmitReturn::DESCRIPTOR,
];

/// Asks which reasons a refund may give.
///
/// The vendor's page could not be read: members are sent as they are given, and the answer comes as it is.
#[endpoint(
    name = "ka.refund.reasons",
    route = Post,
    safety = Read,
    provenance = Unrouted,
    title = "Refund Reason List",
    page = "https://doc-en-ka.xportcn.com/api-446277987",
    response = Json,
    open,
    not_empty,
)]
pub struct Reasons {}

/// Uploads a picture as evidence.
///
/// The vendor's page could not be read: members are sent as they are given, and the answer comes as it is.
#[endpoint(
    name = "ka.refund.uploadVoucher",
    route = Post,
    safety = Once,
    evidence = Nothing,
    repetition = Harmless,
    provenance = Unrouted,
    title = "upload voucher",
    page = "https://doc-en-ka.xportcn.com/api-446277987",
    response = Json,
    open,
    not_empty,
)]
pub struct UploadVoucher {}

/// Applies for a refund.
///
/// The vendor's page could not be read: members are sent as they are given, and the answer comes as it is.
#[endpoint(
    name = "ka.refund.create",
    route = Post,
    safety = Once,
    evidence = State { read: "ka.refund.get" },
    repetition = Unknown,
    provenance = Unrouted,
    title = "Create refund",
    page = "https://doc-en-ka.xportcn.com/api-446277987",
    response = Json,
    open,
    not_empty,
)]
pub struct Create {}

/// Asks for the status of a refund.
///
/// The vendor's page could not be read: members are sent as they are given, and the answer comes as it is.
#[endpoint(
    name = "ka.refund.get",
    route = Post,
    safety = Read,
    provenance = Unrouted,
    title = "Get Refund Detail",
    page = "https://doc-en-ka.xportcn.com/api-446277987",
    response = Json,
    open,
    not_empty,
)]
pub struct Get {}

/// Takes back the application for a refund.
///
/// The vendor's page could not be read: members are sent as they are given, and the answer comes as it is.
#[endpoint(
    name = "ka.refund.cancel",
    route = Post,
    safety = Once,
    evidence = State { read: "ka.refund.get" },
    repetition = Unknown,
    provenance = Unrouted,
    title = "cancel refund",
    page = "https://doc-en-ka.xportcn.com/api-446277987",
    response = Json,
    open,
    not_empty,
)]
pub struct Cancel {}

/// Lists the carriers that goods can be sent back with.
///
/// The vendor's page could not be read: members are sent as they are given, and the answer comes as it is.
#[endpoint(
    name = "ka.refund.carriers",
    route = Get,
    safety = Read,
    provenance = Unrouted,
    title = "List of logistics companies - All logistics companies",
    page = "https://doc-en-ka.xportcn.com/api-446277987",
    response = Json,
    open,
)]
pub struct Carriers {}

/// Reports carrier and waybill of goods that were sent back.
///
/// The vendor's page could not be read: members are sent as they are given, and the answer comes as it is.
#[endpoint(
    name = "ka.refund.submitReturn",
    route = Post,
    safety = Once,
    evidence = State { read: "ka.refund.get" },
    repetition = Unknown,
    provenance = Unrouted,
    title = "Buyer submits refund information",
    page = "https://doc-en-ka.xportcn.com/api-446277987",
    response = Json,
    open,
    not_empty,
)]
pub struct SubmitReturn {}
