//! The npm package, laid out in `pkg/`: the files of `pkg-template/`, the wasm modules, and what is written from both.

use crate::{modules, process, root, third_party, types};
use anyhow::{Context, Result};
use serde_json::Value;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

/// Where each file of [`modules::folder`] is in the package.
const MODULES: [(&str, &str); 8] = [
    ("pandapon_bg.js", "wasm/pandapon_bg.js"),
    ("pandapon_bg.wasm", "wasm/pandapon_bg.wasm"),
    ("pandapon_bg.wasm.js", "wasm/pandapon_bg.wasm.js"),
    ("sandbox_bg.js", "sandbox/wasm/sandbox_bg.js"),
    ("sandbox_bg.wasm", "sandbox/wasm/sandbox_bg.wasm"),
    ("sandbox_bg.wasm.js", "sandbox/wasm/sandbox_bg.wasm.js"),
    ("pandapon_sign.wasm", "pandapon_sign.wasm"),
    ("pandapon_sign.wasm.js", "sign/wasm.js"),
];

/// Files of the repository that are in the package, too.
const COPIES: [&str; 5] = ["README.md", "CHANGELOG.md", "LICENSE-APACHE", "LICENSE-MIT", third_party::FILE];

/// Lays out the package from nothing, so that no file of an earlier build stays in it.
pub fn assemble() -> Result<()> {
    let pkg = root().join("pkg");
    if pkg.exists() {
        fs::remove_dir_all(&pkg).context("cannot remove the older pkg/")?;
    }
    copy_folder(&root().join("pkg-template"), &pkg)?;
    for file in COPIES {
        copy(&root().join(file), &pkg.join(file))?;
    }
    for (file, place) in MODULES {
        copy(&modules::folder().join(file), &pkg.join(place))?;
    }
    types::write_states(&pkg)?;
    shorten(&pkg)?;
    let manifest = set_version(&pkg.join("package.json"))?;
    write_commonjs(&manifest, &pkg)?;
    types::write(&pkg)
}

/// Takes comments and indentation out of the scripts; their names stay, for stack traces. The text of the modules
/// has none.
fn shorten(pkg: &Path) -> Result<()> {
    let mut scripts = Vec::new();
    collect_scripts(pkg, &mut scripts)?;
    let mut esbuild = esbuild(pkg);
    esbuild.args([
        "--minify-whitespace",
        "--minify-syntax",
        "--target=es2022",
        "--allow-overwrite",
        "--outdir=.",
        "--outbase=.",
    ]);
    process::run(esbuild.args(scripts.iter().map(|script| script.strip_prefix(pkg).unwrap_or(script))))
}

fn collect_scripts(folder: &Path, scripts: &mut Vec<PathBuf>) -> Result<()> {
    for entry in fs::read_dir(folder).with_context(|| format!("cannot read {}", folder.display()))? {
        let path = entry?.path();
        let name = path.to_string_lossy();
        if path.is_dir() {
            collect_scripts(&path, scripts)?;
        } else if name.ends_with(".js") && !name.ends_with("wasm.js") {
            scripts.push(path);
        }
    }
    scripts.sort_unstable();
    Ok(())
}

/// The bundler, in the package's folder: it notes down the files it has read as seen from there.
fn esbuild(pkg: &Path) -> Command {
    let mut esbuild = Command::new("node");
    esbuild.current_dir(pkg).arg(root().join("node_modules/esbuild/bin/esbuild")).arg("--log-level=warning");
    esbuild
}

/// Gives the package the version of the crate.
fn set_version(path: &Path) -> Result<Value> {
    let mut manifest: Value = serde_json::from_str(&read(path)?)?;
    if let Some(version) = manifest.get_mut("version") {
        *version = env!("CARGO_PKG_VERSION").into();
    }
    fs::write(path, format!("{manifest:#}\n"))?;
    Ok(manifest)
}

/// Writes each file that `package.json` names for `require`, such as `index.node.cjs`, from the ECMAScript module beside it,
/// `index.node.js`, and all that this imports.
fn write_commonjs(manifest: &Value, pkg: &Path) -> Result<()> {
    let mut files = Vec::new();
    collect_texts(manifest.get("exports").context("package.json has no exports")?, &mut files);
    files.retain(|file| file.ends_with(".cjs"));
    files.sort_unstable();
    files.dedup();
    for file in files {
        let mut esbuild = esbuild(pkg);
        esbuild.args([
            "--bundle",
            "--format=cjs",
            "--platform=node",
            "--minify",
            "--target=es2022",
            // What one entry needs of another must be the very same: classes of errors, and the wasm.
            "--external:pandapon",
            // The program's own, which its SDK uses, too.
            "--external:@opentelemetry/api",
        ]);
        esbuild.arg(file.replace(".cjs", ".js")).arg(format!("--outfile={file}"));
        process::run(&mut esbuild)?;
    }
    Ok(())
}

fn collect_texts<'a>(value: &'a Value, texts: &mut Vec<&'a str>) {
    match value {
        Value::String(text) => texts.push(text),
        Value::Object(members) => members.values().for_each(|member| collect_texts(member, texts)),
        _ => {}
    }
}

pub fn copy_folder(from: &Path, to: &Path) -> Result<()> {
    for entry in fs::read_dir(from).with_context(|| format!("cannot read {}", from.display()))? {
        let path = entry?.path();
        let place = to.join(path.file_name().context("a file without a name")?);
        if path.is_dir() {
            copy_folder(&path, &place)?;
        } else {
            copy(&path, &place)?;
        }
    }
    Ok(())
}

fn copy(from: &Path, to: &Path) -> Result<()> {
    fs::create_dir_all(to.parent().context("a file outside of any folder")?)?;
    fs::copy(from, to).with_context(|| format!("cannot copy {}", from.display()))?;
    Ok(())
}

fn read(path: &Path) -> Result<String> {
    fs::read_to_string(path).with_context(|| format!("cannot read {}", path.display()))
}
