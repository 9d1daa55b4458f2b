//! Who sent a push message: the `Authorization` header, verified and made.
//!
//! It is `HEX(HMAC-SHA256(base, accessSecret))`. That the base is access key plus raw body is inferred: the vendor's
//! page has lost the line, and its sister platforms define it so (spec/platform.md, "Push messages"). Should an account
//! be signed otherwise, [`construct_over`] and [`generate_over`] take another base.

use super::{parse, Event};
use crate::credentials::Credentials;
use crate::error::Error;
use crate::signature;

/// A push message as it is posted.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct Push {
    /// The envelope as JSON text.
    pub body: String,
    /// The `Authorization` header.
    pub authorization: String,
}

/// Verifies a push message and reads it.
///
/// `body` is the request's body, byte for byte; `authorization` the header, in either letter case, empty if there is
/// none. The comparison takes constant time.
///
/// # Errors
/// [`Error::Signature`] if the header is missing or wrong: nothing was read. [`Error::Event`] as in [`parse`].
pub fn construct(body: &[u8], authorization: &str, credentials: &Credentials) -> Result<Event, Error> {
    construct_over(base, body, authorization, credentials)
}

/// [`construct`] with another base: the bytes that are signed, from access key and raw body.
///
/// # Errors
/// As [`construct`].
pub fn construct_over(
    base: impl Fn(&str, &[u8]) -> Vec<u8>,
    body: &[u8],
    authorization: &str,
    credentials: &Credentials,
) -> Result<Event, Error> {
    verify(&[&base(credentials.access_key(), body)], authorization, credentials)?;
    parse(body)
}

/// Verifies that a header is the signature of this base, which is given in parts.
///
/// # Errors
/// [`Error::Signature`] if the header is missing or wrong.
pub(crate) fn verify(base: &[&[u8]], authorization: &str, credentials: &Credentials) -> Result<(), Error> {
    if authorization.is_empty() {
        return Err(Error::Signature("the push message has no Authorization header".to_owned()));
    }
    if signature::is_authorized(credentials.access_secret().as_bytes(), base, authorization) {
        return Ok(());
    }
    Err(Error::Signature(
        "the Authorization header is not the signature of this push message: check accessKey and accessSecret, and \
         that the body is given as the raw bytes of the request"
            .to_owned(),
    ))
}

/// The signature of this base, which is given in parts.
pub(crate) fn authorize(base: &[&[u8]], credentials: &Credentials) -> String {
    let authorization = signature::authorize(credentials.access_secret().as_bytes(), base);
    authorization.iter().copied().map(char::from).collect()
}

/// A push message as the platform would post it, to test the program that receives it.
///
/// # Errors
/// [`Error::Event`] if the event cannot be written as JSON.
pub fn generate(event: &Event, credentials: &Credentials) -> Result<Push, Error> {
    generate_over(base, event, credentials)
}

/// [`generate`] with another base: the bytes that are signed, from access key and raw body.
///
/// # Errors
/// As [`generate`].
pub fn generate_over(
    base: impl Fn(&str, &[u8]) -> Vec<u8>,
    event: &Event,
    credentials: &Credentials,
) -> Result<Push, Error> {
    let body = serde_json::to_string(event)
        .map_err(|error| Error::Event(format!("the push message cannot be written: {error}")))?;
    let authorization = authorize(&[&base(credentials.access_key(), body.as_bytes())], credentials);
    Ok(Push { body, authorization })
}

/// The base of the signature: access key, then raw body (inferred).
pub fn base(access_key: &str, body: &[u8]) -> Vec<u8> {
    [access_key.as_bytes(), body].concat()
}
