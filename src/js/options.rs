//! Reading options: of a client, of a call. A wrong one is named; its value is never shown, since it may be a secret.

use std::time::Duration;

use crate::call::headers::Headers;
use crate::call::request::TimestampUnit;
use crate::call::route::Routes;
use crate::client::{CallOptions, Settings};
use crate::error::Error;
use crate::schema::{Allow, Json};

/// What an option must be.
#[derive(Clone, Copy)]
enum Kind {
    Text,
    /// Text, or an id as a bigint or a safe integer.
    Id,
    Flag,
    Count,
    /// An object of texts.
    Texts,
}

/// The options of clients and calls, and the members of requests of any path that are texts.
const KINDS: [(&str, Kind); 23] = [
    ("accessKey", Kind::Text),
    ("accessSecret", Kind::Text),
    ("allowUnknown", Kind::Flag),
    ("allowUnlikely", Kind::Flag),
    ("baseUrl", Kind::Text),
    ("dangerouslyAllowBrowser", Kind::Flag),
    ("headers", Kind::Texts),
    ("inPage", Kind::Flag),
    ("maxRequestBytes", Kind::Count),
    ("maxResponseBytes", Kind::Count),
    ("maxRetries", Kind::Count),
    ("method", Kind::Text),
    ("nonceStr", Kind::Text),
    ("path", Kind::Text),
    ("proxy", Kind::Flag),
    ("routes", Kind::Texts),
    ("safety", Kind::Text),
    ("signer", Kind::Flag),
    ("stringToSign", Kind::Flag),
    ("timeout", Kind::Count),
    ("timestamp", Kind::Id),
    ("timestampUnit", Kind::Text),
    ("userId", Kind::Id),
];

/// The members of an options object, each of the right kind.
pub struct Options(Json);

impl Options {
    /// From JSON text, as the package writes what the user passed.
    ///
    /// # Errors
    /// [`Error::Config`] for what is not an object, and for an option of the wrong kind.
    pub fn parse(text: &str) -> Result<Self, Error> {
        Self::new(Json::parse(text).unwrap_or_default())
    }

    /// From a value.
    ///
    /// # Errors
    /// As those of [`Options::parse`].
    pub fn new(options: Json) -> Result<Self, Error> {
        let members = options.as_object();
        let members = members.ok_or_else(|| Error::Config("options must be an object".to_owned()))?;
        for (name, value) in members {
            let kind = KINDS.iter().find(|(known, _)| known == name);
            if let Some(what) = kind.and_then(|(_, kind)| mistake(*kind, value)) {
                return Err(must_be(name, what));
            }
        }
        Ok(Self(options))
    }

    /// An option, unless it is missing.
    pub fn get(&self, name: &str) -> Option<&Json> {
        self.0.get(name).filter(|value| !value.is_null())
    }

    /// An option that is text, or an id.
    pub fn text(&self, name: &str) -> Option<&str> {
        self.get(name)?.as_digits()
    }

    /// An option that is true or false; left out, it is false.
    pub fn flag(&self, name: &str) -> bool {
        self.get(name).and_then(Json::as_bool).unwrap_or_default()
    }

    fn count(&self, name: &str) -> Option<u32> {
        count(self.get(name)?)
    }

    fn timeout(&self) -> Option<Duration> {
        Some(Duration::from_millis(self.count("timeout")?.into()))
    }

    fn texts(&self, name: &str) -> Vec<(String, String)> {
        let members = self.get(name).and_then(Json::as_object).unwrap_or_default();
        let text = |(name, value): &(String, Json)| Some((name.clone(), value.as_text()?.to_owned()));
        members.iter().filter_map(text).collect()
    }
}

/// What an option of this kind must be, if this value is not.
fn mistake(kind: Kind, value: &Json) -> Option<&'static str> {
    let is_short = |text: Option<&str>| text.is_none_or(|text| text.len() <= MAX_TEXT);
    let (is_right, what) = match (kind, value) {
        (_, Json::Null) => return None,
        (Kind::Text | Kind::Id, value) if !is_short(value.as_digits()) => (false, "at most 8192 bytes long"),
        (Kind::Text, value) => (value.as_text().is_some(), "a string"),
        (Kind::Id, value) => (value.as_digits().is_some(), "a string, a bigint or a safe integer"),
        (Kind::Flag, value) => (value.as_bool().is_some(), "true or false"),
        (Kind::Count, value) => (count(value).is_some(), "a whole number from 0 on"),
        (Kind::Texts, Json::Object(members)) => {
            (members.iter().all(|(_, value)| value.as_text().is_some()), TEXTS)
        }
        (Kind::Texts, _) => (false, TEXTS),
    };
    (!is_right).then_some(what)
}

