//! Who signs: the secret, here, a function in JavaScript, or a proxy.

use super::options::{missing, Options};
use crate::credentials::{check_access_key, Credentials, Unsigned};
use crate::error::Error;

/// Who signs.
#[derive(Clone)]
pub enum Signer {
    /// The secret, here.
    Secret(Credentials),
    /// The secret, here, over a string that a function in JavaScript makes.
    OwnString(Credentials),
    /// A function in JavaScript, for this access key.
    Elsewhere(String),
    /// A proxy, to which calls go by name and unsigned.
    Proxy,
}

impl Signer {
    /// The signer that a client's options name.
    ///
    /// # Errors
    /// [`Error::Config`] unless there is exactly one of `accessSecret` and `signer`.
    pub fn from_options(options: &Options) -> Result<Self, Error> {
        let proxied = options.flag("proxy");
        let access_key = match options.text("accessKey") {
            None if proxied => "",
            access_key => access_key.ok_or_else(|| missing("accessKey", "ACCESS_KEY", ""))?,
        };
        let secret = options.text("accessSecret");
        if secret.is_some() && options.flag("inPage") && !options.flag("dangerouslyAllowBrowser") {
            return Err(Error::Config(
                "an accessSecret in a page or a worker of one can be read by everybody who opens it. Keep it on your server, \
                 and give the page signer: \"proxy\" (see pandapon/proxy), or a signer function that asks your server for \
                 signatures. Where nobody else can open the page, set dangerouslyAllowBrowser: true"
                    .to_owned(),
            ));
        }
        match (secret, options.flag("signer"), options.flag("stringToSign")) {
            (Some(secret), false, has_own_string) => {
                let credentials = Credentials::new(access_key, secret)?;
                Ok(if has_own_string { Self::OwnString(credentials) } else { Self::Secret(credentials) })
            }
            (None, true, false) if proxied => Ok(Self::Proxy),
            (None, true, false) => Ok(Self::Elsewhere(check_access_key(access_key.to_owned())?)),
            (None, true, true) => {
                Err(Error::Config("stringToSign needs accessSecret: a signer makes its own string".to_owned()))
            }
            (None, false, _) => Err(missing("accessSecret", "ACCESS_SECRET", ", or else a signer")),
            _ => Err(Error::Config(
                "give either accessSecret or signer (a function that returns the signature, so that the secret can stay \
                 elsewhere)"
                    .to_owned(),
            )),
        }
    }

    /// Whether it is a proxy.
    pub fn is_proxy(&self) -> bool {
        matches!(self, Self::Proxy)
    }

    /// The access key for which it signs.
    pub fn access_key(&self) -> &str {
        match self {
            Self::Secret(credentials) | Self::OwnString(credentials) => credentials.access_key(),
            Self::Elsewhere(access_key) => access_key,
            Self::Proxy => "",
        }
    }

    /// The signature, where no function in JavaScript is needed for it. What goes to a proxy has none.
    pub fn signature(&self, parts: Unsigned<'_>) -> Option<String> {
        match self {
            Self::Secret(credentials) => {
                let access_key = credentials.access_key();
                Some(credentials.signature(Unsigned { access_key, ..parts }))
            }
            Self::Proxy => Some("-".to_owned()),
            Self::OwnString(_) | Self::Elsewhere(_) => None,
        }
    }
}
