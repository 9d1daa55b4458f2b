// Runs other programs: short ones for their answer, long ones with a sign of life.
import { spawn, spawnSync } from "node:child_process";
import { SetupError } from "./error.mjs";

/** npm and its like are `.cmd` files on Windows, which only a shell starts. */
const shell = process.platform === "win32";

/**
 * What a program prints, or null when it is missing or fails. For questions that are answered at once.
 * @param {string} command
 * @param {string[]} args
 */
export function answerOf(command, args) {
  const { status, stdout } = spawnSync(command, args, { encoding: "utf8", shell, stdio: ["ignore", "pipe", "ignore"] });
  return status === 0 ? stdout.trim() : null;
}

/**
 * Runs a program that takes long, and shows that it is alive: on a terminal one line that counts the seconds, elsewhere
 * a line every 15 seconds. Its output is shown only when it fails.
 * @param {string} title what the program is doing, for the person who waits
 * @param {string} command
 * @param {string[]} args
 * @param {{ cwd?: string, env?: Record<string, string>, secondsAtMost?: number }} [options]
 * @throws {SetupError} when it cannot be started, fails, or takes longer than it may
 */
export async function runLong(title, command, args, { cwd, env, secondsAtMost = 1800 } = {}) {
  console.log(`  ${title} …`);
  const started = Date.now();
  const seconds = () => Math.round((Date.now() - started) / 1000);
  const child = spawn(command, args, {
    cwd,
    env: { ...process.env, ...env },
    shell,
    stdio: ["ignore", "pipe", "pipe"],
    timeout: secondsAtMost * 1000,
  });
  let output = "";
  const keep = (/** @type {Buffer} */ chunk) => (output += chunk);
  child.stdout.on("data", keep);
  child.stderr.on("data", keep);
  const stopShowing = showSignOfLife(() => `${seconds()} s  ${lastLine(output)}`);
  const failure = await new Promise((resolve) => {
    child.on("error", (error) => resolve(`could not be started (${error.message})`));
    child.on("close", (code, signal) => {
      if (code === 0) resolve(null);
      else if (seconds() >= secondsAtMost) resolve(`was stopped after ${secondsAtMost} s`);
      else resolve(signal ? `was ended by ${signal}` : `failed with exit code ${code}`);
    });
  });
  stopShowing();
  if (failure) {
    const end = output
      .trimEnd()
      .split("\n")
      .slice(-30)
      .map((line) => `    | ${line}`)
      .join("\n");
    throw new SetupError(`  ${command} ${failure}.${end && `\n${end}`}`);
  }
  if (seconds() > 0) console.log(`  Done in ${seconds()} s.`);
}

/** @param {() => string} state */
function showSignOfLife(state) {
  const terminal = process.stdout.isTTY;
  const timer = setInterval(
    () => {
      if (terminal) process.stdout.write(`\r\x1b[2K  ${state().slice(0, process.stdout.columns - 3)}`);
      else console.log(`  ${state()}`);
    },
    terminal ? 1000 : 15_000,
  );
  return () => {
    clearInterval(timer);
    if (terminal) process.stdout.write("\r\x1b[2K");
  };
}

/** @param {string} output */
function lastLine(output) {
  return (
    output
      .slice(-2000)
      .split(/[\r\n]+/)
      .findLast((line) => line.trim() !== "")
      ?.trim() ?? ""
  );
}
