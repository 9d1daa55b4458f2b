/** The inbox over the store in memory: what it answers, and how workers handle what it keeps. tests/stores has the databases. */
import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { setTimeout as sleep } from "node:timers/promises";
import { createInbox, memoryStore, postgresStore, sqliteStore } from "../../pkg/inbox/index.js";
import { ConfigError, generateTestCallback } from "../../pkg/index.node.js";
import { contract } from "../stores/support/contract.mjs";
import { memoryPlace } from "../stores/support/places.mjs";
import { buyer } from "./support/buyer.mjs";
import { ADDRESS, credentials, push, silent } from "./support/push.mjs";

/** An inbox, and the order ids that it has applied. */
function inboxOf(options = {}) {
  const applied = [];
  const apply = ({ messageBody }) => void applied.push(messageBody.orderId);
  const inbox = createInbox({ ...credentials, store: memoryStore(), apply, logger: silent, ...options });
  const status = async (request) => (await inbox.handler(request())).status;
  return { inbox, applied, status };
}

/** Waits until something is true. */
async function until(condition) {
  for (const end = Date.now() + 10_000; !(await condition()); await sleep(2))
    assert.ok(Date.now() < end, "it never was");
}

/** Lets a worker handle everything that can be handled. */
async function settle(inbox) {
  const worker = inbox.start();
  await until(async () => {
    const { new: waiting, leased } = await inbox.counts();
    return waiting + leased === 0;
  });
  await worker.stop();
}

describe("the store in memory", () => {
  for (const [part, holds] of Object.entries(contract)) test(part, async () => holds(await memoryPlace()));
});

