//! What can be asked about orders, and of them.

pub mod basket;
mod close;
mod create;
mod find;
mod list;
mod pay;
mod preview;
mod receive;
mod show;

pub use close::cancel;
pub use create::{check_terms, create, create_batch, created, keep_each, make_each};
pub use find::check_site;
pub use list::list;
pub use pay::{pay_batch, pay_url};
pub use preview::{preview, preview_batch, preview_each};
pub use receive::confirm_receipt;
pub use show::{get, order as show, Detail};
