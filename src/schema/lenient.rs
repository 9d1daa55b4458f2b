//! Lenient reading of answers: a value that does not fit its declared type never takes another one with it.
//!
//! The types of many fields are inferred, and an answer that holds orders must not be lost over one of them. So numbers
//! are read from text and text from numbers wherever nothing is lost by it, lists are read item by item, and what still
//! does not fit is kept and listed in [`Misfits`].

use std::collections::BTreeMap;

use serde::de::value::Error as ValueError;
use serde::de::{DeserializeOwned, IntoDeserializer};

use super::misfit::Misfits;
use super::Json;

/// A type that is read from the JSON of an answer.
pub trait Lenient: Sized {
    /// Its values in JSON, for [`Misfit::expected`](super::Misfit::expected).
    const EXPECTED: &'static str;

    /// Reads a value. Parts of it that do not fit are added to `misfits`.
    ///
    /// # Errors
    /// The value itself, if it does not fit as a whole.
    fn read(value: Json, misfits: &mut Misfits) -> Result<Self, Json>;
}

/// Reads a field of a structure. A value that does not fit goes to the other fields, an item of a list under its place, such as
/// `result[3]`. `null` is read as none.
pub(crate) fn read_field<T: Lenient>(
    field: &mut Option<T>,
    name: &'static str,
    value: Json,
    other: &mut BTreeMap<String, Json>,
    misfits: &mut Misfits,
) {
    if value.is_null() {
        return;
    }
    let left_out = misfits.left_out();
    let read = misfits.in_field(name, |misfits| {
        T::read(value, misfits).inspect_err(|value| misfits.add(T::EXPECTED, value))
    });
    match read {
        Ok(value) => *field = Some(value),
        Err(value) => {
            other.insert(name.to_owned(), value);
        }
    }
    other.extend(misfits.take_left_out(left_out));
}

/// Reads an item of a list or a map. One that does not fit is left out, and kept for the structure around.
pub(crate) fn read_item<T: Lenient>(value: Json, misfits: &mut Misfits) -> Option<T> {
    let value = match T::read(value, misfits) {
        Ok(item) => return Some(item),
        Err(value) => value,
    };
    misfits.add(T::EXPECTED, &value);
    misfits.leave_out(value);
    None
}

