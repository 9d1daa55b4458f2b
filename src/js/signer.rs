//! Who signs: the secret, here, or a function in JavaScript.

use super::options::{must_be, Options};
use crate::credentials::{check_access_key, Credentials};
use crate::error::Error;

/// Who signs.
#[derive(Clone)]
pub enum Signer {
    /// The secret, here.
    Secret(Credentials),
    /// A function in JavaScript, for this access key.
    Elsewhere(String),
}

impl Signer {
    /// The signer that a client's options name.
    ///
    /// # Errors
    /// [`Error::Config`] unless there is exactly one of `accessSecret` and `signer`.
    pub fn of(options: &Options) -> Result<Self, Error> {
        let access_key = options.text("accessKey")?.ok_or_else(|| must_be("accessKey", "given"))?;
        let secret = options.text("accessSecret")?;
        if secret.is_some() && options.flag("inPage")? && !options.flag("dangerouslyAllowBrowser")? {
            return Err(Error::Config(
                "an accessSecret in a page can be read by everybody who opens it. Keep it on your server: give the page a \
                 signer (a function that asks your server for the signature), or send the calls through your server. Where \
                 nobody else can open the page, set dangerouslyAllowBrowser: true"
                    .to_owned(),
            ));
        }
        match (secret, options.flag("signer")?, options.flag("stringToSign")?) {
            (Some(secret), false, _) => Ok(Self::Secret(Credentials::new(access_key, secret)?)),
            (None, true, false) => Ok(Self::Elsewhere(check_access_key(access_key.to_owned())?)),
            (None, true, true) => {
                Err(Error::Config("stringToSign needs accessSecret: a signer makes its own string".to_owned()))
            }
            _ => Err(Error::Config(
                "give either accessSecret or signer (a function that returns the signature, so that the secret can stay \
                 elsewhere)"
                    .to_owned(),
            )),
        }
    }

    /// The access key for which it signs.
    pub fn access_key(&self) -> &str {
        match self {
            Self::Secret(credentials) => credentials.access_key(),
            Self::Elsewhere(access_key) => access_key,
        }
    }
}
