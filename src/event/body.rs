//! What a push message says: which structure goes with which topic.

use serde_json::Value;

use super::said::Said;
use super::{alibaba, ka, taobao, Platform, Topic};
use crate::api::alibaba::order::Order;
use crate::schema::{AnswerNames, Kind, Wire};

macro_rules! forms {
    ($($(#[$doc:meta])* $form:ident($body:ty)),* $(,)?) => {
        /// Which structure the body of a push message has.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
        pub enum Form {
            $($(#[$doc])* $form,)*
            /// One that this version does not know.
            Other,
        }

        /// What a push message says.
        #[derive(Debug, Clone, PartialEq)]
        pub enum Body {
            $($(#[$doc])* $form(Box<$body>),)*
            /// What this version does not know, or what is no object, as it came.
            Other(Value),
        }

        impl Form {
            /// All that are known.
            pub const KNOWN: &'static [Form] = &[$(Form::$form),*];

            /// Its name: that of its type.
            pub const fn name(self) -> &'static str {
                match self {
                    $(Form::$form => stringify!($form),)*
                    Form::Other => "Other",
                }
            }

            /// What it holds.
            pub const fn kind(self) -> Kind {
                match self {
                    $(Form::$form => <$body as Wire>::KIND,)*
                    Form::Other => Kind::Any,
                }
            }

            /// Its members that are always text: ids and prices.
            pub(crate) const fn exact_names(self) -> &'static [&'static str] {
                match self {
                    $(Form::$form => {
                        const KIND: Kind = <$body as Wire>::KIND;
                        const COUNT: usize = AnswerNames::EXACT.count(&KIND);
                        const NAMES: [&str; COUNT] = AnswerNames::EXACT.of(&KIND);
                        &NAMES
                    })*
                    Form::Other => &[],
                }
            }

            /// A body as its type.
            pub(super) fn read(self, body: &Value) -> Body {
                let known = match self {
                    $(Form::$form => serde_json::from_value(body.clone()).map(Body::$form).ok(),)*
                    Form::Other => None,
                };
                known.unwrap_or_else(|| Body::Other(body.clone()))
            }
        }
    };
}

forms! {
    /// An order of 1688 moved on.
    OrderChange(alibaba::OrderChange),
    /// A refund of 1688 moved on.
    RefundChange(alibaba::RefundChange),
    /// Orders of 1688 were paid together.
    BatchPayment(alibaba::BatchPayment),
    /// A parcel of 1688 moved on.
    ParcelProgress(alibaba::ParcelProgress),
    /// A parcel of 1688 has another waybill.
    WaybillChange(alibaba::WaybillChange),
    /// A whole order of 1688, as `alibaba.order.get` answers it.
    Order(Order),
    /// An order of Taobao moved on.
    TaobaoOrderChange(taobao::TaobaoOrderChange),
    /// An order of Taobao has other prices.
    TaobaoPriceChange(taobao::TaobaoPriceChange),
    /// An order of Xport KA.
    KaOrder(ka::KaOrderChange),
    /// A refund of Xport KA.
    KaRefund(ka::KaRefundChange),
}

impl Form {
    /// The form of a body on this topic. Whatever is not an object has none of the known forms.
    pub fn of(platform: Option<Platform>, topic: &Topic, body: &impl Said) -> Form {
        match platform {
            _ if !body.is_object() => Form::Other,
            Some(Platform::Taobao) => Form::of_taobao(topic, body),
            _ => Form::of_alibaba(topic, body),
        }
    }

    /// By its members first: the types of Taobao's messages are not all known.
    fn of_taobao(topic: &Topic, body: &impl Said) -> Form {
        let has = |member| body.has(member);
        match topic {
            _ if has("purchase_id") => Form::TaobaoOrderChange,
            Topic::PriceChanged => Form::TaobaoPriceChange,
            _ if has("purchaseOrderPriceDTO") => Form::TaobaoPriceChange,
            _ => Form::Other,
        }
    }

    fn of_alibaba(topic: &Topic, body: &impl Said) -> Form {
        match topic {
            Topic::PriceChanged => Form::of_price_change(body),
            Topic::Created
            | Topic::Paid
            | Topic::StagePaid
            | Topic::PartlyShipped
            | Topic::Shipped
            | Topic::Received
            | Topic::Succeeded
            | Topic::ClosedByBuyer
            | Topic::ClosedBySeller
            | Topic::ClosedByPlatform => Form::OrderChange,
            Topic::RefundInSale | Topic::RefundAfterSale => Form::RefundChange,
            Topic::BatchPaid => Form::BatchPayment,
            Topic::ParcelMoved => Form::ParcelProgress,
            Topic::WaybillChanged => Form::WaybillChange,
            Topic::KaCreated | Topic::KaCancelled | Topic::KaPaid => Form::KaOrder,
            Topic::KaRefund => Form::KaRefund,
            Topic::Other(_) => Form::Other,
        }
    }

    /// One type, three bodies: the whole order in generation 1, an order in short in KA, and 1688's own, which the
    /// vendor's page replaces.
    fn of_price_change(body: &impl Said) -> Form {
        let has = |member| body.has(member);
        match () {
            _ if has("currentStatus") => Form::OrderChange,
            _ if has("orderStatus") || has("orderId") => Form::KaOrder,
            _ => Form::Order,
        }
    }
}
