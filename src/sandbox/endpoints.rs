//! Which endpoints are emulated, and how.

use super::asked::Asked;
use super::envelope::{Failure, FailureStyle};
use super::state::market::Market;
use super::{catalogue, orders, refunds, shipping, vouchers};
use crate::schema::{Issue, Json};

/// An endpoint that is emulated.
pub struct Emulated {
    pub name: &'static str,
    /// Method and path under which the sandbox answers, where the vendor's path is not public.
    pub own_route: Option<&'static str>,
    pub answer: fn(&mut Market, &Asked<'_>) -> Result<Json, Failure>,
    pub failure: FailureStyle,
    /// The upstream's codes for members that break the declaration, by the beginning of their path.
    issues: &'static [(&'static str, &'static str)],
    /// Whether the page of this endpoint types `developId` as text.
    pub develop_id_is_text: bool,
}

const fn emulated(
    name: &'static str,
    answer: fn(&mut Market, &Asked<'_>) -> Result<Json, Failure>,
) -> Emulated {
    Emulated {
        name,
        own_route: None,
        answer,
        failure: FailureStyle::Envelope,
        issues: &[],
        develop_id_is_text: false,
    }
}

impl Emulated {
    const fn at(mut self, own_route: &'static str) -> Self {
        self.own_route = Some(own_route);
        self
    }

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

/// Every endpoint that is emulated.
pub static EMULATED: &[Emulated] = &[
    emulated("alibaba.product.searchByKeyword", |market, asked| {
        Ok(catalogue::search(&market.catalogue, asked.members))
    }),
    emulated("alibaba.product.get", |market, asked| {
        let offer = asked.members.id("offerId").and_then(|id| market.catalogue.offer(id));
        let missing = || Failure::new("PRODUCT_NOT_EXIST", "there is no such product");
        offer.map(catalogue::product).ok_or_else(missing)
    })
    .with_text_develop_id(),
    emulated("alibaba.order.preview", orders::preview).failing(FailureStyle::Preview),
    emulated("alibaba.order.previewBatch", orders::preview_batch).failing(FailureStyle::Preview),
    emulated("alibaba.order.create", orders::create).failing(FailureStyle::FailedOffers),
    emulated("alibaba.order.createBatch", orders::create_batch),
    emulated("alibaba.order.payUrl", orders::pay_url),
    emulated("alibaba.order.payBatch", orders::pay_batch),
    emulated("alibaba.order.cancel", orders::cancel),
    emulated("alibaba.order.get", orders::get),
    emulated("alibaba.order.list", orders::list),
    emulated("alibaba.order.tracking", shipping::tracking).at("GET /sandbox/alibaba/order/tracking"),
    emulated("alibaba.order.confirmReceipt", orders::confirm_receipt).failing(FailureStyle::Done),
    emulated("alibaba.refund.reasons", refunds::reasons)
        .at("POST /sandbox/alibaba/refund/reasons")
        .coding(&[("goodsStatus", "5003")]),
    emulated("alibaba.refund.uploadVoucher", vouchers::upload)
        .at("POST /sandbox/alibaba/refund/uploadVoucher")
        .coding(&[("imageData", "4000")]),
    emulated("alibaba.refund.create", refunds::apply).coding(&[
        ("goodsStatus", "5003"),
        ("disputeRequest", "5010"),
        ("applyReasonId", "5004"),
        ("description", "5012"),
        ("orderEntryCountList", "5013"),
    ]),
    emulated("alibaba.refund.get", refunds::get),
    emulated("alibaba.refund.carriers", shipping::carriers).at("GET /sandbox/alibaba/refund/carriers"),
    emulated("alibaba.refund.submitReturn", refunds::submit_return).failing(FailureStyle::Done).coding(&[
        ("refundId", "4008"),
        ("logisticsCompanyNo", "4002"),
        ("freightBill", "4002"),
        ("vouchers", "4003"),
    ]),
];
