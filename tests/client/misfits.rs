//! Responses with values that do not match their types.

use futures_util::FutureExt;
use pandapon::api::alibaba::order;
use pandapon::client::{CallOptions, Settings};
use pandapon::error::Error;
use serde_json::json;

use crate::answers::{client, Answers};

fn ids(page: &order::OrderPage) -> Vec<&str> {
    let orders = page.result.as_deref().unwrap_or_default();
    orders.iter().filter_map(|order| Some(order.base_info.as_ref()?.id.as_ref()?.as_str())).collect()
}

#[test]
fn misfits_are_reported_and_kept() {
    let order = |id: i64| json!({ "baseInfo": { "id": id, "totalAmount": 12.50, "status": 3 } });
    let answers = Answers::new([json!({ "result": [order(1), null, order(2), "3"], "totalRecord": "4" })]);
    let client = client(&answers, Settings::new("1"));
    let options = CallOptions::default();
    let reply = client.send_with(order::List::default(), &options);
    let reply = reply.now_or_never().unwrap().unwrap();
    assert_eq!(ids(&reply.data), ["1", "2"]);
    assert_eq!(reply.data.total_record, Some(4));
    let orders = reply.data.result.as_ref().unwrap();
    assert_eq!(orders.len(), 2);
    assert_eq!(reply.data.other.get("result[3]"), Some(&"3".into()));
    let base = orders[0].base_info.as_ref().unwrap();
    assert_eq!(base.total_amount.as_ref().map(|amount| amount.as_str()), Some("12.5"));
    let said = "result[1]: expected an object, got null; result[3]: expected an object, got \"3\"";
    assert_eq!((reply.misfits.count(), reply.misfits.to_string()), (2, said.to_owned()));
    // Callers that use only the data get the report through their transport.
    client.send(order::List::default()).now_or_never().unwrap().unwrap();
    let told = format!("alibaba.order.list: {said}");
    assert_eq!(answers.log.borrow().iter().filter(|said| **said == told).count(), 2);
}

#[test]
fn matching_data_has_no_misfits() {
    let answers =
        Answers::new([json!({ "result": [{ "baseInfo": { "id": "1" }, "new": 1 }], "totalRecord": 1 })]);
    let client = client(&answers, Settings::new("1"));
    let mut pages = client.pages(&order::List::default()).unwrap();
    let reply = pages.next(&CallOptions::default()).now_or_never().unwrap().unwrap().unwrap();
    assert!(reply.misfits.is_empty());
    assert_eq!(answers.log.borrow().len(), 3, "{:?}", answers.log.borrow());
}

#[test]
fn data_of_another_structure_is_an_error() {
    for data in [json!([]), json!("x"), json!(7)] {
        let answers = Answers::new([data]);
        let client = client(&answers, Settings::new("1"));
        let error = client.send(order::List::default()).now_or_never().unwrap().unwrap_err();
        assert!(matches!(error, Error::Decode { .. }) && error.sent(), "{error}");
    }
}
