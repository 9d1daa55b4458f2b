//! Purchase orders on Taobao, whose states KA tells by codes of its own (spec/platform.md).

use crate::asked::Asked;
use crate::envelope::Failure;
use crate::state::market::Market;
use crate::state::taobao::order::Status;
use crate::taobao::orders::{page, Terms};
use pandapon::schema::Json;

/// The page of the user's orders, as generation 1 lists those on Taobao, but in KA's terms. The vendor's page shows
/// neither the name of the member that tells where an order stands nor what the call takes: both are generation 1's.
pub fn list(market: &mut Market, asked: &Asked<'_>) -> Result<Json, Failure> {
    Ok(page(market, asked, TERMS))
}

const TERMS: Terms = Terms { status: |status| code(status).into(), refund_status: "refundStatus" };

/// What KA calls where an order stands. The sandbox's orders on Taobao are in no other state.
const fn code(status: Status) -> i64 {
    match status {
        Status::WaitBuyerPay => 0,
        Status::WaitSellerSend => 10,
        Status::WaitBuyerConfirm => 11,
        Status::Closed => 4,
    }
}
