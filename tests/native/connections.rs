//! Calls that must be sent once, over connections that end at the worst moment.

use std::time::Duration;

use pandapon::api::alibaba::order;
use pandapon::api::taobao;
use pandapon::client::reqwest::Reqwest;
use pandapon::client::{CallOptions, Client, OnDropped, Settings};
use pandapon::endpoint::{Descriptor, Endpoint, Safety};
use pandapon::error::Error;
use serde_json::{json, Value};
use tokio::net::TcpListener;

use crate::raw::{Act, RawServer};
use crate::{apply, read, settings, with};

/// Calls that are sent once: a POST, and two GETs.
fn once_calls() -> [(&'static Descriptor, Value); 3] {
    let application = serde_json::to_value(apply()).unwrap();
    let calls = [
        (pandapon::api::alibaba::refund::Create::DESCRIPTOR, application),
        (order::PayUrl::DESCRIPTOR, json!({ "orderId": "1" })),
        (taobao::refund::Cancel::DESCRIPTOR, json!({ "refundId": "1" })),
    ];
    assert!(calls.iter().all(|(endpoint, _)| endpoint.safety == Safety::Once));
    calls
}

const READ: &str = "/alibaba/refund/info";

/// Clients with each way to create a transport.
fn clients(url: &str) -> Vec<Client<Reqwest>> {
    let transports = [
        Reqwest::new().unwrap(),
        Reqwest::with(Reqwest::builder()).unwrap(),
        Reqwest::with(reqwest::Client::builder()).unwrap(),
        Reqwest::from_fn(|| Reqwest::builder().user_agent("shop")).unwrap(),
    ];
    let settings = Settings { base_url: url.to_owned(), ..settings() };
    transports.into_iter().map(|transport| with(transport, settings.clone())).collect()
}

#[tokio::test]
async fn a_once_call_has_its_own_connection() {
    // The second request on a connection is received but gets no response.
    let server = RawServer::new(|arrival| if arrival.nth == 0 { Act::Answer } else { Act::Close }).await;
    for client in clients(&server.url) {
        for (endpoint, members) in once_calls() {
            client.send(read()).await.unwrap();
            let before = server.arrivals().len();
            client.call(endpoint, members, &CallOptions::default()).await.unwrap();
            let arrivals = server.arrivals().split_off(before);
            assert_eq!(arrivals.len(), 1, "{arrivals:?}");
            assert_eq!(arrivals[0].nth, 0, "{arrivals:?}");
            // A read may use a kept connection, and is retried.
            client.send(read()).await.unwrap();
        }
    }
}

#[tokio::test]
async fn a_once_call_arrives_once_however_its_connection_ends() {
    for act in [Act::Close, Act::Reset, Act::HalfAnswer] {
        let server =
            RawServer::new(move |arrival| if arrival.path == READ { Act::Answer } else { act }).await;
        for client in clients(&server.url) {
            for (endpoint, members) in once_calls() {
                client.send(read()).await.unwrap();
                let path = endpoint.path.unwrap().split('{').next().unwrap();
                let before = server.arrivals_at(path).len();
                let error = client.call(endpoint, members, &CallOptions::default()).await.unwrap_err();
                assert!(matches!(error, Error::Connection { .. }) && error.sent(), "{act:?}: {error}");
                assert_eq!(server.arrivals_at(path).len(), before + 1, "{act:?} {path}");
            }
        }
    }
}

#[tokio::test]
async fn a_connection_that_was_just_closed_fails_no_call() {
    let server = RawServer::new(|_| Act::AnswerAndClose).await;
    for client in clients(&server.url) {
        for _ in 0..10 {
            for (endpoint, members) in once_calls() {
                let before = server.arrivals_at(endpoint.path.unwrap().split('{').next().unwrap()).len();
                client.send(read()).await.unwrap();
                client.call(endpoint, members, &CallOptions::default()).await.unwrap();
                let path = endpoint.path.unwrap().split('{').next().unwrap();
                assert_eq!(server.arrivals_at(path).len(), before + 1);
            }
        }
    }
}

#[tokio::test]
async fn reads_share_a_connection() {
    let server = RawServer::new(|_| Act::Answer).await;
    let client = &clients(&server.url)[0];
    for _ in 0..3 {
        client.send(read()).await.unwrap();
    }
    let connections: Vec<_> = server.arrivals().iter().map(|arrival| arrival.connection).collect();
    assert_eq!(connections, [0, 0, 0]);
}

#[tokio::test]
async fn nothing_is_sent_if_no_connection_is_made_in_time() {
    // A handshake without a response.
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let base_url = format!("https://{}", listener.local_addr().unwrap());
    let builder = || Reqwest::builder().connect_timeout(Duration::from_millis(100));
    for transport in [Reqwest::from_fn(builder).unwrap(), Reqwest::with(builder()).unwrap()] {
        let client = with(transport, Settings { base_url: base_url.clone(), max_retries: 0, ..settings() });
        for error in [
            client.send(read()).await.map(drop).unwrap_err(),
            client.send(apply()).await.map(drop).unwrap_err(),
        ] {
            assert!(matches!(error, Error::Connection { sent: false, .. }), "{error}");
        }
    }
    let builder = format!("{:?}", Reqwest::builder());
    assert!(builder.contains("connect_timeout: 10s"), "{builder}");
}

#[tokio::test]
async fn an_endless_response_is_abandoned() {
    let server = RawServer::new(|_| Act::Endless).await;
    for client in clients(&server.url) {
        let settings = Settings { max_response_bytes: 100_000, ..client.settings().clone() };
        let client = with(client.transport().clone(), settings);
        let before = server.arrivals().len();
        for error in [
            client.send(read()).await.map(drop).unwrap_err(),
            client.send(apply()).await.map(drop).unwrap_err(),
        ] {
            assert!(matches!(error, Error::Decode { .. }) && error.sent(), "{error}");
        }
        assert_eq!(server.arrivals().len(), before + 2, "it is not requested again");
    }
}

#[tokio::test]
async fn a_detached_call_outlives_the_code_that_waits_for_it() {
    let server = RawServer::new(|_| Act::Answer).await;
    let client = &clients(&server.url)[0];
    let (book, booked) = tokio::sync::oneshot::channel();
    let handler = async {
        let call = client.send_detached(apply(), CallOptions::default());
        let task = tokio::spawn(async move { book.send(call.await) });
        task.await
    };
    // The caller drops the call before the first byte is sent.
    assert!(futures_util::FutureExt::now_or_never(handler).is_none());
    let reply = booked.await.unwrap().unwrap();
    assert_eq!(reply.data.refund_id, Some("TQ1".into()));
    assert_eq!(server.arrivals().len(), 1);
}

#[tokio::test]
async fn a_call_that_is_dropped_in_transit_is_reported() {
    let server = RawServer::new(|_| Act::Silence).await;
    let (tell, mut told) = tokio::sync::mpsc::unbounded_channel();
    let on_dropped = OnDropped::new(move |dropped| {
        let _ = tell.send((dropped.call.name.clone(), dropped.sent));
    });
    let settings = Settings { base_url: server.url.clone(), on_dropped: Some(on_dropped), ..settings() };
    let client = with(Reqwest::new().unwrap(), settings);
    let call = tokio::spawn({
        let client = client.clone();
        async move { client.send(apply()).await }
    });
    while server.arrivals().is_empty() {
        tokio::time::sleep(Duration::from_millis(1)).await;
    }
    call.abort();
    assert_eq!(told.recv().await, Some(("alibaba.refund.create".to_owned(), true)));
}
