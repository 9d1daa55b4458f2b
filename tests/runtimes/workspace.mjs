/** A folder outside of the repository with the projects, and the packed tarball installed as users do. */
import { execFileSync } from "node:child_process";
import { cpSync, mkdirSync, mkdtempSync, readFileSync, realpathSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

const root = fileURLToPath(new URL("../..", import.meta.url));

/** Packs the package. Returns the tarball. */
export function pack() {
  execFileSync("cargo", ["xtask", "pack"], { cwd: root, stdio: ["ignore", "ignore", "inherit"] });
  const { version } = JSON.parse(readFileSync(join(root, "pkg/package.json"), "utf8"));
  return join(root, `dist/pandapon-${version}.tgz`);
}

/** @param {string} tarball */
export function createWorkspace(tarball) {
  const folder = mkdtempSync(join(realpathSync(tmpdir()), "pandapon-runtimes-"));
  const isOwn = (path) => !path.includes("node_modules");
  cpSync(new URL("projects", import.meta.url), folder, { recursive: true, filter: isOwn });
  writeFileSync(join(folder, "package.json"), '{ "private": true }\n');
  const options = ["--no-audit", "--no-fund", "--ignore-scripts", "--no-package-lock", "--offline"];
  execFileSync("npm", ["install", ...options, tarball], { cwd: folder, stdio: ["ignore", "ignore", "inherit"] });
  const others = [];
  return {
    /** Creates an empty folder, without node_modules above it. */
    emptyFolder() {
      others.push(mkdtempSync(join(realpathSync(tmpdir()), "pandapon-moved-")));
      return others.at(-1);
    },
    path: (...names) => join(folder, ...names),
    /** Creates a folder in it. */
    make(...names) {
      mkdirSync(join(folder, ...names), { recursive: true });
      return join(folder, ...names);
    },
    remove() {
      for (const each of [folder, ...others]) rmSync(each, { recursive: true });
    },
  };
}
