//! One endpoint: what is known of it, as data, and the trait of the structs that declare it.

mod derived;
mod outcome;
mod paging;

use serde::de::DeserializeOwned;
use serde::Serialize;

pub(crate) use derived::DerivedText;
pub use outcome::{Evidence, Outcome, Repetition};
pub use paging::Paging;

use crate::schema::{Json, Lenient, Record, Wire};

/// A request that knows its endpoint. Declared with `#[endpoint(…)]` in [`crate::api`].
pub trait Endpoint: Serialize + Wire + Send + Sync {
    /// The `data` of a successful answer.
    type Answer: DeserializeOwned + Lenient + Wire + Send;
    /// The endpoint.
    const DESCRIPTOR: &'static Descriptor;
}

/// What is known of an endpoint.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub struct Descriptor {
    /// Its name, dotted: `alibaba.refund.create` (the `operationId` in spec/).
    pub name: &'static str,
    /// The HTTP method.
    pub method: Method,
    /// The path, with placeholders such as `{refundId}`; none if the vendor's page could not be read.
    pub path: Option<&'static str>,
    /// Whether it may be sent again.
    pub safety: Safety,
    /// How its path is known.
    pub provenance: Provenance,
    /// The member that, if it is given, makes a `Once` call `Idempotent`: an address that is saved under its id.
    pub idempotent_with: Option<&'static str>,
    /// How the outcome of a call is looked up whose answer is lost: each `Once` endpoint has one.
    pub outcome: Option<Outcome>,
    /// Whether the query repeats timestamp and signature, as the warehouse-logistics endpoints list them
    /// (spec/platform.md, "Signature").
    pub signs_query: bool,
    /// Whether no page shows that a POST has a body: then a request without members has none.
    pub omit_empty_body: bool,
    /// The title of its page in the vendor's documentation.
    pub title: &'static str,
    /// The address of that page, or where else the endpoint was seen; empty if nobody says.
    pub page: &'static str,
    /// The members of its request.
    pub request: &'static Record,
    /// The members of its answer that are always text: ids and prices.
    pub exact_names: &'static [&'static str],
    /// The members of its answer that are JSON text inside a string, and come out as structures.
    pub json_names: &'static [&'static str],
    /// How it gives its records in pages, if it does.
    pub paging: Option<Paging>,
    /// Whether a successful answer without `data` cannot be understood.
    pub needs_data: bool,
    /// What the `data` of a successful answer is.
    #[cfg(feature = "describe")]
    #[doc(hidden)]
    pub answer: crate::schema::Kind,
    /// What it does.
    #[cfg(feature = "describe")]
    #[doc(hidden)]
    pub doc: &'static str,
}

impl Descriptor {
    /// The vendor's generation that the endpoint belongs to: the first part of the name tells.
    pub fn generation(&self) -> Generation {
        match self.name.split('.').next() {
            Some("v2") => Generation::V2,
            Some("ka") => Generation::Ka,
            _ => Generation::V1,
        }
    }

    /// The name of the endpoint that shows whether a call arrived, in the same generation; none where nothing does.
    pub fn look_up(&self) -> Option<String> {
        let name = self.outcome.as_ref()?.evidence.endpoint()?;
        Some(if self.generation() == Generation::V2 { format!("v2.{name}") } else { name.to_owned() })
    }

    /// Whether a call with these members may be sent again.
    pub fn safety_of(&self, members: &Json) -> Safety {
        // 0 is no id: the vendor's sample sends it for an address that is new.
        let is_given = |name| members.get(name).and_then(Json::as_digits).is_some_and(|id| id != "0");
        match self.safety {
            Safety::Once if self.idempotent_with.is_some_and(is_given) => Safety::Idempotent,
            safety => safety,
        }
    }
}

/// The HTTP method.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize)]
#[serde(rename_all = "UPPERCASE")]
pub enum Method {
    /// `GET`.
    Get,
    /// `POST`.
    Post,
}

impl Method {
    /// Its form in a request.
    pub const fn as_str(self) -> &'static str {
        match self {
            Method::Get => "GET",
            Method::Post => "POST",
        }
    }
}

/// Whether a call may be sent again. Not by HTTP method: two GETs change the world (spec/platform.md, "Safety").
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Safety {
    /// Changes nothing: may be sent again.
    Read,
    /// Repeating gives the same state and the same answer: may be sent again.
    Idempotent,
    /// Creates, pays, submits: never sent again by itself once it may have reached the vendor.
    Once,
}

impl Safety {
    /// Its name: `read`, `idempotent` or `once`.
    pub const fn as_str(self) -> &'static str {
        match self {
            Safety::Read => "read",
            Safety::Idempotent => "idempotent",
            Safety::Once => "once",
        }
    }
}

/// How an endpoint's path is known.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Provenance {
    /// It is on a vendor page.
    Documented,
    /// It was seen in a public client of the API.
    Client,
    /// It was derived from the path in the other generation.
    Derived,
    /// The vendor names the endpoint; its path is on no page that could be read.
    Unrouted,
}

/// The vendor's generation of an endpoint.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize)]
#[serde(rename_all = "lowercase")]
#[non_exhaustive]
pub enum Generation {
    /// Generation 1.
    V1,
    /// Generation 2: mapped ids.
    V2,
    /// Xport KA.
    Ka,
}
