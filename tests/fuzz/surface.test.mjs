/** A short run of the fuzzer of the public API. A long run: `node tests/fuzz/surface.mjs`. */
import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { test } from "node:test";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";

const program = fileURLToPath(new URL("surface.mjs", import.meta.url));

for (const seed of [1, 2, 3]) {
  // In its own process, because the test runner handles unhandled rejections.
  test(`odd inputs end with values or documented errors, seed ${seed}`, async () => {
    const args = [program, "--operations", "2000", "--seed", `${seed}`];
    const { stdout } = await promisify(execFile)(process.execPath, args).catch((error) => error);
    assert.match(stdout, /\n0 findings in 2000 operations/);
  });
}
