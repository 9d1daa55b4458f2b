//! The client compiled to wasm32, over a fetch: in Node and in a browser, by `cargo wasm-test`.
#![cfg(all(target_arch = "wasm32", feature = "fetch"))]
#![allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing, reason = "a test fails by panicking")]

use std::cell::RefCell;
use std::rc::Rc;
use std::time::Duration;

use futures_util::FutureExt;
use js_sys::{Array, Function, JsString, Object, Reflect};
use pandapon::api::alibaba::order::{self, DeliveryAddress, Flow, WebSite};
use pandapon::api::alibaba::{product, refund};
use pandapon::call::headers::Headers;
use pandapon::call::route::Routes;
use pandapon::client::fetch::Fetch;
use pandapon::client::{Client, Settings};
use pandapon::credentials::Credentials;
use pandapon::error::Error;
use pandapon::scalar::Fen;
use pandapon_sandbox::{HttpRequest, Sandbox};
use wasm_bindgen::prelude::*;
use wasm_bindgen_test::wasm_bindgen_test;

const KEY: &str = "0123456789abcdef0123456789abcdef";
const SECRET: &str = "fedcba9876543210fedcba9876543210";

/// Creates a client with a fetch whose body is this JavaScript, of `url` and `init`; `this.calls` has the arguments of all
/// calls.
fn client(javascript: &str, settings: Settings) -> (Client<Fetch>, Array) {
    let calls = Array::new();
    let body = format!("return (url, init) => {{ calls.push([url, init]); {javascript} }}");
    let fetch = Function::new_with_args("calls", &body).call1(&JsValue::NULL, &calls).unwrap();
    let credentials = Credentials::new(KEY, SECRET).unwrap();
    (Client::new(Fetch::with(fetch.unchecked_into()), credentials, settings).unwrap(), calls)
}

fn settings() -> Settings {
    Settings::new("1688000000001")
}

fn answering(data: &str) -> (Client<Fetch>, Array) {
    let body = format!(r#"{{"requestId":"r1","code":200,"developId":7,"msg":"ok","data":{data}}}"#);
    client(&format!("return {{ status: 200, headers: {{}}, text: async () => {body:?} }}"), settings())
}

fn member(value: &JsValue, path: &str) -> JsValue {
    path.split('.').fold(value.clone(), |value, name| Reflect::get(&value, &name.into()).unwrap())
}

fn get() -> refund::Get {
    refund::Get::new().refund_id("TQ1")
}

fn application() -> refund::Create {
    refund::Create::new(
        "3305075341149134261",
        refund::DisputeRequest::Refund,
        Fen(4200),
        Fen(0),
        20028,
        "agreed with the seller",
        refund::GoodsStatus::RefundWaitSellerSend,
    )
}

#[wasm_bindgen_test]
async fn ids_keep_all_digits() {
    let (client, _) = answering(
        r#"{"baseInfo":{"id":3305075341149134261,"idOfStr":"12","totalAmount":12.10},
            "productItems":[{"subItemID":9223372036854775807}]}"#,
    );
    let order = client.send(order::Get::new(WebSite::Alibaba1688).order_id("1")).await.unwrap();
    let base = order.base_info.unwrap();
    assert_eq!(base.id, Some("3305075341149134261".into()));
    assert_eq!(base.id_of_str, Some("12".into()));
    assert_eq!(base.total_amount.unwrap().to_fen(), Ok(Fen(1210)));
    assert_eq!(order.product_items.unwrap()[0].sub_item_id, Some("9223372036854775807".into()));
}

