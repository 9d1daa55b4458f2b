//! Applying for a refund: every bound that the upstream checks, with its codes (spec/semantics.md, 1.1).

use crate::alibaba::vouchers;
use crate::asked::Asked;
use crate::envelope::Failure;
use crate::members::Members;
use crate::money::{share, sum};
use crate::state::alibaba::order::{Item, Order, State as OrderState};
use crate::state::alibaba::refund::goods::Goods;
use crate::state::alibaba::refund::graph::{State, Step};
use crate::state::alibaba::refund::reason::{self, Reason};
use crate::state::alibaba::refund::{Part, Refund};
use crate::state::market::Market;
use pandapon::scalar::Fen;
use pandapon::schema::Json;

/// The codes for an order that does not exist, and for one of another user.
pub const CODES: [&str; 2] = ["5001", "5002"];
const STATE: &str = "5010";

/// Applies for a refund of sub-orders, of all that are left if none is named.
pub fn apply(market: &mut Market, asked: &Asked<'_>) -> Result<Json, Failure> {
    let members = asked.members;
    let order = market.order(members.id("orderId"), asked.user, CODES)?;
    let goods = check_goods(order, asked)?;
    let items = check_items(order, &members.ids("orderEntryIds"), goods)?;
    let refused = check_active(market, &items)?;
    let returns = check_request(members, goods)?;
    let reason = check_reason(market, members, goods)?;
    let (payment, carriage) = (members.fen("applyPayment"), members.fen("applyCarriage"));
    let refundable: Vec<_> = items.iter().map(|item| item.refundable()).collect();
    let bound = sum(refundable.iter().copied());
    check_amounts(payment, bound, goods)?;
    check_carriage(market, order, carriage, reason, refused.as_deref())?;
    if payment.0 + carriage.0 == 0 {
        return Err(Failure::new("5100", "nothing is asked for: both amounts are 0"));
    }
    let pieces = check_pieces(&items, members, returns)?;
    let shares = share(payment, &refundable);
    let parts = items.iter().zip(pieces).zip(shares).map(|((item, pieces), amount)| Part {
        item_id: item.id,
        pieces,
        amount,
    });
    let refund = Refund {
        id: String::new(),
        number: 0,
        order_id: order.id,
        user: asked.user.to_owned(),
        state: State::WaitSellerAgree,
        goods,
        returns,
        parts: parts.collect(),
        payment,
        carriage,
        bound,
        reason,
        reject_reason: None,
        reject_times: 0,
        shipment: None,
        applied: asked.now,
        modified: asked.now,
        operations: Vec::new(),
    };
    if let Some(refused) = refused {
        // It waits for the buyer, from where this step always leads on.
        let _ = market.advance_refund(&refused, Step::BuyerAppliesAnew, "", &[], asked.now);
    }
    Ok(Json::from([("refundId", open(market, refund, asked).into())]))
}

/// Numbers a refund, keeps it and tells of it; gives its id.
fn open(market: &mut Market, mut refund: Refund, asked: &Asked<'_>) -> String {
    refund.number = market.ids.next();
    refund.id = market.ids.refund();
    let id = refund.id.clone();
    if let Some(order) = market.orders.get_mut(&refund.order_id) {
        for item in order.items.iter_mut().filter(|item| refund.covers(item.id)) {
            let last = if refund.goods.is_after_sale() {
                &mut item.refund_after_sale
            } else {
                &mut item.refund_in_sale
            };
            *last = Some(id.clone());
        }
    }
    market.refunds.insert(id.clone(), refund);
    let description = asked.members.text("description").unwrap_or_default();
    let vouchers = asked.members.texts("vouchers");
    // The step with which every refund begins.
    let _ = market.advance_refund(&id, Step::BuyerApplies, description, &vouchers, asked.now);
    id
}

/// Where the goods are, if the order can be there.
pub fn check_goods(order: &Order, asked: &Asked<'_>) -> Result<Goods, Failure> {
    let goods = Goods::of(asked.members.text("goodsStatus"));
    let goods = goods.ok_or_else(|| Failure::new("5003", "the goodsStatus is not one of the five"))?;
    let fits = match order.state {
        OrderState::WaitSellerSend if order.parcels.is_empty() => goods == Goods::NotShipped,
        OrderState::WaitSellerSend => !goods.is_after_sale(),
        OrderState::WaitBuyerReceive => matches!(goods, Goods::OnTheirWay | Goods::Received),
        OrderState::Success => goods.is_after_sale(),
        OrderState::WaitBuyerPay | OrderState::Cancel => false,
    };
    if !fits {
        let state = order.state.word();
        return Err(Failure::new(STATE, format!("the goodsStatus does not fit an order in state {state}")));
    }
    Ok(goods)
}

