//! A server on axum: orders goods, and follows its orders by push messages.
//!
//!     SHOP_TOKEN=… PANDAPON_ACCESS_KEY=… PANDAPON_ACCESS_SECRET=… PANDAPON_USER_ID=… PANDAPON_BASE_URL=… \
//!         cargo run --example axum --features reqwest
//!
//! `npx pandapon sandbox --callback http://localhost:3000/push` prints values for a sandbox that buys nothing, and posts messages.
//!
//!     curl -H "authorization: Bearer $SHOP_TOKEN" --json '{"offerId": "…", "specId": "…", "quantity": 6}' \
//!       http://localhost:3000/orders

use std::collections::HashMap;
use std::env;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{SystemTime, UNIX_EPOCH};

use axum::body::{to_bytes, Body};
use axum::extract::{Path, State};
use axum::http::header::{ALLOW, AUTHORIZATION};
use axum::http::{HeaderMap, Method, StatusCode};
use axum::response::{IntoResponse, Response};
use axum::routing::{any, get, post};
use axum::{Json, Router};
use pandapon::api::alibaba::order::{CargoLine, Create, DeliveryAddress, Flow, Get, WebSite};
use pandapon::client::reqwest::Reqwest;
use pandapon::event::{Keys, Message, Payload, Post, Received, Receiver, Refusal, Verdict};
use pandapon::{CallOptions, Client, Credentials, Error, Id, Settings};

/// What all requests share. In production, keys and orders are tables of your database.
pub struct Shop {
    /// Calls the platform.
    pub client: Client<Reqwest>,
    /// The rules of push messages.
    pub receiver: Receiver,
    /// The keys of those that came.
    pub keys: Mutex<Keys>,
    /// The status of each order, by its id.
    pub orders: Mutex<HashMap<String, String>>,
    /// Who knows it may order. In production, check the session of your customer.
    pub token: String,
}

#[tokio::main]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    let variable = |name: &str| env::var(name).map_err(|_| format!("{name} is not set"));
    let credentials =
        Credentials::new(variable("PANDAPON_ACCESS_KEY")?, variable("PANDAPON_ACCESS_SECRET")?)?;
    let settings =
        Settings { base_url: variable("PANDAPON_BASE_URL")?, ..Settings::new(variable("PANDAPON_USER_ID")?) };
    let client = Client::new(Reqwest::new()?, credentials.clone(), settings)?;
    // On this machine only: a server that terminates TLS is in front.
    let listener = tokio::net::TcpListener::bind("127.0.0.1:3000").await?;
    axum::serve(listener, router(shop(client, credentials, variable("SHOP_TOKEN")?))).await?;
    Ok(())
}

/// Makes the state of a server.
pub fn shop(client: Client<Reqwest>, credentials: Credentials, token: String) -> Arc<Shop> {
    let receiver = Receiver::new(credentials);
    let keys = Mutex::new(receiver.keys());
    Arc::new(Shop { client, receiver, keys, orders: Mutex::default(), token })
}

/// Returns the routes of the server.
pub fn router(shop: Arc<Shop>) -> Router {
    Router::new()
        .route("/push", any(push))
        .route("/orders", post(order))
        .route("/orders/{id}", get(status))
        .with_state(shop)
}

/// Receives push messages. `any`, and the body as it came: the receiver decides what is accepted, by the raw bytes.
async fn push(State(shop): State<Arc<Shop>>, method: Method, headers: HeaderMap, body: Body) -> Response {
    let authorization = headers.get(AUTHORIZATION).map(|value| value.to_str().unwrap_or_default());
    let Ok(body) = to_bytes(body, shop.receiver.max_bytes_for(authorization)).await else {
        return StatusCode::PAYLOAD_TOO_LARGE.into_response();
    };
    let request = Post { method: method.as_str(), authorization, body: &body };
    let verdict = shop.receiver.receive(request, now(), &mut lock(&shop.keys));
    let status = StatusCode::from_u16(verdict.status()).unwrap_or_default();
    match verdict {
        // The platform waits for a second: work goes on after the answer.
        Verdict::New(message) => drop(tokio::spawn(work(shop, message))),
        Verdict::Refuse(refusal) => {
            eprintln!("{refusal}");
            if refusal == Refusal::Method {
                return (status, [(ALLOW, "POST")]).into_response();
            }
        }
        _ => {}
    }
    status.into_response()
}

