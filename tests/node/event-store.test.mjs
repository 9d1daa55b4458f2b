/** Stores, hooks and options that fail, hang or return nonsense: no message is lost silently, and none is handled twice concurrently. */
import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { setTimeout as sleep, setImmediate as turn } from "node:timers/promises";
import { ConfigError, eventHandler, generateTestCallback } from "../../pkg/index.node.js";

const credentials = { accessKey: "0123456789abcdef0123456789abcdef", accessSecret: "fedcba9876543210fedcba9876543210" };
const HOUR = 3_600_000;

/** Creates requests with a message about an order, the same each time. */
function push(orderId = "33", timestamp = Date.now()) {
  const event = {
    messageType: "1688_ORDER_BUYER_VIEW_ORDER_PAY",
    messagePlatform: 1,
    messageBody: { orderId },
    timestamp,
  };
  const { body, headers } = generateTestCallback(event, credentials);
  return () => new Request("https://shop.example/", { method: "POST", body, headers });
}

/** A handler, the order ids that onEvent received, and the log. */
function handlerOf(options = {}) {
  const handled = [];
  const log = [];
  const logger = { warn: (...texts) => log.push(texts.join(" ")), error: (...texts) => log.push(texts.join(" ")) };
  const onEvent = ({ messageBody }) => void handled.push(messageBody.orderId);
  const handler = eventHandler({ ...credentials, onEvent, logger, ...options });
  return { handled, log, status: async (request) => (await handler(request())).status };
}

const never = () => new Promise(() => {});

/** Waits for everything that does not need a timer. */
async function settle() {
  for (let count = 0; count < 20; count++) await turn();
}

/** A correct store, whose methods a test can replace. */
function memory(own = {}) {
  const keys = new Set();
  const store = {
    keys,
    add: (key) => !keys.has(key) && Boolean(keys.add(key)),
    remove: (key) => keys.delete(key),
  };
  return Object.assign(store, own);
}

describe("a store that hangs", () => {
  test("once is called again for the repetition", async () => {
    let hangs = 1;
    const store = memory();
    const add = store.add;
    store.add = (key) => (hangs-- > 0 ? never() : add(key));
    const { handled, log, status } = handlerOf({ store, answerWithin: 10, storeTimeout: 20 });
    const request = push();
    assert.equal(await status(request), 503);
    await sleep(60);
    assert.match(log[0], /store\.add did not settle within 20 ms for ORDER_BUYER_VIEW_ORDER_PAY:1:33:\d+/);
    assert.equal(await status(request), 200);
    assert.equal(await status(request), 200);
    assert.deepEqual(handled, ["33"]);
  });

  test("for more than a second, by default, is answered 503", async (t) => {
    t.mock.timers.enable({ apis: ["setTimeout", "Date"], now: Date.now() });
    let hangs = 1;
    const { handled, status } = handlerOf({ store: memory({ add: () => (hangs-- > 0 ? never() : true) }) });
    const request = push();
    const first = status(request);
    await settle();
    t.mock.timers.tick(1000);
    assert.equal(await first, 503);
    assert.equal(await status(request), 200);
    assert.deepEqual(handled, ["33"]);
  });

  test("and finally returns true still has its message handled, once", async (t) => {
    t.mock.timers.enable({ apis: ["setTimeout", "Date"], now: Date.now() });
    for (const order of ["first", "second", "both"]) {
      const answers = [];
      const store = memory({ add: () => new Promise((resolve) => answers.push(resolve)) });
      const works = [];
      const { log, status } = handlerOf({ store, onEvent: () => new Promise((resolve) => works.push(resolve)) });
      const request = push();
      const earlier = status(request);
      await settle();
      t.mock.timers.tick(1000);
      assert.equal(await earlier, 503);
      const again = status(request);
      await settle();
      const [first, second] = answers;
      (order === "first" ? first : second)(true);
      await settle();
      (order === "first" ? second : first)(order === "both");
      await settle();
      for (const end of works) end();
      assert.equal(await again, 200, order);
      assert.equal(works.length, 1, order);
      assert.equal(
        log.some((line) => line.includes("returned true twice")),
        order === "both",
      );
    }
  });

  test("in remove means that onError is asked to keep the message", async () => {
    const reported = [];
    const store = memory({ remove: never });
    const onEvent = () => Promise.reject(new Error("no database"));
    const onError = (error, { key }, willBeRepeated) => void reported.push([key.slice(0, 10), willBeRepeated]);
    const { log, status } = handlerOf({ store, onEvent, onError, storeTimeout: 20 });
    assert.equal(await status(push()), 500);
    assert.deepEqual(reported, [["ORDER_BUYE", false]]);
    assert.match(log[0], /could not forget .*store\.remove did not settle within 20 ms/s);
  });
});

