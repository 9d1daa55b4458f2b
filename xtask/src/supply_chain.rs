//! `cargo xtask supply-chain`: where dependencies come from and under which licences, by the rules of deny.toml.
//!
//! These are the rules that can be checked without the network. cargo-deny holds the repository against the same file, and
//! asks for advisories besides: .github/workflows/supply-chain.yml. It takes minutes to compile, and its advisories are in a
//! Git repository that not every machine can reach.

use std::collections::BTreeSet;
use std::fs;

use anyhow::{ensure, Context, Result};
use serde_json::Value;
use spdx::expression::Expression;
use spdx::{LicenseReq, ParseMode};

use crate::metadata::packages;
use crate::{root, third_party};

const CRATES_IO: &str = "registry+https://github.com/rust-lang/crates.io-index";

/// The manifests of the workspaces: each has a lock file of its own.
const WORKSPACES: [&str; 3] = ["Cargo.toml", "fuzz/Cargo.toml", "examples/yew/Cargo.toml"];

/// The lock files of npm.
const NPM: [&str; 3] = [
    "package-lock.json",
    "tests/runtimes/package-lock.json",
    "tests/runtimes/projects/next/package-lock.json",
];

/// The licences of npm packages that tests run and that are in no published file; each asks for nothing, or to pass on its source.
const NPM_TOOLS: [&str; 7] =
    ["LGPL-3.0-or-later", "MPL-2.0", "BlueOak-1.0.0", "CC-BY-4.0", "OFL-1.1", "Python-2.0", "Unlicense"];

/// Packages whose lock file names no licence: their own files do, and it is MIT.
const NPM_UNNAMED: [&str; 6] = [
    "node_modules/compute-gcd",
    "node_modules/compute-lcm",
    "node_modules/validate.io-function",
    "node_modules/validate.io-integer",
    "node_modules/validate.io-integer-array",
    "node_modules/validate.io-number",
];

/// Checks everything, and says what was checked and what was not.
pub fn run() -> Result<()> {
    let rules: Value = toml::from_str(&read("deny.toml")?).context("deny.toml")?;
    let allowed = texts(rules.pointer("/licenses/allow"));
    ensure!(!allowed.is_empty(), "deny.toml allows no licence");
    let mut problems = Vec::new();
    let reader = version(&packages("Cargo.toml")?, "wasm-bindgen-cli-support").map(str::to_owned);
    for workspace in WORKSPACES {
        let packages = packages(workspace)?;
        let count = packages.len();
        problems.extend(packages.iter().flat_map(|package| problems_of_crate(package, &rules, &allowed)));
        problems.extend(packages.iter().flat_map(exact_requirements));
        problems.extend(problem_of_bindgen(workspace, &packages, reader.as_deref()));
        println!("{workspace}: {count} crates by sources, licences and bans of deny.toml");
    }
    for lock in NPM {
        let lock_file: Value = serde_json::from_str(&read(lock)?).context(lock)?;
        let packages =
            lock_file.get("packages").and_then(Value::as_object).context("a lock file without packages")?;
        problems.extend(packages.iter().flat_map(|(path, package)| problems_of_npm(path, package, &allowed)));
        println!("{lock}: {} packages by checksums and licences", packages.len());
    }
    ensure!(problems.is_empty(), "{}", problems.join("\n"));
    third_party::check()?;
    println!("{}: up to date", third_party::FILE);
    println!("Not checked here: advisories, see .github/workflows/supply-chain.yml");
    Ok(())
}

fn problems_of_crate(package: &Value, rules: &Value, allowed: &BTreeSet<String>) -> Vec<String> {
    let name = format!("{} {}", text(&package["name"]), text(&package["version"]));
    let mut problems = Vec::new();
    let source = &package["source"];
    if source.is_null() {
        // A crate of this repository.
        return problems;
    }
    if source != CRATES_IO {
        problems.push(format!("{name} comes from {source}, not from crates.io"));
    }
    let banned = rules.pointer("/bans/deny").and_then(Value::as_array).into_iter().flatten();
    for ban in banned.filter(|ban| ban["crate"] == package["name"]) {
        problems.push(format!("{name} is banned: {}", text(&ban["reason"])));
    }
    if let Err(problem) = check_licence(text(&package["license"]), allowed) {
        problems.push(format!("{name}: {problem}"));
    }
    problems
}

/// The dependencies of a published crate of this repository that would keep its users from any other version.
fn exact_requirements(package: &Value) -> Vec<String> {
    let is_published = package["source"].is_null() && package["publish"].is_null();
    let dependencies = package["dependencies"].as_array().into_iter().flatten();
    let exact = dependencies.filter(|dependency| is_published && text(&dependency["req"]).starts_with('='));
    exact.map(|dependency| format!("{} pins {}", text(&package["name"]), text(&dependency["name"]))).collect()
}

