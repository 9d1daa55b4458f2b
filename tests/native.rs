//! The transport for native programs, over a real network: servers on this machine, the sandbox among them.
#![cfg(all(feature = "reqwest", not(target_arch = "wasm32")))]
#![allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing, reason = "a test fails by panicking")]

#[path = "native/axum.rs"]
mod axum;
#[path = "../examples/axum/main.rs"]
#[expect(dead_code, reason = "its main reads the environment; the tests hand in a client")]
mod axum_example;
#[path = "native/connections.rs"]
mod connections;
#[path = "../examples/tokio/main.rs"]
#[expect(dead_code, reason = "its main reads the environment; the tests hand in a client")]
mod example;
#[path = "native/raw.rs"]
mod raw;
#[path = "native/server.rs"]
mod server;

use std::time::Duration;

use pandapon::api::alibaba::{order, product, refund};
use pandapon::api::logistics;
use pandapon::call::route::Routes;
use pandapon::client::reqwest::Reqwest;
use pandapon::client::{CallOptions, Client, Settings};
use pandapon::credentials::Credentials;
use pandapon::endpoint::Endpoint;
use pandapon::error::Error;
use pandapon::scalar::Fen;
use pandapon::schema::Allow;
use pandapon_sandbox::Sandbox;
use server::{Answer, Server};

const SECRET: &str = "fedcba9876543210fedcba9876543210";

fn client(base_url: &str) -> Client<Reqwest> {
    with(Reqwest::new().unwrap(), Settings { base_url: base_url.to_owned(), ..settings() })
}

fn with(transport: Reqwest, settings: Settings) -> Client<Reqwest> {
    let credentials = Credentials::new("0123456789abcdef0123456789abcdef", SECRET).unwrap();
    Client::new(transport, credentials, settings).unwrap()
}

fn settings() -> Settings {
    Settings { max_retries: 1, ..Settings::new("1688000000001") }
}

/// A read, which may be repeated.
fn read() -> refund::Get {
    refund::Get::new().refund_id("TQ1")
}