describe("a hook that hangs", () => {
  test("onError does not prevent the repetition of the message", async () => {
    let failures = 1;
    const handled = [];
    const onEvent = ({ messageBody }) => {
      if (failures-- > 0) throw new Error("no database");
      handled.push(messageBody.orderId);
    };
    const { status } = handlerOf({ onEvent, onError: never, answerWithin: 20 });
    const request = push();
    assert.equal(await status(request), 500);
    assert.equal(await status(request), 200);
    assert.deepEqual(handled, ["33"]);
  });

  test("onEvent is named in the log after a minute, and its message is not passed on meanwhile", async (t) => {
    t.mock.timers.enable({ apis: ["setTimeout", "Date"], now: Date.now() });
    let count = 0;
    const { log, status } = handlerOf({ onEvent: () => (count++, never()) });
    const request = push();
    const first = status(request);
    await settle();
    t.mock.timers.tick(800);
    assert.equal(await first, 200);
    assert.deepEqual(log, []);
    t.mock.timers.tick(60_000);
    assert.equal(log.length, 1);
    assert.match(log[0], /onEvent has not settled within 60 s for ORDER_BUYER_VIEW_ORDER_PAY:1:33:/);
    const second = status(request);
    await settle();
    t.mock.timers.tick(800);
    assert.equal(await second, 200);
    assert.equal(count, 1);
  });

  test("onError is named in the log after a minute", async (t) => {
    t.mock.timers.enable({ apis: ["setTimeout", "Date"], now: Date.now() });
    const { log, status } = handlerOf({ onEvent: () => Promise.reject(new Error("no database")), onError: never });
    const answer = status(push());
    await settle();
    t.mock.timers.tick(60_000);
    assert.equal(await answer, 500);
    assert.match(log[0], /onError has not settled within 60 s/);
  });

  test("waitUntil that throws is logged, and the message is handled and answered", async () => {
    const waitUntil = () => {
      throw new TypeError("Illegal invocation");
    };
    const { log, handled, status } = handlerOf({ waitUntil });
    assert.equal(await status(push()), 200);
    assert.deepEqual(handled, ["33"]);
    assert.match(log[0], /waitUntil failed/);
  });
});

