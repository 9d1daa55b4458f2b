//! `cargo xtask third-party`: THIRD-PARTY.md, the notices of all code of others that the npm package contains.
//!
//! MIT and its kind ask for a copyright notice and the licence text in every copy, a compiled one included. Where a licence
//! can be chosen, MIT is.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{bail, ensure, Context, Result};
use serde_json::Value;
use spdx::expression::Expression;
use spdx::{LicenseReq, ParseMode};

use crate::{process, root, wasm};

/// The file, in the repository and in the package.
pub const FILE: &str = "THIRD-PARTY.md";

/// The crates that become wasm modules, with the feature that each is built with.
const MODULES: [(&str, &str); 3] = [("pandapon", "js"), ("pandapon-sandbox", "js"), ("pandapon-signer", "")];

/// The licences that are taken only where the expression leaves no other: their texts are longer, or ask for more.
const LAST_CHOICES: [&str; 5] = ["Apache-2.0", "Unlicense", "BSD-3-Clause", "Zlib", "Unicode-3.0"];

/// Code in the package that is not of a crate: its name, licence, and the file of the licence or its notice.
const OTHERS: [(&str, &str, Notice); 2] = [
    (
        "esbuild (the helper functions of the files *.cjs)",
        "MIT",
        Notice::File("node_modules/esbuild/LICENSE.md"),
    ),
    ("The Rust standard library", "MIT", Notice::Copyright("Copyright (c) The Rust Project Contributors")),
];

