//! Which endpoints are emulated, and how.

use super::alibaba::{cart, catalogue, orders, refunds, shipping, vouchers};
use super::asked::Asked;
use super::envelope::{Failure, FailureStyle};
use super::state::market::Market;
use super::taobao;
use super::{abroad, addresses, ka};
use pandapon::api;
use pandapon::endpoint::Generation;
use pandapon::schema::{Issue, Json, Record};

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
    emulated("alibaba.product.searchByKeyword", catalogue::by_keyword),
    emulated("alibaba.product.searchByImage", catalogue::by_image),
    emulated("alibaba.product.searchInStore", catalogue::in_store),
    emulated("alibaba.product.related", catalogue::related),
    emulated("alibaba.product.recommend", catalogue::recommend),
    emulated("alibaba.product.categories", catalogue::categories),
    emulated("alibaba.product.get", catalogue::get).with_text_develop_id(),
    emulated("alibaba.product.decryptOpenUid", catalogue::decrypt_open_uid),
    emulated("alibaba.cart.add", cart::add),
    emulated("alibaba.cart.list", cart::list),
    emulated("alibaba.cart.setQuantity", cart::set_quantity),
    emulated("alibaba.cart.remove", cart::remove),
    emulated("alibaba.cart.previewOrder", cart::preview_order).failing(FailureStyle::Preview),
    emulated("alibaba.cart.createOrder", cart::create_order),
    emulated("alibaba.order.preview", orders::preview).failing(FailureStyle::Preview),
    emulated("alibaba.order.previewBatch", orders::preview_batch).failing(FailureStyle::Preview),
    emulated("alibaba.order.create", orders::create).failing(FailureStyle::FailedOffers),
    emulated("alibaba.order.createBatch", orders::create_batch).with_text_develop_id(),
    emulated("alibaba.order.payUrl", orders::pay_url),
    emulated("alibaba.order.payBatch", orders::pay_batch),
    emulated("alibaba.order.cancel", orders::cancel),
    emulated("alibaba.order.get", orders::get),
    emulated("alibaba.order.list", orders::list),
    emulated("alibaba.order.tracking", shipping::tracking),
    emulated("alibaba.order.confirmReceipt", orders::confirm_receipt).failing(FailureStyle::Done),
    emulated("alibaba.refund.reasons", refunds::reasons).coding(&[("goodsStatus", "5003")]),
    emulated("alibaba.refund.uploadVoucher", vouchers::upload).coding(&[("imageData", "4000")]),
    emulated("alibaba.refund.create", refunds::apply).coding(&[
        ("goodsStatus", "5003"),
        ("disputeRequest", "5010"),
        ("applyReasonId", "5004"),
        ("description", "5012"),
        ("orderEntryCountList", "5013"),
    ]),
    emulated("alibaba.refund.get", refunds::get),
    emulated("alibaba.refund.carriers", shipping::carriers),
    emulated("alibaba.refund.submitReturn", refunds::submit_return).failing(FailureStyle::Done).coding(&[
        ("refundId", "4008"),
        ("logisticsCompanyNo", "4002"),
        ("freightBill", "4002"),
        ("vouchers", "4003"),
    ]),
    emulated("taobao.product.searchByKeyword", taobao::products::by_keyword),
    emulated("taobao.product.searchByImage", taobao::products::by_image),
    emulated("taobao.product.recommend", taobao::products::recommend).with_text_develop_id_in_v1(),
    emulated("taobao.product.checkBatch", taobao::products::check_batch).with_text_develop_id(),
    emulated("taobao.product.get", taobao::products::get).with_text_develop_id_in_v1(),
    emulated("taobao.product.getSource", taobao::products::get_source),
    emulated("taobao.cart.add", taobao::cart::add),
    emulated("taobao.cart.list", taobao::cart::list),
    emulated("taobao.cart.setQuantity", taobao::cart::set_quantity),
    emulated("taobao.cart.remove", taobao::cart::remove),
    emulated("taobao.cart.previewOrder", taobao::cart::preview_order),
    emulated("taobao.cart.createOrder", taobao::cart::create_order),
    emulated("taobao.order.preview", taobao::orders::preview),
    emulated("taobao.order.create", taobao::orders::create),
    emulated("taobao.order.pay", taobao::orders::pay),
    emulated("taobao.order.setWarehouse", taobao::orders::set_warehouse).with_text_develop_id(),
    emulated("taobao.order.cancel", taobao::orders::cancel),
    emulated("taobao.order.get", taobao::orders::get),
    emulated("taobao.order.list", taobao::orders::list),
    emulated("taobao.order.tracking", taobao::orders::tracking).with_text_develop_id_in_v1(),
    emulated("taobao.order.chatLink", taobao::chat::link).with_text_develop_id(),
    emulated("taobao.refund.preview", taobao::refunds::preview),
    emulated("taobao.refund.create", taobao::refunds::apply),
    emulated("taobao.refund.cancel", taobao::refunds::cancel).with_text_develop_id_in_v1(),
    emulated("taobao.refund.get", taobao::refunds::get).with_text_develop_id_in_v1(),
    emulated("taobao.refund.list", taobao::refunds::list),
    emulated("taobao.refund.messages", taobao::refunds::messages),
    emulated("taobao.refund.sendMessage", taobao::refunds::send_message),
    emulated("taobao.refund.previewReturn", taobao::refunds::preview_return),
    emulated("taobao.refund.submitReturn", taobao::refunds::submit_return),
    emulated("address.save", addresses::save),
    emulated("logistics.estimate", abroad::estimate),
    emulated("logistics.preview", abroad::preview),
    emulated("logistics.book", abroad::book),
    emulated("logistics.updateDomestic", abroad::update_domestic),
    emulated("ka.product.getMany", ka::get_many),
    emulated("ka.product.estimateFreight", ka::estimate_freight),
    emulated("ka.order.preview", ka::preview),
    emulated("ka.order.create", ka::create).failing(FailureStyle::FailedOffers),
    emulated("ka.order.pay", ka::pay),
    emulated("ka.purchase.list", ka::list_purchases),
    emulated("ka.refund.cancel", refunds::cancel).failing(FailureStyle::Done),
    emulated("ka.im.decryptOpenUid", catalogue::decrypt_open_uid),
    emulated("ka.address.get", addresses::list),
    emulated("ka.wms.forecast", ka::forecast),
    emulated("ka.wms.update", ka::update),
    emulated("ka.wms.inbound", ka::inbound),
];
