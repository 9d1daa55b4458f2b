//! `cargo xtask pack`: the npm package as a tarball, `dist/pandapon-VERSION.tgz`.

use crate::{build, process, root};
use anyhow::Result;
use std::fs;
use std::process::Command;

/// Builds the package and packs it. npm dates all files alike, so that the same files give the same tarball.
pub fn run() -> Result<()> {
    build::run()?;
    let dist = root().join("dist");
    fs::create_dir_all(&dist)?;
    let mut npm = Command::new(if cfg!(windows) { "npm.cmd" } else { "npm" });
    process::run(npm.current_dir(root()).args(["pack", "./pkg", "--silent", "--pack-destination"]).arg(dist))
}
