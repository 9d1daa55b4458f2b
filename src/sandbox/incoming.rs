//! A request as it reaches the sandbox.

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
