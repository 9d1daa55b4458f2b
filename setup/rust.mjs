// Rust with cargo, which the set-up does not install: how to install it is the choice of the machine's owner.
import { outputOf, SetupError } from "./command.mjs";

export const rust = {
  missing: "Rust is missing",
  installs: "nothing: install it yourself",

  isReady() {
    return outputOf("cargo", ["--version"]) !== null && outputOf("rustc", ["--version"]) !== null;
  },

  async install() {
    if (outputOf("rustup", ["--version"]) === null) {
      throw new SetupError("Install Rust with rustup (https://rustup.rs), open a new terminal, then run this again.");
    }
    throw new SetupError("rustup is here, but no toolchain works. Run `rustup default stable`, then run this again.");
  },
};
