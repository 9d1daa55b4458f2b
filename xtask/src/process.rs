//! Other programs, run to their end.

use anyhow::{ensure, Context, Result};
use std::process::{Command, Stdio};

/// Runs a program with this one's terminal; an error names its command line.
pub fn run(command: &mut Command) -> Result<()> {
    let status = command.status().with_context(|| format!("cannot start {command:?}"))?;
    ensure!(status.success(), "{status}: {command:?}");
    Ok(())
}

/// What a program prints.
pub fn answer(command: &mut Command) -> Result<String> {
    let output =
        command.stderr(Stdio::inherit()).output().with_context(|| format!("cannot start {command:?}"))?;
    ensure!(output.status.success(), "{}: {command:?}", output.status);
    Ok(String::from_utf8(output.stdout)?)
}
