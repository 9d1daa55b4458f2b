//! JSON objects, made member by member.

use serde_json::Value;

/// Gets members.
pub trait JsonExt {
    /// Adds a member, or replaces it.
    fn put(&mut self, name: &str, member: impl Into<Value>);
}

impl JsonExt for Value {
    fn put(&mut self, name: &str, member: impl Into<Value>) {
        if let Some(members) = self.as_object_mut() {
            members.insert(name.to_owned(), member.into());
        }
    }
}
