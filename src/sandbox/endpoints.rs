//! Which endpoints are emulated, and how.

use super::alibaba::{cart, catalogue, orders, refunds, shipping, vouchers};
use super::asked::Asked;
use super::envelope::{Failure, FailureStyle};
use super::state::market::Market;
use super::{abroad, addresses};
use crate::schema::{Issue, Json};

/// An endpoint that is emulated.
pub struct Emulated {
    /// Its name in generation 1.
    name: &'static str,
    pub answer: fn(&mut Market, &Asked<'_>) -> Result<Json, Failure>,
    pub failure: FailureStyle,
    /// The upstream's codes for members that break the declaration, by the beginning of their path.
    issues: &'static [(&'static str, &'static str)],
    /// Whether a page of this endpoint types `developId` as text.
    pub develop_id_is_text: bool,
}

const fn emulated(
    name: &'static str,
    answer: fn(&mut Market, &Asked<'_>) -> Result<Json, Failure>,
) -> Emulated {
    Emulated { name, answer, failure: FailureStyle::Envelope, issues: &[], develop_id_is_text: false }
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
        self.develop_id_is_text = true;
        self
    }

    /// The failure by which the upstream answers these issues, if it has a code for one of them.
    pub fn failure_of(&self, issues: &[Issue]) -> Option<Failure> {
        issues.iter().find_map(|issue| {
            let (_, code) = self.issues.iter().find(|(path, _)| issue.path.starts_with(path))?;
            Some(Failure::new(code, issue.message.clone()))
        })
    }
}

/// How an endpoint of either generation is emulated, if it is. Generation 2 answers as generation 1 does, from
/// the same state, and mostly under the same name after `v2.`.
pub fn find(name: &str) -> Option<&'static Emulated> {
    let name = name.strip_prefix("v2.").unwrap_or(name);
    EMULATED.iter().find(|emulated| emulated.name == name)
}

/// Every endpoint that is emulated, in both generations.
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
    emulated("address.save", addresses::save),
    emulated("logistics.estimate", abroad::estimate),
    emulated("logistics.preview", abroad::preview),
    emulated("logistics.book", abroad::book),
    emulated("logistics.updateDomestic", abroad::update_domestic),
];
