//! The envelope of a push message as JSON, before it becomes a type of Rust or an object of JavaScript.

use super::unreadable;
use crate::error::Error;
use crate::schema::Json;

/// Reads an envelope: a JSON object whose `messageBody` is a structure, even where it came as text.
///
/// # Errors
/// [`Error::Event`] if it is no envelope: no JSON object, or one with neither `messageType` nor `messageBody`.
pub(crate) fn envelope(body: &[u8]) -> Result<Json, Error> {
    let text = std::str::from_utf8(body).map_err(|_| unreadable("it is not UTF-8"))?;
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    let Json::Object(mut members) = Json::parse(text).map_err(|error| unreadable(&error.to_string()))? else {
        return Err(unreadable("it is not a JSON object"));
    };
    for (name, value) in &mut members {
        match name.as_str() {
            // The upstream of Taobao counts its types, so that one could come as a number.
            "messageType" | "timestamp" => number_to_text(value),
            "messageBody" => text_to_structure(value),
            _ => {}
        }
    }
    let envelope = Json::Object(members);
    if envelope.get("messageType").or(envelope.get("messageBody")).is_none() {
        return Err(unreadable("it has neither messageType nor messageBody"));
    }
    Ok(envelope)
}

fn number_to_text(value: &mut Json) {
    if let Json::Number(digits) = value {
        *value = Json::Text(std::mem::take(digits));
    }
}

/// Puts the structure in the place of its text, which is what the pages of KA show.
fn text_to_structure(body: &mut Json) {
    let structure = body.as_text().and_then(|text| Json::parse(text).ok());
    if let Some(structure @ (Json::Object(_) | Json::List(_))) = structure {
        *body = structure;
    }
}
