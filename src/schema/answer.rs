//! From the members of an answer to the fields of its struct.

use serde::de::DeserializeOwned;
use serde::Deserialize;
use serde_json::{Map, Value};

/// Takes a member out of an answer. One that is not of its declared type stays among the others: the types of many
/// members are inferred, and an answer that tells of an order must not be lost over one of them.
pub(crate) fn take<T: DeserializeOwned>(members: &mut Map<String, Value>, name: &str) -> Option<T> {
    let member = Option::<T>::deserialize(members.get(name)?).ok()?;
    members.shift_remove(name);
    member
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use crate::api::alibaba::order::CreatedOrders;
    use crate::scalar::{Fen, TextId};

    #[test]
    fn a_member_of_another_type_is_kept_and_loses_no_other() -> serde_json::Result<()> {
        let answer = json!({
            "totalSuccessAmount": "5800",
            "orderId": 3305075341149134260_i64,
            "orderList": null,
            "postFee": 600,
            "newMember": true,
        });
        let created: CreatedOrders = serde_json::from_value(answer)?;
        assert_eq!(created.order_id, Some(TextId::from("3305075341149134260")));
        assert_eq!(created.post_fee, Some(Fen(600)));
        assert_eq!(created.total_success_amount, None);
        assert_eq!(
            serde_json::Value::from(created.other),
            json!({ "totalSuccessAmount": "5800", "newMember": true })
        );
        Ok(())
    }

    #[test]
    fn what_is_no_object_is_no_answer() {
        for answer in [json!([]), json!("TQ1"), json!(null)] {
            assert!(serde_json::from_value::<CreatedOrders>(answer).is_err());
        }
    }
}
