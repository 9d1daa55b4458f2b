//! Parcels to the buyer and where they are; the carriers that goods can go back with.

use super::clock;
use super::control::NotPossible;
use super::endpoints::Asked;
use super::envelope::Failure;
use super::market::Market;
use super::orders::{check_site, State, Step};
use super::refunds;
use crate::schema::Json;

const HOUR: u64 = 3_600_000;
const YEAR: u64 = 365 * 24 * HOUR;

/// What happens to a parcel, and how long after it was shipped.
const WAY: [(u64, &str); 5] = [
    (0, "卖家已发货"),
    (2 * HOUR, "快件已揽收"),
    (12 * HOUR, "快件运输中"),
    (36 * HOUR, "快件派送中"),
    (40 * HOUR, "快件已签收"),
];

/// The carriers of the sandbox: code, name, pinyin. The code `ZTO` stands in 1688's documentation; the list
/// is the emulator's own.
const CARRIERS: [(&str, &str, &str); 6] = [
    ("ZTO", "中通快递", "zhongtongkuaidi"),
    ("YTO", "圆通速递", "yuantongsudi"),
    ("STO", "申通快递", "shentongkuaidi"),
    ("YUNDA", "韵达快递", "yundakuaidi"),
    ("SF", "顺丰速运", "shunfengsuyun"),
    ("EMS", "邮政特快专递", "youzhengtekuaizhuandi"),
];

/// A parcel to the buyer.
#[derive(Debug)]
pub struct Parcel {
    id: String,
    waybill: String,
    shipped: u64,
    /// The sub-orders in it.
    pub item_ids: Vec<i64>,
}

/// Ships an order, as its seller would. Refunds that were asked for before are closed by it.
pub fn ship(market: &mut Market, order_id: i64, now: u64) -> Result<(), NotPossible> {
    let order = market.orders.get(&order_id);
    if order.is_none_or(|order| order.state != State::WaitSellerSend) {
        return Err(NotPossible::OrderState(order_id.to_string()));
    }
    refunds::close_by_shipping(market, order_id, now);
    let parcel = (market.ids.parcel(), market.ids.waybill());
    if let Some(order) = market.orders.get_mut(&order_id) {
        let open = order.items.iter().filter(|item| !item.is_closed());
        let item_ids = open.map(|item| item.id).collect();
        let (id, waybill) = parcel;
        order.parcel = Some(Parcel { id, waybill, shipped: now, item_ids });
    }
    market
        .advance(order_id, Step::SellerShips, now)
        .map_err(|_| NotPossible::OrderState(order_id.to_string()))
}

/// Where the parcel of an order is.
pub fn tracking(market: &mut Market, asked: &Asked<'_>) -> Result<Json, Failure> {
    check_site(asked)?;
    let order = market.order(asked.members.id("orderId"), asked.user, ["404", "order.nopermission.buyer"])?;
    if asked.now.saturating_sub(order.created) > YEAR {
        return Err(Failure::new("order.createtime.history", "the order is older than a year"));
    }
    let wanted = asked.members.text("logisticsId").filter(|id| !id.is_empty());
    let parcels = order.parcel.iter().filter(|parcel| wanted.is_none_or(|id| parcel.id == id));
    let traces: Vec<_> = parcels.map(|parcel| trace(order.id, parcel, asked.now)).collect();
    if traces.is_empty() {
        return Err(Failure::new("404", "there is no parcel yet"));
    }
    Ok(Json::from([("logisticsTrace", traces.into())]))
}

fn trace(order_id: i64, parcel: &Parcel, now: u64) -> Json {
    let times = WAY.iter().map(|(after, remark)| (parcel.shipped.saturating_add(*after), remark));
    let steps = times.filter(|(time, _)| *time <= now).map(|(time, remark)| {
        Json::from([("acceptTime", clock::text(time).into()), ("remark", (*remark).into())])
    });
    Json::from([
        ("logisticsId", parcel.id.as_str().into()),
        ("orderId", order_id.into()),
        ("logisticsBillNo", parcel.waybill.as_str().into()),
        ("logisticsSteps", steps.collect::<Vec<_>>().into()),
    ])
}

/// The carriers that goods can go back with.
pub fn carriers(_: &mut Market, _: &Asked<'_>) -> Result<Json, Failure> {
    let carriers = CARRIERS.iter().enumerate().map(|(index, (code, name, spelling))| {
        Json::from([
            ("id", Json::from(index as i64 + 1)),
            ("companyName", (*name).into()),
            ("companyNo", (*code).into()),
            ("companyPhone", "00000".into()),
            ("supportPrint", false.into()),
            ("spelling", (*spelling).into()),
        ])
    });
    Ok(carriers.collect::<Vec<_>>().into())
}

/// The name of a carrier, by its code.
pub fn carrier(code: &str) -> Option<&'static str> {
    CARRIERS.iter().find(|(known, ..)| *known == code).map(|(_, name, _)| *name)
}
