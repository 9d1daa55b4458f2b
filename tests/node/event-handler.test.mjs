/** The handler of push messages: it responds in time, passes each message on once, and loses none. */
import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { setImmediate, setTimeout as sleep } from "node:timers/promises";
import { ConfigError, eventHandler, generateTestCallback, nodeListener } from "../../pkg/index.node.js";
import { listen } from "./support/http.mjs";
import { ADDRESS, credentials, push, silent } from "./support/push.mjs";

/** A handler, and the order ids that onEvent received. */
function handlerOf(options = {}) {
  const handled = [];
  const onEvent = ({ messageBody }) => void handled.push(messageBody.orderId);
  return { handled, handler: eventHandler({ ...credentials, onEvent, logger: silent, ...options }) };
}

const statusOf = async (answer) => (await answer).status;

describe("a message", () => {
  test("is passed on once, and answered 200", async () => {
    const { handler, handled } = handlerOf();
    const request = push();
    assert.equal(await statusOf(handler(request())), 200);
    assert.equal(await statusOf(handler(request())), 200);
    assert.deepEqual(handled, ["3305075341149134261"]);
  });

  test("is passed on once, however many copies arrive concurrently", async () => {
    let count = 0;
    const { handler } = handlerOf({ onEvent: async () => void (await sleep(20), count++) });
    const request = push();
    const answers = await Promise.all(Array.from({ length: 50 }, () => statusOf(handler(request()))));
    assert.deepEqual(new Set(answers), new Set([200]));
    assert.equal(count, 1);
  });

  test("none of a burst of 10000 is lost, or passed on twice", async () => {
    const work = [];
    const onEvent = async ({ messageBody }) => (await sleep(1), void handled.push(messageBody.orderId));
    const { handler, handled } = handlerOf({ onEvent, waitUntil: (promise) => work.push(promise) });
    const ids = Array.from({ length: 10_000 }, (_, index) => String(3305075341149134260n + BigInt(index)));
    const timestamp = String(Date.now());
    const requests = ids.flatMap((id, index) => {
      const request = push(id, { timestamp });
      return index % 10 ? [request] : [request, request];
    });
    const answers = await Promise.all(requests.map((request) => statusOf(handler(request()))));
    assert.deepEqual(new Set(answers), new Set([200]));
    await Promise.all(work);
    assert.deepEqual(handled.toSorted(), ids);
  });
});

