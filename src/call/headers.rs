//! HTTP headers: names in lower case, in order.

use serde::ser::{Serialize, SerializeMap, Serializer};

use crate::error::Error;

/// The five headers that every request carries (spec/platform.md, "System headers").
pub const SYSTEM_HEADERS: [&str; 5] = ["access-key", "timestamp", "nonce-str", "user-id", "signature"];

/// Headers of a request or an answer. As JSON, an object.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Headers(pub Vec<(String, String)>);

impl Headers {
    /// Headers of the user's own.
    ///
    /// # Errors
    /// [`Error::Config`] for one that would break the request apart, or stand in for the system's.
    pub fn new(headers: Vec<(String, String)>) -> Result<Self, Error> {
        headers.iter().try_for_each(|(name, value)| check(name, value))?;
        Ok(Self(headers.into_iter().map(|(name, value)| (name.to_ascii_lowercase(), value)).collect()))
    }

    /// The value of a header, by its name in lower case.
    pub fn get(&self, name: &str) -> Option<&str> {
        self.0.iter().find(|(known, _)| known == name).map(|(_, value)| value.as_str())
    }

    /// These, and of `others` those that are not among them.
    pub fn or(&self, others: &Headers) -> Headers {
        let missing = others.0.iter().filter(|(name, _)| self.get(name).is_none());
        Headers(self.0.iter().chain(missing).cloned().collect())
    }
}

impl Serialize for Headers {
    fn serialize<S: Serializer>(&self, target: S) -> Result<S::Ok, S::Error> {
        let mut object = target.serialize_map(Some(self.0.len()))?;
        for (name, value) in &self.0 {
            object.serialize_entry(name, value)?;
        }
        object.end()
    }
}

fn check(name: &str, value: &str) -> Result<(), Error> {
    let is_token = |byte: u8| byte.is_ascii_alphanumeric() || b"!#$%&'*+-.^_`|~".contains(&byte);
    if name.is_empty() || !name.bytes().all(is_token) {
        return Err(Error::Config(format!("headers: \"{name}\" cannot be the name of a header")));
    }
    if value.chars().any(|character| character != '\t' && !(' '..='~').contains(&character)) {
        return Err(Error::Config(format!("headers: the value of {name} must be visible ASCII characters")));
    }
    if SYSTEM_HEADERS.iter().any(|system| system.eq_ignore_ascii_case(name)) {
        return Err(Error::Config(format!("headers: {name} is set by the client and cannot be given")));
    }
    Ok(())
}
