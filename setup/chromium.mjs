// Chromium and its driver, for the tests that run in a browser.
import { accessSync, constants } from "node:fs";
import { delimiter, join } from "node:path";
import { hasApt, installPackages } from "./apt.mjs";
import { SetupError } from "./command.mjs";

const programs = {
  CHROMIUM: ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable"],
  CHROMEDRIVER: ["chromedriver"],
};

/**
 * Returns the full path of the first of these programs on the search path.
 * @param {string[]} names
 */
function find(names) {
  const suffix = process.platform === "win32" ? ".exe" : "";
  const folders = (process.env.PATH ?? "").split(delimiter);
  return names.flatMap((name) => folders.map((folder) => join(folder, name + suffix))).find(isExecutable);
}

/** @param {string} path */
function isExecutable(path) {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

export const chromium = {
  missing: "Chromium or ChromeDriver is missing",
  installs: "apt-get install chromium chromium-driver (system-wide, as root)",

  isReady() {
    return Object.entries(programs).every(([variable, names]) => process.env[variable] ?? find(names));
  },

  async install() {
    if (!hasApt()) {
      throw new SetupError(
        "Install Chromium and the ChromeDriver of its version, or name their files in the environment variables " +
          "CHROMIUM and CHROMEDRIVER, then run this again.",
      );
    }
    await installPackages(["chromium", "chromium-driver"]);
  },

  /** CHROMIUM and CHROMEDRIVER: full paths of the programs. */
  environment() {
    return Object.fromEntries(
      Object.entries(programs).map(([variable, names]) => [variable, process.env[variable] ?? find(names)]),
    );
  },
};
