/**
 * What an inbox relies on, whatever its store: each message is kept once, claimed by one worker at a time, in the order of its
 * subject, and applied exactly once, wherever a process ends. Needs no test runner, so that it runs in every runtime.
 */
import assert from "node:assert/strict";

const ATTEMPTS = 3;
const LONG = 60_000;
const bytes = (text) => new TextEncoder().encode(text);
const sleep = (milliseconds) => new Promise((resolve) => setTimeout(resolve, milliseconds));

/** A message with its defaults. */
export function message(key, own = {}) {
  const { subject = key, pushed = 1, body = key } = own;
  return { key, subject, pushed, digest: `sha of ${body}`, type: "ORDER", body: bytes(body), signature: "s" };
}

/** Claims and finishes messages until there is none. Returns their keys in order. */
async function drain(messages, apply = () => {}, owner = "worker") {
  const keys = [];
  for (let claim; (claim = await messages.claim(owner, LONG)); ) {
    assert.ok(await messages.finish(claim, apply));
    keys.push(claim.key);
  }
  return keys;
}

/**
 * @typedef {object} Place a database, empty at first
 * @property {() => Promise<any>} open returns its messages, over a connection of their own
 * @property {((key: string) => (tx: any) => unknown)} effect returns what applies a message in a transaction
 * @property {() => Promise<string[]>} effects returns the keys that were applied
 * @property {(crash: (call: number, when: "before" | "after") => void) => Promise<any>} [openCrashing] the same as `open`, but
 *   `crash` is called around each call of the database, and may throw
 */

