/** Snapshots of a sandbox, restored elsewhere or later. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { Client } from "../../pkg/index.node.js";
import { createSandbox } from "../../pkg/sandbox/index.js";
import { ordered, topic } from "./support/buyer.mjs";

test("a snapshot restored elsewhere continues, with the credentials of the snapshot", async () => {
  const { sandbox, orderId, read } = await ordered();
  const other = createSandbox({ seed: 8 });
  other.restore(sandbox.snapshot());
  assert.equal(other.accessKey, sandbox.accessKey);
  const { order } = new Client({ ...other }).alibaba;
  assert.deepEqual(await order.get({ webSite: "1688", orderId }), await read());
  assert.ok((await order.payUrl({ orderId })).protocolPaySuccess);
  assert.deepEqual(other.pushes().map(topic), ["BUYER_MAKE", "ORDER_PAY"]);
  assert.equal((await read()).baseInfo.status, "waitbuyerpay", "the original is independent");
});

test("restoring an earlier snapshot undoes later changes", async () => {
  const { sandbox, orderId, order, read } = await ordered();
  const snapshot = sandbox.snapshot();
  await order.payUrl({ orderId });
  assert.equal((await read()).baseInfo.status, "waitsellersend");
  sandbox.restore(snapshot);
  assert.equal((await read()).baseInfo.status, "waitbuyerpay");
});

test("text that is not a snapshot of this version is refused without effect", async () => {
  const { sandbox, read } = await ordered();
  const before = sandbox.snapshot();
  assert.throws(() => sandbox.restore("{}"), /invalid sandbox snapshot/);
  assert.throws(() => sandbox.restore(before.slice(0, -10)), /invalid sandbox snapshot/);
  assert.throws(() => sandbox.restore(before.replace(/"version":\d+/, '"version":0')), /version 0/);
  assert.equal(sandbox.snapshot(), before);
  assert.equal((await read()).baseInfo.status, "waitbuyerpay");
});

/** Pseudo-random numbers, the same in every run. */
function* numbers(seed) {
  for (let state = seed; ; ) {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    yield state / 2 ** 32;
  }
}

test("a changed snapshot is refused without effect, or works", async () => {
  const { sandbox, orderId, order } = await ordered();
  await order.payUrl({ orderId });
  sandbox.ship(orderId);
  const snapshot = sandbox.snapshot();
  const [random, other] = [numbers(1), createSandbox({ seed: 8 })];
  const digits = [...snapshot.matchAll(/(?<=":|,|\[)-?\d+(?=[,}\]])/g)];
  const values = ["0", "-1", "9223372036854775807", "-9223372036854775808", "18446744073709551615", "null", '""', "[]"];
  const pick = (list) => list[Math.floor(random.next().value * list.length)];
  let refused = 0;
  for (let round = 0; round < 150; round++) {
    const { index, 0: number } = pick(digits);
    const before = other.snapshot();
    try {
      other.restore(snapshot.slice(0, index) + pick(values) + snapshot.slice(index + number.length));
    } catch (error) {
      assert.match(error.message, /^invalid sandbox snapshot: /);
      assert.equal(other.snapshot(), before);
      refused += 1;
    }
    const client = new Client({ ...other, maxRetries: 0 }).alibaba;
    await Promise.allSettled([client.order.list({}), client.product.searchByKeyword({ keyword: "mug" })]);
    other.advance(1000);
    other.pushes();
  }
  assert.ok(refused > 20, `${refused} were refused`);
  other.restore(snapshot);
  assert.equal((await new Client({ ...other }).alibaba.order.get({ webSite: "1688", orderId })).baseInfo.id, orderId);
  const states = ["[".repeat(2 ** 21), '"'.repeat(2 ** 21), "x".repeat(134_217_729), { toString: () => "{}" }];
  for (const wrong of states) assert.throws(() => other.restore(wrong));
  assert.equal(other.snapshot().length > 1000, true);
});

test("input that is too long, too deep or too much is refused, and the sandbox keeps working", async () => {
  const { sandbox, read } = await ordered();
  const before = sandbox.snapshot();
  const deep = JSON.parse("[".repeat(50_000) + "]".repeat(50_000));
  const many = Array(101).fill({ kind: "duplicatePush" });
  for (const faults of [deep, many, ["x".repeat(2 ** 21)], [{ kind: "x".repeat(2 ** 21) }], "[", null]) {
    assert.throws(
      () => sandbox.setFaults(faults),
      ({ message }) => /^faults: /.test(message) && message.length < 1000,
    );
  }
  const long = "9".repeat(2 ** 21);
  for (const act of [
    () => sandbox.ship(long),
    () => sandbox.ship("1", { items: [long] }),
    () => sandbox.setStock(long, 1),
    () => sandbox.sellerRefuses("TQ1", long),
    () => sandbox.advance(Number.MAX_SAFE_INTEGER),
    () => sandbox.advance(3_155_760_000_001),
    () => sandbox.advance(2 ** 64),
    () => sandbox.advance(NaN),
  ]) {
    assert.throws(act, ({ message }) => message.length < 500);
  }
  assert.equal(sandbox.snapshot(), before);
  const send = (path, body) => sandbox.fetch(sandbox.baseUrl + path, { method: "POST", body });
  assert.equal((await send("/alibaba/order/page", "x".repeat(33_554_433))).status, 413);
  assert.equal((await send(`/${"x".repeat(65_536)}`, "{}")).status, 414);
  assert.equal((await read()).baseInfo.status, "waitbuyerpay");
});
