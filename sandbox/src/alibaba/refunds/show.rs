//! Refunds as the vendor answers them: amounts in fen.

use crate::asked::Asked;
use crate::clock;
use crate::envelope::Failure;
use crate::money::fen;
use crate::state::alibaba::refund::graph::State;
use crate::state::alibaba::refund::{Operation, Refund};
use crate::state::market::Market;
use pandapon::scalar::Fen;
use pandapon::schema::Json;

/// How a refund stands. The codes for one that is not there are those of the return step: this endpoint's are
/// not known.
pub fn get(market: &mut Market, asked: &Asked<'_>) -> Result<Json, Failure> {
    let refund = market.refund(asked.members.text("refundId"), asked.user, ["4005", "4006"])?;
    let seller = market.orders.get(&refund.order_id).map(|order| &order.seller);
    Ok(show(refund, seller.map_or("", |seller| &seller.name)))
}

fn show(refund: &Refund, seller_name: &str) -> Json {
    let is_success = refund.state == State::Success;
    let given = |amount: Fen| fen(if is_success { amount } else { Fen(0) });
    let completed = (!refund.is_active()).then(|| clock::text(refund.modified));
    let shipment = refund.shipment.as_ref();
    let goods = match shipment {
        Some(_) => 3,
        None if refund.goods.are_received() => 2,
        None => 1,
    };
    // Where to send the goods is told once the seller agreed.
    let agreed = refund.returns
        && matches!(refund.state, State::WaitBuyerSend | State::WaitSellerReceive | State::Success);
    let receiver = |text: &str| Json::from(agreed.then_some(text));
    let items: Vec<_> = refund.parts.iter().map(|part| Json::from(part.item_id)).collect();
    let pieces = refund.parts.iter().map(|part| (part.item_id.to_string(), part.pieces.into()));
    let operations: Vec<_> = refund.operations.iter().map(|done| operation(done, refund)).collect();
    Json::from([
        ("id", refund.number.into()),
        ("createTime", clock::text(refund.applied).into()),
        ("updateTime", clock::text(refund.modified).into()),
        ("refundId", refund.id.as_str().into()),
        ("orderId", refund.order_id.into()),
        ("status", refund.state.word().into()),
        ("applyPayment", fen(refund.payment)),
        ("applyCarriage", fen(refund.carriage)),
        ("refundPayment", given(refund.payment)),
        ("refundCarriage", given(refund.carriage)),
        ("canRefundPayment", fen(refund.bound)),
        ("frozenFund", fen(Fen(0))),
        ("applyReason", refund.reason.name.into()),
        ("applyReasonId", refund.reason.id.into()),
        ("rejectReason", refund.reject_reason.as_deref().into()),
        ("rejectTimes", refund.reject_times.into()),
        ("goodsStatus", goods.into()),
        ("disputeType", (1 + i64::from(refund.is_after_sale())).into()),
        ("onlyRefund", (!refund.returns).into()),
        ("refundGoods", refund.returns.into()),
        ("goodsReceived", refund.goods.are_received().into()),
        ("buyerMemberId", format!("b2b-{}", refund.user).into()),
        ("buyerUserId", refund.user.parse().ok().map(|user: i64| Json::from(user)).unwrap_or_default()),
        ("buyerSendGoods", shipment.is_some().into()),
        ("buyerLogisticsName", shipment.map(|shipment| shipment.carrier.as_str()).into()),
        ("freightBill", shipment.map(|shipment| shipment.waybill.as_str()).into()),
        ("sellerReceiveAddress", receiver("浙江省 杭州市 滨江区 沙箱路1号 退货仓")),
        ("sellerRealName", receiver(seller_name)),
        ("sellerMobile", receiver("13000000000")),
        ("orderEntryIdList", items.into()),
        ("orderEntryCountMap", Json::Object(pieces.collect())),
        ("gmtApply", clock::text(refund.applied).into()),
        ("gmtModified", clock::text(refund.modified).into()),
        ("gmtCompleted", completed.into()),
        ("refundOperationList", operations.into()),
    ])
}

fn operation(done: &Operation, refund: &Refund) -> Json {
    let Operation { edge, remark, vouchers } = done;
    let vouchers: Vec<_> = vouchers.iter().map(|voucher| Json::from(voucher.as_str())).collect();
    let is_refusal = edge.to == State::WaitBuyerModify;
    let is_return = edge.to == State::WaitSellerReceive;
    let waybill = refund.shipment.as_ref().filter(|_| is_return).map(|shipment| shipment.waybill.as_str());
    Json::from([
        ("beforeOperateStatus", edge.from.map(State::word).into()),
        ("afterOperateStatus", edge.to.word().into()),
        ("discription", edge.description.into()),
        ("operateRemark", remark.as_str().into()),
        ("operateTypeInt", edge.kind.into()),
        ("operatorRoleId", edge.role().into()),
        ("vouchers", vouchers.into()),
        ("freightBill", waybill.into()),
        ("rejectReason", is_refusal.then_some(remark.as_str()).into()),
    ])
}
