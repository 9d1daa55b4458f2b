//! HTTP headers: names in lower case, in order.

use serde::ser::{Serialize, SerializeMap, Serializer};

use crate::error::Error;
use crate::excerpt::{Excerpt, NAME};

/// The five headers that every request carries (spec/platform.md, "System headers").
pub const SYSTEM_HEADERS: [&str; 5] = ["access-key", "timestamp", "nonce-str", "user-id", "signature"];

/// Maximum number of headers of the user's own, and of their bytes. Servers take less.
const MAX_HEADERS: usize = 100;
const MAX_SIZE: usize = 65_536;

/// Headers of a request or a response. As JSON, an object.
///
/// Nobody but the client can put the five system headers into one.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Headers(pub(crate) Vec<(String, String)>);

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

    /// Names in lower case, and values.
    pub fn as_slice(&self) -> &[(String, String)] {
        &self.0
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

/// Headers of a response, as a transport received them. Names are lowered; system headers, which no response has, are left out.
impl FromIterator<(String, String)> for Headers {
    fn from_iter<I: IntoIterator<Item = (String, String)>>(headers: I) -> Self {
        let mut received = Self::default();
        received.extend(headers);
        received
    }
}

impl Extend<(String, String)> for Headers {
    fn extend<I: IntoIterator<Item = (String, String)>>(&mut self, headers: I) {
        let lowered = headers.into_iter().map(|(name, value)| (name.to_ascii_lowercase(), value));
        self.0.extend(lowered.filter(|(name, _)| !SYSTEM_HEADERS.contains(&name.as_str())));
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
