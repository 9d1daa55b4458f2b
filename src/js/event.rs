//! Push messages: verified, read, signed.

use wasm_bindgen::prelude::*;

use super::failure::{failure, thrown};
use super::options::{must_be, Options};
use crate::credentials::Credentials;
use crate::error::Error;
use crate::event::{self, Form, Platform, Topic};
use crate::schema::json::{exact, ObjectText};
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

/// A push message, not verified, as JSON text: its `envelope`, and beside that what the core tells of it. `isFresh` is whether
/// nothing says that it was pushed more than `tolerance` milliseconds from `now`. For a body that is not an envelope: the
/// `failure`, and the `key`.
#[wasm_bindgen(js_name = readEvent)]
pub fn read_event(body: &[u8], now: f64, tolerance: f64) -> String {
    read(body, now, tolerance).unwrap_or_else(|error| {
        ObjectText::new().json("failure", &failure(&error)).text("key", &event::unknown_key(body)).end()
    })
}

/// [`read_event`] without JavaScript.
pub fn read(body: &[u8], now: f64, tolerance: f64) -> Result<String, Error> {
    let envelope = event::envelope(body)?;
    let digits = |name| envelope.get(name).and_then(Json::as_digits);
    let message_type = digits("messageType").unwrap_or_default();
    let number = digits("messagePlatform").and_then(|number| number.parse::<i64>().ok());
    let platform = Platform::named_by(message_type).or(number.map(Platform::from));
    let topic = Topic::of(message_type);
    let form = Form::of(platform, &topic, envelope.get("messageBody").unwrap_or(&Json::Null));
    let text = envelope.to_string();
    let text = exact(text.as_bytes(), form.exact_names());
    // A body that came as text may be nested too deep within its envelope.
    let read = event::envelope(&text)?;
    let said = read.get("messageBody").unwrap_or(&Json::Null);
    // Both casts saturate: an infinite tolerance is the largest.
    let is_fresh = event::is_fresh(digits("timestamp"), now as u64, tolerance as u64);
    Ok(ObjectText::new()
        .text("type", topic.as_str())
        .text("form", form.name())
        .json("platform", &Json::from(platform.map(Platform::number)).to_string())
        .text("key", &event::key(message_type, platform, said, digits("timestamp")))
        .json("isFresh", if is_fresh { "true" } else { "false" })
        .optional("timestamp", digits("timestamp"))
        .text("messageType", message_type)
        .json("envelope", std::str::from_utf8(&text).unwrap_or_default())
        .end())
}

fn credentials(options: &str) -> Result<Credentials, Error> {
    let options = Options::of(options)?;
    let text = |name| options.text(name).ok_or_else(|| must_be(name, "given"));
    Credentials::new(text("accessKey")?, text("accessSecret")?)
}

fn base<'a>(credentials: &'a Credentials, signed: &'a [u8], is_body: bool) -> [&'a [u8]; 2] {
    [if is_body { credentials.access_key().as_bytes() } else { &[] }, signed]
}
