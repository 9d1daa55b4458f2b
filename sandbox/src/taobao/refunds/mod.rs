//! What can be asked about refunds on Taobao, and of them.

mod apply;
mod cancel;
mod messages;
mod preview;
mod read;
mod reason;
mod returns;
mod show;
mod terms;

pub use apply::apply;
pub use cancel::cancel;
pub use messages::{messages, send_message};
pub use preview::preview;
pub use read::{get, list};
pub use returns::{preview_return, submit_return};
