/** `pandapon sandbox --state FILE`: every confirmed change survives a crash. */
import assert from "node:assert/strict";
import { readFileSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { Client } from "../../pkg/index.node.js";
import { orderParamsOf, ordersOf } from "./support/buyer.mjs";
import { ended, newFile, run, startSandbox } from "./support/cli.mjs";

/** Creates orders from four clients, and kills the sandbox after this many responses. Returns all confirmed ids. */
async function orderUntilKilled({ child, access }, orderParams, enough) {
  const answered = [];
  const buy = async () => {
    for (;;) {
      const { orderId } = await ordersOf({ access }).create(orderParams);
      answered.push(orderId);
      if (answered.length === enough) child.kill("SIGKILL");
    }
  };
  await Promise.allSettled([buy(), buy(), buy(), buy()]);
  return answered;
}

/** Returns the ids of all orders of a sandbox. */
async function listed(access) {
  const ids = [];
  for (let page = 1; ; page++) {
    const { result } = await ordersOf({ access }).list({ page, pageSize: 50 });
    if (result.length === 0) return ids;
    ids.push(...result.map(({ baseInfo }) => baseInfo.id));
  }
}

test("no confirmed order is lost when it is killed repeatedly", async (t) => {
  const file = newFile(t);
  const answered = [];
  let total = 0;
  for (let round = 0; round < 8; round++) {
    const sandbox = await startSandbox(t, ["--state", file]);
    const there = await listed(sandbox.access);
    for (const id of answered) assert.ok(there.includes(id), `order ${id} is lost`);
    // Orders in progress may exist or not; there are no others.
    assert.ok(there.length - answered.length <= 4 * round, `${there.length} of ${answered.length}`);
    total = there.length;
    answered.push(...(await orderUntilKilled(sandbox, await orderParamsOf(sandbox), 5 + round)));
  }
  assert.ok(total > 50, `only ${total} orders`);
});

test("a restart keeps keys, used nonces and the sequence of ids", async (t) => {
  const file = newFile(t);
  const first = await startSandbox(t, ["--state", file, "--seed", "7"]);
  const orderParams = await orderParamsOf(first);
  const { orderId } = await ordersOf(first).create(orderParams);
  await ordersOf(first).payUrl({ orderId });
  const ship = { method: "POST", body: JSON.stringify({ orderId }) };
  assert.equal((await fetch(`${first.access.baseUrl}/sandbox/control/ship`, ship)).status, 200);
  const { headers } = new Client(first.access).buildRequest("alibaba.order.list", {});
  const list = ({ baseUrl }) => fetch(`${baseUrl}/alibaba/order/page`, { method: "POST", headers, body: "{}" });
  assert.equal((await (await list(first.access)).json()).code, 200);
  await ended(first.child, "SIGTERM");

  const second = await startSandbox(t, ["--state", file]);
  assert.deepEqual({ ...second.access, baseUrl: "" }, { ...first.access, baseUrl: "" });
  const { baseInfo } = await ordersOf(second).get({ webSite: "1688", orderId });
  assert.equal(baseInfo.status, "waitbuyerreceive");
  assert.match((await (await list(second.access)).json()).msg, /nonce-str was already used/);
  const next = await ordersOf(second).create(orderParams);
  assert.notEqual(next.orderId, orderId);
  await ended(second.child, "SIGKILL");

  const wrongSeed = await run(["sandbox", "--port", "0", "--state", file, "--seed", "8"]);
  assert.equal(wrongSeed.code, 2);
  assert.match(wrongSeed.stderr, /has the seed 7/);
});

test("a long file and a restart begin a new file with a snapshot, and nothing is lost", async (t) => {
  const file = newFile(t);
  const first = await startSandbox(t, ["--state", file]);
  const orderParams = await orderParamsOf(first);
  const { orderId } = await ordersOf(first).create(orderParams);
  const { refund } = new Client(first.access).alibaba;
  const imageData = new Uint8Array(1_000_000);
  imageData.set([0xff, 0xd8, 0xff]);
  for (let count = 0; count < 8; count++) await refund.uploadVoucher({ imageData });
  assert.ok(statSync(file).size < 5_000_000, `${statSync(file).size} bytes`);
  const later = await ordersOf(first).create(orderParams);
  await ended(first.child, "SIGKILL");

  const second = await startSandbox(t, ["--state", file]);
  assert.equal(readFileSync(file, "utf8").split("\n").length, 2, "a snapshot without later changes");
  assert.deepEqual((await listed(second.access)).sort(), [orderId, later.orderId].sort());
});

test("an incomplete last line is ignored, wherever it ends", async (t) => {
  const file = newFile(t);
  const first = await startSandbox(t, ["--state", file]);
  const orderParams = await orderParamsOf(first);
  const { orderId } = await ordersOf(first).create(orderParams);
  await ended(first.child, "SIGKILL");
  const whole = readFileSync(file, "utf8");
  const line = whole.split("\n").at(-2);
  const unwritten = `${line.slice(0, -9)}${"\0".repeat(8)}\n`;
  for (const torn of [line.slice(0, 1), line.slice(0, line.length / 2), line, unwritten]) {
    writeFileSync(file, whole + torn);
    const { child, access } = await startSandbox(t, ["--state", file]);
    assert.deepEqual(await listed(access), [orderId]);
    await ended(child, "SIGKILL");
    // Earlier lines are kept, and the incomplete line is removed.
    for (const kept of readFileSync(file, "utf8").trimEnd().split("\n")) JSON.parse(kept);
  }
});

test("an unusable file is refused and not changed", async (t) => {
  const file = newFile(t);
  const { child, access } = await startSandbox(t, ["--state", file]);
  await ordersOf({ access }).list({});
  const inUse = await run(["sandbox", "--port", "0", "--state", file]);
  assert.deepEqual([inUse.code, /in use by another sandbox/.test(inUse.stderr)], [2, true], inUse.stderr);
  await ordersOf({ access }).list({});
  await ended(child, "SIGKILL");
  const whole = readFileSync(file, "utf8");
  const [head, ...lines] = whole.split("\n");
  for (const [text, says] of [
    [whole.replace(/"machine":"...../, '"machine":"00000'), /another version/],
    [whole.replace('"format":1', '"format":2'), /another version/],
    ["# Shopping\n- mugs\n", /is not a state file of a sandbox/],
    ["mugs", /is not a state file of a sandbox/],
    [[head, "[{", ...lines].join("\n"), /damaged at line 2/],
  ]) {
    writeFileSync(file, text);
    const { code, stderr } = await run(["sandbox", "--port", "0", "--state", file]);
    assert.equal(code, 2, stderr);
    assert.match(stderr, says);
    assert.equal(readFileSync(file, "utf8"), text);
  }
  const nowhere = await run(["sandbox", "--port", "0", "--state", join(file, "x", "y")]);
  assert.deepEqual([nowhere.code, /The folder .* does not exist/.test(nowhere.stderr)], [2, true], nowhere.stderr);
});
