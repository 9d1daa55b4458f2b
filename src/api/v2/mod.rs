//! Generation 2: the same endpoints with mapped ids.
//!
//! Where generation 2 takes and answers what generation 1 does, its endpoint is a twin: a line that says how it is known.
//! Where it differs, mainly in mapped ids (`offerMapId`, `itemMapId`), it is declared here.

pub mod address;
pub mod alibaba;
pub mod logistics;
pub mod taobao;

/// Declares endpoints that generation 2 has as generation 1 has them: a struct around the request of generation 1.
///
/// A line is `Name(its request in generation 1), provenance, "title" "page";`. Name, path and safety are those of generation 1
/// by the twin rule. Title and page are left out where they are those of generation 1, too.
macro_rules! twins {
    ($($name:ident($twin:ty), $provenance:ident $(, $title:literal, $page:literal)?;)*) => {
        $(
            #[doc = concat!("As [`", stringify!($twin), "`], which it holds, in generation 2.")]
            #[derive(Debug, Clone, PartialEq, serde::Serialize)]
            #[serde(transparent)]
            pub struct $name($twin);

            impl From<$twin> for $name {
                fn from(request: $twin) -> Self {
                    Self(request)
                }
            }

            impl $crate::schema::Wire for $name {
                const KIND: $crate::schema::Kind = <$twin as $crate::schema::Wire>::KIND;
            }

            impl $crate::endpoint::Endpoint for $name {
                type Answer = <$twin as $crate::endpoint::Endpoint>::Answer;
                const DESCRIPTOR: &'static $crate::endpoint::Descriptor = {
                    use $crate::endpoint::{Descriptor, Endpoint, Provenance, TwinText};
                    const FIRST: &Descriptor = <$twin as Endpoint>::DESCRIPTOR;
                    const NAME: TwinText = TwinText::name(FIRST.name);
                    const PATH: TwinText = TwinText::path(FIRST);
                    const NAME_TEXT: &[u8] = &NAME.join::<{ NAME.len() }>();
                    const PATH_TEXT: &[u8] = &PATH.join::<{ PATH.len() }>();
                    &Descriptor {
                        name: TwinText::read(NAME_TEXT),
                        path: if FIRST.path.is_some() { Some(TwinText::read(PATH_TEXT)) } else { None },
                        provenance: Provenance::$provenance,
                        $(title: $title, page: $page,)?
                        ..*FIRST
                    }
                };
            }
        )*
    };
}

use twins;

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
