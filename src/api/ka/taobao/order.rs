//! Orders on Taobao, for key accounts. [`crate::api::ka::purchase`] lists them, too, and tells their codes.

use pandapon_derive::endpoint;

use crate::endpoint::{Descriptor, Endpoint};
use crate::schema::Json;

/// The endpoints of this group.
pub const ENDPOINTS: &[&Descriptor] = &[Preview::DESCRIPTOR, Create::DESCRIPTOR, List::DESCRIPTOR];

/// Asks whether goods can be ordered, and what they cost. Makes no order.
///
/// The vendor's page could not be read: members are sent as they are given, and the answer comes as it is.
#[endpoint(
    name = "ka.taobao.order.preview",
    route = Post,
    safety = Read,
    provenance = Unrouted,
    title = "TaoBaoOrderRender",
    page = "https://doc-en-ka.xportcn.com/api-444045787",
    response = Json,
    open,
    not_empty,
)]
pub struct Preview {}

/// Orders goods.
///
/// The vendor's page could not be read: members are sent as they are given, and the answer comes as it is.
#[endpoint(
    name = "ka.taobao.order.create",
    route = Post,
    safety = Once,
    evidence = Mark { put: "sellerOrderNumber", list: "ka.purchase.list", found: None },
    repetition = Creates,
    provenance = Unrouted,
    title = "TaoBaoOrderCreate",
    page = "https://doc-en-ka.xportcn.com/api-444045787",
    response = Json,
    open,
    not_empty,
)]
pub struct Create {}

/// Lists orders.
///
/// The vendor's page could not be read: members are sent as they are given, and the answer comes as it is. Codes of how
/// orders and refunds have are in [`crate::api::ka::purchase::List`].
#[endpoint(
    name = "ka.taobao.order.list",
    route = Post,
    safety = Read,
    provenance = Unrouted,
    title = "TaoBaoOrderList",
    page = "https://doc-en-ka.xportcn.com/api-444045787",
    response = Json,
    open,
)]
pub struct List {}
