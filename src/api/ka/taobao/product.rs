//! Products on Taobao, for key accounts.

use pandapon_derive::endpoint;

use crate::endpoint::{Descriptor, Endpoint};
use crate::schema::Json;

/// The endpoints of this group.
pub const ENDPOINTS: &[&Descriptor] =
    &[SearchByKeyword::DESCRIPTOR, SearchByImage::DESCRIPTOR, Get::DESCRIPTOR];

/// Finds products by words.
///
/// The vendor's page could not be read: not even the method is known, and is that of generation 1. Members are sent as
/// they are given, and the answer comes as it is.
#[endpoint(
    name = "ka.taobao.product.searchByKeyword",
    route = Post,
    safety = Read,
    provenance = Unrouted,
    title = "TaoBaoProductKeywordsQuery",
    page = "https://doc-en-ka.xportcn.com/api-444045787",
    response = Json,
    open,
)]
pub struct SearchByKeyword {}

/// Finds products by a picture.
///
/// The vendor's page could not be read: not even the method is known, and is that of generation 1. Members are sent as
/// they are given, and the answer comes as it is.
#[endpoint(
    name = "ka.taobao.product.searchByImage",
    route = Post,
    safety = Read,
    provenance = Unrouted,
    title = "TaoBaoProductImageQuery",
    page = "https://doc-en-ka.xportcn.com/api-444045787",
    response = Json,
    open,
    not_empty,
)]
pub struct SearchByImage {}

/// Reads a product.
///
/// The vendor's page could not be read: not even the method is known, and is that of generation 1. Members are sent as
/// they are given, and the answer comes as it is.
#[endpoint(
    name = "ka.taobao.product.get",
    route = Get,
    safety = Read,
    provenance = Unrouted,
    title = "TaoBaoProductDetail",
    page = "https://doc-en-ka.xportcn.com/api-444045787",
    response = Json,
    open,
    not_empty,
)]
pub struct Get {}
