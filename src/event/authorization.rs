//! Signed push messages: the `Authorization` header, verified and made.
//!
//! It is `HEX(HMAC-SHA256(base, accessSecret))`. That the base is access key plus raw body is inferred: the vendor's
//! page has lost the line, and its sister platforms define it so (spec/platform.md, "Push messages"). Should an account
//! be signed otherwise, [`construct_with_base`] and [`generate_with_base`] take another base.

use super::dedup_key::unreadable_key;
use super::{parse, Event};
use crate::credentials::Credentials;
use crate::error::Error;
use crate::schema::Json;
use crate::signature;

/// A push message as it is posted.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct Push {
    /// The envelope as JSON text.
    pub body: String,
    /// The `Authorization` header.
    pub authorization: String,
}

/// The content of a signed request.
#[derive(Debug, Clone, PartialEq)]
pub enum Received {
    /// A push message.
    Event(Event),
    /// A signed body that is not an envelope: keep it, and look at it.
    Unreadable(Unreadable),
}

/// A signed body that is not an envelope: not UTF-8, not JSON, nested too deep, with more than [`MAX_VALUES`](super::MAX_VALUES)
/// members and items, a list, or with other members.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Unreadable {
    /// The body of the request, as it came.
    pub raw_body: Vec<u8>,
    /// Why it could not be read.
    pub reason: String,
}

impl Received {
    /// Reads a body without verifying who sent it. Whatever [`parse`] refuses is [`Received::Unreadable`].
    pub fn read(body: &[u8]) -> Self {
        match parse(body) {
            Ok(event) => Self::Event(event),
            Err(error) => Self::Unreadable(Unreadable { raw_body: body.to_vec(), reason: error.to_string() }),
        }
    }

    /// Returns a text that is the same when the body is sent again: [`Event::key`], or a digest of the body.
    pub fn key(&self) -> String {
        match self {
            Self::Event(event) => event.key(),
            Self::Unreadable(unreadable) => unreadable_key(&unreadable.raw_body),
        }
    }
}

/// Verifies a push message and reads it, as [`construct`] does, but refuses nothing that is signed: what cannot be read is
/// returned as it came. For servers, where a refused message is sent again in vain and then lost.
///
/// # Errors
/// [`Error::Signature`] if the header is missing or wrong: nothing was read.
pub fn receive(body: &[u8], authorization: &str, credentials: &Credentials) -> Result<Received, Error> {
    verify(&[credentials.access_key().as_bytes(), body], authorization, credentials)?;
    Ok(Received::read(body))
}

/// Verifies a push message and reads it.
///
/// `body` is the request's body, byte for byte; `authorization` the header, in either letter case, empty if there is
/// none. The comparison takes constant time.
///
/// # Errors
/// [`Error::Signature`] if the header is missing or wrong: nothing was read. [`Error::Event`] as in [`parse`].
pub fn construct(body: &[u8], authorization: &str, credentials: &Credentials) -> Result<Event, Error> {
    construct_with_base(base, body, authorization, credentials)
}

/// Verifies a push message that is signed over another base, and reads it. `base` returns the bytes that are signed, from access
/// key and raw body.
///
/// # Errors
/// As [`construct`].
pub fn construct_with_base(
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
        concat!(
            "the Authorization header is not the signature of this push message: check ",
            option_name!("accessKey", "access_key"),
            " and ",
            option_name!("accessSecret", "access_secret"),
            ", and that the body is given as the raw bytes of the request"
        )
        .to_owned(),
    ))
}

/// Returns the signature of this base, which is given in parts.
pub(crate) fn authorize(base: &[&[u8]], credentials: &Credentials) -> String {
    let authorization = signature::authorize(credentials.access_secret().as_bytes(), base);
    authorization.iter().copied().map(char::from).collect()
}

/// Returns a push message as the platform would post it, to test the program that receives it.
///
/// # Errors
/// [`Error::Event`] if the event cannot be written as JSON.
pub fn generate(event: &Event, credentials: &Credentials) -> Result<Push, Error> {
    generate_with_base(base, event, credentials)
}

/// Returns a push message that is signed over another base. `base` returns the bytes that are signed, from access key and raw
/// body.
///
/// # Errors
/// As [`generate`].
pub fn generate_with_base(
    base: impl Fn(&str, &[u8]) -> Vec<u8>,
    event: &Event,
    credentials: &Credentials,
) -> Result<Push, Error> {
    let body = json(event).to_string();
    let authorization = authorize(&[&base(credentials.access_key(), body.as_bytes())], credentials);
    Ok(Push { body, authorization })
}

/// Returns a push message as JSON, its numbers digit for digit: other formats would spell them anew, and so change its key.
fn json(event: &Event) -> Json {
    let Event { message_type, message_body, message_platform, timestamp, other } = event;
    let known = [
        ("messageType", message_type.clone().map(Json::from)),
        ("messageBody", message_body.clone()),
        ("messagePlatform", message_platform.map(|platform| platform.number().into())),
        ("timestamp", timestamp.as_ref().map(|time| time.as_str().into())),
    ];
    let known = known.into_iter().filter_map(|(name, value)| Some((name.to_owned(), value?)));
    Json::Object(known.chain(other.clone()).collect())
}

/// Returns the base of the signature: access key, then raw body (inferred).
pub fn base(access_key: &str, body: &[u8]) -> Vec<u8> {
    [access_key.as_bytes(), body].concat()
}
