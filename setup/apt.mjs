// System-wide changes: Debian's packages, and commands as root. Each is announced before it happens.
import { spawnSync } from "node:child_process";
import { setTimeout as sleep } from "node:timers/promises";
import { outputOf, runLong, SetupError } from "./command.mjs";

/** How long a person has to stop a system-wide change, in milliseconds. */
const NOTICE = 10_000;

/** Returns whether this machine has apt. */
export const hasApt = () => outputOf("apt-get", ["--version"]) !== null;

/**
 * Returns the version of an installed package, or null if it is not installed.
 * @param {string} name
 */
export function installedVersion(name) {
  const output = outputOf("dpkg-query", ["--show", "--showformat=${db:Status-Status} ${Version}", name]);
  const [status, version] = output?.split(" ") ?? [];
  return status === "installed" ? version : null;
}

/**
 * Installs packages with apt, and removes none for them.
 * @param {string[]} packages
 */
export async function installPackages(packages) {
  const commandLine = `apt-get install ${packages.join(" ")}`;
  await announce(`This installs packages for the whole system, as root: ${commandLine}`);
  requireRoot(commandLine);
  await runAsRoot("Refreshing the list of packages", "apt-get", ["update"]);
  const options = ["--yes", "--no-install-recommends", "--no-remove", "--option=DPkg::Lock::Timeout=300"];
  const install = ["install", ...options, ...packages];
  await runAsRoot(`Installing the packages ${packages.join(", ")}`, "apt-get", install);
}

/**
 * Announces a change of the system. On a terminal it then waits, so that a person can stop it.
 * @param {string} change
 */
export async function announce(change) {
  console.log(`  ${change}\n  To do without, stop this with Ctrl+C; PANDAPON_SETUP=manual installs nothing ever.`);
  if (process.stdin.isTTY) await sleep(NOTICE);
}

const isRoot = () => process.getuid?.() === 0;

/**
 * Makes sure that `runAsRoot` will work: here sudo can ask for the password.
 * @param {string} commandLine what a person can run instead
 */
function requireRoot(commandLine) {
  if (isRoot()) return;
  const question = process.stdin.isTTY ? ["--validate"] : ["--non-interactive", "true"];
  if (spawnSync("sudo", question, { stdio: "inherit" }).status === 0) return;
  throw new SetupError(`This takes root:\n  ${commandLine}\nRun that line as root, then run this again.`);
}

/**
 * Runs a long command as root, by sudo for another user.
 * @param {string} title
 * @param {string} command
 * @param {string[]} args
 */
export async function runAsRoot(title, command, args) {
  const debconf = "DEBIAN_FRONTEND=noninteractive";
  const sudo = isRoot() ? [] : ["sudo", "--non-interactive"];
  const [program, ...rest] = [...sudo, "env", debconf, command, ...args];
  await runLong(title, program, rest);
}
