//! The whole sandbox as a text, to go on from there another time.

use serde::{Deserialize, Serialize};
use thiserror::Error;

use crate::request_log::shortened;
use crate::Sandbox;

/// Counts the shapes that the state ever had: a snapshot of another shape is refused.
const VERSION: u64 = 2;

/// Maximum size of a snapshot, in bytes. The sandbox's own limit: a hundred thousand orders fit.
pub const MAX_SNAPSHOT_BYTES: usize = 134_217_728;
/// Maximum number of values in a snapshot. Each takes memory, however short its text is.
const MAX_VALUES: usize = 16_777_216;

/// Why a snapshot cannot be saved or restored.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum SnapshotError {
    /// The text is broken, or was never a snapshot.
    #[error("this is no snapshot of a sandbox: {0}")]
    Broken(String),
    /// The snapshot was made by another version of the package.
    #[error("the snapshot has version {0}, and this package reads only version {VERSION}: make it anew")]
    Version(u64),
    /// The snapshot is well-formed JSON, but no sandbox could have made it.
    #[error("this is no snapshot of a sandbox: {0} in it do not hang together")]
    Inconsistent(&'static str),
    /// The state is too large.
    #[error("the snapshot is too large: the maximum is {MAX_SNAPSHOT_BYTES} bytes and {MAX_VALUES} values")]
    TooLarge,
}

#[derive(Serialize)]
struct Snapshot<'a> {
    version: u64,
    sandbox: &'a Sandbox,
}

/// What every version has: its number.
#[derive(Deserialize)]
struct Version {
    version: u64,
}

#[derive(Deserialize)]
struct Restored {
    sandbox: Sandbox,
}

impl Sandbox {
    /// All of its state as JSON text: goods, orders, money, messages, ids to come, requests that were received. Numbers
    /// in it are beyond what doubles hold: the text is to be kept as it is.
    ///
    /// # Errors
    /// If the state has grown so large that it could not be restored ([`MAX_SNAPSHOT_BYTES`]).
    pub fn snapshot(&self) -> Result<String, SnapshotError> {
        let text = serde_json::to_string(&Snapshot { version: VERSION, sandbox: self }).map_err(broken)?;
        check_size(&text)?;
        Ok(text)
    }

    /// A sandbox that goes on from a snapshot: asked the same at the same time, it answers what the first would.
    ///
    /// # Errors
    /// If the text is broken, too large, of another version, or of a state that no sandbox could have.
    pub fn restored(snapshot: &str) -> Result<Self, SnapshotError> {
        check_size(snapshot)?;
        let Version { version } = serde_json::from_str(snapshot).map_err(broken)?;
        if version != VERSION {
            return Err(SnapshotError::Version(version));
        }
        let Restored { sandbox } = serde_json::from_str(snapshot).map_err(broken)?;
        match sandbox.inconsistency() {
            Some(part) => Err(SnapshotError::Inconsistent(part)),
            None => Ok(sandbox),
        }
    }

    /// Goes on from a snapshot, in the place of what there is. Whether messages are posted stays as it is
    /// ([`Sandbox::set_posting`]); how a message of the state before went ([`Sandbox::report_attempt`]) changes nothing any more.
    ///
    /// # Errors
    /// As [`Sandbox::restored`]; then nothing has changed.
    pub fn restore(&mut self, snapshot: &str) -> Result<(), SnapshotError> {
        let mut restored = Self::restored(snapshot)?;
        restored.webhooks.succeed(&self.webhooks);
        *self = restored;
        Ok(())
    }
}

fn broken(error: serde_json::Error) -> SnapshotError {
    SnapshotError::Broken(shortened(&error.to_string()))
}

fn check_size(snapshot: &str) -> Result<(), SnapshotError> {
    let is_small = snapshot.len() <= MAX_SNAPSHOT_BYTES
        && snapshot.bytes().filter(|byte| *byte == b',').count() < MAX_VALUES;
    is_small.then_some(()).ok_or(SnapshotError::TooLarge)
}
