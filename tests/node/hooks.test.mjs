/** Hooks: the events of a call from its beginning to its end, and the one hook that can stop it. */
import assert from "node:assert/strict";
import { AsyncLocalStorage } from "node:async_hooks";
import { test } from "node:test";
import { ConnectionError } from "../../pkg/index.node.js";
import { clientOf, failure, once, orderId, read, skipPauses, success } from "./support/vendor.mjs";

const good = success('{"refundId":"TQ1"}');
const busy = { status: 503, body: "" };
const refusal = '{"requestId":"r1","code":5010,"msg":"the state does not allow it"}';
const broken = () => Promise.reject(new TypeError("fetch failed"));
const silent = () => new Promise(() => {});

/** Hooks that record their events, in order. */
function recorder() {
  const events = [];
  const note = (kind) => (event) => void events.push({ kind, ...event });
  const hooks = {
    beforeSend: note("beforeSend"),
    onRequest: note("request"),
    onResponse: note("response"),
    onRetry: note("retry"),
    onEnd: note("end"),
  };
  return { events, hooks };
}

test("the events of a call: its attempts, each with its time and duration, and its end", async (t) => {
  t.mock.timers.enable({ apis: ["setTimeout"] });
  const { events, hooks } = recorder();
  const { client } = clientOf([busy, broken, good], hooks);
  const before = Date.now();
  await skipPauses(t, client.call(...read));
  const kinds = events.map(({ kind, attempt, attempts }) => `${kind} ${attempt ?? attempts}`);
  assert.deepEqual(kinds, [
    ...["beforeSend 1", "request 1", "response 1", "retry 1"],
    ...["beforeSend 2", "request 2", "retry 2"],
    ...["beforeSend 3", "request 3", "response 3", "end 3"],
  ]);
  assert.equal(new Set(events.map(({ callId }) => callId)).size, 1);
  for (const { kind, endpoint, safety, time, duration, method, url } of events) {
    assert.deepEqual([endpoint, safety], ["alibaba.order.get", "read"]);
    assert.ok(time >= before && time <= Date.now());
    if (["response", "retry", "end"].includes(kind)) assert.ok(duration >= 0 && duration < 60_000, kind);
    if (kind !== "end") assert.deepEqual([method, url], ["POST", "https://api.pandapon.com/alibaba/order/detail"]);
  }
  const [, , , , , , second] = events;
  assert.match(second.error, /fetch failed/);
  assert.equal(second.errorName, "ConnectionError");
});

test("concurrent calls have different ids", async () => {
  const { events, hooks } = recorder();
  const { client } = clientOf(good, hooks);
  await Promise.all(Array.from({ length: 200 }, () => client.call(...once)));
  const ids = events.filter(({ kind }) => kind === "end").map(({ callId }) => callId);
  assert.equal(new Set(ids).size, 200);
  for (const id of ids) assert.equal(events.filter(({ callId }) => callId === id).length, 4);
});

/** Ends of calls: the answer, the call's options, and the event. */
const ends = {
  "a success": [good, {}, { outcome: "success", sent: true, attempts: 1, status: 200, requestId: "0a1b2c" }],
  "a refusal": [refusal, {}, { outcome: "refused", sent: true, attempts: 1, status: 200, requestId: "r1" }],
  "a gateway's failure": [busy, {}, { outcome: "failed", sent: true, attempts: 1, status: 503 }],
  "a broken connection": [broken, {}, { outcome: "failed", sent: true, attempts: 1 }],
  silence: [silent, { timeout: 5 }, { outcome: "failed", sent: true, attempts: 1 }],
  "an unreadable response": ["<html>", {}, { outcome: "failed", sent: true, attempts: 1, status: 200 }],
  "an invalid option": [good, { timeout: -1 }, { outcome: "failed", sent: false, attempts: 0 }],
  "an aborted signal": [good, { signal: AbortSignal.abort() }, { outcome: "aborted", sent: false, attempts: 0 }],
};

for (const [what, [answer, options, expected]] of Object.entries(ends)) {
  test(`the end of ${what} is told once, with its error`, async () => {
    const { events, hooks } = recorder();
    const error = await clientOf(answer, hooks)
      .client.call(...once, options)
      .then(
        () => undefined,
        (error) => error,
      );
    const told = events.filter(({ kind }) => kind === "end");
    assert.equal(told.length, 1);
    assert.equal(events.at(-1), told[0]);
    const { outcome, sent, attempts, status, requestId } = told[0];
    assert.deepEqual(
      { outcome, sent, attempts, status, requestId },
      { status: undefined, requestId: undefined, ...expected, ...(requestId === null ? { requestId } : {}) },
    );
    assert.equal(told[0].error, error);
    assert.equal(told[0].error?.sent ?? true, sent);
  });
}