/// Where the notice of code is that is not of a crate.
enum Notice {
    /// In a file of the repository's folder.
    File(&'static str),
    /// Here; the licence's text is the usual one.
    Copyright(&'static str),
}

/// Code of others and what its licence asks for.
struct Part {
    name: String,
    licence: String,
    copyright: Vec<String>,
    text: String,
}

/// Writes the file.
pub fn run() -> Result<()> {
    Ok(fs::write(root().join(FILE), generate()?)?)
}

/// Fails if the file is not what [`run`] would write.
pub fn check() -> Result<()> {
    let file = fs::read_to_string(root().join(FILE)).unwrap_or_default();
    let generated = generate()?;
    let new: Vec<_> = generated.lines().filter(|line| !file.lines().any(|known| known == *line)).collect();
    ensure!(
        file == generated,
        "{FILE} is out of date: run `cargo xtask third-party` and read what has changed. It lacks:\n{}",
        new.join("\n")
    );
    Ok(())
}

fn generate() -> Result<String> {
    let mut parts = Vec::new();
    for (name, version) in compiled_crates()? {
        parts.extend(parts_of(&find(&name, &version)?, &format!("{name} {version}"))?);
    }
    let usual =
        parts.iter().find(|part| part.licence == "MIT").context("no crate is under MIT")?.text.clone();
    for (name, licence, notice) in OTHERS {
        let (copyright, text) = match notice {
            Notice::File(path) => split(&read(&root().join(path))?),
            Notice::Copyright(line) => (vec![line.to_owned()], usual.clone()),
        };
        parts.push(Part { name: name.to_owned(), licence: licence.to_owned(), copyright, text });
    }
    Ok(write(&parts))
}

/// Names and versions of the crates of others that are compiled into the modules.
fn compiled_crates() -> Result<BTreeSet<(String, String)>> {
    let mut crates = BTreeSet::new();
    for (package, features) in MODULES {
        let mut tree = Command::new("cargo");
        tree.current_dir(root()).args(["tree", "--locked", "--package", package, "--no-default-features"]);
        // Procedural macros run in the compiler; nothing of them is in a module.
        tree.args(["--features", features, "--edges", "normal,no-proc-macro", "--target", wasm::TARGET]);
        for line in process::answer(tree.args(["--prefix", "none", "--format", "{p}"]))?.lines() {
            let mut words = line.split(' ');
            let (Some(name), Some(version)) = (words.next(), words.next()) else { continue };
            if !line.contains('/') {
                crates.insert((name.to_owned(), version.trim_start_matches('v').to_owned()));
            }
        }
    }
    ensure!(!crates.is_empty(), "cargo tree names no crate");
    Ok(crates)
}

/// What is known of a package of the workspace's dependencies.
fn find(name: &str, version: &str) -> Result<Value> {
    let is_it = |package: &Value| package["name"] == name && package["version"] == version;
    let packages = crate::metadata::packages("Cargo.toml")?;
    packages.into_iter().find(is_it).with_context(|| format!("cargo metadata does not know {name} {version}"))
}

/// A crate, once for each licence that it is taken under.
fn parts_of(package: &Value, name: &str) -> Result<Vec<Part>> {
    let expression = package["license"].as_str().with_context(|| format!("{name} names no licence"))?;
    let manifest = package["manifest_path"].as_str().map(PathBuf::from).unwrap_or_default();
    let folder = manifest.parent().context("a manifest without a folder")?;
    let mut parts = Vec::new();
    for licence in chosen(expression)? {
        let (mut copyright, text) = split(&licence_text(folder, &licence).with_context(|| name.to_owned())?);
        if copyright.is_empty() {
            let authors = package["authors"].as_array().into_iter().flatten().filter_map(Value::as_str);
            copyright = authors.map(|author| format!("by {author}")).collect();
        }
        if copyright.is_empty() {
            copyright
                .push(format!("by the authors of {}", package["repository"].as_str().unwrap_or_default()));
        }
        parts.push(Part { name: name.to_owned(), licence, copyright, text });
    }
    Ok(parts)
}

/// The licences that code under this expression is taken under: as few as fulfil it.
fn chosen(expression: &str) -> Result<Vec<String>> {
    let parsed = Expression::parse_mode(expression, ParseMode::LAX)?;
    let mut licences: Vec<String> = parsed.requirements().map(|named| named.req.to_string()).collect();
    licences
        .sort_by_key(|licence| LAST_CHOICES.iter().position(|last| last == licence).unwrap_or(usize::MAX));
    licences.dedup();
    for licence in licences.clone() {
        let others: Vec<_> = licences.iter().filter(|other| **other != licence).cloned().collect();
        if parsed.evaluate(|required: &LicenseReq| others.contains(&required.to_string())) {
            licences = others;
        }
    }
    Ok(licences)
}

fn licence_text(folder: &Path, licence: &str) -> Result<String> {
    let word = licence.split('-').next().unwrap_or(licence).to_ascii_uppercase();
    let names = [format!("LICENSE-{word}"), format!("LICENSE-{word}.md"), format!("LICENSE-{word}.txt")];
    let plain = ["LICENSE", "LICENSE.md", "LICENSE.txt", "license"].map(str::to_owned);
    let file = names.iter().chain(&plain).map(|name| folder.join(name)).find(|file| file.exists());
    match file {
        Some(file) => read(&file),
        None => bail!("there is no text of {licence} in {}", folder.display()),
    }
}

/// The copyright lines of a licence's text, and the text itself.
fn split(text: &str) -> (Vec<String>, String) {
    let is_notice = |line: &&str| line.starts_with("Copyright");
    let is_title =
        |line: &str| line.to_lowercase().contains("license") && line.len() < 40 && !line.ends_with('.');
    let lines = || text.lines().map(str::trim);
    let copyright = lines().filter(is_notice).map(str::to_owned).collect();
    let rest: Vec<_> = lines().filter(|line| !is_notice(line) && !is_title(line)).collect();
    (copyright, paragraphs(&rest))
}

/// The lines filled to paragraphs of a line each, with quotation marks of one kind: so that texts which differ in nothing else
/// are one.
fn paragraphs(lines: &[&str]) -> String {
    let paragraphs = lines.split(|line| line.is_empty()).map(|lines| lines.join(" "));
    let paragraphs: Vec<_> = paragraphs.filter(|text| !text.is_empty()).collect();
    let text = paragraphs.join("\n\n").replace(['“', '”'], "\"");
    text.split(' ').filter(|word| !word.is_empty()).collect::<Vec<_>>().join(" ")
}

fn write(parts: &[Part]) -> String {
    // By licence and text; of each, the names that have the same notice.
    let mut groups: BTreeMap<(&str, &str), BTreeMap<String, Vec<&str>>> = BTreeMap::new();
    for Part { name, licence, copyright, text } in parts {
        let group = groups.entry((licence, text)).or_default();
        group.entry(copyright.join("; ")).or_default().push(name);
    }
    let mut file = "# Third-party code\n\nWritten by `cargo xtask third-party`. The WebAssembly modules and the JavaScript around them \
                    contain code of these projects.\n"
        .to_owned();
    for ((licence, text), notices) in groups {
        file.push_str(&format!("\n## {licence}\n\n"));
        for (notice, names) in notices {
            file.push_str(&format!("- {}: {notice}\n", names.join(", ")));
        }
        file.push_str(&format!("\n{text}\n"));
    }
    file
}

fn read(path: &Path) -> Result<String> {
    fs::read_to_string(path).with_context(|| format!("cannot read {}", path.display()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_crate_that_is_compiled_into_the_package_has_its_notice() -> Result<()> {
        check()
    }

    #[test]
    fn mit_is_chosen_where_it_can_be() -> Result<()> {
        for (expression, licences) in [
            ("MIT OR Apache-2.0", vec!["MIT"]),
            ("Apache-2.0/MIT", vec!["MIT"]),
            ("Unlicense OR MIT", vec!["MIT"]),
            ("Zlib", vec!["Zlib"]),
            ("(MIT OR Apache-2.0) AND Unicode-3.0", vec!["Unicode-3.0", "MIT"]),
        ] {
            assert_eq!(chosen(expression)?, licences, "{expression}");
        }
        Ok(())
    }

    #[test]
    fn texts_that_differ_in_their_lines_are_one() {
        let one = "MIT License\n\nCopyright (c) 2020 A\n\nPermission is\nhereby granted.\n\nAS IS.\n";
        let other = "Copyright (c) 2021 B\n\nPermission  is hereby\ngranted.\n\nAS IS.";
        let (notice, text) = split(one);
        assert_eq!(notice, ["Copyright (c) 2020 A"]);
        assert_eq!(text, "Permission is hereby granted.\n\nAS IS.");
        assert_eq!(split(other).1, text);
    }
}
