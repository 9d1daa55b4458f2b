//! `cargo xtask docs`: the API reference, in `docs/api/`: typedoc's for TypeScript, rustdoc's for Rust, the endpoints as OpenAPI
//! documents, and a page that leads to each. And the table of all endpoints, `docs/endpoints.md`.

use crate::{build, endpoint_table, openapi, package, process, root};
use anyhow::{Context, Result};
use std::env;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

const START_PAGE: &str = "\
<!doctype html>
<html lang=\"en\">
<meta charset=\"utf-8\">
<meta name=\"viewport\" content=\"width=device-width\">
<title>pandapon</title>
<style>body { font: 1.1em/1.6 system-ui, sans-serif; max-width: 36em; margin: 3em auto; padding: 0 1em }</style>
<h1>pandapon</h1>
<ul>
  <li><a href=\"typescript/index.html\">TypeScript and JavaScript</a></li>
  <li><a href=\"rust/pandapon/index.html\">Rust</a></li>
  <li><a href=\"typescript/documents/endpoints.html\">All endpoints</a>, and how each path is known</li>
  <li>The endpoints as OpenAPI documents: <a href=\"openapi/v1.openapi.json\">generation 1</a>,
    <a href=\"openapi/v2.openapi.json\">generation 2</a>, <a href=\"openapi/ka.openapi.json\">Xport KA</a></li>
</ul>
";

/// Writes the reference.
pub fn run() -> Result<()> {
    let folder = root().join("docs").join("api");
    if folder.exists() {
        fs::remove_dir_all(&folder).context("cannot remove the older docs/api/")?;
    }
    endpoint_table::run()?;
    println!("The npm package, whose declarations typedoc reads …");
    build::run()?;
    println!("TypeScript …");
    let typedoc = root().join("node_modules/typedoc/bin/typedoc");
    process::run(Command::new("node").arg(typedoc).arg("--logLevel").arg("Warn").current_dir(root()))?;
    println!("Rust …");
    rust(&folder.join("rust"))?;
    openapi::run()?;
    package::copy_folder(&root().join("dist/openapi"), &folder.join("openapi"))?;
    fs::write(folder.join("index.html"), START_PAGE)?;
    println!("docs/api/index.html");
    Ok(())
}

/// The documentation of the crate, in which a warning is an error.
fn rust(folder: &Path) -> Result<()> {
    let target = env::var_os("CARGO_TARGET_DIR").map_or_else(|| root().join("target"), PathBuf::from);
    let own = target.join("reference");
    // rustdoc leaves pages of items that are gone.
    if own.join("doc").exists() {
        fs::remove_dir_all(own.join("doc")).context("cannot remove the older pages")?;
    }
    let options = [
        "doc",
        "--no-deps",
        "--package",
        "pandapon",
        "--features",
        "chrono,fetch,jiff,reqwest,tracing",
        "--target-dir",
    ];
    let mut cargo = Command::new("cargo");
    process::run(cargo.args(options).arg(&own).env("RUSTDOCFLAGS", "--deny warnings").current_dir(root()))?;
    package::copy_folder(&own.join("doc"), folder)
}
