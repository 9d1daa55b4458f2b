//! `cargo xtask openapi`: the endpoints as OpenAPI 3.1, written from the catalogue, a document for each generation.
//!
//! What the vendor's pages say is in `spec/`; these documents add what the declarations know beyond them: units, limits,
//! words, rules, and members that are known from elsewhere (`x-origin: upstream`). They describe the wire: ids are
//! integers where the vendor wants integers, whatever the client takes and gives.

mod components;
#[cfg(test)]
mod contract;
mod document;
mod json_ext;
mod operation;
mod schema;
pub mod text;

use crate::root;
use crate::types::links::Links;
use crate::types::namespace::namespaces;
use anyhow::{Context, Result};
use pandapon::api;
use pandapon::endpoint::Generation;
use serde_json::Value;
use std::fs;

/// Each generation and the name of its file, which is that of its file in `spec/`.
pub const GENERATIONS: [(Generation, &str); 3] =
    [(Generation::V1, "v1"), (Generation::V2, "v2"), (Generation::Ka, "ka")];

/// Writes the documents into `dist/openapi/`.
pub fn run() -> Result<()> {
    let folder = root().join("dist").join("openapi");
    fs::create_dir_all(&folder)?;
    for (name, document) in documents()? {
        let path = folder.join(format!("{name}.openapi.json"));
        let text = serde_json::to_string_pretty(&document)? + "\n";
        fs::write(&path, text).with_context(|| format!("cannot write {}", path.display()))?;
    }
    Ok(())
}

/// The document of each generation, with its name.
fn documents() -> Result<Vec<(&'static str, Value)>> {
    let catalogue: Vec<_> = api::catalogue().collect();
    let namespaces = namespaces(&catalogue)?;
    let links = Links { namespaces: &namespaces };
    let of = |(generation, name)| {
        let endpoints = catalogue.iter().copied().filter(|endpoint| endpoint.generation() == generation);
        Ok((name, document::document(generation, endpoints, &links)?))
    };
    GENERATIONS.into_iter().map(of).collect()
}
