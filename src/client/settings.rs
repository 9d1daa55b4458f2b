//! How a client behaves: checked once, when it is made.

use std::time::Duration;

use super::dropped::OnDropped;
use crate::call::headers::Headers;
use crate::call::request::{check_base_url, TimestampUnit, MAX_RESPONSE_BYTES, PANDAPON};
use crate::call::route::Routes;
use crate::error::Error;
use crate::schema::Allow;

/// How a client behaves: `Settings { timeout, ..Settings::new("1234567890123") }`. Checked when the client is made.
#[derive(Debug, Clone)]
pub struct Settings {
    /// The sub-account that calls act for.
    pub user_id: String,
    /// The vendor's address, `https://…`.
    pub base_url: String,
    /// Maximum time for each attempt, its response read to the end. At most 2^31-1 ms, about 24 days, as timers count.
    pub timeout: Duration,
    /// Maximum number of retries for calls that are safe to retry.
    pub max_retries: u32,
    /// Headers for every call.
    pub headers: Headers,
    /// Routes of endpoints whose path is not public, or over derived ones.
    pub routes: Routes,
    /// The unit of timestamps.
    pub timestamp_unit: TimestampUnit,
    /// What is sent although it is probably a mistake: unknown members, unlikely values.
    pub allow: Allow,
    /// Maximum size of a request, its address and its body together, in bytes. By default 16 MiB. Larger ones are refused
    /// with [`Error::Validation`], and nothing is sent.
    pub max_request_bytes: usize,
    /// Maximum size of an answer's body in bytes, after decompression. The rest of a larger one is not read, and the call
    /// fails with [`Error::Decode`].
    pub max_response_bytes: usize,
    /// Receives calls that are given up before their outcome is known.
    pub on_dropped: Option<OnDropped>,
}

/// The options of one call, which override the settings of the client.
#[derive(Debug, Clone, Default)]
pub struct CallOptions {
    /// Maximum time for each attempt.
    pub timeout: Option<Duration>,
    /// Maximum number of retries.
    pub max_retries: Option<u32>,
    /// Further headers, over those of the client.
    pub headers: Headers,
    /// The sub-account that the call acts for.
    pub user_id: Option<String>,
    /// What is sent although it is probably a mistake.
    pub allow: Option<Allow>,
}

impl Settings {
    /// The defaults, for a sub-account: the PandaPon address, 30 s for each attempt, two retries where they are safe,
    /// 16 MiB each for a request and an answer.
    pub fn new(user_id: impl Into<String>) -> Self {
        Self {
            user_id: user_id.into(),
            base_url: PANDAPON.to_owned(),
            timeout: Duration::from_secs(30),
            max_retries: 2,
            headers: Headers::default(),
            routes: Routes::default(),
            timestamp_unit: TimestampUnit::default(),
            allow: Allow::NOTHING,
            max_request_bytes: 16_777_216,
            max_response_bytes: MAX_RESPONSE_BYTES,
            on_dropped: None,
        }
    }

    /// Checks them, and takes a slash at the end of the address away.
    ///
    /// # Errors
    /// [`Error::Config`] if the user id is empty or cannot be in a header, the address is not `http://…` or
    /// `https://…`, the timeout is nothing or more than timers count, or no answer would be small enough.
    pub(crate) fn check(&mut self) -> Result<(), Error> {
        check_user_id(&self.user_id)?;
        check_timeout(self.timeout)?;
        check_base_url(&self.base_url)?;
        if self.max_response_bytes == 0 {
            return Err(Error::Config("maxResponseBytes must be at least 1".to_owned()));
        }
        while self.base_url.ends_with('/') {
            self.base_url.pop();
        }
        Ok(())
    }
}

impl CallOptions {
    /// Checks them.
    ///
    /// # Errors
    /// [`Error::Config`] as for the same members of [`Settings`].
    pub fn check(&self) -> Result<(), Error> {
        self.timeout.map_or(Ok(()), check_timeout)?;
        self.user_id.as_deref().map_or(Ok(()), check_user_id)
    }
}

/// Maximum length of a sub-account's id. Ours: the vendor's have 13 digits.
const MAX_USER_ID: usize = 256;

fn check_user_id(user_id: &str) -> Result<(), Error> {
    if user_id.is_empty()
        || user_id.len() > MAX_USER_ID
        || !user_id.bytes().all(|byte| byte.is_ascii_graphic())
    {
        let what = "userId must be the sub-account's id, in visible ASCII characters";
        return Err(Error::Config(what.to_owned()));
    }
    Ok(())
}

fn check_timeout(timeout: Duration) -> Result<(), Error> {
    if timeout.is_zero() || timeout > Duration::from_millis(i32::MAX as u64) {
        return Err(Error::Config("timeout must be between 1 and 2147483647 milliseconds".to_owned()));
    }
    Ok(())
}
