//! The example on axum, over real HTTP: push messages that this crate signs, and orders to the sandbox.

use std::sync::Arc;
use std::time::Duration;

use pandapon::api::alibaba::{order, product};
use pandapon::client::reqwest::Reqwest;
use pandapon::event::{generate, Event, Platform, Push, Topic};
use pandapon::{Client, Credentials, Id};
use reqwest::{Response, StatusCode};
use serde_json::{json, Value};

use crate::axum_example::{lock, router, shop, Shop};
use crate::server::Answer;
use crate::{shopper, SECRET};

/// The example as a server, its state, and the credentials of its push messages.
struct Server {
    url: String,
    shop: Arc<Shop>,
    credentials: Credentials,
    http: reqwest::Client,
}

async fn serve(client: Client<Reqwest>) -> Server {
    let credentials = Credentials::new("0123456789abcdef0123456789abcdef", SECRET).unwrap();
    let shop = shop(client, credentials.clone(), "the token".to_owned());
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("http://{}", listener.local_addr().unwrap());
    let app = router(Arc::clone(&shop));
    tokio::spawn(async move { axum::serve(listener, app).await });
    Server { url, shop, credentials, http: reqwest::Client::new() }
}

impl Server {
    /// Posts a push message, as the platform does.
    async fn push(&self, push: &Push) -> StatusCode {
        let request =
            self.http.post(format!("{}/push", self.url)).header("authorization", &push.authorization);
        request.body(push.body.clone()).send().await.unwrap().status()
    }

    fn paid(&self, order: &Id) -> Push {
        let now = std::time::UNIX_EPOCH.elapsed().unwrap().as_millis() as u64;
        let body = json!({ "orderId": order.to_i64(), "currentStatus": "waitsellersend" });
        generate(&Event::new(Platform::Alibaba, &Topic::Paid, body, now), &self.credentials).unwrap()
    }

    async fn order(&self, token: &str, goods: &Value) -> Response {
        let request = self.http.post(format!("{}/orders", self.url)).bearer_auth(token);
        let request = request.header("content-type", "application/json").body(goods.to_string());
        request.send().await.unwrap()
    }

    /// Returns the goods to order: the first of a search.
    async fn goods(&self) -> Value {
        let client = &self.shop.client;
        let found = client.send(product::SearchByKeyword::new().keyword("mug")).await.unwrap();
        let offer_id = found.data.unwrap()[0].offer_id.clone().unwrap();
        let product = client.send(product::Get::new().offer_id(&offer_id)).await.unwrap();
        let spec_id = product.product_sku_infos.unwrap()[0].spec_id.clone();
        let quantity = product.min_order_quantity.unwrap_or(1);
        json!({ "offerId": offer_id, "specId": spec_id, "quantity": quantity })
    }

    /// Waits until the state of the order is this.
    async fn until(&self, order: &Id, status: &str) {
        for _ in 0..200 {
            if lock(&self.shop.orders).get(order.as_str()).is_some_and(|known| known == status) {
                return;
            }
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
        panic!("{:?} is not {status}", lock(&self.shop.orders));
    }
}

#[tokio::test]
async fn an_order_is_made_and_followed_by_a_push_message() {
    let server = serve(shopper().await).await;
    let goods = server.goods().await;
    assert_eq!(server.order("another token", &goods).await.status(), StatusCode::UNAUTHORIZED);
    let response = server.order("the token", &goods).await;
    assert_eq!(response.status(), StatusCode::CREATED);
    let id: Id = response.text().await.unwrap().parse().unwrap();
    server.until(&id, "waitbuyerpay").await;
    server.shop.client.send(order::PayUrl::new().order_id(&id)).await.unwrap();
    let push = server.paid(&id);
    assert_eq!(server.push(&push).await, StatusCode::OK);
    server.until(&id, "waitsellersend").await;
    // A repetition is answered, and not worked on: its order would be read again.
    lock(&server.shop.orders).clear();
    assert_eq!(server.push(&push).await, StatusCode::OK);
    tokio::time::sleep(Duration::from_millis(100)).await;
    assert!(lock(&server.shop.orders).is_empty());
}

#[tokio::test]
async fn what_is_not_a_push_message_is_refused_by_its_status() {
    let server = serve(shopper().await).await;
    let genuine = server.paid(&Id::from(1));
    let forged = Push { body: genuine.body.replace("waitsellersend", "success"), ..genuine.clone() };
    let malformed = Push { authorization: "x".to_owned(), ..genuine.clone() };
    let large = Push { body: " ".repeat(1_048_577), ..genuine };
    for (push, status) in [
        (forged, StatusCode::UNAUTHORIZED),
        (malformed, StatusCode::UNAUTHORIZED),
        (large, StatusCode::PAYLOAD_TOO_LARGE),
    ] {
        assert_eq!(server.push(&push).await, status);
    }
    let get = server.http.get(format!("{}/push", server.url)).send().await.unwrap();
    assert_eq!(
        (get.status(), get.headers()["allow"].to_str().unwrap()),
        (StatusCode::METHOD_NOT_ALLOWED, "POST")
    );
    let probe = server.http.post(format!("{}/push", server.url)).body("{}").send().await.unwrap();
    assert_eq!(probe.status(), StatusCode::OK);
}

#[tokio::test(flavor = "multi_thread")]
async fn an_order_is_booked_even_if_the_visitor_leaves() {
    let vendor = crate::server::Server::answering(|_| {
        std::thread::sleep(Duration::from_millis(300));
        Answer::json(200, r#"{"code":200,"data":{"orderId":"3305075341149134261"}}"#)
    })
    .await;
    let server = serve(crate::client(&vendor.url)).await;
    let goods = json!({ "offerId": "1", "specId": "s", "quantity": 2 });
    let visitor = tokio::time::timeout(Duration::from_millis(100), server.order("the token", &goods));
    assert!(visitor.await.is_err(), "the order should be on its way");
    server.until(&Id::from(3_305_075_341_149_134_261), "waitbuyerpay").await;
    assert_eq!(vendor.requests().len(), 1);
}
