//! States of orders and refunds that are the same for every marketplace.
//!
//! Each marketplace has its own words and codes for the status of an order. The tables here assign a state to each word whose
//! meaning is documented (the vocabularies of [`crate::api`], spec/platform.md, "Taobao status codes"). The states themselves,
//! and which words share one, are this crate's own. A word without a state leaves every question unanswered: neither
//! `is_paid` nor `is_awaiting_payment` holds.
//!
//! ```
//! use pandapon::api::alibaba::order::OrderStatus;
//! use pandapon::state::OrderState;
//!
//! assert_eq!(OrderStatus::WaitSellerSend.state(), Some(OrderState::AwaitingShipment));
//! assert!(OrderStatus::WaitSellerSend.is_paid());
//! assert!(!OrderStatus::Other("new".to_owned()).is_awaiting_payment());
//! ```

use crate::api::alibaba::order::{ItemRefundStatus, Order, OrderItem, OrderStatus};
use crate::api::alibaba::refund::{RefundDetail, RefundStatus};
use crate::api::taobao::order::TaobaoOrderStatus;
use crate::api::taobao::refund::{TaobaoRefund, TaobaoRefundDetail};
use crate::event::alibaba::{OrderChange, RefundChange};
use crate::event::ka::{KaOrderChange, KaOrderStatus};
use crate::event::taobao::TaobaoOrderChange;

/// A question about a state, which is a method in Rust and a function in JavaScript.
pub struct Predicate<State: 'static> {
    /// The name of the function in JavaScript.
    pub name: &'static str,
    /// What it returns.
    pub doc: &'static str,
    /// The states of which it holds.
    pub holds: &'static [State],
}

