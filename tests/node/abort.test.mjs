/** Timeout and AbortSignal: a call that is given up ends at once, says how, and leaves nothing behind. */
import assert from "node:assert/strict";
import { getEventListeners } from "node:events";
import { test } from "node:test";
import { ApiError, TimeoutError, ValidationError } from "../../pkg/index.node.js";
import { clientOf, failure, once, read, skipPauses, success } from "./support/vendor.mjs";

const good = success('{"refundId":"TQ1"}');

/** A fetch that never answers; it keeps the signal that it was given. */
function silence() {
  const signals = [];
  const fetch = (url, { signal }) => {
    signals.push(signal);
    return new Promise(() => {});
  };
  return { fetch, signals };
}

const turn = () => new Promise(setImmediate);
const listeners = (signal) => getEventListeners(signal, "abort").length;

test("no answer in time: TimeoutError, since the request may have arrived; fetch is told to stop", async () => {
  const { fetch, signals } = silence();
  const { client } = clientOf(good, { fetch, timeout: 20 });
  const error = await failure(client.call(...once));
  assert.ok(error instanceof TimeoutError);
  assert.equal(error.name, "TimeoutError");
  assert.equal(error.sent, true);
  assert.equal(
    error.message,
    "alibaba.refund.create: no answer within 20 ms; the request may have reached the vendor, " +
      "so look up its outcome before repeating it",
  );
  assert.equal(signals.length, 1);
  assert.ok(signals[0].aborted);
});

test("an answer that begins but never ends is no answer", async () => {
  const body = () => new ReadableStream({ start: (stream) => stream.enqueue(new TextEncoder().encode('{"code":')) });
  const { client } = clientOf(async () => new Response(body()), { timeout: 20 });
  assert.ok((await failure(client.call(...once))) instanceof TimeoutError);
});

test("the timeout of a call goes before the client's, and counts for each try", async (t) => {
  t.mock.timers.enable({ apis: ["setTimeout"] });
  const { fetch, signals } = silence();
  const { client } = clientOf(good, { fetch, timeout: 600_000 });
  const error = await skipPauses(t, failure(client.call(...read, { timeout: 5000 })));
  assert.match(error.message, /no answer within 5000 ms/);
  assert.equal(signals.length, 3);
  assert.ok(signals.every((signal) => signal.aborted));
});

test("a timeout ends with the call: no timer keeps the process alive", async (t) => {
  t.mock.timers.enable({ apis: ["setTimeout"] });
  const cleared = t.mock.method(globalThis, "clearTimeout");
  const { client } = clientOf(good);
  await client.call(...once);
  assert.equal(cleared.mock.callCount(), 1);
});

test("a call that is given up leaves no timer that keeps the process alive", async (t) => {
  t.mock.timers.enable({ apis: ["setTimeout"] });
  const set = t.mock.method(globalThis, "setTimeout");
  const cleared = t.mock.method(globalThis, "clearTimeout");
  const { client } = clientOf(good, { fetch: silence().fetch });
  const controller = new AbortController();
  const call = failure(client.call(...once, { signal: controller.signal }));
  await turn();
  controller.abort("enough");
  assert.equal(await call, "enough");
  assert.equal(set.mock.callCount(), 1);
  assert.equal(cleared.mock.callCount(), 1);
});

const reasons = [undefined, new Error("the user closed the page"), "just text", null, { why: 1 }];

for (const reason of reasons) {
  test(`a signal that fired before: nothing is sent, and the call rejects with its reason (${reason})`, async () => {
    const { client, requests } = clientOf(good);
    const signal = AbortSignal.abort(reason);
    assert.equal(await failure(client.call(...once, { signal })), signal.reason);
    assert.equal(requests.length, 0);
    assert.equal(listeners(signal), 0);
  });

  test(`a signal that fires while fetch waits: the call rejects with its reason (${reason})`, async () => {
    const { fetch, signals } = silence();
    const { client } = clientOf(good, { fetch });
    const controller = new AbortController();
    const call = failure(client.call(...once, { signal: controller.signal }));
    await turn();
    assert.equal(signals.length, 1);
    assert.equal(listeners(controller.signal), 1);
    controller.abort(reason);
    assert.equal(await call, controller.signal.reason);
    assert.ok(signals[0].aborted);
    assert.equal(listeners(controller.signal), 0);
  });
}

