/** The package's own LZMA decoder, held against what the build has packed: the wasm modules themselves. */
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
