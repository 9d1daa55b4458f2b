// `node setup/ensure.mjs PART… [-- COMMAND ARGUMENT…]` installs the parts that are missing, and then runs the command with the
// environment variables that the parts provide. With PANDAPON_SETUP=manual it installs nothing and says what is missing.
import { spawn } from "node:child_process";
import { fileURLToPath } from "node:url";
import { chromium } from "./chromium.mjs";
import { SetupError } from "./command.mjs";
import { cxx } from "./cxx.mjs";
import { firefox } from "./firefox.mjs";
import { next, packages, runtimes } from "./packages.mjs";
import { postgres } from "./postgres.mjs";
import { python } from "./python.mjs";
import { rust } from "./rust.mjs";
import { rustTools } from "./rust-tools.mjs";
import { wasm } from "./wasm.mjs";
import { webkit } from "./webkit.mjs";

/**
 * @typedef {object} Part
 * @property {string} missing the sentence for a part that is not ready
 * @property {string} installs what `install` runs, and where
 * @property {() => boolean} isReady returns at once and changes nothing
 * @property {() => Promise<void>} install
 * @property {() => Record<string, string>} [environment] variables for programs that use the part
 */

/** @type {Record<string, Part>} */
const parts = {
  packages,
  rust,
  wasm,
  "rust-tools": rustTools,
  cxx,
  chromium,
  python,
  postgres,
  runtimes,
  next,
  firefox,
  webkit,
};

/** @param {Part[]} needed */
async function makeReady(needed) {
  const missing = needed.filter((part) => !part.isReady());
  if (missing.length === 0) return;
  console.log("Set-up:");
  for (const part of missing) console.log(`  ${part.missing}. Installs: ${part.installs}.`);
  if (process.env.PANDAPON_SETUP === "manual") {
    throw new SetupError("PANDAPON_SETUP=manual: install these, then run this again.");
  }
  console.log("  To install these yourself instead, set PANDAPON_SETUP=manual.");
  for (const part of missing) {
    await part.install();
    if (!part.isReady()) throw new SetupError(`After the set-up: ${part.missing}. Please report this.`);
  }
}

/** @param {string[]} commandLine @param {Record<string, string>} environment */
function run([command, ...args], environment) {
  const program = command === "node" ? process.execPath : command;
  const child = spawn(program, args, { stdio: "inherit", env: { ...process.env, ...environment } });
  child.on("error", (error) => fail(`${command} could not be started: ${error.message}`));
  child.on("exit", (code, signal) => (process.exitCode = code ?? (signal ? 1 : 0)));
}

/** @param {string} message */
function fail(message) {
  console.error(`\n${message}`);
  process.exitCode = 1;
}

const args = process.argv.slice(2);
const separator = args.includes("--") ? args.indexOf("--") : args.length;
process.chdir(fileURLToPath(new URL("..", import.meta.url)));
try {
  const needed = args.slice(0, separator).map((name) => {
    if (Object.hasOwn(parts, name)) return parts[name];
    throw new SetupError(`Unknown part ${name}, expected one of ${Object.keys(parts).join(", ")}.`);
  });
  await makeReady(needed);
  const commandLine = args.slice(separator + 1);
  if (commandLine.length > 0) run(commandLine, Object.assign({}, ...needed.map((part) => part.environment?.())));
  else console.log("Everything is set up.");
} catch (error) {
  if (!(error instanceof SetupError)) throw error;
  fail(error.message);
}