describe("a request", () => {
  test("is answered 200 when its message is stored, long before it is applied, and copies are applied once", async () => {
    const { inbox, applied, status } = inboxOf();
    const request = push("33");
    assert.deepEqual([await status(request), await status(request)], [200, 200]);
    assert.deepEqual([applied, await inbox.counts()], [[], { new: 1, leased: 0, done: 0, dead: 0 }]);
    await settle(inbox);
    assert.equal(await status(request), 200);
    assert.deepEqual([applied, await inbox.counts()], [["33"], { new: 0, leased: 0, done: 1, dead: 0 }]);
  });

  test("is answered 503 if the store fails or takes too long, so that it is sent again", async () => {
    for (const fail of [() => Promise.reject(new Error("disk full")), () => new Promise(() => {})]) {
      const store = { kind: "sqlite", sql: String, transaction: fail, all: fail, migrate: async () => {} };
      const logged = [];
      const logger = { error: (...texts) => logged.push(texts.join(" ")) };
      const { status } = inboxOf({ store, answerWithin: 50, logger });
      assert.equal(await status(push("33")), 503);
    }
  });

  test("is refused as eventHandler refuses it, and nothing is stored", async () => {
    const { inbox, status } = inboxOf();
    const { body, headers } = generateTestCallback({ type: "ORDER_CANCEL", messageBody: {} }, credentials);
    const forged = { authorization: headers.authorization.replace(/^./, (digit) => (digit === "0" ? "1" : "0")) };
    const post = (body, headers) => status(() => new Request(ADDRESS, { method: "POST", body, headers }));
    assert.equal(await status(() => new Request(ADDRESS)), 405);
    assert.equal(await post(body), 401);
    assert.equal(await post(body, forged), 401);
    assert.equal(await status(push("1", { timestamp: Date.now() - 86_400_000 })), 401);
    assert.equal(await post("the console's Verify"), 200);
    assert.deepEqual(await inbox.counts(), { new: 0, leased: 0, done: 0, dead: 0 });
  });

  test("that is signed and unreadable is kept with its bytes", async () => {
    const events = [];
    const { inbox, status } = inboxOf({ apply: (event) => void events.push(event) });
    const body = '[{"orderId":1}]';
    const { createHmac } = await import("node:crypto");
    const authorization = createHmac("sha256", credentials.accessSecret)
      .update(credentials.accessKey + body)
      .digest("hex");
    assert.equal(await status(() => new Request(ADDRESS, { method: "POST", body, headers: { authorization } })), 200);
    await settle(inbox);
    const [{ form, rawBody, reason }] = events;
    assert.deepEqual([form, new TextDecoder().decode(rawBody)], ["Other", body]);
    assert.ok(reason);
  });

  test("with another body under the same key is another message", async () => {
    const keys = [];
    const { inbox, status } = inboxOf({ apply: ({ key, messageBody }) => void keys.push([key, messageBody.note]) });
    const timestamp = Date.now();
    for (const note of ["a", "b", "b"]) await status(push("33", { timestamp, messageBody: { orderId: "33", note } }));
    await settle(inbox);
    const key = `ORDER_BUYER_VIEW_ORDER_PAY:1:33:${timestamp}`;
    assert.deepEqual(
      keys.map(([key]) => key.replace(/#[\da-f]{64}$/, "#digest")),
      [key, `${key}#digest`],
    );
    assert.deepEqual(keys.map(([, note]) => note).sort(), ["a", "b"]);
  });
});

describe("a worker", () => {
  test("applies a message that this process stores at once, with what was read for it", async () => {
    const applied = [];
    const { inbox, status } = inboxOf({
      read: async ({ messageBody }, { attempt }) => ({ id: messageBody.orderId, attempt }),
      apply: (event, order, tx) => void applied.push([order, tx]),
    });
    const worker = inbox.start();
    await sleep(20);
    const start = performance.now();
    await status(push("33"));
    await until(() => applied.length === 1);
    assert.ok(performance.now() - start < 900, "not by looking for messages every second");
    assert.deepEqual(applied, [[{ id: "33", attempt: 1 }, undefined]]);
    await worker.stop();
  });

  test("handles one message of an order at a time, the oldest first, and different orders at once", async () => {
    const running = new Set();
    const applied = [];
    let most = 0;
    const { inbox, status } = inboxOf({
      async read({ messageBody: { orderId } }) {
        assert.ok(!running.has(orderId));
        running.add(orderId);
        most = Math.max(most, running.size);
        await sleep(5);
        running.delete(orderId);
      },
      apply: ({ messageBody, timestamp }) => void applied.push([messageBody.orderId, Number(timestamp)]),
    });
    const now = Date.now();
    const times = Array.from({ length: 5 }, (_, index) => now - 1000 * index);
    for (const timestamp of times) for (const order of ["1", "2", "3"]) await status(push(order, { timestamp }));
    await settle(inbox);
    for (const order of ["1", "2", "3"]) {
      const own = applied.filter(([id]) => id === order).map(([, time]) => time);
      assert.deepEqual(own, times.toReversed());
    }
    assert.ok(most > 1);
  });

  test("tries again after a delay, and reports the last failure", async () => {
    const attempts = [];
    const letters = [];
    const { inbox, status } = inboxOf({
      read(event, { attempt }) {
        attempts.push(attempt);
        throw new Error(`no order, attempt ${attempt}`);
      },
      attempts: 3,
      backoff: (attempt) => attempt,
      onDead: (letter) => void letters.push(letter),
    });
    await status(push("33"));
    const worker = inbox.start();
    await until(() => letters.length === 1);
    assert.deepEqual(attempts, [1, 2, 3]);
    const [letter] = letters;
    assert.match(letter.error, /no order, attempt 3/);
    assert.deepEqual([letter.event.messageBody.orderId, letter.subject, letter.attempts], ["33", "1:33", 3]);
    const dead = await inbox.dead();
    assert.deepEqual(
      dead.map(({ key }) => key),
      [letter.key],
    );
    assert.equal(await inbox.retry("unknown"), false);
    assert.equal(await inbox.retry(letter.key), true);
    await until(() => letters.length === 2);
    await worker.stop();
  });

  test("abandons a read that takes longer than the lease, and tells it", async () => {
    const signals = [];
    const { inbox, applied, status } = inboxOf({
      read(event, { attempt, signal }) {
        signals.push(signal);
        return attempt === 1 ? new Promise(() => {}) : undefined;
      },
      lease: 30,
      backoff: () => 0,
    });
    await status(push("33"));
    await settle(inbox);
    assert.deepEqual(applied, ["33"]);
    assert.match(signals[0].reason.message, /did not settle within the lease, 30 ms/);
    assert.equal(signals[1].aborted, false);
  });

  test("that stops finishes what it has begun, and begins nothing else", async () => {
    const { inbox, applied, status } = inboxOf({ read: () => sleep(50) });
    for (const order of ["1", "2", "3"]) await status(push(order));
    const worker = inbox.start({ concurrency: 2 });
    await until(async () => (await inbox.counts()).leased === 2);
    await worker.stop();
    assert.equal(applied.length, 2);
    assert.deepEqual(await inbox.counts(), { new: 1, leased: 0, done: 2, dead: 0 });
  });

  test("survives whatever fails: apply, onDead, the logger, the store", async () => {
    const throws = () => {
      throw null;
    };
    const { inbox, status } = inboxOf({
      apply: throws,
      backoff: throws,
      onDead: throws,
      attempts: 1,
      logger: { warn: throws, error: throws },
    });
    await status(push("33"));
    await settle(inbox);
    assert.equal((await inbox.counts()).dead, 1);
  });

  test("takes subjects from a function of your own, which may fail, and still stores the message", async () => {
    const subjects = { 1: () => "x".repeat(10_000), 2: () => "all", 3: () => "all", 4: () => 5, 5: () => undefined };
    const letters = [];
    const { inbox, status } = inboxOf({
      subject: ({ messageBody: { orderId } }) => subjects[orderId](),
      attempts: 1,
      apply() {
        throw new Error("no database");
      },
      onDead: (letter) => void letters.push(letter),
    });
    for (const order of ["1", "2", "3", "4", "5", "6"]) assert.equal(await status(push(order)), 200);
    await settle(inbox);
    const kinds = letters.map(({ event, subject }) => [
      event.messageBody.orderId,
      subject.replace(/^[\da-f]{64}$/, "digest"),
    ]);
    assert.deepEqual(Object.fromEntries(kinds), { 1: "digest", 2: "all", 3: "all", 4: "1:4", 5: "1:5", 6: "1:6" });
  });

  test("handles everything again that came since a time", async () => {
    const { inbox, applied, status } = inboxOf();
    await status(push("33"));
    await settle(inbox);
    assert.equal(await inbox.replay({ since: new Date(Date.now() + 60_000) }), 0);
    assert.equal(await inbox.replay({ since: Date.now() - 60_000 }), 1);
    await settle(inbox);
    assert.deepEqual(applied, ["33", "33"]);
  });
});

describe("a sweep", () => {
  test("finds orders that changed, each version of them once", async () => {
    const { client, order, orderParams } = await buyer();
    const { orderId } = await order.create(orderParams);
    const events = [];
    const { inbox } = inboxOf({ client, apply: (event) => void events.push(event) });
    const since = Date.now() - 86_400_000;
    const all = await inbox.sweep({ since });
    assert.ok(all >= 1);
    assert.equal(await inbox.sweep({ since }), 0);
    await order.payUrl({ orderId });
    assert.equal(await inbox.sweep({ since }), 1);
    await settle(inbox);
    const own = events.filter(({ messageBody }) => messageBody.orderId === orderId);
    assert.deepEqual(
      own.map(({ type, form, platform }) => [type, form, platform]),
      [
        ["Swept", "Swept", 1],
        ["Swept", "Swept", 1],
      ],
    );
    assert.equal(events.length, all + 1);
  });

  test("takes changes from a function of your own, an hour before the time that it begins", async () => {
    const asked = [];
    const changes = function* (since) {
      asked.push(since.getTime());
      yield { platform: 0, refundId: "7", version: "1" };
      yield { platform: 0, orderId: "8" };
    };
    const { inbox } = inboxOf({ changes });
    assert.equal(await inbox.sweep({ since: 7_200_000 }), 2);
    assert.deepEqual(asked, [3_600_000]);
  });

  test("without a client, or with a change of nothing, says so", async () => {
    await assert.rejects(inboxOf().inbox.sweep({ since: 0 }), ConfigError);
    const { inbox } = inboxOf({ changes: () => [{ platform: 1 }] });
    await assert.rejects(inbox.sweep({ since: 0 }), /each change needs an orderId or a refundId/);
  });

  test("cannot be imitated by a push message of that type", async () => {
    const forms = [];
    const { inbox, status } = inboxOf({ apply: ({ form }) => void forms.push(form) });
    await status(push("33", { messageType: "Swept" }));
    await settle(inbox);
    assert.deepEqual(forms, ["Other"]);
  });
});

test("options that are missing or wrong are refused by their name", () => {
  const right = { ...credentials, store: memoryStore(), apply() {} };
  for (const [name, value] of Object.entries({
    accessSecret: undefined,
    store: new Map(),
    apply: "x",
    read: 1,
    subject: {},
    lease: 0,
    attempts: 0,
    backoff: 5,
    keep: 1,
    onDead: true,
    maxBytes: 0,
    tolerance: -1,
    client: {},
    changes: [],
    overlap: -1,
    answerWithin: 0,
  })) {
    assert.throws(
      () => createInbox({ ...right, [name]: value }),
      (error) => error instanceof ConfigError && error.message.includes(name),
      name,
    );
  }
  for (const since of [undefined, "yesterday", Number.NaN]) {
    assert.rejects(createInbox(right).replay({ since }), /since must be a Date/);
  }
  for (const concurrency of [0, 1.5, 1000]) assert.throws(() => createInbox(right).start({ concurrency }), ConfigError);
  for (const handle of [undefined, {}, "shop.db"]) assert.throws(() => sqliteStore(handle), ConfigError);
  for (const pool of [undefined, {}, "postgres://"]) assert.throws(() => postgresStore(pool), ConfigError);
  assert.throws(() => postgresStore({ connect() {}, query() {} }, { schema: "a;drop" }), ConfigError);
});
