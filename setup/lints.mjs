// rustfmt and clippy, which rustup's smallest profile leaves out.
import { answerOf, runLong } from "./command.mjs";

export const lints = {
  missing: "rustfmt or clippy is missing",

  isReady() {
    return answerOf("cargo", ["fmt", "--version"]) !== null && answerOf("cargo", ["clippy", "--version"]) !== null;
  },

  async install() {
    await runLong("rustup component add rustfmt clippy", "rustup", ["component", "add", "rustfmt", "clippy"]);
  },
};
