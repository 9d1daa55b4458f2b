//! What cargo knows of a workspace.

use std::process::Command;

use anyhow::Result;
use serde_json::Value;

use crate::{process, root};

/// All packages that a workspace may compile, as cargo describes them.
pub fn packages(manifest: &str) -> Result<Vec<Value>> {
    let mut cargo = Command::new("cargo");
    cargo.current_dir(root()).args(["metadata", "--format-version", "1", "--locked", "--all-features"]);
    let metadata = process::answer(cargo.args(["--manifest-path", manifest]))?;
    let metadata: Value = serde_json::from_str(&metadata)?;
    Ok(metadata.get("packages").and_then(Value::as_array).cloned().unwrap_or_default())
}
