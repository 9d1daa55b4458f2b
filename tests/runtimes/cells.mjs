/** The cells of the matrix: each runs a project, and returns what the program printed or passed to its page. */
import { cpSync } from "node:fs";
import { join } from "node:path";
import * as bundles from "./bundles.mjs";
import { output, script, start } from "./tools.mjs";

/**
 * @typedef {object} Place
 * @property {ReturnType<typeof import("./workspace.mjs").createWorkspace>} workspace
 * @property {(folder: string, browser?: string) => Promise<object>} visit opens the page of a folder, returns its outcome
 */

/** Returns the outcome: the only line of JSON in a program's output. */
const outcome = (text) => JSON.parse(/^\{"endpoints".*\}$/m.exec(text)?.[0] ?? `"no outcome: ${JSON.stringify(text)}"`);

const run =
  (program, project, ...args) =>
  async ({ workspace }) =>
    outcome(await output(program, args, { cwd: workspace.path(project) }));

/** Bundles a project, and moves the bundle to an empty folder. */
const bundled =
  (format, extension) =>
  async ({ workspace }) => {
    const to = join(workspace.emptyFolder(), `main${extension}`);
    await bundles.bundleForServer({ entry: workspace.path(`server/main${extension}`), to, format });
    return outcome(await output("node", [to]));
  };

const browserBundle =
  (format) =>
  async ({ workspace, visit }) => {
    const folder = workspace.make("pages", `esbuild-${format}`);
    await bundles.bundleForBrowser({ entry: workspace.path("page/main.mjs"), to: join(folder, "main.js"), format });
    bundles.writePage(folder, format === "iife" ? "classic" : "module");
    return visit(folder);
  };

const webpackBundle =
  (extension) =>
  async ({ workspace, visit }) => {
    const folder = workspace.make("pages", `webpack-${extension}`);
    await bundles.bundleByWebpack({ entry: workspace.path(`page/main.${extension}`), to: folder });
    bundles.writePage(folder, "classic");
    return visit(folder);
  };

const worker =
  (page) =>
  async ({ workspace, visit }) => {
    const folder = workspace.make("pages", `worker-${page}`);
    for (const [from, to] of [
      [`${page}.mjs`, "main.js"],
      ["worker.mjs", "worker.js"],
    ]) {
      await bundles.bundleForBrowser({ entry: workspace.path("workers", from), to: join(folder, to), format: "iife" });
    }
    bundles.writePage(folder, "classic");
    return visit(folder);
  };

/** Serves the package's modules without a bundler. */
const plainPage =
  (browser) =>
  ({ workspace, visit }) => {
    const imports = { pandapon: "index.js", "pandapon/sandbox": "sandbox/index.js", "pandapon/sign": "sign/index.js" };
    bundles.writePlainPage(workspace.path(), imports, "page/main.mjs");
    return visit(workspace.path(), browser);
  };

/** @type {Record<string, (place: Place) => Promise<object>>} */
export const cells = {
  "Node 20, import": run("node", "server", "main.mjs"),
  "Node 20, require": run("node", "server", "main.cjs"),
  "Node 24, import": run("node24", "server", "main.mjs"),
  "Node 24, require": run("node24", "server", "main.cjs"),
  Deno: run("deno", "server", "run", "--allow-read", "--no-lock", "main.mjs"),
  Bun: run("bun", "server", "main.mjs"),
  "server bundle, import, moved": bundled("esm", ".mjs"),
  "server bundle, require, moved": bundled("cjs", ".cjs"),
  "esbuild for browsers": browserBundle("esm"),
  Vite: async ({ workspace, visit }) => {
    const folder = workspace.make("pages", "vite");
    await bundles.bundleByVite({ project: workspace.path("page"), to: folder });
    return visit(folder);
  },
  "webpack, import": webpackBundle("mjs"),
  "workerd, bundled as by wrangler": async ({ workspace }) => {
    const folder = workspace.make("workers-bundle");
    await bundles.bundleForWorkerd({ entry: workspace.path("workerd/main.mjs"), to: join(folder, "main.js") });
    cpSync(workspace.path("workerd/config.capnp"), join(folder, "config.capnp"));
    return outcome(await output("workerd", ["test", join(folder, "config.capnp")]));
  },

  "page without a bundler, Chromium": plainPage("chromium"),
  "page without a bundler, Firefox": plainPage("firefox"),
  "page without a bundler, WebKit": plainPage("webkit"),
  "webpack, require": webpackBundle("cjs"),
  "classic script (esbuild, iife)": browserBundle("iife"),
  "Web Worker": worker("web"),
  "Service Worker": worker("service"),
  Vitest: async ({ workspace }) =>
    outcome(await output("node", [script("vitest"), "run", "--globals", "--root", workspace.path("vitest")])),
  Jest: async ({ workspace }) => {
    // Jest supports CommonJS only.
    const { path } = workspace;
    await bundles.bundleForServer({ entry: path("program.mjs"), to: path("jest/program.cjs"), format: "cjs" });
    return outcome(await output("node", [script("jest"), "--rootDir", path("jest"), "--testRegex", "main.test.cjs$"]));
  },
  tsx: async ({ workspace }) => outcome(await output("node", [script("tsx"), workspace.path("server/main.mts")])),
  "Next.js, standalone and moved": async ({ workspace }) => {
    const folder = workspace.path("next");
    cpSync(new URL("projects/next/node_modules", import.meta.url), join(folder, "node_modules"), { recursive: true });
    const environment = { ...process.env, NEXT_TELEMETRY_DISABLED: "1" };
    await output("node", [join(folder, "node_modules/next/dist/bin/next"), "build"], { cwd: folder, env: environment });
    const moved = workspace.emptyFolder();
    cpSync(join(folder, ".next/standalone"), moved, { recursive: true });
    const server = start("node", [join(moved, "next/server.js")], {
      env: { ...environment, PORT: "0", HOSTNAME: "127.0.0.1" },
    });
    try {
      const [address] = await server.said(/http:\/\/127\.0\.0\.1:[1-9]\d*/);
      return await (await fetch(`${address}/outcome`)).json();
    } finally {
      await server.end();
    }
  },
  "pandapon/slim in Node": run("node", "slim", "main.mjs"),
};
