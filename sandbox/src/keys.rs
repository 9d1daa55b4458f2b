//! The account of the sandbox.

use serde::{Deserialize, Serialize};

use super::random::Random;

/// What a client needs to call the sandbox. Made from the seed, and plainly not of the real platform.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(from = "Random", into = "Random")]
pub struct Keys {
    /// The access key, 32 characters that begin with `sandbox`.
    pub access_key: String,
    /// The secret.
    pub access_secret: String,
    /// A user-id, 13 digits. Any other 13 digits are another user.
    pub user_id: String,
    /// The developer's id.
    pub develop_id: i64,
    /// What all of them follow from: the only thing that a snapshot holds of them.
    source: Random,
}

impl Keys {
    pub(super) fn new(random: &mut Random) -> Self {
        Self {
            source: random.clone(),
            access_key: format!("sandbox{}", random.hexadecimal(25)),
            access_secret: format!("sandbox-secret-{}", random.hexadecimal(17)),
            user_id: format!("1688{:09}", random.below(1_000_000_000)),
            develop_id: random.between(100_000, 999_999),
        }
    }
}

impl From<Random> for Keys {
    fn from(mut source: Random) -> Self {
        Self::new(&mut source)
    }
}

impl From<Keys> for Random {
    fn from(keys: Keys) -> Self {
        keys.source
    }
}

impl std::fmt::Debug for Keys {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        out.debug_struct("Keys")
            .field("access_key", &self.access_key)
            .field("user_id", &self.user_id)
            .finish_non_exhaustive()
    }
}
