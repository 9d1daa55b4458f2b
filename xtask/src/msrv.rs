//! `cargo xtask msrv`: the published crates, compiled by the oldest Rust that they promise to support.

use crate::{process, root};
use anyhow::{Context, Result};
use std::fs;
use std::process::Command;

/// Checks them by that toolchain, which rustup downloads if it is missing, in a folder of its own.
pub fn run() -> Result<()> {
    let manifest: serde_json::Value = toml::from_str(&fs::read_to_string(root().join("Cargo.toml"))?)?;
    let version = manifest.pointer("/workspace/package/rust-version").and_then(serde_json::Value::as_str);
    let version = version.context("Cargo.toml has no workspace.package.rust-version")?;
    println!("Rust {version}");
    let mut rustup = Command::new("rustup");
    process::run(rustup.args(["toolchain", "install", version, "--profile", "minimal", "--no-self-update"]))?;
    let mut rustup = Command::new("rustup");
    rustup.args(["run", version, "cargo", "check", "--locked", "--lib", "--target-dir", "target/msrv"]);
    rustup.args(["--package", "pandapon", "--package", "pandapon-sandbox"]);
    process::run(rustup.args(["--features", "pandapon/reqwest,pandapon/fetch"]).current_dir(root()))
}
