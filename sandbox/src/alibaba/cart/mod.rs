//! What can be asked about the shopping cart, and of it.

mod change;
mod choice;
mod order;
mod show;

pub use change::{add, remove, set_quantity};
pub use order::{create_order, preview_order};
pub use show::list;
