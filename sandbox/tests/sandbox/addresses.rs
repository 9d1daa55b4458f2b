//! The account's addresses.

use serde_json::{json, Value};

use crate::driver::Driver;

fn address(id: &Value) -> Value {
    json!({
        "id": id,
        "name": "王先生",
        "province": "浙江省",
        "city": "杭州市",
        "district": "滨江区",
        "address": "网商路699号",
        "phone": "13800000000",
    })
}

#[test]
fn an_address_is_added_without_an_id_and_changed_with_one() {
    for name in ["address.save", "v2.address.save"] {
        let mut driver = Driver::new(1);
        let one = driver.ask(name, address(&Value::Null))["id"].clone();
        let other = driver.ask(name, address(&json!(0)))["id"].clone();
        assert_ne!(one, other);
        assert_eq!(driver.ask(name, address(&one))["id"], one);
        assert_eq!(driver.ask("address.save", address(&other))["id"], other, "both generations share them");
    }
}

#[test]
fn the_address_of_another_user_is_not_there() {
    let mut driver = Driver::new(1);
    let id = driver.ask("address.save", address(&Value::Null))["id"].clone();
    driver.user = "1234567890123".to_owned();
    assert_eq!(driver.call("address.save", address(&id)).code, 990_011);
    assert_eq!(driver.call("v2.address.save", address(&json!(7))).code, 990_011);
}
