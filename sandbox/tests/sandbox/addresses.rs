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
        let first = driver.data(name, address(&Value::Null))["id"].clone();
        let second = driver.data(name, address(&json!(0)))["id"].clone();
        assert_ne!(first, second);
        assert_eq!(driver.data(name, address(&first))["id"], first);
        assert_eq!(
            driver.data("address.save", address(&second))["id"],
            second,
            "both generations share addresses"
        );
    }
}

#[test]
fn the_address_of_another_user_is_not_found() {
    let mut driver = Driver::new(1);
    let id = driver.data("address.save", address(&Value::Null))["id"].clone();
    driver.user = "1234567890123".to_owned();
    assert_eq!(driver.call("address.save", address(&id)).code, 990_011);
    assert_eq!(driver.call("v2.address.save", address(&json!(7))).code, 990_011);
}
