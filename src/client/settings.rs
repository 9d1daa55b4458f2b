//! How a client behaves: checked once, when it is made.

use std::time::Duration;

use crate::call::headers::Headers;
use crate::call::request::{check_base_url, TimestampUnit, PANDAPON};
use crate::call::route::Routes;
use crate::error::Error;
use crate::schema::Unknown;

/// How a client behaves.
#[derive(Debug, Clone)]
pub struct Settings {
    pub(super) base_url: String,
    pub(super) user_id: String,
    pub(super) timeout: Duration,
    pub(super) max_retries: u32,
    pub(super) headers: Headers,
    pub(super) routes: Routes,
    pub(super) timestamp_unit: TimestampUnit,
    pub(super) unknown: Unknown,
}

/// What one call does otherwise.
#[derive(Debug, Clone, Default)]
pub struct CallOptions {
    /// How long each try may take.
    pub timeout: Option<Duration>,
    /// How often a call that may be repeated is.
    pub max_retries: Option<u32>,
    /// Further headers, over those of the client.
    pub headers: Headers,
    /// The sub-account that the call acts for.
    pub user_id: Option<String>,
}

impl Settings {
    /// The defaults, for a sub-account: 30 s for each try, two retries of what may be repeated, the PandaPon address.
    ///
    /// # Errors
    /// [`Error::Config`] if the user id is empty or cannot stand in a header.
    pub fn new(user_id: &str) -> Result<Self, Error> {
        Ok(Self {
            base_url: PANDAPON.to_owned(),
            user_id: check_user_id(user_id)?,
            timeout: Duration::from_secs(30),
            max_retries: 2,
            headers: Headers::default(),
            routes: Routes::default(),
            timestamp_unit: TimestampUnit::default(),
            unknown: Unknown::default(),
        })
    }

    /// For another sub-account.
    ///
    /// # Errors
    /// [`Error::Config`], as in [`Settings::new`].
    pub fn with_user(self, user_id: &str) -> Result<Self, Error> {
        Ok(Self {
            user_id: check_user_id(user_id)?,
            ..self
        })
    }

    /// Another address than `https://api.pandapon.com`.
    ///
    /// # Errors
    /// [`Error::Config`] if it is not `http://…` or `https://…`.
    pub fn with_base_url(self, base_url: &str) -> Result<Self, Error> {
        Ok(Self {
            base_url: check_base_url(base_url)?,
            ..self
        })
    }

    /// How long each try may take, its answer read to the end.
    ///
    /// # Errors
    /// [`Error::Config`] if it is nothing, or more than timers can count (about 24 days).
    pub fn with_timeout(self, timeout: Duration) -> Result<Self, Error> {
        Ok(Self {
            timeout: check_timeout(timeout)?,
            ..self
        })
    }

    /// How often a call that may be repeated is.
    pub fn with_max_retries(self, max_retries: u32) -> Self {
        Self { max_retries, ..self }
    }

    /// Headers for every call.
    pub fn with_headers(self, headers: Headers) -> Self {
        Self { headers, ..self }
    }

    /// Routes of endpoints whose path is not public, or over derived ones.
    pub fn with_routes(self, routes: Routes) -> Self {
        Self { routes, ..self }
    }

    /// Timestamps in milliseconds rather than seconds.
    pub fn with_timestamp_unit(self, timestamp_unit: TimestampUnit) -> Self {
        Self {
            timestamp_unit,
            ..self
        }
    }

    /// What happens to members that an endpoint's declaration does not list.
    pub fn with_unknown(self, unknown: Unknown) -> Self {
        Self { unknown, ..self }
    }

    /// How timestamps count.
    pub fn timestamp_unit(&self) -> TimestampUnit {
        self.timestamp_unit
    }

    /// The sub-account.
    pub fn user_id(&self) -> &str {
        &self.user_id
    }

    /// The vendor's address.
    pub fn base_url(&self) -> &str {
        &self.base_url
    }

    /// The headers of every call.
    pub fn headers(&self) -> &Headers {
        &self.headers
    }
}

impl CallOptions {
    /// Checks them.
    ///
    /// # Errors
    /// [`Error::Config`], as the methods of [`Settings`].
    pub fn checked(self) -> Result<Self, Error> {
        self.timeout.map(check_timeout).transpose()?;
        self.user_id.as_deref().map(check_user_id).transpose()?;
        Ok(self)
    }
}

fn check_user_id(user_id: &str) -> Result<String, Error> {
    if user_id.is_empty() || !user_id.bytes().all(|byte| byte.is_ascii_graphic()) {
        return Err(Error::Config(
            "userId must be the sub-account's id, in visible ASCII characters".to_owned(),
        ));
    }
    Ok(user_id.to_owned())
}

fn check_timeout(timeout: Duration) -> Result<Duration, Error> {
    if timeout.is_zero() || timeout.as_millis() > i32::MAX as u128 {
        return Err(Error::Config(
            "timeout must be between 1 and 2147483647 milliseconds".to_owned(),
        ));
    }
    Ok(timeout)
}
