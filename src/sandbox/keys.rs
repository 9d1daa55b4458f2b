//! The account of the sandbox.

use super::random::Random;

/// What a client needs to call the sandbox. Made from the seed, and plainly not of the real platform.
#[derive(Clone, PartialEq, Eq)]
pub struct Keys {
    /// The access key, 32 characters that begin with `sandbox`.
    pub access_key: String,
    /// The secret.
    pub access_secret: String,
    /// A user-id, 13 digits. Any other 13 digits are another user.
    pub user_id: String,
    /// The developer's id.
    pub develop_id: i64,
}

impl Keys {
    pub(super) fn new(random: &mut Random) -> Self {
        Self {
            access_key: format!("sandbox{}", random.hexadecimal(25)),
            access_secret: format!("sandbox-secret-{}", random.hexadecimal(17)),
            user_id: format!("1688{:09}", random.below(1_000_000_000)),
            develop_id: random.between(100_000, 999_999),
        }
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
