//! Authentication: the five system headers, the time window, the nonce and the signature (spec/platform.md).

use std::collections::BTreeMap;

use pandapon::signature::{self, NONCE_LENGTH};
use serde::{Deserialize, Serialize};

use crate::error::{Refusal, ACCESS_KEY, HEADER_MISSING, NONCE, SIGNATURE, TIMESTAMP, USER_ID};
use crate::random::Random;

/// The account that a client needs to call the sandbox. Generated from the seed, and recognisably not of the real
/// platform.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(from = "Random", into = "Random")]
pub struct Account {
    /// The access key, 32 characters that begin with `sandbox`.
    pub access_key: String,
    /// The secret.
    pub access_secret: String,
    /// A user-id, 13 digits. Any other 13 digits are another user.
    pub user_id: String,
    /// The developer's id.
    pub develop_id: i64,
    /// The generator that all other fields are derived from. A snapshot stores nothing else of an account.
    source: Random,
}

impl Account {
    pub(crate) fn new(random: &mut Random) -> Self {
        Self {
            source: random.clone(),
            access_key: format!("sandbox{}", random.hexadecimal(25)),
            access_secret: format!("sandbox-secret-{}", random.hexadecimal(17)),
            user_id: format!("1688{:09}", random.below(1_000_000_000)),
            develop_id: random.between(100_000, 999_999),
        }
    }
}

impl From<Random> for Account {
    fn from(mut source: Random) -> Self {
        Self::new(&mut source)
    }
}

impl From<Account> for Random {
    fn from(account: Account) -> Self {
        account.source
    }
}

impl std::fmt::Debug for Account {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        out.debug_struct("Account")
            .field("access_key", &self.access_key)
            .field("user_id", &self.user_id)
            .finish_non_exhaustive()
    }
}

/// Maximum distance between a timestamp and the clock, in milliseconds.
const WINDOW: u64 = 600_000;
/// A timestamp of at least this value counts milliseconds, a smaller one seconds.
const FIRST_IN_MILLISECONDS: u64 = 1_000_000_000_000;
/// Old nonces are not removed before there are this many.
const MANY_NONCES: usize = 1000;
const USER_ID_LENGTH: usize = 13;

/// The nonces of the time window, each with the time at which it was used.
#[derive(Debug, Default, Serialize, Deserialize)]
pub struct Auth {
    nonces: BTreeMap<String, u64>,
    /// Number of nonces at which old ones are removed.
    forget_at: usize,
}

impl Auth {
    /// Returns whether old nonces will be removed in time.
    pub fn is_consistent(&self) -> bool {
        self.forget_at <= 2 * self.nonces.len().max(MANY_NONCES)
    }

    /// Authenticates a request. Returns the user that it acts for.
    ///
    /// Any 13 digits are a user, with orders of its own. That a nonce works once is the emulator's own rule:
    /// no page says so.
    pub fn authenticate<'a>(
        &mut self,
        account: &Account,
        headers: &'a [(String, String)],
        now: u64,
    ) -> Result<&'a str, Refusal> {
        let header = |name| find(headers, name);
        let access_key = header("access-key")?;
        let timestamp = header("timestamp")?;
        let nonce = header("nonce-str")?;
        let user_id = header("user-id")?;
        let presented = header("signature")?;
        if access_key != account.access_key {
            return Err(Refusal::new(ACCESS_KEY, "unknown access key"));
        }
        check_timestamp(timestamp, now)?;
        if nonce.len() != NONCE_LENGTH || !nonce.bytes().all(|byte| byte.is_ascii_alphanumeric()) {
            return Err(Refusal::new(NONCE, "nonce-str must be 32 characters of A-Z a-z 0-9"));
        }
        let parts = signature::signed_parts(access_key, timestamp, nonce, &account.access_secret);
        if !equal_in_constant_time(&signature::sign(&parts), presented.as_bytes()) {
            return Err(Refusal::new(SIGNATURE, "the signature is wrong"));
        }
        if user_id.len() != USER_ID_LENGTH || !user_id.bytes().all(|byte| byte.is_ascii_digit()) {
            return Err(Refusal::new(USER_ID, "user-id must be 13 digits"));
        }
        self.remember(nonce, now)?;
        Ok(user_id)
    }

    fn remember(&mut self, nonce: &str, now: u64) -> Result<(), Refusal> {
        // A timestamp may be ahead by the window and is valid until it is behind by the window.
        let is_recent = |used: u64| now.abs_diff(used) <= 2 * WINDOW;
        if self.nonces.len() >= self.forget_at {
            self.nonces.retain(|_, used| is_recent(*used));
            self.forget_at = 2 * self.nonces.len().max(MANY_NONCES);
        }
        match self.nonces.insert(nonce.to_owned(), now) {
            Some(used) if is_recent(used) => Err(Refusal::new(NONCE, "nonce-str was already used")),
            _ => Ok(()),
        }
    }
}

/// Refuses a query whose timestamp or signature differs from the header. That both carry the same values is inferred, so
/// a query without them is accepted.
pub fn check_query(repeated: &[(&str, String)], headers: &[(String, String)]) -> Result<(), Refusal> {
    let differs = |(name, value): &&(&str, String)| find(headers, name).is_ok_and(|header| header != value);
    match repeated.iter().find(differs) {
        None => Ok(()),
        Some((name, _)) => {
            let code = if *name == "timestamp" { TIMESTAMP } else { SIGNATURE };
            Err(Refusal::new(code, format!("{name} in the query differs from the header")))
        }
    }
}

fn find<'a>(headers: &'a [(String, String)], name: &str) -> Result<&'a str, Refusal> {
    headers
        .iter()
        .find(|(other, value)| other.eq_ignore_ascii_case(name) && !value.is_empty())
        .map(|(_, value)| value.as_str())
        .ok_or_else(|| Refusal::new(HEADER_MISSING, format!("header {name} is missing")))
}

fn check_timestamp(timestamp: &str, now: u64) -> Result<(), Refusal> {
    let number: u64 = timestamp
        .parse()
        .map_err(|_| Refusal::new(TIMESTAMP, "the timestamp must be seconds or milliseconds since 1970"))?;
    let milliseconds = if number < FIRST_IN_MILLISECONDS { number * 1000 } else { number };
    if milliseconds.abs_diff(now) > WINDOW {
        return Err(Refusal::new(
            TIMESTAMP,
            "the timestamp is more than 600 seconds from the server's clock",
        ));
    }
    Ok(())
}

fn equal_in_constant_time(expected: &[u8], presented: &[u8]) -> bool {
    let differences = expected.iter().zip(presented).fold(0, |all, (left, right)| all | (left ^ right));
    expected.len() == presented.len() && differences == 0
}