/** @type {Record<string, (place: Place) => Promise<void>>} */
export const contract = {
  async "a message is stored once, whatever is sent again"({ open }) {
    const messages = await open();
    assert.equal(await messages.add(message("a")), true);
    assert.equal(await messages.add(message("a")), false);
    assert.equal(await messages.add(message("a")), false);
    assert.deepEqual(await messages.counts(), { new: 1 });
    const claim = await messages.claim("worker", LONG);
    assert.deepEqual([claim.copies, claim.attempt, new TextDecoder().decode(claim.body)], [3, 1, "a"]);
    assert.equal(await messages.add(message("a")), false);
    await messages.finish(claim, () => {});
    assert.equal(await messages.add(message("a")), false);
    assert.deepEqual(await messages.counts(), { done: 1 });
  },

  async "another body under the same key is another message"({ open }) {
    const messages = await open();
    assert.equal(await messages.add(message("a", { subject: "s" })), true);
    assert.equal(await messages.add(message("a", { subject: "s", body: "b" })), true);
    assert.equal(await messages.add(message("a", { subject: "s", body: "b" })), false);
    assert.deepEqual(await drain(messages), ["a", "a#sha of b"]);
  },

  async "bytes come back as they were"({ open }) {
    const messages = await open();
    const body = Uint8Array.from({ length: 256 }, (_, byte) => byte);
    await messages.add({ ...message("a"), body });
    const claim = await messages.claim("worker", LONG);
    assert.deepEqual(claim.body, body);
  },

  async "the oldest comes first, and of one subject only one at a time"({ open }) {
    const messages = await open();
    for (const [key, subject, pushed] of [
      ["late", "x", 3],
      ["other", "y", 2],
      ["early", "x", 1],
    ]) {
      await messages.add(message(key, { subject, pushed }));
    }
    const first = await messages.claim("one", LONG);
    const second = await messages.claim("two", LONG);
    assert.deepEqual([first.key, second.key], ["early", "other"]);
    assert.equal(await messages.claim("three", LONG), undefined);
    // One that is even older arrives while a later one is being handled.
    await messages.add(message("oldest", { subject: "x", pushed: 0 }));
    assert.equal(await messages.claim("three", LONG), undefined);
    await messages.finish(first, () => {});
    assert.deepEqual(await drain(messages), ["oldest", "late"]);
  },

  async "without a time of its own, a message takes its place when it arrives"({ open }) {
    const messages = await open();
    await messages.add(message("first", { subject: "x", pushed: null }));
    await sleep(5);
    await messages.add(message("second", { subject: "x", pushed: null }));
    assert.deepEqual(await drain(messages), ["first", "second"]);
  },

  async "eight connections store the same messages at once: each is kept once"({ open }) {
    const connections = await Promise.all(Array.from({ length: 8 }, open));
    const keys = Array.from({ length: 40 }, (_, index) => `key ${index}`);
    const added = await Promise.all(
      connections.map(async (messages) => {
        const results = [];
        for (const key of keys) results.push(await messages.add(message(key)));
        return results;
      }),
    );
    const news = keys.map((_, index) => added.filter((results) => results[index]).length);
    assert.deepEqual(new Set(news), new Set([1]));
    assert.deepEqual(await connections[0].counts(), { new: 40 });
  },

  async "eight workers at once: nothing is claimed twice, and each subject keeps its order"({ open, effect, effects }) {
    const connections = await Promise.all(Array.from({ length: 8 }, open));
    const sent = Array.from({ length: 60 }, (_, index) => ({ subject: `order ${index % 6}`, pushed: index }));
    for (const { subject, pushed } of sent)
      await connections[0].add(message(`${subject}/${pushed}`, { subject, pushed }));
    const running = new Set();
    await Promise.all(
      connections.map(async (messages, worker) => {
        for (let idle = 0; idle < 20; ) {
          const claim = await messages.claim(`worker ${worker}`, LONG);
          if (!claim) {
            idle++;
            await sleep(5);
            continue;
          }
          assert.ok(!running.has(claim.subject), `${claim.subject} is claimed twice`);
          running.add(claim.subject);
          await sleep(1);
          running.delete(claim.subject);
          assert.ok(await messages.finish(claim, effect(claim.key)));
        }
      }),
    );
    const applied = await effects();
    assert.equal(applied.length, 60);
    for (let order = 0; order < 6; order++) {
      const own = applied.filter((key) => key.startsWith(`order ${order}/`));
      assert.deepEqual(
        own,
        sent.filter((_, index) => index % 6 === order).map(({ subject, pushed }) => `${subject}/${pushed}`),
      );
    }
  },

  async "a worker whose lease has ended applies nothing"({ open, effect, effects }) {
    const [stalled, other] = [await open(), await open()];
    await stalled.add(message("a"));
    const claim = await stalled.claim("stalled", 1);
    await sleep(10);
    assert.deepEqual(await other.expire(ATTEMPTS), []);
    const again = await other.claim("other", LONG);
    assert.deepEqual([again.key, again.attempt], ["a", 2]);
    assert.equal(await stalled.finish(claim, effect("a")), false);
    assert.equal(await stalled.fail(claim, "late", 0, ATTEMPTS), undefined);
    assert.equal(await other.finish(again, effect("a")), true);
    assert.equal(await other.finish(again, effect("a")), false);
    assert.deepEqual(await effects(), ["a"]);
  },

  async "the same worker that claims a message again cannot finish its earlier claim"({ open, effect, effects }) {
    const messages = await open();
    await messages.add(message("a"));
    const claim = await messages.claim("worker", 1);
    await sleep(10);
    await messages.expire(ATTEMPTS);
    const again = await messages.claim("worker", LONG);
    assert.equal(await messages.finish(claim, effect("a")), false);
    assert.equal(await messages.finish(again, effect("a")), true);
    assert.deepEqual(await effects(), ["a"]);
  },

  async "a lease that has not ended is nobody else's"({ open }) {
    const messages = await open();
    await messages.add(message("a"));
    const claim = await messages.claim("worker", LONG);
    assert.deepEqual(await messages.expire(ATTEMPTS), []);
    assert.equal(await messages.claim("other", LONG), undefined);
    assert.equal(await messages.finish(claim, () => {}), true);
  },

  async "what apply did is rolled back if it fails, and the message is tried again"({
    open,
    openCrashing,
    effect,
    effects,
  }) {
    // Memory has nothing to roll back.
    if (!openCrashing) return;
    const messages = await open();
    await messages.add(message("a"));
    const claim = await messages.claim("worker", LONG);
    const failing = async () => {
      await messages.finish(claim, (tx) => {
        const work = effect("a")(tx);
        const fail = () => {
          throw new Error("no stock");
        };
        return work instanceof Promise ? work.then(fail) : fail();
      });
    };
    await assert.rejects(failing, /no stock/);
    assert.deepEqual(await effects(), []);
    const { state, attempt } = await messages.fail(claim, "no stock", 0, ATTEMPTS);
    assert.deepEqual([state, attempt], ["new", 1]);
    const again = await messages.claim("worker", LONG);
    assert.ok(await messages.finish(again, effect("a")));
    assert.deepEqual(await effects(), ["a"]);
  },

  async "while a message waits for its next attempt, its subject waits, and others do not"({ open }) {
    const messages = await open();
    await messages.add(message("a", { subject: "x", pushed: 1 }));
    await messages.add(message("b", { subject: "x", pushed: 2 }));
    await messages.add(message("c", { subject: "y", pushed: 3 }));
    await messages.fail(await messages.claim("worker", LONG), "later", 2000, ATTEMPTS);
    assert.deepEqual(await drain(messages), ["c"]);
    await sleep(2100);
    assert.deepEqual(await drain(messages), ["a", "b"]);
  },

  async "the last attempt makes a dead letter, which blocks nobody and can be tried again"({ open }) {
    const messages = await open();
    await messages.add(message("a", { subject: "x", pushed: 1 }));
    await messages.add(message("b", { subject: "x", pushed: 2 }));
    for (let attempt = 1; attempt <= ATTEMPTS; attempt++) {
      const claim = await messages.claim("worker", LONG);
      assert.deepEqual([claim.key, claim.attempt], ["a", attempt]);
      const { state } = await messages.fail(claim, `failure ${attempt}`, 0, ATTEMPTS);
      assert.equal(state, attempt === ATTEMPTS ? "dead" : "new");
    }
    assert.deepEqual(await drain(messages), ["b"]);
    const [letter] = await messages.dead();
    assert.deepEqual([letter.key, letter.error, letter.attempt], ["a", "failure 3", 3]);
    assert.equal(await messages.retry("b"), false);
    assert.equal(await messages.retry("unknown"), false);
    assert.equal(await messages.retry("a"), true);
    assert.deepEqual(await drain(messages), ["a"]);
    assert.deepEqual(await messages.dead(), []);
  },

  async "a message whose processes end becomes a dead letter, too"({ open }) {
    const messages = await open();
    await messages.add(message("a"));
    for (let attempt = 1; attempt <= ATTEMPTS; attempt++) {
      await messages.claim("worker", 1);
      await sleep(10);
      const dead = await messages.expire(ATTEMPTS);
      assert.deepEqual(
        dead.map(({ key }) => key),
        attempt === ATTEMPTS ? ["a"] : [],
      );
    }
    assert.deepEqual(await messages.counts(), { dead: 1 });
  },

  async "all since a time are handled again, the oldest first"({ open, effect, effects }) {
    const messages = await open();
    for (const key of ["a", "b"]) await messages.add(message(key, { subject: "x", pushed: key === "a" ? 2 : 1 }));
    const apply = (tx) => effect("applied")(tx);
    assert.deepEqual(await drain(messages, apply), ["b", "a"]);
    assert.equal(await messages.replay(Date.now() + LONG), 0);
    assert.equal(await messages.replay(Date.now() - LONG), 2);
    assert.deepEqual(await drain(messages, apply), ["b", "a"]);
    assert.equal((await effects()).length, 4);
  },

  async "only what was done long ago is deleted"({ open }) {
    const messages = await open();
    for (const key of ["a", "b"]) await messages.add(message(key));
    await messages.finish(await messages.claim("worker", LONG), () => {});
    assert.equal(await messages.prune(LONG), 0);
    await sleep(10);
    assert.equal(await messages.prune(1), 1);
    assert.deepEqual(await messages.counts(), { new: 1 });
  },

  async "a process may end at each call of the database: the message is applied once"({
    openCrashing,
    open,
    effect,
    effects,
  }) {
    if (!openCrashing) return;
    const applied = [];
    for (const when of ["before", "after"]) {
      for (let fatal = 1, crashed = true; crashed; fatal++) {
        crashed = false;
        const key = `${when} ${fatal}`;
        let calls = 0;
        const messages = await openCrashing((at) => {
          if (at === "before") calls++;
          if (at !== when || calls !== fatal) return;
          crashed = true;
          throw new Error("the process ends here");
        });
        const run = async () => {
          // Without 200, the vendor sends it again.
          await messages.add(message(key));
          const claim = await messages.claim("worker", 1);
          await messages.finish(claim, effect(key));
        };
        await run().catch((error) => assert.match(error.message, /ends here/));
        const survivor = await open();
        await survivor.add(message(key));
        // A server notices after a moment that a connection has gone.
        for (let counts = { new: 1 }; counts.new || counts.leased; counts = await survivor.counts()) {
          await sleep(5);
          await survivor.expire(ATTEMPTS);
          await drain(survivor, effect(key), "survivor");
        }
        applied.push(key);
        assert.deepEqual(await effects(), applied);
      }
    }
    assert.ok(applied.length >= 8, `${applied.length} calls`);
  },
};
