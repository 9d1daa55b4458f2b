//! What can be asked about freight abroad, and of it.
//!
//! No page shows an answer of this group, nor a tariff or a code: services, prices, what is refused and the members of
//! the answers are the emulator's own. Their names are those of the requests where there is one. Freight is counted in
//! CNY, whatever the `currency` of the goods.

mod book;
mod domestic;
mod line;
mod order;
mod quote;
mod show;
mod tariff;

pub use book::book;
pub use domestic::update_domestic;
pub use quote::{estimate, preview};

use super::envelope::Failure;

/// The emulator's own code for goods that cannot be carried as it is asked for.
const NOT_CARRIED: &str = "990012";

fn refuse(message: impl Into<String>) -> Failure {
    Failure::new(NOT_CARRIED, message)
}
