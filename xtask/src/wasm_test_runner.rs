//! The program that cargo hands each compiled test to: wasm-bindgen's own.

use anyhow::Result;

/// Runs the tests of a wasm file, the first argument, as `wasm-bindgen-test-runner` does.
pub fn run(arguments: &[&str]) -> Result<()> {
    let command_line = ["wasm-bindgen-test-runner"].iter().chain(arguments);
    wasm_bindgen_cli::wasm_bindgen_test_runner::run_cli_with_args(command_line)
}
