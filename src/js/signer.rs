//! Who signs, in JavaScript: the secret, with a string to sign of the user's own if need be, or a function elsewhere.

use js_sys::{Function, Object, Promise, Reflect};
use wasm_bindgen::JsValue;
use wasm_bindgen_futures::JsFuture;

use super::options::{must_be, Options};
use crate::credentials::{check_access_key, Credentials, Sign, Unsigned};
use crate::error::Error;
use crate::signature;

/// Signs for a client in JavaScript.
#[derive(Clone)]
pub enum Signer {
    /// By the platform's rule.
    Secret(Credentials),
    /// By the secret and a string to sign that the user's function makes.
    OwnString(Credentials, Function),
    /// By the user's function, which may ask somebody else.
    Remote(String, Function),
}

impl Signer {
    /// The signer that a client's options name.
    ///
    /// # Errors
    /// [`Error::Config`] unless there is exactly one of `accessSecret` and `signer`.
    pub fn of(options: &Options<'_>) -> Result<Self, Error> {
        let access_key = options.text("accessKey")?.ok_or_else(|| must_be("accessKey", "given"))?;
        let secret = options.text("accessSecret")?;
        if secret.is_some() && in_page() && !options.flag("dangerouslyAllowBrowser")? {
            return Err(Error::Config(
                "an accessSecret in a page can be read by everybody who opens it. Keep it on your server: give the page a \
                 signer (a function that asks your server for the signature), or send the calls through your server. Where \
                 nobody else can open the page, set dangerouslyAllowBrowser: true"
                    .to_owned(),
            ));
        }
        let string_to_sign = options.function("stringToSign")?;
        match (secret, options.function("signer")?, string_to_sign) {
            (Some(secret), None, None) => Ok(Self::Secret(Credentials::new(access_key, secret)?)),
            (Some(secret), None, Some(own)) => Ok(Self::OwnString(Credentials::new(access_key, secret)?, own)),
            (None, Some(signer), None) => Ok(Self::Remote(check_access_key(access_key)?, signer)),
            (None, Some(_), Some(_)) => {
                Err(Error::Config("stringToSign needs accessSecret: a signer makes its own string".to_owned()))
            }
            _ => Err(Error::Config(
                "give either accessSecret or signer (a function that returns the signature, so that the secret can stay \
                 elsewhere)"
                    .to_owned(),
            )),
        }
    }

    /// The signature at once.
    ///
    /// # Errors
    /// [`Error::Config`] if only a function elsewhere can sign, [`Error::Signature`] if the user's function fails.
    pub fn sign_now(&self, parts: Unsigned<'_>) -> Result<String, Error> {
        match self {
            Self::Secret(credentials) => Ok(credentials.signature(parts)),
            Self::OwnString(credentials, own) => {
                let secret = Some(credentials.access_secret());
                let text = call(own, "stringToSign", parts, secret)?.as_string();
                let text = text.ok_or_else(|| failed("stringToSign", "it must return a string"))?;
                Ok(signature::sign(&[text]).iter().copied().map(char::from).collect())
            }
            Self::Remote(..) => {
                Err(Error::Config("buildRequest needs accessSecret: a signer answers only later".to_owned()))
            }
        }
    }
}

impl Sign for Signer {
    fn access_key(&self) -> &str {
        match self {
            Self::Secret(credentials) | Self::OwnString(credentials, _) => credentials.access_key(),
            Self::Remote(access_key, _) => access_key,
        }
    }

    async fn sign(&self, parts: Unsigned<'_>) -> Result<String, Error> {
        let Self::Remote(_, signer) = self else {
            return self.sign_now(parts);
        };
        let answer = call(signer, "signer", parts, None)?;
        let signature = JsFuture::from(Promise::resolve(&answer)).await;
        let signature = signature.map_err(|error| failed("signer", &reason(&error)))?.as_string();
        let is_header = |text: &String| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_graphic());
        signature.filter(is_header).ok_or_else(|| failed("signer", "it must return the signature, a string"))
    }
}

/// Whether this runs in a page: there is a window with a document.
fn in_page() -> bool {
    let global = js_sys::global();
    let is_there = |name: &&str| Reflect::get(&global, &(**name).into()).is_ok_and(|value| value.is_object());
    ["window", "document"].iter().all(is_there)
}

fn call(
    function: &Function,
    name: &str,
    parts: Unsigned<'_>,
    secret: Option<&str>,
) -> Result<JsValue, Error> {
    let argument = argument(parts, secret).map_err(|_| failed(name, "its argument could not be made"))?;
    // What a function threw while it held the secret is not repeated.
    let reason = |error: JsValue| {
        if secret.is_some() {
            "it threw".to_owned()
        } else {
            reason(&error)
        }
    };
    function.call1(&JsValue::UNDEFINED, &argument).map_err(|error| failed(name, &reason(error)))
}

fn argument(parts: Unsigned<'_>, secret: Option<&str>) -> Result<Object, JsValue> {
    let argument = Object::new();
    let set = |name: &str, value: &str| Reflect::set(&argument, &name.into(), &value.into());
    set("accessKey", parts.access_key)?;
    set("timestamp", parts.timestamp)?;
    set("nonceStr", parts.nonce)?;
    if let Some(secret) = secret {
        set("accessSecret", secret)?;
    }
    Ok(argument)
}

fn failed(function: &str, reason: &str) -> Error {
    Error::Signature(format!("{function} failed, so nothing was sent: {reason}"))
}

fn reason(error: &JsValue) -> String {
    let message = Reflect::get(error, &"message".into()).ok().and_then(|message| message.as_string());
    message.or_else(|| error.as_string()).unwrap_or_else(|| "it threw".to_owned())
}