test("a call with invalid params has an end, too", async () => {
  const { events, hooks } = recorder();
  const error = await failure(clientOf(good, hooks).client.alibaba.refund.create({}));
  assert.deepEqual(
    events.map(({ kind, endpoint, safety, sent, error }) => [kind, endpoint, safety, sent, error]),
    [["end", "alibaba.refund.create", "once", false, error]],
  );
});

test("hooks run where the call was made: what is asynchronously local there is so in them", async () => {
  const storage = new AsyncLocalStorage();
  const seen = [];
  const note = () => void seen.push(storage.getStore());
  const hooks = { beforeSend: note, onRequest: note, onResponse: note, onEnd: note };
  const { client } = clientOf(good, hooks);
  await Promise.all([1, 2, 3].map((store) => storage.run(store, () => client.call(...once))));
  assert.deepEqual(seen.sort(), [1, 1, 1, 1, 2, 2, 2, 2, 3, 3, 3, 3]);
});

test("beforeSend is awaited, and knows what will be sent, before it is signed", async () => {
  let signedAt;
  const signer = () => {
    signedAt ??= performance.now();
    return "0".repeat(32);
  };
  let event;
  const beforeSend = async (request) => {
    event = request;
    await new Promise((resolve) => setTimeout(resolve, 30));
    assert.equal(signedAt, undefined);
  };
  const { client, requests } = clientOf(good, { accessSecret: undefined, signer, beforeSend });
  await client.call(...read);
  assert.deepEqual(
    [event.method, event.url, event.body, event.attempt],
    ["POST", "https://api.pandapon.com/alibaba/order/detail", `{"webSite":"1688","orderId":"${orderId}"}`, 1],
  );
  assert.equal(requests.length, 1);
  assert.equal(event.body, requests[0].body);
});

test("a beforeSend that throws or rejects: nothing left, and there is no retry", async () => {
  const reason = new Error("the budget of today is used up");
  const throws = () => {
    throw reason;
  };
  for (const beforeSend of [throws, async () => throws()]) {
    for (const call of [read, once]) {
      const { client, requests } = clientOf(good, { beforeSend });
      const error = await failure(client.call(...call));
      assert.ok(error instanceof ConnectionError);
      assert.deepEqual([error.sent, error.attempts, error.cause, requests.length], [false, 0, reason, 0]);
      const expected = "beforeSend let nothing leave: the budget of today is used up; the request was not sent";
      assert.equal(error.message, `${call[0]}: ${expected}`);
    }
  }
});

test("a beforeSend that rejects before a retry does not hide that an earlier attempt may have arrived", async (t) => {
  t.mock.timers.enable({ apis: ["setTimeout"] });
  let count = 0;
  const beforeSend = async () => {
    if (++count === 2) throw new Error("enough");
  };
  const { client, requests } = clientOf(broken, { beforeSend });
  const error = await skipPauses(t, failure(client.call(...read)));
  assert.deepEqual([error.sent, error.attempts, requests.length], [true, 1, 1]);
});

test("a beforeSend that never settles ends with the timeout, or when the caller aborts", async () => {
  const { client, requests } = clientOf(good, { beforeSend: silent, timeout: 20 });
  const late = await failure(client.call(...once));
  assert.deepEqual([late.name, late.sent], ["ConnectionError", false]);
  assert.match(late.message, /beforeSend let nothing leave: it did not settle within 20 ms/);
  const controller = new AbortController();
  const call = failure(client.call(...once, { signal: controller.signal, timeout: 60_000 }));
  await new Promise(setImmediate);
  controller.abort("enough");
  const aborted = await call;
  assert.deepEqual([aborted.name, aborted.cause, aborted.sent], ["AbortError", "enough", false]);
  assert.equal(requests.length, 0);
});

test("a call that is made once has one beforeSend and one request, whatever follows", async () => {
  for (const answer of [busy, broken, refusal]) {
    let count = 0;
    const { client, requests } = clientOf(answer, { beforeSend: () => void count++ });
    await failure(client.call(...once));
    assert.deepEqual([count, requests.length], [1, 1]);
  }
});
