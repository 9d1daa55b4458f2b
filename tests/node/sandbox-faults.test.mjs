/** Faults between client and vendor, and their effect on the client. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { ApiError, ConnectionError, DecodeError, TimeoutError } from "../../pkg/index.node.js";
import { createSandbox } from "../../pkg/sandbox/index.js";
import { buyer, ordered, topic } from "./support/buyer.mjs";

/** Returns the error of a call. */
const failure = (call) =>
  call.then(
    () => assert.fail("it must fail"),
    (error) => error,
  );

test("a reset after the vendor has acted: the order is sent once and found afterwards", async () => {
  const { sandbox, order, orderParams } = await buyer();
  sandbox.setFaults([{ kind: "reset", when: "after", endpoints: "alibaba.order.create" }]);
  const error = await failure(order.create(orderParams));
  assert.ok(error instanceof ConnectionError);
  assert.equal(error.sent, true);
  assert.match(error.message, /ECONNRESET/);
  assert.equal(sandbox.requests().filter(({ endpoint }) => endpoint === "alibaba.order.create").length, 1);
  const { result, totalRecord } = await order.list({});
  assert.equal(Number(totalRecord), 1);
  assert.equal(result[0].baseInfo.status, "waitbuyerpay");
  assert.deepEqual(sandbox.requests().at(-2).faults, ["reset"]);
  assert.equal(sandbox.requests().at(-2).status, null);
});

test("a reset before the vendor has acted looks the same, but there is no order", async () => {
  const { sandbox, order, orderParams } = await buyer();
  sandbox.setFaults([{ kind: "reset", when: "before", endpoints: "alibaba.order.create" }]);
  const error = await failure(order.create(orderParams));
  assert.ok(error instanceof ConnectionError && error.sent);
  assert.equal(Number((await order.list({})).totalRecord), 0);
});

test("reads are retried after 429 and 5xx, orders are not", async () => {
  const { sandbox, order, orderParams } = await buyer();
  const tries = (name) => sandbox.requests().filter(({ endpoint }) => endpoint === name).length;
  sandbox.setFaults([
    { kind: "status", status: 429, retryAfter: 0, endpoints: "alibaba.order.list", times: 1 },
    { kind: "status", status: 503, endpoints: "alibaba.order.list", times: 1 },
    { kind: "status", status: 502, when: "after", endpoints: "alibaba.order.create" },
  ]);
  assert.equal(Number((await order.list({})).totalRecord), 0);
  assert.ok(tries("alibaba.order.list") >= 2);
  assert.ok((await failure(order.create(orderParams))).sent);
  assert.equal(tries("alibaba.order.create"), 1);
  assert.equal(Number((await order.list({})).totalRecord), 1);
});

test("a late response is a timeout, although the vendor has acted", async () => {
  const { sandbox, order, orderParams } = await buyer();
  sandbox.setFaults([{ kind: "latency", ms: 60_000, endpoints: "alibaba.order.create" }]);
  const error = await failure(order.create(orderParams, { timeout: 150 }));
  assert.ok(error instanceof TimeoutError && error.sent);
  sandbox.setFaults([]);
  assert.equal(Number((await order.list({})).totalRecord), 1);
});

test("a truncated response, and a refusal", async () => {
  const { sandbox, order, orderParams } = await buyer();
  sandbox.setFaults([{ kind: "truncatedBody", times: 1, endpoints: "alibaba.order.create" }]);
  const cut = await failure(order.create(orderParams));
  assert.ok(cut instanceof DecodeError && cut.sent);
  sandbox.setFaults([{ kind: "refusal", code: 500_004, msg: "sold out" }]);
  const refused = await failure(order.create(orderParams));
  assert.ok(refused instanceof ApiError);
  assert.deepEqual([refused.code, refused.msg], [500_004, "sold out"]);
  sandbox.setFaults([{ kind: "clockSkew", ms: 700_000 }]);
  assert.equal((await failure(order.list({}))).code, 990_003);
});

test("push messages are duplicated and out of order", async () => {
  const { sandbox, order, orderId } = await ordered({ now: () => Date.now() });
  sandbox.pushes();
  sandbox.setFaults([{ kind: "duplicatePush" }, { kind: "latePush", messages: "ORDER_BUYER_VIEW_ORDER_PAY" }]);
  await order.payUrl({ orderId });
  sandbox.ship(orderId);
  const topics = sandbox
    .pushes()
    .map(topic)
    .filter((topic) => !topic.includes("LOGISTICS"));
  assert.deepEqual([...topics].sort(), ["ANNOUNCE_SENDGOODS", "ANNOUNCE_SENDGOODS", "ORDER_PAY", "ORDER_PAY"]);
  assert.equal(topics[0], "ANNOUNCE_SENDGOODS");
});

test("invalid faults are refused, and the current faults stay", async () => {
  const faults = [{ kind: "refusal", code: 7, msg: "no", endpoints: "alibaba.order.list" }];
  const { sandbox, order } = await buyer({ faults });
  for (const wrong of [[{ kind: "flood" }], [{ kind: "reset" }], [{ kind: "latency", ms: 1.5 }], {}]) {
    assert.throws(() => sandbox.setFaults(wrong), /^Error: faults: /);
  }
  assert.throws(() => createSandbox({ faults: [{ kind: "latency", ms: 1, probabilty: 1 }] }), /probabilty/);
  assert.equal((await failure(order.list({}))).code, 7);
});
