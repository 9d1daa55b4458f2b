// The npm packages that a package-lock.json names, in the node_modules beside it.
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { runLong } from "./command.mjs";

/** @param {URL} lockFile */
function packagesIn(lockFile) {
  try {
    return JSON.parse(readFileSync(lockFile, "utf8")).packages;
  } catch {
    return {};
  }
}

/** Returns whether npm installs a package here: optional ones are builds for one kind of machine. */
function isNeededHere({ optional, os, cpu, libc = ["glibc"] }) {
  return !optional || Boolean(os?.includes(process.platform) && cpu?.includes(process.arch) && libc.includes("glibc"));
}

/**
 * The packages in the lock file of a folder.
 * @param {URL} folder
 * @param {string} whose for messages
 */
function packagesOf(folder, whose) {
  const locked = new URL("package-lock.json", folder);
  /** npm's own list of what it installed. */
  const installed = new URL("node_modules/.package-lock.json", folder);
  return {
    missing: `npm packages${whose} are missing, or differ from package-lock.json`,
    installs: "npm ci, in the node_modules beside it",

    isReady() {
      const present = packagesIn(installed);
      return Object.entries(packagesIn(locked)).every(
        // The empty path is the project itself.
        ([path, entry]) => path === "" || !isNeededHere(entry) || present[path]?.version === entry.version,
      );
    },

    async install() {
      await runLong(`npm ci${whose}`, "npm", ["ci"], { cwd: fileURLToPath(folder) });
    },
  };
}

/** What the programs of the repository need. */
export const packages = packagesOf(new URL("../", import.meta.url), "");

/** Next.js, which must be in the project that it builds. */
export const next = packagesOf(
  new URL("../tests/runtimes/projects/next/", import.meta.url),
  " of tests/runtimes/projects/next",
);

/** The runtimes and build tools that the packed package is tried in. */
export const runtimes = packagesOf(new URL("../tests/runtimes/", import.meta.url), " of tests/runtimes");
