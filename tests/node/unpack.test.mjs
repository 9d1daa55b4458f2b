/** The package's LZMA decoder, tested with the wasm modules that the build has packed. */
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { bytesOf } from "../../pkg/loading/bytes.js";
import { unpack } from "../../pkg/loading/unpack.js";

for (const name of ["wasm/pandapon_bg.wasm", "sandbox/wasm/sandbox_bg.wasm"]) {
  test(`${name} is unpacked byte for byte`, async () => {
    const { packed, size } = await import(new URL(`../../pkg/${name}.js`, import.meta.url));
    const bytes = unpack(bytesOf(packed), size);
    assert.ok(readFileSync(new URL(`../../pkg/${name}`, import.meta.url)).equals(bytes));
  });
}
