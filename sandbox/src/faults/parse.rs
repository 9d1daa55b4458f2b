//! Parses faults from JSON. An object has the fields of its kind only.

use serde::de::Error as _;
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use thiserror::Error;

use crate::faults::declaration::{Fault, Kind, Pattern, When};
use crate::request_log::shortened;

/// Maximum number of faults at a time, and of names in each. The sandbox's own limit: each request is compared with all.
pub const MAX_FAULTS: usize = 100;
/// Maximum length of the JSON text of faults. The sandbox's own limit.
const MAX_BYTES: usize = 1_048_576;

/// The reason why a declaration of faults is invalid.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[error("faults: {0}")]
pub struct FaultError(String);

impl Fault {
    /// Parses a JSON array of faults.
    ///
    /// # Errors
    /// If the text is not such an array, or one of the faults is invalid.
    pub fn list(json: &str) -> Result<Vec<Fault>, FaultError> {
        if json.len() > MAX_BYTES {
            return Err(FaultError(format!("the JSON text is longer than {MAX_BYTES} bytes")));
        }
        let faults: Vec<Fault> =
            serde_json::from_str(json).map_err(|error| FaultError(shortened(&error.to_string())))?;
        if faults.len() > MAX_FAULTS {
            return Err(FaultError(format!("there are {}; the maximum is {MAX_FAULTS}", faults.len())));
        }
        Ok(faults)
    }
}

impl<'de> Deserialize<'de> for Fault {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        RawFault::deserialize(deserializer)?.try_into().map_err(D::Error::custom)
    }
}

impl Serialize for Fault {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        RawFault::from(self.clone()).serialize(serializer)
    }
}

#[derive(Debug, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
struct RawFault {
    kind: String,
    endpoints: Option<OneOrMany>,
    messages: Option<OneOrMany>,
    times: Option<u64>,
    probability: Option<f64>,
    ms: Option<i64>,
    code: Option<i64>,
    msg: Option<String>,
    when: Option<When>,
    status: Option<u16>,
    retry_after: Option<u64>,
    bytes: Option<u64>,
}

#[derive(Debug, Serialize, Deserialize)]
#[serde(untagged)]
enum OneOrMany {
    One(Pattern),
    Many(Vec<Pattern>),
}

impl From<OneOrMany> for Vec<Pattern> {
    fn from(patterns: OneOrMany) -> Self {
        match patterns {
            OneOrMany::One(pattern) => vec![pattern],
            OneOrMany::Many(patterns) => patterns,
        }
    }
}

impl TryFrom<RawFault> for Fault {
    type Error = String;

    fn try_from(mut raw: RawFault) -> Result<Self, String> {
        let kind = raw.take_kind()?;
        let RawFault { times, probability, .. } = raw;
        let own = if kind.is_about_messages() { &mut raw.messages } else { &mut raw.endpoints };
        let is_named = own.is_some();
        let about: Vec<_> = own.take().map(Vec::from).unwrap_or_default();
        if let Some(name) = raw.unused_field() {
            return Err(format!("unexpected {name} in a fault of kind {}", kind.name()));
        }
        if is_named && about.is_empty() {
            return Err("endpoints and messages must not be empty: omit them to match all".to_owned());
        }
        if about.len() > MAX_FAULTS {
            return Err(format!("endpoints and messages can have at most {MAX_FAULTS} entries"));
        }
        if about.iter().any(|pattern| pattern.as_str().trim_end_matches('*').contains('*')) {
            return Err("* is only allowed at the end of a name".to_owned());
        }
        if probability.is_some_and(|probability| !(0.0..=1.0).contains(&probability)) {
            return Err("probability must be from 0 to 1".to_owned());
        }
        Ok(Fault { kind, about, times, probability })
    }
}

impl RawFault {
    /// Takes the kind and its fields.
    fn take_kind(&mut self) -> Result<Kind, String> {
        let missing = |name: &str| format!("a fault of kind {} requires {name}", self.kind);
        Ok(match self.kind.as_str() {
            "latency" => {
                let ms = self.ms.take().and_then(|ms| u64::try_from(ms).ok());
                Kind::Latency { ms: ms.ok_or_else(|| missing("ms, a whole number from 0 on"))? }
            }
            "refusal" => {
                let code = self.code.take().ok_or_else(|| missing("code"))?;
                Kind::Refusal { code, msg: self.msg.take().ok_or_else(|| missing("msg"))? }
            }
            "reset" => {
                let when = self.when.take();
                Kind::Reset {
                    when: when
                        .ok_or_else(|| missing("when, \"before\" or \"after\" the vendor has acted"))?,
                }
            }
            "status" => {
                let status = self.status.take().filter(|status| matches!(status, 429 | 500..=599));
                let status = status.ok_or_else(|| missing("status, 429 or 500 to 599"))?;
                let when = self.when.take().unwrap_or(When::Before);
                Kind::Status { status, retry_after: self.retry_after.take(), when }
            }
            "truncatedBody" => Kind::TruncatedBody { bytes: self.bytes.take() },
            "clockSkew" => Kind::ClockSkew { ms: self.ms.take().ok_or_else(|| missing("ms"))? },
            "duplicatePush" => Kind::DuplicatePush,
            "latePush" => Kind::LatePush,
            other => return Err(format!("unknown kind of fault {other:?}")),
        })
    }

    /// Returns a field that the kind does not have.
    fn unused_field(&self) -> Option<&'static str> {
        let raw = [
            ("endpoints (expected messages)", self.endpoints.is_some()),
            ("messages (expected endpoints)", self.messages.is_some()),
            ("ms", self.ms.is_some()),
            ("code", self.code.is_some()),
            ("msg", self.msg.is_some()),
            ("when", self.when.is_some()),
            ("status", self.status.is_some()),
            ("retryAfter", self.retry_after.is_some()),
            ("bytes", self.bytes.is_some()),
        ];
        raw.iter().find(|(_, is_set)| *is_set).map(|(name, _)| *name)
    }
}

impl From<Fault> for RawFault {
    fn from(fault: Fault) -> Self {
        let about = (!fault.about.is_empty()).then_some(OneOrMany::Many(fault.about));
        let (messages, endpoints) =
            if fault.kind.is_about_messages() { (about, None) } else { (None, about) };
        let raw = RawFault {
            kind: fault.kind.name().to_owned(),
            endpoints,
            messages,
            times: fault.times,
            probability: fault.probability,
            ..RawFault::default()
        };
        match fault.kind {
            Kind::Latency { ms } => RawFault { ms: i64::try_from(ms).ok(), ..raw },
            Kind::ClockSkew { ms } => RawFault { ms: Some(ms), ..raw },
            Kind::Refusal { code, msg } => RawFault { code: Some(code), msg: Some(msg), ..raw },
            Kind::Reset { when } => RawFault { when: Some(when), ..raw },
            Kind::Status { status, retry_after, when } => {
                RawFault { status: Some(status), retry_after, when: Some(when), ..raw }
            }
            Kind::TruncatedBody { bytes } => RawFault { bytes, ..raw },
            Kind::DuplicatePush | Kind::LatePush => raw,
        }
    }
}
