//! The vendor's endpoints, a file for each group. This page is the catalogue of all.
//!
//! Each endpoint is the struct of its request. What is required stands in its `new`, the rest is optional, and what is
//! known of the endpoint is its [`Descriptor`]:
//!
//! ```
//! use pandapon::api::{self, alibaba, v2};
//! use pandapon::endpoint::{Endpoint, Safety};
//!
//! let pay = alibaba::order::PayUrl::DESCRIPTOR;
//! assert_eq!((pay.name, pay.safety), ("alibaba.order.payUrl", Safety::Once));
//! assert_eq!(api::find("alibaba.order.payUrl"), Some(pay));
//!
//! // Where generation 2 takes what generation 1 does, its endpoint holds that request.
//! let refund = alibaba::refund::Get { refund_id: Some("TQ3305075341149134261".into()) };
//! let twin = v2::alibaba::refund::Get(refund);
//! assert_eq!(v2::alibaba::refund::Get::DESCRIPTOR.path, Some("/v2/alibaba/refund/info"));
//! # let _ = twin;
//! ```
//!
//! An endpoint without a public path sends nothing until [`Settings::routes`](crate::client::Settings::routes) names it:
//!
//! ```
//! use pandapon::api::alibaba::refund::Carriers;
//! use pandapon::call::route::Routes;
//! use pandapon::client::{Client, Settings};
//! use pandapon::credentials::Credentials;
//! use pandapon::endpoint::Endpoint;
//! use pandapon::error::Error;
//! use pandapon::schema::Json;
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
pub mod ka;
pub mod logistics;
pub mod packed;
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
