/** The package's LZMA decoder, compared with liblzma, which is part of Python. */
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { randomBytes } from "node:crypto";
import { test } from "node:test";
import { decompress } from "../../pkg/loading/lzma.js";
import { PYTHON } from "../../setup/python.mjs";

/** Compresses like the build, with independent code. */
const pack = `
import lzma, sys
filters = [{"id": lzma.FILTER_LZMA1, "preset": 9, "lc": 3, "lp": 0, "pb": 0}]
packed = lzma.compress(sys.stdin.buffer.read(), lzma.FORMAT_RAW, filters=filters)
sys.stdout.buffer.write(packed)`;

/** @param {Uint8Array} input */
function check(input, name) {
  const { status, stdout, stderr } = spawnSync(PYTHON, ["-c", pack], { input, maxBuffer: 1e8 });
  assert.equal(status, 0, String(stderr));
  assert.ok(Buffer.from(decompress(new Uint8Array(stdout), input.length)).equals(Buffer.from(input)), name);
}

const repeated = (size) => Buffer.alloc(size, "the same again, ");
const inputs = {
  nothing: Buffer.alloc(0),
  "one byte": Buffer.from("a"),
  "random bytes": randomBytes(200_000),
  "zeros, at the longest length": Buffer.alloc(100_000),
  "a far distance": Buffer.concat([repeated(64), randomBytes(300_000), repeated(64)]),
};

for (const [name, input] of Object.entries(inputs)) test(name, () => check(input, name));

test("random lengths of bytes with more or less repetition", () => {
  for (let round = 0; round < 30; round++) {
    const mask = randomBytes(1)[0];
    const input = randomBytes(randomBytes(2).readUInt16LE()).map((byte) => byte & mask);
    check(input, `${input.length} bytes under ${mask}`);
  }
});
