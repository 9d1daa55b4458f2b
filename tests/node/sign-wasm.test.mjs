/** `pandapon_sign.wasm` through its C ABI, as runtimes without JavaScript use it. */
import assert from "node:assert/strict";
import { createHash, createHmac, randomBytes } from "node:crypto";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { gzipSync } from "node:zlib";

const file = readFileSync(new URL("../../pkg/pandapon_sign.wasm", import.meta.url));
const module = new WebAssembly.Module(file);
const vectors = (name) => JSON.parse(readFileSync(new URL(`../vectors/${name}/vectors.json`, import.meta.url)));

// The module's memory begins with its stack, as signer/build.rs sets it.
const STACK = 16384;

const md5 = (text) => createHash("md5").update(text).digest("hex").toUpperCase();
const sha256 = (key, text) => createHmac("sha256", key).update(text).digest("hex");

/** An instance, and its three functions for JavaScript values. */
function instantiate() {
  const wasm = new WebAssembly.Instance(module).exports;

  /** Copies the inputs into blocks, calls a function, reads its output, and frees all blocks. */
  function call(name, inputs, answerLength) {
    const sizes = [...inputs.map((input) => input.length), answerLength];
    const blocks = sizes.map((size) => wasm.alloc(size));
    const memory = Buffer.from(wasm.memory.buffer);
    inputs.forEach((input, index) => memory.set(input, blocks[index]));
    const ranges = inputs.flatMap((input, index) => [blocks[index], input.length]);
    const out = blocks.at(-1);
    const result = answerLength ? wasm[name](...ranges, out) : wasm[name](...ranges);
    const answer = memory.toString("latin1", out, out + result);
    blocks.forEach((block, index) => wasm.dealloc(block, sizes[index]));
    return answerLength ? answer : result;
  }

  return {
    wasm,
    sign: (text) => call("sign", [Buffer.from(text)], 32),
    hmac: (key, text) => call("hmac", [Buffer.from(key), Buffer.from(text)], 64),
    verify: (...inputs) =>
      call(
        "verify",
        inputs.map((input) => Buffer.from(input)),
        0,
      ),
  };
}

test("the module imports nothing, and exports its memory and five functions", () => {
  assert.deepEqual(WebAssembly.Module.imports(module), []);
  const exported = WebAssembly.Module.exports(module).filter(({ kind }) => kind !== "global");
  const names = exported.map(({ name }) => name).sort();
  assert.deepEqual(names, ["alloc", "dealloc", "hmac", "memory", "sign", "verify"]);
});

test("the module is at most 5 KB, gzipped", () => {
  const size = gzipSync(file, { level: 9 }).length;
  assert.ok(size <= 5 * 1024, `${size} bytes`);
});

test("requests are signed as in the vectors", () => {
  const { sign } = instantiate();
  for (const { name, accessKey, timestamp, nonceStr, accessSecret, signature } of vectors("signing")) {
    assert.equal(sign(accessKey + timestamp + nonceStr + accessSecret), signature, name);
  }
});

test("push messages are signed and verified as in the vectors", () => {
  const { hmac, verify } = instantiate();
  for (const { name, accessKey, accessSecret, body, authorization } of vectors("callback")) {
    assert.equal(hmac(accessSecret, accessKey + body), authorization, name);
    assert.equal(verify(accessSecret, accessKey + body, authorization), 1, name);
    assert.equal(verify(accessSecret, accessKey + body, authorization.toUpperCase()), 1, name);
    assert.equal(verify(accessSecret, accessKey + body + " ", authorization), 0, name);
    assert.equal(verify(accessSecret + "0", accessKey + body, authorization), 0, name);
    assert.equal(verify(accessSecret, accessKey + body, authorization.slice(1)), 0, name);
  }
});

test("every length from 0 to 300 bytes is hashed as node:crypto does", () => {
  const { sign, hmac, verify } = instantiate();
  const bytes = randomBytes(300);
  for (let length = 0; length <= bytes.length; length++) {
    const text = bytes.subarray(0, length);
    assert.equal(sign(text), md5(text), `text of ${length} bytes`);
    assert.equal(hmac("secret", text), sha256("secret", text), `base of ${length} bytes`);
    assert.equal(hmac(text, "base"), sha256(text, "base"), `key of ${length} bytes`);
    assert.equal(verify(text, "base", sha256(text, "base")), 1, `key of ${length} bytes`);
  }
});

test("a text of several megabytes grows the memory and is hashed completely", () => {
  const { sign, hmac } = instantiate();
  const text = randomBytes(5_000_000);
  assert.equal(sign(text), md5(text));
  assert.equal(hmac("secret", text), sha256("secret", text));
});

test("the output may overwrite the input", () => {
  const { wasm } = instantiate();
  const text = "a".repeat(100);
  const block = wasm.alloc(text.length);
  const memory = Buffer.from(wasm.memory.buffer);
  memory.write(text, block);
  assert.equal(wasm.hmac(block, 50, block + 20, 80, block + 10), 64);
  assert.equal(memory.toString("latin1", block + 10, block + 74), sha256(text.slice(0, 50), text.slice(20)));
});