test("without a reason, the call rejects with an AbortError, as fetch does", async () => {
  const { client } = clientOf(good);
  const error = await failure(client.call(...once, { signal: AbortSignal.abort() }));
  assert.equal(error.name, "AbortError");
  assert.ok(error instanceof DOMException);
});

test("a signal that fires during the pause before a further try ends the call at once", async (t) => {
  t.mock.timers.enable({ apis: ["setTimeout"] });
  const controller = new AbortController();
  const { client, requests } = clientOf({ status: 503, headers: { "retry-after": "50" }, body: "" });
  const call = failure(client.call(...read, { signal: controller.signal }));
  for (let count = 0; count < 5; count++) await turn();
  controller.abort("enough");
  assert.equal(await call, "enough");
  t.mock.timers.tick(60_000);
  await turn();
  assert.equal(requests.length, 1);
  assert.equal(listeners(controller.signal), 0);
});

test("a signal that fires while the signer is asked: nothing is sent", async () => {
  const controller = new AbortController();
  const { client, requests } = clientOf(good, { accessSecret: undefined, signer: () => new Promise(() => {}) });
  const call = failure(client.call(...once, { signal: controller.signal }));
  await turn();
  controller.abort("enough");
  assert.equal(await call, "enough");
  assert.equal(requests.length, 0);
});

test("a signal that fires after the answer changes nothing", async () => {
  const controller = new AbortController();
  const { client } = clientOf(good);
  const call = client.call(...once, { signal: controller.signal });
  assert.deepEqual(await call, { refundId: "TQ1" });
  controller.abort();
  assert.deepEqual(await call, { refundId: "TQ1" });
});

test("one signal for hundreds of calls: no listener is left on it, however the calls end", async () => {
  const { signal } = new AbortController();
  const answers = [good, "", { status: 404, body: "" }, () => Promise.reject(new Error("broken"))];
  for (const answer of answers) {
    const { client } = clientOf(answer);
    for (let count = 0; count < 100; count++) await client.call(...once, { signal }).catch(() => {});
    assert.equal(listeners(signal), 0);
  }
  const { client } = clientOf(good);
  await client.call("alibaba.refund.create", {}, { signal }).catch(() => {});
  await client.call(...once, { signal, timeout: -1 }).catch(() => {});
  assert.equal(listeners(signal), 0);
});

test("AbortSignal.any and AbortSignal.timeout fit", async () => {
  const { fetch } = silence();
  const { client } = clientOf(good, { fetch });
  // Kept here: Node 20 lets go of the sources of AbortSignal.any too early.
  const sources = [new AbortController().signal, AbortSignal.timeout(20)];
  const signal = AbortSignal.any(sources);
  const alive = setTimeout(() => {}, 1000);
  const error = await failure(client.call(...once, { signal }));
  clearTimeout(alive);
  assert.equal(error, signal.reason);
  assert.equal(error, sources[1].reason);
  assert.equal(error.name, "TimeoutError");
  assert.ok(!(error instanceof TimeoutError), "the signal's own reason, not the client's timeout");
});

test("bad input is told even to a caller who has aborted; and the next call works", async () => {
  const { client } = clientOf({ status: 404, body: "" });
  const signal = AbortSignal.abort();
  assert.ok((await failure(client.call("alibaba.refund.create", {}, { signal }))) instanceof ValidationError);
  assert.ok((await failure(client.call(...once))) instanceof ApiError);
});
