//! The signatures of the platform: pure functions over bytes, without allocation.
//!
//! - A request: `UPPER(HEX(MD5(accessKey + timestamp + nonceStr + accessSecret)))`, plain concatenation in UTF-8, no
//!   separators; path, query, body and user-id take no part (spec/platform.md, "Signature").
//! - A push message: `HEX(HMAC-SHA256(accessKey + raw body, accessSecret))` (spec/platform.md, "Push messages"; that the
//!   base is access key plus raw body is inferred).

use core::hint::black_box;
use hmac::{Hmac, KeyInit, Mac};
use md5::{Digest, Md5};
use sha2::Sha256;

/// Length of the `signature` header: an MD5 digest in hexadecimal.
pub const SIGNATURE_LENGTH: usize = 32;
/// Length of a push message's `Authorization` header: an HMAC-SHA256 in hexadecimal.
pub const AUTHORIZATION_LENGTH: usize = 64;

const UPPER: &[u8; 16] = b"0123456789ABCDEF";
const LOWER: &[u8; 16] = b"0123456789abcdef";

/// The four texts that a request's signature covers, in the order in which they are signed.
///
/// The order is that of the vendor's table of system headers; both public clients sign so (spec/platform.md).
pub const fn signed_parts<'a>(
    access_key: &'a str,
    timestamp: &'a str,
    nonce: &'a str,
    access_secret: &'a str,
) -> [&'a str; 4] {
    [access_key, timestamp, nonce, access_secret]
}

/// The `signature` header over the parts of the string to sign: MD5 in 32 upper-case hexadecimal digits, as ASCII.
pub fn sign<P: AsRef<[u8]>>(parts: &[P]) -> [u8; SIGNATURE_LENGTH] {
    let mut digest = Md5::new();
    for part in parts {
        digest.update(part);
    }
    hexadecimal(&digest.finalize(), UPPER)
}

/// The `Authorization` header of a push message over the parts of its base: 64 lower-case hexadecimal digits, as ASCII.
pub fn authorize<P: AsRef<[u8]>>(access_secret: &[u8], parts: &[P]) -> [u8; AUTHORIZATION_LENGTH] {
    hexadecimal(&keyed(access_secret, parts).finalize().into_bytes(), LOWER)
}

/// Whether `authorization` is the header of a push message with this base. Either letter case; constant time.
pub fn is_authorized<P: AsRef<[u8]>>(
    access_secret: &[u8],
    parts: &[P],
    authorization: impl AsRef<[u8]>,
) -> bool {
    let expected = authorize(access_secret, parts);
    let authorization = authorization.as_ref();
    let difference = expected.iter().zip(authorization).fold(0, |difference, (expected, given)| {
        // Opaque to the compiler, which could otherwise stop at the first difference and so tell where it is.
        black_box(difference | (expected ^ given.to_ascii_lowercase()))
    });
    authorization.len() == expected.len() && difference == 0
}

fn keyed<P: AsRef<[u8]>>(access_secret: &[u8], parts: &[P]) -> Hmac<Sha256> {
    let mut mac = match Hmac::<Sha256>::new_from_slice(access_secret) {
        Ok(mac) => mac,
        // HMAC takes a key of any length, so this arm is never taken; an empty key keeps it free of panics.
        Err(_) => Hmac::<Sha256>::new(&Default::default()),
    };
    for part in parts {
        mac.update(part.as_ref());
    }
    mac
}

fn hexadecimal<const N: usize>(digest: &[u8], digits: &[u8; 16]) -> [u8; N] {
    let mut text = [0; N];
    for (pair, byte) in text.chunks_exact_mut(2).zip(digest) {
        if let [high, low] = pair {
            *high = digit(byte >> 4, digits);
            *low = digit(byte & 15, digits);
        }
    }
    text
}

fn digit(value: u8, digits: &[u8; 16]) -> u8 {
    digits.get(usize::from(value)).copied().unwrap_or(b'0')
}

/// Length of a nonce that this crate makes: what the vendor's manual asks for.
pub const NONCE_LENGTH: usize = 32;

const NONCE_CHARACTERS: &[u8; 62] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";

/// The character of a nonce for one random byte, each equally likely; none for bytes that would favour some.
pub fn nonce_character(random: u8) -> Option<u8> {
    const FAIR: u8 = 248; // 4 × 62
    if random >= FAIR {
        return None;
    }
    NONCE_CHARACTERS.get(usize::from(random % 62)).copied()
}
