//! The transport for wasm32, in Node, in the fault table of `npm run test:faults`, which sets `FAULTS_CONTROL`.
#![cfg(all(target_arch = "wasm32", feature = "fetch"))]
#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test fails by panicking")]

mod program;

use js_sys::{Function, Promise, Reflect};
use pandapon::client::fetch::Fetch;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use wasm_bindgen_test::wasm_bindgen_test;

const POST: &str = "return fetch(url, { method: 'POST', body }).then((response) => response.text())";

struct Control {
    address: String,
}

impl program::Control for Control {
    async fn post(&self, path: &str, body: String) -> String {
        let url = format!("{}{path}", self.address).into();
        let post = Function::new_with_args("url, body", POST);
        let response = post.call2(&JsValue::NULL, &url, &body.into()).unwrap().unchecked_into::<Promise>();
        JsFuture::from(response).await.unwrap().as_string().unwrap()
    }
}

#[wasm_bindgen_test]
async fn calls_meet_faults() {
    let member = |value: JsValue, name: &str| Reflect::get(&value, &name.into()).unwrap();
    let environment = member(member(js_sys::global().into(), "process"), "env");
    let address = member(environment, "FAULTS_CONTROL").as_string().unwrap();
    program::run(&Control { address }, &Fetch::default()).await;
}
