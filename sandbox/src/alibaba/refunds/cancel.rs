//! Taking an application back. The only endpoint that does so is KA's, of which no page could be read: from which states
//! it works, until goods are on their way back, is the emulator's own; the codes are those of the return step.

use crate::asked::Asked;
use crate::envelope::{done, Failure};
use crate::state::alibaba::refund::graph::Step;
use crate::state::market::Market;
use pandapon::schema::Json;

/// Closes a refund that its buyer does not want any more.
pub fn cancel(market: &mut Market, asked: &Asked<'_>) -> Result<Json, Failure> {
    let refund = market.refund(asked.members.text("refundId"), asked.user, ["4005", "4006"])?;
    let (id, state) = (refund.id.clone(), refund.state.word());
    let cancelled = market.advance_refund(&id, Step::BuyerCancels, "", &[], asked.now);
    cancelled.map_err(|_| Failure::new("4007", format!("a refund in state {state} cannot be cancelled")))?;
    Ok(done())
}
