//! What a refund of a sub-order may be: of which kind, with the goods where, and of how much money.

use crate::asked::Asked;
use crate::envelope::{Failure, STATE};
use crate::state::market::Market;
use crate::state::taobao::order::{Line, Order, Status};
use crate::state::taobao::refund::{Goods, Status as RefundStatus};
use pandapon::scalar::Fen;

/// `refundType`: money only.
pub const MONEY_ONLY: i64 = 1;
/// `refundType`: the goods go back first.
const RETURN: i64 = 2;

/// What a refund may be.
pub struct Terms<'a> {
    pub order: &'a Order,
    pub line: &'a Line,
    pub returns: bool,
    pub goods: Goods,
    pub least: Fen,
    pub most: Fen,
    /// A refund that the seller refused, and that a new one takes the place of.
    pub refused: Option<i64>,
}

/// The terms for what a request asks. All of the money is that of the goods and their share of the freight; until the
/// seller ships, less cannot be asked for. Both are the emulator's own.
pub fn terms<'a>(market: &'a Market, asked: &Asked<'_>) -> Result<Terms<'a>, Failure> {
    let members = asked.members;
    let (order, line) = market.taobao.line(members.id("subOrderId"), asked.user)?;
    let refuse = |why: &str| Err(Failure::new(STATE, why));
    let said = members.id("goodsStatus");
    let goods = fitting_goods(line.status).iter().find(|goods| Some(**goods as i64) == said);
    let Some(goods) = goods.copied() else {
        return refuse("the goodsStatus does not fit where the sub-order stands");
    };
    let returns = match members.id("refundType") {
        Some(MONEY_ONLY) => false,
        Some(RETURN) if goods == Goods::Received => true,
        Some(RETURN) => return refuse("only goods that were received can be returned"),
        _ => return refuse("the refundType must be 1 or 2"),
    };
    let active = market.taobao.active_refund(line.id);
    if active.is_some_and(|refund| refund.status != RefundStatus::Refused) {
        return refuse("a refund of the sub-order is under way");
    }
    let most = line.refundable();
    let least = if goods == Goods::NotShipped { most } else { Fen(1) };
    Ok(Terms { order, line, returns, goods, least, most, refused: active.map(|refund| refund.id) })
}

/// Where the goods of a line may be said to be.
pub fn fitting_goods(status: Status) -> &'static [Goods] {
    match status {
        Status::WaitSellerSend => &[Goods::NotShipped],
        Status::WaitBuyerConfirm => &[Goods::Shipped, Goods::NotReceived, Goods::Received],
        Status::WaitBuyerPay | Status::Closed => &[],
    }
}
