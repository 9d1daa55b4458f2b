//! Purchase orders on Taobao, for key accounts.

use pandapon_derive::endpoint;

use crate::endpoint::{Descriptor, Endpoint};
use crate::schema::Json;

/// The endpoints of this group.
pub const ENDPOINTS: &[&Descriptor] = &[List::DESCRIPTOR];

/// Lists purchase orders on Taobao.
///
/// Of the vendor's page its codes could be read, but neither what the call takes nor where most of its answer's members
/// stand: both pass as they are.
///
/// The status of an order, under a name that could not be read: `12` being made · `0` waiting for payment · `1` proof of
/// payment uploaded · `2` passed by finance · `3` refused by finance · `5` waiting for the finance system to pay · `10`
/// paid, waiting for the seller to ship · `11` shipped · `4` cancelled · `9` other.
///
/// The status of the refund of a sub-order, `refundStatus`: `0` none · `10` applied for · `20` agreed · `30` waiting for
/// the seller to receive the goods · `100` refunded · `-10` refused · `-20` closed.
///
/// Both sets are open: other codes may come.
#[endpoint(
    name = "ka.purchase.list",
    route = Post "/open/purchase/page",
    safety = Read,
    provenance = Documented,
    title = "purchase order page list (XPort docs title)",
    page = "https://doc-en-ka.xportcn.com/doc-8873281",
    response = Json,
    omit_empty_body,
    open,
)]
pub struct List {}
