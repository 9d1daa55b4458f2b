// The Python packages that tests/peers/requirements.txt names, in an environment of their own under target/.
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { hasApt, installPackages } from "./apt.mjs";
import { answerOf, runLong } from "./command.mjs";
import { SetupError } from "./error.mjs";

const requirements = fileURLToPath(new URL("../tests/peers/requirements.txt", import.meta.url));
const folder = fileURLToPath(new URL("../target/python", import.meta.url));
/** What was installed, once it is: a copy of the requirements. */
const installed = join(folder, "requirements.txt");

/** The Python that has the packages. */
export const PYTHON = join(folder, ...(process.platform === "win32" ? ["Scripts", "python.exe"] : ["bin", "python"]));

const read = (/** @type {string} */ file) => (existsSync(file) ? readFileSync(file, "utf8") : undefined);

/** A Python that can make environments, of those on the search path and Debian's. */
function findPython() {
  const canMake = ["-c", "import sys, venv, ensurepip; assert sys.version_info >= (3, 10); print('yes')"];
  return ["python3", "python", "/usr/bin/python3"].find((python) => answerOf(python, canMake) === "yes");
}

export const python = {
  missing: "the Python packages of tests/peers/requirements.txt are missing",

  isReady() {
    return read(installed) === read(requirements) && answerOf(PYTHON, ["--version"]) !== null;
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
