//! Push messages: verified, read, signed.

use wasm_bindgen::prelude::*;

use super::decode;
use super::failure::thrown;
use super::options::{must_be, Options};
use crate::credentials::Credentials;
use crate::error::Error;
use crate::event::{self, Form, Platform, Topic};
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

/// A push message, not verified, as JSON text: its `envelope`, and beside that what the core tells of it.
#[wasm_bindgen(js_name = readEvent)]
pub fn read_event(body: &[u8]) -> Result<String, JsValue> {
    read(body).map_err(|error| thrown(&error))
}

fn read(body: &[u8]) -> Result<String, Error> {
    let text = decode::lossless(body, &[], &["messageBody"]);
    let envelope = event::envelope(&text)?;
    let digits = |name| envelope.get(name).and_then(Json::as_digits);
    let message_type = digits("messageType").unwrap_or_default();
    let number = digits("messagePlatform").and_then(|number| number.parse::<i64>().ok());
    let platform = Platform::named_by(message_type).or(number.map(Platform::from));
    let topic = Topic::of(message_type);
    let form = Form::of(platform, &topic, envelope.get("messageBody").unwrap_or(&Json::Null));
    let text = decode::lossless(&text, form.exact_names(), &[]);
    let text = std::str::from_utf8(&text).unwrap_or_default();
    let exact = Json::parse(text).unwrap_or_default();
    let said = exact.get("messageBody").unwrap_or(&Json::Null);
    Ok(ObjectText::new()
        .text("type", topic.as_str())
        .text("form", form.name())
        .json("platform", &Json::from(platform.map(Platform::number)).to_string())
        .text("key", &event::key(message_type, platform, said, digits("timestamp")))
        .optional("timestamp", digits("timestamp"))
        .text("messageType", message_type)
        .json("envelope", text)
        .end())
}

fn credentials(options: &str) -> Result<Credentials, Error> {
    let options = Options::of(options)?;
    let text = |name| options.text(name)?.ok_or_else(|| must_be(name, "given"));
    Credentials::new(text("accessKey")?, text("accessSecret")?)
}

fn base<'a>(credentials: &'a Credentials, signed: &'a [u8], is_body: bool) -> [&'a [u8]; 2] {
    [if is_body { credentials.access_key().as_bytes() } else { &[] }, signed]
}