describe("a store that adds a key without saying so", () => {
  /** A correct store whose first calls of `add` take effect, and then end like this. */
  function forgetful(...ends) {
    const store = memory();
    const { add } = store;
    store.add = (key) => {
      const isNew = add(key);
      return ends.length > 0 ? ends.shift()(isNew) : isNew;
    };
    return store;
  }
  const throws = () => {
    throw new Error("ECONNRESET");
  };
  const slow = (isNew) => sleep(60, isNew);

  for (const [name, ends, expected] of [
    ["it throws", [throws], [500, 200, 200]],
    ["it rejects", [async () => throws()], [500, 200, 200]],
    ["it hangs", [never], [503, 200, 200]],
    ["it returns something else", [() => "OK"], [500, 200, 200]],
    ["it fails several times", [throws, never, throws], [500, 503, 500, 200, 200]],
    ["the repetition is slow, too", [throws, slow], [500, 503, 200]],
  ]) {
    test(`loses no message, and none is handled twice: ${name}`, async () => {
      const { handled, log, status } = handlerOf({ store: forgetful(...ends), storeTimeout: 20, answerWithin: 30 });
      const request = push();
      const statuses = [];
      while (statuses.length < expected.length) {
        statuses.push(await status(request));
        await sleep(80);
      }
      assert.deepEqual(statuses, expected);
      assert.deepEqual(handled, ["33"]);
      assert.ok(log.some((line) => /store\.add returned false for ORDER_.*handled now/.test(line)));
    });
  }

  test("has its message handled once if the store responds at last", async () => {
    let answer;
    const store = forgetful((isNew) => new Promise((resolve) => (answer = () => resolve(isNew))));
    const { handled, status } = handlerOf({ store, storeTimeout: 20 });
    const request = push();
    assert.deepEqual([await status(request), await status(request)], [503, 200]);
    answer();
    await settle();
    assert.equal(await status(request), 200);
    assert.deepEqual(handled, ["33"]);
  });

  test("makes no promise to the platform that onError does not know of", async () => {
    const reported = [];
    const onEvent = () => Promise.reject(new Error("no database"));
    const onError = (error, event, willBeRepeated) => void reported.push(willBeRepeated);
    const { status } = handlerOf({ store: forgetful(slow), onEvent, onError, storeTimeout: 20, answerWithin: 30 });
    const request = push();
    const statuses = [await status(request), await status(request)];
    await sleep(80);
    // Another process could have answered a copy 200, since the key was added.
    assert.deepEqual([statuses, reported], [[503, 500], [false]]);
  });

  test("for thousands of keys names those that it forgets", async () => {
    const { log, status } = handlerOf({ store: memory({ add: throws }) });
    const now = Date.now();
    for (let id = 1; id <= 10_001; id++) await status(push(String(id), now));
    assert.match(log.at(-1), /a false for ORDER_BUYER_VIEW_ORDER_PAY:1:1:\d+ counts as handled/);
  });
});

describe("a function that nobody waits for", () => {
  const rejects = () => Promise.reject(new Error("no disk"));

  for (const fails of [rejects, () => ({ then: (_, reject) => reject("no disk") })]) {
    test(`leaves no unhandled rejection, which would end the process: ${fails}`, async () => {
      const junk = { method: "POST", body: "x", headers: { authorization: "junk of a stranger" } };
      const logger = { warn: fails, error: fails };
      const { handled, status } = handlerOf({ logger, waitUntil: fails });
      assert.equal(await status(() => new Request("https://shop.example/", junk)), 401);
      assert.equal(await status(push()), 200);
      assert.deepEqual(handled, ["33"]);
      const broken = handlerOf({ logger, store: memory({ add: rejects }) });
      assert.equal(await broken.status(push()), 500);
      await sleep(1);
    });
  }

  test("waitUntil of the options or the context that rejects is logged, and the message is handled and answered", async () => {
    const logged = [];
    const logger = { error: (...texts) => logged.push(texts.join(" ")) };
    const handler = eventHandler({ ...credentials, logger, onEvent() {} });
    assert.equal((await handler(push()(), { waitUntil: rejects })).status, 200);
    const { log, handled, status } = handlerOf({ waitUntil: rejects });
    assert.equal(await status(push()), 200);
    assert.deepEqual(handled, ["33"]);
    await sleep(1);
    for (const [line] of [logged, log]) assert.match(line, /waitUntil failed: Error: no disk/);
  });

  test("base that is async is refused when the handler is created", async () => {
    assert.throws(() => handlerOf({ base: rejects }), ConfigError);
    await sleep(1);
  });
});

