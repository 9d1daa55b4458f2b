/** The package's LZMA decoder, tested with the wasm modules that the build has packed. */
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { decodeText } from "../../pkg/loading/embedded.js";
import { decompress } from "../../pkg/loading/lzma.js";

for (const name of ["wasm/pandapon_bg.wasm", "sandbox/wasm/sandbox_bg.wasm"]) {
  test(`${name} is decompressed byte for byte`, async () => {
    const { packed, size } = await import(new URL(`../../pkg/${name}.js`, import.meta.url));
    const bytes = decompress(decodeText(packed), size);
    assert.ok(readFileSync(new URL(`../../pkg/${name}`, import.meta.url)).equals(bytes));
  });
}
