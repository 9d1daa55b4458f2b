// Rust with cargo, which the set-up expects and does not install: how it comes on a machine is its owner's choice.
import { answerOf } from "./command.mjs";
import { SetupError } from "./error.mjs";

export const rust = {
  missing: "Rust is missing",

  isReady() {
    return answerOf("cargo", ["--version"]) !== null && answerOf("rustc", ["--version"]) !== null;
  },

  async install() {
    if (answerOf("rustup", ["--version"]) === null) {
      throw new SetupError("Install Rust with rustup (https://rustup.rs), open a new terminal, then run this again.");
    }
    throw new SetupError("rustup is here, but no toolchain works. Run `rustup default stable`, then run this again.");
  },
};
