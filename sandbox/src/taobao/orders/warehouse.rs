//! The warehouse in China that goods go to first.

use crate::asked::Asked;
use crate::envelope::{Failure, STATE};
use crate::state::market::Market;
use crate::state::taobao::order::Status;
use pandapon::schema::Json;

/// Names the warehouse of an order that is not shipped or closed: that it must not be is the emulator's own.
pub fn set_warehouse(market: &mut Market, asked: &Asked<'_>) -> Result<Json, Failure> {
    let members = asked.members;
    let order = market.taobao.order(members.id("orderId"), asked.user)?;
    if !matches!(order.status(), Status::WaitBuyerPay | Status::WaitSellerSend) {
        return Err(Failure::new(STATE, "the order is shipped or closed"));
    }
    let id = order.id;
    if let Some(order) = market.taobao.orders.get_mut(&id) {
        let text = |name| members.text(name).unwrap_or_default().to_owned();
        order.warehouse = Some((text("warehouseName"), text("warehouseAddress")));
    }
    Ok(Json::Object(Vec::new()))
}