#[wasm_bindgen_test]
async fn a_request_is_sent_as_declared() {
    let (client, calls) = answering(r#"{"refundId":"TQ3305075341149134261"}"#);
    let created = client.send(application()).await.unwrap();
    assert_eq!(created.refund_id, Some("TQ3305075341149134261".into()));
    let call = calls.get(0);
    assert_eq!(member(&call, "0"), "https://api.pandapon.com/alibaba/refund/detail/create");
    assert_eq!(member(&call, "1.method"), "POST");
    assert_eq!(member(&call, "1.redirect"), "manual");
    let body = member(&call, "1.body").as_string().unwrap();
    assert!(
        body.starts_with(r#"{"orderId":3305075341149134261,"disputeRequest":"refund","applyPayment":4200,"#),
        "{body}"
    );
    let headers = member(&call, "1.headers");
    assert_eq!(member(&headers, "access-key"), KEY);
    assert_eq!(member(&headers, "user-id"), "1688000000001");
    let length = |name| member(&headers, name).unchecked_into::<JsString>().length();
    assert_eq!([length("timestamp"), length("nonce-str"), length("signature")], [10, 32, 32]);
}

#[wasm_bindgen_test]
async fn a_read_is_retried_with_a_new_signature() {
    let busy = r#"return new Response("busy", { status: 503, headers: { "Retry-After": "0" } })"#;
    let (client, calls) = client(busy, settings());
    let Err(Error::Api(error)) = client.send(get()).await else { panic!("it should fail") };
    assert_eq!(error.status, 503);
    assert_eq!(calls.length(), 3);
    let nonces: Vec<_> = calls.iter().map(|call| member(&call, "1.headers.nonce-str").as_string()).collect();
    assert!(nonces[0] != nonces[1] && nonces[1] != nonces[2] && nonces[0] != nonces[2]);
}

#[wasm_bindgen_test]
async fn a_refund_is_applied_for_once_whatever_fetch_does() {
    let failures = [
        "throw new Error('boom')",
        "return Promise.reject(new Error('boom'))",
        "return Promise.reject()",
        "return undefined",
        "return {}",
        "return { status: 200, text: () => Promise.reject(new Error('cut')) }",
        // A fetch that repeats by itself may have sent an earlier one.
        "return Promise.reject(Object.assign(new Error('x'), { cause: { code: 'ECONNREFUSED' } }))",
    ];
    for javascript in failures {
        let (client, calls) = client(javascript, settings());
        let error = client.send(application()).await.unwrap_err();
        assert!(matches!(error, Error::Connection { .. }), "{javascript}: {error}");
        assert!(error.sent(), "{javascript}");
        assert_eq!(calls.length(), 1, "{javascript}");
    }
}

#[wasm_bindgen_test]
async fn a_response_that_is_not_json_is_an_error() {
    for body in ["", "<html></html>", r#"{"code":200,"data":{"#] {
        let (client, _) = client(&format!("return new Response({body:?})"), settings());
        let error = client.send(application()).await.unwrap_err();
        assert!(matches!(error, Error::Decode { status: 200, .. }), "{error}");
    }
}

#[wasm_bindgen_test]
async fn no_response_is_a_timeout_and_aborts_fetch() {
    let settings = Settings { timeout: Duration::from_millis(20), ..settings() };
    let (client, calls) = client("return new Promise(() => {})", settings);
    let error = client.send(application()).await.unwrap_err();
    assert!(matches!(error, Error::Timeout { milliseconds: 20, .. }), "{error}");
    assert_eq!(error.endpoint(), Some("alibaba.refund.create"));
    assert_eq!(member(&calls.get(0), "1.signal.aborted"), true);
}

#[wasm_bindgen_test]
async fn a_dropped_call_aborts_its_fetch() {
    let (client, calls) = client("return new Promise(() => {})", settings());
    let mut call = Box::pin(client.send(application()));
    assert!(call.as_mut().now_or_never().is_none());
    assert_eq!(member(&calls.get(0), "1.signal.aborted"), false);
    drop(call);
    assert_eq!(member(&calls.get(0), "1.signal.aborted"), true);
}

/// Creates a fetch to a sandbox.
fn fetch_of(sandbox: &Rc<RefCell<Sandbox>>) -> Fetch {
    let sandbox = Rc::clone(sandbox);
    let answer = move |url: String, init: JsValue| {
        let headers = Object::entries(member(&init, "headers").unchecked_ref());
        let text = |value: JsValue| value.as_string().unwrap();
        let headers: Vec<_> =
            headers.iter().map(|pair| (text(member(&pair, "0")), text(member(&pair, "1")))).collect();
        let (method, body) = (text(member(&init, "method")), member(&init, "body").as_string());
        let incoming = HttpRequest { method: &method, url: &url, headers: &headers, body: body.as_deref() };
        let answer = sandbox.borrow_mut().handle(&incoming, js_sys::Date::now() as u64);
        let (response, text) = (Object::new(), String::from_utf8(answer.body).unwrap());
        let read = Function::new_no_args("return this.body");
        for (name, value) in [("status", answer.status.into()), ("body", text.into()), ("text", read.into())]
        {
            Reflect::set(&response, &name.into(), &value).unwrap();
        }
        JsValue::from(response)
    };
    let answer = Closure::<dyn FnMut(String, JsValue) -> JsValue>::new(answer);
    Fetch::with(answer.into_js_value().unchecked_into())
}

#[wasm_bindgen_test]
async fn an_order_is_created_and_refunded_in_the_sandbox() {
    let sandbox = Rc::new(RefCell::new(Sandbox::new(1)));
    let keys = sandbox.borrow().credentials().clone();
    let credentials = Credentials::new(&keys.access_key, &keys.access_secret).unwrap();
    let routes = Routes::new(Sandbox::routes()).unwrap();
    let headers = Headers::new(vec![("x-trace".to_owned(), "1".to_owned())]).unwrap();
    let settings = Settings { routes, headers, ..Settings::new(&keys.user_id) };
    let client = Client::new(fetch_of(&sandbox), credentials, settings).unwrap();

    let search = product::SearchByKeyword::new().keyword("suitcase");
    let offer_id = client.send(search).await.unwrap().data.unwrap()[0].offer_id.clone().unwrap();
    let get = product::Get::new().offer_id(offer_id.clone());
    let spec_id = client.send(get).await.unwrap().product_sku_infos.unwrap()[0].spec_id.clone().unwrap();
    let address = DeliveryAddress::new("王先生", "13800000000", "", "杭州市", "浙江省", "", "网商路699号");
    let line = order::CargoLine::new(offer_id, spec_id, 1.0);
    let created = client.send(order::Create::new(Flow::General, address, [line])).await.unwrap();
    let order_id = created.order_id.unwrap();
    assert_eq!(order_id.as_str().len(), 19);
    client.send(order::PayUrl::new().order_id(order_id.clone())).await.unwrap();

    let get = order::Get::new(WebSite::Alibaba1688).order_id(order_id.clone());
    let item = client.send(get).await.unwrap().product_items.unwrap()[0].clone();
    let application = application()
        .order_id(order_id.as_str())
        .order_entry_ids([item.sub_item_id.unwrap()])
        .apply_payment(item.item_amount.unwrap().to_fen().unwrap());
    let refund_id = client.send(application).await.unwrap().refund_id.unwrap();
    sandbox.borrow_mut().seller_agrees(refund_id.as_str(), js_sys::Date::now() as u64).unwrap();
    let refund = client.send(refund::Get::new().refund_id(refund_id)).await.unwrap();
    assert_eq!(refund.status, Some(refund::RefundStatus::RefundSuccess));
    assert_eq!(refund.order_id.unwrap().as_str(), order_id.as_str());
}

/// Creates a fetch that returns this endless stream, and records that it was cancelled.
const ENDLESS: &str = "const stream = new ReadableStream({
    pull(controller) { controller.enqueue(new Uint8Array(1000).fill(32)); },
    cancel() { calls.push('cancelled'); },
}); return new Response(stream)";

