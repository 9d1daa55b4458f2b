/** `pandapon/sign`, as an application imports or requires it. */
import assert from "node:assert/strict";
import { createHash, createHmac } from "node:crypto";
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { test } from "node:test";
import { fileURLToPath } from "node:url";
import { inspect } from "node:util";
import { runInNewContext } from "node:vm";
import { gzipSync } from "node:zlib";
import { build } from "esbuild";

// The memories of all wasm instances of the module under test.
const memories = [];
const { Instance, Module } = WebAssembly;
WebAssembly.Instance = function (...parameters) {
  const instance = new Instance(...parameters);
  memories.push(instance.exports.memory);
  return instance;
};

const entry = new URL("../../pkg/sign/index.js", import.meta.url);
const required = createRequire(new URL("../../pkg/package.json", import.meta.url))("pandapon/sign");
const imported = await import(entry);
const { sign, signHeaders, explainSignature, verifyCallback, init } = imported;

const vectors = (name) => JSON.parse(readFileSync(new URL(`../vectors/${name}/vectors.json`, import.meta.url)));
const credentials = { accessKey: "0123456789abcdef0123456789abcdef", accessSecret: "fedcba9876543210fedcba9876543210" };
const request = { ...credentials, timestamp: "1733474179", nonceStr: "ABCDEFGHIJKLMNOPQRSTUVWXYZ012345" };
const headers = { ...credentials, userId: "1234567890123" };
const [push] = vectors("callback");

const md5 = (...texts) => createHash("md5").update(texts.join(""), "utf8").digest("hex").toUpperCase();

for (const [how, module] of Object.entries({ imported, required })) {
  test(`requests are signed and explained as in the vectors (${how})`, () => {
    for (const { name, stringToSignMasked, signature, ...fields } of vectors("signing")) {
      assert.equal(module.sign(fields), signature, name);
      const explained = module.explainSignature(fields);
      assert.equal(explained.stringToSign, stringToSignMasked, name);
      assert.equal(explained.signature, signature, name);
      assert.deepEqual(explained.fields, { ...fields, accessSecret: "********" }, name);
      assert.deepEqual(Object.keys(explained.fields), ["accessKey", "timestamp", "nonceStr", "accessSecret"]);
    }
  });

  test(`push messages are verified as in the vectors (${how})`, () => {
    for (const { name, ...message } of vectors("callback")) {
      const verify = (changes) => module.verifyCallback({ ...message, ...changes });
      assert.equal(verify(), true, name);
      assert.equal(verify({ authorization: message.authorization.toUpperCase() }), true, name);
      assert.equal(verify({ body: Buffer.from(message.body) }), true, name);
      const padded = new TextEncoder().encode(`##${message.body}##`);
      assert.equal(verify({ body: padded.subarray(2, padded.length - 2) }), true, name);
    }
  });
}

test("a push message with any change is refused", () => {
  const verify = (changes) => verifyCallback({ ...push, ...changes });
  for (let position = 0; position < push.body.length; position++) {
    const body = Buffer.from(push.body);
    body[position] ^= 1;
    assert.equal(verify({ body }), false, `byte ${position} of the body`);
  }
  for (let position = 0; position < 64; position++) {
    const authorization = Buffer.from(push.authorization);
    authorization[position] ^= 1;
    assert.equal(verify({ authorization: authorization.toString() }), false, `digit ${position}`);
  }
  assert.equal(verify({ accessSecret: `${push.accessSecret}0` }), false);
  assert.equal(verify({ accessSecret: push.accessSecret.toUpperCase() }), false);
  assert.equal(verify({ accessKey: `${push.accessKey}0` }), false);
  assert.equal(verify({ body: JSON.stringify(JSON.parse(push.body), null, 1) }), false);
  assert.equal(verify({ body: "" }), false);
  const { authorization: right } = push;
  for (const authorization of [undefined, null, "", right.slice(1), `${right}0`, ` ${right}`, "密".repeat(64)]) {
    assert.equal(verify({ authorization }), false, `authorization ${authorization}`);
  }
});

test("an empty body is accepted", () => {
  const authorization = createHmac("sha256", push.accessSecret).update(push.accessKey).digest("hex");
  assert.equal(verifyCallback({ ...push, body: "", authorization }), true);
  assert.equal(verifyCallback({ ...push, body: new Uint8Array(), authorization }), true);
});

test("bytes of another realm are accepted as a body", () => {
  const body = runInNewContext("bytes => Uint8Array.from(bytes)")([...Buffer.from(push.body)]);
  assert.ok(!(body instanceof Uint8Array));
  assert.equal(verifyCallback({ ...push, body }), true);
});