describe("a store", () => {
  test("without its methods is refused when the handler is created", () => {
    class Redis {
      async set() {}
      async add() {}
    }
    const thrower = {
      get add() {
        throw new Error("no");
      },
    };
    for (const store of [
      {},
      [],
      new Map(),
      new Set(),
      new WeakSet(),
      new Redis(),
      { add() {} },
      { remove() {} },
      { begin() {}, done() {} },
      { add: true, remove: true },
      thrower,
      { has() {}, set() {} },
    ]) {
      assert.throws(
        () => handlerOf({ store }),
        (error) =>
          error instanceof ConfigError &&
          /^store must have the methods begin\(.* or add\(key\).* and remove\(key\)/.test(error.message),
      );
    }
    for (const store of [1, "redis", true, () => {}]) assert.throws(() => handlerOf({ store }), ConfigError);
  });

  test("may inherit its methods, be synchronous or not, and be any thenable", async () => {
    class Store {
      keys = new Set();
      add(key) {
        return { then: (resolve) => resolve(!this.keys.has(key) && Boolean(this.keys.add(key))) };
      }
      remove() {}
    }
    const { handled, status } = handlerOf({ store: new Store() });
    const request = push();
    assert.deepEqual([await status(request), await status(request)], [200, 200]);
    assert.deepEqual(handled, ["33"]);
  });

  for (const answer of [
    undefined,
    null,
    "OK",
    "",
    1,
    0,
    {},
    [],
    "true",
    "false",
    new Boolean(true),
    Symbol("true"),
    1n,
    () => true,
  ]) {
    const name = typeof answer === "object" ? JSON.stringify(answer) : String(answer);
    test(`that returns ${name || '""'} loses nothing: 500, a log message, and the repetition is handled`, async () => {
      for (const wrap of [(value) => value, (value) => Promise.resolve(value)]) {
        const store = memory({ add: () => wrap(answer) });
        const { handled, log, status } = handlerOf({ store });
        const request = push();
        assert.equal(await status(request), 500);
        assert.deepEqual(handled, []);
        assert.match(log[0], /store\.add must return true for a new key and false for a known one/);
        store.add = () => true;
        assert.equal(await status(request), 200);
        assert.deepEqual(handled, ["33"]);
      }
    });
  }

  test("that throws, synchronously or later, is answered 500, and called again for the repetition", async () => {
    const fail = () => {
      throw new Error("no Redis");
    };
    for (const add of [fail, async () => fail()]) {
      const store = memory({ add });
      const { handled, log, status } = handlerOf({ store });
      const request = push();
      assert.equal(await status(request), 500);
      assert.match(log[0], /store of push messages failed: Error: no Redis/);
      store.add = () => true;
      assert.equal(await status(request), 200);
      assert.deepEqual(handled, ["33"]);
    }
  });
});

describe("the tolerance", () => {
  for (const [tolerance, expected] of [
    [undefined, 3 * HOUR],
    [24 * HOUR, 24 * HOUR],
    [30 * 24 * HOUR, 30 * 24 * HOUR],
  ]) {
    test(`of ${tolerance} determines how long the default store remembers messages, old and new`, async (t) => {
      const start = Date.now();
      t.mock.timers.enable({ apis: ["Date"], now: start });
      const { handled, status } = handlerOf({ tolerance });
      // As far in the future as allowed: it stays valid for twice the tolerance.
      const request = push("33", start + expected);
      assert.equal(await status(request), 200);
      for (const share of [0.3, 0.9, 1.5, 1.99]) {
        t.mock.timers.setTime(start + share * expected);
        assert.equal(await status(request), 200);
        await status(push(`other ${share}`));
      }
      assert.equal(handled.filter((orderId) => orderId === "33").length, 1, "a replay was handled again");
      t.mock.timers.setTime(start + 2 * expected + 1000);
      assert.equal(await status(request), 401);
    });
  }

  test("in China time may be UTC, and so is remembered for eight hours more", async (t) => {
    const start = Date.parse("2026-05-20T07:21:09Z");
    t.mock.timers.enable({ apis: ["Date"], now: start - 3 * HOUR });
    const { handled, status } = handlerOf();
    const request = push("33", "2026-05-20 15:21:09");
    assert.equal(await status(request), 200);
    for (const hours of [-2, 0, 2, 6, 8, 10]) {
      t.mock.timers.setTime(start + hours * HOUR);
      await status(request);
      await status(push(`other ${hours}`));
    }
    assert.equal(handled.filter((orderId) => orderId === "33").length, 1, "a replay was handled again");
  });

  test("that is small does not shorten the memory of messages without a time", async (t) => {
    const start = Date.now();
    t.mock.timers.enable({ apis: ["Date"], now: start });
    const { handled, status } = handlerOf({ tolerance: 1000 });
    const request = push("33", null);
    for (const time of [0, 0.5, 1, 1.5, 2, 2.5]) {
      t.mock.timers.setTime(start + time * HOUR);
      assert.equal(await status(request), 200);
    }
    assert.deepEqual(handled, ["33"]);
  });

  test("that is infinite requires a custom store", async () => {
    for (const tolerance of [Infinity, Number.MAX_VALUE, 31 * 24 * HOUR]) {
      for (const store of [undefined, null]) {
        assert.throws(
          () => handlerOf({ tolerance, store }),
          (error) => error instanceof ConfigError && /tolerance .* needs a store of your own/.test(error.message),
        );
      }
      const { handled, status } = handlerOf({ tolerance, store: memory() });
      assert.equal(await status(push("33", Date.now() - 20 * 24 * HOUR)), 200);
      assert.deepEqual(handled, ["33"]);
    }
  });
});

test("invalid options are named when the handler is created", () => {
  const wrong = {
    tolerance: [0, -1, NaN, -Infinity, "1", {}],
    maxBytes: [0, -1, NaN, Infinity, "1"],
    maxValues: [0, -1, NaN, 1.5, Infinity, 2 ** 31, "1"],
    answerWithin: [-1, NaN, Infinity, 2 ** 31, "1"],
    storeTimeout: [0, -1, NaN, Infinity, 2 ** 31, "1"],
    bodyTimeout: [0, -1, NaN, Infinity, 2 ** 31, "1"],
    maxPendingBytes: [0, -1, NaN, Infinity, "1"],
  };
  for (const [name, values] of Object.entries(wrong)) {
    for (const value of values) {
      assert.throws(
        () => handlerOf({ [name]: value }),
        (error) => error instanceof ConfigError && error.message.startsWith(`${name} must be`),
      );
    }
  }
});

test("maxPendingBytes must have room for a whole body", () => {
  for (const sizes of [{ maxPendingBytes: 1_048_575 }, { maxBytes: 2 ** 27 }]) {
    assert.throws(() => handlerOf(sizes), /maxPendingBytes must not be less than maxBytes/);
  }
  handlerOf({ maxBytes: 2 ** 27, maxPendingBytes: 2 ** 27 });
});

test("an option that is null counts as missing", async () => {
  const names = [
    "onError",
    "waitUntil",
    "store",
    "maxBytes",
    "maxValues",
    "tolerance",
    "answerWithin",
    "storeTimeout",
    "bodyTimeout",
    "maxPendingBytes",
    "base",
  ];
  const { handled, status } = handlerOf(Object.fromEntries(names.map((name) => [name, null])));
  assert.equal(await status(push()), 200);
  assert.deepEqual(handled, ["33"]);
});

describe("a store that knows what is done", () => {
  /** A correct store, which processes can share. Its states are `"begun"`, `"failed"` and `"done"`. */
  function leasing(own = {}) {
    const states = new Map();
    const store = {
      states,
      begin(key, leaseMs) {
        const { state, until } = states.get(key) ?? {};
        if (state === "done") return "done";
        if (state === "begun" && until > Date.now()) return "running";
        states.set(key, { state: "begun", until: Date.now() + leaseMs });
        return "begun";
      },
      done: (key) => states.set(key, { state: "done" }),
      fail: (key) => states.set(key, { state: "failed" }),
    };
    return Object.assign(store, own);
  }

  test("has each message handled once, and answers 200 when that is done", async () => {
    const store = leasing();
    const { handled, status } = handlerOf({ store });
    const request = push();
    assert.deepEqual([await status(request), await status(request)], [200, 200]);
    assert.deepEqual(handled, ["33"]);
    assert.deepEqual([...store.states.values()], [{ state: "done" }]);
  });

  test("loses no message whose process dies: another handles its repetition when the lease has ended", async () => {
    const store = leasing();
    const dying = handlerOf({ store, lease: 1500, answerWithin: 5, onEvent: never });
    const other = handlerOf({ store, lease: 1500 });
    const request = push();
    assert.equal(await dying.status(request), 503);
    assert.equal(await other.status(request), 503);
    assert.deepEqual(other.handled, []);
    await sleep(1600);
    assert.equal(await other.status(request), 200);
    assert.deepEqual(other.handled, ["33"]);
  });

  test("never lets a message be answered 200 before it is done", async () => {
    const work = [];
    const onEvent = () => sleep(40);
    const { status } = handlerOf({ store: leasing(), answerWithin: 5, onEvent, waitUntil: (end) => work.push(end) });
    const request = push();
    assert.equal(await status(request), 503);
    await work[0];
    assert.equal(await status(request), 200);
  });

  test("has a failure repeated, and onError knows it, until the last delivery", async () => {
    const HALF = HOUR / 2;
    for (const [age, willBeRepeated] of [
      [0, true],
      [4 * HALF, true],
      [5 * HALF, false],
    ]) {
      let failures = 1;
      const reported = [];
      const onEvent = () => {
        if (failures-- > 0) throw new Error("no database");
      };
      const onError = (error, event, willBeRepeated) => void reported.push(willBeRepeated);
      const { status } = handlerOf({ store: leasing(), onEvent, onError });
      const request = push("33", Date.now() - age);
      assert.deepEqual([await status(request), await status(request)], [500, 200]);
      assert.deepEqual(reported, [willBeRepeated], `${age}`);
    }
  });

  test("may fail or hang at each call: the message is repeated and handled again", async () => {
    const throws = () => Promise.reject(new Error("ECONNRESET"));
    for (const fault of [throws, never]) {
      for (const [method, expected] of [
        ["begin", [503, 200]],
        ["done", [503, 503]],
      ]) {
        const correct = leasing();
        let faults = 1;
        const store = leasing({ [method]: (...args) => (faults-- > 0 ? fault() : correct[method](...args)) });
        const { log, status } = handlerOf({ store, storeTimeout: 20 });
        const request = push();
        assert.deepEqual([await status(request), await status(request)], expected, `${method} ${fault}`);
        assert.match(log[0], /store of push messages/);
      }
      const store = leasing({ fail: fault });
      const onEvent = () => Promise.reject(new Error("no database"));
      const reported = [];
      const onError = (error, event, willBeRepeated) => void reported.push(willBeRepeated);
      const { status } = handlerOf({ store, onEvent, onError, storeTimeout: 20 });
      assert.equal(await status(push()), 500);
      // The lease ends before the repetition comes.
      assert.deepEqual(reported, [true]);
    }
  });

  test("that returns anything else loses nothing: 500, and a log message", async () => {
    for (const answer of [true, false, undefined, "OK", 1]) {
      const { handled, log, status } = handlerOf({ store: leasing({ begin: () => answer }) });
      assert.equal(await status(push()), 500);
      assert.deepEqual(handled, []);
      assert.match(log[0], /store\.begin must return "begun", "running" or "done"/);
    }
  });
});
