// The one set-up step: `node setup/with.mjs PART… [-- COMMAND ARGUMENT…]` makes sure that the parts are ready,
// installs those that are not, and then runs the command with what the parts know in its environment.
import { spawn } from "node:child_process";
import { fileURLToPath } from "node:url";
import { browser } from "./browser.mjs";
import { cxx } from "./cxx.mjs";
import { SetupError } from "./error.mjs";
import { firefox } from "./firefox.mjs";
import { lints } from "./lints.mjs";
import { next, packages, runtimes } from "./packages.mjs";
import { python } from "./python.mjs";
import { rust } from "./rust.mjs";
import { wasm } from "./wasm.mjs";
import { webkit } from "./webkit.mjs";

/**
 * @typedef {object} Part
 * @property {string} missing what is missing when the part is not ready
 * @property {() => boolean} isReady answers at once and changes nothing
 * @property {() => Promise<void>} install
 * @property {() => Record<string, string>} [environment] variables for the programs that use the part
 */

/** @type {Record<string, Part>} */
const parts = { packages, rust, wasm, lints, cxx, browser, python, runtimes, next, firefox, webkit };

/** @param {Part} part */
async function makeReady(part) {
  if (part.isReady()) return;
  console.log(`Set-up: ${part.missing}.`);
  await part.install();
  if (!part.isReady()) throw new SetupError(`Still after the set-up: ${part.missing}. Please report this.`);
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

const words = process.argv.slice(2);
const dashes = words.includes("--") ? words.indexOf("--") : words.length;
process.chdir(fileURLToPath(new URL("..", import.meta.url)));
try {
  const needed = words.slice(0, dashes).map((name) => parts[name]);
  for (const part of needed) await makeReady(part);
  const commandLine = words.slice(dashes + 1);
  if (commandLine.length > 0) run(commandLine, Object.assign({}, ...needed.map((part) => part.environment?.())));
  else console.log("Everything is set up.");
} catch (error) {
  if (!(error instanceof SetupError)) throw error;
  fail(error.message);
}