test("random texts are signed as node:crypto signs them", () => {
  const random = generator(20261122);
  for (let round = 0; round < 3000; round++) {
    const [accessKey, nonceStr, accessSecret, timestamp] = [1, 0, 1, 1].map((least) => randomText(random, least));
    const signature = sign({ accessKey, accessSecret, timestamp, nonceStr });
    assert.equal(signature, md5(accessKey, timestamp, nonceStr, accessSecret));
    const authorization = createHmac("sha256", accessSecret)
      .update(accessKey + nonceStr)
      .digest("hex");
    assert.equal(verifyCallback({ accessKey, accessSecret, body: nonceStr, authorization }), true);
    assert.equal(verifyCallback({ accessKey, accessSecret, body: `${nonceStr}.`, authorization }), false);
  }
});

test("texts of every length around the blocks of MD5 and SHA-256 are signed as node:crypto signs them", () => {
  for (let length = 1; length <= 200; length++) {
    for (const letter of ["k", "é", "密", "🔑"]) {
      const accessSecret = letter.repeat(length);
      const { accessKey, timestamp, nonceStr } = request;
      assert.equal(sign({ ...request, accessSecret }), md5(accessKey, timestamp, nonceStr, accessSecret));
      const authorization = createHmac("sha256", accessSecret)
        .update(push.accessKey + push.body)
        .digest("hex");
      assert.equal(verifyCallback({ ...push, accessSecret, authorization }), true, `${length} × ${letter}`);
    }
  }
});

test("a body of several megabytes is verified, and signing still works", () => {
  const body = "发货".repeat(1_000_000);
  const authorization = createHmac("sha256", push.accessSecret)
    .update(push.accessKey + body)
    .digest("hex");
  assert.equal(verifyCallback({ ...push, body, authorization }), true);
  assert.equal(sign(vectors("signing")[0]), vectors("signing")[0].signature);
});

test("signHeaders returns exactly the five headers", () => {
  const before = Math.floor(Date.now() / 1000);
  const signed = signHeaders(headers);
  const after = Math.floor(Date.now() / 1000);
  assert.deepEqual(Object.keys(signed), ["access-key", "timestamp", "nonce-str", "user-id", "signature"]);
  assert.equal(signed["access-key"], headers.accessKey);
  assert.equal(signed["user-id"], headers.userId);
  assert.match(signed.timestamp, /^\d{10}$/);
  assert.ok(before <= signed.timestamp && signed.timestamp <= after);
  assert.match(signed["nonce-str"], /^[A-Za-z0-9]{32}$/);
  assert.equal(signed.signature, md5(headers.accessKey, signed.timestamp, signed["nonce-str"], headers.accessSecret));
  new Headers(signed);
});

test("signHeaders accepts milliseconds, a timestamp and a nonce, and signs them unchanged", () => {
  const { timestamp } = signHeaders({ ...headers, timestampUnit: "milliseconds" });
  assert.match(timestamp, /^\d{13}$/);
  assert.ok(Math.abs(Date.now() - timestamp) < 60_000);
  for (const [input, sent] of [
    ["1733474179", "1733474179"],
    [1715669977082, "1715669977082"],
    [0n, "0"],
  ]) {
    const signed = signHeaders({ ...headers, timestamp: input, nonceStr: "" });
    assert.equal(signed.timestamp, sent);
    assert.equal(signed["nonce-str"], "");
    assert.equal(signed.signature, md5(headers.accessKey, sent, headers.accessSecret));
    assert.equal(sign({ ...request, timestamp: input }), sign({ ...request, timestamp: sent }));
  }
});

test("user ids of any length keep their digits, or are refused", () => {
  for (const userId of ["3305075341149134260", 3305075341149134260n, "1", 9007199254740991]) {
    assert.equal(signHeaders({ ...headers, userId })["user-id"], String(userId));
  }
  const refusal = { name: "TypeError", message: /^userId must be a string, bigint or safe integer/ };
  for (const userId of [2 ** 53, 1.5, NaN, -1]) {
    assert.throws(() => signHeaders({ ...headers, userId }), refusal);
  }
});

test("nonces differ, and all 62 characters are equally likely", () => {
  const nonces = Array.from({ length: 50_000 }, () => signHeaders(headers)["nonce-str"]);
  assert.equal(new Set(nonces).size, nonces.length);
  const counts = new Map();
  for (const character of nonces.join("")) counts.set(character, (counts.get(character) ?? 0) + 1);
  assert.equal(counts.size, 62);
  const expected = (nonces.length * 32) / 62;
  const chiSquare = [...counts.values()].reduce((sum, count) => sum + (count - expected) ** 2 / expected, 0);
  // 61 degrees of freedom: fair characters exceed 150 once in 10^9 runs; bytes modulo 62 give about 12,000.
  assert.ok(chiSquare < 150, `chi square ${chiSquare}`);
});