/// Declares the states, the words of each, the questions about them, and the types that have one.
macro_rules! states {
    (
        $(#[$doc:meta])* $State:ident, read from $places:expr;
        states { $($(#[doc = $state_doc:literal])* $variant:ident $name:literal = [$($word:literal),*];)* }
        predicates $predicates:tt
        types { $($Type:ty: |$value:ident| $state:expr;)* }
    ) => {
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
        #[non_exhaustive]
        pub enum $State {
            $($(#[doc = $state_doc])* $variant,)*
        }

        impl $State {
            /// All states, in the usual order.
            pub const ALL: &'static [Self] = &[$(Self::$variant),*];

            /// Where the word is in the structures that have one, from the most specific name to the least.
            pub const PLACES: &'static [&'static str] = &$places;

            /// Returns its name in JavaScript.
            pub const fn as_str(self) -> &'static str {
                match self { $(Self::$variant => $name,)* }
            }

            /// Returns its description.
            pub const fn doc(self) -> &'static str {
                match self { $(Self::$variant => concat!($($state_doc),*),)* }
            }

            /// Returns the words and codes of all marketplaces that mean this state.
            pub const fn words(self) -> &'static [&'static str] {
                match self { $(Self::$variant => &[$($word),*],)* }
            }

            /// Returns the state that a word, or a code as text, means; none if that is not known.
            pub fn from_word(word: &str) -> Option<Self> {
                match word {
                    $($($word)|* => Some(Self::$variant),)*
                    _ => None,
                }
            }
        }

        states!(@questions $State $predicates);
        $(
            impl $Type {
                /// Returns its state; none if the platform states none, or one that this version does not know.
                pub fn state(&self) -> Option<$State> {
                    let $value = self;
                    $state
                }
            }
            states!(@answers $State $Type, $predicates);
        )*
    };

    (@questions $State:ident {
        $($(#[doc = $doc:literal])* $predicate:ident $name:literal = [$($holds:ident),*];)*
    }) => {
        impl $State {
            /// All questions about a state.
            pub const PREDICATES: &'static [Predicate<Self>] = &[$(
                Predicate { name: $name, doc: concat!($($doc),*), holds: &[$(Self::$holds),*] },
            )*];
            $(
                $(#[doc = $doc])*
                pub const fn $predicate(self) -> bool {
                    matches!(self, $(Self::$holds)|*)
                }
            )*
        }
    };

    (@answers $State:ident $Type:ty, {
        $($(#[doc = $doc:literal])* $predicate:ident $name:literal = [$($holds:ident),*];)*
    }) => {
        impl $Type {
            $(
                $(#[doc = $doc])*
                /// False if the state is not known.
                pub fn $predicate(&self) -> bool {
                    self.state().is_some_and($State::$predicate)
                }
            )*
        }
    };
}

states! {
    /// The state of an order.
    OrderState, read from ["baseInfo.status", "orderStatus", "currentStatus", "status"];
    states {
        /// The platform is making the order.
        Creating "creating" = ["BULIDING", "12"];
        /// The buyer has not paid.
        AwaitingPayment "awaitingPayment" = ["waitbuyerpay", "WAIT_BUYER_P", "WAITING_FOR_PAYMENT", "0"];
        /// It is paid, and the seller has not shipped all of it.
        AwaitingShipment "awaitingShipment" = ["waitsellersend", "WAIT_SELLER_SEND_GOODS", "WAITING_FOR_SENT", "10"];
        /// The seller has shipped, and receipt is not confirmed.
        AwaitingReceipt "awaitingReceipt" = [
            "waitlogisticstakein", "waitbuyerreceive", "waitbuyersign", "signinsuccess", "WAIT_BUYER_CONFIRM_GOODS", "11"
        ];
        /// Receipt is confirmed: refunds are after-sale now. Taobao has no word for it.
        Finished "finished" = ["confirm_goods", "confirm_goods_and_has_subsidy", "success"];
        /// It was cancelled or terminated, or everything was refunded. The word does not tell whether it had been paid.
        Closed "closed" = ["cancel", "terminated", "TRADE_CLOSED", "CANCEL", "4"];
    }
    predicates {
        /// Whether the order waits for the buyer to pay.
        is_awaiting_payment "isAwaitingPayment" = [AwaitingPayment];
        /// Whether the order is paid, and was not closed.
        is_paid "isPaid" = [AwaitingShipment, AwaitingReceipt, Finished];
        /// Whether the order is paid, and the seller has not shipped all of it.
        is_awaiting_shipment "isAwaitingShipment" = [AwaitingShipment];
        /// Whether the order is shipped, received or not.
        is_shipped "isShipped" = [AwaitingReceipt, Finished];
        /// Whether the order is shipped, and receipt is not confirmed.
        is_awaiting_receipt "isAwaitingReceipt" = [AwaitingReceipt];
        /// Whether receipt is confirmed.
        is_finished "isFinished" = [Finished];
        /// Whether the order was cancelled or terminated, or everything was refunded.
        is_closed "isClosed" = [Closed];
    }
    types {
        OrderStatus: |status| OrderState::from_word(status.as_str());
        TaobaoOrderStatus: |status| OrderState::from_word(status.as_str());
        KaOrderStatus: |status| OrderState::from_word(status.as_str());
        Order: |order| order.base_info.as_ref()?.status.as_ref()?.state();
        OrderChange: |change| change.current_status.as_ref()?.state();
        TaobaoOrderChange: |change| change.status.as_ref()?.state();
        KaOrderChange: |change| change.order_status.as_ref()?.state();
    }
}

states! {
    /// The state of a refund.
    RefundState, read from [
        "refundOrderAggregate.refundOrder.refundStatus", "refundOrder.refundStatus", "refundStatus", "refund_status",
        "currentStatus", "status"
    ];
    states {
        /// The seller has to decide.
        Requested "requested" = ["waitselleragree", "WAIT_SELLER_AGREE", "10"];
        /// The seller refused. The buyer may change the request.
        Refused "refused" = ["waitbuyermodify", "WAIT_BUYER_MODIFY", "-10"];
        /// The seller agreed to a return, and the buyer has to send the goods back.
        AwaitingReturn "awaitingReturn" = ["waitbuyersend", "WAIT_BUYER_SEND", "20"];
        /// The buyer sent the goods back, and the seller has to receive them.
        Returning "returning" = ["waitsellerreceive", "WAIT_SELLER_RECEIVE", "30"];
        /// The money is refunded.
        Refunded "refunded" = ["refundsuccess", "REFUND_SUCCESS", "100"];
        /// It was closed without a refund.
        Closed "closed" = ["refundclose", "REFUND_CLOSED", "-20"];
    }
    predicates {
        /// Whether the refund waits for the seller to decide.
        is_requested "isRefundRequested" = [Requested];
        /// Whether the seller refused the refund.
        is_refused "isRefundRefused" = [Refused];
        /// Whether the seller agreed to the refund, refunded or not yet.
        is_agreed "isRefundAgreed" = [AwaitingReturn, Returning, Refunded];
        /// Whether the refund waits for the buyer to send the goods back.
        is_awaiting_return "isAwaitingReturn" = [AwaitingReturn];
        /// Whether the goods were sent back, and the seller has not received them.
        is_returning "isReturning" = [Returning];
        /// Whether the money is refunded.
        is_refunded "isRefunded" = [Refunded];
        /// Whether the refund was closed without money.
        is_closed "isRefundClosed" = [Closed];
    }
    types {
        RefundStatus: |status| RefundState::from_word(status.as_str());
        ItemRefundStatus: |status| RefundState::from_word(status.as_str());
        RefundDetail: |refund| refund.status.as_ref()?.state();
        OrderItem: |item| item.refund_status.as_ref()?.state();
        TaobaoRefund: |refund| RefundState::from_word(&refund.refund_status?.to_string());
        TaobaoRefundDetail: |refund| refund.refund_order_aggregate.as_ref()?.refund_order.as_ref()?.state();
        RefundChange: |change| change.current_status.as_ref()?.state();
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::schema::{Kind, Wire};

    #[test]
    fn every_word_has_one_state() {
        for state in OrderState::ALL {
            for word in state.words() {
                assert_eq!(OrderState::from_word(word), Some(*state), "{word}");
            }
        }
        for state in RefundState::ALL {
            for word in state.words() {
                assert_eq!(RefundState::from_word(word), Some(*state), "{word}");
            }
        }
    }

    /// A word that is added to a vocabulary needs a state, too.
    #[test]
    fn every_word_of_a_vocabulary_has_a_state() {
        for kind in [OrderStatus::KIND, TaobaoOrderStatus::KIND, KaOrderStatus::KIND] {
            assert_eq!(without_state(&kind, |word| OrderState::from_word(word).is_some()), [""; 0]);
        }
        for kind in [RefundStatus::KIND, ItemRefundStatus::KIND] {
            assert_eq!(without_state(&kind, |word| RefundState::from_word(word).is_some()), [""; 0]);
        }
    }

    fn without_state(kind: &Kind, has_state: impl Fn(&str) -> bool) -> Vec<&'static str> {
        match kind {
            Kind::Choice(vocabulary) => {
                let words = vocabulary.words.iter().map(|word| word.wire);
                words.filter(|word| !has_state(word)).collect()
            }
            _ => vec!["is no vocabulary"],
        }
    }

    #[test]
    fn an_unknown_word_answers_no_question() {
        for word in ["", "new", "WAITSELLERSEND", "1", "9"] {
            assert_eq!(OrderState::from_word(word), None, "{word}");
        }
        let order = Order::default();
        assert!(!order.is_paid() && !order.is_awaiting_payment() && !order.is_closed());
    }
}
