/** The content of the packed package. */
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from "node:fs";
import { createRequire } from "node:module";
import { homedir, tmpdir } from "node:os";
import { dirname, extname, join } from "node:path";
import { after, before, test } from "node:test";
import { fileURLToPath } from "node:url";
import { publint } from "publint";
import { formatMessage } from "publint/utils";
import { pack } from "./workspace.mjs";

const require = createRequire(import.meta.url);
const root = fileURLToPath(new URL("../../", import.meta.url));

let tarball, unpacked, files, manifest;

before(() => {
  tarball = pack();
  unpacked = mkdtempSync(join(tmpdir(), "pandapon-tarball-"));
  execFileSync("tar", ["--extract", "--gzip", "--file", tarball, "--directory", unpacked, "--strip-components=1"]);
  files = readdirSync(unpacked, { recursive: true }).filter((path) => statSync(join(unpacked, path)).isFile());
  manifest = JSON.parse(readFileSync(join(unpacked, "package.json"), "utf8"));
});

after(() => unpacked && rmSync(unpacked, { recursive: true }));

test("publint reports no problems", async () => {
  const { messages } = await publint({ pkgDir: unpacked, pack: false, level: "suggestion", strict: true });
  assert.deepEqual(
    messages.map((message) => formatMessage(message, manifest)),
    [],
  );
});

test("@arethetypeswrong/cli reports no problems: every entry has types for import and require", () => {
  const cli = join(dirname(require.resolve("@arethetypeswrong/cli/package.json")), "dist/index.js");
  // The wasm files are not modules, and have no types.
  const wasm = ["--exclude-entrypoints", "pandapon.wasm", "pandapon_sign.wasm"];
  execFileSync(process.execPath, [cli, tarball, ...wasm], { stdio: ["ignore", "pipe", "pipe"], encoding: "utf8" });
});

test("packing is reproducible, byte for byte", () => {
  const digest = () => createHash("sha256").update(readFileSync(tarball)).digest("hex");
  const first = digest();
  assert.equal(pack(), tarball);
  assert.equal(digest(), first);
});

test("no file contains a folder name of the build machine", () => {
  const folders = [root, `${homedir()}/`, ".cargo/", "registry/src", `${tmpdir()}/`];
  for (const file of files) {
    const text = readFileSync(join(unpacked, file), "latin1");
    for (const folder of folders) assert.ok(!text.includes(folder), `${file} names ${folder}`);
  }
});

test("it contains what users need, and nothing else", () => {
  const texts = ["CHANGELOG.md", "LICENSE-APACHE", "LICENSE-MIT", "README.md", "THIRD-PARTY.md", "package.json"];
  const kinds = [".cjs", ".cts", ".js", ".ts", ".wasm"];
  assert.deepEqual(
    files.filter((file) => !texts.includes(file) && !kinds.includes(extname(file))),
    [],
  );
  for (const text of texts) assert.ok(files.includes(text), text);
});

test("it has no dependencies and no install scripts", () => {
  for (const key of ["dependencies", "optionalDependencies", "scripts"]) assert.equal(manifest[key], undefined, key);
  // Programs that use pandapon/opentelemetry have it from their SDK; nothing is installed for others.
  assert.deepEqual(Object.keys(manifest.peerDependencies), ["@opentelemetry/api"]);
  assert.deepEqual(manifest.peerDependenciesMeta, { "@opentelemetry/api": { optional: true } });
});

test("its manifest describes it, names no address that does not exist yet, and asks for provenance", () => {
  for (const key of ["description", "license", "engines", "keywords"]) assert.ok(manifest[key], key);
  // RELEASING.md: they come with the address of the repository.
  for (const key of ["repository", "homepage", "bugs"]) assert.equal(manifest[key], undefined, key);
  assert.equal(manifest.publishConfig.provenance, true);
});

test("every file in package.json exists", () => {
  const named = (value) => (typeof value === "string" ? [value] : Object.values(value).flatMap(named));
  const { main, module, types, exports, bin = {} } = manifest;
  for (const path of named([main, module, types, exports, bin])) {
    assert.ok(files.includes(path.replace(/^\.\//, "")), path);
  }
});
