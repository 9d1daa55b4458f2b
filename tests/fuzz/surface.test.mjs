/** The fuzzer of the public surface, for as long as a test may take. The whole run: `node tests/fuzz/surface.mjs`. */
import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { test } from "node:test";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";

const program = fileURLToPath(new URL("surface.mjs", import.meta.url));

for (const seed of [1, 2, 3]) {
  // In a process of its own: the test runner takes unhandled rejections for itself.
  test(`odd inputs end in values or in documented errors, seed ${seed}`, async () => {
    const args = [program, "--operations", "2000", "--seed", `${seed}`];
    const { stdout } = await promisify(execFile)(process.execPath, args).catch((error) => error);
    assert.match(stdout, /\n0 findings in 2000 operations/);
  });
}