describe("a response", () => {
  test("arrives in time, however long onEvent takes, and onEvent continues in the background", async (t) => {
    t.mock.timers.enable({ apis: ["setTimeout", "Date"], now: Date.now() });
    let end;
    let answered;
    const work = [];
    const { handler } = handlerOf({ onEvent: () => new Promise((resolve) => (end = resolve)) });
    const answer = handler(push()(), { waitUntil: (promise) => work.push(promise) }).then(
      ({ status }) => (answered = status),
    );
    while (!end) await setImmediate();
    t.mock.timers.tick(799);
    for (let turn = 0; turn < 10; turn++) await setImmediate();
    assert.equal(answered, undefined);
    t.mock.timers.tick(1);
    assert.equal(await answer, 200);
    end();
    await work[0];
  });

  test("is not delayed by a repetition in between", async () => {
    let count = 0;
    const { handler } = handlerOf({ answerWithin: 20, onEvent: async () => void (count++, await sleep(80)) });
    const request = push();
    assert.equal(await statusOf(handler(request())), 200);
    assert.equal(await statusOf(handler(request())), 200);
    await sleep(100);
    assert.equal(await statusOf(handler(request())), 200);
    assert.equal(count, 1);
  });

  test("is 405 for another method, and 413 for a body that is too large, with or without content-length", async () => {
    const { handler, handled } = handlerOf({ maxBytes: 10 });
    assert.equal((await handler(new Request(ADDRESS))).headers.get("allow"), "POST");
    assert.equal(await statusOf(handler(new Request(ADDRESS))), 405);
    assert.equal(await statusOf(handler(push()())), 413);
    const body = new ReadableStream({ pull: (controller) => controller.enqueue(new Uint8Array(4)) });
    assert.equal(await statusOf(handler(new Request(ADDRESS, { method: "POST", body, duplex: "half" }))), 413);
    const lie = new Request(ADDRESS, { method: "POST", body: "x".repeat(11), headers: { "content-length": "11" } });
    assert.equal(await statusOf(handler(lie)), 413);
    assert.deepEqual(handled, []);
  });

  test("is 401 for a forged message", async () => {
    const { handler, handled } = handlerOf();
    const { body, headers } = generateTestCallback({ type: "ORDER_CANCEL", messageBody: {} }, credentials);
    const post = (body, headers) => statusOf(handler(new Request(ADDRESS, { method: "POST", body, headers })));
    assert.equal(await post(body), 401);
    assert.equal(await post(`${body} `, headers), 401);
    assert.equal(await post("", headers), 401);
    assert.equal(await post(body, { authorization: "" }), 401);
    assert.equal(
      await post(body, { authorization: headers.authorization.replace(/^./, (digit) => (digit === "0" ? "1" : "0")) }),
      401,
    );
    assert.deepEqual(handled, []);
  });

  test("is 401 for a message that is too old or too new, unless it is a repetition", async () => {
    const { handler, handled } = handlerOf();
    const hour = 3_600_000;
    const status = (age) => statusOf(handler(push(String(age), { timestamp: String(Date.now() - age) })()));
    for (const age of [0, 0.5 * hour, 2.5 * hour + 60_000, -0.5 * hour]) assert.equal(await status(age), 200, age);
    for (const age of [4 * hour, -4 * hour, 1000 * hour]) assert.equal(await status(age), 401, age);
    assert.equal(handled.length, 4);
    const any = handlerOf({ tolerance: Infinity, store: { add: () => true, remove() {} } });
    assert.equal(await statusOf(any.handler(push("1", { timestamp: "1" })())), 200);
    const strict = handlerOf({ tolerance: 1000 });
    assert.equal(await statusOf(strict.handler(push("1", { timestamp: String(Date.now() - 5000) })())), 401);
  });

  test("is 200 for an unsigned body that is not a message, which is not passed on", async () => {
    const { handler, handled } = handlerOf();
    for (const body of [undefined, "", "{}", "verify", "null"]) {
      assert.equal(await statusOf(handler(new Request(ADDRESS, { method: "POST", body }))), 200);
    }
    assert.deepEqual(handled, []);
  });
});