const TEXTS: &str = "a plain object whose values are strings";

fn count(value: &Json) -> Option<u32> {
    let Json::Number(digits) = value else { return None };
    // As `Retry-After` is read: another width would be another parser.
    let count = digits.parse::<u64>().ok().filter(|count| *count <= i32::MAX as u64)?;
    Some(count as u32)
}

/// Maximum length of an option that is text, in bytes.
const MAX_TEXT: usize = 8192;

/// Largest value of `maxRequestBytes`, 256 MiB: JavaScript's strings end at twice as much.
const MAX_REQUEST_BYTES: u32 = 268_435_456;

/// Stands for the sub-account of a client that leaves the choice to its proxy.
pub const NOBODY: &str = "-";

/// The settings of a client.
///
/// # Errors
/// [`Error::Config`], [`Error::Route`] for what is missing or wrong.
pub fn settings(options: &Options) -> Result<Settings, Error> {
    let user_id = match options.text("userId") {
        None if options.flag("proxy") => NOBODY,
        user_id => user_id.ok_or_else(|| missing("userId", "USER_ID", ": the sub-account's id"))?,
    };
    let mut settings = Settings::new(user_id);
    settings.headers = Headers::new(options.texts("headers"))?;
    settings.routes = Routes::new(options.texts("routes"))?;
    if let Some(base_url) = options.text("baseUrl") {
        settings.base_url = base_url.to_owned();
    }
    settings.timeout = options.timeout().unwrap_or(settings.timeout);
    if let Some(most) = options.count("maxRequestBytes") {
        if !(1..=MAX_REQUEST_BYTES).contains(&most) {
            return Err(must_be("maxRequestBytes", "a whole number from 1 to 268435456"));
        }
        settings.max_request_bytes = most as usize;
    }
    settings.max_retries = options.count("maxRetries").unwrap_or(settings.max_retries);
    if let Some(bytes) = options.count("maxResponseBytes") {
        settings.max_response_bytes = bytes as usize;
    }
    settings.allow = allow(options, Allow::NOTHING);
    settings.timestamp_unit = match options.text("timestampUnit") {
        None | Some("seconds") => TimestampUnit::Seconds,
        Some("milliseconds") => TimestampUnit::Milliseconds,
        Some(_) => return Err(must_be("timestampUnit", "\"seconds\" or \"milliseconds\"")),
    };
    settings.check()?;
    Ok(settings)
}

/// What is sent although it is probably a mistake: the options `allowUnknown` and `allowUnlikely`, over those of the client.
fn allow(options: &Options, client: Allow) -> Allow {
    let flag = |name| options.get(name).and_then(Json::as_bool);
    Allow {
        unknown: flag("allowUnknown").unwrap_or(client.unknown),
        unlikely: flag("allowUnlikely").unwrap_or(client.unlikely),
    }
}

/// The options of a call, of a client with these settings.
///
/// # Errors
/// [`Error::Config`] for what is wrong.
pub fn call_options(options: &Options, client: &Settings) -> Result<CallOptions, Error> {
    let options = CallOptions {
        timeout: options.timeout(),
        max_retries: options.count("maxRetries"),
        headers: Headers::new(options.texts("headers"))?,
        user_id: options.text("userId").map(str::to_owned),
        allow: Some(allow(options, client.allow)),
    };
    options.check()?;
    Ok(options)
}

/// The error for an option that is missing, and is not in the environment.
pub fn missing(name: &str, variable: &str, more: &str) -> Error {
    Error::Config(format!(
        "{name} must be given, as an option or as PANDAPON_{variable} in the environment{more}"
    ))
}

/// The error for an option of the wrong kind.
pub fn must_be(name: &str, what: &str) -> Error {
    Error::Config(format!("{name} must be {what}"))
}
