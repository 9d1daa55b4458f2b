//! `cargo xtask features`: the documentation of the published crates for each combination of features, without a warning.

use crate::{process, root, wasm};
use anyhow::Result;
use std::process::Command;

/// Each feature of the crate `pandapon` alone, and all of them.
const COMBINATIONS: [&str; 12] = [
    "",
    "chrono",
    "client",
    "describe",
    "fetch",
    "jiff",
    "js",
    "reqwest-core",
    "reqwest-ring",
    "reqwest",
    "tracing",
    "chrono,describe,fetch,jiff,js,reqwest,reqwest-ring,tracing",
];

/// Those that have something of their own on wasm32.
const WASM_COMBINATIONS: [&str; 2] = ["fetch", "chrono,describe,fetch,jiff,js,reqwest,reqwest-ring,tracing"];

/// The other crates that are published, each with its features.
const OTHERS: [(&str, &str); 5] = [
    ("pandapon-derive", ""),
    ("pandapon-derive", "describe"),
    ("pandapon-ledger", ""),
    ("pandapon-lossless", ""),
    ("pandapon-sandbox", ""),
];

/// Documents each, and fails at the first warning.
pub fn run() -> Result<()> {
    let combinations = COMBINATIONS.map(|features| ("pandapon", features));
    for (package, features) in combinations.into_iter().chain(OTHERS) {
        let mut cargo = Command::new("cargo");
        document(cargo.arg("doc").current_dir(root()), package, features)?;
    }
    WASM_COMBINATIONS
        .into_iter()
        .try_for_each(|features| document(&mut wasm::cargo("doc"), "pandapon", features))
}

fn document(cargo: &mut Command, package: &str, features: &str) -> Result<()> {
    println!("{package}, features: {}", if features.is_empty() { "none" } else { features });
    cargo.args(["--no-deps", "--package", package, "--no-default-features", "--features", features]);
    process::run(cargo.env("RUSTDOCFLAGS", "--deny warnings"))
}
