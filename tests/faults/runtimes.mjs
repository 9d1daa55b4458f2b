/** The runtimes: each entry starts the program in one of them, and ends it. */
import { execFile } from "node:child_process";
import { once } from "node:events";
import { cpSync, mkdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { browsers } from "../browser/support/drivers.mjs";
import { bundleForBrowser, bundleForWorkerd } from "../runtimes/bundles.mjs";
import { output } from "../runtimes/tools.mjs";

const run = promisify(execFile);
const root = fileURLToPath(new URL("../../", import.meta.url));
const folder = join(root, "target/faults");

/** Installs the programs beside the built package, and bundles some of them. Returns the files that browsers load. */
export async function prepare() {
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(join(folder, "node_modules"), { recursive: true });
  symlinkSync(join(root, "pkg"), join(folder, "node_modules/pandapon"), "dir");
  writeFileSync(join(folder, "package.json"), '{ "private": true, "type": "module" }\n');
  cpSync(new URL("projects", import.meta.url), folder, { recursive: true });
  cpSync(new URL("program.mjs", import.meta.url), join(folder, "program.mjs"));
  mkdirSync(join(folder, "workerd"));
  cpSync(join(folder, "config.capnp"), join(folder, "workerd/config.capnp"));
  await bundleForWorkerd({ entry: join(folder, "worker.mjs"), to: join(folder, "workerd/main.js") });
  await bundleForBrowser({ entry: join(folder, "page.mjs"), to: join(folder, "page.js"), format: "iife" });
  return {
    "/": {
      type: "text/html",
      content: '<!doctype html>\n<link rel="icon" href="data:,">\n<script src="page.js" defer></script>\n',
    },
    "/page.js": { type: "text/javascript", content: readFileSync(join(folder, "page.js")) },
  };
}

/**
 * @typedef {object} Run
 * @property {string} control the address of the server
 * @property {Promise<void>} done settles when the program has reported that it is done
 * @property {AbortSignal} signal ends it early
 *
 * @typedef {object} Runtime
 * @property {boolean} [proxy] whether the calls go through a proxy at the server
 * @property {() => Promise<unknown>} [build]
 * @property {() => Promise<string>} version
 * @property {(run: Run) => Promise<unknown>} run
 */

const versionOf =
  (program, ...args) =>
  async () =>
    /\d+([.-]\d+)+/.exec(await output(program, args))?.[0] ?? "?";

/** @returns {Runtime} a program of this machine, which ends by itself */
const native = (program, ...args) => ({
  version: versionOf(program, "--version"),
  run: ({ control, signal }) => output(program, [...args, "server.mjs", control], { cwd: folder, signal }),
});

/** @returns {Runtime} a page of the server */
function browser(name, more) {
  let version = "?";
  return {
    ...more,
    version: async () => version,
    async run({ control, done, signal }) {
      const driver = await browsers[name]();
      try {
        version = (await driver.getCapabilities()).getBrowserVersion();
        await driver.get(`${control}/`);
        await Promise.race([done, once(signal, "abort").then(() => Promise.reject(signal.reason))]);
      } catch (error) {
        throw new Error(`${name}: ${error.message}; ${await driver.getTitle().catch(() => "no page")}`);
      } finally {
        await driver.quit();
      }
    },
  };
}

/** @returns {Runtime} a program that cargo compiles; it reads the address from FAULTS_CONTROL */
const compiled = (build, [program, ...args]) => ({
  build: () => run("cargo", build, { cwd: root, maxBuffer: 2 ** 26 }),
  version: async () => /\d+(\.\d+)+/.exec((await run("rustc", ["--version"])).stdout)?.[0] ?? "?",
  run: ({ control, signal }) =>
    run(program, args, { cwd: root, env: { ...process.env, FAULTS_CONTROL: control }, signal }),
});

const targetFolder = process.env.CARGO_TARGET_DIR ?? join(root, "target");
const features = "pandapon/describe,pandapon/reqwest";
const wasmTest = ["wasm-test", "--package", "pandapon", "--test", "faults", "--features", "fetch"];

/** @type {Record<string, Runtime>} */
export const runtimes = {
  "node 20": native("node"),
  "node 22": native("node22"),
  "node 24": native("node24"),
  deno: native("deno", "run", "--allow-read", "--allow-net", "--no-lock"),
  bun: native("bun"),
  workerd: {
    version: versionOf("workerd", "--version"),
    run: ({ control, signal }) =>
      output("workerd", ["test", join(folder, "workerd/config.capnp")], {
        env: { ...process.env, CONTROL: control },
        signal,
      }),
  },
  "rust, reqwest": compiled(
    ["build", "--workspace", "--example", "faults", "--features", features],
    [join(targetFolder, "debug/examples/faults")],
  ),
  "rust, fetch": compiled([...wasmTest, "--no-run"], ["cargo", ...wasmTest]),
  chromium: browser("chromium"),
  firefox: browser("firefox"),
  "chromium, proxy": browser("chromium", { proxy: true }),
  "firefox, proxy": browser("firefox", { proxy: true }),
};
