//! Reading options: of a client, of a call. A wrong one is named; its value is never shown, since it may be a secret.

use std::time::Duration;

use js_sys::{Function, Object, Reflect};
use wasm_bindgen::prelude::*;

use super::read::{class_of, read};
use crate::call::headers::Headers;
use crate::call::request::TimestampUnit;
use crate::call::route::Routes;
use crate::client::{CallOptions, Settings};
use crate::error::Error;
use crate::schema::Unknown;

/// The members of an options object.
pub struct Options<'a>(&'a JsValue);

impl<'a> Options<'a> {
    /// Options given as an object, or left out.
    ///
    /// # Errors
    /// [`Error::Config`] for anything else.
    pub fn of(value: &'a JsValue) -> Result<Self, Error> {
        if value.is_object() || value.is_undefined() || value.is_null() {
            Ok(Self(value))
        } else {
            Err(Error::Config("options must be an object".to_owned()))
        }
    }

    /// An option, if it is given.
    pub fn get(&self, name: &str) -> Result<Option<JsValue>, Error> {
        if !self.0.is_object() {
            return Ok(None);
        }
        let value = Reflect::get(self.0, &name.into())
            .map_err(|_| Error::Config(format!("{name} could not be read: its getter threw")))?;
        Ok((!value.is_undefined() && !value.is_null()).then_some(value))
    }

    /// An option that is text.
    pub fn text(&self, name: &str) -> Result<Option<String>, Error> {
        let Some(value) = self.get(name)? else {
            return Ok(None);
        };
        value.as_string().map(Some).ok_or_else(|| must_be(name, "a string"))
    }

    /// An option that is text, or an id given as a bigint or a safe integer.
    pub fn id(&self, name: &str) -> Result<Option<String>, Error> {
        let Some(value) = self.get(name)? else {
            return Ok(None);
        };
        match read(&value) {
            read if read.issues.is_empty() => match read.value.as_digits() {
                Some(digits) => Ok(Some(digits.to_owned())),
                None => Err(must_be(name, "a string, a bigint or a safe integer")),
            },
            _ => Err(must_be(name, "a string, a bigint or a safe integer")),
        }
    }

    /// An option that is a function.
    pub fn function(&self, name: &str) -> Result<Option<Function>, Error> {
        let Some(value) = self.get(name)? else {
            return Ok(None);
        };
        value.dyn_into().map(Some).map_err(|_| must_be(name, "a function"))
    }

    /// An option that is true or false; left out, it is false.
    pub fn flag(&self, name: &str) -> Result<bool, Error> {
        let Some(value) = self.get(name)? else {
            return Ok(false);
        };
        value.as_bool().ok_or_else(|| must_be(name, "true or false"))
    }

    fn count(&self, name: &str) -> Result<Option<u32>, Error> {
        let Some(value) = self.get(name)? else {
            return Ok(None);
        };
        let is_count =
            |number: &f64| number.trunc() == *number && (0.0..=f64::from(i32::MAX)).contains(number);
        let count =
            value.as_f64().filter(is_count).ok_or_else(|| must_be(name, "a whole number from 0 on"))?;
        Ok(Some(count as u32))
    }

    fn timeout(&self) -> Result<Option<Duration>, Error> {
        let milliseconds = self.count("timeout")?;
        Ok(milliseconds.map(|milliseconds| Duration::from_millis(milliseconds.into())))
    }

    /// An option that is an object of texts.
    fn texts(&self, name: &str) -> Result<Vec<(String, String)>, Error> {
        let Some(value) = self.get(name)? else {
            return Ok(Vec::new());
        };
        let wrong = || must_be(name, "a plain object whose values are strings");
        // Not instanceof: an object of another realm, as some test runners make them, is one too.
        let object = value.is_object().then(|| value.unchecked_ref::<Object>()).ok_or_else(wrong)?;
        let keys = Reflect::own_keys(object).map_err(|_| wrong())?;
        // A Headers or a Map has no members: what it holds would be lost unnoticed.
        if keys.length() == 0 && class_of(object).is_some() {
            return Err(wrong());
        }
        let pairs = keys.iter().map(|key| {
            let value = Reflect::get(object, &key).ok()?.as_string()?;
            Some((key.as_string()?, value))
        });
        pairs.collect::<Option<_>>().ok_or_else(wrong)
    }
}

/// The settings of a client.
///
/// # Errors
/// [`Error::Config`], [`Error::Route`] for what is missing or wrong.
pub fn settings(options: &Options<'_>) -> Result<Settings, Error> {
    let user_id = options.id("userId")?.ok_or_else(|| must_be("userId", "given: the sub-account's id"))?;
    let mut settings = Settings::new(user_id);
    settings.headers = Headers::new(options.texts("headers")?)?;
    settings.routes = Routes::new(options.texts("routes")?)?;
    settings.base_url = options.text("baseUrl")?.unwrap_or(settings.base_url);
    settings.timeout = options.timeout()?.unwrap_or(settings.timeout);
    settings.max_retries = options.count("maxRetries")?.unwrap_or(settings.max_retries);
    if options.flag("allowUnknown")? {
        settings.unknown = Unknown::Allow;
    }
    settings.timestamp_unit = match options.text("timestampUnit")?.as_deref() {
        None | Some("seconds") => TimestampUnit::Seconds,
        Some("milliseconds") => TimestampUnit::Milliseconds,
        Some(_) => return Err(must_be("timestampUnit", "\"seconds\" or \"milliseconds\"")),
    };
    Ok(settings)
}

/// The options of a call.
///
/// # Errors
/// [`Error::Config`] for what is wrong.
pub fn call_options(options: &Options<'_>) -> Result<CallOptions, Error> {
    let options = CallOptions {
        timeout: options.timeout()?,
        max_retries: options.count("maxRetries")?,
        headers: Headers::new(options.texts("headers")?)?,
        user_id: options.id("userId")?,
    };
    options.check()?;
    Ok(options)
}

/// The error for an option of the wrong kind.
pub fn must_be(name: &str, what: &str) -> Error {
    Error::Config(format!("{name} must be {what}"))
}
