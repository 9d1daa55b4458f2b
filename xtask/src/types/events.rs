//! Push messages: the namespace of the types of what they say, and which type goes with which topics.

use super::namespace::{Namespace, Side};
use anyhow::Result;
use pandapon::event::{PayloadKind, Platform, Topic};
use pandapon::schema::{Json, Wire};
use serde_json::json;

/// The name of the namespace.
pub const EVENTS: &str = "events";

/// The namespace: the topics, and the types of all payloads.
pub fn namespace() -> Result<Namespace> {
    let mut events = Namespace { path: EVENTS.to_owned(), endpoints: Vec::new(), types: Vec::new() };
    events.add_types_of(&Topic::KIND, Side::Answer)?;
    PayloadKind::KNOWN.iter().try_for_each(|kind| events.add_types_of(&kind.kind(), Side::Answer))?;
    Ok(events)
}

/// Returns the TypeScript type of the topics that come with a kind of payload: a union of them, or any if its members tell the kind.
pub fn topics(kind: PayloadKind) -> String {
    let comes = |topic: &Topic| has_kind(topic, kind);
    if comes(&Topic::Other(String::new())) {
        return "Topic".to_owned();
    }
    let topics = Topic::KNOWN.iter().filter(|topic| comes(topic));
    topics.map(|topic| format!("\"{}\"", topic.as_str())).collect::<Vec<_>>().join(" | ")
}

/// Returns whether a message on this topic can have a payload of this kind: by its platform, and by the members that tell kinds apart.
fn has_kind(topic: &Topic, kind: PayloadKind) -> bool {
    let bodies = [
        json!({}),
        json!({ "currentStatus": "" }),
        json!({ "orderStatus": "" }),
        json!({ "purchase_id": "" }),
        json!({ "purchaseOrderPriceDTO": {} }),
    ]
    .map(Json::from);
    let platforms = [Platform::Taobao, Platform::Alibaba];
    let of = |platform| {
        bodies.iter().any(move |body| PayloadKind::for_message(Some(platform), topic, body) == kind)
    };
    platforms.into_iter().any(of)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_kind_has_topics_and_every_topic_a_kind() {
        for kind in PayloadKind::KNOWN {
            assert_ne!(topics(*kind), "", "{kind:?}");
        }
        for topic in Topic::KNOWN {
            assert!(PayloadKind::KNOWN.iter().any(|kind| has_kind(topic, *kind)), "{topic:?}");
        }
    }

    #[test]
    fn topics_stand_with_their_kinds() {
        assert_eq!(topics(PayloadKind::KaRefund), "\"ORDER_BUYER_VIEW_ORDER_BUYER_REFUND\"");
        assert_eq!(topics(PayloadKind::Order), "\"ORDER_BUYER_VIEW_ORDER_PRICE_MODIFY\"");
        assert_eq!(topics(PayloadKind::TaobaoOrderChange), "Topic");
    }
}
