/** Bundles of the projects for servers, browsers and Workers, as their authors would create them. */

import { cpSync, writeFileSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import { build as esbuild } from "esbuild";
import { build as vite } from "vite";
import webpack from "webpack";

const quiet = { bundle: true, logLevel: "silent" };

/** @param {{ entry: string, to: string, format: "esm" | "cjs" }} bundle */
export const bundleForServer = ({ entry, to, format }) =>
  esbuild({ ...quiet, entryPoints: [entry], outfile: to, format, platform: "node" });

/** @param {{ entry: string, to: string, format: "esm" | "iife" }} bundle */
export const bundleForBrowser = ({ entry, to, format }) =>
  esbuild({ ...quiet, entryPoints: [entry], outfile: to, format, platform: "browser" });

/** Creates a page for a script. */
export function writePage(folder, kind = "module") {
  const type = kind === "module" ? ' type="module"' : "";
  writeFileSync(join(folder, "index.html"), `<!doctype html>\n<script${type} src="main.js" defer></script>\n`);
}

/** Creates a page with an import map for the files of the installed package. */
export function writePlainPage(folder, files, script) {
  const addresses = Object.entries(files).map(([name, file]) => [name, `/node_modules/pandapon/${file}`]);
  const map = JSON.stringify({ imports: Object.fromEntries(addresses) });
  const head = `<!doctype html>\n<script type="importmap" nonce="page">${map}</script>\n`;
  writeFileSync(join(folder, "index.html"), `${head}<script type="module" src="${script}"></script>\n`);
}

/** @param {{ project: string, to: string }} bundle */
export const bundleByVite = ({ project, to }) =>
  vite({ root: project, logLevel: "error", build: { outDir: to, emptyOutDir: true } });

/** @param {{ entry: string, to: string }} bundle */
export function bundleByWebpack({ entry, to }) {
  const configuration = {
    mode: "production",
    entry,
    output: { path: to, filename: "main.js" },
    performance: { hints: false },
  };
  return new Promise((resolve, reject) => {
    webpack(configuration, (error, stats) => {
      if (error || stats.hasErrors() || stats.hasWarnings())
        reject(error ?? new Error(stats.toString("errors-warnings")));
      else resolve();
    });
  });
}

/** Bundles as wrangler does: with the condition of Workers, and each wasm as a separate module. */
export const bundleForWorkerd = ({ entry, to }) =>
  esbuild({
    ...quiet,
    entryPoints: [entry],
    outfile: to,
    format: "esm",
    conditions: ["workerd", "worker", "browser"],
    plugins: [
      {
        name: "wasm",
        setup(build) {
          build.onResolve({ filter: /\.wasm$/ }, ({ path, resolveDir }) => {
            const name = basename(path);
            cpSync(join(resolveDir, path), join(dirname(to), name));
            return { path: `./${name}`, external: true };
          });
        },
      },
    ],
  });
