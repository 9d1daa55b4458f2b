// The compiler's target wasm32-unknown-unknown: from rustup, or from Debian if rustup cannot download it.
import { existsSync } from "node:fs";
import { outputOf, runLong, SetupError } from "./command.mjs";
import { debianWasm } from "./debian-wasm.mjs";

const target = "wasm32-unknown-unknown";

/** To try Debian's packages on a machine where rustup works. */
const debianIsForced = process.env.PANDAPON_SETUP_WASM === "debian";

function activeToolchainHasTarget() {
  const folder = outputOf("rustc", ["--print", "target-libdir", "--target", target]);
  return !debianIsForced && folder !== null && existsSync(folder);
}

function addWithRustup() {
  const add = ["target", "add", target];
  // Without a limit, a network that drops connections would block this forever.
  const options = { timeoutSeconds: 300, env: { RUST_BACKTRACE: "0" } };
  return runLong(`rustup ${add.join(" ")}`, "rustup", add, options);
}

export const wasm = {
  missing: `Rust's target ${target} is missing`,
  installs: `rustup target add ${target}, in your Rust toolchain`,

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
        console.log(`${error.message}\n  rustup cannot add it; Debian's packages can.`);
      }
    }
    await debianWasm.install();
  },

  /** PANDAPON_WASM_TOOLCHAIN: the rustup toolchain for wasm, if it is not the active one. */
  environment() {
    return activeToolchainHasTarget() ? {} : { PANDAPON_WASM_TOOLCHAIN: debianWasm.toolchain() };
  },
};
