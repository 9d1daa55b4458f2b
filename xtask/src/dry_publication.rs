//! `cargo xtask dry-publication`: the crates, packed and compiled as they would be published.

use crate::{cargo_home, process, root};
use anyhow::{Context, Result};
use std::fs;
use std::path::Path;
use std::process::Command;

/// The caches of a registry, in Cargo's home folder.
const CACHES: [&str; 3] = ["registry/index", "registry/cache", "registry/src"];

/// The folder of all that is packed and compiled here.
const TARGET: &str = "target/dry-publication";

/// Publishes nothing. Cargo takes a crate of the same version for the one that it packed and compiled before, whatever has
/// changed since: so what is left of earlier runs goes first.
pub fn run() -> Result<()> {
    remove(&root().join(TARGET))?;
    for cache in CACHES {
        let folder = cargo_home().context("cannot tell where Cargo's home is")?.join(cache);
        for registry in fs::read_dir(folder).into_iter().flatten() {
            let registry = registry?;
            // Others begin with the name of a host. This one is a folder of packed crates.
            if registry.file_name().to_string_lossy().starts_with('-') {
                remove(&registry.path())?;
            }
        }
    }
    let mut cargo = Command::new("cargo");
    cargo.args(["publish", "--workspace", "--dry-run", "--allow-dirty", "--target-dir", TARGET]);
    process::run(cargo.current_dir(root()))?;
    // It is not used again, and large.
    remove(&root().join(TARGET))
}

fn remove(folder: &Path) -> Result<()> {
    if folder.exists() {
        fs::remove_dir_all(folder).with_context(|| format!("cannot remove {}", folder.display()))?;
    }
    Ok(())
}
