//! Push messages: verified, read, signed.

use wasm_bindgen::prelude::*;

use super::failure::{failure, thrown};
use super::options::{missing, Options};
use crate::credentials::Credentials;
use crate::error::Error;
use crate::event::{self, Envelope, NotAnEnvelope, Platform, Topic, MAX_VALUES};
use crate::schema::json::ObjectText;
use crate::schema::Json;

/// Fails unless `authorization` is the signature over `signed`: the body of a push message, before which the platform signs
/// the access key, or else all that is signed.
#[wasm_bindgen(js_name = verifyEvent)]
pub fn verify_event(options: &str, signed: &[u8], is_body: bool, authorization: &str) -> Result<(), JsValue> {
    let verified = credentials(options).and_then(|credentials| {
        event::verify(&base(&credentials, signed, is_body), authorization, &credentials)
    });
    verified.map_err(|error| thrown(&error))
}

/// The signature over `signed`, which is as above.
#[wasm_bindgen(js_name = signEvent)]
pub fn sign_event(options: &str, signed: &[u8], is_body: bool) -> Result<String, JsValue> {
    let credentials = credentials(options).map_err(|error| thrown(&error))?;
    Ok(event::authorize(&base(&credentials, signed, is_body), &credentials))
}

/// Reads a push message without verifying it, and returns JSON text: its `envelope`, and the members that the package adds to it.
/// `isFresh` is whether its time is at most `tolerance` milliseconds from `now`; `subject` and `time` (milliseconds since 1970)
/// put messages in order. A body that is not an
/// envelope, or has more than `max_values` members and items (0 for the default), has the `failure`, the `key`, and, if it is JSON
/// within the limits, its value as `messageBody`.
#[wasm_bindgen(js_name = readEvent)]
pub fn read_event(body: &[u8], max_values: usize, now: f64, tolerance: f64) -> String {
    let max_values = if max_values == 0 { MAX_VALUES } else { max_values };
    match Envelope::read(body, max_values) {
        Ok(envelope) => text(&envelope, now, tolerance),
        Err(NotAnEnvelope { error, json }) => ObjectText::new()
            .json("failure", &failure(&error))
            .text("key", &event::unreadable_key(body))
            .value("messageBody", &json)
            .end(),
    }
}

fn text(envelope: &Envelope, now: f64, tolerance: f64) -> String {
    let Envelope { json, platform, topic, payload_kind } = envelope;
    let message_type = envelope.text("messageType").unwrap_or_default();
    let timestamp = envelope.text("timestamp");
    let body = json.get("messageBody").unwrap_or(&Json::Null);
    // Whatever has a known type has a body with members, as the declarations say.
    let has_type = body.as_object().is_some() || matches!(topic, Topic::Other(_));
    let members = json.as_object().unwrap_or_default().iter().map(|(name, value)| (name, value));
    // Both casts saturate: an infinite tolerance is the largest.
    let is_fresh = event::is_fresh(timestamp, now as u64, tolerance as u64);
    ObjectText::new()
        .text("type", if has_type { topic.as_str() } else { "" })
        .text("form", payload_kind.name())
        .value("platform", &platform.map(Platform::number).into())
        .text("key", &event::dedup_key(message_type, *platform, body, members, timestamp))
        .optional("subject", event::bounded_subject(body).as_deref())
        .value("time", &timestamp.and_then(event::milliseconds).map(|time| time as i64).into())
        .value("isFresh", &Json::Bool(is_fresh))
        .optional("timestamp", timestamp)
        .text("messageType", message_type)
        .value("envelope", json)
        .end()
}

fn credentials(options: &str) -> Result<Credentials, Error> {
    let options = Options::parse(options)?;
    let text = |name, variable| options.text(name).ok_or_else(|| missing(name, variable, ""));
    Credentials::new(text("accessKey", "ACCESS_KEY")?, text("accessSecret", "ACCESS_SECRET")?)
}

fn base<'a>(credentials: &'a Credentials, signed: &'a [u8], is_body: bool) -> [&'a [u8]; 2] {
    [if is_body { credentials.access_key().as_bytes() } else { &[] }, signed]
}
