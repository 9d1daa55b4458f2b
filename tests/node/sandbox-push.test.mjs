/** Push messages as the vendor posts them: signed, repeated unless accepted within a second, by the sandbox's clock. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { createSandbox } from "../../pkg/sandbox/index.js";
import { verifyCallback } from "../../pkg/sign/index.js";
import { ordered, topic } from "./support/buyer.mjs";
import { receiver } from "./support/receiver.mjs";

const HALF_AN_HOUR = 1_800_000;

test("each message is posted once to a receiver that accepts it, in order and signed", async (t) => {
  const { received, callbackUrl } = await receiver(t, () => 200);
  const { sandbox, order, orderId } = await ordered({ callbackUrl });
  await order.payUrl({ orderId });
  sandbox.ship(orderId);
  await sandbox.settled();
  const moved = "1688_LOGISTICS_BUYER_VIEW_TRACE";
  assert.deepEqual(received.map(topic), ["BUYER_MAKE", "ORDER_PAY", "ANNOUNCE_SENDGOODS", moved]);
  const { accessKey, accessSecret } = sandbox;
  for (const { method, headers, body } of received) {
    assert.deepEqual([method, headers["content-type"]], ["POST", "application/json"]);
    assert.ok(verifyCallback({ accessKey, accessSecret, body, authorization: headers.authorization }));
  }
  sandbox.advance(HALF_AN_HOUR);
  await sandbox.settled();
  assert.equal(received.length, 4);
  assert.deepEqual(
    sandbox.pushes().map(({ body }) => body),
    received.map(({ body }) => body),
  );
});

test("a message that is not accepted is repeated unchanged, five times, half an hour apart", async (t) => {
  const { received, callbackUrl } = await receiver(t, (count) => (count % 2 ? 500 : 204));
  const { sandbox } = await ordered({ callbackUrl });
  await sandbox.settled();
  for (let tries = 1; tries <= 6; tries++) {
    assert.equal(received.length, tries);
    sandbox.advance(HALF_AN_HOUR - 60_000);
    await sandbox.settled();
    assert.equal(received.length, tries);
    sandbox.advance(60_000);
    await sandbox.settled();
  }
  assert.equal(received.length, 6);
  assert.equal(new Set(received.map(({ body }) => body)).size, 1);
});

test("a receiver that takes longer than a second has not accepted the message", async () => {
  const seen = [];
  const onPush = async (request) => {
    seen.push(await request.text());
    // The second attempt is fast.
    if (seen.length === 1) await new Promise((resolve) => setTimeout(resolve, 1200));
    return new Response();
  };
  const { sandbox } = await ordered({ onPush });
  await sandbox.settled();
  for (let half = 0; half < 3; half++) {
    sandbox.advance(HALF_AN_HOUR);
    await sandbox.settled();
  }
  assert.equal(seen.length, 2);
  assert.equal(seen[0], seen[1]);
});

test("a callback function accepts by returning a status, and not if it throws", async () => {
  const answers = [() => assert.fail("broken"), () => 500, () => 200];
  let count = 0;
  const { sandbox } = await ordered({ onPush: () => answers[count++]() });
  for (let half = 0; half < 4; half++) {
    await sandbox.settled();
    sandbox.advance(HALF_AN_HOUR);
  }
  await sandbox.settled();
  assert.equal(count, 3);
});

test("a receiver can call the sandbox while it handles a message", async () => {
  const statuses = [];
  let actor;
  const onPush = async () => {
    if (!actor) return 503;
    statuses.push((await actor.read()).baseInfo.status);
    return 200;
  };
  actor = await ordered({ onPush });
  await actor.sandbox.settled();
  actor.sandbox.advance(HALF_AN_HOUR);
  await actor.sandbox.settled();
  assert.deepEqual(statuses, ["waitbuyerpay"]);
});

test("attempts continue in a restored sandbox", async () => {
  const first = await ordered({ onPush: () => 503 });
  await first.sandbox.settled();
  const posted = [];
  const second = createSandbox({ seed: 8, onPush: async (request) => posted.push(await request.text()) && 200 });
  second.restore(first.sandbox.snapshot());
  await second.settled();
  assert.equal(posted.length, 0);
  second.advance(HALF_AN_HOUR);
  await second.settled();
  assert.deepEqual(posted, [first.sandbox.pushes()[0].body]);
});

test("settled resolves quickly without a listener, and an invalid callback URL is refused", async () => {
  await createSandbox().settled();
  assert.throws(() => createSandbox({ callbackUrl: "push" }), TypeError);
  assert.throws(() => createSandbox({ onPush: "http://127.0.0.1" }), TypeError);
});
