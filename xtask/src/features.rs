//! `cargo xtask features`: the documentation of the published crates for each combination of features, without a warning.

use crate::{process, root};
use anyhow::Result;
use std::process::Command;

/// Each feature of the crate `pandapon` alone, those that meet in one place together, and all of them.
const COMBINATIONS: [&str; 10] = [
    "",
    "client",
    "describe",
    "fetch",
    "js",
    "reqwest-core",
    "reqwest-ring",
    "reqwest",
    "fetch,reqwest",
    "describe,fetch,js,reqwest,reqwest-ring",
];

/// The other crates that are published, each with its features.
const OTHERS: [(&str, &str); 4] = [
    ("pandapon-derive", ""),
    ("pandapon-derive", "describe"),
    ("pandapon-lossless", ""),
    ("pandapon-sandbox", ""),
];

/// Documents each, and fails at the first warning.
pub fn run() -> Result<()> {
    let combinations = COMBINATIONS.map(|features| ("pandapon", features));
    for (package, features) in combinations.into_iter().chain(OTHERS) {
        println!("{package}, features: {}", if features.is_empty() { "none" } else { features });
        let mut cargo = Command::new("cargo");
        cargo.current_dir(root()).args(["doc", "--no-deps", "--package", package, "--no-default-features"]);
        process::run(cargo.args(["--features", features]).env("RUSTDOCFLAGS", "--deny warnings"))?;
    }
    Ok(())
}
