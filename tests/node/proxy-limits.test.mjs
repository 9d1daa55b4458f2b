/** Limits of the proxy against unauthorised requests: time, memory, and places for concurrent calls. */
import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { connect } from "node:net";
import { test } from "node:test";
import { promisify } from "node:util";
import { createProxy } from "../../pkg/proxy/index.js";
import { hostileBodies } from "./support/hostile.mjs";
import { asPage, callId, fromOwnPage, proxyOf, refusal, serve } from "./support/proxy.mjs";
import { once, read, success } from "./support/vendor.mjs";

const good = success('{"refundId":"TQ1"}');

/** Waits for everything that does not need a timer. */
const settle = async () => {
  for (let turn = 0; turn < 20; turn++) await new Promise(setImmediate);
};

/** A body whose chunks the test controls. */
function slowBody() {
  let controller, cancelled;
  const stream = new ReadableStream({
    start: (started) => (controller = started),
    cancel: () => (cancelled = true),
  });
  return {
    stream,
    send: (bytes) =>
      controller.enqueue(typeof bytes === "number" ? new Uint8Array(bytes).fill(32) : new TextEncoder().encode(bytes)),
    end: () => controller.close(),
    get cancelled() {
      return cancelled ?? false;
    },
  };
}

/** Returns status and code of a refusal that is certain not to have been sent. */
async function refused(answer) {
  const { status, headers, failure } = await refusal(answer);
  assert.deepEqual([failure.name, failure.sent], ["ProxyError", false]);
  return [status, failure.code, headers.get("retry-after")];
}

test("any unauthorised body of 2 MiB is read in one pass, with little more memory than the text", async () => {
  const script = `
    import { hostileBodies } from "./tests/node/support/hostile.mjs";
    import { asPage } from "./tests/node/support/proxy.mjs";
    import { createProxy } from "./pkg/proxy/index.js";
    const client = { call: () => process.exit(1) };
    const proxy = createProxy({ client, allow: ["*"], authorize: () => undefined });
    const statuses = {};
    for (const [what, body] of Object.entries(hostileBodies(2_097_152))) {
      const answer = await proxy(asPage("alibaba.refund.create", body()));
      statuses[what] = answer.status;
    }
    console.log(JSON.stringify(statuses));
  `;
  // In its own process: a process that is blocked or out of memory cannot report a failure itself.
  const args = ["--max-old-space-size=64", "--input-type=module", "--eval", script];
  const { stdout } = await promisify(execFile)(process.execPath, args, { timeout: 120_000 });
  const statuses = JSON.parse(stdout);
  assert.deepEqual(Object.keys(statuses), Object.keys(hostileBodies(100)));
  assert.ok(
    Object.values(statuses).every((status) => status === 400 || status === 401),
    stdout,
  );
  assert.equal(statuses["deep escapes"], 401);
  assert.equal(statuses["a long number"], 401);
});

test("depth and number of fields are limited, far above what any endpoint needs", async () => {
  const status = async (body) =>
    (await proxyOf(good, { authorize: () => undefined }).proxy(asPage(once[0], body))).status;
  const nested = (depth) => `{"a":${"[".repeat(depth - 1)}${"]".repeat(depth - 1)}}`;
  assert.deepEqual([await status(nested(64)), await status(nested(65))], [401, 400]);
  const wide = (count) => `{"a":[${"1,".repeat(count - 2)}1]}`;
  assert.deepEqual([await status(wide(20_000)), await status(wide(20_002))], [401, 400]);
  // Text does not count.
  assert.equal(await status(JSON.stringify({ a: "[".repeat(100) + ",".repeat(30_000) })), 401);
});

test("invalid JSON never becomes valid by making its numbers exact", async () => {
  const long = "9007199254740993";
  const wrong = ["0", "-0", "--", "+", "."].map((start) => `{"a":${start}${long}}`);
  wrong.push(`{${long}:1}`, `{${long} \n\t\r :1}`, `{"a":${long}"b":1}`, `{"a":${long}${"e"}}`, `{"a":${long}.}`);
  wrong.push(
    `{"a":"b"${long}}`,
    `{"a":${long}-}`,
    `{"a":${long} ${long}}`,
    `{"a":-${long}-1}`,
    `${long}`,
    `{"a":[${long}:1]}`,
  );
  for (const body of wrong) {
    const [status, code] = await refused(proxyOf(good).proxy(asPage(once[0], body)));
    assert.deepEqual([status, code], [400, "invalid_body"], body);
  }
});

