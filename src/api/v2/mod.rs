//! Generation 2: the same endpoints with mapped ids.
//!
//! Where generation 2 takes and answers what generation 1 does, its endpoint is derived: a line that says how it is known.
//! Where it differs, mainly in mapped ids (`offerMapId`, `itemMapId`), it is declared here.

pub mod address;
pub mod alibaba;
pub mod logistics;
pub mod taobao;

/// Declares endpoints that generation 2 has as generation 1 has them: a struct around the request of generation 1.
///
/// A line is `Name(its request in generation 1), provenance, "title" "page";`. Name, path and safety are those of generation 1
/// by the rule that derives paths. Title and page are left out where they are those of generation 1, too.
macro_rules! derived_endpoints {
    ($($name:ident($first:ty), $provenance:ident $(, $title:literal, $page:literal)?;)*) => {
        $(
            #[doc = concat!("As [`", stringify!($first), "`], which it holds, in generation 2.")]
            #[derive(Debug, Clone, PartialEq, serde::Serialize)]
            #[serde(transparent)]
            pub struct $name($first);

            impl From<$first> for $name {
                fn from(request: $first) -> Self {
                    Self(request)
                }
            }

            impl $crate::schema::Wire for $name {
                const KIND: $crate::schema::Kind = <$first as $crate::schema::Wire>::KIND;
            }

            impl $crate::endpoint::Endpoint for $name {
                type Answer = <$first as $crate::endpoint::Endpoint>::Answer;
                const DESCRIPTOR: &'static $crate::endpoint::Descriptor = {
                    use $crate::endpoint::{Descriptor, Endpoint, Provenance, DerivedText};
                    const FIRST: &Descriptor = <$first as Endpoint>::DESCRIPTOR;
                    const NAME: DerivedText = DerivedText::name(FIRST.name);
                    const PATH: DerivedText = DerivedText::path(FIRST);
                    const NAME_TEXT: &[u8] = &NAME.join::<{ NAME.len() }>();
                    const PATH_TEXT: &[u8] = &PATH.join::<{ PATH.len() }>();
                    &Descriptor {
                        name: DerivedText::read(NAME_TEXT),
                        path: if FIRST.path.is_some() { Some(DerivedText::read(PATH_TEXT)) } else { None },
                        provenance: Provenance::$provenance,
                        $(title: $title, page: $page,)?
                        ..*FIRST
                    }
                };
            }
        )*
    };
}

use derived_endpoints;

use crate::endpoint::Descriptor;

/// The endpoints of generation 2, a list for each group.
pub(super) const GROUPS: &[&[&Descriptor]] = &[
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
];