/// Reads a type that is text by its own `Deserialize`. The text may come as a number.
pub(crate) fn read_text<T: DeserializeOwned>(value: Json) -> Result<T, Json> {
    let text = value.as_digits().map(IntoDeserializer::<ValueError>::into_deserializer);
    text.and_then(|text| T::deserialize(text).ok()).ok_or(value)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use serde_json::{json, Value};

    use super::*;
    use crate::api::alibaba::order::{CreatedOrders, OrderPage};
    use crate::scalar::{Fen, TextId};

    fn read<T: Lenient>(value: Value) -> (Result<T, Json>, Vec<String>) {
        let mut misfits = Misfits::default();
        let read = T::read(value.into(), &mut misfits);
        (read, misfits.iter().map(ToString::to_string).collect())
    }

    #[test]
    fn a_field_of_another_type_is_kept_and_loses_no_other() {
        let (created, misfits) = read::<CreatedOrders>(json!({
            "totalSuccessAmount": "much",
            "orderId": 3305075341149134260_i64,
            "orderList": null,
            "postFee": 600,
            "newMember": true,
        }));
        let created = created.unwrap_or_default();
        assert_eq!(created.order_id, Some(TextId::from("3305075341149134260")));
        assert_eq!(created.post_fee, Some(Fen(600)));
        assert_eq!(created.total_success_amount, None);
        assert_eq!(in_json(&created.other), json!({ "totalSuccessAmount": "much", "newMember": true }));
        assert_eq!(misfits, ["totalSuccessAmount: expected a whole number of fen, got \"much\""]);
    }

    #[test]
    fn what_is_no_object_is_no_answer() {
        for answer in [json!([]), json!("TQ1"), json!(null)] {
            assert_eq!(read::<CreatedOrders>(answer.clone()).0, Err(answer.clone().into()));
            assert!(serde_json::from_value::<CreatedOrders>(answer).is_err());
        }
    }

    fn in_json(other: &BTreeMap<String, Json>) -> Value {
        serde_json::to_value(other).unwrap_or_default()
    }

    fn ids(page: &OrderPage) -> Vec<&str> {
        let orders = page.result.as_deref().unwrap_or_default();
        orders.iter().filter_map(|order| Some(order.base_info.as_ref()?.id.as_ref()?.as_str())).collect()
    }

    #[test]
    fn an_item_that_does_not_fit_loses_no_other_and_is_kept() {
        let order = |id: &str| json!({ "baseInfo": { "id": id } });
        for stranger in [json!(null), json!("3305"), json!(7), json!([order("9")])] {
            for place in 0..3 {
                let mut items = vec![order("1"), order("2")];
                items.insert(place, stranger.clone());
                let (page, misfits) = read::<OrderPage>(json!({ "result": items, "totalRecord": 3 }));
                let page = page.unwrap_or_default();
                assert_eq!(ids(&page), ["1", "2"], "{stranger}");
                assert_eq!(page.result.map(|orders| orders.len()), Some(2), "{stranger}");
                let path = format!("result[{place}]");
                assert_eq!(in_json(&page.other), json!({ path.as_str(): stranger }));
                assert_eq!(misfits.len(), 1);
                assert!(misfits.iter().all(|misfit| misfit.starts_with(&format!("{path}: "))), "{misfits:?}");
            }
        }
        // Deeper, and in lists of scalars.
        let item =
            json!({ "baseInfo": { "id": 1 }, "productItems": [{ "productImgUrl": ["a", {}, 3, null] }] });
        let (page, misfits) = read::<OrderPage>(json!({ "result": [item] }));
        let orders = page.unwrap_or_default().result.unwrap_or_default();
        let items = orders.first().and_then(|order| order.product_items.as_deref()).unwrap_or_default();
        let [item] = items else { return assert_eq!(items.len(), 1) };
        assert_eq!(item.product_img_url, Some(vec!["a".to_owned(), "3".to_owned()]));
        assert_eq!(in_json(&item.other), json!({ "productImgUrl[1]": {}, "productImgUrl[3]": null }));
        assert_eq!(
            misfits,
            [
                "result[0].productItems[0].productImgUrl[1]: expected text, got an object",
                "result[0].productItems[0].productImgUrl[3]: expected text, got null",
            ]
        );
    }

    #[test]
    fn what_is_no_list_is_kept_as_a_whole() {
        for stranger in [json!({ "1": {} }), json!({}), json!(""), json!(0), json!("[]")] {
            let (page, misfits) = read::<OrderPage>(json!({ "result": stranger, "totalRecord": 1 }));
            let page = page.unwrap_or_default();
            assert_eq!((page.result, page.total_record), (None, Some(1)));
            assert_eq!(in_json(&page.other), json!({ "result": stranger }));
            assert!(
                misfits.len() == 1
                    && misfits.iter().all(|misfit| misfit.starts_with("result: expected a list"))
            );
        }
    }

    #[test]
    fn both_forms_of_a_scalar_are_read() {
        for (value, fen) in [
            (json!(5800), Some(5800)),
            (json!(5800.0), Some(5800)),
            (json!("600"), Some(600)),
            (json!("600.00"), Some(600)),
            (json!("-5"), Some(-5)),
            (json!("9223372036854775807"), Some(i64::MAX)),
            (json!(0.5), None),
            (json!("600.5"), None),
            (json!("9223372036854775808"), None),
            (json!(u64::MAX), None),
            (json!("1e3"), None),
            (json!(""), None),
            (json!("-"), None),
            (json!("6."), None),
            (json!(".0"), None),
            (json!(true), None),
            (json!([600]), None),
        ] {
            assert_eq!(
                Fen::read(value.clone().into(), &mut Misfits::default()).ok(),
                fen.map(Fen),
                "{value}"
            );
            assert_eq!(i64::read(value.clone().into(), &mut Misfits::default()).ok(), fen, "{value}");
            assert_eq!(serde_json::from_value::<Fen>(value.clone()).ok(), fen.map(Fen), "{value}");
        }
        for (value, flag) in [
            (json!(true), Some(true)),
            (json!("true"), Some(true)),
            (json!("False"), Some(false)),
            (json!(1), Some(true)),
            (json!("0"), Some(false)),
            (json!(2), None),
            (json!("yes"), None),
            (json!({}), None),
        ] {
            assert_eq!(bool::read(value.clone().into(), &mut Misfits::default()).ok(), flag, "{value}");
        }
        for (value, number) in [
            (json!("3.5"), Some(3.5)),
            (json!(3), Some(3.0)),
            (json!("1e3"), Some(1000.0)),
            (json!("inf"), None),
            (json!("NaN"), None),
            (json!("1e999"), None),
            (json!("three"), None),
        ] {
            assert_eq!(f64::read(value.clone().into(), &mut Misfits::default()).ok(), number, "{value}");
        }
        for (value, text) in [
            (json!(12), Some("12")),
            (json!(12.5), Some("12.5")),
            (json!(false), Some("false")),
            (json!([]), None),
        ] {
            assert_eq!(
                String::read(value.clone().into(), &mut Misfits::default()).ok().as_deref(),
                text,
                "{value}"
            );
        }
    }

    /// Any JSON at all.
    fn anything() -> impl Strategy<Value = Value> {
        let scalar = prop_oneof![
            Just(Value::Null),
            any::<bool>().prop_map(Value::from),
            any::<i64>().prop_map(Value::from),
            any::<f64>().prop_map(Value::from),
            "[a-z0-9.]{0,5}".prop_map(Value::from),
        ];
        let name = prop::sample::select(vec!["result", "baseInfo", "id", "productItems", "totalRecord", "x"]);
        scalar.prop_recursive(4, 40, 5, move |inner| {
            prop_oneof![
                prop::collection::vec(inner.clone(), 0..5).prop_map(Value::from),
                prop::collection::vec((name.clone(), inner), 0..5).prop_map(|fields| {
                    fields.into_iter().map(|(name, value)| (name.to_owned(), value)).collect()
                }),
            ]
        })
    }

    proptest! {
        #[test]
        fn no_order_is_lost_whatever_else_comes(strangers in prop::collection::vec((0..9_usize, anything()), 0..6)) {
            let order = |id: usize| json!({ "baseInfo": { "id": format!("order {id}") } });
            let mut items: Vec<_> = (0..3).map(order).collect();
            for (place, stranger) in &strangers {
                items.insert(place % (items.len() + 1), stranger.clone());
            }
            let (count, strange) = (items.len(), items.iter().filter(|item| !item.is_object()).count());
            let (page, misfits) = read::<OrderPage>(json!({ "result": items }));
            let page = page.unwrap_or_default();
            prop_assert_eq!(page.result.as_ref().map(Vec::len), Some(count - strange));
            prop_assert_eq!(page.other.len(), strange);
            prop_assert!(misfits.len() >= strange);
            let orders = ids(&page).into_iter().filter(|id| id.starts_with("order "));
            prop_assert_eq!(orders.collect::<Vec<_>>(), ["order 0", "order 1", "order 2"]);
        }
    }
}