test("params are what JSON.parse returns, except for integers that it would round", async () => {
  let seed = 7;
  const random = (below) => (seed = (seed * 48_271) % 2_147_483_647) % below;
  const pick = (list) => list[random(list.length)];
  const texts = [
    '"9007199254740993"',
    '"\\""',
    '"\\\\"',
    '"a\\u0022,9007199254740993"',
    '"[{"',
    '"签\u2028"',
    '""',
    '"\\\\\\""',
  ];
  const numbers = [
    "0",
    "-0",
    "1",
    "-1.5",
    "1e21",
    "9007199254740991",
    "-9007199254740991",
    "0.1",
    "12345678901234567e2",
  ];
  const unsafe = ["9007199254740992", "-9007199254740993", "123456789012345678901234567890", "3305075341149134261"];
  /** The JSON text of a value with whitespace, and the value with unsafe integers as strings. */
  function value(depth) {
    const [before, after] = [pick(["", "\n\t"]), pick(["", " ", "\r "])];
    const blank = (text) => before + text + after;
    const items = Array.from({ length: depth > 4 ? 0 : random(4) }, () => value(depth + 1));
    switch (random(6)) {
      case 0:
      case 1: {
        const text = blank(pick([...texts, ...numbers, "true", "false", "null"]));
        return { text, exact: text };
      }
      case 2: {
        const digits = pick(unsafe);
        return { text: blank(digits), exact: `"${digits}"` };
      }
      case 3:
        return { text: blank(`[${items.map(({ text }) => text)}]`), exact: `[${items.map(({ exact }) => exact)}]` };
      default: {
        const names = items.map(() => pick(texts));
        const object = (side) => `{${items.map((item, index) => `${blank(names[index])}:${item[side]}`)}}`;
        return { text: blank(object("text")), exact: object("exact") };
      }
    }
  }
  let received;
  const authorize = (_, { params }) => {
    received = params;
  };
  const { proxy } = proxyOf(good, { authorize });
  for (let count = 0; count < 500; count++) {
    const { text, exact } = value(0);
    assert.equal((await proxy(asPage(read[0], `{"a":${text}}`))).status, 401, text);
    assert.deepEqual(received, JSON.parse(`{"a":${exact}}`), text);
  }
});

test("names and ids of any length are refused before the body is read", async () => {
  let pulled = false;
  const body = () => new ReadableStream({ pull: () => void (pulled = true) }, { highWaterMark: 0 });
  const long = "a".repeat(1_000_000);
  const opened = proxyOf(good, { hosts: ["shop.example"] });
  for (const [name, headers] of [
    [long, {}],
    [`${long}/${once[0]}x`, {}],
    [once[0], { "x-pandapon-call": long }],
    [once[0], { "x-pandapon-user": long }],
    [once[0], { "content-type": `application/json;${long}` }],
    [once[0], { "content-type": `application/json${" ".repeat(1_000_000)}x` }],
    [once[0], { origin: `https://${long}`, "sec-fetch-site": undefined }],
  ]) {
    const [status] = await refused(opened.proxy(asPage(name, body(), { headers })));
    assert.ok([400, 403, 404].includes(status), `${status}`);
  }
  assert.equal(pulled, false);
  assert.equal(opened.requests.length, 0);
});

test("bodies that do not arrive take no place of authorised calls", async () => {
  const opened = proxyOf(good, { maxConcurrent: 2 });
  const slow = Array.from({ length: 500 }, () => slowBody());
  const pending = slow.map(({ stream }) => opened.proxy(asPage(once[0], stream)));
  await settle();
  for (let count = 0; count < 5; count++) assert.equal((await opened.proxy(asPage(...once))).status, 200);
  for (const body of slow) body.end();
  for (const answer of pending) assert.equal((await answer).status, 400);
});

