//! Reading options: of a client, of a call. A wrong one is named; its value is never shown, since it may be a secret.

use std::time::Duration;

use crate::call::headers::Headers;
use crate::call::request::TimestampUnit;
use crate::call::route::Routes;
use crate::client::{CallOptions, Settings};
use crate::error::Error;
use crate::schema::{Json, Unknown};

/// The members of an options object.
pub struct Options(Json);

impl Options {
    /// From JSON text, as the package writes what the user gave.
    ///
    /// # Errors
    /// [`Error::Config`] for what is no object.
    pub fn of(text: &str) -> Result<Self, Error> {
        match Json::parse(text) {
            Ok(object @ Json::Object(_)) => Ok(Self(object)),
            _ => Err(Error::Config("options must be an object".to_owned())),
        }
    }

    /// An option, if it is given.
    pub fn get(&self, name: &str) -> Option<&Json> {
        self.0.get(name).filter(|value| !value.is_null())
    }

    /// Takes an option out, if it is given.
    pub fn take(&mut self, name: &str) -> Option<Json> {
        let Json::Object(members) = &mut self.0 else { return None };
        members.iter_mut().find(|(known, _)| known == name).map(|(_, value)| std::mem::take(value))
    }

    /// An option that is text.
    pub fn text(&self, name: &str) -> Result<Option<&str>, Error> {
        match self.get(name) {
            None => Ok(None),
            Some(text) => {
                text.as_text().map_or_else(|| Err(must_be(name, "a string")), |text| short(name, text))
            }
        }
    }

    /// An option that is text, or an id given as a bigint or a safe integer.
    pub fn id(&self, name: &str) -> Result<Option<&str>, Error> {
        match self.get(name) {
            None => Ok(None),
            Some(id) => {
                let is_id = "a string, a bigint or a safe integer";
                id.as_digits().map_or_else(|| Err(must_be(name, is_id)), |id| short(name, id))
            }
        }
    }

    /// An option that is true or false; left out, it is false.
    pub fn flag(&self, name: &str) -> Result<bool, Error> {
        match self.get(name) {
            None => Ok(false),
            Some(flag) => flag.as_bool().ok_or_else(|| must_be(name, "true or false")),
        }
    }

    fn count(&self, name: &str) -> Result<Option<u32>, Error> {
        let count = match self.get(name) {
            None => return Ok(None),
            // As `Retry-After` is read: another width would be another parser.
            Some(Json::Number(digits)) => digits.parse::<u64>().ok(),
            Some(_) => None,
        };
        let count = count.filter(|count| *count <= i32::MAX as u64);
        count.map(|count| Some(count as u32)).ok_or_else(|| must_be(name, "a whole number from 0 on"))
    }

    fn timeout(&self) -> Result<Option<Duration>, Error> {
        let milliseconds = self.count("timeout")?;
        Ok(milliseconds.map(|milliseconds| Duration::from_millis(milliseconds.into())))
    }

    /// An option that is an object of texts.
    fn texts(&self, name: &str) -> Result<Vec<(String, String)>, Error> {
        let Some(object) = self.get(name) else {
            return Ok(Vec::new());
        };
        let wrong = || must_be(name, "a plain object whose values are strings");
        let mut texts = Vec::new();
        for (name, value) in object.as_object().ok_or_else(wrong)? {
            texts.push((name.clone(), value.as_text().ok_or_else(wrong)?.to_owned()));
        }
        Ok(texts)
    }
}

/// Maximum length of an option that is text, in bytes.
const MAX_TEXT: usize = 8192;

/// Largest value of `maxRequestBytes`, 256 MiB: JavaScript's strings end at twice as much.
const MAX_REQUEST_BYTES: u32 = 268_435_456;

fn short<'a>(name: &str, text: &'a str) -> Result<Option<&'a str>, Error> {
    if text.len() > MAX_TEXT {
        return Err(must_be(name, "at most 8192 bytes long"));
    }
    Ok(Some(text))
}

/// Stands for the sub-account of a client that leaves the choice to its proxy.
pub const NOBODY: &str = "-";

/// The settings of a client.
///
/// # Errors
/// [`Error::Config`], [`Error::Route`] for what is missing or wrong.
pub fn settings(options: &Options) -> Result<Settings, Error> {
    let user_id = match options.id("userId")? {
        None if options.flag("proxy")? => NOBODY,
        user_id => user_id.ok_or_else(|| must_be("userId", "given: the sub-account's id"))?,
    };
    let mut settings = Settings::new(user_id);
    settings.headers = Headers::new(options.texts("headers")?)?;
    settings.routes = Routes::new(options.texts("routes")?)?;
    if let Some(base_url) = options.text("baseUrl")? {
        settings.base_url = base_url.to_owned();
    }
    settings.timeout = options.timeout()?.unwrap_or(settings.timeout);
    if let Some(most) = options.count("maxRequestBytes")? {
        if !(1..=MAX_REQUEST_BYTES).contains(&most) {
            return Err(must_be("maxRequestBytes", "a whole number from 1 to 268435456"));
        }
        settings.max_request_bytes = most as usize;
    }
    settings.max_retries = options.count("maxRetries")?.unwrap_or(settings.max_retries);
    if let Some(bytes) = options.count("maxResponseBytes")? {
        settings.max_response_bytes = bytes as usize;
    }
    if options.flag("allowUnknown")? {
        settings.unknown = Unknown::Allow;
    }
    settings.timestamp_unit = match options.text("timestampUnit")? {
        None | Some("seconds") => TimestampUnit::Seconds,
        Some("milliseconds") => TimestampUnit::Milliseconds,
        Some(_) => return Err(must_be("timestampUnit", "\"seconds\" or \"milliseconds\"")),
    };
    settings.check()?;
    Ok(settings)
}

/// The options of a call.
///
/// # Errors
/// [`Error::Config`] for what is wrong.
pub fn call_options(options: &Options) -> Result<CallOptions, Error> {
    let options = CallOptions {
        timeout: options.timeout()?,
        max_retries: options.count("maxRetries")?,
        headers: Headers::new(options.texts("headers")?)?,
        user_id: options.id("userId")?.map(str::to_owned),
    };
    options.check()?;
    Ok(options)
}

/// The error for an option of the wrong kind.
pub fn must_be(name: &str, what: &str) -> Error {
    Error::Config(format!("{name} must be {what}"))
}
