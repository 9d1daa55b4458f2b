// The Python packages of tests/peers/requirements.txt, in an environment under target/.
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { hasApt, installPackages } from "./apt.mjs";
import { outputOf, runLong, SetupError } from "./command.mjs";

const requirements = fileURLToPath(new URL("../tests/peers/requirements.txt", import.meta.url));
const folder = fileURLToPath(new URL("../target/python", import.meta.url));
/** A copy of the requirements that were installed. */
const installed = join(folder, "requirements.txt");

/** The Python with the packages. */
export const PYTHON = join(folder, ...(process.platform === "win32" ? ["Scripts", "python.exe"] : ["bin", "python"]));

const read = (/** @type {string} */ file) => (existsSync(file) ? readFileSync(file, "utf8") : undefined);

/** Returns a Python on the search path, or Debian's, that can make environments. */
function findPython() {
  const canMake = ["-c", "import sys, venv, ensurepip; assert sys.version_info >= (3, 10); print('yes')"];
  return ["python3", "python", "/usr/bin/python3"].find((python) => outputOf(python, canMake) === "yes");
}

export const python = {
  missing: "The Python packages of tests/peers/requirements.txt are missing",
  installs: "pip install, in target/python; for it, if it is missing: apt-get install python3 (system-wide, as root)",

  isReady() {
    return read(installed) === read(requirements) && outputOf(PYTHON, ["--version"]) !== null;
  },

  async install() {
    if (!findPython() && hasApt()) await installPackages(["python3", "python3-venv"]);
    const maker = findPython();
    if (!maker) throw new SetupError("Install Python 3.10 or later with its module venv, then run this again.");
    await runLong("An environment for Python", maker, ["-m", "venv", "--clear", folder]);
    await runLong("pip install", PYTHON, [
      "-m",
      "pip",
      "install",
      "--quiet",
      "--no-deps",
      "--requirement",
      requirements,
    ]);
    writeFileSync(installed, read(requirements) ?? "");
  },
};
