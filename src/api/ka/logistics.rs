//! Freight abroad, for key accounts: the paths of [generation 1](crate::api::logistics), and its requests (inferred:
//! what could be read of the samples is the beginning of generation 1's).

use pandapon_derive::endpoint;

use crate::api::logistics::{BookedLine, LogisticInfo, ReceiverAddress, TmallOrderInfo};
use crate::endpoint::{Descriptor, Endpoint};
use crate::scalar::TextId;
use crate::schema::Json;

/// The endpoints of this group.
pub const ENDPOINTS: &[&Descriptor] = &[Book::DESCRIPTOR, UpdateDomestic::DESCRIPTOR];

/// Orders the transport abroad.
///
/// The vendor's sample is cut inside the address: the members are those of generation 1, which has the same path, and
/// others pass. The answer is on no page that could be read.
#[endpoint(
    name = "ka.logistics.book",
    route = Post "/open/pp/logistics/orderBookingFreight",
    safety = Once,
    evidence = Nothing,
    repetition = Unknown,
    signs_query,
    provenance = Documented,
    title = "Create international logistics orders",
    page = "https://doc-en-ka.xportcn.com/api-338074933",
    response = Json,
    open,
)]
pub struct Book {
    /// The preview that this books, `FF…` in the sample; that it is a preview's is concluded from its name.
    #[sensible(required, or = "lineItems")]
    #[wire(upstream)]
    pub render_id: Option<TextId>,
    /// Where the goods go.
    #[wire(upstream)]
    pub receiver_address: Option<ReceiverAddress>,
    /// The lines.
    #[sensible(least = 1)]
    #[wire(upstream)]
    pub line_items: Option<Vec<BookedLine>>,
    /// The order in China.
    #[wire(upstream)]
    pub tmall_order_info: Option<TmallOrderInfo>,
    /// Remark.
    #[wire(upstream)]
    pub remark: Option<String>,
}

/// Reports the parcels that are on their way to the warehouse.
///
/// The vendor's sample is cut inside the first line: the members are those of generation 1, which has the same path,
/// and others pass. The answer is on no page that could be read.
#[endpoint(
    name = "ka.logistics.updateDomestic",
    route = Post "/open/pp/logistics/updateLogisticInfo",
    safety = Once,
    evidence = Nothing,
    repetition = Unknown,
    signs_query,
    provenance = Documented,
    title = "Update domestic logistics information",
    page = "https://doc-en-ka.xportcn.com/api-338074934",
    response = Json,
    open,
)]
pub struct UpdateDomestic {
    /// The transport that [`Book`] ordered (concluded from its name).
    #[sensible(required, or = "tmallOrderId")]
    #[wire(upstream)]
    pub order_id: Option<TextId>,
    /// The order in China.
    #[wire(upstream)]
    pub tmall_order_id: Option<TextId>,
    /// The parcels, line by line.
    #[wire(upstream)]
    pub logistic_infos: Option<Vec<LogisticInfo>>,
}
