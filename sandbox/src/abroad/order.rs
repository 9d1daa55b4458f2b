//! The order by which goods were bought that go abroad.

use super::refuse;
use crate::envelope::{Failure, NOT_THERE};
use crate::members::number;
use crate::state::alibaba::order::State;
use crate::state::market::Market;
use crate::state::transport::Freight;
use pandapon::schema::Json;

/// The order that `tmallOrderId` names, if it does: the user's own, not closed, and with all these goods, of which no
/// other transport takes too many.
pub fn bought(market: &Market, id: Option<&Json>, freight: &Freight) -> Result<Option<i64>, Failure> {
    let Some(id) = id.filter(|id| id.as_digits() != Some("")) else {
        return Ok(None);
    };
    let order = market.order(number(id), &freight.user, [NOT_THERE; 2])?;
    if order.state == State::Cancel {
        return Err(refuse("the order is closed"));
    }
    for line in &freight.lines {
        let of_sku = order.items.iter().filter(|item| item.sku_id == line.sku_id);
        let kept: i64 = of_sku.map(|item| item.quantity - item.returned).sum();
        let left = kept - market.transports.booked(order.id, line.sku_id);
        if freight.pieces(line.sku_id) > left {
            return Err(refuse(format!("of SKU {} the order has {left} pieces left to carry", line.sku_id)));
        }
    }
    Ok(Some(order.id))
}
