/** Timeout and AbortSignal: an abandoned call ends immediately, with an exact error, and leaves nothing behind. */
import assert from "node:assert/strict";
import { getEventListeners } from "node:events";
import { test } from "node:test";
import {
  AbortError,
  ApiError,
  Client,
  mayHaveArrived,
  PandaponError,
  TimeoutError,
  ValidationError,
} from "../../pkg/index.node.js";
import { clientOf, credentials, failure, once, read, skipPauses, success } from "./support/vendor.mjs";

const good = success('{"refundId":"TQ1"}');

/** A fetch that never responds, and records the signal that it receives. */
function silence() {
  const signals = [];
  const fetch = (url, { signal }) => {
    signals.push(signal);
    return new Promise(() => {});
  };
  return { fetch, signals };
}

/** The error of a call whose signal fired: for this reason, and after it may have arrived, or before. */
function assertAborted(error, reason, sent) {
  assert.ok(error instanceof AbortError && error instanceof PandaponError, String(error));
  assert.equal(error.name, "AbortError");
  assert.equal(error.cause, reason);
  assert.equal(error.sent, sent);
  assert.equal(mayHaveArrived(error), sent);
  assert.match(
    error.message,
    sent
      ? /aborted by the caller; (?:.*look up its outcome|it changes nothing)/
      : /aborted by the caller; the request was not sent$/,
  );
}

const turn = () => new Promise(setImmediate);
const listeners = (signal) => getEventListeners(signal, "abort").length;

test("no response in time: TimeoutError with `sent: true`, and fetch is aborted", async () => {
  const { fetch, signals } = silence();
  const { client } = clientOf(good, { fetch, timeout: 20 });
  const error = await failure(client.call(...once));
  assert.ok(error instanceof TimeoutError);
  assert.equal(error.name, "TimeoutError");
  assert.equal(error.sent, true);
  assert.equal(
    error.message,
    "alibaba.refund.create: no answer within 20 ms; the request may have reached the vendor, " +
      "so look up its outcome before repeating it (for example by alibaba.order.get, which is inferred)",
  );
  assert.equal(signals.length, 1);
  assert.ok(signals[0].aborted);
});

test("a response that begins but never ends is a timeout", async () => {
  const body = () => new ReadableStream({ start: (stream) => stream.enqueue(new TextEncoder().encode('{"code":')) });
  const { client } = clientOf(async () => new Response(body()), { timeout: 20 });
  assert.ok((await failure(client.call(...once))) instanceof TimeoutError);
});

