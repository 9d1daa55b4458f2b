/** `pandapon sandbox --callback URL`: push messages reach a local server, even after crashes. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { verifyCallback } from "../../pkg/sign/index.js";
import { orderParamsOf, ordersOf, topic } from "./support/buyer.mjs";
import { control, ended, newFile, run, startSandbox } from "./support/cli.mjs";
import { receiver } from "./support/receiver.mjs";

const HALF_AN_HOUR = 1_800_000;

/** Waits until all due messages are posted. */
async function settled({ access }) {
  assert.deepEqual(await control(access, "settled"), { status: 200, body: {} });
}

async function advance(sandbox, milliseconds) {
  assert.equal((await control(sandbox.access, "advance", { milliseconds })).status, 200);
  await settled(sandbox);
}

test("each message is posted as soon as it is due, and signed with the sandbox's keys", async (t) => {
  const { received, callbackUrl } = await receiver(t, () => 200);
  const sandbox = await startSandbox(t, ["--callback", callbackUrl]);
  const { orderId } = await ordersOf(sandbox).create(await orderParamsOf(sandbox));
  await ordersOf(sandbox).payUrl({ orderId });
  await control(sandbox.access, "ship", { orderId });
  await settled(sandbox);
  const moved = "1688_LOGISTICS_BUYER_VIEW_TRACE";
  assert.deepEqual(received.map(topic), ["BUYER_MAKE", "ORDER_PAY", "ANNOUNCE_SENDGOODS", moved]);
  const { accessKey, accessSecret } = sandbox.access;
  for (const { headers, body } of received) {
    assert.ok(verifyCallback({ accessKey, accessSecret, body, authorization: headers.authorization }));
  }
  await advance(sandbox, HALF_AN_HOUR);
  assert.equal(received.length, 4, "no message is repeated");
});

test("a message that is not accepted is repeated after half an hour of sandbox time, and stderr says so", async (t) => {
  const { received, callbackUrl } = await receiver(t, (count) => (count < 3 ? 500 : 200));
  const sandbox = await startSandbox(t, ["--callback", callbackUrl]);
  await ordersOf(sandbox).create(await orderParamsOf(sandbox));
  await settled(sandbox);
  for (const count of [1, 2, 3, 3]) {
    assert.equal(received.length, count);
    await advance(sandbox, HALF_AN_HOUR);
  }
  assert.equal(new Set(received.map(({ body }) => body)).size, 1);
  await ended(sandbox.child, "SIGTERM");
  const complaints = (await sandbox.complaints).join("");
  assert.equal(complaints.match(/did not accept a push message/g).length, 2);
});

for (const signal of ["SIGKILL", "SIGTERM"]) {
  test(`after ${signal} and a restart, only messages that were not accepted are repeated`, async (t) => {
    let status = 200;
    const { received, callbackUrl } = await receiver(t, () => status);
    const args = ["--state", newFile(t), "--callback", callbackUrl];
    const first = await startSandbox(t, args);
    const orderParams = await orderParamsOf(first);
    const { orderId } = await ordersOf(first).create(orderParams);
    await settled(first);
    status = 503;
    await ordersOf(first).payUrl({ orderId });
    await settled(first);
    assert.deepEqual(received.map(topic), ["BUYER_MAKE", "ORDER_PAY"]);
    await ended(first.child, signal);

    status = 200;
    const second = await startSandbox(t, args);
    await settled(second);
    assert.equal(received.length, 2, "half an hour has not passed");
    await advance(second, HALF_AN_HOUR);
    assert.deepEqual(
      received.slice(2).map(({ body }) => body),
      [received[1].body],
    );
    await ordersOf(second).create(orderParams);
    await settled(second);
    await ended(second.child, "SIGKILL");

    const third = await startSandbox(t, args);
    await advance(third, 6 * HALF_AN_HOUR);
    assert.deepEqual(received.slice(3).map(topic), ["BUYER_MAKE"]);
    const bodies = (await control(third.access, "pushes")).body.map(({ body }) => body);
    assert.deepEqual(new Set(bodies), new Set(received.map(({ body }) => body)));
  });
}

test("after being killed, it posts a message for each confirmed order, and few twice", async (t) => {
  const { received, callbackUrl } = await receiver(t, () => 200);
  const args = ["--state", newFile(t), "--callback", callbackUrl];
  const answered = [];
  const rounds = 4;
  for (let round = 0; round < rounds; round++) {
    const sandbox = await startSandbox(t, args);
    const orderParams = await orderParamsOf(sandbox);
    const enough = answered.length + 4 + round;
    const buy = async () => {
      for (;;) {
        answered.push((await ordersOf(sandbox).create(orderParams)).orderId);
        if (answered.length === enough) sandbox.child.kill("SIGKILL");
      }
    };
    await Promise.allSettled([buy(), buy(), buy()]);
  }
  await settled(await startSandbox(t, args));
  const bodies = received.map(({ body }) => body);
  for (const id of answered)
    assert.ok(
      bodies.some((body) => body.includes(id)),
      `no message about order ${id}`,
    );
  const twice = bodies.length - new Set(bodies).size;
  assert.ok(twice <= rounds, `${twice} messages were repeated`);
});

test("without --callback, pending messages are dropped, but can be collected", async (t) => {
  const { received, callbackUrl } = await receiver(t, () => 503);
  const file = newFile(t);
  const first = await startSandbox(t, ["--state", file, "--callback", callbackUrl]);
  await ordersOf(first).create(await orderParamsOf(first));
  await settled(first);
  await ended(first.child, "SIGKILL");
  const second = await startSandbox(t, ["--state", file]);
  await advance(second, HALF_AN_HOUR);
  await ordersOf(second).create(await orderParamsOf(second));
  await ended(second.child, "SIGKILL");
  const third = await startSandbox(t, ["--state", file, "--callback", callbackUrl]);
  await advance(third, HALF_AN_HOUR);
  assert.equal(received.length, 1);
  assert.equal((await control(third.access, "pushes")).body.length, 2);
});

test("messages of a restored state are posted, even after a restart", async (t) => {
  const { received, callbackUrl } = await receiver(t, () => 503);
  const args = ["--state", newFile(t), "--callback", callbackUrl];
  const first = await startSandbox(t, args);
  await ordersOf(first).create(await orderParamsOf(first));
  await settled(first);
  const { body: state } = await control(first.access, "snapshot", {});
  await ordersOf(first).create(await orderParamsOf(first));
  await settled(first);
  assert.equal((await control(first.access, "restore", state)).status, 200);
  await ended(first.child, "SIGKILL");
  assert.equal(received.length, 2);
  const second = await startSandbox(t, args);
  await advance(second, HALF_AN_HOUR);
  assert.deepEqual(
    received.slice(2).map(({ body }) => body),
    [received[0].body],
  );
});

test("an invalid callback address is a usage error, and is not repeated in the message", async () => {
  for (const address of ["receiver", "ftp://127.0.0.1/", "http://user:hidden@127.0.0.1/"]) {
    const { code, stderr } = await run(["sandbox", "--port", "0", "--callback", address]);
    assert.deepEqual([code, stderr.includes(address)], [2, false], stderr);
    assert.match(stderr, /--callback must be an http or https URL/);
  }
});
