//! A request as it reaches the sandbox.

use super::envelope::plain;
use pandapon::call::response::Response;

/// Maximum size of a request's body. The sandbox's own limit: the largest bodies are pictures of a few megabytes.
pub const MAX_BODY_BYTES: usize = 33_554_432;
/// Maximum length of a request's address. The sandbox's own limit.
pub const MAX_URL_BYTES: usize = 65_536;
/// Maximum size of all headers of a request. The sandbox's own limit.
pub const MAX_HEADER_BYTES: usize = 65_536;

/// An HTTP request as it comes in.
#[derive(Debug, Clone, Copy)]
pub struct Incoming<'a> {
    /// The method, in upper case.
    pub method: &'a str,
    /// The whole address, or path and query.
    pub url: &'a str,
    /// The headers; letter case does not matter.
    pub headers: &'a [(String, String)],
    /// The body, JSON text.
    pub body: Option<&'a str>,
}

impl Incoming<'_> {
    /// Checks that the request is not larger than a request may be.
    ///
    /// # Errors
    /// What an HTTP server answers: 413, 414 or 431.
    pub(super) fn check_size(&self) -> Result<(), Response> {
        let headers: usize = self.headers.iter().map(|(name, value)| name.len() + value.len()).sum();
        if self.url.len() > MAX_URL_BYTES || self.method.len() > MAX_URL_BYTES {
            return Err(plain(414, "414 URI Too Long"));
        }
        if headers > MAX_HEADER_BYTES {
            return Err(plain(431, "431 Request Header Fields Too Large"));
        }
        if self.body.is_some_and(|body| body.len() > MAX_BODY_BYTES) {
            return Err(plain(413, "413 Content Too Large"));
        }
        Ok(())
    }
}
