//! Any bytes at all: nothing panics, no text becomes JSON or stops being it, and what parses is what others parse.
#![no_main]

use libfuzzer_sys::fuzz_target;
use pandapon::schema::json::{exact, Json};
use serde::de::IgnoredAny;

const BYTE_ORDER_MARK: &[u8] = b"\xef\xbb\xbf";

fuzz_target!(|bytes: &[u8]| {
    let text = bytes.strip_prefix(BYTE_ORDER_MARK).unwrap_or(bytes);
    let rewritten = exact(bytes, &["id", "ids", "price"]);
    assert_eq!(is_json(&rewritten), is_json(text));

    let Ok(text) = std::str::from_utf8(text) else { return };
    match Json::parse(text) {
        Ok(value) => {
            assert!(is_json(text.as_bytes()));
            assert_eq!(Json::parse(&value.to_string()), Ok(value));
        }
        Err(error) => assert!(!is_json(text.as_bytes()) || error.reason.contains("deep")),
    }
});

fn is_json(text: &[u8]) -> bool {
    serde_json::from_slice::<IgnoredAny>(text).is_ok()
}
