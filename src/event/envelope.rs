//! The envelope of a push message as JSON, before it becomes a type of Rust or an object of JavaScript.

use super::{PayloadKind, Platform, Topic};
use crate::error::Error;
use crate::schema::json::TOO_MANY_VALUES;
use crate::schema::Json;

/// Maximum number of members and items of a push message at all depths together, unless the caller sets another one: a limit of
/// our own. The largest of the vendor's examples has a few hundred.
///
/// In memory each takes many times the bytes of its text, so that a limit on bytes alone would not bound the memory.
pub const MAX_VALUES: usize = 20_000;

/// An envelope that is ready to be typed: `messageBody` is a structure even where it came as text, `messageType` and `timestamp`
/// are text even where they came as numbers, and so are ids and prices.
#[cfg_attr(not(feature = "js"), allow(dead_code, reason = "only JavaScript gets all of it"))]
pub(crate) struct Envelope {
    /// All of it.
    pub json: Json,
    /// The marketplace: the one that the prefix of the type names, or else `messagePlatform`.
    pub platform: Option<Platform>,
    /// The topic.
    pub topic: Topic,
    /// The kind of the payload.
    pub payload_kind: PayloadKind,
}

/// A body that is not an envelope.
pub(crate) struct NotAnEnvelope {
    /// Why. Boxed, since every result would be as large as it.
    pub error: Box<Error>,
    /// What the body holds, if it is JSON within the limits; else `null`.
    #[cfg_attr(not(feature = "js"), allow(dead_code, reason = "only JavaScript gets it"))]
    pub json: Json,
}

impl Envelope {
    /// Reads a body of at most `max_values` members and items.
    ///
    /// # Errors
    /// [`NotAnEnvelope`] if it is not a JSON object, has neither `messageType` nor `messageBody`, or is beyond a limit.
    pub fn read(body: &[u8], max_values: usize) -> Result<Self, NotAnEnvelope> {
        // One more: the parser counts the whole, too.
        let mut left = max_values.saturating_add(1);
        let text = std::str::from_utf8(body).map_err(|_| unreadable("it is not UTF-8", Json::Null))?;
        let text = text.strip_prefix('\u{feff}').unwrap_or(text);
        let json = Json::parse_bounded(text, 0, &mut left);
        let mut json = json.map_err(|error| unreadable(&error.to_string(), Json::Null))?;
        let Json::Object(members) = &mut json else {
            return Err(unreadable("it is not a JSON object", json));
        };
        for (name, value) in members {
            match name.as_str() {
                // The upstream of Taobao counts its types, so that one could come as a number.
                "messageType" | "timestamp" => {
                    if let Json::Number(digits) = value {
                        *value = Json::Text(std::mem::take(digits));
                    }
                }
                // The pages of KA show a body as text. What cannot be parsed is a text like any other.
                "messageBody" => {
                    left = left.saturating_add(1);
                    if let Err(error) = value.expand_text(|text| Json::parse_bounded(text, 1, &mut left)) {
                        if error.reason == TOO_MANY_VALUES {
                            return Err(unreadable(error.reason, Json::Null));
                        }
                    }
                }
                _ => {}
            }
        }
        if json.get("messageType").or(json.get("messageBody")).is_none() {
            return Err(unreadable("it has neither messageType nor messageBody", json));
        }
        let text = |name| json.get(name).and_then(Json::as_digits);
        let message_type = text("messageType").unwrap_or_default();
        let number = text("messagePlatform").and_then(|number| number.parse::<i64>().ok());
        let platform = Platform::from_prefix(message_type).or(number.map(Platform::from));
        let topic = Topic::from_message_type(message_type);
        let body = json.get("messageBody").unwrap_or(&Json::Null);
        let payload_kind = PayloadKind::for_message(platform, &topic, body);
        // Which members are ids and prices depends on the payload.
        let names = payload_kind.exact_names();
        json.numbers_to_text(&|name| names.contains(&name));
        Ok(Self { json, platform, topic, payload_kind })
    }

    /// Returns a member that is text or a number.
    #[cfg(feature = "js")]
    pub fn text(&self, name: &str) -> Option<&str> {
        self.json.get(name).and_then(Json::as_digits)
    }
}

fn unreadable(reason: &str, mut json: Json) -> NotAnEnvelope {
    json.numbers_to_text(&|_| false);
    let error = Error::Event(format!("this is not a push message of the platform: {reason}"));
    NotAnEnvelope { error: Box::new(error), json }
}
