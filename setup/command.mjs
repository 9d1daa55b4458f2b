// Runs other programs: short ones for their output, long ones with a sign of progress.
import { spawn, spawnSync } from "node:child_process";

/** Stops the set-up. The message tells a person what to do, and is shown without a stack trace. */
export class SetupError extends Error {}

/** npm and others are `.cmd` files on Windows, which only a shell starts. */
const shell = process.platform === "win32";

/**
 * Returns what a program prints, or null if it is missing or fails. For programs that end at once.
 * @param {string} command
 * @param {string[]} args
 */
export function outputOf(command, args) {
  const { status, stdout } = spawnSync(command, args, { encoding: "utf8", shell, stdio: ["ignore", "pipe", "ignore"] });
  return status === 0 ? stdout.trim() : null;
}

/**
 * Runs a program that takes long, and shows its progress: on a terminal one line that counts the seconds, elsewhere a line
 * every 15 seconds. Its output is shown only if it fails.
 * @param {string} title what the program does
 * @param {string} command
 * @param {string[]} args
 * @param {{ cwd?: string, env?: Record<string, string>, timeoutSeconds?: number }} [options]
 * @throws {SetupError} if it cannot be started, fails, or takes too long
 */
export async function runLong(title, command, args, { cwd, env, timeoutSeconds = 1800 } = {}) {
  console.log(`  ${title} …`);
  const started = Date.now();
  const seconds = () => Math.round((Date.now() - started) / 1000);
  const child = spawn(command, args, {
    cwd,
    env: { ...process.env, ...env },
    shell,
    stdio: ["ignore", "pipe", "pipe"],
    timeout: timeoutSeconds * 1000,
  });
  let output = "";
  const keep = (/** @type {Buffer} */ chunk) => (output += chunk);
  child.stdout.on("data", keep);
  child.stderr.on("data", keep);
  const stopProgress = showProgress(() => `${seconds()} s  ${lastLine(output)}`);
  const failure = await new Promise((resolve) => {
    child.on("error", (error) => resolve(`could not be started (${error.message})`));
    child.on("close", (code, signal) => {
      if (code === 0) resolve(null);
      else if (seconds() >= timeoutSeconds) resolve(`was stopped after ${timeoutSeconds} s`);
      else resolve(signal ? `was ended by ${signal}` : `failed with exit code ${code}`);
    });
  });
  stopProgress();
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
function showProgress(state) {
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
