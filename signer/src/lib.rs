//! `pandapon_sign.wasm`: the platform's signatures behind a C ABI, for any runtime that can load wasm.
//!
//! The module imports nothing; it exports its `memory` and the functions below. A caller asks [`alloc`](arena::alloc)
//! for blocks, writes its bytes into them, calls [`sign`], [`hmac`] or [`verify`], reads the answer, and gives every
//! block back to [`dealloc`](arena::dealloc), which overwrites it. A range that reaches outside of what `alloc` has
//! handed out is refused: the answer is 0, and nothing is read or written.
//!
//! What is computed is in `pandapon::signature`; here are addresses only.
#![cfg(target_arch = "wasm32")]
#![no_std]
#![allow(unsafe_code, reason = "callers hand in addresses; this crate alone turns them into slices")]

mod arena;

use core::hint::black_box;
use core::panic::PanicInfo;
use pandapon::signature::{self, AUTHORIZATION_LENGTH, SIGNATURE_LENGTH};

/// Signs a request: takes the string to sign (`length` bytes of UTF-8 at `text`) and writes the `signature` header, 32
/// upper-case hexadecimal digits, to `out`, which may be `text`.
///
/// Answers the length written, or 0 if a range was refused.
#[no_mangle]
pub extern "C" fn sign(text: usize, length: usize, out: usize) -> usize {
    let signature = signature_of(text, length);
    overwrite_stack();
    signature.map_or(0, |signature| arena::write(out, &signature))
}

/// Signs a push message: takes the access secret as the key, and the base (access key, then raw body), and writes the
/// `Authorization` header, 64 lower-case hexadecimal digits, to `out`, which may be any of the blocks handed in.
///
/// Answers the length written, or 0 if a range was refused.
#[no_mangle]
pub extern "C" fn hmac(key: usize, key_length: usize, base: usize, base_length: usize, out: usize) -> usize {
    let authorization = authorization_of(key, key_length, base, base_length);
    overwrite_stack();
    authorization.map_or(0, |authorization| arena::write(out, &authorization))
}

/// Answers 1 if `authorization` is the header of the push message with this key and base, and 0 if it is not or if a
/// range was refused. Either letter case; constant time.
#[no_mangle]
pub extern "C" fn verify(
    key: usize,
    key_length: usize,
    base: usize,
    base_length: usize,
    authorization: usize,
    authorization_length: usize,
) -> usize {
    let authorized = is_authorized(key, key_length, base, base_length, authorization, authorization_length);
    overwrite_stack();
    usize::from(authorized.unwrap_or(false))
}

#[inline(never)]
fn signature_of(text: usize, length: usize) -> Option<[u8; SIGNATURE_LENGTH]> {
    Some(signature::sign(&[arena::bytes(text, length)?]))
}

#[inline(never)]
fn authorization_of(
    key: usize,
    key_length: usize,
    base: usize,
    base_length: usize,
) -> Option<[u8; AUTHORIZATION_LENGTH]> {
    Some(signature::authorize(arena::bytes(key, key_length)?, &[arena::bytes(base, base_length)?]))
}

#[inline(never)]
fn is_authorized(
    key: usize,
    key_length: usize,
    base: usize,
    base_length: usize,
    authorization: usize,
    authorization_length: usize,
) -> Option<bool> {
    Some(signature::is_authorized(
        arena::bytes(key, key_length)?,
        &[arena::bytes(base, base_length)?],
        arena::bytes(authorization, authorization_length)?,
    ))
}

/// Overwrites the part of the stack that the hash functions have used, where they leave pieces of the secret.
///
/// That part lies below the frame of the exported function, as long as what it calls is not inlined.
#[inline(never)]
fn overwrite_stack() {
    black_box([0_u8; 2048]);
}

/// No path panics; if one did, the instance would trap.
#[panic_handler]
fn panic(_: &PanicInfo) -> ! {
    core::arch::wasm32::unreachable()
}
