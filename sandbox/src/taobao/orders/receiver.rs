//! Where goods go.

use crate::envelope::{Failure, UNREADABLE};
use crate::members::Members;
use crate::state::taobao::order::Receiver;
use pandapon::schema::Json;

/// The receiver, which comes as JSON text. Which members it must have is on no page: none, here.
pub fn receiver(members: Members<'_>) -> Result<Receiver, Failure> {
    match members.text("receiver").map(Json::parse) {
        Some(Ok(address @ Json::Object(_))) => Ok(read(Members(&address))),
        _ => Err(Failure::new(UNREADABLE, "receiver must be a JSON object, as text")),
    }
}

/// The receiver of these members.
pub fn read(address: Members<'_>) -> Receiver {
    let text = |name| address.text(name).unwrap_or_default().to_owned();
    Receiver {
        zip: text("zip"),
        country: text("country"),
        state: text("state"),
        city: text("city"),
        district: text("district"),
        address: text("address"),
        name: text("name"),
        phone: text("phone"),
        mobile_phone: text("mobile_phone"),
    }
}