/// Works on a message. One that fails is forgotten, so that it is new when it comes again by another way.
async fn work(shop: Arc<Shop>, message: Message) {
    let Message { received: Received::Event(event), key } = message else {
        return eprintln!("not a message: {:?}", message.received);
    };
    let Payload::OrderChange(change) = event.payload() else { return };
    let Some(id) = change.order_id else { return };
    if let Err(error) = refresh(&shop, id).await {
        eprintln!("{key}: {error}");
        lock(&shop.keys).remove(&key);
    }
}

/// Reads an order again: messages may come late, in any order, and hardly any has amounts.
async fn refresh(shop: &Shop, id: Id) -> Result<(), Error> {
    let order = shop.client.send(Get::new(WebSite::Alibaba1688).order_id(&id)).await?;
    if let Some(status) = order.base_info.and_then(|base| base.status) {
        lock(&shop.orders).insert(id.to_string(), status.as_str().to_owned());
    }
    Ok(())
}

/// What a request may say: the goods, and how many. The sender must not choose the address.
#[derive(serde::Deserialize)]
#[serde(rename_all = "camelCase")]
struct Goods {
    offer_id: Id,
    spec_id: String,
    quantity: u16,
}

async fn order(
    State(shop): State<Arc<Shop>>,
    headers: HeaderMap,
    Json(goods): Json<Goods>,
) -> Result<(StatusCode, String), (StatusCode, String)> {
    let refused = |status: StatusCode, why: &str| Err((status, why.to_owned()));
    let token = headers.get(AUTHORIZATION).and_then(|value| value.to_str().ok()?.strip_prefix("Bearer "));
    if !token.is_some_and(|token| is_same(token, &shop.token)) {
        return refused(StatusCode::UNAUTHORIZED, "log in first");
    }
    let line = CargoLine::new(goods.offer_id, goods.spec_id, f64::from(goods.quantity));
    let create = Create::new(Flow::General, warehouse(), [line]);
    // A task of its own: axum drops this handler when the visitor leaves, and the order must still be booked.
    let call = shop.client.send_detached(create, CallOptions::default());
    let task = tokio::spawn(async move {
        let outcome = call.await;
        if let Ok(Some(id)) = outcome.as_ref().map(|reply| reply.data.order_id.as_ref()) {
            lock(&shop.orders).entry(id.to_string()).or_insert_with(|| "waitbuyerpay".to_owned());
        }
        outcome
    });
    match task.await {
        Ok(Ok(reply)) => {
            let id = reply.data.order_id.map(|id| id.to_string()).unwrap_or_default();
            Ok((StatusCode::CREATED, id))
        }
        Ok(Err(error)) if error.is_unknown_outcome() => {
            refused(StatusCode::ACCEPTED, "in doubt: look for the order before you order again")
        }
        Ok(Err(error)) => refused(StatusCode::UNPROCESSABLE_ENTITY, &error.to_string()),
        Err(_) => refused(StatusCode::INTERNAL_SERVER_ERROR, "in doubt: look for the order"),
    }
}

async fn status(State(shop): State<Arc<Shop>>, Path(id): Path<String>) -> Result<String, StatusCode> {
    lock(&shop.orders).get(&id).cloned().ok_or(StatusCode::NOT_FOUND)
}

fn warehouse() -> DeliveryAddress {
    DeliveryAddress::new("王先生", "13800000000", "", "杭州市", "浙江省", "长河镇", "网商路699号")
        .post_code("310052")
        .area_text("滨江区")
}

/// Compares in constant time.
fn is_same(one: &str, other: &str) -> bool {
    one.len() == other.len()
        && one.bytes().zip(other.bytes()).fold(0, |sum, (one, other)| sum | (one ^ other)) == 0
}

fn now() -> u64 {
    let since = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
    u64::try_from(since.as_millis()).unwrap_or(u64::MAX)
}

/// A value behind a lock, whatever a thread that held it did.
pub fn lock<T>(value: &Mutex<T>) -> std::sync::MutexGuard<'_, T> {
    value.lock().unwrap_or_else(PoisonError::into_inner)
}
