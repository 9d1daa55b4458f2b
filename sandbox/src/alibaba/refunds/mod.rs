//! What can be asked about refunds, and of them.

mod apply;
mod cancel;
mod reasons;
mod returns;
mod show;

pub use apply::apply;
pub use cancel::cancel;
pub use reasons::reasons;
pub use returns::submit_return;
pub use show::get;