test("ranges outside of the blocks are refused, and nothing is written", () => {
  const { wasm } = instantiate();
  assert.equal(wasm.sign(65536, 1, 65536), 0, "before the first block");
  const block = wasm.alloc(64);
  const end = wasm.memory.buffer.byteLength;
  const before = Buffer.from(wasm.memory.buffer.slice());
  const places = {
    null: [0, 1],
    "the module's own memory": [block - 32, 32],
    "the start": [block - 1, 64],
    "the end": [block + 1, 64],
    "the memory's end": [end - 1, 2],
    "beyond the memory": [end + 65536, 1],
    "a length that wraps around": [block, 0xffffffff],
    "an end that wraps around": [0xfffffff0, 0x20],
  };
  for (const [name, [start, length]] of Object.entries(places)) {
    assert.equal(wasm.sign(start, length, block), 0, `sign: text at ${name}`);
    assert.equal(wasm.hmac(start, length, block, 8, block), 0, `hmac: key at ${name}`);
    assert.equal(wasm.hmac(block, 8, start, length, block), 0, `hmac: base at ${name}`);
    assert.equal(wasm.verify(start, length, block, 8, block, 64), 0, `verify: key at ${name}`);
    assert.equal(wasm.verify(block, 8, start, length, block, 64), 0, `verify: base at ${name}`);
    assert.equal(wasm.verify(block, 8, block, 8, start, length), 0, `verify: authorization at ${name}`);
    wasm.dealloc(start, length);
  }
  for (const out of [0, block - 1, block + 33, end - 31, 0xfffffff0]) {
    assert.equal(wasm.sign(block, 8, out), 0, `sign: out at ${out}`);
  }
  for (const out of [0, block - 1, block + 1, end - 63, 0xfffffff0]) {
    assert.equal(wasm.hmac(block, 8, block, 8, out), 0, `hmac: out at ${out}`);
  }
  const after = Buffer.from(wasm.memory.buffer);
  assert.deepEqual(after.subarray(STACK), before.subarray(STACK));
  assert.equal(wasm.sign(block, 8, block + 32), 32, "and the next call works");
});

test("a null pointer with length 0 is an empty text", () => {
  const { wasm } = instantiate();
  const out = wasm.alloc(64);
  assert.equal(wasm.sign(0, 0, out), 32);
  assert.equal(Buffer.from(wasm.memory.buffer).toString("latin1", out, out + 32), md5(""));
  assert.equal(wasm.hmac(0, 0, 0, 0, out), 64);
  assert.equal(Buffer.from(wasm.memory.buffer).toString("latin1", out, out + 64), sha256("", ""));
});

test("a block that is too large is refused, and the next one is allocated", () => {
  const { wasm, sign } = instantiate();
  for (const size of [0x7fffffff, 0x80000000, 0xffff0000, 0xffffffff]) {
    assert.equal(wasm.alloc(size), 0, `${size} bytes`);
  }
  assert.equal(sign("text"), md5("text"));
});

test("blocks in use keep their bytes and never overlap, in any order; freed memory is reused", () => {
  const { wasm } = instantiate();
  const first = wasm.alloc(1);
  wasm.dealloc(first, 1);
  const blocks = [];
  for (let round = 0; round < 20_000; round++) {
    if (blocks.length < 8 && round % 7 !== 3) {
      const size = (round * 7919) % 500;
      const block = wasm.alloc(size);
      const memory = Buffer.from(wasm.memory.buffer, block, size);
      assert.ok(
        memory.every((byte) => byte === 0),
        "a new block is zero",
      );
      memory.fill(1 + (round % 255));
      blocks.push({ block, size, fill: 1 + (round % 255) });
    } else if (blocks.length > 0) {
      const [{ block, size, fill }] = blocks.splice((round * 31) % blocks.length, 1);
      assert.ok(
        Buffer.from(wasm.memory.buffer, block, size).every((byte) => byte === fill),
        "a block keeps its bytes",
      );
      wasm.dealloc(block, size);
    }
  }
  for (const { block, size } of blocks) wasm.dealloc(block, size);
  assert.equal(wasm.alloc(1), first);
});

test("memory stays flat over a million calls", () => {
  const { wasm, sign, hmac } = instantiate();
  const text = Buffer.from("0123456789abcdef".repeat(7));
  sign(text);
  hmac("key", text);
  const size = wasm.memory.buffer.byteLength;
  for (let call = 0; call < 1_000_000; call++) {
    const block = wasm.alloc(text.length);
    const out = wasm.alloc(32);
    wasm.sign(block, text.length, out);
    wasm.dealloc(block, text.length);
    wasm.dealloc(out, 32);
  }
  assert.equal(wasm.memory.buffer.byteLength, size);
  assert.equal(sign(text), md5(text));
});

test("no part of a secret stays in memory, not even in the stack of the hash functions", () => {
  const { wasm, sign, hmac, verify } = instantiate();
  for (const length of [1, 20, 32, 55, 63, 64, 65, 100, 200]) {
    const secret = Buffer.alloc(length, "Sx7!kQ9#vZ2@mL5%");
    sign(Buffer.concat([Buffer.from("key1733474179nonce"), secret]));
    assertNoTrace(wasm.memory, secret, `sign, secret of ${length} bytes`);
    hmac(secret, "key and body");
    assertNoTrace(wasm.memory, secret, `hmac, secret of ${length} bytes`);
    verify(secret, "key and body", "0".repeat(64));
    assertNoTrace(wasm.memory, secret, `verify, secret of ${length} bytes`);
  }
});

/** Looks for any four bytes of the secret: as they are, as HMAC pads them, and as SHA-256 loads them. */
function assertNoTrace(memory, secret, message) {
  const bytes = Buffer.from(memory.buffer);
  for (const pad of [0x00, 0x36, 0x5c]) {
    for (let start = 0; start + 4 <= secret.length; start++) {
      const piece = secret.subarray(start, start + 4).map((byte) => byte ^ pad);
      assert.equal(bytes.indexOf(piece), -1, `${message}: byte ${start}, pad ${pad}`);
      assert.equal(bytes.indexOf(Buffer.from(piece).reverse()), -1, `${message}: byte ${start}, pad ${pad}, reversed`);
    }
  }
}
