//! The handlers of the endpoints, and the table that says which endpoint each of them emulates.

pub mod address;
pub mod alibaba;
pub mod carriers;
pub mod freight;
pub mod ka;
pub mod logistics;
pub mod taobao;

use pandapon::api;
use pandapon::endpoint::Generation;
use pandapon::schema::{Issue, Json, Record};

use crate::http::{Failure, FailureStyle};
use crate::model::market::Market;
use crate::request_context::Asked;

/// An endpoint that is emulated.
pub struct Emulated {
    /// Its name in generation 1, or in KA if it answers in a way of its own there.
    name: &'static str,
    pub answer: fn(&mut Market, &Asked<'_>) -> Result<Json, Failure>,
    pub failure: FailureStyle,
    /// The upstream's codes for members that break the declaration, by the beginning of their path.
    issues: &'static [(&'static str, &'static str)],
    /// The generations of which a page types `developId` as text.
    text_develop_id: &'static [Generation],
}

const fn emulated(
    name: &'static str,
    answer: fn(&mut Market, &Asked<'_>) -> Result<Json, Failure>,
) -> Emulated {
    Emulated { name, answer, failure: FailureStyle::Envelope, issues: &[], text_develop_id: &[] }
}

impl Emulated {
    const fn failing(mut self, style: FailureStyle) -> Self {
        self.failure = style;
        self
    }

    const fn coding(mut self, issues: &'static [(&'static str, &'static str)]) -> Self {
        self.issues = issues;
        self
    }

    const fn with_text_develop_id(mut self) -> Self {
        self.text_develop_id = &[Generation::V1, Generation::V2];
        self
    }

    const fn with_text_develop_id_in_v1(mut self) -> Self {
        self.text_develop_id = &[Generation::V1];
        self
    }

    /// Whether `developId` is text in this generation's answer: in KA it is, on the one page that shows it.
    pub fn develop_id_is_text(&self, generation: Generation) -> bool {
        generation == Generation::Ka || self.text_develop_id.contains(&generation)
    }

    /// The declaration of the request under that name.
    pub fn request(&self) -> Option<&'static Record> {
        api::find(self.name).map(|endpoint| endpoint.request)
    }

    /// The failure by which the upstream answers these issues, if it has a code for one of them.
    pub fn failure_of(&self, issues: &[Issue]) -> Option<Failure> {
        issues.iter().find_map(|issue| {
            let (_, code) = self.issues.iter().find(|(path, _)| issue.path.starts_with(path))?;
            Some(Failure::new(code, issue.message.clone()))
        })
    }
}

/// How an endpoint of any generation is emulated, if it is. Generation 2 answers as generation 1 does, from the
/// same state, and under the same name after `v2.`. KA has lines of its own; all else of it answers as generation 1
/// does: `ka.order.get` as `alibaba.order.get`, `ka.logistics.book` as `logistics.book`,
/// `ka.taobao.order.list` as `taobao.order.list`.
pub fn find(name: &str) -> Option<&'static Emulated> {
    let line = |fits: &dyn Fn(&str) -> bool| EMULATED.iter().find(|emulated| fits(emulated.name));
    match name.strip_prefix("ka.") {
        Some(of_ka) => line(&|known| known == name)
            .or_else(|| line(&|known| known.strip_prefix("alibaba.").unwrap_or(known) == of_ka)),
        None => {
            let name = name.strip_prefix("v2.").unwrap_or(name);
            line(&|known| known == name)
        }
    }
}

