//! The wasm modules that ship, each with the JavaScript that wasm-bindgen writes for it, in `target/modules/`.

use crate::{embedding, process, root, wasm};
use anyhow::{ensure, Context, Result};
use std::collections::hash_map::DefaultHasher;
use std::fs;
use std::hash::{Hash, Hasher};
use std::path::{Path, PathBuf};
use std::process::Command;
use wasm_bindgen_cli_support::Bindgen;

/// What wasm-opt does to each module.
const WASM_OPT: [&str; 4] = ["-O3", "--strip-debug", "--strip-producers", "--strip-target-features"];

/// All that decides what the modules are, besides the compiler.
const SOURCES: [&str; 11] = [
    "src",
    "derive",
    "lossless",
    "sandbox/src",
    "sandbox/Cargo.toml",
    "signer",
    "xtask/src",
    "Cargo.toml",
    "Cargo.lock",
    ".cargo/config.toml",
    "package-lock.json",
];

/// The folder of the modules: `pandapon_bg.wasm`, its glue `pandapon_bg.js`, and itself as JavaScript, `pandapon_bg.wasm.js`;
/// `sandbox_bg.…`; `pandapon_sign.wasm` and `pandapon_sign.wasm.js`.
pub fn folder() -> PathBuf {
    wasm::target_dir().join("modules")
}

/// Builds the modules, unless they were built from the very same sources.
pub fn build() -> Result<()> {
    let built_from = folder().join("built-from");
    let sources = digest_of_sources()?;
    if fs::read_to_string(&built_from).is_ok_and(|earlier| earlier == sources) {
        return Ok(());
    }
    if folder().exists() {
        fs::remove_dir_all(folder()).context("cannot remove the older modules")?;
    }
    fs::create_dir_all(folder())?;
    build_with_bindings("pandapon", "pandapon")?;
    build_with_bindings("pandapon-sandbox", "sandbox")?;
    build_signer()?;
    Ok(fs::write(built_from, sources)?)
}

/// A crate with its feature `js`, which exports to JavaScript: `NAME_bg.wasm` and `NAME_bg.js`.
fn build_with_bindings(package: &str, name: &str) -> Result<()> {
    let options = ["--package", package, "--no-default-features", "--features", "js"];
    let mut output = Bindgen::new()
        .input_path(compile("wasm", &package.replace('-', "_"), &options)?)
        .out_name(name)
        .bundler(true)?
        .remove_name_section(true)
        .remove_producers_section(true)
        .generate_output()?;
    let scripts = output.snippets().values().flatten().count() + output.local_modules().len();
    ensure!(
        scripts == 0,
        "a dependency brings {scripts} scripts of its own, which bundlers would leave behind"
    );
    output.emit(folder())?;
    // wasm-bindgen's own loader: the package's loaders are in pkg-template.
    fs::remove_file(folder().join(name).with_extension("js"))?;
    make_text_coders_late(&folder().join(format!("{name}_bg.js")))?;
    let module = folder().join(format!("{name}_bg.wasm"));
    optimise(&module, &module)?;
    embedding::pack(&module)
}

/// What wasm-bindgen writes, and what replaces it: where a runtime has no `TextDecoder`, importing the package must not throw,
/// but calling it, with a sentence that says why. Each has to be found, so that an update of wasm-bindgen is noticed.
const TEXT_CODERS: [(&str, &str); 5] = [
    (
        "let cachedTextDecoder = new TextDecoder('utf-8', { ignoreBOM: true });\ncachedTextDecoder.decode();\n",
        "let cachedTextDecoder;\n",
    ),
    (
        "return cachedTextDecoder.decode(bytes);",
        "return (cachedTextDecoder ??= new TextDecoder('utf-8', { ignoreBOM: true })).decode(bytes);",
    ),
    ("const cachedTextEncoder = new TextEncoder();\n", "let cachedTextEncoder;\n"),
    ("const buf = cachedTextEncoder.encode(arg);\n        const ptr", "const buf = textEncoder().encode(arg);\n        const ptr"),
    ("const ret = cachedTextEncoder.encodeInto", "const ret = textEncoder().encodeInto"),
];

/// The start and the end of a replacement for `encodeInto`, which every engine with wasm has.
const POLYFILL: [&str; 2] = ["if (!('encodeInto' in cachedTextEncoder)) {", "\n}\n"];

/// Has text coders made when they are first used.
fn make_text_coders_late(glue: &Path) -> Result<()> {
    let mut script = fs::read_to_string(glue)?;
    for (eager, late) in TEXT_CODERS {
        ensure!(script.matches(eager).count() == 1, "wasm-bindgen writes no more: {eager}");
        script = script.replace(eager, late);
    }
    let start = script.find(POLYFILL[0]).context("wasm-bindgen has another polyfill")?;
    let length = script.get(start..).and_then(|rest| rest.find(POLYFILL[1])).context("it has no end")?;
    script.replace_range(
        start..start + length + POLYFILL[1].len(),
        "const textEncoder = () => (cachedTextEncoder ??= new TextEncoder());\n",
    );
    Ok(fs::write(glue, script)?)
}

/// The module without imports, for runtimes without JavaScript.
fn build_signer() -> Result<()> {
    let compiled = compile("wasm-signer", "pandapon_sign", &["--package", "pandapon-signer"])?;
    let module = folder().join("pandapon_sign.wasm");
    optimise(&compiled, &module)?;
    embedding::to_hex_module(&module)
}

/// Compiles a library to wasm by a profile of Cargo.toml, and tells the file.
fn compile(profile: &str, library: &str, options: &[&str]) -> Result<PathBuf> {
    // Not a crate type in Cargo.toml: beside an rlib, cargo would leave out link-time optimisation.
    let mut cargo = wasm::cargo("rustc");
    process::run(cargo.args(["--lib", "--crate-type", "cdylib", "--profile", profile]).args(options))?;
    Ok(wasm::target_dir().join(wasm::TARGET).join(profile).join(library).with_extension("wasm"))
}

fn optimise(module: &Path, to: &Path) -> Result<()> {
    let wasm_opt = root().join("node_modules/binaryen/bin/wasm-opt");
    process::run(Command::new("node").arg(wasm_opt).args(WASM_OPT).arg(module).arg("-o").arg(to))
}

/// Changes with every change of a source or of the compiler.
fn digest_of_sources() -> Result<String> {
    let mut digest = DefaultHasher::new();
    for source in SOURCES {
        hash_files(&root().join(source), &mut digest)?;
    }
    wasm::compiler_version()?.hash(&mut digest);
    Ok(format!("{:016x}", digest.finish()))
}

fn hash_files(path: &Path, digest: &mut DefaultHasher) -> Result<()> {
    if path.is_dir() {
        let mut entries = fs::read_dir(path)?.map(|entry| Ok(entry?.path())).collect::<Result<Vec<_>>>()?;
        entries.sort();
        return entries.iter().try_for_each(|entry| hash_files(entry, digest));
    }
    path.hash(digest);
    fs::read(path).with_context(|| format!("cannot read {}", path.display()))?.hash(digest);
    Ok(())
}
