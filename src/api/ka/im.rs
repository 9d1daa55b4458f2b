//! Talking to sellers, for key accounts.

use pandapon_derive::endpoint;

use crate::endpoint::{Descriptor, Endpoint};
use crate::scalar::TextId;
use crate::schema::Json;

/// The endpoints of this group.
pub const ENDPOINTS: &[&Descriptor] = &[DecryptOpenUid::DESCRIPTOR];

/// Finds a seller's name in Wangwang, 1688's messenger, by the encrypted id.
///
/// For people who want to write to a seller, not for programs: 1688 watches over it, and forbids batches and showing
/// the name. Its members are read off a sample: none is known to be required. The answer is on no page that could
/// be read.
#[endpoint(
    name = "ka.im.decryptOpenUid",
    route = Post "/alibaba/ka/im/openuid/decrypt",
    safety = Read,
    provenance = Documented,
    title = "IM",
    page = "https://doc-en-ka.xportcn.com/api-450929250",
    response = Json,
    open,
)]
pub struct DecryptOpenUid {
    /// The seller, encrypted.
    #[sensible(required)]
    pub open_uid: Option<String>,
    /// One of the seller's products, a number as text.
    pub offer_id: Option<TextId>,
}
