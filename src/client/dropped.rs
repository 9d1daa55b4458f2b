//! Calls whose future is dropped before their outcome is known.

use std::fmt::{self, Debug, Formatter};
use std::sync::Arc;

use crate::call::request::Call;

/// A call that was given up: its future was dropped before it was ready, by a `select!`, a time limit around it, or a web
/// server whose visitor left.
#[derive(Debug, Clone, Copy)]
#[non_exhaustive]
pub struct Dropped<'a> {
    /// The call.
    pub call: &'a Call,
    /// Whether it may have reached the vendor. If so, its outcome is to be looked up.
    pub sent: bool,
}

/// A function that receives dropped calls, for [`Settings::on_dropped`](super::Settings::on_dropped). Calls that only read
/// are left out.
///
/// It is called while the future is dropped: it must not wait, and must not panic. It may write to a log or a channel.
///
/// ```
/// use std::sync::mpsc;
///
/// use pandapon::client::{OnDropped, Settings};
///
/// let (to_look_up, in_doubt) = mpsc::channel();
/// let on_dropped = OnDropped::new(move |dropped| {
///     if dropped.sent {
///         let _ = to_look_up.send((dropped.call.name.clone(), dropped.call.body.clone()));
///     }
/// });
/// let settings = Settings { on_dropped: Some(on_dropped), ..Settings::new("1688000000001") };
/// # let _ = (settings, in_doubt);
/// ```
#[derive(Clone)]
pub struct OnDropped(pub(super) Arc<dyn Fn(Dropped<'_>) + Send + Sync>);

impl OnDropped {
    /// Calls this function.
    pub fn new(receive: impl Fn(Dropped<'_>) + Send + Sync + 'static) -> Self {
        Self(Arc::new(receive))
    }
}

impl Debug for OnDropped {
    fn fmt(&self, out: &mut Formatter<'_>) -> fmt::Result {
        out.write_str("OnDropped(…)")
    }
}
