// The npm packages that package-lock.json names, in node_modules.
import { readFileSync } from "node:fs";
import { runLong } from "./command.mjs";

const locked = new URL("../package-lock.json", import.meta.url);
/** What npm itself notes down about the packages that it installed. */
const installed = new URL("../node_modules/.package-lock.json", import.meta.url);

/** @param {URL} lockFile */
function packagesIn(lockFile) {
  try {
    return JSON.parse(readFileSync(lockFile, "utf8")).packages;
  } catch {
    return {};
  }
}

export const packages = {
  missing: "npm packages are missing, or are not those of package-lock.json",

  isReady() {
    const present = packagesIn(installed);
    return Object.entries(packagesIn(locked)).every(
      // Optional packages are builds for other machines; the one with the empty path is this project itself.
      ([path, { version, optional }]) => path === "" || optional || present[path]?.version === version,
    );
  },

  async install() {
    await runLong("npm ci", "npm", ["ci"]);
  },
};
