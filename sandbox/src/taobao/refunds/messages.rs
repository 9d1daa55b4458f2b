//! What the buyer says to the seller about a refund. The seller of the sandbox does not answer.

use super::show::time;
use crate::asked::Asked;
use crate::envelope::{Failure, STATE, UNREADABLE};
use crate::state::market::Market;
use crate::state::taobao::refund::Message;
use crate::state::taobao::tell;
use pandapon::schema::Json;

/// Sends a message. That one must say or show something, about a refund that is under way, is the emulator's own.
pub fn send_message(market: &mut Market, asked: &Asked<'_>) -> Result<Json, Failure> {
    let text = |name| asked.members.text(name).filter(|text| !text.is_empty()).map(str::to_owned);
    let (said, images) = (text("refundMessage"), text("refundImages"));
    let refund = market.taobao.refund(asked.members.id("refundId"), asked.user)?;
    if !refund.status.is_active() {
        return Err(Failure::new(STATE, "the refund is over"));
    }
    if said.is_none() && images.is_none() {
        return Err(Failure::new(UNREADABLE, "the message is empty"));
    }
    let id = refund.id;
    if let Some(refund) = market.taobao.refunds.get_mut(&id) {
        refund.messages.push(Message { text: said.unwrap_or_default(), images, sent: asked.now });
        tell::refund(&mut market.outbox, refund, asked.now);
    }
    Ok(Json::Object(Vec::new()))
}

/// The messages about a refund, the oldest first.
pub fn messages(market: &mut Market, asked: &Asked<'_>) -> Result<Json, Failure> {
    let refund = market.taobao.refund(asked.members.id("refundId"), asked.user)?;
    let messages = refund.messages.iter().map(|message| {
        Json::from([
            ("refundMessage", message.text.as_str().into()),
            ("refundImages", message.images.as_deref().into()),
            ("time", time(message.sent)),
        ])
    });
    Ok(messages.collect::<Vec<_>>().into())
}