/// The sub-orders, if they are of this order and something is left of each; all that are left if none is
/// named.
pub fn check_items<'a>(order: &'a Order, ids: &[i64], goods: Goods) -> Result<Vec<&'a Item>, Failure> {
    if ids.iter().any(|id| order.items.iter().all(|item| item.id != *id)) {
        return Err(Failure::new(STATE, "a sub-order is not of this order"));
    }
    let asked =
        order
            .items
            .iter()
            .filter(|item| if ids.is_empty() { !item.is_closed() } else { ids.contains(&item.id) });
    let items: Vec<_> = asked.collect();
    if items.is_empty() || items.iter().any(|item| item.refundable().0 == 0) {
        return Err(Failure::new(STATE, "a sub-order was refunded before"));
    }
    if goods == Goods::OnTheirWay && items.iter().any(|item| item.received) {
        return Err(Failure::new(STATE, "the receipt of a sub-order was confirmed"));
    }
    let is_unshipped = goods == Goods::NotShipped;
    if items.iter().any(|item| !item.received && order.has_shipped(item.id) == is_unshipped) {
        return Err(Failure::new(
            STATE,
            "the goodsStatus does not fit all sub-orders: some are shipped, some not",
        ));
    }
    Ok(items)
}

/// Refuses sub-orders with a refund under way. One that the seller refused gives way to a new one for the
/// same sub-orders: its id, which is the emulator's choice, for the vendor shows no endpoint that changes a
/// refund.
fn check_active(market: &Market, items: &[&Item]) -> Result<Option<String>, Failure> {
    let mut refused = None;
    for item in items {
        let Some(active) = market.active_refund(item.id) else {
            continue;
        };
        let same = active.parts.iter().all(|part| items.iter().any(|item| item.id == part.item_id));
        let again = refused.as_ref().is_none_or(|refused| *refused == active.id);
        if active.state != State::WaitBuyerModify || !same || !again {
            return Err(Failure::new(STATE, format!("the refund {} is under way", active.id)));
        }
        refused = Some(active.id.clone());
    }
    Ok(refused)
}

/// Whether the goods are to go back.
fn check_request(members: Members<'_>, goods: Goods) -> Result<bool, Failure> {
    match members.text("disputeRequest") {
        Some("refund") => Ok(false),
        Some("returnRefund") if goods.are_received() => Ok(true),
        _ => Err(Failure::new(STATE, "only goods that were received can be returned")),
    }
}

fn check_reason(market: &Market, members: Members<'_>, goods: Goods) -> Result<&'static Reason, Failure> {
    let reason = reason::find(members.id("applyReasonId"), goods);
    let reason = reason.ok_or_else(|| Failure::new("5004", "the reason does not fit the goodsStatus"))?;
    let vouchers = members.texts("vouchers");
    if reason.needs_voucher && vouchers.is_empty() {
        return Err(Failure::new("5005", "this reason needs a voucher"));
    }
    if !vouchers::are_uploaded(market, &vouchers) {
        return Err(Failure::new("5005", "a voucher was not uploaded"));
    }
    Ok(reason)
}

fn check_amounts(payment: Fen, bound: Fen, goods: Goods) -> Result<(), Failure> {
    if payment.0 < 0 || payment > bound {
        return Err(Failure::new("5011", format!("at most {} fen can be refunded", bound.0)));
    }
    if goods == Goods::NotShipped && payment != bound {
        return Err(Failure::new(
            "5011",
            format!("until the seller ships, exactly {} fen must be asked for", bound.0),
        ));
    }
    Ok(())
}

/// Freight can be refunded once: what other refunds got or ask for is not there any more.
fn check_carriage(
    market: &Market,
    order: &Order,
    carriage: Fen,
    reason: &Reason,
    replaced: Option<&str>,
) -> Result<(), Failure> {
    if reason.without_freight && carriage.0 > 0 {
        return Err(Failure::new("5006", "freight is not refunded for this reason"));
    }
    let others = market.refunds.values().filter(|refund| {
        refund.order_id == order.id && refund.is_active() && Some(refund.id.as_str()) != replaced
    });
    let claimed = sum(others.map(|refund| refund.carriage));
    let left = order.freight.0 - order.refunded_freight.0 - claimed.0;
    if carriage.0 < 0 || carriage.0 > left {
        return Err(Failure::new("5011", format!("at most {left} fen of freight can be refunded")));
    }
    Ok(())
}

/// How many pieces of each sub-order go back: what `orderEntryCountList` says, all that are left otherwise.
fn check_pieces(items: &[&Item], members: Members<'_>, returns: bool) -> Result<Vec<i64>, Failure> {
    let counts = members.list("orderEntryCountList");
    let count = |item: &Item| {
        let mut counts = counts.iter().map(Members);
        counts.find(|count| count.id("id") == Some(item.id))
    };
    let known = |id: Option<i64>| items.iter().any(|item| Some(item.id) == id);
    if !counts.iter().all(|count| known(Members(count).id("id"))) {
        return Err(Failure::new("5013", "a returned sub-order is not of this refund"));
    }
    let pieces = items.iter().map(|item| {
        let left = item.quantity - item.returned;
        match count(item).and_then(|count| count.id("count")) {
            _ if !returns => Ok(left),
            None if counts.is_empty() => Ok(left),
            Some(count) if (1..=left).contains(&count) => Ok(count),
            _ => Err(Failure::new(
                "5013",
                format!("of sub-order {} 1 to {left} pieces can be returned", item.id),
            )),
        }
    });
    pieces.collect()
}
