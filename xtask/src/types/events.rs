//! Push messages: the namespace of the types of what they say, and which type goes with which topics.

use super::namespace::{Namespace, Side};
use anyhow::Result;
use pandapon::event::{Form, Platform, Topic};
use pandapon::schema::Wire;
use serde_json::json;

/// The name of the namespace.
pub const EVENTS: &str = "events";

/// The namespace: the topics, and the types of all forms.
pub fn namespace() -> Result<Namespace> {
    let mut events = Namespace { path: EVENTS.to_owned(), endpoints: Vec::new(), types: Vec::new() };
    events.add_types_of(&Topic::KIND, Side::Answer)?;
    Form::KNOWN.iter().try_for_each(|form| events.add_types_of(&form.kind(), Side::Answer))?;
    Ok(events)
}

/// The TypeScript type of the topics that come in a form: a union of them, or any if the form is told by its members.
pub fn topics(form: Form) -> String {
    let comes = |topic: &Topic| has_form(topic, form);
    if comes(&Topic::Other(String::new())) {
        return "Topic".to_owned();
    }
    let topics = Topic::KNOWN.iter().filter(|topic| comes(topic));
    topics.map(|topic| format!("\"{}\"", topic.as_str())).collect::<Vec<_>>().join(" | ")
}

/// Whether a message on this topic can have this form: by its platform, and by the members that tell forms apart.
fn has_form(topic: &Topic, form: Form) -> bool {
    let bodies = [
        json!({}),
        json!({ "currentStatus": "" }),
        json!({ "orderStatus": "" }),
        json!({ "purchase_id": "" }),
        json!({ "purchaseOrderPriceDTO": {} }),
    ];
    let platforms = [Platform::Taobao, Platform::Alibaba];
    let of = |platform| bodies.iter().any(move |body| Form::of(Some(platform), topic, body) == form);
    platforms.into_iter().any(of)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_form_has_topics_and_every_topic_a_form() {
        for form in Form::KNOWN {
            assert_ne!(topics(*form), "", "{form:?}");
        }
        for topic in Topic::KNOWN {
            assert!(Form::KNOWN.iter().any(|form| has_form(topic, *form)), "{topic:?}");
        }
    }

    #[test]
    fn topics_stand_with_their_forms() {
        assert_eq!(topics(Form::KaRefund), "\"ORDER_BUYER_VIEW_ORDER_BUYER_REFUND\"");
        assert_eq!(topics(Form::Order), "\"ORDER_BUYER_VIEW_ORDER_PRICE_MODIFY\"");
        assert_eq!(topics(Form::TaobaoOrderChange), "Topic");
    }
}
