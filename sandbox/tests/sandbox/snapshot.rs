//! Snapshots contain the whole state: a restored sandbox behaves exactly as the original.

use pandapon_sandbox::{Sandbox, SnapshotError};
use proptest::prelude::*;
use serde_json::{json, Value};

use crate::driver::{create, Driver, HOUR};
use crate::model::{any_run, config, Run};

proptest! {
    #![proptest_config(config(4))]

    #[test]
    fn a_restored_sandbox_behaves_as_the_original((seed, actions) in any_run(), at in 0..60_usize) {
        let mut original = Run::new(seed);
        let (before, after) = actions.split_at(at.min(actions.len()));
        for action in before {
            let messages = original.perform(action);
            original.check(action, messages);
        }
        let mut restored = original.clone();
        for action in after {
            let (messages, same) = (original.perform(action), restored.perform(action));
            prop_assert_eq!(&messages, &same);
            original.check(action, messages);
            restored.check(action, same);
            prop_assert_eq!(&original.observed, &restored.observed);
        }
        let state = |run: &Run| run.driver.sandbox.snapshot().unwrap();
        prop_assert_eq!(state(&original), state(&restored));
    }
}

#[test]
fn nothing_is_lost_in_a_snapshot() {
    let mut driver = Driver::new(3);
    let order = driver.shipped_order();
    driver.sandbox.advance(5 * HOUR, driver.now).unwrap();
    let mut restored = driver.clone();
    assert_eq!(restored.sandbox.credentials(), driver.sandbox.credentials());
    assert_eq!(restored.sandbox.ledger(), driver.sandbox.ledger());
    assert_eq!(restored.sandbox.time(restored.now), driver.now + 5 * HOUR);
    assert!(restored.sandbox.requests().eq(driver.sandbox.requests()));
    // Waiting messages are kept, and later ids are the same.
    assert_eq!(restored.messages(), driver.messages());
    assert_eq!(restored.read(&order), driver.read(&order));
    let line = driver.line("night light", 0, 10);
    restored.line("night light", 0, 10);
    assert_eq!(restored.order(std::slice::from_ref(&line)), driver.order(&[line]));
}

#[test]
fn a_nonce_stays_used() {
    let mut driver = Driver::new(1);
    driver.product("suitcase");
    let mut restored = driver.clone();
    let body = json!({ "keyword": "suitcase" }).into();
    let endpoint = pandapon::api::find("alibaba.product.searchByKeyword").unwrap();
    let path = endpoint.path.unwrap();
    let call = pandapon::call::request::Call::for_path(
        endpoint.method,
        path,
        &[],
        Some(&body),
        endpoint.safety,
        "https://sandbox.invalid",
    );
    let request = driver.sign(&call.unwrap());
    let code = |driver: &mut Driver| crate::driver::Answer::of(&driver.send(&request)).code;
    assert_eq!(code(&mut restored), 200);
    let mut restored = restored.clone();
    assert_eq!(code(&mut restored), 990_004);
}

#[test]
fn an_address_keeps_all_digits() {
    let mut driver = Driver::new(1);
    let line = driver.line("suitcase", 0, 1);
    let mut params = create(&[line]);
    params["addressParam"]["mobile"] = json!("12345678901234567890");
    params["addressParam"]["addressCode"] = serde_json::from_str("12345678901234567890.50").unwrap();
    let created = driver.data("alibaba.order.create", params);
    let mut restored = driver.clone();
    assert_eq!(restored.sandbox.snapshot(), driver.sandbox.snapshot());
    let order = restored.read(created["orderId"].as_str().unwrap());
    assert_eq!(order["nativeLogistics"]["mobile"], "12345678901234567890");
}

#[test]
fn a_snapshot_contains_no_secrets() {
    let driver = Driver::new(1);
    let snapshot = driver.sandbox.snapshot().unwrap();
    assert!(!snapshot.contains(&driver.sandbox.credentials().access_secret));
}

#[test]
fn other_versions_and_invalid_texts_are_refused() {
    let mut driver = Driver::new(1);
    let order = driver.shipped_order();
    let snapshot = driver.sandbox.snapshot().unwrap();
    let mut state: Value = serde_json::from_str(&snapshot).unwrap();
    let refused = |text: &str| Sandbox::restored(text).unwrap_err();
    for broken in ["", "null", "{}", "[2]", "not JSON", &snapshot[..snapshot.len() / 2], &snapshot[1..]] {
        assert!(matches!(refused(broken), SnapshotError::Broken(_)), "{broken}");
    }
    // References to built-in data must exist.
    let seller = state["sandbox"]["market"]["orders"][&order]["seller"].clone();
    assert!(seller.is_object());
    state["sandbox"]["market"]["catalogue"]["offers"][0]["category"] = json!(7);
    let error = refused(&state.to_string());
    assert!(error.to_string().contains("unknown category 7"), "{error}");
    state["version"] = json!(99);
    assert_eq!(refused(&state.to_string()), SnapshotError::Version(99));
}
