//! Names of options in messages: each program reads those that it wrote.

/// The name of an option in messages: the first in the npm package, the second in Rust.
#[cfg(feature = "js")]
macro_rules! option_name {
    ($javascript:literal, $rust:literal) => {
        $javascript
    };
}

/// The name of an option in messages: the first in the npm package, the second in Rust.
#[cfg(not(feature = "js"))]
macro_rules! option_name {
    ($javascript:literal, $rust:literal) => {
        $rust
    };
}

#[cfg(all(test, not(feature = "js")))]
#[allow(clippy::unwrap_used, reason = "a test fails by panicking")]
mod tests {
    use std::time::Duration;

    use crate::endpoint::Endpoint;
    use crate::{Client, Credentials, Error, Settings};

    fn credentials() -> Credentials {
        Credentials::new("0123456789abcdef0123456789abcdef", "secret").unwrap()
    }

    fn refused(settings: Settings) -> Error {
        Client::new((), credentials(), settings).unwrap_err()
    }

    #[test]
    fn messages_name_options_as_rust_does() {
        let settings = Settings::new("1");
        let endpoint = crate::api::alibaba::refund::Carriers::DESCRIPTOR;
        let client = Client::new((), credentials(), settings.clone()).unwrap();
        let small = Settings { max_request_bytes: 1, ..settings.clone() };
        let small = Client::new((), credentials(), small).unwrap();
        let get = crate::api::alibaba::refund::Get::DESCRIPTOR;
        let messages = [
            (Credentials::new("", "secret").unwrap_err(), "access_key must"),
            (Credentials::new("key", "secret").unwrap_err(), "access_key is too short"),
            (Credentials::new("0123456789abcdef0123456789abcdef", "").unwrap_err(), "access_secret must"),
            (refused(Settings::new("")), "user_id must"),
            (refused(Settings { base_url: "x".to_owned(), ..settings.clone() }), "base_url must"),
            (refused(Settings { max_response_bytes: 0, ..settings.clone() }), "max_response_bytes must"),
            (refused(Settings { timeout: Duration::ZERO, ..settings }), "timeout must"),
            (client.prepare(endpoint, &serde_json::json!({}).into()).unwrap_err(), "Settings::routes"),
            (
                small.prepare(get, &serde_json::json!({ "refundId": "TQ1" }).into()).unwrap_err(),
                "max_request_bytes",
            ),
        ];
        for (error, part) in messages {
            let message = error.to_string();
            assert!(message.contains(part), "{message}");
            for name in ["accessKey", "accessSecret", "userId", "baseUrl", "Bytes", "{ \""] {
                assert!(!message.contains(name), "{message}");
            }
        }
    }
}
