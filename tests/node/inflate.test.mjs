/** The package's own inflate, held against zlib. */
import assert from "node:assert/strict";
import { randomBytes } from "node:crypto";
import { readFileSync } from "node:fs";
import { describe, test } from "node:test";
import { constants, deflateRawSync } from "node:zlib";
import { inflate } from "../../pkg/loading/inflate.js";

const { Z_FIXED, Z_HUFFMAN_ONLY, Z_RLE, Z_DEFAULT_STRATEGY } = constants;

const repeated = (size) => Buffer.alloc(size, "the same again, ");
const inputs = {
  "nothing": Buffer.alloc(0),
  "one byte": Buffer.from("a"),
  "random bytes": randomBytes(200_000),
  "text": readFileSync(new URL("../../README.md", import.meta.url)),
  "wasm": readFileSync(new URL("../../pkg/pandapon_sign.wasm", import.meta.url)),
  "zeros, at the longest length": Buffer.alloc(100_000),
  "the farthest distance": Buffer.concat([repeated(64), randomBytes(32_768 - 64), repeated(64)]),
};

for (const [name, input] of Object.entries(inputs)) {
  describe(name, () => {
    for (const strategy of [Z_DEFAULT_STRATEGY, Z_FIXED, Z_HUFFMAN_ONLY, Z_RLE]) {
      for (const level of [0, 1, 9]) {
        test(`level ${level}, strategy ${strategy}`, () => {
          const output = inflate(deflateRawSync(input, { level, strategy }), input.length);
          assert.ok(input.equals(output));
        });
      }
    }
  });
}

test("random lengths of bytes, more and less alike", () => {
  for (let round = 0; round < 300; round++) {
    const mask = randomBytes(1)[0];
    const input = randomBytes(randomBytes(2).readUInt16LE()).map((byte) => byte & mask);
    const output = inflate(deflateRawSync(input), input.length);
    assert.ok(Buffer.from(input).equals(output), `${input.length} bytes under ${mask}`);
  }
});
