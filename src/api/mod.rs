//! The vendor's endpoints, a file for each group. This page is the catalogue of all.
//!
//! Each endpoint is the struct of its request. Its `new` takes the required members, each other member has a setter, and its
//! [`Descriptor`] tells what is known of it:
//!
//! ```
//! use pandapon::api::{self, alibaba, v2};
//! use pandapon::{Endpoint, Safety};
//!
//! let pay = alibaba::order::PayUrl::DESCRIPTOR;
//! assert_eq!((pay.name, pay.safety), ("alibaba.order.payUrl", Safety::Once));
//! assert_eq!(api::find("alibaba.order.payUrl"), Some(pay));
//!
//! // Where generation 2 takes what generation 1 does, its endpoint holds that request.
//! let refund = alibaba::refund::Get::new().refund_id("TQ3305075341149134261");
//! let derived = v2::alibaba::refund::Get::from(refund);
//! assert_eq!(v2::alibaba::refund::Get::DESCRIPTOR.path, Some("/v2/alibaba/refund/info"));
//! # let _ = derived;
//! ```
//!
//! An endpoint without a public path sends nothing until [`Settings::routes`](crate::client::Settings::routes) names it:
//!
//! ```
//! use pandapon::api::alibaba::refund::Carriers;
//! use pandapon::{Client, Credentials, Endpoint, Error, Json, Routes, Settings};
//!
//! // Nothing is sent in this example, so the client has no transport.
//! let credentials = Credentials::new("0123456789abcdef0123456789abcdef", "the access secret")?;
//! let nothing = Json::Object(Vec::new());
//!
//! let client = Client::new((), credentials.clone(), Settings::new("1688000000001"))?;
//! assert!(matches!(client.prepare(Carriers::DESCRIPTOR, &nothing), Err(Error::Route(_))));
//!
//! let routes = Routes::new([("alibaba.refund.carriers", "GET /the/path/on/your/page")])?;
//! let client = Client::new((), credentials, Settings { routes, ..Settings::new("1688000000001") })?;
//! let call = client.prepare(Carriers::DESCRIPTOR, &nothing)?;
//! assert_eq!(call.url, "https://api.pandapon.com/the/path/on/your/page");
//! # Ok::<(), Error>(())
//! ```

pub mod address;
pub mod alibaba;
#[doc(hidden)]
pub mod catalogue;
pub mod ka;
pub mod logistics;
pub mod taobao;
pub mod v2;

use crate::endpoint::Descriptor;

/// Every generation, a list of groups for each.
const GENERATIONS: &[&[&[&Descriptor]]] = &[
    &[
        alibaba::product::ENDPOINTS,
        alibaba::order::ENDPOINTS,
        alibaba::refund::ENDPOINTS,
        alibaba::cart::ENDPOINTS,
        taobao::product::ENDPOINTS,
        taobao::order::ENDPOINTS,
        taobao::refund::ENDPOINTS,
        taobao::cart::ENDPOINTS,
        address::ENDPOINTS,
        logistics::ENDPOINTS,
    ],
    v2::GROUPS,
    ka::GROUPS,
];

/// Every endpoint, in the order of the groups.
pub fn catalogue() -> impl Iterator<Item = &'static Descriptor> {
    GENERATIONS.iter().flat_map(|groups| groups.iter().flat_map(|group| group.iter().copied()))
}

/// The endpoint of this name.
pub fn find(name: &str) -> Option<&'static Descriptor> {
    catalogue().find(|endpoint| endpoint.name == name)
}