/// Whether a lock file has another version of wasm-bindgen than that of the library by which xtask reads modules.
fn problem_of_bindgen(workspace: &str, packages: &[Value], reader: Option<&str>) -> Option<String> {
    let found = version(packages, "wasm-bindgen");
    (found.is_some() && found != reader)
        .then(|| format!("{workspace} locks wasm-bindgen {found:?}, xtask reads modules by {reader:?}"))
}

fn version<'a>(packages: &'a [Value], name: &str) -> Option<&'a str> {
    packages.iter().find(|package| package["name"] == name)?["version"].as_str()
}

fn problems_of_npm(path: &str, package: &Value, allowed: &BTreeSet<String>) -> Vec<String> {
    let mut problems = Vec::new();
    if path.is_empty() || package["link"] == true {
        return problems;
    }
    let is_bundled = package["inBundle"] == true;
    if !is_bundled && package["integrity"].is_null() {
        problems.push(format!("{path} has no checksum"));
    }
    let resolved = text(&package["resolved"]);
    if !resolved.is_empty() && !resolved.starts_with("https://registry.npmjs.org/") {
        problems.push(format!("{path} comes from {resolved}, not from npm's registry"));
    }
    let tools = NPM_TOOLS.map(str::to_owned);
    let allowed = allowed.iter().cloned().chain(tools).collect();
    let is_unnamed = NPM_UNNAMED.contains(&path);
    if let (false, Err(problem)) = (is_unnamed, check_licence(text(&package["license"]), &allowed)) {
        problems.push(format!("{path}: {problem}"));
    }
    problems
}

fn check_licence(expression: &str, allowed: &BTreeSet<String>) -> Result<()> {
    ensure!(!expression.is_empty(), "names no licence");
    let parsed = Expression::parse_mode(expression, ParseMode::LAX)?;
    let fits = parsed.evaluate(|required: &LicenseReq| allowed.contains(&required.to_string()));
    ensure!(fits, "the licence {expression} is not among those that deny.toml allows");
    Ok(())
}

fn texts(list: Option<&Value>) -> BTreeSet<String> {
    let texts = list.and_then(Value::as_array).into_iter().flatten().filter_map(Value::as_str);
    texts.map(str::to_owned).collect()
}

fn text(value: &Value) -> &str {
    value.as_str().unwrap_or_default()
}

fn read(path: &str) -> Result<String> {
    fs::read_to_string(root().join(path)).with_context(|| format!("cannot read {path}"))
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn set(package: &mut Value, name: &str, value: Value) {
        if let Some(member) = package.as_object_mut() {
            member.insert(name.to_owned(), value);
        }
    }

    #[test]
    fn what_the_rules_do_not_allow_is_named() {
        let allowed = BTreeSet::from(["MIT".to_owned()]);
        let rules = json!({ "bans": { "deny": [{ "crate": "openssl-sys", "reason": "rustls is used" }] } });
        let problems = |package: &Value| problems_of_crate(package, &rules, &allowed).join(" · ");
        let good =
            json!({ "name": "a", "version": "1.0.0", "license": "MIT OR Apache-2.0", "source": CRATES_IO });
        assert_eq!(problems(&good), "");
        for (name, value, problem) in [
            ("source", json!("git+https://github.com/a/b"), "not from crates.io"),
            ("license", json!("AGPL-3.0-only"), "AGPL-3.0-only is not among"),
            ("license", json!("MIT AND Zlib"), "is not among"),
            ("license", Value::Null, "names no licence"),
            ("name", json!("openssl-sys"), "is banned: rustls is used"),
        ] {
            let mut package = good.clone();
            set(&mut package, name, value);
            let found = problems(&package);
            assert!(found.contains(problem), "{package}: {found}");
        }
        let npm = json!({ "version": "1.0.0", "license": "MIT", "integrity": "sha512-…" });
        let of_npm = |package: &Value| problems_of_npm("node_modules/a", package, &allowed).join(" · ");
        assert_eq!(of_npm(&npm), "");
        for (name, value, problem) in [
            ("integrity", Value::Null, "no checksum"),
            ("resolved", json!("git+ssh://git@github.com/a/b"), "not from npm's registry"),
            ("license", json!("SEE LICENSE IN x"), "a: "),
        ] {
            let mut package = npm.clone();
            set(&mut package, name, value);
            let found = of_npm(&package);
            assert!(found.contains(problem), "{package}: {found}");
        }
    }
}
