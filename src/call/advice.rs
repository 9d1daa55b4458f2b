//! What to do about a call that failed: the end of the sentence in its error.

use crate::api::catalogue;
use crate::endpoint::Safety;

/// The advice for a call that got no usable response, by whether it may have arrived.
pub fn advice(name: &str, safety: Safety, sent: bool) -> String {
    match (sent, safety) {
        (false, _) => "; the request was not sent".to_owned(),
        (true, Safety::Read) => "; it changes nothing, so it can be repeated".to_owned(),
        (true, Safety::Idempotent) => {
            "; the request may have reached the vendor, and can be repeated without further effect".to_owned()
        }
        (true, Safety::Once) => look_up("; the request may have reached the vendor", name),
    }
}

/// The advice for a call that got a response which cannot be understood.
pub fn advice_after_response(name: &str, safety: Safety) -> String {
    match safety {
        Safety::Read | Safety::Idempotent => String::new(),
        Safety::Once => look_up("; the request was handled", name),
    }
}

fn look_up(state: &str, name: &str) -> String {
    let mut advice = [state, ", so look up its outcome before repeating it"].concat();
    if let Some(reader) = reader(name) {
        advice.push_str(" (for example by ");
        advice.push_str(&reader);
        advice.push_str(", which is inferred)");
    }
    advice
}

/// The endpoint that shows the outcome of a call; none for a path that is no endpoint's.
fn reader(name: &str) -> Option<String> {
    catalogue::find(name)?.look_up()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_a_call_that_must_be_made_once_is_told_to_look_up_its_outcome() {
        for endpoint in catalogue::endpoints() {
            let sentences = [
                advice(endpoint.name, endpoint.safety, true),
                advice_after_response(endpoint.name, endpoint.safety),
            ];
            for sentence in sentences {
                let is_once = endpoint.safety == Safety::Once;
                assert_eq!(
                    sentence.contains("look up its outcome"),
                    is_once,
                    "{}: {sentence}",
                    endpoint.name
                );
            }
            assert_eq!(advice(endpoint.name, endpoint.safety, false), "; the request was not sent");
        }
    }

    #[test]
    fn every_order_and_every_payment_names_one() {
        for endpoint in catalogue::endpoints().iter().filter(|endpoint| endpoint.safety == Safety::Once) {
            let name = endpoint.name;
            if name.contains("order.") {
                assert!(reader(name).is_some(), "{name}");
            }
        }
        assert_eq!(reader("alibaba.order.create").as_deref(), Some("alibaba.order.list"));
        assert_eq!(reader("v2.taobao.refund.create").as_deref(), Some("v2.taobao.refund.list"));
        assert_eq!(reader("alibaba.refund.create").as_deref(), Some("alibaba.order.get"));
        assert_eq!(reader("logistics.book"), None);
        assert_eq!(reader("POST /order.create"), None);
    }
}
