//! Snapshots: the whole state of a sandbox as text.

use serde::{Deserialize, Serialize};
use thiserror::Error;

use crate::request_log::shortened;
use crate::Sandbox;

/// Version of the format. Snapshots of other versions are refused.
const VERSION: u64 = 2;

/// Maximum size of a snapshot, in bytes. The sandbox's own limit, enough for a hundred thousand orders.
pub const MAX_SNAPSHOT_BYTES: usize = 134_217_728;
/// Maximum number of values in a snapshot: each takes memory, however short its text is.
const MAX_VALUES: usize = 16_777_216;

/// The reason why a snapshot cannot be saved or restored.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum SnapshotError {
    /// The text is not a snapshot, or damaged.
    #[error("invalid sandbox snapshot: {0}")]
    Broken(String),
    /// The snapshot was made by another version of the package.
    #[error("unsupported snapshot version {0}, expected {VERSION}: create a new snapshot with this version of the package")]
    Version(u64),
    /// The snapshot is well-formed, but its state is not one that a sandbox can have.
    #[error("invalid sandbox snapshot: inconsistent {0}")]
    Inconsistent(&'static str),
    /// The snapshot is too large.
    #[error("the snapshot is too large: the maximum is {MAX_SNAPSHOT_BYTES} bytes and {MAX_VALUES} values")]
    TooLarge,
}

#[derive(Serialize)]
struct Snapshot<'a> {
    version: u64,
    sandbox: &'a Sandbox,
}

/// The part that all versions share.
#[derive(Deserialize)]
struct Version {
    version: u64,
}

#[derive(Deserialize)]
struct Restored {
    sandbox: Sandbox,
}

impl Sandbox {
    /// Returns the whole state as JSON text: products, orders, money, messages, the request log, and the state of all
    /// generators. Its numbers exceed the precision of doubles, so store the text as it is.
    ///
    /// # Errors
    /// If the state is too large to be restored ([`MAX_SNAPSHOT_BYTES`]).
    pub fn snapshot(&self) -> Result<String, SnapshotError> {
        let text = serde_json::to_string(&Snapshot { version: VERSION, sandbox: self }).map_err(broken)?;
        check_size(&text)?;
        Ok(text)
    }

    /// Creates a sandbox from a snapshot. It responds to the same requests at the same times exactly as the original would.
    ///
    /// # Errors
    /// If the text is damaged, too large, of another version, or inconsistent.
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

    /// Replaces the state with that of a snapshot. Whether messages are posted ([`Sandbox::set_posting`]) is not changed, and
    /// reports on messages of the previous state ([`Sandbox::report_attempt`]) are ignored from now on.
    ///
    /// # Errors
    /// As [`Sandbox::restored`]. Nothing changes then.
    pub fn restore(&mut self, snapshot: &str) -> Result<(), SnapshotError> {
        let mut restored = Self::restored(snapshot)?;
        restored.webhooks.replace(&self.webhooks);
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
