//! A whole purchase with refund and return through the Rust client. The same seed has the same result.

use std::cell::{Cell, RefCell};
use std::time::Duration;

use futures_util::FutureExt;
use pandapon::api::alibaba::{order, product, refund};
use pandapon::call::request::Request;
use pandapon::call::response::Response;
use pandapon::call::route::Routes;
use pandapon::client::{Client, Failure, Settings, Transport};
use pandapon::credentials::Credentials;
use pandapon::endpoint::Endpoint;
use pandapon::error::Error;
use pandapon::scalar::{Fen, Id, TextId};
use pandapon_sandbox::{HttpRequest, Push, Sandbox};
use serde_json::json;

use crate::driver::{Driver, JPEG, START};

/// A transport to a sandbox.
struct Wire {
    sandbox: RefCell<Sandbox>,
    now: Cell<u64>,
    entropy: Cell<u8>,
}

impl Transport for Wire {
    async fn send(&self, request: &Request) -> Result<Response, Failure> {
        self.now.set(self.now.get() + 1000);
        let incoming = HttpRequest {
            method: request.method.as_str(),
            url: &request.url,
            headers: &request.headers.0,
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
        for byte in entropy {
            *byte = self.entropy.get();
            self.entropy.set(byte.wrapping_add(1));
        }
        // Makes nonces differ.
        self.entropy.set(self.entropy.get().wrapping_add(7));
        Ok(())
    }
}

struct Shopper(Client<Wire>);

impl Shopper {
    fn new(seed: u64) -> Self {
        let sandbox = Sandbox::new(seed);
        let keys = sandbox.credentials();
        let credentials = Credentials::new(&keys.access_key, &keys.access_secret).unwrap();
        let routes = Routes::new(Sandbox::routes()).unwrap();
        let settings = Settings { routes, ..Settings::new(&keys.user_id) };
        let wire = Wire { sandbox: RefCell::new(sandbox), now: Cell::new(START), entropy: Cell::new(0) };
        Self(Client::new(wire, credentials, settings).unwrap())
    }

    fn send<E: Endpoint>(&self, request: E) -> E::Answer {
        self.try_send(request).unwrap()
    }

    fn try_send<E: Endpoint>(&self, request: E) -> Result<E::Answer, Error> {
        self.0.send(request).now_or_never().unwrap()
    }

    fn control<T>(&self, action: impl FnOnce(&mut Sandbox, u64) -> T) -> T {
        action(&mut self.0.transport().sandbox.borrow_mut(), self.0.transport().now())
    }

