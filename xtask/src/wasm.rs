//! `cargo xtask wasm …`: cargo for the target wasm32-unknown-unknown.

use crate::{cargo_home, process, root};
use anyhow::{Context, Result};
use std::env;
use std::fs;
use std::path::PathBuf;
use std::process::Command;

/// What the project calls wasm.
pub const TARGET: &str = "wasm32-unknown-unknown";

/// The rustup toolchain for wasm32, which the set-up names where it is not the active one.
const TOOLCHAIN: &str = "PANDAPON_WASM_TOOLCHAIN";

/// Runs `cargo SUBCOMMAND ARGUMENTS` for wasm32; `test` runs the tests with wasm-bindgen's runner.
pub fn run(subcommand: &str, arguments: &[&str]) -> Result<()> {
    let mut cargo = cargo(subcommand);
    if subcommand == "test" {
        let xtask = env::current_exe().context("cannot tell where xtask itself is")?;
        set(&mut cargo, "runner", &[xtask.display().to_string(), "wasm-test-runner".to_owned()]);
    }
    process::run(cargo.args(arguments))
}

/// `cargo SUBCOMMAND` for wasm32, ready for more arguments.
pub fn cargo(subcommand: &str) -> Command {
    let mut cargo = tool("cargo");
    cargo.current_dir(root()).arg(subcommand).args(["--target", TARGET]);
    cargo.arg("--target-dir").arg(target_dir());
    set(&mut cargo, "rustflags", &path_remappings());
    cargo
}

/// The version of the compiler that this cargo runs, in full.
pub fn compiler_version() -> Result<String> {
    process::answer(tool("rustc").arg("-vV"))
}

/// Where that cargo compiles. Another toolchain gets a folder of its own, or the two would throw away each other's work.
pub fn target_dir() -> PathBuf {
    let shared = env::var_os("CARGO_TARGET_DIR").map_or_else(|| root().join("target"), PathBuf::from);
    toolchain().map_or_else(|| shared.clone(), |toolchain| shared.join(toolchain))
}

fn tool(name: &str) -> Command {
    let mut tool = Command::new(name);
    if let Some(toolchain) = toolchain() {
        tool.env("RUSTUP_TOOLCHAIN", toolchain);
    }
    tool
}

fn toolchain() -> Option<String> {
    env::var(TOOLCHAIN).ok()
}

/// Overrides cargo's configuration. A JSON array of strings is a TOML one, too.
fn set(cargo: &mut Command, key: &str, value: &[String]) {
    cargo.arg("--config").arg(format!("target.{TARGET}.{key}={}", serde_json::json!(value)));
}

/// Compiler flags that keep this machine's folders out of panic messages: so each machine makes the same bytes.
fn path_remappings() -> Vec<String> {
    let sources = cargo_home().map(|home| home.join("registry/src"));
    // One folder for each registry. None at all means that the crates come from elsewhere, such as `cargo vendor`.
    let registries = sources.and_then(|folder| fs::read_dir(folder).ok()).into_iter().flatten().flatten();
    let mut flags: Vec<_> =
        registries.map(|registry| format!("--remap-path-prefix={}=", registry.path().display())).collect();
    flags.sort();
    flags
}
