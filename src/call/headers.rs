//! HTTP headers: names in lower case, in order.

use serde::ser::{Serialize, SerializeMap, Serializer};

use crate::error::Error;
use crate::excerpt::{Excerpt, NAME};

/// The five headers that every request carries (spec/platform.md, "System headers").
pub const SYSTEM_HEADERS: [&str; 5] = ["access-key", "timestamp", "nonce-str", "user-id", "signature"];

/// Maximum number of headers of the user's own, and of their bytes. Servers take less.
const MAX_HEADERS: usize = 100;
const MAX_SIZE: usize = 65_536;

/// Headers of a request or an answer. As JSON, an object.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Headers(pub Vec<(String, String)>);

impl Headers {
    /// Headers of the user's own.
    ///
    /// # Errors
    /// [`Error::Config`] for one that would break the request apart, or stand in for the system's; for more than 100, or
    /// more than 64 KiB.
    pub fn new(mut headers: Vec<(String, String)>) -> Result<Self, Error> {
        let size = headers.iter().map(|(name, value)| name.len() + value.len()).sum::<usize>();
        if headers.len() > MAX_HEADERS || size > MAX_SIZE {
            return Err(Error::Config("headers must be at most 100, and 64 KiB together".to_owned()));
        }
        for (name, value) in &mut headers {
            check(name, value)?;
            name.make_ascii_lowercase();
        }
        Ok(Self(headers))
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
    let (before, after) = if name.is_empty() || !name.bytes().all(is_token) {
        ("\"", "\" cannot be the name of a header")
    } else if value.bytes().any(|byte| byte != b'\t' && !(b' '..=b'~').contains(&byte)) {
        ("the value of ", " must be visible ASCII characters")
    } else if SYSTEM_HEADERS.iter().any(|system| system.eq_ignore_ascii_case(name)) {
        ("", " is set by the client and cannot be given")
    } else {
        return Ok(());
    };
    Err(Error::Config(format!("headers: {before}{}{after}", Excerpt(name, NAME))))
}
