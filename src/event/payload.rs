//! The payload of a push message: which structure goes with which topic.

use super::{alibaba, ka, taobao, Platform, Topic};
use crate::api::alibaba::order::Order;
use crate::schema::{FieldNames, Json, Kind, Lenient, Misfits, Wire};

macro_rules! payloads {
    ($($(#[$doc:meta])* $kind:ident($payload:ty)),* $(,)?) => {
        /// The kind of a push message's payload: which structure its `messageBody` has.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
        pub enum PayloadKind {
            $($(#[$doc])* $kind,)*
            /// A structure that this version does not know.
            Other,
        }

        /// The payload of a push message: its `messageBody`, typed.
        #[derive(Debug, Clone, PartialEq)]
        pub enum Payload {
            $($(#[$doc])* $kind(Box<$payload>),)*
            /// A structure that this version does not know, or what is not an object, as it came.
            Other(Json),
        }

        impl PayloadKind {
            /// All kinds that are known.
            pub const KNOWN: &'static [PayloadKind] = &[$(PayloadKind::$kind),*];

            /// Returns its name: that of its type.
            pub const fn name(self) -> &'static str {
                match self {
                    $(PayloadKind::$kind => stringify!($kind),)*
                    PayloadKind::Other => "Other",
                }
            }

            /// Returns its description.
            pub const fn kind(self) -> Kind {
                match self {
                    $(PayloadKind::$kind => <$payload as Wire>::KIND,)*
                    PayloadKind::Other => Kind::Any,
                }
            }

            /// Returns the names of its members that are always text: ids and prices.
            pub(crate) const fn exact_names(self) -> &'static [&'static str] {
                match self {
                    $(PayloadKind::$kind => {
                        const KIND: Kind = <$payload as Wire>::KIND;
                        const COUNT: usize = FieldNames::EXACT.count(&KIND);
                        const NAMES: [&str; COUNT] = FieldNames::EXACT.collect(&KIND);
                        &NAMES
                    })*
                    PayloadKind::Other => &[],
                }
            }

            /// Reads `messageBody` as its type.
            pub(super) fn read(self, body: Json) -> Payload {
                let payload = match self {
                    $(PayloadKind::$kind => <$payload>::read(body, &mut Misfits::default())
                        .map(|payload| Payload::$kind(Box::new(payload))),)*
                    PayloadKind::Other => Err(body),
                };
                payload.unwrap_or_else(Payload::Other)
            }
        }
    };
}

payloads! {
    /// The state of an order of 1688 changed.
    OrderChange(alibaba::OrderChange),
    /// The state of a refund of 1688 changed.
    RefundChange(alibaba::RefundChange),
    /// Orders of 1688 were paid together.
    BatchPayment(alibaba::BatchPayment),
    /// A parcel of 1688 reached a node of its way.
    ParcelProgress(alibaba::ParcelProgress),
    /// A parcel of 1688 has another waybill.
    WaybillChange(alibaba::WaybillChange),
    /// A whole order of 1688, as `alibaba.order.get` answers it.
    Order(Order),
    /// The state of an order of Taobao changed.
    TaobaoOrderChange(taobao::TaobaoOrderChange),
    /// An order of Taobao has other prices.
    TaobaoPriceChange(taobao::TaobaoPriceChange),
    /// An order of Xport KA.
    KaOrder(ka::KaOrderChange),
    /// A refund of Xport KA.
    KaRefund(ka::KaRefundChange),
}

impl PayloadKind {
    /// Returns the kind of a body on this topic. Whatever is not an object is of kind `Other`.
    pub fn for_message(platform: Option<Platform>, topic: &Topic, body: &Json) -> PayloadKind {
        match platform {
            _ if body.as_object().is_none() => PayloadKind::Other,
            Some(Platform::Taobao) => PayloadKind::for_taobao(topic, body),
            _ => PayloadKind::for_alibaba(topic, body),
        }
    }

    /// By its members first: the types of Taobao's messages are not all known.
    fn for_taobao(topic: &Topic, body: &Json) -> PayloadKind {
        let has = |member| body.get(member).is_some();
        match topic {
            _ if has("purchase_id") => PayloadKind::TaobaoOrderChange,
            Topic::PriceChanged => PayloadKind::TaobaoPriceChange,
            _ if has("purchaseOrderPriceDTO") => PayloadKind::TaobaoPriceChange,
            _ => PayloadKind::Other,
        }
    }

    fn for_alibaba(topic: &Topic, body: &Json) -> PayloadKind {
        match topic {
            Topic::PriceChanged => PayloadKind::for_price_change(body),
            Topic::Created
            | Topic::Paid
            | Topic::StagePaid
            | Topic::PartlyShipped
            | Topic::Shipped
            | Topic::Received
            | Topic::Succeeded
            | Topic::ClosedByBuyer
            | Topic::ClosedBySeller
            | Topic::ClosedByPlatform => PayloadKind::OrderChange,
            Topic::RefundInSale | Topic::RefundAfterSale => PayloadKind::RefundChange,
            Topic::BatchPaid => PayloadKind::BatchPayment,
            Topic::ParcelMoved => PayloadKind::ParcelProgress,
            Topic::WaybillChanged => PayloadKind::WaybillChange,
            Topic::KaCreated | Topic::KaCancelled | Topic::KaPaid => PayloadKind::KaOrder,
            Topic::KaRefund => PayloadKind::KaRefund,
            Topic::Other(_) => PayloadKind::Other,
        }
    }

    /// One type, three bodies: the whole order in generation 1, an order in short in KA, and 1688's own, which the
    /// vendor's page replaces.
    fn for_price_change(body: &Json) -> PayloadKind {
        let has = |member| body.get(member).is_some();
        match () {
            _ if has("currentStatus") => PayloadKind::OrderChange,
            _ if has("orderStatus") || has("orderId") => PayloadKind::KaOrder,
            _ => PayloadKind::Order,
        }
    }
}
