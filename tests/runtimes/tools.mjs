/** The programs in which the package is tested, as setup/ installs them, and how to run them. */
import { execFile, spawn } from "node:child_process";
import { once } from "node:events";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { promisify } from "node:util";

const require = createRequire(import.meta.url);
const run = promisify(execFile);

/** Install scripts are disabled, so programs are where npm has put those for this platform. */
const platform = `${process.platform}-${process.arch}`;
const inPackage = (name, path) => join(dirname(require.resolve(`${name}/package.json`)), path);

const programs = {
  node: () => process.execPath,
  node22: () => inPackage(`node22-${platform}`, "bin/node"),
  node24: () => inPackage(`node-${platform}`, "bin/node"),
  deno: () => inPackage(`@deno/${platform}${process.platform === "linux" ? "-glibc" : ""}`, "deno"),
  bun: () => inPackage(`@oven/bun-${platform}`, "bin/bun"),
  workerd: () => require("workerd").default,
};

/** Returns a Node that has node:sqlite without a flag: this one, or the newest that is installed. */
export function nodeWithSqlite() {
  const [major, minor] = process.versions.node.split(".").map(Number);
  return major > 22 || (major === 22 && minor >= 13) ? process.execPath : programs.node24();
}

/** Returns the file of a package's Node script. */
export const script = (name) => {
  const { bin } = require(`${name}/package.json`);
  return inPackage(name, typeof bin === "string" ? bin : bin[name]);
};

/**
 * Runs a program to its end. Returns its output.
 * @param {keyof typeof programs} program
 * @param {string[]} args
 * @param {import("node:child_process").ExecFileOptions} [options]
 */
export async function output(program, args, options) {
  try {
    const { stdout, stderr } = await run(programs[program](), args, { timeout: 120_000, ...options });
    return stdout + stderr;
  } catch (error) {
    throw new Error(`${program} ${args.join(" ")} failed:\n${error.stdout ?? ""}${error.stderr ?? error.message}`);
  }
}

/**
 * Starts a long-running program. Returns its output so far, a function that waits for a pattern in it, and one that ends it.
 * @param {keyof typeof programs} program
 * @param {string[]} args
 * @param {import("node:child_process").SpawnOptions} [options]
 */
export function start(program, args, options) {
  const child = spawn(programs[program](), args, { ...options, stdio: ["ignore", "pipe", "pipe"] });
  let printed = "";
  for (const stream of [child.stdout, child.stderr]) stream.on("data", (text) => (printed += text));
  return {
    /** @param {RegExp} wanted */
    async said(pattern) {
      const late = AbortSignal.timeout(30_000);
      while (!pattern.test(printed)) {
        if (child.exitCode !== null || late.aborted)
          throw new Error(`${program} did not say ${pattern}, but:\n${printed}`);
        await new Promise((resolve) => setTimeout(resolve, 50));
      }
      return pattern.exec(printed);
    },
    async end() {
      if (child.exitCode !== null) return;
      child.kill();
      await once(child, "exit");
    },
  };
}