#[wasm_bindgen_test]
async fn an_endless_response_is_abandoned() {
    let settings = Settings { max_response_bytes: 10_000, ..settings() };
    let (client, calls) = client(ENDLESS, settings);
    let error = client.send(application()).await.unwrap_err();
    assert!(matches!(error, Error::Decode { .. }) && error.sent(), "{error}");
    assert!(error.to_string().contains("max_response_bytes"), "{error}");
    assert_eq!(calls.length(), 2);
    assert_eq!(calls.get(1), "cancelled");
}

#[wasm_bindgen_test]
async fn a_response_that_is_always_ready_and_never_ends_is_a_timeout() {
    let settings = Settings { timeout: Duration::from_millis(20), ..settings() };
    let endless = "const read = async () => ({ done: false, value: new Uint8Array(0) });
        const cancel = async () => void calls.push('cancelled');
        return { status: 200, headers: {}, body: { getReader: () => ({ read, cancel }) } }";
    let (client, calls) = client(endless, settings);
    let error = client.send(application()).await.unwrap_err();
    assert!(matches!(error, Error::Timeout { .. }), "{error}");
    assert_eq!(calls.get(1), "cancelled");
}

#[wasm_bindgen_test]
async fn a_response_that_is_too_large_is_refused_in_any_form() {
    let body = format!(r#"{{"code":200,"data":{{"refundId":"{}"}}}}"#, "x".repeat(2_000));
    for javascript in [
        format!("return new Response({body:?})"),
        format!("return {{ status: 200, text: async () => {body:?} }}"),
        format!("return {{ status: 200, arrayBuffer: async () => new TextEncoder().encode({body:?}) }}"),
    ] {
        for (max_response_bytes, fits) in [(1_000, false), (10_000, true)] {
            let (client, calls) = client(&javascript, Settings { max_response_bytes, ..settings() });
            assert_eq!(client.send(get()).await.is_ok(), fits, "{javascript}");
            assert_eq!(calls.length(), 1, "it is not requested again");
        }
    }
}

#[wasm_bindgen_test]
async fn a_once_call_requests_its_own_connection() {
    let answer = r#"return new Response('{"code":200,"data":{"refundId":"TQ1"}}')"#;
    let (client, calls) = client(answer, settings());
    client.send(application()).await.unwrap();
    client.send(get()).await.unwrap();
    assert_eq!(member(&calls.get(0), "1.keepalive"), false);
    assert_eq!(member(&calls.get(1), "1.keepalive"), JsValue::UNDEFINED);
}

#[wasm_bindgen_test]
async fn the_global_fetch_gets_the_same_option_and_in_deno_a_client() {
    let calls = Array::new();
    let replace = Function::new_with_args(
        "calls",
        r#"const { fetch, Deno } = globalThis;
           globalThis.Deno = { createHttpClient: (options) => options };
           globalThis.fetch = async (...args) => {
               calls.push(args);
               return new Response('{"code":200,"data":{"refundId":"TQ1"}}');
           };
           return () => Object.assign(globalThis, { fetch, Deno });"#,
    );
    let restore: Function = replace.call1(&JsValue::NULL, &calls).unwrap().unchecked_into();
    let credentials = Credentials::new(KEY, SECRET).unwrap();
    let client = Client::new(Fetch::default(), credentials, settings()).unwrap();
    let (once, read) = (client.send(application()).await, client.send(get()).await);
    restore.call0(&JsValue::NULL).unwrap();
    assert!(once.is_ok() && read.is_ok());
    assert_eq!(member(&calls.get(0), "0.method"), "POST");
    assert_eq!(member(&calls.get(0), "1.keepalive"), false);
    assert_eq!(member(&calls.get(1), "1.keepalive"), JsValue::UNDEFINED);
    // Deno keeps no connection, and repeats requests over HTTP/2.
    assert_eq!(member(&calls.get(0), "1.client.poolMaxIdlePerHost"), 0);
    assert_eq!(member(&calls.get(0), "1.client.http2"), false);
    assert_eq!(member(&calls.get(1), "1.client"), JsValue::UNDEFINED);
    // Both calls have ended.
    assert_eq!(member(&calls.get(0), "1.signal.aborted"), true);
    assert_eq!(member(&calls.get(1), "1.signal.aborted"), true);
}
