// The compiler's target wasm32-unknown-unknown: from rustup, or where rustup cannot download it, from Debian.
import { existsSync } from "node:fs";
import { answerOf, runLong } from "./command.mjs";
import { debianWasm } from "./debian-wasm.mjs";
import { SetupError } from "./error.mjs";

const target = "wasm32-unknown-unknown";

/** For trying the Debian way on a machine where rustup's works. */
const debianIsForced = process.env.PANDAPON_SETUP_WASM === "debian";

function activeToolchainHasTarget() {
  const folder = answerOf("rustc", ["--print", "target-libdir", "--target", target]);
  return !debianIsForced && folder !== null && existsSync(folder);
}

function addWithRustup() {
  const add = ["target", "add", target];
  // Without a limit, a network that swallows connections would hold this up for good.
  const options = { secondsAtMost: 300, env: { RUST_BACKTRACE: "0" } };
  return runLong(`rustup ${add.join(" ")}`, "rustup", add, options);
}

export const wasm = {
  missing: `Rust's target ${target} is missing`,

  isReady() {
    return activeToolchainHasTarget() || debianWasm.isReady();
  },

  async install() {
    if (!debianIsForced) {
      try {
        return await addWithRustup();
      } catch (error) {
        if (!(error instanceof SetupError)) throw error;
        if (!debianWasm.isPossible()) {
          throw new SetupError(`${error.message}\nAdd the target to your Rust toolchain, then run this again.`);
        }
        console.log(`${error.message}\n  rustup cannot add it, so it is made from Debian's packages.`);
      }
    }
    await debianWasm.install();
  },

  /** PANDAPON_WASM_TOOLCHAIN: the rustup toolchain that xtask compiles wasm with, where it is not the active one. */
  environment() {
    return activeToolchainHasTarget() ? {} : { PANDAPON_WASM_TOOLCHAIN: debianWasm.toolchain() };
  },
};
