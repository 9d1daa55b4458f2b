//! Who signs: the access key with its secret, or somebody elsewhere who holds it.

use std::fmt::{self, Debug, Formatter};
use std::future::{ready, Future};
use std::sync::Arc;

use zeroize::Zeroizing;

use crate::error::Error;
use crate::maybe_send::{BoxFuture, MaybeSend, MaybeSync};
use crate::signature;

/// What a request's signature covers, but for the secret.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Unsigned<'a> {
    /// The access key.
    pub access_key: &'a str,
    /// The time, as the very text that is sent.
    pub timestamp: &'a str,
    /// The nonce.
    pub nonce: &'a str,
}

/// Signs requests.
///
/// Except on wasm32, a signer and its futures can move to another thread ([`MaybeSend`]).
pub trait Sign: MaybeSend + MaybeSync {
    /// The access key for which it signs.
    fn access_key(&self) -> &str;

    /// The `signature` header.
    ///
    /// # Errors
    /// [`Error::Signature`] if the signer failed.
    fn sign(&self, parts: Unsigned<'_>) -> impl Future<Output = Result<String, Error>> + MaybeSend;
}

/// An access key with its secret. The secret is in no Debug print and is wiped from memory on drop.
#[derive(Clone)]
pub struct Credentials {
    access_key: String,
    access_secret: Zeroizing<String>,
}

impl Credentials {
    /// From the key and the secret that the vendor hands out.
    ///
    /// # Errors
    /// [`Error::Config`] if one of them is empty or cannot have been copied whole, or the key cannot be in a header.
    pub fn new(access_key: impl Into<String>, access_secret: impl Into<String>) -> Result<Self, Error> {
        let access_key = check_access_key(access_key.into())?;
        let access_secret = Zeroizing::new(access_secret.into());
        if access_secret.is_empty() {
            return Err(Error::Config("accessSecret must not be empty".to_owned()));
        }
        let is_space = |byte: Option<&u8>| byte.is_some_and(u8::is_ascii_whitespace);
        let bytes = access_secret.as_bytes();
        if is_space(bytes.first()) || is_space(bytes.last()) {
            let what = "accessSecret must not begin or end with white space: a line break may have been copied with it";
            return Err(Error::Config(what.to_owned()));
        }
        Ok(Self { access_key, access_secret })
    }

    /// The access key.
    pub fn access_key(&self) -> &str {
        &self.access_key
    }

    /// The secret. For signing alone.
    pub fn access_secret(&self) -> &str {
        &self.access_secret
    }

    /// The `signature` header by the platform's rule (see [`crate::signature`]).
    pub fn signature(&self, parts: Unsigned<'_>) -> String {
        let parts =
            signature::signed_parts(parts.access_key, parts.timestamp, parts.nonce, &self.access_secret);
        signature::sign(&parts).iter().copied().map(char::from).collect()
    }
}

/// An access key as it must be for a header.
///
/// # Errors
/// [`Error::Config`] if it has other than visible ASCII characters, or is too short to be one of the vendor's.
pub fn check_access_key(access_key: String) -> Result<String, Error> {
    if access_key.is_empty() || !access_key.bytes().all(|byte| byte.is_ascii_graphic()) {
        return Err(Error::Config(
            "accessKey must be visible ASCII characters, as the vendor handed it out".to_owned(),
        ));
    }
    if access_key.len() < MIN_ACCESS_KEY {
        return Err(Error::Config("accessKey is too short: the vendor's have 32 characters".to_owned()));
    }
    Ok(access_key)
}

/// Minimum length of an access key. The vendor's have 32 lower-case hexadecimal digits (spec/platform.md); this is a quarter of it,
/// since another form may come: it refuses placeholders alone.
const MIN_ACCESS_KEY: usize = 8;

impl Debug for Credentials {
    fn fmt(&self, out: &mut Formatter<'_>) -> fmt::Result {
        out.debug_struct("Credentials").field("access_key", &self.access_key).finish_non_exhaustive()
    }
}

impl Sign for Credentials {
    fn access_key(&self) -> &str {
        &self.access_key
    }

    fn sign(&self, parts: Unsigned<'_>) -> impl Future<Output = Result<String, Error>> + MaybeSend {
        ready(Ok(self.signature(parts)))
    }
}

macro_rules! forward {
    ($($pointer:ty),*) => {
        $(impl<S: Sign + ?Sized> Sign for $pointer {
            fn access_key(&self) -> &str {
                (**self).access_key()
            }

            fn sign(&self, parts: Unsigned<'_>) -> impl Future<Output = Result<String, Error>> + MaybeSend {
                (**self).sign(parts)
            }
        })*
    };
}

forward!(&S, Arc<S>, Box<S>);

/// A signer of any type. Every [`Sign`] is one; `Arc<dyn DynSign>` is a `Sign` again.
pub trait DynSign: MaybeSend + MaybeSync {
    /// [`Sign::access_key`].
    fn dyn_access_key(&self) -> &str;

    /// [`Sign::sign`].
    fn dyn_sign<'a>(&'a self, parts: Unsigned<'a>) -> BoxFuture<'a, Result<String, Error>>;
}

impl<S: Sign> DynSign for S {
    fn dyn_access_key(&self) -> &str {
        self.access_key()
    }

    fn dyn_sign<'a>(&'a self, parts: Unsigned<'a>) -> BoxFuture<'a, Result<String, Error>> {
        Box::pin(self.sign(parts))
    }
}

impl Sign for dyn DynSign + '_ {
    fn access_key(&self) -> &str {
        self.dyn_access_key()
    }

    async fn sign(&self, parts: Unsigned<'_>) -> Result<String, Error> {
        self.dyn_sign(parts).await
    }
}
