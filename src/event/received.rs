//! What a signed request brings: a push message, or a body that this version cannot read and that must not be lost.

use super::authorization::verify;
use super::key::unknown_key;
use super::{parse, Event};
use crate::credentials::Credentials;
use crate::error::Error;

/// What a signed request brings.
#[derive(Debug, Clone, PartialEq)]
pub enum Received {
    /// A push message.
    Event(Event),
    /// A signed body that is not an envelope: keep it, and look at it.
    Unknown(Unknown),
}

/// A signed body that is not an envelope: not UTF-8, not JSON, nested too deep, a list, or with other members.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Unknown {
    /// The body of the request, as it came.
    pub raw_body: Vec<u8>,
    /// Why it could not be read.
    pub reason: String,
}

impl Received {
    /// Reads a body without verifying who sent it. Whatever [`parse`] refuses is [`Received::Unknown`].
    ///
    /// Time and memory are linear in the body's size: limit that before, where you read the request.
    pub fn read(body: &[u8]) -> Self {
        match parse(body) {
            Ok(event) => Self::Event(event),
            Err(error) => Self::Unknown(Unknown { raw_body: body.to_vec(), reason: error.to_string() }),
        }
    }

    /// A text that is the same when the body is sent again: [`Event::key`], or a digest of the body.
    pub fn key(&self) -> String {
        match self {
            Self::Event(event) => event.key(),
            Self::Unknown(unknown) => unknown_key(&unknown.raw_body),
        }
    }
}

/// Verifies a push message and reads it, as [`construct`](super::construct) does, but refuses nothing that is signed: what
/// cannot be read is handed on as it came. For servers, where a refused message is sent again in vain and then lost.
///
/// # Errors
/// [`Error::Signature`] if the header is missing or wrong: nothing was read.
pub fn receive(body: &[u8], authorization: &str, credentials: &Credentials) -> Result<Received, Error> {
    verify(&[credentials.access_key().as_bytes(), body], authorization, credentials)?;
    Ok(Received::read(body))
}
