//! `cargo xtask build`: the npm package, unpacked, in `pkg/`.

use crate::{modules, package};
use anyhow::Result;

/// Compiles what has changed, then lays out the package from nothing, so that no file of an earlier build stays in it.
pub fn run() -> Result<()> {
    modules::build()?;
    package::assemble()
}
