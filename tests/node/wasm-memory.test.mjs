/** A wasm without more memory: input that is too large fails with the right error, and the next call works. */
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { Client, ConfigError, DecodeError, init } from "../../pkg/slim.js";

const credentials = {
  accessKey: "0123456789abcdef0123456789abcdef",
  accessSecret: "fedcba9876543210fedcba9876543210",
  userId: "1688000000001",
};
const success = (data) => `{"code":200,"data":${data}}`;

/** In pages of 64 KiB: 16 MiB. */
const MOST_PAGES = 256;

/** The wasm with a maximum size of its memory. */
function limited(wasm, mostPages) {
  const bytes = [...wasm];
  let at = 8;
  const number = () => {
    let value = 0;
    for (let shift = 0; ; shift += 7) {
      const byte = bytes[at++];
      value |= (byte & 127) << shift;
      if (byte < 128) return value;
    }
  };
  const leb = (value) => (value < 128 ? [value] : [(value & 127) | 128, ...leb(value >> 7)]);
  for (;;) {
    const start = at;
    const id = bytes[at++];
    const size = number();
    const end = at + size;
    if (id !== 5) {
      at = end;
      continue;
    }
    const [count, flags] = [number(), number()];
    assert.deepEqual([count, flags], [1, 0]);
    const content = [1, 1, ...leb(number()), ...leb(mostPages)];
    bytes.splice(start, end - start, 5, ...leb(content.length), ...content);
    return Uint8Array.from(bytes);
  }
}

await init(limited(readFileSync(new URL("../../pkg/wasm/pandapon_bg.wasm", import.meta.url)), MOST_PAGES));

const MEBI = 2 ** 20;

/** A client whose vendor first responds with this, and the addresses of its requests. */
function clientOf(answer) {
  const asked = [];
  const fetch = async (url) => new Response(asked.push(url) === 1 ? answer : success('{"refundId":"TQ1"}'));
  const routes = { "taobao.cart.list": "GET /cart" };
  return { client: new Client({ ...credentials, routes, fetch, maxRequestBytes: 2 ** 28, maxRetries: 0 }), asked };
}

async function failure(promise) {
  return promise.then(
    () => assert.fail("it should fail"),
    (error) => error,
  );
}

async function works(client) {
  assert.deepEqual(await client.alibaba.refund.get({ refundId: "TQ1" }), { refundId: "TQ1" });
}

const answers = {
  "longer than the memory": () => success(`"${"x".repeat(40 * MEBI)}"`),
  "of which no copy fits": () => success(`{"orderId":[${"0,".repeat(4 * MEBI)}0]}`),
  "with JSON text of which no copy fits": () => success(`{"properties":"[\\"${"x".repeat(7 * MEBI)}\\"]"}`),
};

for (const [what, make] of Object.entries(answers)) {
  test(`a response ${what}: DecodeError with \`sent: true\`, every time`, async () => {
    const answer = make();
    for (let round = 0; round < 5; round++) {
      const { client } = clientOf(answer);
      const error = await failure(client.call("taobao.cart.list", {}));
      assert.ok(error instanceof DecodeError, String(error).slice(0, 300));
      assert.equal(error.sent, true);
      await works(client);
    }
  });
}

const params = {
  "longer than the memory": { refundId: "x".repeat(40 * MEBI) },
  "of which no copy fits": { refundId: "x".repeat(7 * MEBI) },
  "whose signed form does not fit": { refundId: "x".repeat(3 * MEBI) },
  "whose values do not fit": { refundId: Array.from({ length: 2 * MEBI }, () => 0) },
};

for (const [what, request] of Object.entries(params)) {
  test(`a request ${what}: ConfigError, nothing is sent, every time`, async () => {
    for (let round = 0; round < 5; round++) {
      const { client, asked } = clientOf(success('{"refundId":"TQ1"}'));
      const error = await failure(client.alibaba.refund.get(request));
      assert.ok(error instanceof ConfigError, String(error).slice(0, 300));
      assert.match(error.message, /memory/);
      assert.equal(error.sent, false);
      assert.equal(asked.length, 0);
      await works(client);
    }
  });
}
