//! What can be asked about orders on Taobao, and of them.

pub mod basket;
mod cancel;
mod create;
mod pay;
mod preview;
mod read;
pub mod receiver;
mod tracking;
mod warehouse;

pub use basket::records;
pub use cancel::cancel;
pub use create::{create, make_each};
pub use pay::pay;
pub use preview::{preview, show_preview};
pub use read::{get, list, page, Terms};
pub use receiver::read as read_receiver;
pub use tracking::tracking;
pub use warehouse::set_warehouse;
