/** Faults over HTTP, as a client in any language sees them on its socket. */
import assert from "node:assert/strict";
import { once } from "node:events";
import { connect } from "node:net";
import { test } from "node:test";
import { Client, TimeoutError } from "../../pkg/index.node.js";
import { orderParamsOf } from "./support/buyer.mjs";
import { control, ended, newFile, say, startSandbox } from "./support/cli.mjs";
import { failure } from "./support/vendor.mjs";

/** Creates a buyer, then sets faults. */
async function buyer({ access }, faults) {
  const client = new Client({ ...access, maxRetries: 0 });
  const orderParams = await orderParamsOf({ access });
  assert.deepEqual(await control(access, "setFaults", faults), { status: 200, body: {} });
  return { client, order: client.alibaba.order, orderParams };
}

const count = async (order) => Number((await order.list({})).totalRecord);

/** A signed request as bytes. */
function bytes(client, name, input) {
  const { method, url, headers, body } = client.buildRequest(name, input);
  const lines = Object.entries({ ...headers, "content-length": Buffer.byteLength(body) });
  const head = lines.map(([name, value]) => `${name}: ${value}\r\n`).join("");
  return `${method} ${new URL(url).pathname} HTTP/1.1\r\nhost: localhost\r\n${head}\r\n${body}`;
}

test("a reset closes the connection before or after the vendor has acted, and the server keeps running", async (t) => {
  const sandbox = await startSandbox(t);
  const reset = (when) => ({ kind: "reset", when, endpoints: "alibaba.order.create", times: 1 });
  const { client, order, orderParams } = await buyer(sandbox, [reset("after")]);
  const lost = await failure(order.create(orderParams));
  assert.deepEqual([lost.name, lost.sent, await count(order)], ["ConnectionError", true, 1]);
  await control(sandbox.access, "setFaults", [reset("before")]);
  const { hostname, port } = new URL(sandbox.access.baseUrl);
  const socket = connect(port, hostname);
  socket.write(bytes(client, "alibaba.order.create", orderParams));
  const [error] = await once(socket, "error");
  assert.deepEqual([error.code, await count(order)], ["ECONNRESET", 1]);
  const { body: requests } = await control(sandbox.access, "requests");
  assert.equal(requests.filter(({ faults }) => faults.includes("reset")).length, 2);
  await ended(sandbox.child, "SIGTERM");
  assert.deepEqual(await sandbox.complaints, [], "the server reports no error");
});

test("a truncated body is shorter than its content-length, and the connection is closed", async (t) => {
  const sandbox = await startSandbox(t, ["--cors"]);
  const { client, order, orderParams } = await buyer(sandbox, [{ kind: "truncatedBody", bytes: 21 }]);
  const response = await say(sandbox.access.baseUrl, bytes(client, "alibaba.order.list", {}));
  const [head, body] = response.split("\r\n\r\n");
  const [, promised] = /^content-length: (\d+)$/im.exec(head);
  assert.deepEqual([body.length, Number(promised) > 21], [21, true], response);
  const cut = await failure(order.create(orderParams));
  assert.deepEqual([cut.name, cut.sent], ["ConnectionError", true]);
  await control(sandbox.access, "setFaults", []);
  assert.equal(await count(order), 1);
});

test("a late response delays neither others nor a restart", async (t) => {
  const file = newFile(t);
  const first = await startSandbox(t, ["--state", file]);
  const late = { kind: "latency", ms: 300_000, endpoints: "alibaba.order.create" };
  const { order, orderParams } = await buyer(first, [late]);
  const started = Date.now();
  const timeout = await failure(order.create(orderParams, { timeout: 300 }));
  assert.ok(timeout instanceof TimeoutError && timeout.sent);
  order.create(orderParams).catch(() => {});
  while ((await count(order)) < 2);
  // It waits for the late response for a limited time.
  await ended(first.child, "SIGTERM");
  assert.deepEqual(await first.complaints, []);
  const second = await startSandbox(t, ["--state", file]);
  assert.equal(await count(new Client(second.access).alibaba.order), 2);
  assert.ok(Date.now() - started < 60_000);
});

test("faults survive a restart, with their remaining number", async (t) => {
  const file = newFile(t);
  const first = await startSandbox(t, ["--state", file]);
  const { order } = await buyer(first, [{ kind: "refusal", code: 7, msg: "no", times: 2 }]);
  assert.equal((await failure(order.list({}))).code, 7);
  await ended(first.child, "SIGKILL");
  const second = await startSandbox(t, ["--state", file]);
  const again = new Client(second.access).alibaba.order;
  assert.equal((await failure(again.list({}))).code, 7);
  assert.equal(await count(again), 0);
});

test("invalid faults are refused with a reason, and the current faults stay", async (t) => {
  const sandbox = await startSandbox(t);
  const { order } = await buyer(sandbox, [{ kind: "refusal", code: 7, msg: "no", endpoints: "alibaba.order.list" }]);
  for (const [wrong, says] of [
    [[{ kind: "flood" }], /flood/],
    [[{ kind: "reset" }], /when/],
    [{}, /^faults: /],
    [null, /^faults: /],
  ]) {
    const { baseUrl } = sandbox.access;
    const body = JSON.stringify(wrong);
    const answer = await fetch(`${baseUrl}/sandbox/control/setFaults`, { method: "POST", body });
    assert.equal(answer.status, 400);
    assert.match((await answer.json()).error, says);
  }
  assert.equal((await failure(order.list({}))).code, 7);
});