test("the timeout of a call overrides the client's, and applies to each attempt", async (t) => {
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

test("an abandoned call leaves no timer that keeps the process alive", async (t) => {
  t.mock.timers.enable({ apis: ["setTimeout"] });
  const set = t.mock.method(globalThis, "setTimeout");
  const cleared = t.mock.method(globalThis, "clearTimeout");
  const { client } = clientOf(good, { fetch: silence().fetch });
  const controller = new AbortController();
  const call = failure(client.call(...once, { signal: controller.signal }));
  await turn();
  controller.abort("enough");
  assertAborted(await call, "enough", true);
  assert.equal(set.mock.callCount(), 1);
  assert.equal(cleared.mock.callCount(), 1);
});

const timedOut = new DOMException("The operation was aborted due to timeout", "TimeoutError");
const reasons = [
  undefined,
  new Error("the user closed the page"),
  timedOut,
  "just text",
  null,
  { why: 1 },
  { sent: false },
];
const describe = (reason) =>
  reason instanceof Error || typeof reason === "string" ? String(reason) : JSON.stringify(reason);

for (const reason of reasons) {
  test(`a signal that was already aborted: nothing is sent, and its reason is the cause (${describe(reason)})`, async () => {
    const { client, requests } = clientOf(good);
    const signal = AbortSignal.abort(reason);
    assertAborted(await failure(client.call(...once, { signal })), signal.reason, false);
    assert.equal(requests.length, 0);
    assert.equal(listeners(signal), 0);
  });

  test(`a signal that fires while fetch is pending: the request may have arrived (${describe(reason)})`, async () => {
    const { fetch, signals } = silence();
    const { client } = clientOf(good, { fetch });
    const controller = new AbortController();
    const call = failure(client.call(...once, { signal: controller.signal }));
    await turn();
    assert.equal(signals.length, 1);
    assert.equal(listeners(controller.signal), 1);
    controller.abort(reason);
    assertAborted(await call, controller.signal.reason, true);
    assert.ok(signals[0].aborted);
    assert.equal(listeners(controller.signal), 0);
  });
}

test("a loop that repeats unsent calls never repeats one that may have arrived", async () => {
  const { fetch, signals } = silence();
  const { client } = clientOf(good, { fetch });
  let error;
  do {
    error = await failure(client.call(...once, { signal: AbortSignal.timeout(20), timeout: 5000 }));
  } while (!error.sent);
  assert.equal(signals.length, 1);
  assert.equal(error.cause.name, "TimeoutError");
});

test("mayHaveArrived: only an error of this package can rule out that a request left", () => {
  const errors = [
    undefined,
    null,
    "text",
    new Error("x"),
    Object.assign(new Error("x"), { sent: false }),
    { sent: false },
    timedOut,
  ];
  for (const error of errors) assert.equal(mayHaveArrived(error), true);
  const failureOf = (sent) => new PandaponError({ name: "ConnectionError", message: "x", sent });
  assert.deepEqual([true, undefined, 0, false].map(failureOf).map(mayHaveArrived), [true, true, true, false]);
});

test("a signal that fires while the body is read: the request has arrived", async () => {
  let cancelled = 0;
  const controller = new AbortController();
  const pull = () => controller.abort("enough");
  const body = new ReadableStream({ pull, cancel: () => void cancelled++ }, { highWaterMark: 0 });
  const { client } = clientOf(async () => new Response(body));
  assertAborted(await failure(client.call(...once, { signal: controller.signal })), "enough", true);
  assert.equal(cancelled, 1, "the rest of the body is cancelled");
});

/** A response whose body is always ready and never ends, and what happens to it. */
function endless() {
  const state = { reads: 0, cancelled: 0 };
  const read = async () => ({ done: false, value: new Uint8Array(state.reads++ % 2) });
  const cancel = async () => void state.cancelled++;
  return { state, response: { status: 200, headers: {}, text() {}, body: { getReader: () => ({ read, cancel }) } } };
}

test("a body that is always ready and never ends: the timeout fires, and the reading stops", async () => {
  const { state, response } = endless();
  const { client } = clientOf(async () => response);
  assert.ok((await failure(client.call(...once, { timeout: 30 }))) instanceof TimeoutError);
  assert.equal(state.cancelled, 1);
  await turn();
  const { reads } = state;
  await new Promise((resolve) => setTimeout(resolve, 20));
  assert.equal(state.reads, reads);
});

test("a response that comes after the timeout is cancelled, not read", async () => {
  const { state, response } = endless();
  let answer;
  let texts = 0;
  const late = () => new Promise((resolve) => (answer = resolve));
  const { client } = clientOf(late);
  for (const answered of [response, { status: 200, headers: {}, text: async () => texts++ }]) {
    await failure(client.call(...once, { timeout: 5 }));
    answer(answered);
    await turn();
  }
  assert.deepEqual([state, texts], [{ reads: 0, cancelled: 1 }, 0]);
});

test("a signal that fires in onRequest: nothing is sent", async () => {
  const controller = new AbortController();
  const { client, requests } = clientOf(good, { onRequest: () => controller.abort("enough") });
  assertAborted(await failure(client.call(...once, { signal: controller.signal })), "enough", false);
  assert.equal(requests.length, 0);
});

test("a fetch that fails because the caller's signal fired: AbortError, with `sent` according to the failure", async (t) => {
  for (const [code, sent] of [
    ["ECONNREFUSED", false],
    [undefined, true],
  ]) {
    const controller = new AbortController();
    t.mock.method(globalThis, "fetch", () => {
      controller.abort("enough");
      return Promise.reject(Object.assign(new Error("aborted"), { code }));
    });
    const client = new Client(credentials);
    const error = await failure(client.call(...read, { signal: controller.signal }));
    assert.ok(error instanceof AbortError);
    // The runtime decides which of the two comes first; in both orders `sent` must be right.
    assert.ok(error.sent || !sent);
  }
});

test("a response that has arrived counts, even if the signal fires before it is read", async () => {
  const controller = new AbortController();
  const { client } = clientOf(good, { onResponse: () => controller.abort() });
  assert.deepEqual(await client.call(...once, { signal: controller.signal }), { refundId: "TQ1" });
});

test("a signal that fires during the pause before a retry ends the call immediately", async (t) => {
  t.mock.timers.enable({ apis: ["setTimeout"] });
  const controller = new AbortController();
  const { client, requests } = clientOf({ status: 503, headers: { "retry-after": "50" }, body: "" });
  const call = failure(client.call(...read, { signal: controller.signal }));
  for (let count = 0; count < 5; count++) await turn();
  controller.abort("enough");
  assertAborted(await call, "enough", true);
  t.mock.timers.tick(60_000);
  await turn();
  assert.equal(requests.length, 1);
  assert.equal(listeners(controller.signal), 0);
});

test("a signal that fires during the pause after a refused connection: nothing was sent", async (t) => {
  t.mock.timers.enable({ apis: ["setTimeout"] });
  const controller = new AbortController();
  const refused = () => Promise.reject(Object.assign(new TypeError("fetch failed"), { code: "ECONNREFUSED" }));
  const { mock } = t.mock.method(globalThis, "fetch", refused);
  const client = new Client({ ...credentials, onRetry: () => setImmediate(() => controller.abort("enough")) });
  assertAborted(await failure(client.call(...read, { signal: controller.signal })), "enough", false);
  assert.equal(mock.callCount(), 1);
});

test("a signal that fires while the signer runs for a retry: an earlier attempt may have arrived", async (t) => {
  t.mock.timers.enable({ apis: ["setTimeout"] });
  const controller = new AbortController();
  let asked = 0;
  const signer = () => {
    if (++asked === 1) return "0".repeat(32);
    controller.abort("enough");
    throw new Error("the signer gave up");
  };
  const busy = { status: 503, headers: { "retry-after": "0" }, body: "" };
  const { client, requests } = clientOf(busy, { accessSecret: undefined, signer });
  const call = failure(client.call(...read, { signal: controller.signal }));
  assertAborted(await skipPauses(t, call), "enough", true);
  assert.equal(requests.length, 1);
});

test("a signal that fires while the signer runs: nothing is sent", async () => {
  const controller = new AbortController();
  const { client, requests } = clientOf(good, { accessSecret: undefined, signer: () => new Promise(() => {}) });
  const call = failure(client.call(...once, { signal: controller.signal }));
  await turn();
  controller.abort("enough");
  assertAborted(await call, "enough", false);
  assert.equal(requests.length, 0);
});

test("a signal that fires after the response has no effect", async () => {
  const controller = new AbortController();
  const { client } = clientOf(good);
  const call = client.call(...once, { signal: controller.signal });
  assert.deepEqual(await call, { refundId: "TQ1" });
  controller.abort();
  assert.deepEqual(await call, { refundId: "TQ1" });
});

test("one signal for hundreds of calls: no listener remains, however the calls end", async () => {
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

test("hundreds of concurrent calls with one signal: one listener, no warning, and all are aborted", async () => {
  const warnings = [];
  const warn = (warning) => warnings.push(warning.name);
  process.on("warning", warn);
  const { fetch, signals } = silence();
  const { client } = clientOf(good, { fetch });
  const controller = new AbortController();
  const calls = Array.from({ length: 300 }, () => failure(client.call(...once, { signal: controller.signal })));
  await turn();
  assert.equal(listeners(controller.signal), 1);
  controller.abort("enough");
  for (const error of await Promise.all(calls)) assertAborted(error, "enough", true);
  await turn();
  process.off("warning", warn);
  assert.deepEqual(warnings, []);
  assert.equal(signals.length, 300);
  assert.equal(listeners(controller.signal), 0);
});

test("AbortSignal.any and AbortSignal.timeout work", async () => {
  const { fetch } = silence();
  const { client } = clientOf(good, { fetch });
  // Referenced here because Node 20 collects the sources of AbortSignal.any too early.
  const sources = [new AbortController().signal, AbortSignal.timeout(20)];
  const signal = AbortSignal.any(sources);
  const alive = setTimeout(() => {}, 1000);
  const error = await failure(client.call(...once, { signal }));
  clearTimeout(alive);
  assertAborted(error, signal.reason, true);
  assert.equal(error.cause, sources[1].reason);
  assert.equal(error.cause.name, "TimeoutError");
  assert.ok(!(error instanceof TimeoutError), "the signal's, not the client's timeout");
});

test("bad input is reported even with an aborted signal, and the next call works", async () => {
  const { client } = clientOf({ status: 404, body: "" });
  const signal = AbortSignal.abort();
  assert.ok((await failure(client.call("alibaba.refund.create", {}, { signal }))) instanceof ValidationError);
  assert.ok((await failure(client.call(...once))) instanceof ApiError);
});