test("over HTTP: a call succeeds beside 100 connections with one byte of body each", async (t) => {
  const opened = proxyOf(good);
  const address = await serve(t, opened.proxy);
  const head = Object.entries({ "content-type": "application/json", ...fromOwnPage }).map((pair) => pair.join(": "));
  const sockets = Array.from({ length: 100 }, () => connect(new URL(address).port, "127.0.0.1").on("error", () => {}));
  t.after(() => sockets.forEach((socket) => socket.destroy()));
  const sent = sockets.map((socket) => {
    const lines = [`POST /api/${once[0]} HTTP/1.1`, "host: shop.example", ...head, `x-pandapon-call: ${callId()}`];
    return new Promise((resolve) => socket.write([...lines, "content-length: 100", "", "{"].join("\r\n"), resolve));
  });
  await Promise.all(sent);
  const headers = { "content-type": "application/json", "x-pandapon-call": callId(), ...fromOwnPage };
  const init = { method: "POST", headers, body: JSON.stringify(once[1]) };
  assert.equal((await fetch(`${address}/api/${once[0]}`, init)).status, 200);
});

test("when all places are taken, the body that has stalled longest is dropped", async () => {
  const opened = proxyOf(good, { maxPending: 3 });
  const [first, second, third, fourth] = Array.from({ length: 4 }, () => slowBody());
  const pending = [];
  for (const { stream } of [first, second, third]) {
    pending.push(opened.proxy(asPage(once[0], stream)));
    await settle();
  }
  first.send("{");
  await settle();
  pending.push(opened.proxy(asPage(once[0], fourth.stream)));
  assert.deepEqual(await refused(pending[1]), [503, "overloaded", "1"]);
  assert.deepEqual([first.cancelled, second.cancelled, third.cancelled], [false, true, false]);
  // A request whose body is complete never waits.
  assert.equal((await opened.proxy(asPage(...once))).status, 200);
  assert.deepEqual(await refused(pending[2]), [503, "overloaded", "1"]);
  first.send(JSON.stringify(once[1]).slice(1));
  first.end();
  assert.equal((await pending[0]).status, 200);
  fourth.end();
  assert.equal((await pending[3]).status, 400);
  const refusals = opened.events.map(({ code }) => code).filter((code) => code !== null);
  assert.deepEqual(refusals, ["overloaded", "overloaded", "invalid_body"]);
});

test("the total size of all pending bodies is limited, too", async () => {
  const opened = proxyOf(good, { maxBytes: 100_000, maxPendingBytes: 250_000 });
  const bodies = Array.from({ length: 4 }, () => slowBody());
  const pending = bodies.map(({ stream }) => opened.proxy(asPage(once[0], stream)));
  for (const body of bodies) {
    body.send(80_000);
    await settle();
  }
  assert.deepEqual(
    bodies.map(({ cancelled }) => cancelled),
    [true, false, false, false],
  );
  assert.deepEqual(await refused(pending[0]), [503, "overloaded", "1"]);
  assert.equal((await opened.proxy(asPage(...once))).status, 200);
  for (const body of bodies.slice(1)) {
    body.send(JSON.stringify(once[1]));
    body.end();
  }
  for (const answer of pending.slice(1)) assert.equal((await answer).status, 200);
  // All places are released.
  const again = Array.from({ length: 3 }, () => slowBody());
  const further = again.map(({ stream }) => opened.proxy(asPage(once[0], stream)));
  for (const body of again) body.send(80_000);
  await settle();
  assert.ok(again.every(({ cancelled }) => !cancelled));
  for (const body of again) body.end();
  await Promise.all(further);
});

test("a body in chunks of one byte takes no more memory than another", async () => {
  const text = JSON.stringify({ ...once[1], description: "x".repeat(100) });
  let at = 0;
  const bytes = new TextEncoder().encode(text);
  const stream = new ReadableStream({
    pull: (controller) => (at < bytes.length ? controller.enqueue(bytes.slice(at, ++at)) : controller.close()),
  });
  const opened = proxyOf(good);
  assert.equal((await opened.proxy(asPage(once[0], stream))).status, 200);
  assert.deepEqual(JSON.parse(opened.requests[0].body).description, "x".repeat(100));
});

test("a body must make progress: less than a kilobyte in five seconds is abandoned, a slow one is not", async (t) => {
  t.mock.timers.enable({ apis: ["setTimeout"] });
  const opened = proxyOf(good);
  const dripping = slowBody();
  const drips = opened.proxy(asPage(once[0], dripping.stream));
  const steady = slowBody();
  const goesOn = opened.proxy(asPage(once[0], steady.stream));
  for (let second = 0; second < 25; second++) {
    if (!dripping.cancelled) dripping.send(100);
    steady.send(300);
    await settle();
    t.mock.timers.tick(1000);
    await settle();
    assert.equal(dripping.cancelled, second >= 4);
  }
  assert.deepEqual(await refused(drips), [408, "body_timeout", null]);
  steady.send(JSON.stringify(once[1]));
  steady.end();
  assert.equal((await goesOn).status, 200);
  const endless = slowBody();
  const late = opened.proxy(asPage(once[0], endless.stream));
  for (let second = 0; second < 30; second++) {
    endless.send(2000);
    await settle();
    t.mock.timers.tick(1000);
    await settle();
  }
  assert.deepEqual(await refused(late), [408, "body_timeout", null]);
});