/// An application for a refund, which is sent once.
fn apply() -> refund::Create {
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

/// Creates a client for a sandbox behind a server.
async fn shopper() -> Client<Reqwest> {
    let sandbox = Sandbox::new(1);
    let keys = sandbox.credentials().clone();
    let server = Server::of_sandbox(sandbox).await;
    let credentials = Credentials::new(&keys.access_key, &keys.access_secret).unwrap();
    let routes = Routes::new(Sandbox::routes()).unwrap();
    let settings = Settings { base_url: server.url, routes, ..Settings::new(&keys.user_id) };
    Client::new(Reqwest::new().unwrap(), credentials, settings).unwrap()
}

#[tokio::test]
async fn the_sandbox_is_reached_over_a_network() {
    let client = shopper().await;
    let search = product::SearchByKeyword::new().keyword("mug");
    let found = client.send(search).await.unwrap().data.unwrap();
    let offer_id = found[0].offer_id.clone().unwrap();
    let product = client.send(product::Get::new().offer_id(offer_id.clone())).await.unwrap();
    assert_eq!(product.offer_id, Some(offer_id));

    let unknown = order::PayUrl::new().order_id("3305075341149134261");
    assert!(matches!(client.send(unknown).await, Err(Error::Api(_))));
}

#[tokio::test]
async fn the_example_orders_and_lists_its_order() {
    let client = shopper().await;
    let lines = example::run(&client, "mug").await.unwrap();
    let id = lines[0].strip_prefix("ordered: ").unwrap();
    assert_eq!(id.len(), 19);
    assert!(lines[1].starts_with(id) && lines[1].ends_with("waitbuyerpay"), "{lines:?}");
    assert_eq!(example::run(&client, "mug").await.unwrap().len(), 3);
}

#[tokio::test(flavor = "multi_thread")]
async fn calls_run_on_any_thread() {
    let server = Server::answering(|_| Answer::json(200, r#"{"code":200,"data":{"refundId":"TQ1"}}"#)).await;
    let client = client(&server.url);
    let calls: Vec<_> = (0..20)
        .map(|_| {
            let client = client.clone();
            tokio::spawn(async move { client.send(read()).await })
        })
        .collect();
    for call in calls {
        assert_eq!(call.await.unwrap().unwrap().refund_id, Some("TQ1".into()));
    }
    assert_eq!(server.requests().len(), 20);
}

#[tokio::test]
async fn without_a_listener_nothing_is_sent() {
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("http://{}", listener.local_addr().unwrap());
    drop(listener);
    let error = client(&url).send(apply()).await.unwrap_err();
    assert!(matches!(error, Error::Connection { .. }), "{error}");
    assert!(!error.sent());
}

#[tokio::test]
async fn a_failed_handshake_sends_nothing() {
    let server = Server::answering(|_| Answer::json(200, "{}")).await;
    let error = client(&server.url.replace("http:", "https:")).send(apply()).await.unwrap_err();
    assert!(matches!(error, Error::Connection { .. }), "{error}");
    assert!(!error.sent());
    assert!(server.requests().is_empty());
}

#[tokio::test]
async fn a_lost_response_repeats_a_read_but_not_an_application() {
    let server = Server::answering(|_| Answer::Close).await;
    let client = client(&server.url);
    let error = client.send(apply()).await.unwrap_err();
    assert!(matches!(error, Error::Connection { .. }) && error.sent(), "{error}");
    assert_eq!(server.requests().len(), 1);

    let error = client.send(read()).await.unwrap_err();
    assert!(error.sent());
    assert_eq!(server.requests().len(), 1 + 2);
}

#[tokio::test]
async fn an_incomplete_response_counts_as_lost() {
    let server = Server::answering(|_| Answer::CutOff).await;
    let error = client(&server.url).send(apply()).await.unwrap_err();
    assert!(matches!(error, Error::Connection { .. }) && error.sent(), "{error}");
}

#[tokio::test]
async fn time_runs_out() {
    let server = Server::answering(|_| Answer::Silence).await;
    let settings =
        Settings { timeout: Duration::from_millis(200), base_url: server.url.clone(), ..settings() };
    let error = with(Reqwest::new().unwrap(), settings).send(apply()).await.unwrap_err();
    assert!(matches!(error, Error::Timeout { milliseconds: 200, .. }) && error.sent(), "{error}");
    assert_eq!(server.requests().len(), 1);
}

#[tokio::test]
async fn requests_say_which_program_they_come_from_unless_it_says_so_itself() {
    let server = Server::answering(|received| {
        let agent = received.header("user-agent").unwrap_or_default();
        Answer::json(200, &format!(r#"{{"code":200,"data":{{"refundId":"{agent}"}}}}"#))
    })
    .await;
    let agent = concat!("pandapon-rust/", env!("CARGO_PKG_VERSION"));
    assert_eq!(client(&server.url).send(read()).await.unwrap().refund_id, Some(agent.into()));
    let own = Reqwest::from_fn(|| Reqwest::builder().user_agent("our shop")).unwrap();
    let own = with(own, Settings { base_url: server.url.clone(), ..settings() });
    assert_eq!(own.send(read()).await.unwrap().refund_id, Some("our shop".into()));
}

#[tokio::test]
async fn the_error_of_reqwest_is_the_source_without_the_address() {
    let server = Server::answering(|_| Answer::Close).await;
    let error = client(&server.url).send(apply()).await.unwrap_err();
    let Error::Connection { source: Some(cause), .. } = &error else { panic!("{error}") };
    let cause: &reqwest::Error = cause.get().downcast_ref().unwrap();
    assert!(cause.url().is_none());
}

#[tokio::test]
async fn redirects_are_not_followed_whatever_the_builder_says() {
    let elsewhere = Server::answering(|_| Answer::json(200, r#"{"code":200,"data":{}}"#)).await;
    let target = elsewhere.url.clone();
    let server = Server::answering(move |_| Answer::Redirect(target.clone())).await;
    let builder = reqwest::Client::builder().redirect(reqwest::redirect::Policy::limited(5));
    let transport = Reqwest::with(builder).unwrap();
    let client = with(transport, Settings { base_url: server.url.clone(), ..settings() });
    assert!(client.send(apply()).await.is_err());
    assert!(elsewhere.requests().is_empty());
    assert_eq!(server.requests().len(), 1);
}

#[tokio::test]
async fn no_error_contains_the_secret_or_a_signature() {
    let server = Server::answering(|_| Answer::Close).await;
    let client = client(&server.url);
    // These endpoints have the signature in the query, and so in the URL.
    let options = CallOptions { allow: Some(Allow::UNLIKELY), ..CallOptions::default() };
    let call = client.call(logistics::Book::DESCRIPTOR, serde_json::json!({}), &options);
    let error = call.await.unwrap_err();
    let said = format!("{error} {error:?} {client:?}");
    let sent = server.requests();
    let query = sent[0].split_once("sign=").map(|(_, query)| query.to_owned()).unwrap_or_default();
    let signature = query.split('&').next().unwrap_or_default();
    assert_eq!(signature.len(), 32);
    assert!(!said.contains(signature) && !said.contains(SECRET), "{said}");
}
