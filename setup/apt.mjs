// Debian's packages, and the rights that installing them takes.
import { spawnSync } from "node:child_process";
import { answerOf, runLong } from "./command.mjs";
import { SetupError } from "./error.mjs";

/** Whether this machine installs its packages with apt. */
export const hasApt = () => answerOf("apt-get", ["--version"]) !== null;

/**
 * The version of an installed package, or null when it is not installed.
 * @param {string} name
 */
export function installedVersion(name) {
  const answer = answerOf("dpkg-query", ["--show", "--showformat=${db:Status-Status} ${Version}", name]);
  const [status, version] = answer?.split(" ") ?? [];
  return status === "installed" ? version : null;
}

/**
 * Installs packages with apt. Refuses to remove any package for them: what is on the machine has its reasons.
 * @param {string[]} packages
 */
export async function installPackages(packages) {
  requireRoot(`apt-get install ${packages.join(" ")}`);
  await runAsRoot("Refreshing the list of Debian's packages", "apt-get", ["update"]);
  const options = ["--yes", "--no-install-recommends", "--no-remove", "--option=DPkg::Lock::Timeout=300"];
  const install = ["install", ...options, ...packages];
  await runAsRoot(`Installing Debian's packages ${packages.join(", ")}`, "apt-get", install);
}

const isRoot = () => process.getuid?.() === 0;

/**
 * Makes sure that `runAsRoot` will work: sudo may ask for the password here, where the question is seen.
 * @param {string} commandLine what a person can run instead
 */
function requireRoot(commandLine) {
  if (isRoot()) return;
  const question = process.stdin.isTTY ? ["--validate"] : ["--non-interactive", "true"];
  if (spawnSync("sudo", question, { stdio: "inherit" }).status === 0) return;
  throw new SetupError(`This takes root:\n  ${commandLine}\nRun that line as root, then run this again.`);
}

/**
 * Runs a long command as root, by sudo where this is somebody else.
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