test("authorize and csrf that never settle are 503 after the time limit, and release their places", async (t) => {
  t.mock.timers.enable({ apis: ["setTimeout"] });
  const log = t.mock.method(console, "error", () => {});
  const never = () => new Promise(() => {});
  for (const [name, options] of [
    ["authorize", { authorize: never }],
    ["csrf", { csrf: never }],
    ["authorize", { authorize: () => ({ then: () => {} }), authorizeTimeout: 100 }],
  ]) {
    log.mock.resetCalls();
    const opened = proxyOf(good, { maxPending: 2, maxConcurrent: 1, ...options });
    const pending = [opened.proxy(asPage(...once)), opened.proxy(asPage(...once))];
    await settle();
    // While they hang there is no other body to drop.
    assert.deepEqual(await refused(opened.proxy(asPage(...once))), [503, "overloaded", "1"]);
    const milliseconds = options.authorizeTimeout ?? 10_000;
    t.mock.timers.tick(milliseconds - 1);
    await settle();
    assert.equal(opened.events.length, 1);
    t.mock.timers.tick(1);
    for (const answer of pending) assert.deepEqual(await refused(answer), [503, "authorization_timeout", null]);
    assert.equal(log.mock.callCount(), 2);
    assert.match(log.mock.calls[0].arguments[0], new RegExp(`${name} did not settle within ${milliseconds} ms`));
    const next = opened.proxy(asPage(...once));
    await settle();
    t.mock.timers.tick(milliseconds);
    assert.deepEqual(await refused(next), [503, "authorization_timeout", null]);
  }
});

test("a late result of authorize has no effect, even if it fails", async (t) => {
  t.mock.timers.enable({ apis: ["setTimeout"] });
  t.mock.method(console, "error", () => {});
  for (const end of ["resolve", "reject"]) {
    let ends;
    const authorize = () => new Promise((resolve, reject) => (ends = { resolve, reject }));
    const opened = proxyOf(good, { authorize });
    const pending = opened.proxy(asPage(...once));
    await settle();
    t.mock.timers.tick(10_000);
    assert.equal((await pending).status, 503);
    ends[end](true);
    await settle();
    assert.equal(opened.requests.length, 0);
    assert.equal(opened.events.length, 1);
  }
});

test("a page that disconnects releases its place, at any stage of its request", async (t) => {
  t.mock.timers.enable({ apis: ["setTimeout"] });
  const never = () => new Promise(() => {});
  const stages = [
    [{}, () => new ReadableStream()],
    [{ authorize: never }, () => once[1]],
    [{ csrf: never }, () => once[1]],
  ];
  for (const [options, body] of stages) {
    const opened = proxyOf(good, { maxPending: 1, ...options });
    for (let count = 0; count < 3; count++) {
      const controller = new AbortController();
      const pending = opened.proxy(asPage(once[0], body(), { signal: controller.signal }));
      await settle();
      controller.abort();
      assert.deepEqual(await refused(pending), [499, "client_gone", null]);
    }
    assert.equal(opened.requests.length, 0);
  }
});

test("only authorised calls count for maxConcurrent", async () => {
  const waiting = [];
  let may = true;
  const client = {
    call: () => ({ withResponse: () => new Promise((resolve) => waiting.push(() => resolve({ status: 200 }))) }),
  };
  const proxy = createProxy({ client, allow: ["*"], authorize: () => may, maxConcurrent: 2 });
  const calls = [proxy(asPage(...once)), proxy(asPage(...once))];
  await settle();
  assert.deepEqual(await refused(proxy(asPage(...once))), [429, "too_many_calls", "1"]);
  may = false;
  assert.deepEqual(await refused(proxy(asPage(...once))), [403, "forbidden", null]);
  for (const answer of waiting) answer();
  for (const call of calls) assert.equal((await call).status, 200);
});
