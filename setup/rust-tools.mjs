// rustfmt and clippy, which rustup's smallest profile leaves out.
import { outputOf, runLong } from "./command.mjs";

export const rustTools = {
  missing: "rustfmt or clippy is missing",
  installs: "rustup component add rustfmt clippy, in your Rust toolchain",

  isReady() {
    return outputOf("cargo", ["fmt", "--version"]) !== null && outputOf("cargo", ["clippy", "--version"]) !== null;
  },

  async install() {
    await runLong("rustup component add rustfmt clippy", "rustup", ["component", "add", "rustfmt", "clippy"]);
  },
};