    /// Searches, previews, orders, pays, receives and returns goods. Returns the refund's id and all push messages.
    fn story(&self) -> (TextId, Vec<Push>) {
        let page =
            self.send(product::SearchByKeyword { keyword: Some("suitcase".into()), ..Default::default() });
        let offer_id = page.data.unwrap()[0].offer_id.clone().unwrap();
        let product = self.send(product::Get { offer_id: Some(offer_id.clone()), ..Default::default() });
        let sku = &product.product_sku_infos.unwrap()[0];
        let spec_id = sku.spec_id.clone().unwrap();

        let line = order::PreviewLine {
            offer_id: Some(offer_id.clone()),
            spec_id: Some(spec_id.clone()),
            quantity: 2.0,
        };
        let previews = self.send(order::Preview { cargo_param_list: Some(vec![line]), ..Default::default() });
        let preview = &previews.order_preview_result.unwrap()[0];
        assert_eq!(preview.status, Some(true));

        let address = order::DeliveryAddress {
            full_name: "王先生".into(),
            mobile: "13800000000".into(),
            phone: "0571-88888888".into(),
            post_code: None,
            city_text: "杭州市".into(),
            province_text: "浙江省".into(),
            area_text: None,
            town_text: "长河镇".into(),
            address: "网商路699号".into(),
        };
        let line = order::CargoLine { offer_id, spec_id, quantity: 2.0 };
        let created = self.send(order::Create {
            flow: preview.flow_flag.clone().unwrap(),
            message: None,
            shop_promotion_id: None,
            trade_type: preview.trade_mode_name_list.as_ref().unwrap().first().cloned(),
            address_param: address,
            cargo_param_list: vec![line],
        });
        assert_eq!(created.total_success_amount, preview.sum_payment);
        let order_id = created.order_id.unwrap();
        assert_eq!(
            self.send(order::PayUrl { order_id: Some(order_id.clone()) }).protocol_pay_success,
            Some(true)
        );

        self.control(|sandbox, now| sandbox.ship(order_id.as_str(), now)).unwrap();
        let tracked = self.send(order::Tracking {
            order_id: order_id.as_str().into(),
            web_site: None,
            logistics_id: None,
        });
        assert!(tracked.logistics_trace.unwrap()[0].logistics_bill_no.is_some());
        let order =
            self.send(order::Get { web_site: order::WebSite::Alibaba1688, order_id: Some(order_id.clone()) });
        let item = &order.product_items.as_ref().unwrap()[0];
        let item_id: Id = item.sub_item_id.clone().unwrap();
        let paid = item.item_amount.as_ref().unwrap().to_fen().unwrap();
        let order_id: Id = order_id.as_str().into();
        let confirmed =
            self.send(order::ConfirmReceipt { order_id: Some(order_id.clone()), order_entry_ids: None });
        assert_eq!(confirmed.success, Some(true));

        let goods_status = refund::GoodsStatus::AftersaleBuyerReceived;
        let reasons = self.send(refund::Reasons {
            order_id: order_id.clone(),
            order_entry_ids: vec![item_id.clone()],
            goods_status: goods_status.clone(),
        });
        let reasons = reasons.reasons.unwrap();
        let reason = reasons.iter().find(|reason| reason.need_voucher == Some(true)).unwrap();
        let picture = self.send(refund::UploadVoucher { image_data: JPEG.into() });
        let voucher =
            format!("https://{}/{}", picture.image_domain.unwrap(), picture.image_relative_url.unwrap());
        let application = refund::Create {
            order_id,
            order_entry_ids: Some(vec![item_id]),
            dispute_request: refund::DisputeRequest::ReturnRefund,
            apply_payment: paid,
            apply_carriage: Fen(0),
            apply_reason_id: reason.id.clone().unwrap(),
            description: "颜色与描述不符".into(),
            goods_status,
            vouchers: Some(vec![voucher]),
            order_entry_count_list: None,
        };
        let refund_id = self.send(application.clone()).refund_id.unwrap();
        let Error::Api(twice) = self.try_send(application).unwrap_err() else { panic!("another error") };
        assert_eq!(twice.code, Some(5010));

        self.control(|sandbox, now| sandbox.seller_agrees(refund_id.as_str(), now)).unwrap();
        let carrier = self.send(refund::Carriers {}).remove(0).company_no.unwrap();
        let submitted = self.send(refund::SubmitReturn {
            refund_id: Some(refund_id.clone()),
            logistics_company_no: carrier,
            freight_bill: "73120000000001".into(),
            description: None,
            vouchers: None,
        });
        assert_eq!(submitted.success, Some(true));
        self.control(|sandbox, now| sandbox.seller_receives(refund_id.as_str(), now)).unwrap();
        let refund = self.send(refund::Get { refund_id: Some(refund_id.clone()) });
        assert_eq!(refund.status, Some(refund::RefundStatus::RefundSuccess));
        assert_eq!(refund.refund_payment, Some(paid));
        (refund_id, self.control(|sandbox, _| sandbox.pushes()))
    }
}

#[test]
fn a_client_buys_and_returns_goods() {
    let (refund_id, pushes) = Shopper::new(7).story();
    assert!(refund_id.as_str().starts_with("TQ"));
    // Created, paid, shipped, parcel, received, succeeded, and four about the refund.
    assert_eq!(pushes.len(), 10);
}

#[test]
fn the_same_seed_has_the_same_result() {
    assert_eq!(Shopper::new(7).story(), Shopper::new(7).story());
    assert_ne!(Shopper::new(7).story().0, Shopper::new(8).story().0);
}

#[test]
fn reading_does_not_change_later_ids() {
    let [mut quiet, mut curious] = [Driver::new(7), Driver::new(7)];
    let lines = [quiet.line("suitcase", 0, 1)];
    for _ in 0..5 {
        curious.product("mug");
        curious.data("alibaba.order.list", json!({}));
    }
    assert_eq!(quiet.order(&lines), curious.order(&lines));
}