/// Every endpoint that is emulated, in every generation.
static EMULATED: &[Emulated] = &[
    emulated("alibaba.product.searchByKeyword", alibaba::product::by_keyword),
    emulated("alibaba.product.searchByImage", alibaba::product::by_image),
    emulated("alibaba.product.searchInStore", alibaba::product::in_store),
    emulated("alibaba.product.related", alibaba::product::related),
    emulated("alibaba.product.recommend", alibaba::product::recommend),
    emulated("alibaba.product.categories", alibaba::product::categories),
    emulated("alibaba.product.get", alibaba::product::get).with_text_develop_id(),
    emulated("alibaba.product.decryptOpenUid", alibaba::product::decrypt_open_uid),
    emulated("alibaba.cart.add", alibaba::cart::add),
    emulated("alibaba.cart.list", alibaba::cart::list),
    emulated("alibaba.cart.setQuantity", alibaba::cart::set_quantity),
    emulated("alibaba.cart.remove", alibaba::cart::remove),
    emulated("alibaba.cart.previewOrder", alibaba::cart::preview_order).failing(FailureStyle::Preview),
    emulated("alibaba.cart.createOrder", alibaba::cart::create_order),
    emulated("alibaba.order.preview", alibaba::order::preview).failing(FailureStyle::Preview),
    emulated("alibaba.order.previewBatch", alibaba::order::preview_batch).failing(FailureStyle::Preview),
    emulated("alibaba.order.create", alibaba::order::create).failing(FailureStyle::FailedOffers),
    emulated("alibaba.order.createBatch", alibaba::order::create_batch).with_text_develop_id(),
    emulated("alibaba.order.payUrl", alibaba::order::pay_url),
    emulated("alibaba.order.payBatch", alibaba::order::pay_batch),
    emulated("alibaba.order.cancel", alibaba::order::cancel),
    emulated("alibaba.order.get", alibaba::order_view::get),
    emulated("alibaba.order.list", alibaba::order_view::list),
    emulated("alibaba.order.tracking", alibaba::shipment::tracking),
    emulated("alibaba.order.confirmReceipt", alibaba::order::confirm_receipt).failing(FailureStyle::Done),
    emulated("alibaba.refund.reasons", alibaba::refund::reasons).coding(&[("goodsStatus", "5003")]),
    emulated("alibaba.refund.uploadVoucher", alibaba::refund::upload).coding(&[("imageData", "4000")]),
    emulated("alibaba.refund.create", alibaba::refund::apply).coding(&[
        ("goodsStatus", "5003"),
        ("disputeRequest", "5010"),
        ("applyReasonId", "5004"),
        ("description", "5012"),
        ("orderEntryCountList", "5013"),
    ]),
    emulated("alibaba.refund.get", alibaba::refund::get),
    emulated("alibaba.refund.carriers", alibaba::shipment::carriers),
    emulated("alibaba.refund.submitReturn", alibaba::refund::submit_return)
        .failing(FailureStyle::Done)
        .coding(&[
            ("refundId", "4008"),
            ("logisticsCompanyNo", "4002"),
            ("freightBill", "4002"),
            ("vouchers", "4003"),
        ]),
    emulated("taobao.product.searchByKeyword", taobao::product::by_keyword),
    emulated("taobao.product.searchByImage", taobao::product::by_image),
    emulated("taobao.product.recommend", taobao::product::recommend).with_text_develop_id_in_v1(),
    emulated("taobao.product.checkBatch", taobao::product::check_batch).with_text_develop_id(),
    emulated("taobao.product.get", taobao::product::get).with_text_develop_id_in_v1(),
    emulated("taobao.product.getSource", taobao::product::get_source),
    emulated("taobao.cart.add", taobao::cart::add),
    emulated("taobao.cart.list", taobao::cart::list),
    emulated("taobao.cart.setQuantity", taobao::cart::set_quantity),
    emulated("taobao.cart.remove", taobao::cart::remove),
    emulated("taobao.cart.previewOrder", taobao::cart::preview_order),
    emulated("taobao.cart.createOrder", taobao::cart::create_order),
    emulated("taobao.order.preview", taobao::order::preview),
    emulated("taobao.order.create", taobao::order::create),
    emulated("taobao.order.pay", taobao::order::pay),
    emulated("taobao.order.setWarehouse", taobao::order::set_warehouse).with_text_develop_id(),
    emulated("taobao.order.cancel", taobao::order::cancel),
    emulated("taobao.order.get", taobao::order_view::get),
    emulated("taobao.order.list", taobao::order_view::list),
    emulated("taobao.order.tracking", taobao::shipment::tracking).with_text_develop_id_in_v1(),
    emulated("taobao.order.chatLink", taobao::product::link).with_text_develop_id(),
    emulated("taobao.refund.preview", taobao::refund::preview),
    emulated("taobao.refund.create", taobao::refund::apply),
    emulated("taobao.refund.cancel", taobao::refund::cancel).with_text_develop_id_in_v1(),
    emulated("taobao.refund.get", taobao::refund::get).with_text_develop_id_in_v1(),
    emulated("taobao.refund.list", taobao::refund::list),
    emulated("taobao.refund.messages", taobao::refund::messages),
    emulated("taobao.refund.sendMessage", taobao::refund::send_message),
    emulated("taobao.refund.previewReturn", taobao::refund::preview_return),
    emulated("taobao.refund.submitReturn", taobao::refund::submit_return),
    emulated("address.save", address::save),
    emulated("logistics.estimate", logistics::estimate),
    emulated("logistics.preview", logistics::preview),
    emulated("logistics.book", logistics::book),
    emulated("logistics.updateDomestic", logistics::update_domestic),
    emulated("ka.product.getMany", ka::get_many),
    emulated("ka.product.estimateFreight", ka::estimate_freight),
    emulated("ka.order.preview", ka::preview),
    emulated("ka.order.create", ka::create).failing(FailureStyle::FailedOffers),
    emulated("ka.order.pay", ka::pay),
    emulated("ka.purchase.list", ka::list),
    emulated("ka.refund.cancel", alibaba::refund::cancel).failing(FailureStyle::Done),
    emulated("ka.im.decryptOpenUid", alibaba::product::decrypt_open_uid),
    emulated("ka.address.get", address::list),
    emulated("ka.wms.forecast", ka::forecast),
    emulated("ka.wms.update", ka::update),
    emulated("ka.wms.inbound", ka::inbound),
];
