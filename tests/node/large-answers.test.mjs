/** Responses beyond maxResponseBytes: never more than that is kept in memory. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { gzipSync } from "node:zlib";
import { Client, ConfigError, ConnectionError, DecodeError, PandaponError } from "../../pkg/index.node.js";
import { listen } from "./support/http.mjs";
import { clientOf, credentials, failure, once, read, success, thrown } from "./support/vendor.mjs";

const MiB = 1024 * 1024;
const good = success('{"refundId":"TQ1"}');
const size = Buffer.byteLength(good);

/** A body in chunks; how many were read, and whether the rest was cancelled. */
function pieces(piece, count = Infinity) {
  const state = { taken: 0, isCancelled: false };
  const pull = (stream) => (state.taken++ < count ? stream.enqueue(piece) : stream.close());
  const cancel = () => void (state.isCancelled = true);
  return { state, body: new ReadableStream({ pull, cancel }, { highWaterMark: 0 }) };
}

function assertTooLarge(error, limit, status = 200) {
  assert.ok(error instanceof DecodeError && error instanceof PandaponError, String(error));
  assert.equal(error.sent, true);
  assert.equal(error.status, status);
  const advice = error.safety === "once" ? ".*look up its outcome" : ".*\\)$";
  assert.match(error.message, new RegExp(`larger than maxResponseBytes, ${limit} ${advice}`));
}

test("an infinite stream is read up to the limit, 16 MiB by default, and cancelled", async () => {
  for (const maxResponseBytes of [undefined, 3 * MiB]) {
    const { body, state } = pieces(new Uint8Array(MiB));
    const { client, requests } = clientOf(async () => new Response(body), { maxResponseBytes });
    const limit = maxResponseBytes ?? 16 * MiB;
    assertTooLarge(await failure(client.call(...once)), limit);
    assert.equal(state.taken, limit / MiB + 1);
    assert.ok(state.isCancelled);
    assert.equal(requests.length, 1);
  }
});

test("a response of exactly the limit is read, in one chunk or byte by byte; one byte more is refused", async () => {
  const bytes = new TextEncoder().encode(good);
  const oneByOne = () =>
    new ReadableStream({
      start: (stream) => [...bytes].forEach((byte) => stream.enqueue(Uint8Array.of(byte))) ?? stream.close(),
    });
  const answers = {
    "a stream in one piece": () => new Response(bytes),
    "a stream, byte by byte": () => new Response(oneByOne()),
    "arrayBuffer()": () => ({ status: 200, headers: {}, arrayBuffer: async () => bytes.buffer }),
    "a part of a buffer": () => ({ status: 200, arrayBuffer: async () => Buffer.from(`##${good}`).subarray(2) }),
    "a stream of text": () => ({ status: 200, body: new Blob([good]).stream().pipeThrough(new TextDecoderStream()) }),
    "text()": () => ({ status: 200, headers: {}, text: async () => good }),
  };
  for (const [what, answer] of Object.entries(answers)) {
    const fits = clientOf(async () => answer(), { maxResponseBytes: size });
    assert.deepEqual(await fits.client.call(...once), { refundId: "TQ1" }, what);
    const exceeds = clientOf(async () => answer(), { maxResponseBytes: size - 1 });
    assertTooLarge(await failure(exceeds.client.call(...once)), size - 1);
  }
});

test("the size of text is that of its bytes", async () => {
  const text = success('{"refundId":"退款退款退款"}');
  const { client } = clientOf(async () => ({ status: 200, text: async () => text }), {
    maxResponseBytes: text.length + 11,
  });
  assertTooLarge(await failure(client.call(...once)), text.length + 11);
});

test("without a stream, a response with a larger content-length is not read at all", async () => {
  for (const headers of [{ "Content-Length": "20000000" }, new Map([["content-length", "20000000"]])]) {
    const refuse = () => assert.fail("it was read");
    const { client } = clientOf(async () => ({ status: 200, headers, text: refuse, arrayBuffer: refuse }));
    assertTooLarge(await failure(client.call(...once)), 16 * MiB);
  }
});

test("a small compressed response that unpacks to a large one is not unpacked completely", async (t) => {
  const bomb = gzipSync(Buffer.alloc(200 * MiB, " "));
  const head = { "content-encoding": "gzip" };
  const baseUrl = await listen(t, (request, response) => response.writeHead(200, head).end(bomb));
  const client = new Client({ ...credentials, baseUrl });
  const before = process.memoryUsage.rss();
  assertTooLarge(await failure(client.call(...once)), 16 * MiB);
  assert.ok(process.memoryUsage.rss() - before < 150 * MiB);
  assertTooLarge(await failure(client.call(...read)), 16 * MiB);
});

test("a large page of a gateway: HTTP 503 is still retried where that is safe", async (t) => {
  t.mock.timers.enable({ apis: ["setTimeout"] });
  const busy = () => ({
    status: 503,
    headers: { "retry-after": "0", "content-length": "17000000" },
    text: async () => "",
  });
  const { client, requests } = clientOf([busy, success("{}")], {
    onRetry: () => setImmediate(() => t.mock.timers.tick(1)),
  });
  assert.deepEqual(await client.call(...read), {});
  assert.equal(requests.length, 2);
  const alone = clientOf(busy);
  assertTooLarge(await failure(alone.client.call(...once)), 16 * MiB, 503);
});

test("a stream that does not consist of bytes, fails or is locked: ConnectionError with `sent: true`", async () => {
  const broken = new ReadableStream({ pull: (stream) => stream.error(new Error("terminated")) });
  const locked = new Response("x");
  locked.body.getReader();
  for (const answer of [
    { status: 200, body: pieces(5).body },
    { status: 200, body: pieces({}).body },
    new Response(broken),
    locked,
  ]) {
    const { client } = clientOf(async () => answer);
    const error = await failure(client.call(...once));
    assert.ok(error instanceof ConnectionError, String(error));
    assert.equal(error.sent, true);
  }
});

test("a stream that continues after the time limit is cancelled", async () => {
  const { body, state } = pieces(new Uint8Array(1));
  const slow = { getReader: () => ({ read: () => new Promise(() => {}), cancel: () => body.cancel() }) };
  const { client } = clientOf(async () => ({ status: 200, headers: {}, body: slow }), { timeout: 20 });
  assert.equal((await failure(client.call(...once))).name, "TimeoutError");
  assert.ok(state.isCancelled);
});

test("maxResponseBytes must be a whole number from 1 on", () => {
  for (const maxResponseBytes of [0, -1, 1.5, "1", NaN, Infinity, 2 ** 40]) {
    const error = thrown(() => new Client({ ...credentials, maxResponseBytes }));
    assert.ok(error instanceof ConfigError, String(maxResponseBytes));
    assert.match(error.message, /^maxResponseBytes must be/);
  }
});