test("invalid fields are refused with their name and without the secret, and the next call works", () => {
  const lone = "torn \ud83d pair";
  const refused = {
    sign: [
      sign,
      request,
      {
        accessKey: [undefined, null, "", 1, {}, [], lone],
        accessSecret: [undefined, null, "", 1, 1n, Buffer.from("x"), new String("x"), lone],
        timestamp: [undefined, null, "", -1, 1.5, NaN, new Date(), lone],
        nonceStr: [undefined, null, 1, lone],
      },
    ],
    signHeaders: [
      signHeaders,
      headers,
      {
        accessKey: [undefined, null, "", 1, lone, "密钥", "a\r\nb", "a b"],
        accessSecret: [undefined, null, "", 1, lone],
        userId: [undefined, null, "", {}, true, lone, "1\r\nx: y", "用户"],
        timestamp: [null, "", -1, 1.5, "1\n"],
        timestampUnit: ["ms", "", null, 1000, "toString"],
        nonceStr: [null, 1, lone, "\n"],
      },
    ],
    explainSignature: [
      explainSignature,
      request,
      {
        accessKey: [undefined, "", 1],
        accessSecret: [undefined, "", 1, lone],
        timestamp: [undefined, ""],
        nonceStr: [undefined, 1],
      },
    ],
    verifyCallback: [
      verifyCallback,
      push,
      {
        accessKey: [undefined, null, "", 1, lone],
        accessSecret: [undefined, null, "", 1, lone],
        body: [undefined, null, 1, JSON.parse(push.body), [], lone],
        authorization: [1, {}, [push.authorization], lone],
      },
    ],
  };
  for (const [name, [call, right, fields]] of Object.entries(refused)) {
    for (const [field, values] of Object.entries(fields)) {
      for (const value of values) {
        assert.throws(
          () => call({ ...right, [field]: value }),
          (error) => {
            assert.ok(error instanceof TypeError);
            assert.ok(error.message.startsWith(`${field} `), error.message);
            assert.ok(!inspect(error).includes(right.accessSecret), "the secret shows");
            assert.ok(!inspect(error).includes("torn"), "the value shows");
            return true;
          },
          `${name}: ${field} ${inspect(value)}`,
        );
        assert.doesNotThrow(() => call(right));
      }
    }
    assert.throws(() => call(), { name: "TypeError", message: /^accessKey must be a string/ });
    assert.throws(() => call({}), { name: "TypeError", message: /^accessKey must be a string/ });
    assert.throws(() => call(null), TypeError);
  }
});

test("wasm memory does not grow over a hundred thousand calls, and keeps no part of the secret", () => {
  const accessSecret = "Sx7!kQ9#vZ2@mL5%";
  const authorization = createHmac("sha256", accessSecret)
    .update(push.accessKey + push.body)
    .digest("hex");
  const sizes = () => memories.map(({ buffer }) => buffer.byteLength);
  const before = sizes();
  assert.ok(before.length > 0);
  for (let call = 0; call < 100_000; call++) {
    signHeaders({ ...headers, accessSecret });
    if (call % 10 === 0) assert.equal(verifyCallback({ ...push, accessSecret, authorization }), true);
  }
  explainSignature({ ...request, accessSecret });
  assert.throws(() => sign({ ...request, accessSecret, nonceStr: 1 }), TypeError);
  assert.deepEqual(sizes(), before);
  for (const { buffer } of memories) {
    for (let start = 0; start + 4 <= accessSecret.length; start++) {
      assert.equal(Buffer.from(buffer).indexOf(accessSecret.slice(start, start + 4)), -1, `byte ${start}`);
    }
  }
});

test("where synchronous compilation is forbidden, an error says so, and init() works", async () => {
  const old = await import(`${entry}?compiles-asynchronously-only`);
  WebAssembly.Module = function () {
    throw new RangeError("WebAssembly.Compile is disallowed on the main thread, if the buffer size is larger than 4KB");
  };
  try {
    assert.throws(() => old.sign(request), { name: "Error", message: /await init\(\)/ });
    await old.init();
    assert.equal(old.sign(request), sign(request));
  } finally {
    WebAssembly.Module = Module;
  }
  await init();
  assert.equal(sign(request), vectors("signing")[0].signature);
});

test("pandapon/sign with its wasm is at most 6 KB, minified and gzipped", async () => {
  const { outputFiles } = await build({
    entryPoints: [fileURLToPath(entry)],
    bundle: true,
    minify: true,
    format: "esm",
    write: false,
  });
  const size = gzipSync(outputFiles[0].contents, { level: 9 }).length;
  assert.ok(size <= 6 * 1024, `${size} bytes`);
});

/** A small pseudo-random generator of numbers below a limit: the same seed has the same numbers. */
function generator(seed) {
  let state = BigInt(seed);
  return (limit) => {
    state = (state * 6364136223846793005n + 1442695040888963407n) & 0xffffffffffffffffn;
    return Number((state >> 33n) % BigInt(limit));
  };
}

/** A well-formed text of at least so many characters of one to four bytes in UTF-8. */
function randomText(random, least) {
  const limits = [0x80, 0x800, 0xd800, 0x110000];
  const limit = limits[random(limits.length)];
  return Array.from({ length: least + random(70) }, () => {
    const point = random(limit);
    return String.fromCodePoint(point >= 0xd800 && point <= 0xdfff ? 0xfffd : point);
  }).join("");
}
