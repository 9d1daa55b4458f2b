//! Refunds as the vendor answers them: amounts in fen.

use super::reason;
use crate::carriers;
use crate::clock;
use crate::money::fen;
use crate::state::taobao::order::{Line, Order};
use crate::state::taobao::refund::{Refund, Status};
use crate::state::taobao::Taobao;
use pandapon::schema::Json;

pub const CURRENCY: &str = "CNY";
/// Where goods go back to.
pub const RETURN_ADDRESS: &str = "浙江省 杭州市 滨江区 沙箱路1号 退货仓";
pub const RETURN_PHONE: &str = "13000000000";

/// The account at the distributing platform: the user, here.
pub fn distributor_id(order: &Order) -> String {
    order.user.clone()
}

/// The refund itself.
pub fn refund_order(refund: &Refund) -> Json {
    let is_editable = refund.status == Status::Refused;
    Json::from([
        ("refundId", refund.id.to_string().into()),
        ("refundStatus", (refund.status as i64).into()),
        ("refundType", (1 + i64::from(refund.returns)).into()),
        ("goodsStatus", (refund.goods as i64).into()),
        ("refundFee", fen(refund.fee)),
        ("canEditFee", is_editable.into()),
        ("reasonId", refund.reason_id.into()),
        ("reasonDesc", reason::text(refund.reason_id).into()),
        ("refundDesc", refund.description.as_str().into()),
        ("payOrderId", refund.pay_order_id.map(|id| id.to_string()).unwrap_or_default().into()),
        ("sellerRefuseReason", refund.refuse_reason.clone().unwrap_or_default().into()),
        ("sellerRefuseReasonDescribe", refund.refuse_reason.clone().unwrap_or_default().into()),
    ])
}

/// What was bought.
pub fn purchase_order_line(taobao: &Taobao, order: &Order, line: &Line) -> Json {
    let goods = taobao.catalogue.goods(line.mp_id, line.mp_sku_id);
    let picture = goods.map(|(product, sku)| product.picture_of(sku));
    let shop = taobao.catalogue.shop(order.shop_id);
    Json::from([
        ("purchaseOrderId", order.id.into()),
        ("purchaseOrderLineId", line.id.into()),
        ("salesOrderId", order.seller_order_number.clone().unwrap_or_default().into()),
        ("salesMarket", order.source.clone().unwrap_or_default().into()),
        ("createTime", Json::Number(order.created.to_string())),
        ("itemTitle", line.title.as_str().into()),
        ("itemImageUrl", picture.unwrap_or_default().into()),
        ("quantity", line.quantity.into()),
        ("currency", CURRENCY.into()),
        ("price", fen(line.price)),
        ("totalPrice", fen(line.total())),
        ("productFee", fen(line.product_fee)),
        ("postFee", fen(line.post_fee)),
        ("hongbaoDeductionAmount", 0.into()),
        ("supplierId", shop.map(|shop| shop.supplier_id).into()),
        ("supplierNick", shop.map(|shop| shop.nick.as_str()).into()),
    ])
}

/// A refund with what belongs to it.
pub fn parts(taobao: &Taobao, refund: &Refund) -> Json {
    let order = taobao.orders.get(&refund.order_id);
    let line = order.and_then(|order| Some((order, order.line(refund.line_id)?)));
    Json::from([
        ("refundOrder", refund_order(refund)),
        ("logistics", logistics(refund)),
        ("purchaseOrderLine", line.map(|(order, line)| purchase_order_line(taobao, order, line)).into()),
    ])
}

/// The goods on their way back. Where to send them is told once the seller agreed.
fn logistics(refund: &Refund) -> Json {
    let agreed = agreed(refund);
    let told = |text: &str| Json::from(if agreed { text } else { "" });
    let shipment = refund.shipment.as_ref();
    let carrier = shipment.map(|shipment| {
        let name = carriers::name(&shipment.carrier_code);
        Json::from([
            ("logisticsCompanyCode", shipment.carrier_code.as_str().into()),
            ("logisticsCompanyName", name.into()),
        ])
    });
    let mut members = vec![
        ("receiverAddress".to_owned(), told(RETURN_ADDRESS)),
        ("sellerAgreeReturnDescribe".to_owned(), told("同意退货")),
    ];
    if let Some(shipment) = shipment {
        members.push(("logisticsNo".to_owned(), shipment.waybill.as_str().into()));
        members.push(("buyerPhone".to_owned(), shipment.phone.as_str().into()));
    }
    members.extend(carrier.map(|carrier| ("logisticsCompany".to_owned(), carrier)));
    Json::Object(members)
}

/// Whether the seller agreed to take the goods back.
pub fn agreed(refund: &Refund) -> bool {
    refund.returns && matches!(refund.status, Status::Agreed | Status::SentBack | Status::Refunded)
}

/// A time as it is shown.
pub fn time(milliseconds: u64) -> Json {
    clock::text(milliseconds).into()
}
