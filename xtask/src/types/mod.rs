//! `cargo xtask types`: the TypeScript declarations of all endpoints, `pkg/endpoints.d.ts`, written from the catalogue, and the
//! entry `pandapon/states`.
//!
//! Each group of endpoints becomes a namespace with the types of its requests and answers and an interface of its
//! methods. What is written by hand is in `pkg-template/`, and nothing about a single endpoint is.

mod comment;
mod common_js;
mod events;
mod field_notes;
pub mod links;
pub mod method;
pub mod namespace;
mod states;
mod type_of;
mod write;

use crate::root;
use anyhow::{Context, Result};
use namespace::{namespaces, Namespace};
use pandapon::api;
use std::fs;
use std::path::Path;

/// Writes the declarations into `pkg/` as it is.
pub fn run() -> Result<()> {
    write(&root().join("pkg"))
}

/// Writes the declarations of the endpoints and of their states into the package, and those of each module for CommonJS.
pub fn write(pkg: &Path) -> Result<()> {
    fs::write(pkg.join("endpoints.d.ts"), declarations()?).context("cannot write endpoints.d.ts")?;
    states::write_declarations(pkg, &all_namespaces()?)?;
    common_js::write_all(pkg)
}

/// Writes the script of `pandapon/states` into the package.
pub fn write_states(pkg: &Path) -> Result<()> {
    states::write_script(pkg, &all_namespaces()?)
}

/// The namespaces of the endpoints, and that of push messages.
fn all_namespaces() -> Result<Vec<Namespace>> {
    let catalogue: Vec<_> = api::catalogue().collect();
    let mut all = namespaces(&catalogue)?;
    all.push(events::namespace()?);
    Ok(all)
}

/// The text of `endpoints.d.ts`.
fn declarations() -> Result<String> {
    let catalogue: Vec<_> = api::catalogue().collect();
    Ok(write::file(&namespaces(&catalogue)?, &events::namespace()?))
}

#[cfg(test)]
mod tests {
    use super::*;
    use pandapon::endpoint::Descriptor;
    use pandapon::schema::Kind;

    #[test]
    fn what_is_as_in_generation_1_refers_to_it() -> Result<()> {
        let declarations = declarations()?;
        let count = |text: &str| declarations.matches(text).count();
        assert_eq!(count("\ttype Create = generation1.alibaba.refund.Create;"), 1);
        assert_eq!(count("\tinterface CreatedRefund {"), 1);
        Ok(())
    }

    /// A decoder goes by name: a count called as an id is elsewhere in the same answer would come out as text.
    #[test]
    fn what_is_declared_as_a_number_comes_out_as_one() {
        for endpoint in api::catalogue() {
            assert_eq!(misnamed(endpoint, &endpoint.answer), Vec::<String>::new(), "{}", endpoint.name);
        }
    }

    fn misnamed(endpoint: &Descriptor, kind: &Kind) -> Vec<String> {
        match kind {
            Kind::List(item) | Kind::Map(item) => misnamed(endpoint, item),
            Kind::Record(record) => record
                .fields
                .iter()
                .flat_map(|field| {
                    let is_number = matches!(field.kind, Kind::Integer | Kind::Fen | Kind::Number);
                    let is_misnamed = is_number && endpoint.exact_names.contains(&field.name);
                    let name = is_misnamed.then(|| format!("{}.{}", record.name, field.name));
                    name.into_iter().chain(misnamed(endpoint, &field.kind))
                })
                .collect(),
            _ => Vec::new(),
        }
    }
}
