/**
 * Download sizes in a browser: each part of the package as esbuild bundles and minifies it, with its wasm inside or beside it,
 * and the bars.
 */

import { mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { gzipSync } from "node:zlib";
import { build } from "esbuild";

/** The bars are gzipped bytes. A part with its wasm inside the JavaScript lists no wasm file. */
const parts = [
  { name: "pandapon", bar: 60_000 },
  { name: "pandapon/slim", wasm: "wasm/pandapon_bg.wasm" },
  { name: "pandapon/sign", bar: 6_000 },
  { name: "pandapon/states" },
  { name: "pandapon/sandbox" },
  // The program's SDK brings the API.
  { name: "pandapon/opentelemetry", external: ["@opentelemetry/api"] },
  { name: "pandapon/zh" },
];

/** In bytes, without the sandbox. */
const INSTALLED_BAR = 1_000_000;

const pkg = new URL("../pkg/", import.meta.url);
const dist = new URL("../dist/", import.meta.url);

/**
 * @param {string} name of an entry of the package, imported by that name as a user's bundler resolves it
 * @param {string[]} [external] packages that are left out
 */
async function bundle(name, external) {
  const { outputFiles } = await build({
    stdin: { contents: `export * from "${name}";`, resolveDir: fileURLToPath(pkg) },
    bundle: true,
    external,
    minify: true,
    write: false,
    format: "esm",
    platform: "browser",
    target: "es2022",
  });
  return outputFiles[0].contents;
}

const gzipped = (/** @type {Uint8Array} */ bytes) => gzipSync(bytes, { level: 9 }).length;

const results = [];
for (const { name, wasm, bar, external } of parts) {
  const files = [await bundle(name, external), ...(wasm ? [readFileSync(new URL(wasm, pkg))] : [])];
  const [javascript, module = 0] = files.map(gzipped);
  const raw = files.reduce((sum, { length }) => sum + length, 0);
  results.push({ name, raw, gzip: { javascript, wasm: module, total: javascript + module }, bar: bar ?? null });
}

const kilobytes = (/** @type {number} */ bytes) => (bytes / 1000).toFixed(1);
console.log("A browser downloads, in KB of 1000 bytes, gzipped at level 9:\n");
console.table(
  Object.fromEntries(
    results.map(({ name, raw, gzip, bar }) => [
      name,
      {
        JavaScript: kilobytes(gzip.javascript),
        wasm: kilobytes(gzip.wasm),
        total: kilobytes(gzip.total),
        bar: bar ? kilobytes(bar) : "",
        "not gzipped": kilobytes(raw),
      },
    ]),
  ),
);
/** Returns the size of an installation, in bytes: the sandbox, and the rest. */
const installed = { sandbox: 0, rest: 0 };
for (const path of readdirSync(pkg, { recursive: true })) {
  const file = statSync(new URL(path, pkg));
  if (file.isFile()) installed[/^sandbox[\\/]/.test(path) ? "sandbox" : "rest"] += file.size;
}
console.log(
  `Installed, it takes ${kilobytes(installed.rest)} KB (bar: ${kilobytes(INSTALLED_BAR)}), ` +
    `and the sandbox ${kilobytes(installed.sandbox)} KB.`,
);
if (installed.rest > INSTALLED_BAR)
  console.log(`That is ${kilobytes(installed.rest - INSTALLED_BAR)} KB above its bar.`);

mkdirSync(dist, { recursive: true });
writeFileSync(new URL("size.json", dist), `${JSON.stringify(results, null, 2)}\n`);

for (const { name, gzip, bar } of results) {
  if (bar && gzip.total > bar) console.log(`${name} is ${kilobytes(gzip.total - bar)} KB above its bar.`);
}
