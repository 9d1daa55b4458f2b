//! The handlers, and the table that assigns them to endpoints.

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

use crate::error::{ApiError, ErrorStyle};
use crate::model::market::Market;
use crate::request_context::RequestContext;

/// An emulated endpoint.
pub struct Handler {
    /// Its name in generation 1, or in KA if KA has a handler of its own.
    name: &'static str,
    pub run: fn(&mut Market, &RequestContext<'_>) -> Result<Json, ApiError>,
    pub error_style: ErrorStyle,
    /// The upstream's codes for invalid params, by a prefix of their path.
    issue_codes: &'static [(&'static str, &'static str)],
    /// The generations whose documentation has `developId` as text.
    text_develop_id: &'static [Generation],
}

const fn handler(
    name: &'static str,
    run: fn(&mut Market, &RequestContext<'_>) -> Result<Json, ApiError>,
) -> Handler {
    Handler { name, run, error_style: ErrorStyle::Envelope, issue_codes: &[], text_develop_id: &[] }
}

impl Handler {
    const fn with_error_style(mut self, style: ErrorStyle) -> Self {
        self.error_style = style;
        self
    }

    const fn with_issue_codes(mut self, codes: &'static [(&'static str, &'static str)]) -> Self {
        self.issue_codes = codes;
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

    /// Returns whether `developId` is text in this generation. In KA it is, according to the only page that shows it.
    pub fn develop_id_is_text(&self, generation: Generation) -> bool {
        generation == Generation::Ka || self.text_develop_id.contains(&generation)
    }

    /// Returns the declaration of the request of the endpoint with this handler's name.
    pub fn request(&self) -> Option<&'static Record> {
        api::find(self.name).map(|endpoint| endpoint.request)
    }

    /// Returns the upstream's error for these issues, if it has a code for one of them.
    pub fn upstream_error(&self, issues: &[Issue]) -> Option<ApiError> {
        issues.iter().find_map(|issue| {
            let (_, code) = self.issue_codes.iter().find(|(path, _)| issue.path.starts_with(path))?;
            Some(ApiError::new(code, issue.message.clone()))
        })
    }
}

/// Returns the handler of an endpoint of any generation, if it is emulated. Generation 2 has the handlers of generation 1,
/// with names after `v2.`. KA has some handlers of its own, and otherwise those of generation 1: `ka.order.get` that of
/// `alibaba.order.get`, `ka.logistics.book` that of `logistics.book`, `ka.taobao.order.list` that of `taobao.order.list`.
pub fn find(name: &str) -> Option<&'static Handler> {
    let by_name = |matches: &dyn Fn(&str) -> bool| HANDLERS.iter().find(|handler| matches(handler.name));
    match name.strip_prefix("ka.") {
        Some(ka_name) => by_name(&|candidate| candidate == name).or_else(|| {
            by_name(&|candidate| candidate.strip_prefix("alibaba.").unwrap_or(candidate) == ka_name)
        }),
        None => {
            let name = name.strip_prefix("v2.").unwrap_or(name);
            by_name(&|candidate| candidate == name)
        }
    }
}

/// All emulated endpoints, in all generations.
static HANDLERS: &[Handler] = &[
    handler("alibaba.product.searchByKeyword", alibaba::product::search_by_keyword),
    handler("alibaba.product.searchByImage", alibaba::product::search_by_image),
    handler("alibaba.product.searchInStore", alibaba::product::search_in_store),
    handler("alibaba.product.related", alibaba::product::related),
    handler("alibaba.product.recommend", alibaba::product::recommend),
    handler("alibaba.product.categories", alibaba::product::categories),
    handler("alibaba.product.get", alibaba::product::get).with_text_develop_id(),
    handler("alibaba.product.decryptOpenUid", alibaba::product::decrypt_open_uid),
    handler("alibaba.cart.add", alibaba::cart::add),
    handler("alibaba.cart.list", alibaba::cart::list),
    handler("alibaba.cart.setQuantity", alibaba::cart::set_quantity),
    handler("alibaba.cart.remove", alibaba::cart::remove),
    handler("alibaba.cart.previewOrder", alibaba::cart::preview_order).with_error_style(ErrorStyle::Preview),
    handler("alibaba.cart.createOrder", alibaba::cart::create_order),
    handler("alibaba.order.preview", alibaba::order::preview).with_error_style(ErrorStyle::Preview),
    handler("alibaba.order.previewBatch", alibaba::order::preview_batch)
        .with_error_style(ErrorStyle::Preview),
    handler("alibaba.order.create", alibaba::order::create).with_error_style(ErrorStyle::FailedOffers),
    handler("alibaba.order.createBatch", alibaba::order::create_batch).with_text_develop_id(),
    handler("alibaba.order.payUrl", alibaba::order::pay_url),
    handler("alibaba.order.payBatch", alibaba::order::pay_batch),
    handler("alibaba.order.cancel", alibaba::order::cancel),
    handler("alibaba.order.get", alibaba::order_view::get),
    handler("alibaba.order.list", alibaba::order_view::list),
    handler("alibaba.order.tracking", alibaba::shipment::tracking),
    handler("alibaba.order.confirmReceipt", alibaba::order::confirm_receipt)
        .with_error_style(ErrorStyle::ErrorInfo),
    handler("alibaba.refund.reasons", alibaba::refund::reasons).with_issue_codes(&[("goodsStatus", "5003")]),
    handler("alibaba.refund.uploadVoucher", alibaba::refund::upload_voucher)
        .with_issue_codes(&[("imageData", "4000")]),
    handler("alibaba.refund.create", alibaba::refund::create).with_issue_codes(&[
        ("goodsStatus", "5003"),
        ("disputeRequest", "5010"),
        ("applyReasonId", "5004"),
        ("description", "5012"),
        ("orderEntryCountList", "5013"),
    ]),
    handler("alibaba.refund.get", alibaba::refund::get),
    handler("alibaba.refund.carriers", alibaba::shipment::carriers),
    handler("alibaba.refund.submitReturn", alibaba::refund::submit_return)
        .with_error_style(ErrorStyle::ErrorInfo)
        .with_issue_codes(&[
            ("refundId", "4008"),
            ("logisticsCompanyNo", "4002"),
            ("freightBill", "4002"),
            ("vouchers", "4003"),
        ]),
    handler("taobao.product.searchByKeyword", taobao::product::search_by_keyword),
    handler("taobao.product.searchByImage", taobao::product::search_by_image),
    handler("taobao.product.recommend", taobao::product::recommend).with_text_develop_id_in_v1(),
    handler("taobao.product.checkBatch", taobao::product::check_batch).with_text_develop_id(),
    handler("taobao.product.get", taobao::product::get).with_text_develop_id_in_v1(),
    handler("taobao.product.getSource", taobao::product::get_source),
    handler("taobao.cart.add", taobao::cart::add),
    handler("taobao.cart.list", taobao::cart::list),
    handler("taobao.cart.setQuantity", taobao::cart::set_quantity),
    handler("taobao.cart.remove", taobao::cart::remove),
    handler("taobao.cart.previewOrder", taobao::cart::preview_order),
    handler("taobao.cart.createOrder", taobao::cart::create_order),
    handler("taobao.order.preview", taobao::order::preview),
    handler("taobao.order.create", taobao::order::create),
    handler("taobao.order.pay", taobao::order::pay),
    handler("taobao.order.setWarehouse", taobao::order::set_warehouse).with_text_develop_id(),
    handler("taobao.order.cancel", taobao::order::cancel),
    handler("taobao.order.get", taobao::order_view::get),
    handler("taobao.order.list", taobao::order_view::list),
    handler("taobao.order.tracking", taobao::shipment::tracking).with_text_develop_id_in_v1(),
    handler("taobao.order.chatLink", taobao::product::chat_link).with_text_develop_id(),
    handler("taobao.refund.preview", taobao::refund::preview),
    handler("taobao.refund.create", taobao::refund::create),
    handler("taobao.refund.cancel", taobao::refund::cancel).with_text_develop_id_in_v1(),
    handler("taobao.refund.get", taobao::refund::get).with_text_develop_id_in_v1(),
    handler("taobao.refund.list", taobao::refund::list),
    handler("taobao.refund.messages", taobao::refund::messages),
    handler("taobao.refund.sendMessage", taobao::refund::send_message),
    handler("taobao.refund.previewReturn", taobao::refund::preview_return),
    handler("taobao.refund.submitReturn", taobao::refund::submit_return),
    handler("address.save", address::save),
    handler("logistics.estimate", logistics::estimate),
    handler("logistics.preview", logistics::preview),
    handler("logistics.book", logistics::book),
    handler("logistics.updateDomestic", logistics::update_domestic),
    handler("ka.product.getMany", ka::get_many),
    handler("ka.product.estimateFreight", ka::estimate_freight),
    handler("ka.order.preview", ka::preview),
    handler("ka.order.create", ka::create).with_error_style(ErrorStyle::FailedOffers),
    handler("ka.order.pay", ka::pay),
    handler("ka.purchase.list", ka::list),
    handler("ka.refund.cancel", alibaba::refund::cancel).with_error_style(ErrorStyle::ErrorInfo),
    handler("ka.im.decryptOpenUid", alibaba::product::decrypt_open_uid),
    handler("ka.address.get", address::list),
    handler("ka.wms.forecast", ka::forecast),
    handler("ka.wms.update", ka::update),
    handler("ka.wms.inbound", ka::inbound),
];
