//! The example of a front end in Rust, compiled for browsers: `dist/yew/`.

use crate::{process, root, wasm};
use anyhow::Result;
use wasm_bindgen_cli_support::Bindgen;

const NAME: &str = "pandapon-yew";

pub fn run() -> Result<()> {
    let mut cargo = wasm::cargo("build");
    process::run(cargo.args(["--release", "--locked", "--manifest-path", "examples/yew/Cargo.toml"]))?;
    let module = wasm::target_dir().join(wasm::TARGET).join("release").join(NAME).with_extension("wasm");
    Bindgen::new().input_path(module).out_name(NAME).web(true)?.generate(root().join("dist/yew"))?;
    println!("dist/yew/");
    Ok(())
}
