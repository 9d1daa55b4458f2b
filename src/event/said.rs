//! What a push message says, in whichever of the two JSON types it was read: the rules over it are the same.

use std::borrow::Cow;

use serde_json::Value;

use crate::schema::Json;

/// The body of a push message.
pub trait Said {
    /// All of it.
    fn json(&self) -> Cow<'_, Json>;

    /// Whether it is an object.
    fn is_object(&self) -> bool;

    /// Whether it is an object with this member.
    fn has(&self, member: &str) -> bool;

    /// The text or number at a path of members.
    fn digits(&self, path: &[&str]) -> Option<String>;
}

impl Said for Value {
    fn json(&self) -> Cow<'_, Json> {
        Cow::Owned(self.clone().into())
    }

    fn is_object(&self) -> bool {
        self.is_object()
    }

    fn has(&self, member: &str) -> bool {
        self.get(member).is_some()
    }

    fn digits(&self, path: &[&str]) -> Option<String> {
        match path.iter().try_fold(self, |outer, name| outer.get(name))? {
            Value::String(text) => Some(text.clone()),
            Value::Number(number) => Some(number.to_string()),
            _ => None,
        }
    }
}

impl Said for Json {
    fn json(&self) -> Cow<'_, Json> {
        Cow::Borrowed(self)
    }

    fn is_object(&self) -> bool {
        self.as_object().is_some()
    }

    fn has(&self, member: &str) -> bool {
        self.get(member).is_some()
    }

    fn digits(&self, path: &[&str]) -> Option<String> {
        let found = path.iter().try_fold(self, |outer, name| outer.get(name));
        found?.as_digits().map(str::to_owned)
    }
}
