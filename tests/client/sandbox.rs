//! Typed calls with the sandbox: an order, its refund, and refusals of the vendor.

use std::time::Duration;

use futures_util::FutureExt;
use pandapon::api::alibaba::order::{Create, DeliveryAddress, Flow, PayUrl, WebSite};
use pandapon::api::alibaba::{order, product, refund};
use pandapon::call::request::Request;
use pandapon::call::response::Response;
use pandapon::call::route::Routes;
use pandapon::client::{Client, Failure, Settings, Transport};
use pandapon::credentials::Credentials;
use pandapon::endpoint::Endpoint;
use pandapon::error::Error;
use pandapon::scalar::Fen;
use pandapon_sandbox::{HttpRequest, Sandbox};

use crate::shared::Shared;
use crate::wire::{Entropy, START};

/// A transport to a sandbox. Each request takes a second.
pub struct Shop {
    sandbox: Shared<Sandbox>,
    now: Shared<u64>,
    entropy: Entropy,
}

impl Shop {
    pub fn new(sandbox: Sandbox) -> Self {
        Self { sandbox: Shared::new(sandbox), now: Shared::new(START), entropy: Entropy::new(1) }
    }
}

impl Transport for &Shop {
    async fn send(&self, request: &Request) -> Result<Response, Failure> {
        self.now.set(self.now.get() + 1000);
        let incoming = HttpRequest {
            method: request.method.as_str(),
            url: &request.url,
            headers: request.headers.as_slice(),
            body: request.body.as_deref(),
        };
        Ok(self.sandbox.borrow_mut().handle(&incoming, self.now.get()))
    }

    async fn sleep(&self, _: Duration) {
        std::future::pending().await
    }

    fn now(&self) -> u64 {
        self.now.get()
    }

    fn fill(&self, entropy: &mut [u8]) -> Result<(), Error> {
        self.entropy.fill(entropy);
        Ok(())
    }
}

/// Creates a client.
pub fn client(shop: &Shop) -> Client<&Shop> {
    let keys = shop.sandbox.borrow().credentials().clone();
    let credentials = Credentials::new(&keys.access_key, &keys.access_secret).unwrap();
    let settings =
        Settings { routes: Routes::new(Sandbox::routes()).unwrap(), ..Settings::new(&keys.user_id) };
    Client::new(shop, credentials, settings).unwrap()
}

fn send<E: Endpoint>(client: &Client<&Shop>, request: E) -> Result<E::Answer, Error> {
    client.send(request).now_or_never().unwrap()
}

/// Orders and pays a suitcase.
fn buy(client: &Client<&Shop>) -> order::Order {
    let search = product::SearchByKeyword::new().keyword("suitcase");
    let offer_id = send(client, search).unwrap().data.unwrap()[0].offer_id.clone().unwrap();
    let get = product::Get::new().offer_id(offer_id.clone());
    let spec_id = send(client, get).unwrap().product_sku_infos.unwrap()[0].spec_id.clone().unwrap();
    let address = DeliveryAddress::new("王先生", "13800000000", "", "杭州市", "浙江省", "", "网商路699号");
    let line = order::CargoLine::new(offer_id, spec_id, 1.0);
    let order_id = send(client, Create::new(Flow::General, address, [line])).unwrap().order_id.unwrap();
    send(client, PayUrl::new().order_id(order_id.clone())).unwrap();
    send(client, order::Get::new(WebSite::Alibaba1688).order_id(order_id)).unwrap()
}

/// Returns an application for the whole price of the first sub-order.
fn application(order: &order::Order) -> refund::Create {
    let base = order.base_info.as_ref().unwrap();
    let item = &order.product_items.as_ref().unwrap()[0];
    let application = refund::Create::new(
        base.id.clone().unwrap(),
        refund::DisputeRequest::Refund,
        item.item_amount.as_ref().unwrap().to_fen().unwrap(),
        Fen(0),
        20028,
        "do not want it",
        refund::GoodsStatus::RefundWaitSellerSend,
    );
    application.order_entry_ids([item.sub_item_id.clone().unwrap()])
}

#[test]
fn an_order_is_refunded() {
    let shop = Shop::new(Sandbox::new(1));
    let client = client(&shop);
    let order = buy(&client);
    let application = application(&order);
    let refund_id = send(&client, application.clone()).unwrap().refund_id.unwrap();
    assert!(refund_id.as_str().starts_with("TQ"));
    let state = || send(&client, refund::Get::new().refund_id(refund_id.clone())).unwrap();
    assert_eq!(state().status, Some(refund::RefundStatus::WaitSellerAgree));
    shop.sandbox.borrow_mut().seller_agrees(refund_id.as_str(), shop.now.get()).unwrap();
    assert_eq!(state().status, Some(refund::RefundStatus::RefundSuccess));
    assert_eq!(state().refund_payment, Some(application.apply_payment));
    assert_eq!(state().order_id, order.base_info.unwrap().id);
}

#[test]
fn a_refusal_of_the_vendor_is_an_api_error() {
    let shop = Shop::new(Sandbox::new(1));
    let client = client(&shop);
    let order = buy(&client);
    let apply_payment = Fen(application(&order).apply_payment.0 + 1);
    let error = send(&client, application(&order).apply_payment(apply_payment)).unwrap_err();
    let Error::Api(refusal) = &error else { panic!("another error: {error}") };
    assert_eq!(refusal.code, Some(5011));
    assert!(refusal.request_id.is_some() && error.sent());
    send(&client, application(&order)).unwrap();
}

#[test]
fn invalid_params_are_not_sent() {
    let shop = Shop::new(Sandbox::new(1));
    let client = client(&shop);
    let order = buy(&client);
    let before = shop.now.get();
    let request = application(&order).description("x").order_id("one");
    let error = send(&client, request).unwrap_err();
    let Error::Validation { issues, .. } = &error else { panic!("another error: {error}") };
    let paths: Vec<_> = issues.iter().map(|issue| issue.path.as_str()).collect();
    assert_eq!(paths, ["orderId", "description"]);
    assert!(!error.sent());
    assert_eq!(shop.now.get(), before, "no request was sent");
}

#[test]
fn an_access_key_that_the_vendor_does_not_know_is_refused() {
    let credentials = Credentials::new("0123456789abcdef0123456789abcdef", "the access secret").unwrap();
    let shop = Shop::new(Sandbox::new(1));
    let client = Client::new(&shop, credentials, Settings::new("1688000000001")).unwrap();
    assert!(matches!(send(&client, refund::Get::new().refund_id("TQ1")), Err(Error::Api(_))));
}
