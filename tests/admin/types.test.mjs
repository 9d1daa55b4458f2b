/** The page of examples/admin compiles in TypeScript's strictest mode. */
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { test } from "node:test";
import { fileURLToPath } from "node:url";

const path = (relative) => fileURLToPath(new URL(relative, import.meta.url));

test("the page compiles against the package's declarations", () => {
  const compiler = path("../../node_modules/typescript/bin/tsc");
  const { status, stdout } = spawnSync(process.execPath, [compiler, "--project", path("../../examples/admin")], {
    encoding: "utf8",
  });
  assert.equal(status, 0, stdout);
});
