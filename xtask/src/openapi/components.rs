//! The types that have names: each once in a document, under `components`.

use crate::types::namespace::Side;
use anyhow::{ensure, Result};
use pandapon::schema::Kind;
use serde_json::{json, Map, Value};

/// Named schemas.
#[derive(Default)]
pub struct Components {
    known: Vec<(&'static str, Kind, Side)>,
    schemas: Map<String, Value>,
}

impl Components {
    /// Whether this type is new here. Another that is known by its name must be the same, on the same side of a call:
    /// in answers members may be null.
    pub fn is_new(&mut self, name: &'static str, kind: Kind, side: Side) -> Result<bool> {
        let Some((_, known, known_side)) = self.known.iter().find(|(known, ..)| *known == name) else {
            self.known.push((name, kind, side));
            return Ok(true);
        };
        let is_same = *known == kind && (*known_side == side || matches!(kind, Kind::Choice(_)));
        ensure!(is_same, "two different types are called {name}");
        Ok(false)
    }

    /// Adds the schema of a new type.
    pub fn add(&mut self, name: &str, schema: Value) {
        self.schemas.insert(name.to_owned(), schema);
    }

    /// All of them, by name.
    pub fn into_sorted(self) -> Value {
        let mut schemas: Vec<_> = self.schemas.into_iter().collect();
        schemas.sort_by(|(one, _), (other, _)| one.cmp(other));
        Value::Object(schemas.into_iter().collect())
    }
}

/// A reference to the schema of this name.
pub fn reference(name: &str) -> Value {
    json!({ "$ref": format!("#/components/schemas/{name}") })
}
