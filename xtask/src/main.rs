//! Chores of the repository.

mod build;
mod docs;
mod dry_publication;
mod embedding;
mod endpoint_table;
mod features;
mod metadata;
mod modules;
mod msrv;
mod openapi;
mod pack;
mod package;
mod process;
mod supply_chain;
mod third_party;
mod types;
mod wasm;
#[cfg(feature = "wasm-test-runner")]
mod wasm_test_runner;
mod yew_example;

use anyhow::{bail, Result};
use std::env;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

const USAGE: &str = "\
cargo xtask build                the npm package, in pkg/
cargo xtask pack                 its tarball, in dist/
cargo xtask types                its TypeScript declarations alone
cargo xtask docs                 the API reference, docs/api/
cargo xtask endpoint-table       the table of all endpoints, docs/endpoints.md
cargo xtask openapi              the endpoints as OpenAPI documents, in dist/openapi/
cargo xtask third-party          the notices of code of others, THIRD-PARTY.md
cargo xtask supply-chain         the rules for dependencies, deny.toml
cargo xtask features             the crates' documentation in each combination of features, without a warning
cargo xtask msrv                 the crates, compiled by the oldest Rust that they support
cargo xtask dry-publication      the crates, packed and compiled as they would be published
cargo xtask yew-example          the example of a front end in Rust, in dist/yew/
cargo xtask wasm SUBCOMMAND …    cargo for wasm32, with the toolchain that the set-up chose
cargo wasm-test …                the tests compiled to wasm32, in Node or a browser";

/// The repository's top folder.
fn root() -> &'static Path {
    let xtask = Path::new(env!("CARGO_MANIFEST_DIR"));
    xtask.parent().unwrap_or(xtask)
}

/// Cargo's home folder.
fn cargo_home() -> Option<PathBuf> {
    env::var_os("CARGO_HOME").map(PathBuf::from).or_else(|| Some(env::home_dir()?.join(".cargo")))
}

fn main() -> ExitCode {
    match run() {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("error: {error:#}");
            ExitCode::FAILURE
        }
    }
}

fn run() -> Result<()> {
    let arguments: Vec<String> = env::args().skip(1).collect();
    let words: Vec<&str> = arguments.iter().map(String::as_str).collect();
    match words.as_slice() {
        ["build"] => build::run(),
        ["pack"] => pack::run(),
        ["types"] => types::run(),
        ["docs"] => docs::run(),
        ["endpoint-table"] => endpoint_table::run(),
        ["openapi"] => openapi::run(),
        ["third-party"] => third_party::run(),
        ["supply-chain"] => supply_chain::run(),
        ["features"] => features::run(),
        ["msrv"] => msrv::run(),
        ["dry-publication"] => dry_publication::run(),
        ["yew-example"] => yew_example::run(),
        ["wasm", subcommand, rest @ ..] => wasm::run(subcommand, rest),
        #[cfg(feature = "wasm-test-runner")]
        ["wasm-test-runner", rest @ ..] => wasm_test_runner::run(rest),
        _ => bail!("usage:\n{USAGE}"),
    }
}
