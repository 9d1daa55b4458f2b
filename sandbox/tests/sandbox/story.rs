//! A whole purchase with refund and return through the Rust client. The same seed has the same result.

use futures_util::FutureExt;
use pandapon::api::alibaba::{order, product, refund};
use pandapon::client::Client;
use pandapon::endpoint::Endpoint;
use pandapon::error::Error;
use pandapon::scalar::{Fen, Id, TextId};
use pandapon_sandbox::{Push, Sandbox, SandboxTransport};
use serde_json::json;

use crate::driver::{Driver, JPEG, START};

struct Shopper(Client<SandboxTransport>);

impl Shopper {
    fn new(seed: u64) -> Self {
        Self(Sandbox::new(seed).client(START).unwrap())
    }

    fn send<E: Endpoint>(&self, request: E) -> E::Answer {
        self.try_send(request).unwrap()
    }

    fn try_send<E: Endpoint>(&self, request: E) -> Result<E::Answer, Error> {
        self.0.send(request).now_or_never().unwrap()
    }

    fn control<T>(&self, action: impl FnOnce(&mut Sandbox, u64) -> T) -> T {
        self.0.transport().with(action)
    }

    /// Searches, previews, orders, pays, receives and returns goods. Returns the refund's id and all push messages.
    fn story(&self) -> (TextId, Vec<Push>) {
        let page = self.send(product::SearchByKeyword::new().keyword("suitcase"));
        let offer_id = page.data.unwrap()[0].offer_id.clone().unwrap();
        let product = self.send(product::Get::new().offer_id(offer_id.clone()));
        let sku = &product.product_sku_infos.unwrap()[0];
        let spec_id = sku.spec_id.clone().unwrap();

        let line = order::PreviewLine::new(2.0).offer_id(offer_id.clone()).spec_id(spec_id.clone());
        let previews = self.send(order::Preview::new().cargo_param_list([line]));
        let preview = &previews.order_preview_result.unwrap()[0];
        assert_eq!(preview.status, Some(true));

        let address = order::DeliveryAddress::new(
            "王先生",
            "13800000000",
            "0571-88888888",
            "杭州市",
            "浙江省",
            "长河镇",
            "网商路699号",
        );
        let line = order::CargoLine::new(offer_id, spec_id, 2.0);
        let trade_type = preview.trade_mode_name_list.as_ref().unwrap().first().cloned().unwrap();
        let create = order::Create::new(preview.flow_flag.clone().unwrap(), address, [line]);
        let created = self.send(create.trade_type(trade_type));
        assert_eq!(created.total_success_amount, preview.sum_payment);
        let order_id = created.order_id.unwrap();
        assert_eq!(
            self.send(order::PayUrl::new().order_id(order_id.clone())).protocol_pay_success,
            Some(true)
        );

        self.control(|sandbox, now| sandbox.ship(order_id.as_str(), now)).unwrap();
        let tracked = self.send(order::Tracking::new(order_id.as_str()));
        assert!(tracked.logistics_trace.unwrap()[0].logistics_bill_no.is_some());
        let order = self.send(order::Get::new(order::WebSite::Alibaba1688).order_id(order_id.clone()));
        let item = &order.product_items.as_ref().unwrap()[0];
        let item_id: Id = item.sub_item_id.clone().unwrap();
        let paid = item.item_amount.as_ref().unwrap().to_fen().unwrap();
        let order_id: Id = order_id.as_str().into();
        let confirmed = self.send(order::ConfirmReceipt::new().order_id(order_id.clone()));
        assert_eq!(confirmed.success, Some(true));

        let goods_status = refund::GoodsStatus::AftersaleBuyerReceived;
        let reasons =
            self.send(refund::Reasons::new(order_id.clone(), [item_id.clone()], goods_status.clone()));
        let reasons = reasons.reasons.unwrap();
        let reason = reasons.iter().find(|reason| reason.need_voucher == Some(true)).unwrap();
        let picture = self.send(refund::UploadVoucher::new(JPEG));
        let voucher =
            format!("https://{}/{}", picture.image_domain.unwrap(), picture.image_relative_url.unwrap());
        let application = refund::Create::new(
            order_id,
            refund::DisputeRequest::ReturnRefund,
            paid,
            Fen(0),
            reason.id.clone().unwrap(),
            "颜色与描述不符",
            goods_status,
        );
        let application = application.order_entry_ids([item_id]).vouchers([voucher]);
        let refund_id = self.send(application.clone()).refund_id.unwrap();
        let Error::Api(twice) = self.try_send(application).unwrap_err() else { panic!("another error") };
        assert_eq!(twice.code, Some(5010));

        self.control(|sandbox, now| sandbox.seller_agrees(refund_id.as_str(), now)).unwrap();
        let carrier = self.send(refund::Carriers::new()).remove(0).company_no.unwrap();
        let parcel = refund::SubmitReturn::new(carrier, "73120000000001").refund_id(refund_id.clone());
        let submitted = self.send(parcel);
        assert_eq!(submitted.success, Some(true));
        self.control(|sandbox, now| sandbox.seller_receives(refund_id.as_str(), now)).unwrap();
        let refund = self.send(refund::Get::new().refund_id(refund_id.clone()));
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
        curious.receive("alibaba.order.list", json!({}));
    }
    assert_eq!(quiet.order(&lines), curious.order(&lines));
}
