//! Signing and verifying, with independently computed vectors.
#![allow(clippy::indexing_slicing, clippy::panic, clippy::unwrap_used, reason = "a test fails by panicking")]

use pandapon::signature::{authorize, is_authorized, sign, signed_parts};
use serde_json::Value;

fn vectors(text: &str) -> Vec<Value> {
    let vectors: Vec<Value> = serde_json::from_str(text).unwrap();
    assert!(!vectors.is_empty());
    vectors
}

fn member<'a>(vector: &'a Value, name: &str) -> &'a str {
    vector[name].as_str().unwrap_or_else(|| panic!("{name} in {vector}"))
}

#[test]
fn requests_are_signed_as_in_the_vectors() {
    for vector in vectors(include_str!("vectors/signing/vectors.json")) {
        let [name, key, timestamp, nonce, secret] =
            ["name", "accessKey", "timestamp", "nonceStr", "accessSecret"].map(|name| member(&vector, name));
        let parts = signed_parts(key, timestamp, nonce, secret);
        assert_eq!(sign(&parts), member(&vector, "signature").as_bytes(), "{name}");
        assert_eq!(sign(&[parts.concat()]), sign(&parts), "in one part: {name}");

        let masked = signed_parts(key, timestamp, nonce, "********").concat();
        assert_eq!(masked, member(&vector, "stringToSignMasked"), "{name}");
    }
}

#[test]
fn push_messages_are_signed_as_in_the_vectors() {
    for vector in vectors(include_str!("vectors/callback/vectors.json")) {
        let [name, key, secret, body, authorization] =
            ["name", "accessKey", "accessSecret", "body", "authorization"].map(|name| member(&vector, name));
        let (secret, base) = (secret.as_bytes(), [key, body]);
        assert_eq!(authorize(secret, &base), authorization.as_bytes(), "{name}");
        assert!(is_authorized(secret, &base, authorization), "{name}");
        assert!(is_authorized(secret, &base, authorization.to_uppercase()), "{name}");
    }
}

#[test]
fn any_change_of_a_push_message_is_detected() {
    for vector in vectors(include_str!("vectors/callback/vectors.json")) {
        let parts = ["accessKey", "accessSecret", "body", "authorization"]
            .map(|name| member(&vector, name).as_bytes().to_vec());
        let verify = |[key, secret, body, authorization]: &[Vec<u8>; 4]| {
            is_authorized(secret, &[key, body], authorization)
        };
        assert!(verify(&parts));
        for part in 0..parts.len() {
            for byte in 0..parts[part].len() {
                let mut changed = parts.clone();
                // The lowest bit, which does not change the case of a letter.
                changed[part][byte] ^= 1;
                assert!(!verify(&changed), "part {part}, byte {byte}");
            }
        }
    }
}

#[test]
fn an_invalid_authorization_is_refused() {
    let (secret, base) = (b"secret", ["key", "body"]);
    let right = authorize(secret, &base);
    let text = std::str::from_utf8(&right).unwrap();
    assert!(is_authorized(secret, &base, text));
    for wrong in
        ["", &text[1..], &format!("{text}0"), &format!("{text}{text}"), &format!(" {text}"), &"g".repeat(64)]
    {
        assert!(!is_authorized(secret, &base, wrong), "{wrong:?}");
    }
}