describe("a failure", () => {
  test("before the response is answered 500, and the repetition is handled", async () => {
    const reported = [];
    let count = 0;
    const onEvent = () => {
      if (++count === 1) throw new Error("no database");
    };
    const { handler } = handlerOf({
      onEvent,
      onError: (error, event, again) => void reported.push([error.message, event.type, again]),
    });
    const request = push();
    assert.equal(await statusOf(handler(request())), 500);
    assert.equal(await statusOf(handler(request())), 200);
    assert.equal(await statusOf(handler(request())), 200);
    assert.equal(count, 2);
    assert.deepEqual(reported, [["no database", "ORDER_BUYER_VIEW_ORDER_PAY", true]]);
  });

  test("is shared by concurrent copies", async () => {
    const onEvent = async () => {
      await sleep(10);
      throw new Error("no database");
    };
    const { handler } = handlerOf({ onEvent });
    const request = push();
    assert.deepEqual(await Promise.all([statusOf(handler(request())), statusOf(handler(request()))]), [500, 500]);
  });

  test("of an onEvent that changed the event is answered 500, and the repetition is handled", async () => {
    for (const change of [(event) => (event.key = "mine"), (event) => delete event.key]) {
      let count = 0;
      const onEvent = (event) => {
        change(event);
        if (++count < 3) throw new Error("no database");
      };
      const { handler } = handlerOf({ onEvent });
      const request = push();
      const statuses = [];
      for (let delivery = 0; delivery < 4; delivery++) statuses.push(await statusOf(handler(request())));
      assert.deepEqual([statuses, count], [[500, 500, 200, 200], 3]);
    }
  });

  test("after the response is reported, with the note that the vendor will not repeat the message", async () => {
    const reported = [];
    const work = [];
    const onEvent = async () => {
      await sleep(60);
      throw new Error("no database");
    };
    const onError = (error, event, again) => void reported.push([event.messageBody.orderId, again]);
    const { handler } = handlerOf({ onEvent, onError, answerWithin: 10, waitUntil: (promise) => work.push(promise) });
    assert.equal(await statusOf(handler(push("33")())), 200);
    await work[0];
    assert.deepEqual(reported, [["33", false]]);
  });

  test("of onError, or without onError, is logged and leaves no unhandled rejection", async () => {
    for (const onError of [undefined, () => Promise.reject(new Error("no disk"))]) {
      const errors = [];
      const logger = { error: (message) => errors.push(message) };
      const { handler } = handlerOf({ onError, logger, onEvent: () => Promise.reject(new Error("no database")) });
      assert.equal(await statusOf(handler(push()())), 500);
      assert.equal(errors.length, 1);
    }
  });

  test("of the store is answered 500, and onEvent is not called", async () => {
    const broken = () => Promise.reject(new Error("no Redis"));
    const { handler, handled } = handlerOf({ store: { add: broken, remove: broken } });
    assert.equal(await statusOf(handler(push()())), 500);
    assert.deepEqual(handled, []);
  });

  test("of the store's remove is reported, because a repetition would be lost", async () => {
    const reported = [];
    const store = { add: async () => true, remove: () => Promise.reject(new Error("no Redis")) };
    const onError = (error, event, again) => void reported.push(again);
    const { handler } = handlerOf({ store, onError, onEvent: () => Promise.reject(new Error("no database")) });
    assert.equal(await statusOf(handler(push()())), 500);
    assert.deepEqual(reported, [false]);
  });

  test("of the store to respond in time is answered 503, and the message is still handled", async () => {
    const work = [];
    const store = { add: () => sleep(60, true), remove() {} };
    const { handler, handled } = handlerOf({ store, answerWithin: 10, waitUntil: (promise) => work.push(promise) });
    assert.equal(await statusOf(handler(push("33")())), 503);
    await work[0];
    assert.deepEqual(handled, ["33"]);
  });
});

test("a custom store is called with the dedup key", async () => {
  const keys = new Set();
  const store = {
    async add(key) {
      await sleep(1);
      return !keys.has(key) && Boolean(keys.add(key));
    },
    remove: async (key) => keys.delete(key),
  };
  const first = handlerOf({ store });
  const second = handlerOf({ store });
  const request = push("33", { timestamp: String(Date.now()) });
  assert.equal(await statusOf(first.handler(request())), 200);
  assert.equal(await statusOf(second.handler(request())), 200);
  assert.deepEqual([first.handled, second.handled], [["33"], []]);
  assert.match([...keys][0], /^ORDER_BUYER_VIEW_ORDER_PAY:1:33:\d+$/);
});

test("missing and invalid options are named when the handler is created", () => {
  const onEvent = () => {};
  for (const [name, options] of [
    ["onEvent", credentials],
    ["onEvent", { ...credentials, onEvent: 1 }],
    ["accessSecret", { accessKey: "k", onEvent }],
    ["accessKey", { onEvent }],
    ["store", { ...credentials, onEvent, store: 1 }],
    ["tolerance", { ...credentials, onEvent, tolerance: "3h" }],
    ["maxBytes", { ...credentials, onEvent, maxBytes: {} }],
  ]) {
    assert.throws(
      () => eventHandler(options),
      (error) => error instanceof ConfigError && error.message.includes(name),
    );
  }
});

test("over node:http, a message is handled and a forged one is refused", async (t) => {
  const { handler, handled } = handlerOf();
  const address = `${await listen(t, nodeListener(handler))}/pushes`;
  const { body, headers } = generateTestCallback(
    { type: "ORDER_CANCEL", messageBody: '{"orderId":3305075341149134261}' },
    credentials,
  );
  assert.equal(await statusOf(fetch(address, { method: "POST", body, headers })), 200);
  assert.equal(await statusOf(fetch(address, { method: "POST", body: `${body} `, headers })), 401);
  assert.deepEqual(handled, ["3305075341149134261"]);
});
