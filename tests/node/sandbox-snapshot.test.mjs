/** A sandbox that is put away and goes on elsewhere. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { Client } from "../../pkg/index.node.js";
import { createSandbox } from "../../pkg/sandbox/index.js";
import { ordered, topic } from "./support/buyer.mjs";

test("what is restored elsewhere goes on, with the credentials of the snapshot", async () => {
  const { sandbox, orderId, read } = await ordered();
  const other = createSandbox({ seed: 8 });
  other.restore(sandbox.snapshot());
  assert.equal(other.accessKey, sandbox.accessKey);
  const { order } = new Client({ ...other }).alibaba;
  assert.deepEqual(await order.get({ webSite: "1688", orderId }), await read());
  assert.ok((await order.payUrl({ orderId })).protocolPaySuccess);
  assert.deepEqual(other.pushes().map(topic), ["BUYER_MAKE", "ORDER_PAY"]);
  assert.equal((await read()).baseInfo.status, "waitbuyerpay", "the first goes its own way");
});

test("going back undoes what was done since", async () => {
  const { sandbox, orderId, order, read } = await ordered();
  const snapshot = sandbox.snapshot();
  await order.payUrl({ orderId });
  assert.equal((await read()).baseInfo.status, "waitsellersend");
  sandbox.restore(snapshot);
  assert.equal((await read()).baseInfo.status, "waitbuyerpay");
});

test("a text that is no snapshot of this version changes nothing", async () => {
  const { sandbox, read } = await ordered();
  const before = sandbox.snapshot();
  assert.throws(() => sandbox.restore("{}"), /no snapshot of a sandbox/);
  assert.throws(() => sandbox.restore(before.slice(0, -10)), /no snapshot of a sandbox/);
  assert.throws(() => sandbox.restore(before.replace(/"version":\d+/, '"version":0')), /version 0/);
  assert.equal(sandbox.snapshot(), before);
  assert.equal((await read()).baseInfo.status, "waitbuyerpay");
});
